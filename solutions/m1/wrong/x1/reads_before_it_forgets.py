"""caught by m1.x1.hidden: reads the page first and forgets one afterwards, so that there is one too many for a moment."""


class Paged(Paged):
    def _wanted(self, number: int) -> np.ndarray:
        if number in self._pages or len(self._pages) < self._capacity:
            return super()._wanted(number)
        self.misses += 1
        self._pages[number] = read_page(self._path, number, self._page)
        self._pages.popitem(last=False)
        return self._pages[number]
