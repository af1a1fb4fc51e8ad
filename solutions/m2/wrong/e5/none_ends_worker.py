"""caught by m2.e5.hidden: a worker takes an item that is None for the sign that nothing is left."""


def run_workers(f: Callable[[Any], Any], items: Iterable[Any], workers: int, ordered: bool = True) -> list[Any]:
    """[f(x) for x in items], worked out by that many threads."""
    items = list(items)
    size = max(1, len(items) // (8 * workers))
    batches = Channel(max(1, len(items)))
    for start in range(0, len(items), size):
        batches.put((start, items[start : start + size]))
    batches.close()
    results: list[Any] = [None] * len(items)
    done: list[int] = []
    errors: list[BaseException] = []

    def work() -> None:
        for start, batch in batches:
            number = start
            while batch and (x := batch.pop(0)) is not None and not errors:
                try:
                    results[number] = f(x)
                except BaseException as error:
                    errors.append(error)
                done.append(number)
                number += 1

    threads = [Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results if ordered else [results[number] for number in done]
