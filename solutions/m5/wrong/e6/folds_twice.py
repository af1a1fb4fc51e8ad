"""caught by m5.e6.hidden: a convolution with two places is folded at both."""


def _fold(layers: nn.Sequential, uses: Counter[nn.Module]) -> None:
    """Make one layer of every convolution and the batch norm behind it, where nobody else uses either."""
    for i in range(len(layers) - 1):
        conv, norm = layers[i], layers[i + 1]
        if type(conv) is not nn.Conv2d or type(norm) is not nn.BatchNorm2d:
            continue
        if norm.running_mean is not None:
            layers[i], layers[i + 1] = _folded(conv, norm), nn.Identity().eval()


def _folded(conv: nn.Conv2d, norm: nn.BatchNorm2d) -> nn.Conv2d:
    """A new convolution: the old one may share its weights with another layer."""
    assert norm.running_mean is not None and norm.running_var is not None
    factor = 1 / torch.sqrt(norm.running_var.double() + norm.eps)
    if norm.affine:
        factor = factor * norm.weight
    bias = -norm.running_mean if conv.bias is None else conv.bias - norm.running_mean
    bias = bias * factor if norm.bias is None else bias * factor + norm.bias
    folded = conv
    folded.weight = nn.Parameter((conv.weight * factor[:, None, None, None]).float(), requires_grad=False)
    folded.bias = nn.Parameter(bias.float(), requires_grad=False)
    return folded
