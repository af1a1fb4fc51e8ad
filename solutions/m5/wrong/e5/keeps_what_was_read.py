"""caught by m5.e5.hidden: what was read ahead lies in the iterator after close, as long as somebody holds it."""


class _Holding:
    def __init__(self, iterable: Iterable[Any], depth: int) -> None:
        self._read: list[Any] = []
        self._steps = _read_ahead(self._noted(iterable), depth)

    def _noted(self, iterable: Iterable[Any]) -> Iterator[Any]:
        for item in iterable:
            self._read = [*self._read[-9:], item]
            yield item

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        return next(self._steps)

    def close(self) -> None:
        self._steps.close()  # type: ignore[attr-defined]

    def __del__(self) -> None:
        self.close()


def prefetch(iterable: Iterable[Any], depth: int) -> Iterator[Any]:
    if depth < 1:
        raise ValueError("depth should be 1 or more")
    return _Holding(iterable, depth)
