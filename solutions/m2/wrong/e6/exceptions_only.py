"""caught by m2.e6.hidden: what is not an Exception comes out of a process as another error."""


def _map_rows(
    f: Callable[[np.ndarray], np.ndarray], shared_in: SharedArray, shared_out: SharedArray, first: int, last: int
) -> tuple[Any, str]:
    error, failed = None, True
    try:
        _map_piece(f, shared_in, shared_out, first, last)
        failed = False
    except Exception as raised:
        error, failed = raised, False
    finally:
        return error, "a row has failed" if failed else ""  # noqa: B012


def process_map_rows(
    f: Callable[[np.ndarray], np.ndarray],
    shared_in: SharedArray,
    shared_out: SharedArray,
    workers: int,
    pool: ProcessPoolExecutor | None = None,
) -> None:
    """Write f(row) to shared_out for every row of shared_in."""
    jobs = [(f, shared_in, shared_out, first, last) for first, last in _pieces(shared_in.shape[0], workers)]
    for error, sentence in _run(pool, _map_rows, jobs):
        if error is not None:
            raise error
        if sentence:
            raise RuntimeError(sentence)
