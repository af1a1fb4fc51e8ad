"""caught by m2.e6.hidden: after an error the arrays are closed."""


def process_map_rows(
    f: Callable[[np.ndarray], np.ndarray],
    shared_in: SharedArray,
    shared_out: SharedArray,
    workers: int,
    pool: ProcessPoolExecutor | None = None,
) -> None:
    """Write f(row) to shared_out for every row of shared_in."""
    jobs = [(f, shared_in, shared_out, first, last) for first, last in _pieces(shared_in.shape[0], workers)]
    try:
        _run(pool, _map_piece, jobs)
    except Exception:
        shared_in.close()
        shared_out.close()
        raise
