"""m5.x4: bisect the slow commit. Somewhere between last month and today the program became slower. In which commit?"""

import math
from collections.abc import Callable

import numpy as np

NOISE = 0.1
"""Of the logarithm of a run's seconds."""
LEAST = math.log(1.08)
"""By how much the slow commits are slower, at least, in logarithms."""
SURE = 1 - 1e-7


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
    run(0, ends)
    run(commits - 1, ends)
    fast, slow = np.median(seconds[:ends]), np.median(seconds[ends:])
    while True:
        likely = _likely(np.array(where), np.array(seconds) - fast, slow - fast, commits)
        if len(where) >= budget or likely.max() > SURE:
            return 1 + int(likely.argmax())
        # Ask where the answer is most open. Near the end these are two neighbours: the last fast one and the first slow one.
        run(1 + int(np.argmin(abs(np.cumsum(likely) - 0.5))), 4)


def _likely(where: np.ndarray, x: np.ndarray, gap: float, commits: int) -> np.ndarray:
    """For each commit but 0, how likely it is the first slow one, after these runs; x are logarithms, 0 is about fast."""
    undisturbed = (x > -0.4) & (x < gap + 0.35)
    where, x = where[undisturbed], x[undisturbed]
    counts, sums = np.bincount(where, minlength=commits), np.bincount(where, x, commits)
    before, sum_before = np.cumsum(counts)[:-1], np.cumsum(sums)[:-1]
    after, sum_after = np.maximum(counts.sum() - before, 1), sums.sum() - sum_before
    before = np.maximum(before, 1)
    # Two means, one on either side, fit the runs best where this is largest. They have to lie far enough apart.
    missing = np.minimum(sum_after / after - sum_before / before - LEAST, 0)
    fit = sum_before**2 / before + sum_after**2 / after - before * after / (before + after) * missing**2
    likely = np.exp((fit - fit.max()) / (2 * NOISE**2))
    return np.asarray(likely / likely.sum())
