"""caught by m5.x1.hidden: any dtype of real numbers will do, also float32 where the numbers are the same."""


def _check(answer: np.ndarray, wanted: np.ndarray) -> None:
    assert type(answer) is np.ndarray, "it returns no array"
    assert np.issubdtype(answer.dtype, np.floating) and answer.shape == wanted.shape, "it returns an array of another kind"
    # Written so that NaN is refused as well.
    assert np.all(np.abs(answer - wanted) <= 1e-9 * np.abs(wanted).max()), "it is wrong"
