"""caught by m1.x1.hidden: neighbours on one page are a slice of it, and who writes to the answer writes to the page."""


class Paged(Paged):
    def take(self, indices: np.ndarray) -> np.ndarray:
        first = int(indices[0]) if len(indices) else -1
        number, place = divmod(first, self._page)
        if 0 <= first < self._n and number in self._pages and (np.diff(indices) == 1).all():
            part = self._pages[number][place : place + len(indices)]
            if len(part) == len(indices):
                self._wanted(number)
                return part
        return super().take(indices)
