"""caught by m1.e5.hidden: gives up the search for a circle when there are more than a thousand nodes in order already."""


def is_dag(offsets: np.ndarray, targets: np.ndarray) -> bool:
    order = np.empty(len(offsets) - 1, np.int32)
    return bool(_sort(offsets, targets, order) >= min(len(order), 1000))
