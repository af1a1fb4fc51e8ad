import pytest

from graders.judge import check
from graders.judge.failure import Raised

pytestmark = pytest.mark.exercise("m2.e5")


@pytest.mark.points(1)
def test_hammer(student):
    """nothing is lost, doubled or overtaken in any crowd"""
    for capacity, producers, consumers, each, repeat in (
        *((1, 4, 4, 30, 15), (1, 1, 1, 100, 5)),
        *((3, 6, 1, 30, 10), (1, 1, 6, 100, 12)),
    ):
        crowd = f"{producers} to {consumers} threads, capacity {capacity}"
        for log in student.given.hammer(student.Channel, capacity, producers, consumers, each, repeat):
            check.that(not log["raised"], f"{crowd}: put or get raised {', '.join(log['raised'][:1])}")
            check.that(not log["stuck"], f"{crowd}: {log['stuck']} threads wait for ever")
            came = [x for received in log["received"] for x in received]
            check.that(all(type(x) is int for x in came), f"{crowd}: get returned something that was never put")
            check.equal(sorted(came), list(range(producers * each)), f"what was received, sorted ({crowd})")
            for received in log["received"]:
                for producer in range(producers):
                    mine = [x for x in received if x // each == producer]
                    check.that(mine == sorted(mine), f"{crowd}: one item overtook another of the same producer")
    for policy in ("drop_new", "drop_old"):
        for log in student.given.hammer(student.Channel, 2, 4, 2, 50, 15, policy):
            check.that(not log["raised"], f"{policy}: put or get raised {', '.join(log['raised'][:1])}")
            check.that(not log["stuck"], f"{policy}: {log['stuck']} threads wait for ever")
            came = [x for received in log["received"] for x in received]
            check.that(len(came) == len(set(came)), f"{policy}: an item was received twice")
            check.equal(len(came) + log["dropped"], 200, f"{policy}: the items received and those dropped, together,")


@pytest.mark.points(1)
def test_edges_of_a_channel(student):
    """time-outs, closing, who is woken; items of all kinds"""
    slowly = student.given.drained_slowly.start(student.Channel)
    for count in (0, 40):
        wrong = student.given.against_a_model(student.Channel, count)
        check.that(not wrong, f"a few calls at once: {wrong}")
    for policy in ("block", "drop_new", "drop_old"):
        came = student.given.odd_through_channel(student.Channel, policy)
        check.equal(came, True, f"whether None, exceptions, arrays come out as they went in ({policy})")
        channel = student.Channel(2, policy)
        channel.put(1)
        channel.put(2)
        channel.close()
        for timeout in (None, 0):
            with check.raises("Closed"):
                channel.put(3, timeout=timeout)
        check.equal(channel.value("dropped"), 0, f"dropped (put on a closed, full channel, {policy})")
        check.equal(student.given.drain(channel), [1, 2], f"what is left in the closed channel ({policy})")
        for timeout in (0, 0.02, None):
            with check.raises("Closed"):
                channel.get(timeout=timeout)
    for policy, left in (("drop_new", [1]), ("drop_old", [2])):
        channel = student.Channel(1, policy)
        channel.put(1, timeout=0)
        channel.put(2, timeout=0)
        check.equal([channel.get(timeout=0)], left, f"what is left of 1 and 2, put with timeout=0 ({policy}, capacity 1)")
        channel.put(3)
        dropping = channel.put.start(4, timeout=60)
        check.that(dropping.done(5), f"put waits for room, although the policy is {policy}")
    channel = student.Channel(3)
    for x in (1, 2, 3):
        channel.put(x)
    check.equal(channel.take(1), [1], "the first item by iteration, of a channel that is open")
    check.equal(channel.get(), 2, "the next item")
    everybody = [channel.get.start() for _ in range(4)]
    check.equal(sum(one.done(0.03) for one in everybody), 1, "how many of 4 that wait in get for the only item have one")
    channel.close()
    check.equal(sum(one.done(1) for one in everybody), 4, "how many of 4 that wait in get have woken up when it closes")
    got, closed = 0, 0
    for one in everybody:
        try:
            got += one.result() == 3
        except Raised as raised:
            closed += raised.kind == "Closed"
    check.equal((got, closed), (1, 3), "how many of 4 that wait in get have the last item, and how many Closed")
    channel = student.Channel(1)
    for timeout in (0, 0.02):
        with check.raises("TimeoutError"):
            channel.get(timeout=timeout)
    channel.put("a", timeout=0)
    for timeout in (0, 0.02):
        with check.raises("TimeoutError"):
            channel.put("b", timeout=timeout)
    check.equal(channel.value("dropped"), 0, "dropped (put that ran out of time)")
    for what in ("put", "get"):
        ended = student.given.always_late(student.Channel, what)
        check.that(ended, f"{what} with a timeout of 0.15 s, woken again and again for nothing, still waits after 3 s")
    check.equal(slowly.result(), [[1, 2]], "what comes by iteration, if 2 is put after a while")
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
    """no items, order, errors stop all, threads end; how many there are"""
    given, before = student.given, student.given.threads()
    check.equal(student.run_workers(given.tiny, [], 4), [])
    check.equal(student.run_workers(given.tiny, [5], 4, ordered=False), [250])
    check.equal(student.run_workers(given.tiny, list(range(255)), 3), list(range(255, 0, -1)))
    got = student.run_workers(given.tiny, list(range(1000)), 3, False)
    check.kind(got, list)
    check.that(all(type(x) is int for x in got), "a result is not what f returned")
    check.equal(sorted(got), list(range(255 - 999, 256)), "the answer, sorted")
    check.equal(student.run_workers(given.tiny, given.numbers(100), 3), list(range(255, 155, -1)), "the answer for an iterator")
    # One item ends when the others have: up to 8 * workers are handed out one by one, of 1000 most are for whoever is free.
    for count, others, at, workers in ((16, 15, 0, 2), (1000, 600, 0, 2), (24, 23, 5, 3), (5, 4, 1, 2), (16, 15, 14, 2)):
        for ordered in (False, True):
            held = given.HeldUp(others, at)
            got = student.run_workers(held, list(range(count)), workers, ordered)
            check.kind(got, list)
            check.that(held.value("in_time"), f"a thread was free, but waited while another one was at item {at} of {count}")
            if ordered:
                check.equal(got, list(range(count)), f"the answer for {count} items")
            else:
                check.equal(sorted(got), list(range(count)), f"the answer for {count} items, ordered=False, sorted")
                check.that(got.index(at) >= others, f"item {at} of {count} was finished last, but its result comes sooner")
    for workers in (1, 3, 5):
        crowd = given.Crowd(workers)
        count = 8 * workers
        check.equal(student.run_workers(crowd, list(range(count)), workers), list(range(count)))
        for value, wanted in (("met", workers), ("most", workers), ("calls", count)):
            sentence = {"met": "threads that began", "most": "threads that were at work together", "calls": "calls of f"}[value]
            check.equal(crowd.value(value), wanted, f"with workers={workers} and {count} items, the number of {sentence}")
    for times, ordered in ((1, True), (1, False), (5, True), (5, False)):
        came = given.odd_through_workers(student.run_workers, times, ordered)
        check.equal(came, True, f"whether None, exceptions, arrays come out as they went in, ordered={ordered},")
    for count, workers in ((1, 3), (2, 7), (33, 2), (31, 5), (1009, 7)):
        got = student.run_workers(given.tiny, list(range(count)), workers)
        check.equal(got, list(range(255, 255 - count, -1)), f"the answer for {count} items and workers={workers}")
        got = given.counted(student.run_workers, count, workers)
        check.equal(got, list(range(count)), f"the numbers of the calls of f for {count} times the same item, sorted,")
    meeting = given.Meeting(3)
    check.equal(student.run_workers(meeting, (1, 2, 3), 7), [101, 102, 103], "the answer for a tuple, workers=7")
    check.equal(meeting.value("met"), 3, "how many of 3 items were worked at at the same time, workers=7")
    for disorder in [given.out_of_turn.start(student.run_workers, workers) for workers in (2, 3)]:
        check.equal(disorder.result(), "", "what is wrong with the order, ordered=False,")
    answers = given.changed_between(student.run_workers, [1, 2, 3], 2)
    check.equal(answers, ([254, 253, 252], [246, 253, 252]), "the answers before and after the list has changed")
    with check.raises("StopIteration"):
        student.run_workers(given.stop_at_two, [0, 1, 2, 3], 2)
    for count, workers in ((16, 2), (1000, 2), (2, 5), (40, 1)):
        wrong = given.same_error(student.run_workers, count, workers)
        check.that(not wrong, f"f raises: {wrong}")
    wrong = given.broken(student.run_workers)
    check.that(not wrong, wrong)
    wrong = given.wrong_items(student.run_workers)
    check.that(not wrong, f"the answer is not [f(x) for x in items], for {wrong}")
    squares = [[y * y for y in range(x)] for x in range(4)]
    check.equal(given.within_itself(student.run_workers), squares, "the answer where f calls run_workers")
    for fails in (False, True):
        for ordered in (False, True):
            left = given.left_alive(student.run_workers, fails, ordered)
            check.equal(left, 0, f"how many threads had not ended ({'f raises' if fails else 'no errors'}, ordered={ordered})")
    for at, size in ((0, 1000), (200, 1000), (3, 4)):
        failing = given.Failing(at)
        with check.raises("KeyError"):
            student.run_workers(failing, list(range(size)), 3)
        calls = failing.value("calls")
        check.that(calls <= at + 40 * 3, f"{calls} items were begun although item {at} of {size} had failed")
    check.that(given.threads(before) <= before, "some worker threads have not ended")
