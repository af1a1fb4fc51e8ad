"""Graphs and chains of m1.e6 in torch, with the same weights, to compare with. Needs torch: pip install -e '.[torch]'

    network = Network(graph)              a torch module: network(x) for x float32 of shape (rows, columns)
    chain = Chain(ops)                    likewise: chain(x, b) for x and b float32 of shape (n,)
    torch.compile(network)                one compiled function; its first call takes up to a minute

Wrap calls in torch.inference_mode(), or torch remembers every value for the gradient.
"""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn

Node = tuple[Any, ...]


class Network(nn.Module):
    """A graph (see assignments/m1/given_e6.py) as a module; what torch.compile makes of it is fused by torch."""

    def __init__(self, graph: Sequence[Node]) -> None:
        super().__init__()
        self._reads = [tuple(part for part in node[1:] if isinstance(part, int)) for node in graph]
        self._layers = nn.ModuleList([_layer(node) for node in graph[1:]])

    def forward(self, x: Tensor) -> Tensor:
        values = [x]
        for reads, layer in zip(self._reads[1:], self._layers, strict=True):
            values.append(layer(*[values[i] for i in reads]))
        return values[-1]


class Add(nn.Module):
    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        return x + y


def _layer(node: Node) -> nn.Module:
    operation = node[0]
    parts: list[nn.Module] = []
    if operation.startswith("linear"):
        weights, bias = map(torch.tensor, node[2:])
        parts.append(nn.Linear(*weights.shape))
        # A layer of torch's keeps W the other way round.
        parts[0].weight, parts[0].bias = nn.Parameter(weights.T.contiguous()), nn.Parameter(bias)
    if operation.endswith("relu"):
        parts.append(nn.ReLU())
    if operation.endswith("softmax"):
        parts.append(nn.Softmax(dim=1))
    if operation == "add":
        parts.append(Add())
    return parts[0] if len(parts) == 1 else nn.Sequential(*parts)


class Chain(nn.Module):
    """A chain of operations on every element, in float32."""

    def __init__(self, ops: Sequence[Node]) -> None:
        super().__init__()
        self._ops = [tuple(op) for op in ops]

    def forward(self, x: Tensor, b: Tensor) -> Tensor:
        for operation, *numbers in self._ops:
            if operation == "relu":
                x = torch.relu(x)
            elif operation == "clip":
                x = torch.clamp(x, *numbers)
            elif operation == "add_vector":
                x = x + b
            else:
                x = {"mul": torch.mul, "add": torch.add, "sub": torch.sub}[operation](x, *numbers)
        return x
