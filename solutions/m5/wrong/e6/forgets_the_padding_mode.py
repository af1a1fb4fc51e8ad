"""caught by m5.e6.hidden: the folded convolution is made anew, with zeros at the border."""


def _folded(conv: nn.Conv2d, norm: nn.BatchNorm2d) -> nn.Conv2d:
    """A new convolution: the old one may stand elsewhere, too, or share its weights with another layer."""
    assert norm.running_mean is not None and norm.running_var is not None
    factor = 1 / torch.sqrt(norm.running_var.double() + norm.eps)
    if norm.affine:
        factor = factor * norm.weight
    bias = -norm.running_mean if conv.bias is None else conv.bias - norm.running_mean
    bias = bias * factor if norm.bias is None else bias * factor + norm.bias
    folded = nn.Conv2d(
        conv.in_channels,
        conv.out_channels,
        conv.kernel_size,  # type: ignore[arg-type]
        conv.stride,  # type: ignore[arg-type]
        conv.padding,  # type: ignore[arg-type]
        conv.dilation,  # type: ignore[arg-type]
        conv.groups,
    )
    folded.weight = nn.Parameter((conv.weight * factor[:, None, None, None]).float(), requires_grad=False)
    folded.bias = nn.Parameter(bias.float(), requires_grad=False)
    return folded
