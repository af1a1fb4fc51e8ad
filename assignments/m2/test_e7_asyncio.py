import time

import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e7")


@pytest.mark.points(1)
def test_fetch_all(student):
    """all answers, in order, within the limit"""
    server = student.given.Server(0.02, [5])
    begin = time.monotonic()
    told = student.given.run(student.fetch_all, server.get, list(range(32)), 8)
    seconds = time.monotonic() - begin
    check.that(not told["raised"], f"it should return a list, but raised {told['raised']}")
    want = [3 * id + 1 for id in range(32)]
    want[5] = "ServerError: nothing at 5"
    check.equal(told["returned"], want)
    peak = server.value("peak")
    check.that(peak <= 8, f"{peak} requests were under way at the same time; the limit is 8")
    # By the judge's clock: 32 requests of 20 ms, 8 at a time, are 80 ms; half of that for coarse timers.
    check.that(seconds > 0.04, f"32 requests in {seconds * 1000:.0f} ms: that cannot be with 8 at a time")


@pytest.mark.points(1)
def test_first_ok(student):
    """the first answer; the others are cancelled"""
    server = student.given.Server({1: 2.0, 2: 0.03, 3: 0.001, 4: 2.5}, [3])
    told = student.given.run(student.first_ok, server.requests([1, 2, 3, 4]), 3.0)
    check.that(not told["raised"], f"it should return an answer, but raised {told['raised']}")
    check.equal(told["returned"], 7)
    check.equal(server.value("peak"), 4, "how many calls were under way at the same time")
    check.that(told["left"] == 0, f"{told['left']} calls had not come to their end when it returned")
    check.equal(server.value("cancelled"), 2, "how many calls were cancelled")
    server = student.given.Server(0.5)
    told = student.given.run(student.first_ok, server.requests([1, 2]), 0.05)
    check.that(told["raised"].startswith("TimeoutError"), "it should raise TimeoutError after 0.05 s without an answer")
    check.that(told["left"] == 0, f"{told['left']} calls had not come to their end when it raised TimeoutError")


@pytest.mark.points(1)
def test_run_blocking(student):
    """a blocking call does not stop the clock"""
    told = student.given.run_beside_a_clock(student.run_blocking, "done")
    check.that(not told["raised"], f"it should return what f does, but raised {told['raised']}")
    check.equal(told["returned"], "done")


@pytest.mark.perf(steps={1.5: 2, 3: 5}, clock="wall")
def test_race(student, rng):
    """32 uneven requests, 8 at a time, against 1"""

    def make():
        return rng.permutation(1000)[:32].tolist(), 8

    student.race("fetch_all", make, against="one_at_a_time", through="fetch_from_uneven_server")
