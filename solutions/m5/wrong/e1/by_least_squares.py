"""caught by m5.e1.correct m5.e1.hidden: mean and standard error of the ratios, as if nobody ever had the processor."""


def _interval_of_the_median(ratios: np.ndarray) -> tuple[float, float]:
    """Where the median would lie in 95 of 100 cases, if the rounds were drawn again from those that there were."""
    error = 2 * np.std(ratios) / np.sqrt(len(ratios))
    return float(np.mean(ratios) - error), float(np.mean(ratios) + error)
