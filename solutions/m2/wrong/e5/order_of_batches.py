"""caught by m2.e5.hidden: unordered results come batch by batch, whatever was finished meanwhile."""


def run_workers(f: Callable[[Any], Any], items: Iterable[Any], workers: int, ordered: bool = True) -> list[Any]:
    """[f(x) for x in items], worked out by that many threads."""
    items = list(items)
    size = max(1, len(items) // (8 * workers))
    starts = range(0, len(items), size)
    batches = Channel(max(1, len(starts)))
    for start in starts:
        batches.put(start)
    batches.close()
    done: list[tuple[int, list[Any]]] = []
    errors: list[BaseException] = []

    def work() -> None:
        for start in batches:
            results: list[Any] = []
            for x in items[start : start + size]:
                if errors:
                    return
                try:
                    results.append(f(x))
                except BaseException as error:
                    errors.append(error)
            done.append((start, results))

    threads = [Thread(target=work) for _ in range(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    if ordered:
        done.sort(key=lambda batch: batch[0])
    return [result for _, results in done for result in results]
