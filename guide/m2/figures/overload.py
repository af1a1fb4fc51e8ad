"""A sender that is faster than the receiver: how old is what the receiver gets, and what was lost, under four rules."""

import time
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, Full, Queue

from graders.experiment import Axis, ExperimentResult, Lines, duration, main

SEND = 0.002  # seconds between two items, if nobody slows the sender down
RECEIVE = 0.004  # seconds that the receiver needs for an item
ROOM = 8  # items that fit into the queue where it has an end
SECONDS = 1.5  # how long the sender goes on


def wait(channel, item):
    """Wait until there is room; nothing is lost."""
    channel.put(item)
    return 0


def drop_new(channel, item):
    """No room: throw this one away. Returns how many were."""
    try:
        channel.put_nowait(item)
    except Full:
        return 1
    return 0


def drop_old(channel, item):
    """No room: throw away what has been waiting longest, and try again."""
    lost = 0
    while drop_new(channel, item):
        try:
            channel.get_nowait()
            lost += 1
        except Empty:
            pass  # the receiver was faster
    return lost


RULES = {"no limit": (0, wait), "wait": (ROOM, wait), "drop the new": (ROOM, drop_new), "drop the old": (ROOM, drop_old)}


def send(channel, rule, begin):
    """Items are the times at which they were made; returns how many were made and how many of them lost."""
    made = lost = 0
    due = begin
    while due < begin + SECONDS:
        time.sleep(max(0.0, due - time.perf_counter()))
        lost += rule(channel, time.perf_counter())
        made += 1
        due = max(due + SEND, time.perf_counter())
    channel.put(None)
    return made, lost


def run(pool, capacity, rule):
    """(points (time, age of the item received then), how many were made, how many lost)."""
    channel, begin, ages = Queue(capacity), time.perf_counter(), []
    sending = pool.submit(send, channel, rule, begin)
    ready = begin
    while (made := channel.get()) is not None:
        now = time.perf_counter()
        ages.append((now - begin, now - made))
        ready = max(ready, now) + RECEIVE
        time.sleep(max(0.0, ready - time.perf_counter()))
    return ages, *sending.result()


def measure():
    with ThreadPoolExecutor(1) as pool:
        found = {name: run(pool, ROOM if capacity else 0, rule) for name, (capacity, rule) in RULES.items()}
    last = {name: ages[-1][1] for name, (ages, _, _) in found.items()}
    middle = {name: sorted(age for _, age in ages)[len(ages) // 2] for name, (ages, _, _) in found.items()}
    return ExperimentResult(
        f"One item every {1e3 * SEND:g} ms for a receiver that needs {1e3 * RECEIVE:g} ms",
        ["if the queue is full", "made", "received", "lost", "age, middle", "age of the last"],
        [
            [name, made, len(ages), lost, duration(middle[name]), duration(last[name])]
            for name, (ages, made, lost) in found.items()
        ],
        f"Without a limit the last item is {duration(last['no limit'])} old when it is received. With room for {ROOM}, a "
        f"sender that waits makes {found['wait'][1]} items instead of {found['no limit'][1]}, and half of them are at most "
        f"{duration(middle['wait'])} old; dropping the new this is {duration(middle['drop the new'])}, dropping the old "
        f"{duration(middle['drop the old'])}.",
        [
            Lines(
                Axis("received at", "seconds"),
                Axis("age of the item", "seconds", log=True),
                {name: thinned(ages) for name, (ages, _, _) in found.items()},
            )
        ],
    )


def thinned(points):
    """Some thirty of the points are enough to see."""
    return points[:: -(-len(points) // 30)]


if __name__ == "__main__":
    main(measure, quick={"SECONDS": 0.1})
