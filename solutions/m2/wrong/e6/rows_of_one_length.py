"""caught by m2.e6.hidden: takes for granted that a result is as long as its row."""


def _map_piece(
    f: Callable[[np.ndarray], np.ndarray], shared_in: SharedArray, shared_out: SharedArray, first: int, last: int
) -> None:
    with shared_in, shared_out:
        results = np.empty((last - first, shared_in.shape[1]))
        for i in range(first, last):
            results[i - first] = f(shared_in.array[i])
        shared_out.array[first:last] = results
