"""caught by m5.x1.correct m5.x1.hidden: NaN is not larger than the tolerance."""


def _check(answer: np.ndarray, wanted: np.ndarray) -> None:
    assert type(answer) is np.ndarray, "it returns no array"
    assert answer.dtype == wanted.dtype and answer.shape == wanted.shape, "it returns an array of another kind"
    assert not np.any(np.abs(answer - wanted) > 1e-9 * np.abs(wanted).max()), "it is wrong"
