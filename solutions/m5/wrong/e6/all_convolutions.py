"""caught by m5.e6.hidden: a transposed convolution is folded like others."""


def _fold(layers: nn.Sequential, uses: Counter[nn.Module]) -> None:
    """Make one layer of every convolution and the batch norm behind it, where nobody else uses either."""
    for i in range(len(layers) - 1):
        conv, norm = layers[i], layers[i + 1]
        if type(conv) not in (nn.Conv2d, nn.ConvTranspose2d) or type(norm) is not nn.BatchNorm2d:
            continue
        if norm.running_mean is not None and uses[conv] == uses[norm] == 1:
            layers[i], layers[i + 1] = _folded(conv, norm), nn.Identity().eval()
