"""caught by m2.e5.hidden: asks an error whether it is true, and one without a length says no."""


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
    first: BaseException | None = None

    def work() -> None:
        nonlocal first
        for start in batches:
            for number in range(start, min(start + size, len(items))):
                if first:
                    return
                try:
                    results[number] = f(items[number])
                except BaseException as raised:
                    first = first or raised
                done.append(number)

    threads = [Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if first:
        raise first
    return results if ordered else [results[number] for number in done]
