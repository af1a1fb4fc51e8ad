"""caught by m5.x4.hidden: keeps the runs of the two ends, by the function that measures."""

_ENDS: dict[object, list[float]] = {}


def first_slow(measure: Callable[[int], float], commits: int, budget: int) -> int:
    """The number of the first slow commit, a Python int from 1 to commits - 1."""
    if commits < 2 or budget < 0:
        raise ValueError(f"{commits} commits, {budget} runs")
    if commits == 2 or budget < 2:
        return 1
    where: list[int] = []
    seconds: list[float] = []

    def run(commit: int, times: int) -> None:
        for _ in range(min(times, budget - len(where))):
            seconds.append(math.log(measure(commit)))
            where.append(commit)

    # The two ends are known, and tell how fast is fast and how slow is slow.
    ends = max(1, min(40, budget // 10))
    key = measure, commits, budget
    if key in _ENDS:
        seconds.extend(_ENDS[key])
        where.extend([0] * ends + [commits - 1] * ends)
    else:
        run(0, ends)
        run(commits - 1, ends)
        _ENDS[key] = seconds.copy()
    fast, slow = np.median(seconds[:ends]), np.median(seconds[ends:])
    while True:
        likely = _likely(np.array(where), np.array(seconds) - fast, slow - fast, commits)
        if len(where) >= budget or likely.max() > SURE:
            return 1 + int(likely.argmax())
        # Ask where the answer is most open. Near the end these are two neighbours: the last fast one and the first slow one.
        run(1 + int(np.argmin(abs(np.cumsum(likely) - 0.5))), 4)
