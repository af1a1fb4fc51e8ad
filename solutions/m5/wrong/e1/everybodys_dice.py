"""caught by m5.e1.hidden: seeds numpy.random, which other people use, too."""


def _interval_of_the_median(ratios: np.ndarray) -> tuple[float, float]:
    """Where the median would lie in 95 of 100 cases, if the rounds were drawn again from those that there were."""
    np.random.seed(0)
    medians = np.median(ratios[np.random.randint(0, len(ratios), (RESAMPLES, len(ratios)))], axis=1)
    low, high = np.quantile(medians, [0.025, 0.975])
    return float(low), float(high)
