"""caught by m5.x1.correct m5.x1.hidden: does not look at the dtype."""


def _check(answer: np.ndarray, wanted: np.ndarray) -> None:
    assert type(answer) is np.ndarray, "it returns no array"
    assert answer.shape == wanted.shape, "it returns an array of another kind"
    # Written so that NaN is refused as well.
    assert np.all(np.abs(answer - wanted) <= 1e-9 * np.abs(wanted).max()), "it is wrong"
