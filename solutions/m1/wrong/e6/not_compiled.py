"""caught by m1.e6.speed: right, but Compiled is the Runner of the fused graph, a call of numpy's per node and more."""


class Compiled(Runner):
    def __init__(self, graph: Graph, shape: Shape) -> None:
        _shapes(graph, tuple(shape))
        super().__init__(fuse(graph), shape)
