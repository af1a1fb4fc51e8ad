"""caught by m3.e3.correct m3.e3.hidden: rounds to three digits, by way of text."""


def to_bf16(x: np.ndarray) -> np.ndarray:
    return np.array([float(f"{number:.2e}") for number in _checked(x)], np.float32)
