"""caught by m5.x4.correct m5.x4.hidden: the fastest of several runs."""


def first_slow(measure: Callable[[int], float], commits: int, budget: int) -> int:
    if commits < 2 or budget < 0:
        raise ValueError(f"{commits} commits, {budget} runs")
    steps = math.ceil(math.log2(commits))
    if commits == 2 or budget < 2 + steps:
        return 1
    times = budget // (steps + 2)

    def typical(commit: int) -> float:
        return float(min([measure(commit) for _ in range(times)]))

    fast, slow = typical(0), typical(commits - 1)
    low, high = 0, commits - 1
    while high - low > 1:
        middle = (low + high) // 2
        if typical(middle) > math.sqrt(fast * slow):
            high = middle
        else:
            low = middle
    return high
