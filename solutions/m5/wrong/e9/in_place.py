"""caught by m5.e9.correct m5.e9.speed m5.e9.hidden: the dense layers of the network itself are changed."""


def fold(network: Network) -> Network:
    """A norm behind a dense layer scales its columns, and shifts its bias."""
    folded: Network = []
    for layer in network:
        if layer["kind"] == "norm" and folded and folded[-1]["kind"] == "dense":
            factor, shift = _factor_and_shift(layer)
            folded[-1]["W"] *= factor.astype(np.float32)
            folded[-1]["b"] *= factor.astype(np.float32)
            folded[-1]["b"] += shift.astype(np.float32)
        else:
            folded.append(dict(layer))
    return folded
