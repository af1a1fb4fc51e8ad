"""caught by m3.e4.correct m3.e4.speed m3.e4.hidden: says where each key goes, not where it comes from."""


def radix_argsort(keys: np.ndarray) -> np.ndarray:
    order = _argsort(_checked(keys))
    places = np.empty_like(order)
    places[order] = np.arange(len(order), dtype=np.int32)
    return places
