"""caught by m5.e1.correct m5.e1.hidden: one disturbed run in ten decides what the mean is."""


def _interval_of_the_median(ratios: np.ndarray) -> tuple[float, float]:
    """Where the median would lie in 95 of 100 cases, if the rounds were drawn again from those that there were."""
    rng = np.random.default_rng(0)
    means = np.mean(ratios[rng.integers(0, len(ratios), (RESAMPLES, len(ratios)))], axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)
