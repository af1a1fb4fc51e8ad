"""caught by m2.e6.speed m2.e6.hidden: right, but does all the rows by itself."""


def process_map_rows(
    f: Callable[[np.ndarray], np.ndarray],
    shared_in: SharedArray,
    shared_out: SharedArray,
    workers: int,
    pool: ProcessPoolExecutor | None = None,
) -> None:
    """Write f(row) to shared_out for every row of shared_in."""
    for i in range(shared_in.shape[0]):
        shared_out.array[i] = f(shared_in.array[i])
