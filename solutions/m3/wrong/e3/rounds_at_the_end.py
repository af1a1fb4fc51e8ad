"""caught by m3.e3.correct m3.e3.hidden: adds in float32 and rounds the sum, once."""


def sum_low(x: np.ndarray, data: str, accumulator: str) -> float:
    _checked(x)
    if data not in _ROUND or accumulator not in _ROUND:
        raise ValueError("no such type")
    with np.errstate(over="ignore", invalid="ignore"):
        total = np.full(1, naive(_ROUND[data](x)), np.float32)
        return float(_ROUND[accumulator](total)[0])
