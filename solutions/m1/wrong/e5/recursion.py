"""caught by m1.e5.hidden: calls itself for every node on the way, and Python does not go that deep."""


def topological_order(offsets: np.ndarray, targets: np.ndarray) -> np.ndarray:
    order, state = [], [0] * (len(offsets) - 1)

    def visit(node: int) -> None:
        if state[node] == 1:
            raise ValueError("some edges lead round in a circle")
        if state[node] == 0:
            state[node] = 1
            for other in targets[offsets[node] : offsets[node + 1]].tolist():
                visit(other)
            state[node] = 2
            order.append(node)

    for node in range(len(state)):
        visit(node)
    return np.array(order[::-1], np.int32)
