"""m5.e2: reading a profile. Where is the time spent, who is to blame, and what part of it is the profiler's own?"""

import marshal
import math
from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

Function = tuple[str, int, str]
Number = TypeVar("Number", int, float)


def hotspots(path: str | Path, key: str, n: int) -> list[tuple[Function, float | int]]:
    """The n functions with the most of what key says, each with its number: [(function, number), …]."""
    if key not in ("own", "cumulative", "calls"):
        raise ValueError(f"there is no key {key!r}")
    stats = _read(path)
    if key == "calls":
        return _largest(((function, numbers[1]) for function, numbers in stats.items()), n)
    if key == "own":
        return _largest(((function, float(own)) for function, (_, _, own, _, _) in stats.items()), n)
    return _largest(((function, float(both)) for function, (_, _, _, both, _) in stats.items()), n)


def callers_of(path: str | Path, function: Function) -> list[tuple[Function, float]]:
    """Who is to blame for this function: all who call it, each with the cumulative seconds of the calls from there."""
    stats = _read(path)
    if function not in stats:
        raise ValueError(f"{function} is not in the profile")
    callers = stats[function][4]
    others = ((caller, float(numbers[3])) for caller, numbers in callers.items() if caller != function)
    return _largest(others, len(callers))


def without_profiler(path: str | Path, cost: float, n: int) -> list[tuple[Function, float]]:
    """The n functions with the most own seconds, when each of all its calls has cost the profiler so many seconds."""
    if not (math.isfinite(cost) and cost >= 0):
        raise ValueError(f"a call cannot cost {cost} seconds")
    stats = _read(path)
    return _largest(((each, max(own - cost * calls, 0.0)) for each, (_, calls, own, _, _) in stats.items()), n)


def answers() -> dict[str, str]:
    """What you read in three profiles and in one table of lines."""
    return {
        "shop own": "find_customer",
        "shop cumulative": "bill_everybody",
        "shop calls": "<method 'strip' of 'str' objects>",
        "tree cumulative": "search",
        "tree at most": "2.8",
        "server own": "clamp",
        "server really": "blur",
        "server blame": "settings",
        "lines first": "4",
    }


def _largest(found: Iterable[tuple[Function, Number]], n: int) -> list[tuple[Function, Number]]:
    """The n largest; of equal ones the smaller function."""
    if n < 0:
        raise ValueError(f"{n} functions")
    return sorted(found, key=lambda item: (-item[1], item[0]))[:n]


def _read(path: str | Path) -> dict[Function, tuple[int, int, float, float, dict[Function, Any]]]:
    """What is in the file. It may be anything, so everything is looked at."""
    data = Path(path).read_bytes()
    try:
        stats = marshal.loads(data)
    except (EOFError, ValueError, TypeError, MemoryError) as error:
        raise ValueError(f"{path} is no profile: {error}") from None
    if not isinstance(stats, dict) or not all(map(_is_function, stats)):
        raise ValueError(f"{path} is no profile: it has no functions")
    for numbers in stats.values():
        if not (
            isinstance(numbers, tuple) and len(numbers) == 5 and _are_numbers(numbers[:4]) and isinstance(numbers[4], dict)
        ):
            raise ValueError(f"{path} is no profile: a function has no four numbers and callers")
        for caller, of_these in numbers[4].items():
            if not (_is_function(caller) and isinstance(of_these, tuple) and len(of_these) == 4 and _are_numbers(of_these)):
                raise ValueError(f"{path} is no profile: a caller has no four numbers")
    return stats


def _is_function(key: object) -> bool:
    return isinstance(key, tuple) and [type(part) for part in key] == [str, int, str]


def _are_numbers(numbers: tuple[Any, ...]) -> bool:
    """Two counts, then seconds."""
    return all(type(each) is int for each in numbers[:2]) and all(type(each) in (int, float) for each in numbers[2:])
