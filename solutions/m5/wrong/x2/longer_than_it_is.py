"""caught by m5.x2.hidden: the length has changed when it is refused."""


class Cache(Cache):
    def cut(self, length: int) -> None:
        before, self.length = self.length, length
        if not 0 <= length <= before:
            raise ValueError(f"{length} of {before} tokens")
