"""caught by m2.e2.hidden: a thread ends where there is nothing to get, and takes an Empty or IndexError of f for that."""

from collections import deque


def map_threads(f: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """[f(item) for item in items] by that many threads; leaving the `with` ends them."""
    waiting, answers, errors = deque(enumerate(items)), {}, {}

    def work(_: int) -> None:
        while True:
            index = -1
            try:
                index, item = waiting.popleft()
                answers[index] = f(item)
            except IndexError:
                return
            except Exception as error:
                errors[index] = error

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    if errors:
        raise ItemError(min(errors)) from errors[min(errors)]
    return [answers[index] for index in sorted(answers)]
