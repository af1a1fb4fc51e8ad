"""caught by m2.e2.correct: of equally fast ones it takes the last."""


def choose(work: str, seconds: float) -> str:
    """The fastest of the three."""
    threads = START_THREADS + (seconds if work == "python" else seconds / 2)
    times = {"processes": START_PROCESSES + seconds / 2, "threads": threads, "serial": seconds}
    return min(times, key=times.__getitem__)
