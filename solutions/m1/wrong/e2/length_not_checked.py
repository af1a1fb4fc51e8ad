"""caught by m1.e2.hidden: looks at as many indices as there are dimensions, and does not miss any, nor find too many."""


def flat_index(shape: tuple[int, ...], index: tuple[int, ...], order: str = "C") -> int:
    if not all(0 <= i < size for i, size in zip(index, shape, strict=False)):
        raise IndexError(f"there is no element {index} in an array of shape {shape}")
    return sum(i * stride for i, stride in zip(index, strides_of(shape, 1, order), strict=False))
