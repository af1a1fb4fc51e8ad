"""caught by m1.x1.hidden: what take finds in memory counts as a hit, but not as a use, so that it goes too early."""


class Paged(Paged):
    def take(self, indices: np.ndarray) -> np.ndarray:
        before = list(self._pages)
        taken = super().take(indices)
        for number in reversed([number for number in before if number in self._pages]):
            self._pages.move_to_end(number, last=False)
        return taken
