"""caught by m3.x1.correct m3.x1.speed m3.x1.hidden: x in eight bits, too."""


def matvec(packed: np.ndarray, scales: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The product, straight from the packed weights."""
    _take_packed(packed, scales)
    _take(x, np.float32, 1)
    if len(x) != 2 * packed.shape[1]:
        raise ValueError(f"{packed.shape} and {x.shape} do not fit together")
    answer = np.zeros(len(packed), np.float32)
    # Contiguous and writable ones need one compilation; a copy is made only of what is neither.
    packed, scales, x = (np.require(each, requirements=["C", "W"]) for each in (packed, scales, x))
    scale = max(np.abs(x).max(initial=0), np.float32(1e-30)) / np.float32(127)
    x = (np.rint(x / scale) * scale).astype(np.float32)
    _multiply(packed, scales, x, x.reshape(-1, GROUP).sum(axis=1), answer)
    return answer
