"""caught by m2.e6.correct m2.e6.speed m2.e6.hidden: the pickle holds the numbers, so that the others work on a copy."""


class SharedArray(SharedArray):
    def __reduce__(self) -> tuple[Any, ...]:
        """For pickle: a new block with the same numbers."""
        return _copy, (self.array.copy(),)


def _copy(array: np.ndarray) -> SharedArray:
    shared = SharedArray(array.shape, array.dtype.str)
    shared.array[...] = array
    return shared
