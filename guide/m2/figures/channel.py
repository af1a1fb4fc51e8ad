"""Items per second through a queue between two threads: by how many travel in one message, and how many messages fit in."""

from concurrent.futures import ThreadPoolExecutor
from queue import Queue

from graders.experiment import Axis, ExperimentResult, Lines, factor, interleaved, main

BATCH = (1, 4, 16, 64, 256, 1024)  # items in a message, one after the other
CAPACITY = (1, 16, 256)  # messages that fit into the queue; who sends to a full one waits
ITEMS = 40_000  # at most so many items in a round
MESSAGES = 2500  # at most so many messages in a round
ROUNDS = 7  # how often each is measured, in turn


def produce(channel, items, batch):
    for start in range(0, items, batch):
        channel.put(range(start, min(start + batch, items)))
    channel.put(None)


def through_queue(pool, capacity, items, batch):
    """Another thread sends, this one receives and adds up."""
    channel = Queue(capacity)
    sending = pool.submit(produce, channel, items, batch)
    total = 0
    while (message := channel.get()) is not None:
        for item in message:
            total += item
    sending.result()
    return total


def without_queue(items, batch):
    """The same work in one thread."""
    total = 0
    for start in range(0, items, batch):
        for item in range(start, min(start + batch, items)):
            total += item
    return total


def measure():
    names = {capacity: f"room for {capacity}" for capacity in CAPACITY}
    curves = {name: [] for name in (*names.values(), "no queue, one thread")}
    with ThreadPoolExecutor(1) as pool:
        for batch in BATCH:
            items = min(ITEMS, MESSAGES * batch)
            works = {
                name: lambda capacity=capacity, items=items, batch=batch: through_queue(pool, capacity, items, batch)
                for capacity, name in names.items()
            }
            works["no queue, one thread"] = lambda items=items, batch=batch: without_queue(items, batch)
            assert {work() for work in works.values()} == {sum(range(items))}, "an item was lost"
            took = interleaved(works, ROUNDS)
            for name, points in curves.items():
                points.append((batch, items / took.seconds(name)))
    narrow, wide = (dict(curves[names[capacity]]) for capacity in (CAPACITY[0], CAPACITY[-1]))
    alone = dict(curves["no queue, one thread"])
    one, many = BATCH[0], BATCH[-1]
    return ExperimentResult(
        "Items per second through a queue between two threads",
        ["items per message", *(f"room for {capacity}" for capacity in CAPACITY), "no queue"],
        [[f"{batch:,}", *(points[at][1] for points in curves.values())] for at, batch in enumerate(BATCH)],
        f"With {one} in a message, {told(narrow[one])} items per second pass a queue with room for {CAPACITY[0]}, and "
        f"{told(wide[one])} one with room for {CAPACITY[-1]}. With {many} in a message these are {told(narrow[many])} and "
        f"{told(wide[many])}: {factor(wide[many] / wide[one])} as many. One thread without a queue does {told(alone[many])}.",
        [Lines(Axis("items per message", log=True), Axis("items per second", log=True), curves)],
    )


def told(number):
    """1.2 million, 430,000."""
    return f"{number / 1e6:.2g} million" if number >= 1e6 else f"{float(f'{number:.2g}'):,.0f}"


if __name__ == "__main__":
    main(measure, quick={"BATCH": (1, 16, 256), "ITEMS": 1000, "MESSAGES": 100, "ROUNDS": 2})
