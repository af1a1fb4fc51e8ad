"""caught by m5.e6.hidden: a batch norm in front is folded into the convolution, which adds zeros at the border."""


def _fold(layers: nn.Sequential) -> None:
    """Make one layer of every convolution and the batch norm behind it. Both stay as they are where else they stand."""
    for i in range(len(layers) - 1):
        conv, norm = layers[i], layers[i + 1]
        if type(conv) is nn.BatchNorm2d and type(norm) is nn.Conv2d and norm.groups == 1 and conv.running_mean is not None:
            _fold_forwards(layers, i)
            continue
        if type(conv) is not nn.Conv2d or type(norm) is not nn.BatchNorm2d or norm.running_mean is None:
            continue
        layers[i], layers[i + 1] = _folded(conv, norm), nn.Identity().eval()


def _fold_forwards(layers: nn.Sequential, i: int) -> None:
    norm, conv = layers[i], copy.deepcopy(layers[i + 1])
    assert isinstance(norm, nn.BatchNorm2d) and isinstance(conv, nn.Conv2d)
    factor = norm.weight / torch.sqrt(norm.running_var + norm.eps)
    added = conv.weight.sum((2, 3)) @ (norm.bias - norm.running_mean * factor)
    conv.bias = nn.Parameter(added if conv.bias is None else conv.bias + added, requires_grad=False)
    conv.weight = nn.Parameter(conv.weight * factor[None, :, None, None], requires_grad=False)
    layers[i], layers[i + 1] = nn.Identity().eval(), conv
