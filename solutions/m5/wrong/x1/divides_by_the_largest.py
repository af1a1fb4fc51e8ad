"""caught by m5.x1.correct m5.x1.hidden: divides by the largest number, which may be 0."""


def _check(answer: np.ndarray, wanted: np.ndarray) -> None:
    assert type(answer) is np.ndarray, "it returns no array"
    assert answer.dtype == wanted.dtype and answer.shape == wanted.shape, "it returns an array of another kind"
    # Written so that NaN is refused as well.
    assert np.all(np.abs(answer - wanted) / np.abs(wanted).max() <= 1e-9), "it is wrong"
