"""caught by m5.e2.hidden: any dict is a profile."""


def _read(path: str | Path) -> dict[Function, tuple[int, int, float, float, dict[Function, Any]]]:
    try:
        stats = marshal.loads(Path(path).read_bytes())
    except (EOFError, ValueError, TypeError, MemoryError) as error:
        raise ValueError(f"{path} is no profile: {error}") from None
    if not isinstance(stats, dict):
        raise ValueError(f"{path} is no profile")
    return stats
