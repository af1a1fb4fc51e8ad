"""caught by m1.e5.hidden: goes through a node's edges by moving its offset on, in the caller's array."""


def topological_order(offsets: np.ndarray, targets: np.ndarray) -> np.ndarray:
    n = len(offsets) - 1
    ends, state, order = offsets[1:].copy(), [0] * n, []
    for root in range(n):
        path = [root] if state[root] == 0 else []
        while path:
            node = path[-1]
            state[node] = 1
            if offsets[node] == ends[node]:
                state[node] = 2
                order.append(path.pop())
                continue
            other = targets[offsets[node]]
            offsets[node] += 1
            if state[other] == 1:
                raise ValueError("some edges lead round in a circle")
            if state[other] == 0:
                path.append(other)
    return np.array(order[::-1], np.int32)
