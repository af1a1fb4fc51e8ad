"""caught by m1.e6.hidden: fastmath adds the numbers of a chain up beforehand, in another order."""


def compile_chain(ops: Sequence[Op]) -> Callable[[np.ndarray, np.ndarray, np.ndarray], None]:
    """One loop for all operations."""
    key = tuple(map(tuple, ops))
    if key not in _chains:
        names: dict[str, object] = {"zero": np.float32(0)}
        body = []
        for operation, *numbers in ops:
            fresh = [f"c{len(names) + i}" for i in range(len(numbers))]
            names.update(zip(fresh, map(np.float32, numbers), strict=True))
            body.append("        " + LINES[operation].format(*fresh))
        source = ["def chain(x, b, out):", "    for i in range(len(x)):", "        v = x[i]", *body, "        out[i] = v"]
        exec("\n".join(source), names)
        _chains[key] = njit(fastmath=True)(names["chain"])
    return _chains[key]
