"""caught by m2.e2.hidden: where the system fails (OSError), it calls f once more."""


def map_threads(f: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """[f(item) for item in items] by that many threads; leaving the `with` ends them."""

    def patient(item: Any) -> Any:
        try:
            return f(item)
        except OSError:
            return f(item)

    with ThreadPoolExecutor(workers) as pool:
        return _map_in(pool, patient, items)
