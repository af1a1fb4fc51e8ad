"""caught by m1.e6.correct m1.e6.hidden: keeps the last chain only, and compiles the one before it again."""

_compile = compile_chain


def compile_chain(ops: Sequence[Op]) -> Callable[[np.ndarray, np.ndarray, np.ndarray], None]:
    """One loop for all operations."""
    if tuple(map(tuple, ops)) not in _chains:
        _chains.clear()
    return _compile(ops)
