"""caught by m5.e2.hidden: some texts are for marshal lists of billions of things, and MemoryError goes through."""


def _read(path: str | Path) -> dict[Function, tuple[int, int, float, float, dict[Function, Any]]]:
    """What is in the file. It may be anything, so everything is looked at."""
    data = Path(path).read_bytes()
    try:
        stats = marshal.loads(data)
    except (EOFError, ValueError, TypeError) as error:
        raise ValueError(f"{path} is no profile: {error}") from None
    if not isinstance(stats, dict) or not all(map(_is_function, stats)):
        raise ValueError(f"{path} is no profile: it has no functions")
    for numbers in stats.values():
        if not (
            isinstance(numbers, tuple) and len(numbers) == 5 and _are_numbers(numbers[:4]) and isinstance(numbers[4], dict)
        ):
            raise ValueError(f"{path} is no profile: a function has no four numbers and callers")
        for caller, of_these in numbers[4].items():
            if not (_is_function(caller) and isinstance(of_these, tuple) and len(of_these) == 4 and _are_numbers(of_these)):
                raise ValueError(f"{path} is no profile: a caller has no four numbers")
    return stats
