"""m2.e8: tasks that wait for tasks, stages that pass things on, and locks that wait for each other."""

import heapq
from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack
from queue import Queue
from threading import Thread
from typing import Any

# 1. Task graphs, in simulated time


def schedule(durations: Sequence[int], deps: Sequence[Sequence[int]], workers: int) -> tuple[list[int], list[int]]:
    """When every task starts, and on which worker; the ready task with the longest chain goes first."""
    count = len(durations)
    following: list[list[int]] = [[] for _ in range(count)]
    for task, before in enumerate(deps):
        for other in before:
            following[other].append(task)
    chain = [0] * count
    for task in reversed(_in_order(following, deps)):
        chain[task] = durations[task] + max((chain[other] for other in following[task]), default=0)

    start, worker = [0] * count, [0] * count
    missing = [len(before) for before in deps]
    ready = [(-chain[task], task) for task in range(count) if not missing[task]]
    heapq.heapify(ready)
    free, running, now = list(range(workers)), [], 0
    while ready or running:
        while ready and free:
            _, task = heapq.heappop(ready)
            start[task], worker[task] = now, free.pop()
            heapq.heappush(running, (now + durations[task], task))
        # Nothing changes before the next task ends; others may end at the same time.
        now = running[0][0]
        while running and running[0][0] == now:
            _, task = heapq.heappop(running)
            free.append(worker[task])
            for other in following[task]:
                missing[other] -= 1
                if not missing[other]:
                    heapq.heappush(ready, (-chain[other], other))
    return start, worker


def _in_order(following: list[list[int]], deps: Sequence[Sequence[int]]) -> list[int]:
    """The tasks, every one behind all those it waits for."""
    missing = [len(before) for before in deps]
    order = [task for task, number in enumerate(missing) if not number]
    for task in order:
        for other in following[task]:
            missing[other] -= 1
            if not missing[other]:
                order.append(other)
    if len(order) < len(deps):
        raise ValueError("the tasks wait for each other in a circle")
    return order


# 2. A pipeline

END = object()


class Pipeline:
    """Stages one behind the other, each with a thread of its own and a queue before it."""

    def __init__(self, stages: Sequence[Callable[[Any], Any]], capacity: int) -> None:
        self._stages, self._capacity = stages, capacity

    def run(self, items: Iterable[Any]) -> list[Any]:
        """What comes out at the end for every item, in the order of the items."""
        queues: list[Queue[Any]] = [Queue(self._capacity) for _ in self._stages]
        results: list[Any] = []
        errors: list[BaseException] = []
        send = [queue.put for queue in queues[1:]] + [results.append]

        def work(number: int) -> None:
            # After an error the items are still taken, but only to let those upstream come to their end.
            while (item := queues[number].get()) is not END:
                if not errors:
                    try:
                        send[number](self._stages[number](item))
                    except BaseException as error:
                        errors.append(error)
            if number + 1 < len(queues):
                queues[number + 1].put(END)

        threads = [Thread(target=work, args=(number,)) for number in range(len(queues))]
        for thread in threads:
            thread.start()
        try:
            for item in items:
                if errors:
                    break
                queues[0].put(item)
        finally:
            queues[0].put(END)
            for thread in threads:
                thread.join()
        if errors:
            raise errors[0]
        return results


# 3. Locks


def protocol(a: int, b: int) -> list[tuple[str, int]]:
    """Both locks, the one of the smaller number first: then nobody who waits for a lock holds a larger one."""
    order = sorted({a, b})
    return [("acquire", lock) for lock in order] + [("release", lock) for lock in reversed(order)]


def _held(steps: Sequence[tuple[str, int]]) -> set[int]:
    """The locks that a program holds after these steps."""
    held: set[int] = set()
    for step, lock in steps:
        (held.add if step == "acquire" else held.discard)(lock)
    return held


def has_deadlock(programs: Sequence[Sequence[tuple[str, int]]]) -> bool:
    """Visits every state once; a state is how far each program has come, and says which locks are held."""
    first = (0,) * len(programs)
    seen, waiting = {first}, [first]
    while waiting:
        state = waiting.pop()
        # Of every program on its own: what one has released may be held by another by now.
        held = set().union(*(_held(program[:position]) for program, position in zip(programs, state, strict=True)))
        stuck = True
        for number, (program, position) in enumerate(zip(programs, state, strict=True)):
            if position == len(program) or (program[position][0] == "acquire" and program[position][1] in held):
                continue
            stuck = False
            following = (*state[:number], position + 1, *state[number + 1 :])
            if following not in seen:
                seen.add(following)
                waiting.append(following)
        if stuck and any(position < len(program) for program, position in zip(programs, state, strict=True)):
            return True
    return False


def transfer(accounts: Sequence[Any], a: int, b: int, amount: int) -> bool:
    """Move amount from accounts[a] to accounts[b], and say whether a had enough."""
    with ExitStack() as locks:
        for number in sorted({a, b}):
            locks.enter_context(accounts[number].lock)
        if accounts[a].balance < amount:
            return False
        accounts[a].balance -= amount
        accounts[b].balance += amount
        return True
