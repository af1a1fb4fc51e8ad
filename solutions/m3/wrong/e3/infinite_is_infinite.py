"""caught by m3.e3.hidden: answers with an infinity of its own, not with the plain sum."""


def _finite(total, x):
    if np.isnan(x).any():
        return math.nan
    return float(total) if math.isfinite(total) else math.inf if x.max() == np.inf else -math.inf
