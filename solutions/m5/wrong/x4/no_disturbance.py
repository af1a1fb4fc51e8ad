"""caught by m5.x4.correct m5.x4.hidden: believes every run, also those that somebody else spoiled."""


def _likely(where: np.ndarray, x: np.ndarray, gap: float, commits: int) -> np.ndarray:
    """For each commit but 0, how likely it is the first slow one, after these runs; x are logarithms, 0 is about fast."""
    undisturbed = x > -np.inf
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
