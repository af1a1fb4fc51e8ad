"""caught by m5.e9.correct m5.e9.speed m5.e9.hidden: columns are multiplied by 0, and stay."""


def without_units(network: Network, layer: int, keep: np.ndarray, x: np.ndarray) -> Network:
    """Zeros in the columns that go, and their means in the next bias."""
    end = _next_dense(network, layer)
    means = run(network[:end], x).mean(axis=0, dtype=np.float64)
    means[keep] = 0
    small = [_copy(each) for each in network]
    mask = np.zeros(len(means), bool)
    mask[keep] = True
    small[layer]["W"] *= mask
    small[end]["W"][~mask] = 0
    small[end]["b"] = (network[end]["b"] + means @ network[end]["W"]).astype(np.float32)
    return small
