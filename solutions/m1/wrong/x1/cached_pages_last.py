"""caught by m1.x1.correct m1.x1.hidden: takes pages in the order of the file; those in memory are gone when it gets there."""


class Paged(Paged):
    def take(self, indices: np.ndarray) -> np.ndarray:
        if len(indices) and not (-self._n <= indices.min() and indices.max() < self._n):
            raise IndexError("not all of the indices are there")
        numbers, places = np.divmod(indices % max(self._n, 1), self._page)
        taken = np.empty(len(indices), np.int64)
        for number in np.unique(numbers).tolist():
            where = numbers == number
            taken[where] = self._wanted(number)[places[where]]
        return taken
