"""Given for m5.e9: pictures, a way to train networks, a trained one, and the yardstick. Yours to call, not to change.

A network is a list of layers, each of them a dict, through which pictures go one after the other:
    {"kind": "dense", "W": (inputs, units), "b": (units,)}                    x @ W + b
    {"kind": "norm", "mean": (n,), "var": (n,), "gain": (n,), "shift": (n,)}  (x - mean) / sqrt(var + EPS) * gain + shift
    {"kind": "relu"}                                                          the larger one of x and 0
All arrays are float32. The last layer is dense. The unit with the largest number is the answer, the first one of equals.
"""

import base64
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

EPS = np.float32(1e-5)
SIDE = 12
CLASSES = 8
WIDTHS = (256, 128)
SEED = 20

Layer = dict[str, Any]
Network = list[Layer]
Pictures = tuple[np.ndarray, np.ndarray]


def pictures(seed: int | list[int], n: int) -> Pictures:
    """n drawings of 12 by 12 pixels, float32 of shape (n, 144), and which of 8 figures each shows, int64 of shape (n,)."""
    rng = np.random.default_rng(seed)
    y = rng.integers(0, CLASSES, n)
    middle_x, middle_y = rng.uniform(-1.5, 1.5, (2, n, 1))
    size, turned = rng.uniform(2.6, 4.2, (n, 1)), rng.uniform(-0.3, 0.3, (n, 1))
    place = np.arange(SIDE) - (SIDE - 1) / 2
    right, down = np.tile(place, SIDE) - middle_x, np.repeat(place, SIDE) - middle_y
    u = np.abs(np.cos(turned) * right + np.sin(turned) * down)
    v = np.abs(np.cos(turned) * down - np.sin(turned) * right)
    pen = 0.28 * size
    disc, square, diamond = np.hypot(u, v) - size, np.maximum(u, v) - 0.9 * size, u + v - 1.2 * size
    plus = np.maximum(np.minimum(u, v) - pen, np.maximum(u, v) - size)
    cross = np.maximum(np.abs(u - v) / 1.4 - pen, disc)
    outside = [disc, square, diamond, plus, cross, *(np.abs(each + pen) - pen for each in (disc, square, diamond))]
    ink = np.clip(0.5 - np.choose(y[:, None], outside), 0, 1) * rng.uniform(0.7, 1.3, (n, 1))
    return (ink + 0.1 * rng.standard_normal(ink.shape)).astype(np.float32), y


def data(seed: int) -> dict[str, Pictures]:
    """2,000 pictures for training, 4,000 for validation and 4,000 for the test."""
    parts = {"training": 2000, "validation": 4000, "test": 4000}
    return {part: pictures([seed, number], n) for number, (part, n) in enumerate(parts.items())}


def run(network: Network, x: np.ndarray) -> np.ndarray:
    """What comes out of the last layer, float32 of shape (n, classes)."""
    for layer in network:
        if layer["kind"] == "dense":
            x = x @ layer["W"]
            x += layer["b"]
        elif layer["kind"] == "norm":
            x = x - layer["mean"]
            x *= layer["gain"] / np.sqrt(layer["var"] + EPS)
            x += layer["shift"]
        elif layer["kind"] == "relu":
            x = np.maximum(x, 0)
        else:
            raise ValueError(f"there is no layer of the kind {layer['kind']!r}")
    return x


def size(network: Network) -> int:
    """The bytes of all its numbers."""
    return sum(array.nbytes for layer in network for name, array in layer.items() if name != "kind")


# Training: an ordinary one with Adam. What is not ordinary is that most units are made weaker and weaker on the way.


def train(
    x: np.ndarray, y: np.ndarray, seed: int, widths: tuple[int, ...] = WIDTHS, epochs: int = 30, part: int = 4
) -> Network:
    """A network for these pictures: before each relu a dense layer and a norm, and one unit in `part` with much to do."""
    rng, batch, steps = np.random.default_rng(seed), 50, epochs * (len(x) // 50)
    network = _untrained(rng, (x.shape[1], *widths, int(y.max()) + 1))
    names = ("W", "b", "gain", "shift")
    parameters = [layer[name] for layer in network for name in names if name in layer]
    moments = [(np.zeros_like(each), np.zeros_like(each)) for each in parameters]
    for step in range(steps):
        if step % (len(x) // batch) == 0:
            order = rng.permutation(len(x))
        chosen = order[step * batch % (len(x) // batch * batch) :][:batch]
        slopes = _slopes(network, x[chosen], y[chosen])
        rate = 1e-3 * (1 + np.cos(np.pi * (step + 1) / steps))
        for each, slope, (first, second) in zip(parameters, slopes, moments, strict=True):
            first += 0.1 * (slope - first)
            second += 0.01 * (slope * slope - second)
            mean, square = first / (1 - 0.9 ** (step + 1)), second / (1 - 0.99 ** (step + 1))
            each -= (rate * mean / (np.sqrt(square) + 1e-8)).astype(np.float32)
        if step > 0.3 * steps:
            for layer in network:
                if layer["kind"] == "norm":
                    weak = np.argsort(-np.abs(layer["gain"]))[len(layer["gain"]) // part :]
                    layer["gain"][weak] *= np.float32(0.985)
    for number, layer in enumerate(network):
        if layer["kind"] == "norm":
            seen = run(network[:number], x)
            layer["mean"], layer["var"] = seen.mean(axis=0), seen.var(axis=0)
    return network


def _untrained(rng: np.random.Generator, sizes: tuple[int, ...]) -> Network:
    network: Network = []
    for inputs, units in pairwise(sizes):
        W = rng.normal(0, (2 / inputs) ** 0.5, (inputs, units)).astype(np.float32)
        norm = {"mean": 0, "var": 1, "gain": 0.5, "shift": 0}
        network.append({"kind": "dense", "W": W, "b": np.zeros(units, np.float32)})
        network.append({"kind": "norm", **{name: np.full(units, value, np.float32) for name, value in norm.items()}})
        network.append({"kind": "relu"})
    return network[:-2]


def _slopes(network: Network, x: np.ndarray, y: np.ndarray) -> list[np.ndarray]:
    """How the loss changes with each parameter, layer by layer; a norm takes mean and variance from the pictures here."""
    seen = []
    for layer in network:
        if layer["kind"] == "norm":
            layer["mean"], layer["var"] = x.mean(axis=0), x.var(axis=0)
        seen.append(x)
        x = run([layer], x)
    odds = np.exp(x - x.max(axis=1, keepdims=True))
    change = odds / odds.sum(axis=1, keepdims=True)
    change[np.arange(len(y)), y] -= 1
    change /= np.float32(len(y))
    slopes: list[np.ndarray] = []
    for layer, x in zip(network[::-1], seen[::-1], strict=True):
        if layer["kind"] == "dense":
            slopes[:0] = [x.T @ change, change.sum(axis=0)]
            change = change @ layer["W"].T
        elif layer["kind"] == "norm":
            spread = np.sqrt(layer["var"] + EPS)
            scaled = (x - layer["mean"]) / spread
            slopes[:0] = [(change * scaled).sum(axis=0), change.sum(axis=0)]
            change = change * layer["gain"]
            change = (change - change.mean(axis=0) - scaled * (change * scaled).mean(axis=0)) / spread
        else:
            change = change * (x > 0)
    return slopes


def trained() -> Network:
    """The network that train makes of data(SEED), with 256 and 128 units, its numbers rounded to float16, as float32."""
    from given_trained_e9 import TRAINED

    return unpacked(TRAINED)


def unpacked(text: str) -> Network:
    """The network that tools/train_small_network.py wrote as text."""
    numbers = np.frombuffer(base64.b64decode(text), "<f2").astype(np.float32)
    network = _untrained(np.random.default_rng(0), (SIDE**2, *WIDTHS, CLASSES))
    for layer in network:
        for name in [name for name in layer if name != "kind"]:
            shape = layer[name].shape
            layer[name] = numbers[: layer[name].size].reshape(shape).copy()
            numbers = numbers[layer[name].size :]
    return network


@cache
def _whole() -> Network:
    return trained()


def whole_network(small: bytes, x: np.ndarray) -> np.ndarray:
    """The yardstick of predict: all of the network that trained() gives, whatever the bytes are."""
    if x.dtype != np.float32 or x.ndim != 2:
        raise ValueError("pictures are float32, and the rows of an array")
    if not (np.isfinite(x.min(initial=0)) and np.isfinite(x.max(initial=0))):
        raise ValueError("all numbers in x should be finite")
    return run(_whole(), x).argmax(axis=1)


# For the tests: networks and pictures stay on this side of the wire.


def same_arrays(function: Any, network: Network, *args: Any) -> tuple[Network, bool, bool]:
    """What a function makes of a network, whether this shares memory with it, and whether the network has changed."""
    before = [{name: np.copy(part) for name, part in layer.items()} for layer in network]
    made = function(network, *args)
    arrays, new = ([part for layer in each for part in layer.values() if not isinstance(part, str)] for each in (network, made))
    shares = any(np.shares_memory(one, other) for one in arrays for other in new)
    shares |= any(one is other for one in network for other in made)
    changed = len(before) != len(network) or any(
        one.keys() != other.keys() or any(not np.array_equal(one[name], other[name]) for name in one)
        for one, other in zip(before, network, strict=False)
    )
    return made, shares, changed


def twice(function: Any, network: Network, *args: Any) -> list[Network]:
    """What a function makes of a network, and then of the same one, of which all numbers have changed in place."""
    first = function(network, *args)
    seen = [{name: np.copy(part) if name != "kind" else part for name, part in layer.items()} for layer in first]
    for layer in network:
        for name in layer.keys() - {"kind", "var"}:
            layer[name] *= np.float32(-1.5)
    return [seen, function(network, *args), first]


def of_views(function: Any, x: np.ndarray, *args: Any) -> list[Any]:
    """What a function makes of the same pictures, read-only, with strides, backwards in memory, and by columns."""
    wide = np.zeros((2 * len(x), 2 * x.shape[1]), np.float32)
    wide[::2, ::2] = x
    views = [x.copy(), wide[::2, ::2], x[::-1, ::-1].copy()[::-1, ::-1], np.asfortranarray(x)]
    views[0].flags.writeable = False
    answers = [function(*args, view) for view in views]
    if not all(np.array_equal(view, x) for view in views):
        raise AssertionError("the pictures have changed")
    return answers
