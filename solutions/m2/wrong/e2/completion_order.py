"""caught by m2.e2.correct m2.e2.speed m2.e2.hidden: gives the answers in the order in which they come."""

from concurrent.futures import Executor, as_completed


def _map_in(pool: Executor, f: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    futures = [pool.submit(f, item) for item in items]
    results = []
    for index, future in enumerate(as_completed(futures)):
        try:
            results.append(future.result())
        except Exception as error:
            raise ItemError(index) from error
    return results
