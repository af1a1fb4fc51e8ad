"""caught by m1.e6.hidden: the Runner keeps weights of its own."""

_calls_with_theirs = _calls


def _calls(node: Node, read: list[np.ndarray], out: np.ndarray) -> list[partial]:
    own = [part.copy() if isinstance(part, np.ndarray) else part for part in node]
    return _calls_with_theirs(tuple(own), read, out)
