from itertools import product

import numpy as np
import pytest

from graders.judge import check

pytestmark = pytest.mark.exercise("m5.x3")


def pair(rng, vocabulary=20, places=64, d=12):
    """Weights of a large and a small model, as given_x3.pair makes them; all tokens are possible."""

    def layer():
        return {name: rng.standard_normal((d, d)) / np.sqrt(d) for name in ("query", "key", "value", "up", "down")}

    layers = [layer() for _ in range(4)]
    words, spots, head = (rng.standard_normal(shape) for shape in ((vocabulary, d), (places, d), (d, vocabulary)))
    ends = {"words": words, "places": spots / 2, "head": head * 1.5 / np.sqrt(d)}
    return [({**ends, "layers": layers}, 0), ({**ends, "layers": layers[:1]}, 0)]


def probabilities(model, tokens):
    """What a model says comes behind each of the tokens."""
    weights, top = model

    def normed(x):
        return x / np.sqrt((x * x).mean(axis=1, keepdims=True) + 1e-6)

    def softmax(x):
        powers = np.exp(x - x.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    x = weights["words"][tokens] + weights["places"][: len(tokens)]
    for layer in weights["layers"]:
        y = normed(x)
        scores = (y @ layer["query"]) @ (y @ layer["key"]).T / np.sqrt(y.shape[1])
        x = x + softmax(np.where(np.tri(len(tokens)), scores, -np.inf)) @ y @ layer["value"]
        x = x + np.maximum(normed(x) @ layer["up"], 0) @ layer["down"]
    logits = normed(x) @ weights["head"]
    if top:
        logits[logits < np.sort(logits, axis=1)[:, -top, None]] = -np.inf
    return softmax(logits)


def leans(student, rng, models, prompts, count, drafts):
    """No token of long answers is drawn more often than it should be where the small model likes it better, or less often."""
    found = student.given.answers(student.speculate, models, prompts, (count, drafts), int(rng.integers(1 << 40)))
    excess, variance = 0.0, 0.0
    for prompt, answer in zip(prompts, found["answers"], strict=True):
        check.array(answer, "i8", (count,), "one of several answers")
        check.that(bool(((answer >= 0) & (answer < 20)).all()), "a token that does not exist")
        text, where = np.concatenate([prompt, answer]), slice(len(prompt) - 1, -1)
        large, small = (probabilities(model, text)[where] for model in models)
        liked = small - large
        mean = (large * liked).sum(axis=1)
        excess += float((liked[np.arange(count), answer] - mean).sum())
        variance += float((large * liked**2).sum() - (mean**2).sum())
    off = abs(excess) / np.sqrt(variance)
    check.that(off <= 7, f"long answers lean to or from what the small model says: {off:.1f} standard deviations, not 7")
    check.equal(found["stale"], 0, "how often a reader knew something else than prompt and answer, or the prompt changed")


def exact(student, rng, models, prompt, count, drafts, times):
    """As many answers are as often what they are as the large model says, by the chi-square of all possible answers."""
    vocabulary = len(models[0][0]["words"])
    seed = int(rng.integers(1 << 40))
    found = student.given.answers(student.speculate, models, [prompt] * times, (count, drafts), seed)
    what = f"answers of {count} tokens with {drafts} drafts, behind {len(prompt)} tokens"
    seen = np.zeros(vocabulary**count)
    for answer in found["answers"]:
        check.array(answer, "i8", (count,), f"one of {times} {what}")
        check.that(bool(((answer >= 0) & (answer < vocabulary)).all()), f"a token that does not exist, in {what}")
        seen[int(answer @ vocabulary ** np.arange(count)[::-1])] += 1
    expected = np.zeros(vocabulary**count)
    for i, text in enumerate(product(range(vocabulary), repeat=count)):
        rows = probabilities(models[0], np.array([*prompt, *text]))[len(prompt) - 1 :]
        expected[i] = times * np.prod(rows[np.arange(count), text])
    never = seen[expected == 0].sum()
    check.that(never == 0, f"{never:.0f} of {times} {what} are impossible: the large model gives 0 to one of their tokens")
    rare = expected < 10
    seen = np.append(seen[~rare], seen[rare].sum())
    expected = np.maximum(np.append(expected[~rare], expected[rare].sum()), 1e-9)
    chi_square, free = float(((seen - expected) ** 2 / np.maximum(expected, 1)).sum()), len(seen) - 1
    # A right one is above this limit once in 10**9 times. Source: Laurent and Massart, Annals of Statistics 28, 2000.
    limit = free + 2 * np.sqrt(21 * free) + 42
    check.that(
        chi_square <= limit,
        f"{times} {what} are not as likely as they should be: chi-square is {chi_square:.0f}, not {limit:.0f}",
    )
    check.equal(
        found["stale"], 0, f"how often a reader knew something else than prompt and answer, or the prompt changed, {what}"
    )
    return found


@pytest.mark.points(2)
def test_all_kinds(student, rng):
    """zeros, other models, long answers, refusals"""
    sizes = (1, 0, 5, 500), (2, 3, 6, 4000), (4, 2, 3, 4000), (3, 7, 4, 5000), (6, 3, 2, 1500), (5, 1, 2, 1500)
    for count, drafts, vocabulary, times in sizes:
        models = pair(rng, vocabulary=vocabulary, places=count + 2)
        exact(student, rng, models, rng.integers(0, vocabulary, 2), count, drafts, times)
    for tops in ((2, 4), (4, 2), (2, 2), (1, 1), (1, 4), (4, 1), (3, 3)):
        large, small = pair(rng, vocabulary=4, places=4)[0], pair(rng, vocabulary=4, places=9)[0]
        exact(student, rng, [(large[0], tops[0]), (small[0], tops[1])], rng.integers(0, 4, 1), 3, 2, 1000)
    models = pair(rng, vocabulary=1, places=9)
    found = exact(student, rng, models, np.zeros(1, int), 8, 3, 2)
    check.that(max(found["calls"]) <= 3, "more than 3 calls for 8 tokens where there is one token only, with 3 drafts")
    for drafts, count, times in ((3, 20, 60), (1, 9, 60), (25, 20, 20)):
        leans(student, rng, pair(rng), [rng.integers(0, 20, int(rng.integers(1, 44))) for _ in range(times)], count, drafts)

    models, prompts = pair(rng), [rng.integers(0, 20, size) for size in (3, 1, 60, 3)]
    for count, drafts in ((0, 4), (4, 0), (1, 3), (4, 2), (4, 10**15)):
        found = student.given.answers(student.speculate, models, prompts, (count, drafts), 5)
        again = student.given.answers(student.speculate, models, prompts, (count, drafts), 5, "odd")
        check.equal(found, again, "answers and calls for the same numbers of rng, the second time with prompts in odd arrays")
        check.equal(found["stale"], 0, "how often a reader knew something else than prompt and answer, or the prompt changed")
        for answer in found["answers"]:
            check.array(answer, "i8", (count,), f"an answer of {count} tokens, with {drafts} drafts")
        enough = found["first"] <= 60 + drafts and found["later"] <= drafts + 1
        check.that(enough, f"the large model read more than the prompt, {drafts} drafts, and a token")
        for calls in found["calls"]:
            check.that((calls > 0) == (count > 0) and calls <= count + 1, f"{calls} calls for {count} tokens, {drafts} drafts")
        other = student.given.answers(student.speculate, models, prompts, (count, drafts), 6)
        if count:
            same = all(np.array_equal(one, two) for one, two in zip(found["answers"], other["answers"], strict=True))
            check.that(not same, "the answers do not depend on rng")
    for drafts in (1, 4, 12):
        found = student.given.answers(student.speculate, [models[0], models[0]], prompts[:2], (24, drafts), 5)
        most = -(-24 // (drafts + 1)) + 1
        check.that(max(found["calls"]) <= most, f"{max(found['calls'])} calls, not {most}, where two models always agree")
        check.that(found["later"] <= drafts + 1, f"the large model read {found['later']} tokens, with {drafts} drafts")
    repeated(student, models, prompts)
    refused(student, rng)


def repeated(student, models, prompts):
    """All chance is drawn from the state of rng."""
    for count, drafts in ((20, 3), (4, 0)):
        starts = [prompts[i % 2] for i in range(8)]
        found = student.given.repeated(student.speculate, models, starts, (count, drafts))
        for first, again, _ in found:
            check.equal(again, first, "the answer for the same state of rng, put back into it")
        check.that(
            any(not np.array_equal(again, other) for _, again, other in found),
            "the answers do not depend on the state of rng, but on which rng it is",
        )


def refused(student, rng):
    """What is refused, before anything else happens."""
    models, good = pair(rng, vocabulary=6, places=10), np.array([1, 2, 5])
    wrong = [("TypeError", good.astype(kind), 2, 2) for kind in ("i4", "u8", "f8", "i2")]
    wrong += [("TypeError", bad, 2, 2) for bad in ([1, 2], (1,), 3, None, np.int64(2))]
    wrong += [("ValueError", bad, 2, 2) for bad in (good[None], good[:, None], np.array(3), good[:0])]
    wrong += [("ValueError", np.array([1, token, 2]), 2, 2) for token in (-1, 6, 7, 1 << 40)]
    wrong += [("ValueError", good, *sizes) for sizes in ((-1, 2), (2, -1), (8, 0), (8, 3), (70, 2), (0, -2))]
    wrong += [("ValueError", bad, 0, 2) for bad in (good[:0], np.arange(11) % 6, np.array([6]), np.array([2, -1]))]
    afterwards = "how often was read, if rng was used, how many tokens the readers know"
    for error, *rest in wrong:
        prompt, count, drafts = rest
        got = student.given.refused(student.speculate, models, prompt, (count, drafts))
        what = f"what is raised for a prompt {prompt}, {count} tokens, {drafts} drafts; {afterwards}"
        check.equal(got, [error, 0, False, [2, 2]], what)
    other, short = pair(rng, vocabulary=7, places=10), pair(rng, vocabulary=6, places=5)
    for pairs in ((models[0], other[1]), (other[0], models[1]), (models[0], short[1]), (short[0], models[1])):
        for drafts in (0, 2):
            got = student.given.refused(student.speculate, list(pairs), good, (3, drafts))
            check.equal(got, ["ValueError", 0, False, [2, 2]], f"what is raised for two models that do not fit; {afterwards}")
    fits = student.given.refused(student.speculate, models, good, (0, 2))
    check.equal(fits[:3], ["", 0, False], "what is raised where nothing is asked for; calls, and if rng was used")
