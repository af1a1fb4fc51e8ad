"""caught by m5.x1.hidden: allows 1e-9 of the largest number, and 1e-9 of each number besides."""


def _check(answer: np.ndarray, wanted: np.ndarray) -> None:
    assert type(answer) is np.ndarray, "it returns no array"
    assert answer.dtype == wanted.dtype and answer.shape == wanted.shape, "it returns an array of another kind"
    # Written so that NaN is refused as well.
    assert np.all(np.isclose(answer, wanted, rtol=1e-9, atol=1e-9 * np.abs(wanted).max())), "it is wrong"
