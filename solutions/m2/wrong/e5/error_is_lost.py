"""caught by m2.e5.correct m2.e5.hidden: an error ends its thread, and the caller never hears of it."""


def run_workers(f: Callable[[Any], Any], items: Iterable[Any], workers: int, ordered: bool = True) -> list[Any]:
    """[f(x) for x in items], worked out by that many threads."""
    items = list(items)
    size = max(1, len(items) // (8 * workers))
    starts = range(0, len(items), size)
    batches = Channel(max(1, len(starts)))
    for start in starts:
        batches.put(start)
    batches.close()
    results: list[Any] = [None] * len(items)
    done: list[int] = []

    def work() -> None:
        for start in batches:
            for number in range(start, min(start + size, len(items))):
                results[number] = f(items[number])
                done.append(number)

    threads = [Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results if ordered else [results[number] for number in done]
