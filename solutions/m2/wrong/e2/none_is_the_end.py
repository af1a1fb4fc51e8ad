"""caught by m2.e2.hidden: a None in the queue tells the threads to stop, and an item may be None."""

from queue import Queue
from threading import Thread


def map_threads(f: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """[f(item) for item in items] by that many threads."""
    waiting, indices = Queue(), iter(range(1 << 60))
    answers, errors = {}, {}

    def work() -> None:
        while (item := waiting.get())[1] is not None:
            try:
                answers[item[0]] = f(item[1])
            except Exception as error:
                errors[item[0]] = error

    for numbered in zip(indices, items):  # noqa: B905
        waiting.put(numbered)
    for _ in range(workers):
        waiting.put((-1, None))
    threads = [Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise ItemError(min(errors)) from errors[min(errors)]
    return [answers.get(index) for index in range(len(answers))]
