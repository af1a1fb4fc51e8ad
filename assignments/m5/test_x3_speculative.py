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


def rounds(models, prompt, answer, drafts):
    """How many rounds it takes on average to write this very answer, where a guess is accepted with min(1, p / q)."""
    text, where = np.concatenate([prompt, answer]), np.arange(len(prompt) - 1, len(prompt) + len(answer) - 1)
    large, small = (probabilities(model, text)[where, answer] for model in models)
    accepted = np.minimum(1, small / large)
    needed = np.zeros(len(answer) + 1)
    for begin in reversed(range(len(answer))):
        reached = 1.0
        guesses = min(drafts, len(answer) - begin - 1)
        needed[begin] = 1 + needed[begin + guesses + 1] * accepted[begin : begin + guesses].prod()
        for i in range(begin, begin + guesses):
            needed[begin] += reached * (1 - accepted[i]) * needed[i + 1]
            reached *= accepted[i]
    return needed[0]


@pytest.mark.points(2)
def test_exact(student, rng):
    """as likely as without a small model"""
    for count, drafts, times in ((1, 1, 500), (2, 1, 8000), (3, 2, 8000), (3, 4, 8000)):
        exact(student, rng, pair(rng, vocabulary=4, places=12), rng.integers(0, 4, 3), count, drafts, times)


@pytest.mark.points(1)
def test_calls(student, rng):
    """how often the large model is called"""
    calls, most = 0, 0.0
    for _ in range(8):
        models, prompts = pair(rng), [rng.integers(0, 20, size) for size in (1, 8, 24)]
        found = student.given.answers(student.speculate, models, prompts, (40, 4), int(rng.integers(1 << 40)))
        check.equal(found["stale"], 0, "how often a reader knew something else than prompt and answer, or the prompt changed")
        for large, small in zip(found["calls"], found["small"], strict=True):
            check.that(small <= 5 * large, f"the small model was called {small} times for {large} calls of the large one")
        check.that(
            found["first"] <= 28 and found["later"] <= 5, "the large model read more than the prompt, 4 drafts, and a token"
        )
        calls += sum(found["calls"])
        for prompt, answer in zip(prompts, found["answers"], strict=True):
            check.array(answer, "i8", (40,))
            most += 1.12 * rounds(models, prompt, answer, 4) + 1
    check.that(calls <= most, f"{calls} calls of the large model for 960 tokens, not {most:.0f} at most")
    same = [models[0], models[0]]
    for count, drafts in ((40, 4), (21, 6), (1, 3), (5, 9)):
        found = student.given.answers(student.speculate, same, prompts, (count, drafts), 1)
        most = -(-count // (drafts + 1)) + 1
        check.that(max(found["calls"]) <= most, f"{max(found['calls'])} calls, not {most}, where two models always agree")
