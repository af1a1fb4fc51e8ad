"""caught by m2.e8.correct m2.e8.hidden: starts the ready tasks in the order of their numbers."""


def schedule(durations: Sequence[int], deps: Sequence[Sequence[int]], workers: int) -> tuple[list[int], list[int]]:
    """When every task starts, and on which worker."""
    count = len(durations)
    following: list[list[int]] = [[] for _ in range(count)]
    for task, before in enumerate(deps):
        for other in before:
            following[other].append(task)
    _in_order(following, deps)
    chain = [0] * count

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
