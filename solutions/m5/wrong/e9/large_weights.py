"""caught by m5.e9.correct m5.e9.speed m5.e9.hidden: a quarter of the units stays, by their weights before norms are folded."""


def _pruned(network: Network, x: np.ndarray, share: float) -> Network:
    """The network with the units of the largest weights."""
    dense = [number for number, each in enumerate(network) if each["kind"] == "dense"]
    for layer in dense[:-1]:
        large = np.linalg.norm(network[layer]["W"], axis=0)
        network = without_units(network, layer, np.sort(np.argsort(-large)[: len(large) // 4]), x)
    return network


def shrink(network: Network, data: dict[str, Pictures]) -> bytes:
    """The boldest of some smaller networks that loses next to nothing on the validation part."""
    folded, _ = fold(network), data["validation"]
    for _lost, share in product(_LOST, _SHARES):
        small = _pruned(network, data["training"][0], share)
        return _packed(fold(small))
    return _packed(folded)
