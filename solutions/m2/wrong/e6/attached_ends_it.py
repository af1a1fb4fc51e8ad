"""caught by m2.e6.hidden: the end of a with statement unlinks the block, whoever made it."""


class SharedArray(SharedArray):
    @classmethod
    def attach(cls, name: str, shape: tuple[int, ...], dtype: str) -> "SharedArray":
        """A SharedArray of a block that exists already."""
        shared = super().attach(name, shape, dtype)
        shared._owner = True
        return shared

    def __reduce__(self) -> tuple[Any, ...]:
        """For pickle: attach to the same block."""
        return _borrowed, (self.name, self.shape, self.dtype.str)


def _borrowed(name: str, shape: tuple[int, ...], dtype: str) -> SharedArray:
    shared = SharedArray.attach(name, shape, dtype)
    shared._owner = False
    return shared
