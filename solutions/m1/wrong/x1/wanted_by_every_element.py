"""caught by m1.x1.correct m1.x1.hidden: reads as little as it should, but counts a hit for every further element of a page."""


class Paged(Paged):
    def take(self, indices: np.ndarray) -> np.ndarray:
        taken = super().take(indices)
        self.hits += len(indices) - len(np.unique(indices % max(self._n, 1) // self._page))
        return taken
