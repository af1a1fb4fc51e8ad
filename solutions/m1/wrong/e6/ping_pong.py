"""caught by m1.e6.correct m1.e6.hidden: two buffers in turn, also where a value is read again two nodes later."""


class Runner(Runner):
    def __init__(self, graph: Graph, shape: Shape) -> None:
        self._shape = tuple(shape)
        shapes = _shapes(graph, self._shape)
        buffers = np.empty((2, max(rows * columns for rows, columns in shapes)), np.float32)
        views = [buffers[i % 2, : rows * columns].reshape(rows, columns) for i, (rows, columns) in enumerate(shapes)]
        self._input, self._output, self._calls = views[0], views[-1], []
        for node, out in zip(graph, views, strict=True):
            self._calls += _calls(node, [views[source] for source in _sources(node)], out)
