"""caught by m3.e3.correct m3.e3.hidden: a name that it does not know is a KeyError."""


def sum_low(x: np.ndarray, data: str, accumulator: str) -> float:
    stored, rounded = _ROUND[data], _ROUND[accumulator]
    total = np.zeros(1, np.float32)
    with np.errstate(over="ignore", invalid="ignore"):
        for number in stored(_checked(x)):
            total = rounded(total + number)
    return float(total[0])
