"""m5.e9: fold, leave out units that hardly change anything, eight bits per weight; how far, the validation part says."""

import json
import math
from itertools import pairwise, product

import numpy as np
from given_e9 import EPS, Layer, Network, Pictures, run

_SHARES = (0.9, 0.7, 0.6, 0.45, 0.4, 0.35, 0.3, 0.2, 0.1, 0.05, 0.02)
"""Units below this share of the largest effect of their layer go; the boldest comes first."""
_LOST = (0.2, 0.4, 0.6)
"""Percentage points that may be lost on the validation part, and where no network does it, a few more: chance adds some."""


def _check(x: np.ndarray, dimensions: int = 2, dtype: type = np.float32) -> None:
    if type(x) is not np.ndarray or x.dtype != dtype:
        raise TypeError(f"a numpy array of {np.dtype(dtype)} is asked for")
    if x.ndim != dimensions:
        raise ValueError(f"an array of {dimensions} dimensions is asked for, not of {x.ndim}")
    if not (np.isfinite(x.min(initial=0)) and np.isfinite(x.max(initial=0))):
        raise ValueError("all numbers should be finite")


def _copy(layer: Layer) -> Layer:
    return {name: part if name == "kind" else part.copy() for name, part in layer.items()}


def _factor_and_shift(norm: Layer) -> tuple[np.ndarray, np.ndarray]:
    """A norm as one multiplication and one addition, in double precision."""
    factor = norm["gain"] / np.sqrt(norm["var"].astype(np.float64) + EPS)
    return factor, norm["shift"] - norm["mean"] * factor


def fold(network: Network) -> Network:
    """A norm behind a dense layer scales its columns, and shifts its bias."""
    folded: Network = []
    for layer in network:
        if layer["kind"] == "norm" and folded and folded[-1]["kind"] == "dense":
            factor, shift = _factor_and_shift(layer)
            W, b = folded[-1]["W"] * factor, folded[-1]["b"] * factor + shift
            folded[-1] = {"kind": "dense", "W": W.astype(np.float32), "b": b.astype(np.float32)}
        else:
            folded.append(_copy(layer))
    return folded


def _next_dense(network: Network, layer: int) -> int:
    return next(number for number in range(layer + 1, len(network)) if network[number]["kind"] == "dense")


def without_units(network: Network, layer: int, keep: np.ndarray, x: np.ndarray) -> Network:
    """Fewer columns here, fewer rows there, and the means of what is gone in the bias there."""
    _check(keep, 1, np.int64)
    _check(x)
    dense = [number for number, each in enumerate(network) if each["kind"] == "dense"]
    if layer not in dense[:-1] or not len(x) or x.shape[1] != len(network[dense[0]]["W"]):
        raise ValueError("there should be pictures that fit, and a dense layer with another one behind it")
    units = network[layer]["W"].shape[1]
    if (np.diff(keep) <= 0).any() or (len(keep) and not 0 <= keep[0] <= keep[-1] < units):
        raise ValueError(f"keep should be ascending numbers of units, from 0 to {units - 1}")
    end = _next_dense(network, layer)
    means = run(network[:end], x).mean(axis=0, dtype=np.float64)
    means[keep] = 0
    small = [_copy(each) for each in network]
    for each in small[layer:end]:
        for name in each.keys() - {"kind"}:
            each[name] = each[name][..., keep]
    small[end]["W"] = small[end]["W"][keep]
    small[end]["b"] = (network[end]["b"] + means @ network[end]["W"]).astype(np.float32)
    return small


def _pruned(network: Network, x: np.ndarray, share: float) -> Network:
    """The network without all units whose effect is below this share of the largest one in their layer."""
    dense = [number for number, each in enumerate(network) if each["kind"] == "dense"]
    small = network
    for layer, end in pairwise(dense):
        effect = run(network[:end], x).std(axis=0) * np.linalg.norm(network[end]["W"], axis=1)
        small = without_units(small, layer, np.flatnonzero(effect >= share * effect.max(initial=0)), x)
    return small


def _packed(network: Network) -> bytes:
    """A line of JSON with the shapes, then all numbers: int8 with one scale per column, the others as float32."""
    shapes, parts = [], []
    for layer in network:
        if layer["kind"] == "dense":
            scale = np.abs(layer["W"]).max(axis=0, initial=0) / np.float32(127)
            whole = np.rint(layer["W"] / np.where(scale, scale, 1)).astype(np.int8)
            parts += [scale.astype("<f4"), layer["b"].astype("<f4"), whole]
            shapes.append(whole.shape)
        elif layer["kind"] == "norm":
            parts += [each.astype("<f4") for each in _factor_and_shift(layer)]
            shapes.append(parts[-1].shape)
        else:
            shapes.append(())
    return b"".join([json.dumps(shapes).encode(), b"\n", *(part.tobytes() for part in parts)])


def shrink(network: Network, data: dict[str, Pictures]) -> bytes:
    """The boldest of some smaller networks that loses next to nothing on the validation part."""
    folded, (x, y) = fold(network), data["validation"]
    before = _right(run(network, x).argmax(axis=1), y)
    for lost, share in product(_LOST, _SHARES):
        small = _packed(_pruned(folded, data["training"][0], share))
        if _right(predict(small, x), y) >= before - lost:
            return small
    return _packed(folded)


def _right(answers: np.ndarray, y: np.ndarray) -> float:
    return float(100 * (answers == y).mean())


def predict(small: bytes, x: np.ndarray) -> np.ndarray:
    """Unpack, and run through fewer columns."""
    if not isinstance(small, bytes):
        raise TypeError("a small network is bytes")
    _check(x)
    head, _, rest = small.partition(b"\n")
    shapes = json.loads(head)
    if len(rest) != sum(8 * shape[-1] + (len(shape) == 2) * math.prod(shape) for shape in shapes if shape):
        raise ValueError("the end of the small network is missing")
    at = 0
    for shape in shapes:
        if not shape:
            x = np.maximum(x, 0)
            continue
        n = shape[-1]
        factor, shift = np.frombuffer(rest, "<f4", 2 * n, at).reshape(2, n)
        at += 8 * n
        if len(shape) == 2:
            x = x @ (np.frombuffer(rest, np.int8, shape[0] * n, at).reshape(shape) * factor)
            at += shape[0] * n
        elif x.shape[1] == n:
            x = x * factor
        else:
            raise ValueError("pictures of another width")
        x += shift
    return x.argmax(axis=1)


def report(network: Network, small: bytes, data: dict[str, Pictures]) -> dict[str, float]:
    """The test part has its say when everything is decided."""
    x, y = data["test"]
    if not len(x):
        raise ValueError("without any picture there is nothing to say")
    before, after = _right(run(network, x).argmax(axis=1), y), _right(predict(small, x), y)
    return {"bytes": len(small), "before": before, "after": after, "lost": before - after}
