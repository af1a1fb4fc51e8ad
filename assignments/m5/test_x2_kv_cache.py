import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.x2")


def model(rng, vocabulary=50, context=64, layers=2, heads=3, w=8, d=16, wide=32):
    """A model with random weights, of the same kind as given_x2.model."""

    def numbers(scale, *shape):
        return (rng.standard_normal(shape) * scale).astype("f4")

    def layer():
        into = {name: numbers(1.5 * d**-0.5, heads, d, w) for name in ("query", "key", "value")}
        out = numbers(2 * (heads * w) ** -0.5, heads, w, d)
        return {**into, "out": out, "up": numbers(d**-0.5, d, wide), "down": numbers(wide**-0.5, wide, d)}

    ends = {"words": numbers(1, vocabulary, d), "places": numbers(0.5, context, d), "head": numbers(2 * d**-0.5, d, vocabulary)}
    return {**ends, "layers": [layer() for _ in range(layers)]}


def logits(model, tokens):
    """What a model says, in double precision, all tokens at once."""

    def normed(x):
        return x / np.sqrt((x * x).mean(axis=1, keepdims=True) + 1e-6)

    x = model["words"][tokens].astype("f8") + model["places"][: len(tokens)]
    for layer in model["layers"]:
        y = normed(x)
        queries, keys, values = (y @ layer[name].astype("f8") for name in ("query", "key", "value"))
        scores = queries @ keys.swapaxes(1, 2) / np.sqrt(queries.shape[2])
        weights = np.tril(np.exp(scores - scores.max(axis=2, keepdims=True, initial=-np.inf)))
        x = x + (weights / weights.sum(axis=2, keepdims=True) @ values @ layer["out"]).sum(axis=0)
        x = x + np.maximum(normed(x) @ layer["up"], 0) @ layer["down"]
    return normed(x) @ model["head"]


def near(got, want, what):
    """These logits, to a thousandth of each and a ten-thousandth of the largest."""
    check.close(got, want.astype("f4"), rtol=1e-3, atol=1e-4 * float(np.abs(want).max(initial=0)), what=what)


def right(answer, model, prompt, count, what="the answer"):
    """Every token of the answer has the largest logit, given those before it, or as good as that."""
    check.array(answer, "i8", (count,), what)
    check.that(bool(((answer >= 0) & (answer < len(model["words"]))).all()), f"{what} has tokens that do not exist")
    rows = logits(model, np.concatenate([prompt, answer]))[len(prompt) - 1 : len(prompt) - 1 + count]
    for i, (token, row) in enumerate(zip(answer, rows, strict=True)):
        behind = row.max() - row[token]
        enough = behind <= 1e-4 * np.abs(row).max()
        check.that(bool(enough), f"token {i} of {what} is {token}; the logit of {row.argmax()} is larger by {behind:.2g}")


@pytest.mark.points(1)
def test_cache(student, rng):
    """logits, token by token and in parts"""
    weights = model(rng)
    tokens = rng.integers(0, 50, 64)
    want = logits(weights, tokens)
    for parts in ([64], [1] * 12, [5, 1, 7, 0, 20], [1, 63]):
        cache, end = student.Cache(weights), 0
        check.equal(cache.value("length"), 0, "the length of a new cache")
        for part in parts:
            begin, end = end, end + part
            near(cache.extend(tokens[begin:end]), want[begin:end], f"the logits of tokens {begin} to {end}, parts {parts}")
            check.equal(cache.value("length"), end, "the length of the cache")
    cache.cut(20)
    check.equal(cache.value("length"), 20, "the length after a cut")
    other = np.concatenate([tokens[:20], rng.integers(0, 50, 30)])
    near(cache.extend(other[20:]), logits(weights, other)[20:], "the logits of 30 other tokens after a cut to 20")
    with check.raises("ValueError"):
        cache.extend(tokens[:15])
    with check.raises("ValueError"):
        cache.cut(51)


@pytest.mark.points(1)
def test_generate(student, rng):
    """generate: the same tokens as without a cache"""
    for prompt_size, count in ((1, 1), (5, 20), (30, 34), (4, 0)):
        weights, prompt = model(rng), rng.integers(0, 50, prompt_size)
        what = f"{count} tokens after a prompt of {prompt_size}"
        right(student.generate(weights, prompt, count), weights, prompt, count, what)
    for size, count in ((0, 3), (60, 5), (3, -1)):
        with check.raises("ValueError"):
            student.generate(weights, rng.integers(0, 50, size), count)


@pytest.mark.perf(steps={2: 1, 3.5: 2})
def test_race(student, rng):
    """64 tokens after a prompt of 96"""

    def make():
        return model(rng, context=256, heads=4, w=32, d=128, wide=256), rng.integers(0, 50, 96), 64

    student.race("generate", make, against="again", verify=right)
