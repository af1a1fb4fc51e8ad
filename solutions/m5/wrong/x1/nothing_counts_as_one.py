"""caught by m5.x1.hidden: takes 1 for the largest number where all are 0, so that 1e-12 gets through."""


def _check(answer: np.ndarray, wanted: np.ndarray) -> None:
    assert type(answer) is np.ndarray, "it returns no array"
    assert answer.dtype == wanted.dtype and answer.shape == wanted.shape, "it returns an array of another kind"
    # Written so that NaN is refused as well.
    assert np.all(np.abs(answer - wanted) <= 1e-9 * (np.abs(wanted).max() or 1.0)), "it is wrong"
