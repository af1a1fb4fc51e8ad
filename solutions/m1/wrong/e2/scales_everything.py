"""caught by m1.e2.hidden: adds something to all elements, mostly 0, but an infinity times 0 is no number."""


def scale_in_place(
    data: np.ndarray, shape: tuple[int, ...], begin: tuple[int, ...], end: tuple[int, ...], factor: float
) -> None:
    inside = np.zeros(shape, np.float32)
    inside[tuple(map(slice, begin, end))] = 1
    inside = inside.reshape(-1)
    data[:] = data * inside * np.float32(factor) + data * (1 - inside)
