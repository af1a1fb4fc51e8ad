"""caught by m5.e9.hidden: of two norms behind a dense layer only the first one is folded."""


def fold(network: Network) -> Network:
    """Pairs of a dense layer and a norm."""
    folded: Network = []
    for number, layer in enumerate(network):
        if layer["kind"] == "norm" and number and network[number - 1]["kind"] == "dense":
            factor, shift = _factor_and_shift(layer)
            W, b = folded[-1]["W"] * factor, folded[-1]["b"] * factor + shift
            folded[-1] = {"kind": "dense", "W": W.astype(np.float32), "b": b.astype(np.float32)}
        else:
            folded.append(_copy(layer))
    return folded
