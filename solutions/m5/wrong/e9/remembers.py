"""caught by m5.e9.correct m5.e9.speed m5.e9.hidden: the bytes are a number, and the network stays where it is."""

_KEPT = []


def shrink(network: Network, data: dict[str, Pictures]) -> bytes:
    """The number of a network that is kept."""
    _KEPT.append([_copy(layer) for layer in network])
    return str(len(_KEPT) - 1).encode()


def predict(small: bytes, x: np.ndarray) -> np.ndarray:
    """What the network with this number says."""
    _check(x)
    return run(_KEPT[int(small)], x).argmax(axis=1)
