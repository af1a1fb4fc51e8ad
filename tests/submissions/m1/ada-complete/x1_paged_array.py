"""m1.x1: an array that is larger than memory. Pages of it come from a file when needed, and the one used longest ago goes."""

from collections import OrderedDict

import numpy as np
from given_x1 import read_page


class Paged:
    """The pages in memory are in the order of their last use, so that the one to forget is always the first."""

    def __init__(self, path: str, n: int, page: int, capacity: int) -> None:
        """Nothing is read before it is wanted."""
        self._path, self._n, self._page, self._capacity = path, n, page, capacity
        self._pages: OrderedDict[int, np.ndarray] = OrderedDict()
        self.hits = self.misses = 0

    def __len__(self) -> int:
        """How many numbers the file holds."""
        return self._n

    def _wanted(self, number: int) -> np.ndarray:
        """A page, which is now the one used last."""
        if number in self._pages:
            self.hits += 1
            self._pages.move_to_end(number)
        else:
            self.misses += 1
            if len(self._pages) == self._capacity:
                self._pages.popitem(last=False)
            self._pages[number] = read_page(self._path, number, self._page)
        return self._pages[number]

    def __getitem__(self, i: int) -> int:
        """One element, of one page."""
        if not -self._n <= i < self._n:
            raise IndexError(f"there is no element {i} among {self._n}")
        number, place = divmod(i % self._n, self._page)
        return int(self._wanted(number)[place])

    def take(self, indices: np.ndarray) -> np.ndarray:
        """Many elements, page by page: sorted by their page, those of one page are neighbours."""
        if len(indices) and not (-self._n <= indices.min() and indices.max() < self._n):
            raise IndexError(f"not all of the indices are among the {self._n} there are")
        numbers, places = np.divmod(indices % max(self._n, 1), self._page)
        order = np.argsort(numbers, kind="stable")
        wanted, begins = np.unique(numbers[order], return_index=True)
        jobs = list(zip(wanted.tolist(), np.split(order, begins[1:]), strict=False))
        taken = np.empty(len(indices), np.int64)
        for number, where in sorted(jobs, key=lambda job: job[0] not in self._pages):
            taken[where] = self._wanted(number)[places[where]]
        return taken
