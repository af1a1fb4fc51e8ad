"""caught by m1.e6.correct m1.e6.hidden: relu needs no buffer of its own, and so writes to what it reads: to x itself, too."""


class Runner(Runner):
    def __init__(self, graph: Graph, shape: Shape) -> None:
        super().__init__(graph, shape)
        self._graph = graph

    def run(self, x: np.ndarray) -> np.ndarray:
        """The output; the first relus are done on the spot."""
        _checked(x, self._shape)
        if any(node == ("relu", 0) for node in self._graph):
            np.maximum(x, 0, out=x)
        return super().run(x)
