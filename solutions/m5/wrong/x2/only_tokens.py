"""caught by m5.x2.speed m5.x2.hidden: keeps the tokens, and everything else is computed again."""

from given_x2 import logits


class Cache:
    def __init__(self, model: Model) -> None:
        self._model = model
        self._tokens = np.empty(0, np.int64)

    @property
    def length(self) -> int:
        return len(self._tokens)

    def extend(self, tokens: np.ndarray) -> np.ndarray:
        _check(self._model, tokens)
        if len(tokens) + self.length > len(self._model["places"]):
            raise ValueError("too many tokens")
        begin = self.length
        self._tokens = np.concatenate([self._tokens, tokens])
        return (
            logits(self._model, self._tokens)[begin:] if self.length else np.empty((0, len(self._model["words"])), np.float32)
        )

    def cut(self, length: int) -> None:
        if not 0 <= length <= self.length:
            raise ValueError(f"{length} of {self.length} tokens")
        self._tokens = self._tokens[:length]
