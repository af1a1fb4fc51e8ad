"""Counts in how many ways a table of philosophers can get on, and stuck; and lets threads try how often they do."""

import math
import threading
import time

from graders.experiment import Axis, ExperimentResult, Lines, duration, main

TABLES = (2, 3, 4, 5)  # philosophers at a table
MEALS = 1000  # how often a table of threads sits down to eat
HESITATE = -1.0  # seconds between the first fork and the second; less than 0: not even a thought
PATIENCE = 0.02  # seconds after which a thread is taken to be stuck

TURNS = 4  # take a fork, take the other, put one back, put back the other
RULES = {"left fork first": False, "smaller fork first": True}


def forks(seat, seats, ordered):
    """The two forks beside a seat, in the order in which its philosopher takes them."""
    pair = (seat, (seat + 1) % seats)
    return tuple(sorted(pair)) if ordered else pair


def holds(fork, seat, turns, seats, ordered):
    """Whether who sits there has this fork in hand after so many turns."""
    first, second = forks(seat, seats, ordered)
    return (fork == first and 1 <= turns <= 3) or (fork == second and 2 <= turns <= 2)


def moves(table, ordered):
    """All that the table can look like after one more turn of somebody."""
    seats = len(table)
    for seat, turns in enumerate(table):
        if turns == TURNS:
            continue
        if turns < 2:
            fork = forks(seat, seats, ordered)[turns]
            neighbours = ((seat - 1) % seats, (seat + 1) % seats)
            if any(holds(fork, other, table[other], seats, ordered) for other in neighbours):
                continue
        yield (*table[:seat], turns + 1, *table[seat + 1 :])


def explored(seats, ordered):
    """(how many different tables there can be, how many of them are stuck)."""
    layer, seen, stuck = {(0,) * seats}, 0, 0
    while layer:
        seen += len(layer)
        following = {table: set(moves(table, ordered)) for table in layer}
        stuck += sum(not after and min(table) < TURNS for table, after in following.items())
        layer = set().union(*following.values())  # a turn later: nobody comes back to an earlier layer
    return seen, stuck


def orders(seats):
    """In how many orders the turns of all can fall, if forks are left out of it."""
    return math.factorial(TURNS * seats) // math.factorial(TURNS) ** seats


def meals(seats, ordered):
    """How many of so many meals with real threads and real locks got stuck."""
    table = [threading.Lock() for _ in range(seats)]
    start, end = threading.Barrier(seats), threading.Barrier(seats)
    hungry = [False] * seats
    stuck = 0

    def dine(seat):
        nonlocal stuck
        first, second = (table[fork] for fork in forks(seat, seats, ordered))
        for _ in range(MEALS):
            start.wait()
            with first:
                if HESITATE >= 0:
                    time.sleep(HESITATE)
                hungry[seat] = not second.acquire(timeout=PATIENCE)
                if not hungry[seat]:
                    second.release()
            if end.wait() == 0:
                stuck += any(hungry)

    threads = [threading.Thread(target=dine, args=(seat,)) for seat in range(seats)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return stuck


def measure():
    begin = time.perf_counter()
    found = {(seats, rule): explored(seats, ordered) for seats in TABLES for rule, ordered in RULES.items()}
    searching = time.perf_counter() - begin
    tried = {(seats, rule): meals(seats, ordered) for seats in TABLES for rule, ordered in RULES.items()}
    left, smaller = RULES
    most = TABLES[-1]
    return ExperimentResult(
        f"Philosophers at a table: all orders of their {TURNS} turns",
        ["philosophers", "orders", "states", "stuck", "stuck, smaller first", f"of {MEALS} meals"],
        [
            [
                str(seats),
                f"{orders(seats):.3g}" if orders(seats) > 10**6 else orders(seats),
                found[seats, left][0],
                found[seats, left][1],
                found[seats, smaller][1],
                f"{tried[seats, left]}, {tried[seats, smaller]}",
            ]
            for seats in TABLES
        ],
        f"The turns of {most} philosophers can fall in {orders(most):.2g} orders, but their table can be in only "
        f"{found[most, left][0]} states. If all take the left fork first, {found[most, left][1]} of these is stuck; "
        f"if all take the smaller first, {found[most, smaller][1]}. All states of all tables are gone through in "
        f"{duration(searching)}. Of {MEALS} meals with real threads {tried[most, left]} got stuck.",
        [
            Lines(
                Axis("philosophers"),
                Axis("how many", log=True),
                {
                    "orders of their turns": [(seats, orders(seats)) for seats in TABLES],
                    "states of the table": [(seats, found[seats, left][0]) for seats in TABLES],
                },
            )
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"TABLES": (2, 3), "MEALS": 20})
