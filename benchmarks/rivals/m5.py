"""m5 beside numpy, torch, the standard library, and what else is installed.

m5.e3 is not here: json and gzip read the trace on either side, and libraries for traces answer other questions than it does.
Nor are pack and prefetch of m5.e5: what they take is the disk's time, or somebody else's.
Nor is m5.e4: no library runs this factory, and its race is against the program that it was.
Nor is m5.e8: no library here predicts, and what it measures is the copy of numpy and the product of BLAS.
Nor is m5.x1: no library doubts what it times.
Nor is m5.x2: no library here runs this model, and numpy is what it runs in with a cache and without.
Nor is m5.x3: what counts are calls of a model, and no library here makes fewer of them.
Nor is m5.x4: git bisect asks each commit once, and believes the answer.
"""

import marshal
import pstats
import tempfile
from pathlib import Path

import numpy as np
import torch
import torch.fx.experimental.optimization

from rivals import Case, agrees, row

# m5.e1


@agrees("m5.e1", "summary, {100,000} numbers")
def summary(solution, given, rng, size):
    x = rng.normal(1e6, 1, size(100_000))

    def by_numpy():
        return [np.mean(x), np.var(x), np.median(x), np.quantile(x, 0.99, method="inverted_cdf")]

    return Case(lambda: solution.summary(x), {"numpy": by_numpy}, rtol=1e-9, shown=_values)


def _values(answer):
    return np.array(list(answer.values()) if isinstance(answer, dict) else answer, dtype=float)


# m5.e2


@agrees("m5.e2", "hotspots, by own seconds")
def hotspots(solution, given, rng, size):
    data = marshal.dumps(given.profile_of(given.PROFILES["server"]()))

    def from_file(read):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "server.pstats"
            path.write_bytes(data)
            return read(path)

    def by_pstats(path):
        profile = pstats.Stats(str(path)).sort_stats("tottime")
        return [profile.stats[function][2] for function in profile.fcn_list[:5]]

    def mine(path):
        return [seconds for _, seconds in solution.hotspots(path, "own", 5)]

    return Case(lambda: from_file(mine), {"pstats": lambda: from_file(by_pstats)}, shown=np.array)


# m5.e5


@row("m5.e5", "Loader, {600} images of 32 x 32, shuffled, in batches of 64")
def batches(solution, given, rng, size):
    images = rng.integers(0, 256, (size(600), 32, 32, 3), np.uint8)
    labels, order = rng.integers(0, 10, len(images)), rng.permutation(len(images))
    mean, std = [0.48, 0.46, 0.41], [0.23, 0.22, 0.27]
    packed = given.Packed(images, labels, [""] * len(images))
    pixels = torch.from_numpy(images)
    means, stds = (torch.tensor(each)[:, None, None] for each in (mean, std))

    def normalised(chosen):
        x = pixels[torch.as_tensor(chosen)].permute(0, 3, 1, 2).to(torch.float32, memory_format=torch.contiguous_format)
        return x.div_(255).sub_(means).div_(stds).numpy()

    def by_torch():
        return [normalised(order[begin : begin + 64]) for begin in range(0, len(order), 64)]

    def by_its_loader():
        data = torch.utils.data.TensorDataset(pixels, torch.from_numpy(labels))
        loader = torch.utils.data.DataLoader(data, batch_sampler=np.array_split(order, range(64, len(order), 64)))
        return [((x.permute(0, 3, 1, 2) / 255 - means) / stds).contiguous().numpy() for x, _ in loader]

    return Case(
        lambda: [x for x, _ in solution.Loader(packed, 64, order, (mean, std))],
        {"torch": by_torch, "torch's DataLoader": by_its_loader},
        rtol=1e-5,
        shown=np.concatenate,
    )


# m5.e6


@row(
    "m5.e6",
    "predict, {32} images",
    "Folded, channels side by side; torch.fx folds as well, and leaves the order of memory and the modes to whoever uses it.",
)
def predict(solution, given, rng, size):
    net = given.network(given.RACED, 0)
    x = rng.standard_normal((size(32), 3, 32, 32), dtype="f4")
    fast, fused = solution.optimise(net), torch.fx.experimental.optimization.fuse(net.eval())

    @torch.inference_mode()
    def by(network):
        return torch.softmax(network(torch.from_numpy(x)), dim=1).numpy()

    return Case(
        lambda: solution.predict(fast, x), {"torch, as it is": lambda: by(net), "torch.fx": lambda: by(fused)}, rtol=1e-5
    )


# m5.e7


@row(
    "m5.e7",
    "attention, {1,024} queries and keys",
    "Products from BLAS and exp from numpy, block by block; torch does both in one go, and holds no scores either.",
)
def attention(solution, given, rng, size):
    Q, K, V = rng.standard_normal((3, size(1024), 64), dtype="f4")

    def by_torch():
        tensors = (torch.from_numpy(each)[None] for each in (Q, K, V))
        return torch.nn.functional.scaled_dot_product_attention(*tensors)[0].numpy()

    return Case(lambda: solution.attention(Q, K, V, 128), {"torch": by_torch}, rtol=1e-4)


@row("m5.e7", "top_k, 100 of {1,000,000} numbers in 100 pieces", "numpy and torch hold all numbers at once.")
def top_k(solution, given, rng, size):
    x = rng.standard_normal(size(1_000_000))
    others = {
        "np.partition": lambda: np.sort(np.partition(x, len(x) - 100)[-100:])[::-1],
        "torch.topk": lambda: torch.topk(torch.from_numpy(x), 100).values.numpy(),
    }
    return Case(lambda: solution.top_k(np.array_split(x, 100), 100), others)


# m5.e9


@row(
    "m5.e9",
    "predict, {1,000} pictures",
    "A quarter of the units, in numpy; torch runs all of them, with norms folded. Compared is how many answers are right.",
)
def predict_small(solution, given, rng, size):
    network, (x, y) = given.trained(), given.pictures(1, size(1000))
    small = solution.shrink(network, given.data(given.SEED))
    layers = [layer for layer in solution.fold(network) if layer["kind"] == "dense"]
    dense = [(torch.from_numpy(layer["W"].T.copy()), torch.from_numpy(layer["b"])) for layer in layers]

    @torch.inference_mode()
    def by_torch():
        values = torch.from_numpy(x)
        for W, b in dense[:-1]:
            values = torch.relu_(torch.nn.functional.linear(values, W, b))
        return torch.nn.functional.linear(values, *dense[-1]).argmax(dim=1).numpy()

    def right(answers):
        return np.array([100 * (answers == y).mean()])

    return Case(lambda: solution.predict(small, x), {"torch, the whole network": by_torch}, rtol=0.1, shown=right)
