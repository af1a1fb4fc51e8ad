"""caught by m1.x1.correct m1.x1.hidden: forgets the page that was read longest ago, not the one used longest ago."""


class Paged(Paged):
    def _wanted(self, number: int) -> np.ndarray:
        if number in self._pages:
            self.hits += 1
            return self._pages[number]
        return super()._wanted(number)
