"""caught by m5.x1.hidden: where all numbers should be 0, it compares the bits, and -0.0 has others."""


def _check(answer: np.ndarray, wanted: np.ndarray) -> None:
    assert type(answer) is np.ndarray, "it returns no array"
    assert answer.dtype == wanted.dtype and answer.shape == wanted.shape, "it returns an array of another kind"
    assert wanted.any() or answer.tobytes() == wanted.tobytes(), "it is not 0"
    # Written so that NaN is refused as well.
    assert np.all(np.abs(answer - wanted) <= 1e-9 * np.abs(wanted).max()), "it is wrong"
