"""caught by m2.e2.hidden: an ItemError that f raises, as from a map inside it, goes through with its own index."""


def _map_in(pool: Executor, f: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    futures = [pool.submit(f, item) for item in items]
    results = []
    for index, future in enumerate(futures):
        try:
            results.append(future.result())
        except ItemError:
            raise
        except Exception as error:
            raise ItemError(index) from error
    return results
