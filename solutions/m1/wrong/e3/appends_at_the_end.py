"""caught by m1.e3.correct m1.e3.hidden: the new values go to the end of data, where the last row is."""


def append_to_row(data: np.ndarray, offsets: np.ndarray, row: int, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    longer = offsets.copy()
    longer[row + 1 :] += len(values)
    return np.concatenate([data, values]), longer
