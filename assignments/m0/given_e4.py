"""Given for m0.e4: two implementations that are right, eight that are not, and how the tests try your properties on them.

from given_e4 import IMPLEMENTATIONS
properties(*IMPLEMENTATIONS["sorts"])       # should raise AssertionError
"""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Any

from hypothesis import HealthCheck, Phase, settings

settings.register_profile(
    "properties",
    derandomize=True,
    database=None,
    deadline=None,
    report_multiple_bugs=False,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("properties")

Encode = Callable[[Sequence[int]], Any]
Decode = Callable[[Any], Any]


def encode(values: Sequence[int]) -> list[tuple[int, int]]:
    """Right: full pairs first."""
    pairs: list[tuple[int, int]] = []
    for value in values:
        if pairs and pairs[-1][0] == value and pairs[-1][1] < 255:
            pairs[-1] = (value, pairs[-1][1] + 1)
        else:
            pairs.append((value, 1))
    return pairs


def decode(pairs: Sequence[Sequence[int]]) -> list[int]:
    """Right."""
    return [value for value, count in pairs for _ in range(count)]


def _rest_first(values: Sequence[int]) -> tuple[list[int], ...]:
    """Right: of a long run, what is left over comes first. A tuple of lists."""
    pairs = []
    for value, run in groupby(values):
        full, rest = divmod(len(list(run)), 255)
        pairs += [[value, rest]] * bool(rest) + [[value, 255]] * full
    return tuple(pairs)


def _decode_to_tuple(pairs: Sequence[Sequence[int]]) -> tuple[int, ...]:
    return tuple(decode(pairs))


def _no_limit(values: Sequence[int]) -> list[tuple[int, int]]:
    return [(value, len(list(run))) for value, run in groupby(values)]


def _drops_last(values: Sequence[int]) -> list[tuple[int, int]]:
    return encode(values)[:-1]


def _never_merges(values: Sequence[int]) -> list[tuple[int, int]]:
    return [(value, 1) for value in values]


def _sorts(values: Sequence[int]) -> list[tuple[int, int]]:
    return encode(sorted(values))


def _empties(values: Sequence[int]) -> list[tuple[int, int]]:
    pairs = encode(values)
    if isinstance(values, list):
        values.clear()
    return pairs


def _wraps(values: Sequence[int]) -> list[tuple[int, int]]:
    return [(value, count % 256) for value, count in _no_limit(values) if count % 256]


def _empty_run(values: Sequence[int]) -> list[tuple[int, int]]:
    pairs = encode(values)
    return [*pairs, (pairs[-1][0], 0)] if pairs else []


def _absolute(values: Sequence[int]) -> list[tuple[int, int]]:
    return encode([abs(value) for value in values])


IMPLEMENTATIONS: dict[str, tuple[Encode, Decode]] = {
    "full pairs first": (encode, decode),
    "what is left over first": (_rest_first, _decode_to_tuple),
    "no limit": (_no_limit, decode),
    "drops the last pair": (_drops_last, decode),
    "never merges": (_never_merges, decode),
    "sorts": (_sorts, decode),
    "changes its input": (_empties, decode),
    "counts modulo 256": (_wraps, decode),
    "emits an empty run": (_empty_run, decode),
    "takes absolute values": (_absolute, decode),
}
RIGHT = ("full pairs first", "what is left over first")


def tried(properties: Callable[[Encode, Decode], None], name: str, source: str = "") -> None:
    """Calls properties with the implementation of that name, or with encode and decode of that source."""
    if source:
        names: dict[str, Any] = {"groupby": groupby}
        exec(source, names)
        right_or_not = names["encode"], names["decode"]
    else:
        right_or_not = IMPLEMENTATIONS[name]
    # One looks like the other: what tells them apart is what they do, not what they are called.
    properties(*map(_called, right_or_not))


def _called(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def implementation(given: Any) -> Any:
        return function(given)

    return implementation


def changes_its_lists(properties: Callable[[Encode, Decode], None]) -> bool:
    """Whether properties changes a list that it has handed to a right encode or decode, or has got from one."""
    seen: list[tuple[list[Any], list[Any]]] = []

    def watched(function: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def call(given: Any) -> Any:
            answer = function(given)
            seen.extend((each, list(each)) for each in (given, answer) if isinstance(each, list))
            return answer

        return call

    try:
        properties(watched(encode), watched(decode))
    except Exception:
        pass
    return any(now != before for now, before in seen)
