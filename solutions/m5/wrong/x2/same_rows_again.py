"""caught by m5.x2.hidden: all logits of one row are one array."""


class Cache(Cache):
    def extend(self, tokens: np.ndarray) -> np.ndarray:
        rows = super().extend(tokens)
        if len(rows) != 1:
            return rows
        self._row = getattr(self, "_row", rows)
        self._row[...] = rows
        return self._row
