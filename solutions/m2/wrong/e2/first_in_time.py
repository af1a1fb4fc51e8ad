"""caught by m2.e2.hidden: names the item that failed first, and not the first item that failed."""

from concurrent.futures import FIRST_EXCEPTION, wait


def _map_in(pool: Executor, f: Callable[[Any], Any], items: Iterable[Any]) -> list[Any]:
    futures = [pool.submit(f, item) for item in items]
    done, _ = wait(futures, return_when=FIRST_EXCEPTION)
    for index, future in enumerate(futures):
        if future in done and future.exception() is not None:
            raise ItemError(index) from future.exception()
    return [future.result() for future in futures]
