"""m2.e8: task graphs, a pipeline, and locks."""

import heapq
import queue
import threading


def schedule(durations, deps, workers):
    """When every task starts, and on which worker: (start, worker)."""
    n = len(durations)
    before = [set(d) for d in deps]
    after = [[] for _ in range(n)]
    for t in range(n):
        for d in before[t]:
            after[d].append(t)

    # topological order (to find circles, and for the chains)
    missing = [len(b) for b in before]
    order = [t for t in range(n) if missing[t] == 0]
    for t in order:
        for s in after[t]:
            missing[s] -= 1
            if missing[s] == 0:
                order.append(s)
    if len(order) < n:
        raise ValueError("tasks wait for each other in a circle")
    chain = [0] * n
    for t in reversed(order):
        chain[t] = durations[t] + max((chain[s] for s in after[t]), default=0)

    # simulate
    missing = [len(b) for b in before]
    ready = [(-chain[t], t) for t in range(n) if missing[t] == 0]
    heapq.heapify(ready)
    free = list(range(workers))
    running = []  # (end, task)
    start = [0] * n
    worker = [0] * n
    now = 0
    while ready or running:
        while ready and free:
            t = heapq.heappop(ready)[1]
            start[t] = now
            worker[t] = heapq.heappop(free)
            heapq.heappush(running, (now + durations[t], t))
        now = running[0][0]
        # everything that ends now, before anything begins
        while running and running[0][0] == now:
            t = heapq.heappop(running)[1]
            heapq.heappush(free, worker[t])
            for s in after[t]:
                missing[s] -= 1
                if missing[s] == 0:
                    heapq.heappush(ready, (-chain[s], s))
    return start, worker


_END = object()


class Pipeline:
    """Stages one behind the other, each with a thread of its own."""

    def __init__(self, stages, capacity):
        self.stages = list(stages)
        self.capacity = capacity

    def run(self, items):
        queues = [queue.Queue(self.capacity) for _ in self.stages]
        results = []
        errors = []

        def work(k):
            f = self.stages[k]
            last = k + 1 == len(self.stages)
            while True:
                x = queues[k].get()
                if x is _END:
                    break
                if errors:
                    continue  # only empty the queue, others may wait for room
                try:
                    y = f(x)
                except BaseException as e:
                    errors.append(e)
                    continue
                if last:
                    results.append(y)
                else:
                    queues[k + 1].put(y)
            if not last:
                queues[k + 1].put(_END)

        threads = [threading.Thread(target=work, args=(k,)) for k in range(len(self.stages))]
        for t in threads:
            t.start()
        try:
            for x in items:
                if errors:
                    break
                queues[0].put(x)
                if errors:
                    break
        except BaseException as e:
            errors.append(e)
        queues[0].put(_END)
        for t in threads:
            t.join()
        if errors:
            raise errors[0]
        return results


def protocol(a, b):
    """The lock program of a transfer from account a to account b."""
    if a == b:
        return [("acquire", a), ("release", a)]
    a, b = min(a, b), max(a, b)  # always in the same order
    return [("acquire", a), ("acquire", b), ("release", b), ("release", a)]


def has_deadlock(programs):
    """Whether these lock programs, run side by side, can get stuck."""
    # Letting go never hurts, so every program releases as soon as it can. A place in a program is then
    # the next lock it wants (None at the end), and the locks it has there. Locks are bits.
    bits = {}
    places = []
    for program in programs:
        held = 0
        mine = []
        for action, lock in program:
            bit = bits.setdefault(lock, 1 << len(bits))
            if action == "acquire":
                mine.append((bit, held))
                held |= bit
            else:
                held &= ~bit
        mine.append((None, held))
        places.append(mine)

    first = (0,) * len(programs)
    seen = {first}
    todo = [first]
    while todo:
        state = todo.pop()
        now = [places[k][at] for k, at in enumerate(state)]
        taken = 0
        for _, held in now:
            taken |= held
        moved = False
        waiting = False
        for k, (want, _) in enumerate(now):
            if want is None:
                continue
            if want & taken:
                waiting = True
                continue
            moved = True
            new = state[:k] + (state[k] + 1,) + state[k + 1 :]
            if new not in seen:
                seen.add(new)
                todo.append(new)
        if waiting and not moved:
            return True
    return False


def transfer(accounts, a, b, amount):
    """Move amount from accounts[a] to accounts[b], and say whether a had enough."""
    if a == b:
        with accounts[a].lock:
            return accounts[a].balance >= amount
    with accounts[min(a, b)].lock, accounts[max(a, b)].lock:
        if accounts[a].balance < amount:
            return False
        accounts[a].balance -= amount
        accounts[b].balance += amount
        return True
