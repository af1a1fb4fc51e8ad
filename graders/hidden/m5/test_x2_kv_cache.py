import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.x2")


def model(rng, vocabulary=50, context=64, layers=2, heads=3, w=8, d=16, wide=32, size=1.0):
    """A model with random weights, of the same kind as given_x2.model; the queries are `size` times as large."""

    def numbers(scale, *shape):
        return (rng.standard_normal(shape) * scale).astype("f4")

    def layer():
        into = {
            name: numbers(1.5 * d**-0.5 * (size if name == "query" else 1), heads, d, w) for name in ("query", "key", "value")
        }
        out = numbers(2 * (heads * w) ** -0.5, heads, w, d)
        return {**into, "out": out, "up": numbers(d**-0.5, d, wide), "down": numbers(wide**-0.5, wide, d)}

    ends = {"words": numbers(1, vocabulary, d), "places": numbers(0.5, context, d), "head": numbers(2 * d**-0.5, d, vocabulary)}
    return {**ends, "layers": [layer() for _ in range(layers)]}


def logits(model, tokens):
    """What a model says, in double precision, all tokens at once."""

    def normed(x):
        return x / np.sqrt((x * x).mean(axis=1, keepdims=True) + 1e-6)

    x = model["words"][tokens].astype("f8") + model["places"][: len(tokens)]
    later = np.triu(np.full((len(tokens), len(tokens)), -np.inf), 1)
    for layer in model["layers"]:
        y = normed(x)
        queries, keys, values = (y @ layer[name].astype("f8") for name in ("query", "key", "value"))
        scores = queries @ keys.swapaxes(1, 2) / np.sqrt(queries.shape[2]) + later
        weights = np.exp(scores - scores.max(axis=2, keepdims=True, initial=-np.inf))
        x = x + (weights / weights.sum(axis=2, keepdims=True) @ values @ layer["out"]).sum(axis=0)
        x = x + np.maximum(normed(x) @ layer["up"], 0) @ layer["down"]
    return normed(x) @ model["head"]


def near(got, want, what):
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


def shapes(rng):
    """Sizes of any model, none of them too large."""
    names = {"vocabulary": 60, "layers": 4, "heads": 5, "w": 12, "d": 40, "wide": 70}
    return {name: int(rng.integers(1, most)) for name, most in names.items()}


def all_shapes(rng):
    """Sizes of models: one of everything, more numbers in the heads than for a token, and any."""
    return [
        {"vocabulary": 1, "layers": 1, "heads": 1, "w": 1, "d": 1, "wide": 1},
        {"vocabulary": 300, "layers": 1, "heads": 8, "w": 16, "d": 8, "wide": 4},
        *(shapes(rng) for _ in range(5)),
    ]


def caches(student, rng):
    """Extending, cutting, and extending again, for models of all sizes; two caches take turns."""
    for sizes in all_shapes(rng):
        weights = model(rng, context=40, size=float(rng.choice([0, 1, 4])), **sizes)
        both = [student.Cache(weights), student.Cache(weights)]
        known = [np.empty(0, int), np.empty(0, int)]
        for _ in range(16):
            which = int(rng.integers(2))
            cache, begin = both[which], len(known[which])
            if begin and rng.random() < 0.3:
                begin = int(rng.choice([0, begin, rng.integers(begin + 1)]))
                cache.cut(begin)
                known[which] = known[which][:begin]
            new = rng.integers(0, sizes["vocabulary"], int(rng.choice([0, 1, 2, 5, 11, 40 - begin])))
            what = f"the logits of {len(new)} tokens behind {begin}, of a model with {sizes}"
            if begin + len(new) > 40:
                with check.raises("ValueError"):
                    cache.extend(new)
            else:
                known[which] = np.concatenate([known[which], new])
                near(cache.extend(new), logits(weights, known[which])[begin:], what)
            check.equal(cache.value("length"), len(known[which]), f"length after {what}")


def refused(student, rng):
    """What is refused, by Cache.extend in the middle of its work, by cut, and by generate."""
    weights, tokens = model(rng, context=12), rng.integers(0, 50, 12)
    cache = student.Cache(weights)
    cache.extend(tokens[:4])
    wrong = [("TypeError", tokens[4:7].astype(kind)) for kind in ("i4", "f8", "u8", "i2")]
    wrong += [("TypeError", [1, 2]), ("TypeError", 3), ("TypeError", (1,)), ("TypeError", np.int64(3))]
    wrong += [("ValueError", np.array([3, token, 3])) for token in (-1, 50, 51, -50, 1 << 40)]
    wrong += [("ValueError", tokens[4:6, None]), ("ValueError", np.array(3)), ("ValueError", np.zeros((0, 3), "i8"))]
    wrong += [("ValueError", tokens[:9])]
    for error, bad in wrong:
        with check.raises(error):
            cache.extend(bad)
        check.equal(cache.value("length"), 4, "the length after something that was refused")
        if not (type(bad) is np.ndarray and bad.shape == (9,)):
            for count in (0, 2):
                with check.raises(error):
                    student.generate(weights, bad, count)
    for length in (-1, 5, -4, 12):
        with check.raises("ValueError"):
            cache.cut(length)
        check.equal(cache.value("length"), 4, "the length after a cut that was refused")
    near(cache.extend(tokens[4:]), logits(weights, tokens)[4:], "the logits after much that was refused")
    for size, count in ((0, 0), (0, 1), (13, 0), (12, 1), (1, 12), (5, -1), (5, 8)):
        with check.raises("ValueError"):
            student.generate(weights, rng.integers(0, 50, size), count)


def answers(student, rng):
    """generate for all sizes of models and prompts, for equal logits, and for other weights in the same arrays."""
    for sizes in all_shapes(rng):
        weights = model(rng, context=40, **sizes)
        for size, count in ((1, 39), (39, 1), (40, 0), (1, 1), (int(rng.integers(1, 20)), int(rng.integers(0, 20)))):
            prompt = rng.integers(0, sizes["vocabulary"], size)
            what = f"{count} tokens after a prompt of {size}, of a model with {sizes}"
            got, (_, seen, _) = student.generate.inout(weights, prompt, count)
            check.equal(seen, prompt, "the prompt afterwards")
            right(got, weights, prompt, count, what)
    weights, other, prompt = model(rng), model(rng), rng.integers(0, 50, 10)
    alike = {**weights, "head": np.zeros_like(weights["head"])}
    check.equal(student.generate(alike, prompt, 20), np.zeros(20, int), "the answer where all logits are 0")
    layers = weights["layers"]
    for one_array in ({"head": other["head"]}, {"layers": [layers[0], {**layers[1], "key": other["layers"][1]["key"]}]}):
        some = {**weights, **one_array}
        got = student.given.changed_between(student.generate, some, weights, prompt, 20)
        for answer, now in zip(got, (some, weights, some, some), strict=True):
            right(answer, now, prompt, 20, "one of several answers, of weights that changed in one place only")
    got = student.given.changed_between(student.generate, weights, other, prompt, 20)
    for answer, now in zip(got, (weights, other, weights, weights), strict=True):
        right(answer, now, prompt, 20, "one of several answers, looked at in the end")
    for same in (prompt.copy(), prompt[:9], np.append(prompt, 3), np.append(prompt[:-1], (prompt[-1] + 1) % 50)):
        right(student.generate(weights, same, 12), weights, same, 12, "the answer for a prompt like the one before")


@pytest.mark.points(1)
def test_all_kinds(student, rng):
    """sizes, turns, cuts, refusals, weights, memory"""
    caches(student, rng)
    refused(student, rng)
    answers(student, rng)
    weights, tokens = model(rng), rng.integers(0, 50, 60)
    parts = [tokens[:20], tokens[20:40], tokens[40:41], tokens[41:42], tokens[42:60]]
    got = student.given.extended(student.Cache, weights, parts)
    near(np.concatenate([check_rows(rows) for rows in got]), logits(weights, tokens), "logits, all looked at in the end")
    rows, answer, same = student.given.of_read_only(student.Cache, student.generate, weights, tokens[:30], 20)
    check.that(same, "weights or tokens were changed")
    near(rows, logits(weights, tokens[:30]), "the logits of arrays that are read-only, with gaps")
    right(answer, weights, tokens[:30], 20, "the answer for arrays that are read-only, with gaps")

    memory(student, rng)


def memory(student, rng):
    """What full caches hold. The numbers of places are such that no room that is doubled happens to fit."""
    for places in (257, 101, 97, 81):
        weights, tokens = model(rng, context=places, heads=16, w=32, d=32), rng.integers(0, 50, places)
        held, peak, last = student.given.memory_of(student.Cache, weights, tokens)
        near(last, logits(weights, tokens)[-1:], f"the logits of the last of {places} tokens")
        whole = 8 * 2 * places * 16 * 32
        for times, got, when in ((1.75, held, "in the end"), (2.5, peak, "at the worst moment")):
            most = int(times * whole) + (64 << 10)
            check.that(got <= most, f"a cache for {places} tokens held {got:,} bytes {when}, not {most:,} at most")


def check_rows(rows):
    """Logits, one row for each token."""
    check.that(type(rows) is np.ndarray and rows.ndim == 2, "logits should be an array with two dimensions")
    return rows
