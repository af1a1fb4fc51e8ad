"""Measures how long a crowd of requests takes, and what each of them waits for, with more and more of them in flight."""

import asyncio
import statistics
import time

from graders.experiment import Axis, ExperimentResult, Lines, duration, factor, main

REQUESTS = 128  # requests in all
IN_FLIGHT = (1, 2, 4, 8, 16, 32, 64, 128)  # how many are under way at the same time
HANDS = 8  # requests that the server can work on at full speed
SERVICE = 0.008  # seconds that it needs for one of them then
CROWDING = 0.02  # by how much more all of them take for everybody beyond that
PATIENCE = 0.1  # seconds after which an answer is of no use to anybody
ROUNDS = 3  # how often each is measured, in turn

SLICES = 4


class Server:
    """Answers later the more are waiting; keeps no queue, and turns none away."""

    def __init__(self):
        self.inside = 0

    def slowdown(self):
        """Beyond HANDS all share the hands, and stand in each other's way."""
        beyond = max(0, self.inside - HANDS)
        return (1 + beyond / HANDS) * (1 + CROWDING * beyond)

    async def answer(self):
        self.inside += 1
        try:
            for _ in range(SLICES):
                await asyncio.sleep(SERVICE / SLICES * self.slowdown())
        finally:
            self.inside -= 1


async def client(server, requests, waits):
    """Makes its requests one after the other, and notes how long each of them took."""
    for _ in range(requests):
        begin = time.perf_counter()
        await server.answer()
        waits.append(time.perf_counter() - begin)


async def crowd(clients):
    """(seconds for all requests, seconds for each), shared out among so many clients."""
    server, waits = Server(), []
    begin = time.perf_counter()
    await asyncio.gather(*(client(server, len(range(each, REQUESTS, clients)), waits) for each in range(clients)))
    return time.perf_counter() - begin, waits


def measure():
    taken = {clients: [] for clients in IN_FLIGHT}
    for _ in range(ROUNDS):
        for clients, rounds in taken.items():
            rounds.append(asyncio.run(crowd(clients)))
    total = {clients: statistics.median(seconds for seconds, _ in rounds) for clients, rounds in taken.items()}
    waits = {clients: [wait for _, each in rounds for wait in each] for clients, rounds in taken.items()}
    median = {clients: statistics.median(each) for clients, each in waits.items()}
    in_time = {clients: statistics.mean(wait <= PATIENCE for wait in each) for clients, each in waits.items()}
    few, best, many = IN_FLIGHT[0], min(total, key=total.get), IN_FLIGHT[-1]
    return ExperimentResult(
        f"{REQUESTS} requests to a server with {HANDS} hands",
        ["in flight", "all", "per second", "median wait", "longest wait", f"within {duration(PATIENCE)}"],
        [
            [
                str(clients),
                duration(total[clients]),
                f"{REQUESTS / total[clients]:,.0f}",
                duration(median[clients]),
                duration(max(waits[clients])),
                f"{in_time[clients]:.0%}",
            ]
            for clients in IN_FLIGHT
        ],
        f"With {few} in flight all {REQUESTS} take {duration(total[few])}. {best} at once are best: "
        f"{duration(total[best])}, {factor(total[few] / total[best])} as fast. With {many} they take {duration(total[many])}. "
        f"An answer takes {duration(median[few])} with {few}, {duration(median[best])} with {best}, and "
        f"{duration(median[many])} with {many} in flight, when {in_time[many]:.0%} come within {duration(PATIENCE)}.",
        [
            Lines(
                Axis("requests in flight", log=True),
                Axis("time", "seconds", log=True),
                {"all of them": [*total.items()], "one of them (median)": [*median.items()]},
                {"as many as hands": HANDS},
            )
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"REQUESTS": 16, "IN_FLIGHT": (1, 4, 16), "SERVICE": 0.002, "ROUNDS": 1})
