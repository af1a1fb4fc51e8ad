import time

import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e7")


@pytest.mark.points(1)
def test_fetch_all(student, rng):
    """other limits, no ids, ids twice, many failures"""
    for limit, count, delay in ((1, 6, 0.01), (3, 20, 0.01), (100, 40, 0.02), (5, 0, 0.01), (20, 400, 0.001)):
        ids = rng.integers(0, 10 * count + 1, count).tolist()
        broken = [id for id in set(ids) if id % 3 == 0]
        server = student.given.Server(delay, broken)
        begin = time.monotonic()
        told = student.given.run(student.fetch_all, server.get, ids, limit)
        seconds = time.monotonic() - begin
        case = f"{count} ids, limit {limit}"
        check.that(not told["raised"], f"{case}: it should return a list, but raised {told['raised']}")
        want = [f"ServerError: nothing at {id}" if id in broken else 3 * id + 1 for id in ids]
        check.equal(told["returned"], want, f"the answer ({case})")
        peak = server.value("peak")
        check.that(peak <= limit, f"{peak} requests were under way at the same time; the limit is {limit}")
        check.equal(server.value("calls"), count, f"how many requests were made ({case})")
        check.equal(told["left"], 0, f"tasks left behind ({case})")
        check.that(seconds > 0.5 * delay * (count // limit), f"{case}: {seconds * 1000:.0f} ms are too few for that")


@pytest.mark.points(1)
def test_failures_and_threads(student):
    """all calls fail, late answers, threads abreast"""
    given = student.given
    server = given.Server({1: 0.03, 2: 0.001, 3: 0.06}, [1, 2, 3])
    told = given.run(student.first_ok, server.requests([1, 3, 2]), 1.0)
    check.equal(told["raised"], "ServerError: nothing at 3", "what is raised when all calls fail")
    check.equal(told["left"], 0, "tasks left behind")
    server = given.Server({1: 0.1, 2: 0.001}, [2])
    told = given.run(student.first_ok, server.requests([2, 1, 2, 2]), 1.0)
    check.equal(told["returned"], 4, "the only answer")
    server = given.Server({1: 0.5, 2: 0.001}, [2])
    told = given.run(student.first_ok, server.requests([1, 2]), 0.05)
    check.that(told["raised"].startswith("TimeoutError"), "it should raise TimeoutError: one failed, one was too late")
    check.equal(told["left"], 0, "tasks left behind at the time-out")

    told = given.run_twice_at_once(student.run_blocking, given.Meeting())
    check.equal(told["returned"], ["met", "met"], "what two blocking functions that wait for each other say")
    told = given.run(student.run_blocking, given.refuse, "no")
    check.equal(told["raised"], "ServerError: no", "what is raised when f raises")
