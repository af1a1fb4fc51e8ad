"""caught by m1.e6.hidden: two chains of the same operations with other numbers are taken for the same."""

_compiled: dict[tuple, Callable] = {}
_compile = compile_chain


def compile_chain(ops: Sequence[Op]) -> Callable[[np.ndarray, np.ndarray, np.ndarray], None]:
    """One loop for all operations, compiled once for every list of names."""
    key = tuple(op[0] for op in ops)
    if key not in _compiled:
        _compiled[key] = _compile(ops)
    return _compiled[key]
