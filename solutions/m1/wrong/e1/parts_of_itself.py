"""caught by m1.e1.hidden: takes every view of its own block for its beginning, also one of other numbers."""


class Vector(Vector):
    def extend(self, xs: np.ndarray | Sequence[float]) -> None:
        if isinstance(xs, np.ndarray) and np.shares_memory(xs, self.view()):
            xs = self.view()[: len(xs)]
        super().extend(xs)
