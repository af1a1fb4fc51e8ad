"""caught by m5.e6.hidden: a transposed convolution is folded like others."""


def _fold(layers: nn.Sequential) -> None:
    """Make one layer of every convolution and the batch norm behind it. Both stay as they are where else they stand."""
    for i in range(len(layers) - 1):
        conv, norm = layers[i], layers[i + 1]
        if type(conv) not in (nn.Conv2d, nn.ConvTranspose2d) or type(norm) is not nn.BatchNorm2d or norm.running_mean is None:
            continue
        layers[i], layers[i + 1] = _folded(conv, norm), nn.Identity().eval()
