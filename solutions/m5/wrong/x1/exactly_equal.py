"""caught by m5.x1.correct m5.x1.hidden: wants the yardstick's last digit."""


def _check(answer: np.ndarray, wanted: np.ndarray) -> None:
    assert type(answer) is np.ndarray, "it returns no array"
    assert answer.dtype == wanted.dtype and answer.shape == wanted.shape, "it returns an array of another kind"
    # Written so that NaN is refused as well.
    assert np.array_equal(answer, wanted), "it is wrong"
