import gzip
import marshal
import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.e2")

FUNCTION = ("a.py", 1, "f")
ENTRY = (1, 1, 0.5, 0.5, {})
COLUMNS = {"calls": 1, "own": 2, "cumulative": 3}


def profile(seed, count, whole=False):
    """Any numbers: ties, the same names in other files, ints for seconds, primitive calls that are far fewer, callers."""
    rng = np.random.default_rng(seed)
    functions = set()
    while len(functions) < count:
        name = str(rng.choice(["f", "g", "<lambda>", "<built-in method builtins.len>", "été"]))
        functions.add((str(rng.choice(["~", "a.py", "b.py", "/x/a.py"])), int(rng.integers(0, 120)), name))
    functions = sorted(functions, key=lambda each: rng.random())

    def seconds():
        value = float(rng.choice([0.0, 0.25, 0.5, 1e-7, rng.random(), 1e4 * rng.random()]))
        return int(value * 3) if whole else value

    def calls():
        return int(rng.choice([1, 2, 3, rng.integers(1, 10_000_000)]))

    stats = {}
    for function in functions:
        callers = {}
        for caller in [function, *functions][: int(rng.integers(0, 9))]:
            callers[caller] = (calls(), calls(), seconds(), seconds())
        stats[function] = (int(rng.integers(1, 4)), calls(), seconds(), seconds(), callers)
    return stats


def largest(pairs, n):
    """By picking the largest again and again."""
    left, found = list(pairs), []
    while left and len(found) < n:
        most = max(number for _, number in left)
        best = min(function for function, number in left if number == most)
        found.append((best, most))
        left = [pair for pair in left if pair[0] != best]
    return found


def hottest(stats, key, n):
    kind = int if key == "calls" else float
    return largest([(function, kind(entry[COLUMNS[key]])) for function, entry in stats.items()], n)


def blamed(stats, function):
    return largest([(each, float(entry[3])) for each, entry in stats[function][4].items() if each != function], 1000)


@settings(max_examples=50)
@example(seed=1, count=0, n=3, whole=False)
@example(seed=1, count=1, n=1, whole=True)
@example(seed=1, count=9, n=0, whole=False)
@example(seed=2, count=9, n=100, whole=True)
@given(seed=st.integers(0, 9999), count=st.integers(0, 25), n=st.integers(0, 30), whole=st.booleans())
def any_profile(student, seed, count, n, whole):
    stats = profile(seed, count, whole)
    data = marshal.dumps(stats)
    of_file = student.given.of_file
    for key in COLUMNS:
        got = of_file(student.hotspots, data, (key, n), bool(seed % 2))
        check.equal(got, hottest(stats, key, n), f"the {n} hotspots by {key} of {count} functions")
    for function in list(stats)[:3]:
        got = of_file(student.callers_of, data, (function,), bool(seed % 3))
        check.equal(got, blamed(stats, function), f"the callers of {function}")


@pytest.mark.points(1)
def test_any_profile(student):
    """any profile, a real one, and one that changes"""
    any_profile(student)
    given = student.given
    real = given.recorded()
    stats = marshal.loads(real)
    for key in COLUMNS:
        check.equal(given.of_file(student.hotspots, real, (key, 4)), hottest(stats, key, 4), f"hotspots of a real one by {key}")
    for function in stats:
        got = given.of_file(student.callers_of, real, (function,))
        check.equal(got, blamed(stats, function), f"the callers of {function[2]} in a real one")
    one = profile(5, 12)
    # The last file is as long as the first: the same numbers stand beside other functions.
    for other in (profile(6, 12), dict(zip(one, reversed(one.values()), strict=True))):
        for key in COLUMNS:
            got = given.of_changed_file(student.hotspots, marshal.dumps(one), marshal.dumps(other), (key, 5))
            what = f"hotspots by {key}, before and after the file was written anew,"
            check.equal(got, (hottest(one, key, 5), hottest(other, key, 5)), what)
    one, other = ({FUNCTION: (1, 1, 1.0, 1.0, {("a.py", 2, "g"): (1, 1, 0.5, x)})} for x in (0.5, 0.75))
    got = given.of_changed_file(student.callers_of, marshal.dumps(one), marshal.dumps(other), (FUNCTION,))
    check.equal(got, ([(("a.py", 2, "g"), 0.5)], [(("a.py", 2, "g"), 0.75)]), "the callers, before and after")


@settings(max_examples=50)
@example(seed=1, count=0, n=3, cost=1.0)
@example(seed=1, count=20, n=30, cost=0.0)
@example(seed=1, count=20, n=30, cost=1e9)
@example(seed=3, count=20, n=5, cost=1)
@given(
    seed=st.integers(0, 9999),
    count=st.integers(0, 25),
    n=st.integers(0, 30),
    cost=st.sampled_from([0, 0.0, 1e-7, 5e-7, 1e-5, 0.125, 3]),
)
def any_cost(student, seed, count, n, cost):
    stats = profile(seed, count, bool(seed % 2))
    left = {each: max(float(entry[2]) - cost * entry[1], 0.0) for each, entry in stats.items()}
    # Two that differ by less than rounding may come in either order: such a profile is not asked.
    ordered = sorted(left.values())
    if any(0 < b - a <= 1e-8 * (b + 1) for a, b in pairwise(ordered)):
        return
    got = student.given.of_file(student.without_profiler, marshal.dumps(stats), (cost, n))
    want = largest(left.items(), n)
    check.equal([each for each, _ in got], [each for each, _ in want], f"the first {n} of {count}, where a call costs {cost},")
    for (function, seconds), (_, wanted) in zip(got, want, strict=True):
        off = 1e-9 * stats[function][2]
        check.close(seconds, wanted, rtol=0, atol=off, what=f"own seconds of {function} where a call costs {cost}")


@pytest.mark.points(1)
def test_any_cost(student):
    """what any profiler leaves over of any profile"""
    any_cost(student)
    one, other = {FUNCTION: (1, 7, 1.0, 1.0, {})}, {FUNCTION: (1, 3, 1.0, 1.0, {})}
    got = student.given.of_changed_file(student.without_profiler, marshal.dumps(one), marshal.dumps(other), (0.125, 3))
    check.equal(got, ([(FUNCTION, 0.125)], [(FUNCTION, 0.625)]), "own seconds, before and after the file was written anew,")
    for cost in (-1e-9, -3, math.nan, math.inf, -math.inf):
        for stats in ({}, one):
            with check.raises("ValueError"):
                student.given.of_file(student.without_profiler, marshal.dumps(stats), (cost, 3))


@pytest.mark.points(1)
def test_other_files(student):
    """files that are no profiles, no file, and questions that make no sense"""
    good = marshal.dumps({FUNCTION: ENTRY})
    long = marshal.dumps(profile(3, 20))
    bad = {
        "an empty file": b"",
        "a file cut in the middle": long[: len(long) // 2],
        "a file without its last byte": good[:-1],
        "plain text": b"   ncalls  tottime  percall  cumtime\n",
        "a list as JSON": b'[{"ncalls": 3, "tottime": 0.5}]',  # for marshal, a list of 1.6 billion things
        "numbers as text": b"[1, 2, 3]\n",
        "a compressed profile": gzip.compress(long),
    }
    for value in (
        *([], 5, None, "f", (FUNCTION, ENTRY), [FUNCTION]),
        *({"f": ENTRY}, {("a.py", 1): ENTRY}, {(1, "a.py", "f"): ENTRY}, {FUNCTION: ENTRY, "total": 3}),
        *({FUNCTION: 5}, {FUNCTION: (1, 1, 0.5, 0.5)}, {FUNCTION: (1, 1, 0.5, {})}, {FUNCTION: ("1", "1", "0.5", "0.5", {})}),
        *({FUNCTION: (*ENTRY, {})}, {FUNCTION: (1, 1, 0.5, 0.5, {FUNCTION: (1, 1, 0.5, 0.5, 0.5)})}),
        *({FUNCTION: (1.0, 1, 0.5, 0.5, {})}, {FUNCTION: (1, 1.0, 0.5, 0.5, {})}),
        *({FUNCTION: (1, 1, 0.5, 0.5, [])}, {FUNCTION: (1, 1, 0.5, 0.5, {"g": (1, 1, 0.5, 0.5)})}),
        *({FUNCTION: (1, 1, 0.5, 0.5, {FUNCTION: (1, 1)})}, {FUNCTION: (1, 1, None, 0.5, {})}),
    ):
        bad[f"a file with {value!r}"] = marshal.dumps(value)
    asked = (("hotspots", ("own", 3)), ("hotspots", ("calls", 0)), ("callers_of", (FUNCTION,)), ("without_profiler", (0.5, 3)))
    of_file = student.given.of_file
    for data in bad.values():
        for name, arguments in asked:
            with check.raises("ValueError"):
                of_file(student.function(name), data, arguments)
    for name, arguments in asked:
        with check.raises("FileNotFoundError"):
            student.given.of_no_file(student.function(name), arguments)
    for key in ("", "Own", "tottime", "cum", "own ", "callers"):
        with check.raises("ValueError"):
            of_file(student.hotspots, good, (key, 3))
    for n in (-1, -7):
        for name, arguments in (("hotspots", ("own", n)), ("without_profiler", (0.5, n))):
            for data in (good, marshal.dumps({})):
                with check.raises("ValueError"):
                    of_file(student.function(name), data, arguments)
    for function in (("a.py", 1, "g"), ("a.py", 2, "f"), ("b.py", 1, "f")):
        with check.raises("ValueError"):
            of_file(student.callers_of, marshal.dumps({FUNCTION: (1, 1, 0.5, 0.5, {("b.py", 1, "f"): ENTRY[:4]})}), (function,))
    check.equal(of_file(student.hotspots, marshal.dumps({}), ("own", 3)), [], "hotspots of a profile of nothing")
