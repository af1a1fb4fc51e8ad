"""caught by m5.e5.correct m5.e5.hidden: two threads read in turn."""

from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock

_END_OF_ALL = object()


def _read_ahead(iterable: Iterable[Any], depth: int) -> Iterator[Any]:
    """A pool of two, which hands its results out in order."""
    steps = iter(iterable)
    waiting: list[Future[Any]] = []
    lock = Lock()

    def read() -> Any:
        with lock:
            return next(steps, _END_OF_ALL)

    pool = ThreadPoolExecutor(2)
    try:
        while True:
            while len(waiting) < depth + 1:
                waiting.append(pool.submit(read))
            item = waiting.pop(0).result()
            if item is _END_OF_ALL:
                return
            waiting.append(pool.submit(read))
            yield item
    finally:
        pool.shutdown(cancel_futures=True)
