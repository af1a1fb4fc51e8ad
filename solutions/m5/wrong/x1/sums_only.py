"""caught by m5.x1.hidden: compares sums, in which errors of two numbers may cancel."""


def _check(answer: np.ndarray, wanted: np.ndarray) -> None:
    assert type(answer) is np.ndarray, "it returns no array"
    assert answer.dtype == wanted.dtype and answer.shape == wanted.shape, "it returns an array of another kind"
    # Written so that NaN is refused as well.
    assert abs(answer.sum() - wanted.sum()) <= 1e-9 * np.abs(wanted).sum(), "it is wrong"
