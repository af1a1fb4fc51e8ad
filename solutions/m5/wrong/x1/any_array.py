"""caught by m5.x1.hidden: what is derived from an array may compute when it is looked at."""


def _check(answer: np.ndarray, wanted: np.ndarray) -> None:
    assert isinstance(answer, np.ndarray), "it returns no array"
    assert answer.dtype == wanted.dtype and answer.shape == wanted.shape, "it returns an array of another kind"
    # Written so that NaN is refused as well.
    assert np.all(np.abs(answer - wanted) <= 1e-9 * np.abs(wanted).max()), "it is wrong"
