"""caught by m1.e6.speed: right and without new arrays, but a loop of numpy's for every operation."""


def _apply(ops: Sequence[Op], x: np.ndarray, b: np.ndarray, out: np.ndarray) -> None:
    np.copyto(out, x)
    for operation, *numbers in ops:
        if operation == "add_vector":
            np.add(out, b, out)
        elif operation == "clip":
            np.maximum(out, np.float32(numbers[0]), out)
            np.minimum(out, np.float32(numbers[1]), out)
        elif operation == "relu":
            np.maximum(out, np.float32(0), out)
        else:
            {"mul": np.multiply, "add": np.add, "sub": np.subtract}[operation](out, np.float32(numbers[0]), out)


def compile_chain(ops: Sequence[Op]) -> Callable[[np.ndarray, np.ndarray, np.ndarray], None]:
    """A function that goes through the operations."""
    key = tuple(map(tuple, ops))
    if key not in _chains:
        _chains[key] = lambda x, b, out: _apply(key, x, b, out)
    return _chains[key]
