"""caught by m5.x1.correct m5.x1.hidden: compares as np.allclose does, with a tolerance that is larger than the numbers."""


def _check(answer: np.ndarray, wanted: np.ndarray) -> None:
    assert type(answer) is np.ndarray, "it returns no array"
    assert answer.dtype == wanted.dtype and answer.shape == wanted.shape, "it returns an array of another kind"
    # Written so that NaN is refused as well.
    assert np.allclose(answer, wanted), "it is wrong"
