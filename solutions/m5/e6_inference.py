"""m5.e6: answers only: a trained network that has to be fast, and to answer as before."""

import copy

import numpy as np
import torch
from torch import nn


def optimise(net: nn.Module) -> nn.Module:
    """A copy in eval mode, with batch norms folded into the convolutions before them, and channels side by side.

    Torch's own layers do not mind how a tensor lies in memory. Others may ask for a view, and get the usual order.
    """
    if not isinstance(net, nn.Module):
        raise TypeError("net should be an nn.Module")
    fast = copy.deepcopy(net).eval().requires_grad_(False)
    for layer in list(fast.modules()):
        if type(layer) is nn.Sequential:
            _fold(layer)
    if all(type(layer).__module__.startswith("torch.nn.") for layer in fast.modules()):
        fast.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    return fast


def _fold(layers: nn.Sequential) -> None:
    """Make one layer of every convolution and the batch norm behind it. Both stay as they are where else they stand."""
    for i in range(len(layers) - 1):
        conv, norm = layers[i], layers[i + 1]
        if type(conv) is not nn.Conv2d or type(norm) is not nn.BatchNorm2d or norm.running_mean is None:
            continue
        layers[i], layers[i + 1] = _folded(conv, norm), nn.Identity().eval()


def _folded(conv: nn.Conv2d, norm: nn.BatchNorm2d) -> nn.Conv2d:
    """A new convolution: the old one may stand elsewhere, too, or share its weights with another layer."""
    assert norm.running_mean is not None and norm.running_var is not None
    factor = 1 / torch.sqrt(norm.running_var.double() + norm.eps)
    if norm.affine:
        factor = factor * norm.weight
    bias = -norm.running_mean if conv.bias is None else conv.bias - norm.running_mean
    bias = bias * factor if norm.bias is None else bias * factor + norm.bias
    folded = copy.deepcopy(conv)
    folded.weight = nn.Parameter((conv.weight * factor[:, None, None, None]).float(), requires_grad=False)
    folded.bias = nn.Parameter(bias.float(), requires_grad=False)
    return folded


def predict(net: nn.Module, x: np.ndarray) -> np.ndarray:
    """One call for all images, in eval mode and without gradients."""
    if not isinstance(net, nn.Module):
        raise TypeError("net should be an nn.Module")
    if type(x) is not np.ndarray or x.dtype != np.float32:
        raise TypeError("x should be a numpy array of float32")
    if x.ndim != 4 or x.shape[1] != 3:
        raise ValueError("x should have the shape (n, 3, height, width)")
    modes = [(layer, layer.training) for layer in net.modules()]
    try:
        net.eval()
        with torch.inference_mode():
            return torch.softmax(net(torch.from_numpy(np.array(x, order="C"))), dim=1).numpy()
    finally:
        for layer, mode in modes:
            layer.training = mode
