"""caught by m5.e6.speed: folded and in one batch, and no faster for it."""


def optimise(net: nn.Module) -> nn.Module:
    """A copy in eval mode, with batch norms folded into the convolutions before them, and channels side by side."""
    if not isinstance(net, nn.Module):
        raise TypeError("net should be an nn.Module")
    fast = copy.deepcopy(net).eval().requires_grad_(False)
    for layer in list(fast.modules()):
        if type(layer) is nn.Sequential:
            _fold(layer)
    return fast
