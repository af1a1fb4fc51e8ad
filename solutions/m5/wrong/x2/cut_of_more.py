"""caught by m5.x2.correct m5.x2.hidden: a cut to more than there is does nothing."""


class Cache(Cache):
    def cut(self, length: int) -> None:
        if length < 0:
            raise ValueError(f"{length} tokens")
        self.length = min(length, self.length)
