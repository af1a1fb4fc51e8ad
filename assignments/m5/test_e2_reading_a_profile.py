import hashlib
import marshal

import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.e2")

DIGESTS = {
    "shop own": "5c316ae9ef2ae6d8",
    "shop cumulative": "0072449e80dae0b4",
    "shop calls": "262a0fc8b2ec3d47",
    "tree cumulative": "a93626b782f675b4",
    "tree at most": "c62daab39ed691b1",
    "server own": "d9cc68a7a7ccccd9",
    "server really": "3acbc8a1b3036f6c",
    "server blame": "5f055e9eda20ca9c",
    "lines first": "bdf99ede6dad6fa1",
}
"""Of the answers, so that this file does not say them."""
STRIP = ("~", 0, "<method 'strip' of 'str' objects>")
SMALL = {
    ("a.py", 3, "twice"): (2, 5, 1.0, 4.0, {("a.py", 9, "first"): (2, 2, 0.5, 3.0), ("a.py", 3, "twice"): (3, 0, 0.5, 2.0)}),
    ("a.py", 9, "first"): (1, 1, 1.5, 4.5, {}),
    ("b.py", 1, "first"): (
        7,
        7,
        0.5,
        0.5,
        {("a.py", 9, "first"): (4, 4, 0.25, 0.25), ("a.py", 3, "twice"): (3, 3, 0.25, 0.25)},
    ),
}
"""A profile of three functions, two of the same name."""


def of_small(student, function, *arguments):
    return student.given.of_file(student.function(function), marshal.dumps(SMALL), arguments)


@pytest.mark.points(1)
def test_hotspots(student):
    """the largest by own time, by cumulative time, by calls"""
    for key, want in (
        ("own", [("a.py", 9, "first"), ("a.py", 3, "twice"), ("b.py", 1, "first")]),
        ("cumulative", [("a.py", 9, "first"), ("a.py", 3, "twice"), ("b.py", 1, "first")]),
        ("calls", [("b.py", 1, "first"), ("a.py", 3, "twice"), ("a.py", 9, "first")]),
    ):
        column = {"calls": 1, "own": 2, "cumulative": 3}[key]
        pairs = [(function, SMALL[function][column]) for function in want]
        check.equal(of_small(student, "hotspots", key, 5), pairs, f"hotspots by {key}")
        check.equal(of_small(student, "hotspots", key, 2), pairs[:2], f"the first two hotspots by {key}")
    got = student.given.of_program(student.hotspots, "shop", ("calls", 1))
    check.equal(got, [(STRIP, 120_400)], "the most called function in shop.pstats")
    with check.raises("ValueError"):
        of_small(student, "hotspots", "time", 5)


@pytest.mark.points(1)
def test_callers_of(student):
    """who calls a function, and for how long"""
    want = [(("a.py", 3, "twice"), 0.25), (("a.py", 9, "first"), 0.25)]
    check.equal(of_small(student, "callers_of", ("b.py", 1, "first")), want, "the callers of first in b.py")
    check.equal(of_small(student, "callers_of", ("a.py", 3, "twice")), [(("a.py", 9, "first"), 3.0)], "the callers of twice")
    check.equal(of_small(student, "callers_of", ("a.py", 9, "first")), [], "the callers of a function that nobody calls")
    with check.raises("ValueError"):
        of_small(student, "callers_of", ("b.py", 2, "first"))


@pytest.mark.points(1)
def test_without_profiler(student):
    """own seconds without what the profiler cost"""
    want = [(("a.py", 9, "first"), 1.375), (("a.py", 3, "twice"), 0.375), (("b.py", 1, "first"), 0.0)]
    check.close(of_small(student, "without_profiler", 0.125, 3), want, what="own seconds where each call cost an eighth")
    check.close(of_small(student, "without_profiler", 0.125, 1), want[:1], what="the first, where each call cost an eighth")
    for cost in (-1.0, float("nan")):
        with check.raises("ValueError"):
            of_small(student, "without_profiler", cost, 3)


def answered(student, *keys):
    got = student.answers()
    check.kind(got, dict)
    check.equal(sorted(map(str, got)), sorted(DIGESTS), "the list of keys of answers, in order,")
    for key in keys:
        check.kind(got[key], str, f"the answer to {key!r}")
        digest = hashlib.sha256(f"{key}: {got[key]}".encode()).hexdigest()[:16]
        check.that(digest == DIGESTS[key], f"the answer to {key!r} is not {got[key]!r}")


@pytest.mark.points(1)
def test_answers(student):
    """what is largest in each profile"""
    answered(student, "shop own", "shop cumulative", "shop calls", "tree cumulative", "server own")


@pytest.mark.points(1)
def test_what_to_change(student):
    """who is to blame, what it can bring, where to begin"""
    answered(student, "tree at most", "server really", "server blame", "lines first")
