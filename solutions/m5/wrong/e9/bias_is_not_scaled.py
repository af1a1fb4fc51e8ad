"""caught by m5.e9.correct m5.e9.hidden: the bias of the dense layer is not multiplied."""


def fold(network: Network) -> Network:
    """A norm behind a dense layer scales its columns, and shifts its bias."""
    folded: Network = []
    for layer in network:
        if layer["kind"] == "norm" and folded and folded[-1]["kind"] == "dense":
            factor, shift = _factor_and_shift(layer)
            W, b = folded[-1]["W"] * factor, folded[-1]["b"] + shift
            folded[-1] = {"kind": "dense", "W": W.astype(np.float32), "b": b.astype(np.float32)}
        else:
            folded.append(_copy(layer))
    return folded
