"""caught by m2.e2.hidden: every thread takes the next item by itself, and two at once cannot ask a generator."""


def map_threads(f: Callable[[Any], Any], items: Iterable[Any], workers: int) -> list[Any]:
    """[f(item) for item in items] by that many threads; leaving the `with` ends them."""
    numbered, answers, errors = enumerate(iter(items)), {}, {}

    def work(_: int) -> None:
        for index, item in numbered:
            try:
                answers[index] = f(item)
            except Exception as error:
                errors[index] = error

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, range(workers)))
    if errors:
        raise ItemError(min(errors)) from errors[min(errors)]
    return [answers[index] for index in range(len(answers))]
