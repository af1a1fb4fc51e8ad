"""caught by m2.e6.hidden: takes for granted that the results have the dtype of the rows."""


def _map_piece(
    f: Callable[[np.ndarray], np.ndarray], shared_in: SharedArray, shared_out: SharedArray, first: int, last: int
) -> None:
    with shared_in, shared_out:
        for i in range(first, last):
            shared_out.array[i] = np.asarray(f(shared_in.array[i]), shared_in.dtype)
