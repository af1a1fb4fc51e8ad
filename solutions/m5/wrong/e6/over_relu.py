"""caught by m5.e6.hidden: the last convolution takes in the batch norm, whatever stands between."""


def _fold(layers: nn.Sequential, uses: Counter[nn.Module]) -> None:
    """Make one layer of every convolution and the batch norm behind it, where nobody else uses either."""
    last = None
    for i in range(len(layers)):
        if type(layers[i]) is nn.Conv2d:
            last = i
        if type(layers[i]) is not nn.BatchNorm2d or last is None:
            continue
        conv, norm = layers[last], layers[i]
        assert isinstance(conv, nn.Conv2d) and isinstance(norm, nn.BatchNorm2d)
        if norm.running_mean is not None and uses[conv] == uses[norm] == 1:
            layers[last], layers[i] = _folded(conv, norm), nn.Identity().eval()
