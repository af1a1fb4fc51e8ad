"""caught by m5.e6.hidden: the new bias is written into the old one, which other layers may share."""


def _folded(conv: nn.Conv2d, norm: nn.BatchNorm2d) -> nn.Conv2d:
    assert norm.running_mean is not None and norm.running_var is not None
    factor = 1 / torch.sqrt(norm.running_var.double() + norm.eps)
    if norm.affine:
        factor = factor * norm.weight
    bias = -norm.running_mean if conv.bias is None else conv.bias - norm.running_mean
    bias = bias * factor if norm.bias is None else bias * factor + norm.bias
    folded = copy.deepcopy(conv)
    folded.weight = nn.Parameter((conv.weight * factor[:, None, None, None]).float(), requires_grad=False)
    if conv.bias is None:
        folded.bias = nn.Parameter(bias.float(), requires_grad=False)
    else:
        folded.bias = conv.bias
        folded.bias.data.copy_(bias)
    return folded
