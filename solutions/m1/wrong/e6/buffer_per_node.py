"""caught by m1.e6.correct m1.e6.hidden: right, but every node keeps a buffer of its own."""


def _slots(graph: Graph) -> tuple[list[int], int]:
    return list(range(len(graph))), len(graph)
