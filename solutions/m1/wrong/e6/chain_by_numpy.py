"""caught by m1.e6.speed: right and without new arrays, but a loop of numpy's for every operation."""


def _apply(ops: Sequence[Op], x: np.ndarray, b: np.ndarray, out: np.ndarray) -> None:
    np.copyto(out, x)
    for operation, *numbers in ops:
        if operation == "clip":
            np.maximum(out, np.float32(numbers[0]), out=out)
            np.minimum(out, np.float32(numbers[1]), out=out)
        else:
            function, other = {
                "relu": (np.maximum, 0),
                "add_vector": (np.add, b),
                "mul": (np.multiply, *numbers),
                "add": (np.add, *numbers),
                "sub": (np.subtract, *numbers),
            }[operation]
            function(out, other if other is b else np.float32(other), out=out)


def compile_chain(ops: Sequence[Op]) -> Callable[[np.ndarray, np.ndarray, np.ndarray], None]:
    """A function that goes through the operations."""
    key = tuple(map(tuple, ops))
    if key not in _chains:
        _chains[key] = lambda x, b, out: _apply(key, x, b, out)
    return _chains[key]
