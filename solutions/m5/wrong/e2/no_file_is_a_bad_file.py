"""caught by m5.e2.hidden: says ValueError where there is no file."""


def _read(path: str | Path) -> dict[Function, tuple[int, int, float, float, dict[Function, Any]]]:
    import pstats

    try:
        stats = pstats.Stats(str(path)).stats  # type: ignore[attr-defined]
        for function, (_, calls, own, cumulative, callers) in stats.items():
            _, line, _ = function
            float(own) + cumulative + calls + line
            for numbers in callers.values():
                float(numbers[3])
        return stats
    except Exception as error:
        raise ValueError(f"{path} is no profile: {error}") from None
