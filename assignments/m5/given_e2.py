"""Given for m5.e2: three profiles and a table of lines, of programs that nobody has to run, so that the truth is known.

python assignments/m5/given_e2.py FOLDER        writes shop.pstats, tree.pstats, server.pstats and lines.txt
"""

import cProfile
import marshal
import os
import sys
import tempfile
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

Function = tuple[str, int, str]
Call = tuple[Function, float, list[tuple[int, Any]]]
"""A function, the seconds that one call spends in itself, and what it calls: how often, and the call."""


def profile_of(call: Call) -> dict[Function, Any]:
    """What a profiler without any cost of its own would write down of this call and all below it."""
    stats: dict[Function, list[Any]] = {}
    _record(stats, call, 1, [])
    return {function: (*numbers[:4], dict(numbers[4])) for function, numbers in stats.items()}


def _seconds(call: Call) -> float:
    return call[1] + sum(times * _seconds(inner) for times, inner in call[2])


def _record(stats: dict[Function, list[Any]], call: Call, times: int, above: list[Function]) -> None:
    function, own, inner = call
    primitive, whole = function not in above, times * _seconds(call)
    entry = stats.setdefault(function, [0, 0, 0.0, 0.0, {}])
    entry[0] += times * primitive
    entry[1] += times
    entry[2] += times * own
    entry[3] += whole * primitive
    if above:
        caller = above[-1]
        known = (caller, function) not in pairwise(above)
        before = entry[4].get(caller, (0, 0, 0.0, 0.0))
        new = (times, times * primitive, times * own, whole * known)
        entry[4][caller] = tuple(a + b for a, b in zip(before, new, strict=True))
    for count, each in inner:
        _record(stats, each, times * count, [*above, function])


def _shop() -> Call:
    def here(line: int, name: str) -> Function:
        return ("shop.py", line, name)

    strip = (("~", 0, "<method 'strip' of 'str' objects>"), 2e-7, [])
    field = (here(12, "parse_field"), 9e-7, [(1, strip)])
    line = (here(20, "parse_line"), 4e-6, [(6, field)])
    read = (here(31, "read_orders"), 0.02, [(20_000, line)])
    same = (here(44, "same_customer"), 1.5e-6, [])
    find = (here(48, "find_customer"), 1.9e-3, [(40, same)])
    bill = (here(60, "bill"), 1e-5, [(1, find)])
    everybody = (here(71, "bill_everybody"), 0.004, [(400, bill)])
    report = (here(83, "write_report"), 0.31, [(400, strip)])
    main = (here(95, "main"), 1e-4, [(1, read), (1, everybody), (1, report)])
    return (here(1, "<module>"), 3e-4, [(1, main)])


def _tree() -> Call:
    def here(line: int, name: str) -> Function:
        return ("tree.py", line, name)

    distance = (here(9, "distance"), 3e-6, [])
    visit: Call = (here(15, "visit"), 1e-5, [(20, distance)])
    for _ in range(11):
        visit = (here(15, "visit"), 1e-5, [(2, visit), (4, distance)])
    search = (here(30, "search"), 2e-4, [(5, visit)])
    split: Call = (here(40, "split"), 2e-4, [])
    for _ in range(9):
        split = (here(40, "split"), 2e-4, [(2, split)])
    build = (here(52, "build"), 0.01, [(1, split)])
    main = (here(60, "main"), 1e-3, [(1, build), (1, search)])
    return (here(1, "<module>"), 5e-4, [(1, main)])


def _server() -> Call:
    def here(line: int, name: str) -> Function:
        return ("server.py", line, name)

    loads = (("json/__init__.py", 299, "loads"), 5e-5, [])
    clamp = (here(8, "clamp"), 6.5e-7, [])
    blur = (here(14, "blur"), 6e-3, [(12_000, clamp)])
    settings = (here(25, "settings"), 2e-6, [(1, loads)])
    header = (here(33, "header"), 1e-5, [(6, settings)])
    body = (here(41, "body"), 2e-5, [(2, loads)])
    answer = (here(50, "answer"), 1e-4, [(1, header), (1, body), (1, settings)])
    picture = (here(58, "picture"), 2e-4, [(1, blur)])
    main = (here(70, "main"), 2e-3, [(1200, answer), (100, picture)])
    return (here(1, "<module>"), 4e-4, [(1, main)])


PROFILES: dict[str, Callable[[], Call]] = {"shop": _shop, "tree": _tree, "server": _server}

LINES = """\
line      hits   seconds   % time  code
   1                               def smooth(rows, path):
   2         1     0.000      0.0      result = []
   3      5000     0.002      0.0      for row in rows:
   4      5000     1.250     23.6          table = read_table(path)
   5      5000     0.011      0.2          width = len(row)
   6    645000     0.170      3.2          for i in range(1, width - 1):
   7    640000     2.410     45.5              value = weight(row[i - 1], row[i], row[i + 1])
   8    640000     1.180     22.3              result.append(value * table["scale"])
   9      5000     0.270      5.1          log(f"row of {width}")
  10         1     0.000      0.0      return result

read_table opens the file at path, which does not change, and parses it. weight computes what is asked for from three numbers,
in compiled code. log writes a line to a file, which somebody reads.
"""


def write(folder: str | Path) -> None:
    """The three profiles and the table of lines."""
    for name, program in PROFILES.items():
        (Path(folder) / f"{name}.pstats").write_bytes(marshal.dumps(profile_of(program())))
    (Path(folder) / "lines.txt").write_text(LINES, encoding="utf-8")


# For the tests: files are written on this side of the wire.


def of_file(function: Callable[..., Any], data: bytes, arguments: tuple[Any, ...], as_text: bool = False) -> Any:
    """function(path, *arguments), with these bytes in the file; the path is a str or a Path."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.pstats"
        path.write_bytes(data)
        return function(str(path) if as_text else path, *arguments)


def of_program(function: Callable[..., Any], name: str, arguments: tuple[Any, ...]) -> Any:
    """function(path, *arguments) of one of the three profiles."""
    return of_file(function, marshal.dumps(profile_of(PROFILES[name]())), arguments)


def of_no_file(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    """function(path, *arguments), where there is no such file."""
    with tempfile.TemporaryDirectory() as folder:
        return function(Path(folder) / "nothing.pstats", *arguments)


def of_changed_file(function: Callable[..., Any], data: bytes, other: bytes, arguments: tuple[Any, ...]) -> tuple[Any, Any]:
    """(what it says of the file, what it says after the file was written anew), where the caller changes the first list."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "some.pstats"
        path.write_bytes(data)
        os.utime(path, (1, 1))
        first = function(path, *arguments)
        kept = list(first)
        first.clear()
        again = function(path, *arguments)
        path.write_bytes(other)
        os.utime(path, (1, 1))  # its time does not say that it has changed
        return (kept if again == kept else again), function(path, *arguments)


def recorded() -> bytes:
    """The profile of a small program that really ran, with recursion, by a clock that counts how often it is read."""

    def fibonacci(n: int) -> int:
        return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)

    def program() -> int:
        return sum(sorted(fibonacci(n) for n in range(7)))

    readings = iter(range(1_000_000))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "real.pstats"
        profile = cProfile.Profile(lambda: next(readings), 0.001)
        profile.runcall(program)
        profile.dump_stats(path)
        return path.read_bytes()


if __name__ == "__main__":
    write(sys.argv[1] if len(sys.argv) > 1 else ".")
