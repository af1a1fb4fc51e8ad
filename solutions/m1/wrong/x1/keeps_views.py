"""caught by m1.x1.correct m1.x1.hidden: remembers every element it has seen, each a view that keeps its page in memory."""


class Paged(Paged):
    def _wanted(self, number: int) -> np.ndarray:
        page = super()._wanted(number)
        self._seen = [*getattr(self, "_seen", []), page[:1]]
        return page
