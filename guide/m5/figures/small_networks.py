"""One task and eight networks: how many bytes, how much time for an answer, and how many wrong answers."""

import sys
import zlib

import numpy as np

from graders.course import ROOT
from graders.experiment import Axis, ExperimentResult, Lines, duration, interleaved, main
from graders.quantities import two_digits

sys.path.insert(0, str(ROOT / "assignments" / "m5"))
import given_e9 as given

UNITS = (256, 128)  # units of the large network, in its two layers
UNSEEN = 20_000  # pictures that no network has seen
ZEROS = 80  # per cent of the weights that become 0, where weights do
AT_ONCE = 100  # pictures in one call
EPOCHS = 30  # how often each network sees all pictures while it learns
WATTS = 10.0  # what a busy core takes: a guess, and all joules are this times seconds of its time
ROUNDS = 15  # how often each is measured, in turn
SEED = 8  # of pictures and first weights


def arrays(network):
    return [layer[name] for layer in network for name in layer if name != "kind"]


def with_arrays(network, change):
    """The network with every matrix of weights changed."""
    return [{**layer, "W": change(layer["W"])} if "W" in layer else layer for layer in network]


def rounded(bits):
    """To whole multiples of a step, one step for each column."""

    def change(W):
        step = np.maximum(np.abs(W).max(axis=0) / (2 ** (bits - 1) - 1), np.float32(1e-30))
        return np.round(W / step) * step

    return change


def masked(network, share):
    """Zeros for this share of the weights of each matrix: those that count least, with the factor of the norm behind them."""
    layers = []
    for layer, behind in zip(network, [*network[1:], {}], strict=True):
        if layer["kind"] == "dense":
            counts = np.abs(layer["W"] * behind.get("gain", 1) / np.sqrt(behind.get("var", np.float32(1)) + given.EPS))
            layer = {**layer, "W": np.where(counts < np.quantile(counts, share), np.float32(0), layer["W"])}
        layers.append(layer)
    return layers


def strongest(network, share):
    """Only this share of the units of each layer, those with the largest gains; the rest is taken for 0."""
    small, inputs = [], slice(None)
    for number, layer in enumerate(network):
        if layer["kind"] == "dense":
            gains = network[number + 1].get("gain") if number + 1 < len(network) else None
            units = slice(None) if gains is None else np.argsort(-np.abs(gains))[: round(len(gains) * share)]
            small.append({"kind": "dense", "W": layer["W"][inputs][:, units].copy(), "b": layer["b"][units]})
            inputs = units
        else:
            small.append({name: part if name == "kind" else part[inputs] for name, part in layer.items()})
    return small


def size(network, bits=32):
    """Bytes, if weights have so many bits, with a scale for each column; all else is float32."""
    weights = sum(layer["W"].size for layer in network if "W" in layer)
    scales = sum(layer["W"].shape[1] for layer in network if "W" in layer) if bits < 32 else 0
    return given.size(network) - 4 * weights + weights * bits // 8 + 4 * scales


def compressed(network):
    """Bytes, if weights are written with 8 bits and zlib goes over them."""
    written = [
        np.round(W / max(np.abs(W).max() / 127, 1e-30)).astype(np.int8).tobytes() for W in arrays(network) if W.ndim == 2
    ]
    return size(network, 8) - sum(map(len, written)) + sum(len(zlib.compress(each, 9)) for each in written)


def networks():
    """By name: a network, and its bytes."""
    x, y = given.data(SEED)["training"]
    whole = given.train(x, y, SEED, UNITS, EPOCHS)
    half, few = (given.train(x, y, SEED, tuple(n // times for n in UNITS), EPOCHS, part=1) for times in (2, 4))
    eight, four = (with_arrays(whole, rounded(bits)) for bits in (8, 4))
    holes = with_arrays(masked(whole, ZEROS / 100), rounded(8))
    quarter = strongest(whole, 0.25)
    return {
        "whole": (whole, size(whole)),
        "8 bits": (eight, size(whole, 8)),
        "4 bits": (four, size(whole, 4)),
        f"{ZEROS} % zeros": (holes, compressed(holes)),
        "a quarter cut out": (quarter, size(quarter)),
        "this quarter, 8 bits": (with_arrays(quarter, rounded(8)), size(quarter, 8)),
        "half as wide": (half, size(half)),
        "a quarter as wide": (few, size(few)),
    }


def best(points):
    """Those that no other beats: none has as few bytes, or seconds, and as few wrong answers."""
    return sorted((a, b) for a, b in points if not any(c <= a and d <= b and (c, d) != (a, b) for c, d in points))


def measure():
    found = networks()
    x, y = given.pictures([SEED, 9], UNSEEN)
    some = x[:AT_ONCE]
    took = interleaved({name: lambda network=network: given.run(network, some) for name, (network, _) in found.items()}, ROUNDS)
    rows, by_bytes, by_time = [], {}, {}
    for name, (network, length) in found.items():
        right = 100 * float((given.run(network, x).argmax(axis=1) == y).mean())
        seconds = took.seconds(name) / AT_ONCE
        by_bytes[name], by_time[name] = (length, 100 - right), (seconds, 100 - right)
        known, classes = given.data(SEED)["training"]
        missed = 100 * float((given.run(network, known).argmax(axis=1) != classes).mean())
        joules = f"{two_digits(1e6 * WATTS * seconds)} µJ"
        rows.append([name, f"{length:,}", f"{100 - right:.1f} %", f"{missed:.1f} %", duration(seconds), joules])
    told = "; ".join(
        f"{name} {two_digits(length / 1000)} kB, {duration(by_time[name][0])}, {wrong:.1f} %"
        for name, (length, wrong) in by_bytes.items()
    )
    return ExperimentResult(
        f"One task, {len(found)} networks, {UNSEEN:,} pictures that none of them has seen",
        ["network", "bytes", "wrong", "wrong in training", "answer takes", f"at {WATTS:g} W"],
        rows,
        f"Bytes, time for an answer, and wrong answers: {told}. No joule was measured: each is {WATTS:g} W times the time.",
        [
            Lines(
                Axis("bytes", "bytes", log=True),
                Axis("wrong answers, per cent", log=True),
                {"nobody is better in both": best(by_bytes.values())},
                dots=by_bytes,
            ),
            Lines(
                Axis("time for an answer", "seconds", log=True),
                Axis("wrong answers, per cent", log=True),
                {"nobody is better in both": best(by_time.values())},
                dots={name: dot for name, dot in by_time.items() if "bits" not in name or name == "4 bits"},
            ),
        ],
    )


if __name__ == "__main__":
    main(measure, quick={"UNITS": (32, 16), "UNSEEN": 500, "EPOCHS": 2, "ROUNDS": 2})
