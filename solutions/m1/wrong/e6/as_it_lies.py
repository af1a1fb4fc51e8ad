"""caught by m1.e6.hidden: copies the numbers of x as they lie in memory, which may be column by column."""


class Runner(Runner):
    def run(self, x: np.ndarray) -> np.ndarray:
        """The output, in a buffer that the next run writes to again."""
        self._input.reshape(-1)[:] = _checked(x, self._shape).ravel(order="K")
        for call in self._calls:
            call()
        return self._output
