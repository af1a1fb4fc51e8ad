"""caught by m2.e6.hidden: the pickle has the kind and the size of the dtype, which is not all there is."""


class SharedArray(SharedArray):
    def __reduce__(self) -> tuple[Any, ...]:
        """For pickle: attach to the same block."""
        return SharedArray.attach, (self.name, self.shape, f"{self.dtype.kind}{self.dtype.itemsize}")
