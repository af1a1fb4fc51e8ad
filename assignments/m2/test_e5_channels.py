import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m2.e5")


@pytest.mark.points(1)
def test_first_in_first_out(student):
    """first in, first out; a closed channel runs dry"""
    channel = student.Channel(3)
    for x in (7, "eight", [9]):
        channel.put(x)
    check.equal(channel.get(), 7)
    channel.close()
    with check.raises("Closed"):
        channel.put(10)
    check.equal(channel.get(), "eight")
    check.equal(student.given.drain(channel), [[9]])
    with check.raises("Closed"):
        channel.get()


@pytest.mark.points(1)
def test_waiting(student):
    """put waits for room, get for items, close wakes"""
    channel = student.Channel(2)
    getters = [channel.get.start() for _ in range(3)]
    check.that(not getters[0].done(0.03), "get should wait for an item while the channel is empty")
    channel.put("a")
    check.that(any(getter.done(1) for getter in getters), "put should wake a get that waits")
    channel.close()
    check.that(all(getter.done(1) for getter in getters), "close should wake everybody who waits in get")

    channel = student.Channel(2)
    channel.put(1)
    channel.put(2)
    putters = [channel.put.start(3) for _ in range(2)]
    check.that(not putters[0].done(0.03), "put should wait while 2 items are in a channel of capacity 2")
    check.equal(channel.get(), 1)
    check.that(any(putter.done(1) for putter in putters), "get should wake a put that waits for room")
    channel.close()
    check.that(all(putter.done(1) for putter in putters), "close should wake everybody who waits in put")


@pytest.mark.points(1)
def test_dropping(student):
    """drop_new and drop_old never wait"""
    for policy, left in (("drop_new", [0, 1, 2]), ("drop_old", [2, 3, 4])):
        channel = student.Channel(3, policy)
        for x in range(5):
            channel.put(x)
        check.equal(channel.value("dropped"), 2, f"dropped ({policy})")
        channel.close()
        check.equal(student.given.drain(channel), left, f"what is left ({policy})")


@pytest.mark.points(1)
def test_hammer(student):
    """4 producers, 4 consumers: nothing is lost"""
    each = 40
    for log in student.given.hammer(student.Channel, 2, 4, 4, each, 10):
        check.that(not log["raised"], f"a thread that puts or gets raised {', '.join(log['raised'][:1])}")
        check.that(not log["stuck"], f"{log['stuck']} of 8 threads wait for ever")
        came = [x for received in log["received"] for x in received]
        check.that(all(type(x) is int for x in came), "get returned something that was never put")
        check.equal(sorted(came), list(range(4 * each)), "what the consumers received, sorted")


@pytest.mark.points(1)
def test_run_workers(student):
    """worker threads: results, errors, all at once"""
    check.equal(student.run_workers(student.given.tiny, [1, 2, 3], 2), [254, 253, 252])
    meeting = student.given.Meeting(3)
    check.equal(student.run_workers(meeting, [1, 2, 3], 3), [101, 102, 103])
    check.equal(meeting.value("met"), 3, "how many of 3 workers were at work at the same time")
    with check.raises("KeyError"):
        student.run_workers(student.given.Failing(4), list(range(10)), 2)


@pytest.mark.perf(steps={4: 3, 8: 5}, clock="wall")
def test_tiny_items(student, rng):
    """20,000 tiny items against a message for each"""
    student.race("run_workers", lambda: (rng.bytes(20_000), 2), against="tiny_one_by_one", through="with_tiny")


@pytest.mark.perf(steps={1.25: 1, 1.4: 2}, clock="wall")
def test_uneven_items(student, rng):
    """uneven items on 2 workers against one thread"""

    def make():
        sizes = [int(size) for size in rng.integers(2_300, 2_400, 16) * 1_000]
        return student.given.large, sizes[:8] + [size // 8 for size in sizes[8:]], 2

    student.race("run_workers", make, against="one_thread", cores=2)
