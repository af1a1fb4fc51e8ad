"""caught by m5.e1.hidden: no seed: the verdict on the same seconds changes."""


def _interval_of_the_median(ratios: np.ndarray) -> tuple[float, float]:
    """Where the median would lie in 95 of 100 cases, if the rounds were drawn again from those that there were."""
    rng = np.random.default_rng()
    medians = np.median(ratios[rng.integers(0, len(ratios), (RESAMPLES, len(ratios)))], axis=1)
    low, high = np.quantile(medians, [0.025, 0.975])
    return float(low), float(high)
