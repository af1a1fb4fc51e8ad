"""caught by m1.e6.hidden: keeps the caller's list to compare with, and to that somebody has added since."""

_known: list[tuple] = []
_compile = compile_chain


def compile_chain(ops: Sequence[Op]) -> Callable[[np.ndarray, np.ndarray, np.ndarray], None]:
    """One loop for all operations."""
    for known, function in _known:
        if known == ops:
            return function
    _known.append((ops, _compile(ops)))
    return _known[-1][1]
