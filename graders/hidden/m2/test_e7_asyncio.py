import time

import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e7")


@pytest.mark.points(1)
def test_fetch_all(student, rng):
    """other limits, ids twice, failures, none held up, cancelled"""
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
        check.equal(peak, min(limit, count), f"how many requests were under way at the same time ({case})")
        check.equal(server.value("calls"), count, f"how many requests were made ({case})")
        check.equal(told["left"], 0, f"tasks left behind ({case})")
        check.that(seconds > 0.5 * delay * (count // limit), f"{case}: {seconds * 1000:.0f} ms are too few for that")
    given = student.given
    for limit in (2, 3):
        told = given.run(student.fetch_all, given.Relay(12).get, list(range(12)), limit)
        check.equal(told["returned"], [3 * id + 1 for id in range(12)], f"the answer where 0 comes last, limit {limit},")
    server = given.Server(0.005)
    told = given.run(student.fetch_all, server.begin, given.numbers(12), 4)
    check.equal(told["returned"], [3 * id + 1 for id in range(12)], "the answer for an iterator")
    peak = server.value("peak")
    check.that(peak <= 4, f"get was called for {peak} requests at the same time; the limit is 4")
    told = given.run(student.fetch_all, given.odd_answer, list(range(6)), 2)
    check.equal(told["returned"], [None, False, 0, "", (), None], "the answers that look like none")
    lost = given.lost_things(student.fetch_all)
    check.that(not lost, f"an answer that did not come back as it was: {', '.join(lost[:1])}")
    told = given.run(student.fetch_all, given.refuse_at_once, list(range(6)), 2)
    want = [f"ServerError: nothing at {id}" if id % 2 else [None, False, 0, "", (), None][id] for id in range(6)]
    check.equal(told["returned"], want, "the answers where get raises when it is called")
    server = given.Server(2.0)
    told = given.run_and_cancel(student.fetch_all, server, 3, server.get, list(range(9)), 3)
    check.equal(told, {"ended": "CancelledError", "under_way": 0, "cancelled": 3, "left": 0}, "what is left when cancelled")
    wrong = student.given.fetch_all_by_chance(student.fetch_all, int(rng.integers(1 << 30)), 300)
    check.that(not wrong, wrong)
    told = given.run_twice_at_once(student.fetch_all, given.Server(0.001).get, [3, 4, 5], 3)
    check.equal(told["returned"], [[10, 13, 16]] * 2, "the answers of two calls at the same time")


@pytest.mark.points(1)
def test_failures_and_threads(student, rng):
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

    for calls, want in (
        ([given.call(2.0, 1), given.call(0.0, None)], None),
        ([given.call(2.0, 1), given.call(0.0, False)], False),
        ([given.call(2.0, 1), given.exception_call()], "ValueError: an answer like any other"),
        ([given.call(0.0, error="TimeoutError"), given.call(0.02, 5)], 5),
        ([given.call(0.0, 5)] * 3, 5),
        ([given.bad_loser(), given.call(0.02, 5), given.bad_loser()], 5),
        ([given.refusing(1), given.call(0.02, 5), given.refusing(3)], 5),
    ):
        told = given.run(student.first_ok, calls, 3.0)
        check.equal(told["raised"], "", "the exception")
        check.equal(told["returned"], want, "the first answer")
    told = given.run(student.first_ok, [given.call(0.03, error="TimeoutError"), given.call(0.0, error="ServerError")], 3.0)
    check.equal(told["raised"], "TimeoutError: mine", "what is raised when all calls fail, the last with a TimeoutError")
    # Something fails every 30 ms, and that buys no time.
    calls = [given.call(0.03 * number, error="ServerError") for number in range(1, 34)]
    told = given.run(student.first_ok, [*calls, given.call(1.0, 5)], 0.1)
    check.that(told["raised"].startswith("TimeoutError"), "it should raise TimeoutError after 0.1 s, however many calls fail")
    server = given.Server(2.0)
    told = given.run_and_cancel(student.first_ok, server, 3, server.requests([1, 2, 3]), 3.0)
    check.equal(told, {"ended": "CancelledError", "under_way": 0, "cancelled": 3, "left": 0}, "what is left when cancelled")

    told = given.run(student.first_ok, [given.refusing(3), given.bad_loser(), given.refusing(1)], 0.05)
    check.that(
        told["raised"].startswith("TimeoutError"), "it should raise TimeoutError where the only call left takes too long"
    )
    check.equal(told["left"], 0, "tasks left behind at the time-out")
    for function in (student.first_ok, student.run_blocking):
        lost = given.lost_things(function)
        check.that(not lost, f"an answer that did not come back as it was: {', '.join(lost[:1])}")
    wrong = student.given.first_ok_by_chance(student.first_ok, int(rng.integers(1 << 30)), 300)
    check.that(not wrong, wrong)
    told = student.given.slow_goodbye(student.first_ok)
    check.equal(told["in time"], "an answer", "the answer that is in time, where the other call ends when the time is over,")
    check.equal(told["too late"], "TimeoutError", "what comes where the only call answers when it is cancelled")
    check.equal(told["ended"], 2, "how many of two calls that take their time to end had come to their end")
    seconds = given.seconds_without_answer(student.first_ok, 0.2, 0.4)
    check.that(0.19 < seconds <= 0.4, f"TimeoutError after {seconds:.2f} s where timeout is 0.2")
    check.that(student.given.turns_beside(student.run_blocking, 3000), "the event loop hardly turns while f runs")
    # Threads for four blocking calls, and more, there are in any pool that asyncio makes.
    check.equal(student.given.all_meet(student.run_blocking, 4), 4, "how many of four blocking functions meet")
    wrong = student.given.errors_of_blocking(student.run_blocking)
    check.that(not wrong, f"an error of f: {', '.join(wrong[:1])}")
    told = given.cancel_blocking(student.run_blocking)
    check.equal(told, {"ended": "cancelled", "f_still_ran": True}, "what becomes of it when it is cancelled while f runs")
    told = given.run_twice_at_once(student.run_blocking, given.Meeting())
    check.equal(told["returned"], ["met", "met"], "what two blocking functions that wait for each other say")
    told = given.run(student.run_blocking, given.refuse, "no")
    check.equal(told["raised"], "ServerError: no", "what is raised when f raises")
