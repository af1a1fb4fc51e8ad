import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e5")


@pytest.mark.points(1)
def test_hammer(student):
    """nothing is lost, doubled or overtaken in any crowd"""
    for capacity, producers, consumers, each in ((1, 4, 4, 30), (1, 1, 1, 100), (3, 6, 1, 30), (1, 1, 6, 100)):
        crowd = f"{producers} to {consumers} threads, capacity {capacity}"
        for log in student.given.hammer(student.Channel, capacity, producers, consumers, each, 50):
            check.that(not log["raised"], f"{crowd}: put or get raised {', '.join(log['raised'][:1])}")
            check.that(not log["stuck"], f"{crowd}: {log['stuck']} threads wait for ever")
            came = [x for received in log["received"] for x in received]
            check.that(all(type(x) is int for x in came), f"{crowd}: get returned something that was never put")
            check.equal(sorted(came), list(range(producers * each)), f"what was received, sorted ({crowd})")
            for received in log["received"]:
                for producer in range(producers):
                    mine = [x for x in received if x // each == producer]
                    check.that(mine == sorted(mine), f"{crowd}: one item overtook another of the same producer")


@pytest.mark.points(1)
def test_edges_of_a_channel(student):
    """time-outs, closing, and who is woken"""
    channel = student.Channel(1)
    for timeout in (0, 0.02):
        with check.raises("TimeoutError"):
            channel.get(timeout=timeout)
    channel.put("a", timeout=0)
    for timeout in (0, 0.02):
        with check.raises("TimeoutError"):
            channel.put("b", timeout=timeout)
    check.equal(channel.value("dropped"), 0, "dropped (put that ran out of time)")
    late = channel.put.start("c", timeout=5)
    check.that(not late.done(0.03), "put should wait while the channel is full")
    check.equal(channel.get(timeout=1), "a")
    check.equal(late.result(), None)
    # What waits at the door when it closes is not let in; what is inside still comes out.
    outside = channel.put.start("d")
    check.that(not outside.done(0.03), "put should wait while the channel is full")
    channel.close()
    channel.close()
    with check.raises("Closed"):
        outside.result()
    check.equal(student.given.drain(channel), ["c"], "what is left in the closed channel")
    for policy, left in (("drop_new", [None, 0]), ("drop_old", [0, 1])):
        channel = student.Channel(2, policy)
        for x in (None, 0, 1):
            channel.put(x)
        check.equal([channel.get(), channel.get()], left, f"what is left ({policy})")
        getter = channel.get.start()
        check.that(not getter.done(0.03), "get should wait for an item while the channel is empty")
        channel.close()
        with check.raises("Closed"):
            getter.result()
        with check.raises("Closed"):
            channel.put(1)


@pytest.mark.points(1)
def test_edges_of_run_workers(student):
    """no items, order, errors stop all, threads end"""
    given, before = student.given, student.given.threads()
    check.equal(student.run_workers(given.tiny, [], 4), [])
    check.equal(student.run_workers(given.tiny, [5], 4, ordered=False), [250])
    check.equal(student.run_workers(given.tiny, list(range(255)), 3), list(range(255, 0, -1)))
    got = student.run_workers(given.tiny, list(range(1000)), 3, False)
    check.kind(got, list)
    check.that(all(type(x) is int for x in got), "a result is not what f returned")
    check.equal(sorted(got), list(range(255 - 999, 256)), "the answer, sorted")
    got = student.run_workers(given.slow_first, list(range(16)), 2, ordered=False)
    check.kind(got, list)
    check.equal(got[-1:], [0], "the last one to finish")
    check.equal(student.run_workers(given.slow_first, list(range(16)), 2), list(range(16)))
    for at, size in ((0, 1000), (500, 1000), (3, 4)):
        failing = given.Failing(at)
        with check.raises("KeyError"):
            student.run_workers(failing, list(range(size)), 3)
        calls = failing.value("calls")
        check.that(calls <= at + 40 * 3, f"{calls} items were begun although item {at} of {size} had failed")
    check.that(given.threads(before) <= before, "some worker threads have not ended")
