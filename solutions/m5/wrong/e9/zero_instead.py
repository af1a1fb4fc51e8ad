"""caught by m5.e9.correct m5.e9.speed m5.e9.hidden: units that go are taken for 0."""


def without_units(network: Network, layer: int, keep: np.ndarray, x: np.ndarray) -> Network:
    """Fewer columns here, fewer rows there, and the means of what is gone in the bias there."""
    _check(keep, 1, np.int64)
    _check(x)
    dense = [number for number, each in enumerate(network) if each["kind"] == "dense"]
    if layer not in dense[:-1] or not len(x) or x.shape[1] != len(network[dense[0]]["W"]):
        raise ValueError("there should be pictures that fit, and a dense layer with another one behind it")
    units = network[layer]["W"].shape[1]
    if (np.diff(keep) <= 0).any() or (len(keep) and not 0 <= keep[0] <= keep[-1] < units):
        raise ValueError(f"keep should be ascending numbers of units, from 0 to {units - 1}")
    end = _next_dense(network, layer)
    means = run(network[:end], x).mean(axis=0, dtype=np.float64)
    means[keep] = 0
    small = [_copy(each) for each in network]
    for each in small[layer:end]:
        for name in each.keys() - {"kind"}:
            each[name] = each[name][..., keep].copy()
    small[end]["W"] = small[end]["W"][keep]
    small[end]["b"] = network[end]["b"].copy()
    return small
