"""caught by m5.e6.hidden: a channel whose weight is 0 is thought to be 1."""


def _folded(conv: nn.Conv2d, norm: nn.BatchNorm2d) -> nn.Conv2d:
    """A new convolution: the old one may stand elsewhere, too, or share its weights with another layer."""
    assert norm.running_mean is not None and norm.running_var is not None
    factor = 1 / torch.sqrt(norm.running_var.double() + norm.eps)
    if norm.affine:
        factor = factor * torch.where(norm.weight == 0, 1.0, norm.weight)
    bias = -norm.running_mean if conv.bias is None else conv.bias - norm.running_mean
    bias = bias * factor if norm.bias is None else bias * factor + norm.bias
    folded = copy.deepcopy(conv)
    folded.weight = nn.Parameter((conv.weight * factor[:, None, None, None]).float(), requires_grad=False)
    folded.bias = nn.Parameter(bias.float(), requires_grad=False)
    return folded
