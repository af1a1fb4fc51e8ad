"""caught by m3.e3.hidden: rounds the data to the type of the sum as well."""


def sum_low(x: np.ndarray, data: str, accumulator: str) -> float:
    _checked(x)
    if data not in _ROUND or accumulator not in _ROUND:
        raise ValueError("no such type")
    with np.errstate(over="ignore", invalid="ignore"):
        total = np.zeros(1, np.float32)
        for number in _ROUND[accumulator](_ROUND[data](x)):
            total = _ROUND[accumulator](total + number)
        return float(total[0])
