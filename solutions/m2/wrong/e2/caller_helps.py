"""caught by m2.e2.hidden: the caller's thread does the work of one."""

from threading import Lock, Thread


def map_threads(f: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """[f(item) for item in items] by the caller's thread and others."""
    answers: list[Any] = [None] * len(items := list(items))
    errors: dict[int, Exception] = {}
    numbers, lock = iter(range(len(items))), Lock()

    def work() -> None:
        while True:
            with lock:
                index = next(numbers, None)
            if index is None:
                return
            try:
                answers[index] = f(items[index])
            except Exception as error:
                errors[index] = error

    others = [Thread(target=work) for _ in range(workers - 1)]
    for thread in others:
        thread.start()
    work()
    for thread in others:
        thread.join()
    if errors:
        raise ItemError(min(errors)) from errors[min(errors)]
    return answers
