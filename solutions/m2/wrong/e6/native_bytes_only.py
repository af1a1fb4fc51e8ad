"""caught by m2.e6.hidden: the pickle names the dtype without its byte order."""


class SharedArray(SharedArray):
    def __reduce__(self) -> tuple[Any, ...]:
        """For pickle: attach to the same block."""
        return SharedArray.attach, (self.name, self.shape, self.dtype.name)
