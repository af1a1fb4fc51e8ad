"""Given for m5.x1: three candidates that are honest, ten that are not, and a clock for them.

from given_x1 import judged
judged(measure_and_check, "plain")      # ("ratio", 3.0), or nearly
judged(measure_and_check, "zeros")      # ("rejected", the message of your AssertionError)
"""

import math
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np

Arrays = tuple[np.ndarray, ...]
Work = Callable[[float], None]

WORK = 1e-3
"""Seconds that a run of the yardstick takes on a good day."""


class Clock:
    """Stands still until somebody works; then the seconds are those of a shared machine, which gets hotter meanwhile."""

    def __init__(self, seed: int) -> None:
        self.now, self._runs, self._rng = 1000.0, 0, np.random.default_rng(seed)

    def __call__(self) -> float:
        return self.now

    def work(self, seconds: float) -> None:
        self._runs += 1
        weather = math.exp(2 * math.sin(self._runs / 100) + self._rng.normal(0, 0.03))
        disturbed = self._rng.uniform(2, 20) if self._rng.random() < 0.1 else 1.0
        self.now += float(seconds * weather * disturbed)


# What there is to compute: the yardstick's function, the shapes of its inputs, and how large their numbers are.


def smooth(x: np.ndarray) -> np.ndarray:
    """Mean of every number and its two neighbours; the ends wrap round."""
    return (np.roll(x, 1) + x + np.roll(x, -1)) / 3


def drift(x: np.ndarray) -> np.ndarray:
    """Sums of the first numbers, less their mean. The last sum is 0, or what rounding leaves of it."""
    return np.cumsum(x - x.mean())


def ramp(x: np.ndarray) -> np.ndarray:
    """What is negative becomes 0. In three of ten inputs nothing is, and in two of ten everything."""
    return np.maximum(x, 0)


def blend(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    return x * y[::-1]


def layer(weights: np.ndarray, x: np.ndarray, bias: np.ndarray) -> np.ndarray:
    return weights @ x + bias


TASKS: dict[str, tuple[Callable[..., np.ndarray], list[tuple[int, ...]], float]] = {
    "smooth": (smooth, [(300,)], 1.0),
    "tiny": (smooth, [(64,)], 1e-13),
    "drift": (drift, [(500,)], 1e3),
    "ramp": (ramp, [(8, 25)], 1.0),
    "blend": (blend, [(200,), (200,)], 1.0),
    "layer": (layer, [(20, 30), (30,), (20,)], 1e6),
}


def inputs_of(task: str) -> Callable[[int], Arrays]:
    """make_inputs for that task."""
    compute, shapes, size = TASKS[task]

    def make_inputs(seed: int) -> Arrays:
        rng = np.random.default_rng((seed, len(task)))
        made = tuple(size * rng.standard_normal(shape) for shape in shapes)
        luck = rng.random() if compute is ramp else 0.4
        return made if 0.3 < luck < 0.8 else tuple(np.copysign(x, 0.4 - luck) for x in made)

    return make_inputs


# Candidates: made of a function that says how long they work, and of one that computes what is right.


def plain(work: Work, compute: Callable[..., Any]) -> Callable[..., Any]:
    """Honest: three times as fast."""

    def candidate(*inputs: np.ndarray) -> np.ndarray:
        work(WORK / 3)
        return compute(*inputs)

    return candidate


def other_order(work: Work, compute: Callable[..., Any]) -> Callable[..., Any]:
    """Honest: it rounds in other places, and compiles something in its first calls."""
    calls = 0

    def candidate(x: np.ndarray) -> np.ndarray:
        nonlocal calls
        calls += 1
        work(WORK / 8 if calls > 2 else 100 * WORK)
        return np.cumsum(x) - x.mean() * np.arange(1, len(x) + 1)

    return candidate


def slower(work: Work, compute: Callable[..., Any]) -> Callable[..., Any]:
    """Honest: takes twice as long as the yardstick, and returns a column of something larger."""

    def candidate(*inputs: np.ndarray) -> np.ndarray:
        work(WORK * 2)
        answer = compute(*inputs)
        return np.stack([answer, -answer], axis=-1)[..., 0]

    return candidate


def zeros(work: Work, compute: Callable[..., Any]) -> Callable[..., Any]:
    def candidate(*inputs: np.ndarray) -> np.ndarray:
        work(WORK / 1000)
        return np.zeros_like(compute(*inputs))

    return candidate


def complex_numbers(work: Work, compute: Callable[..., Any]) -> Callable[..., Any]:
    """The right numbers, but in another dtype."""

    def candidate(*inputs: np.ndarray) -> np.ndarray:
        work(WORK / 9)
        return compute(*inputs).astype(complex)

    return candidate


def lazy(work: Work, compute: Callable[..., Any]) -> Callable[..., Any]:
    """An object that numpy takes for an array, and that computes when it does."""

    class Later:
        def __init__(self, inputs: Arrays) -> None:
            self.inputs = [each.copy() for each in inputs]
            self.dtype, self.shape = np.dtype(float), self.inputs[0].shape

        def __array__(self, dtype: Any = None, copy: Any = None) -> np.ndarray:
            work(WORK)
            return np.asarray(compute(*self.inputs), dtype)

    def candidate(*inputs: np.ndarray) -> Any:
        work(WORK / 1000)
        return Later(inputs)

    return candidate


def replayed(work: Work, compute: Callable[..., Any]) -> Callable[..., Any]:
    """Keeps its answers and all promises. The ratio it deserves is 1.0."""
    known: dict[Any, np.ndarray] = {}

    def candidate(*inputs: np.ndarray) -> np.ndarray:
        key = tuple(each.tobytes() for each in inputs)
        work(WORK / 1000 if key in known else WORK)
        if key not in known:
            known[key] = compute(*inputs)
        return known[key].copy()

    return candidate


def kept_by_id(work: Work, compute: Callable[..., Any]) -> Callable[..., Any]:
    """Keeps its answers by where the array lies, and the array, so that no other one comes to lie there."""
    known: dict[int, Any] = {}

    def candidate(*inputs: np.ndarray) -> np.ndarray:
        key = id(inputs[0])
        work(WORK / 1000 if key in known else WORK)
        if key not in known:
            known[key] = inputs, compute(*inputs)
        return known[key][1].copy()

    return candidate


def one_buffer(work: Work, compute: Callable[..., Any]) -> Callable[..., Any]:
    """Every answer is the same array, with new numbers in it."""
    buffer: np.ndarray | None = None

    def candidate(*inputs: np.ndarray) -> np.ndarray:
        nonlocal buffer
        work(WORK / 4)
        answer = compute(*inputs)
        if buffer is None:
            buffer = answer
        buffer[...] = answer
        return buffer

    return candidate


def shared_answers(work: Work, compute: Callable[..., Any]) -> Callable[..., Any]:
    """Keeps its answers, and returns them once more, whatever the caller has written into them."""
    known: dict[Any, np.ndarray] = {}

    def candidate(*inputs: np.ndarray) -> np.ndarray:
        work(WORK / 4)
        return known.setdefault(tuple(each.tobytes() for each in inputs), compute(*inputs))

    return candidate


def in_place(work: Work, compute: Callable[..., Any]) -> Callable[..., Any]:
    """Needs no memory for the answer: it has that of the input."""

    def candidate(x: np.ndarray) -> np.ndarray:
        work(WORK / 3)
        x[...] = compute(x)
        return x.copy()

    return candidate


def one_axis_more(work: Work, compute: Callable[..., Any]) -> Callable[..., Any]:
    """numpy compares the two all the same."""

    def candidate(*inputs: np.ndarray) -> np.ndarray:
        work(WORK / 4)
        return compute(*inputs)[None]

    return candidate


def gives_up(work: Work, compute: Callable[..., Any]) -> Callable[..., Any]:
    """Every eighth call raises something."""
    calls = 0

    def candidate(*inputs: np.ndarray) -> np.ndarray:
        nonlocal calls
        calls += 1
        work(WORK / 4)
        if calls % 8 == 0:
            raise IndexError("index 200 is out of bounds")
        return compute(*inputs)

    return candidate


Maker = Callable[[Work, Callable[..., Any]], Callable[..., Any]]
CANDIDATES: dict[str, tuple[Maker, str]] = {
    "plain": (plain, "smooth"),
    "another order": (other_order, "drift"),
    "slower": (slower, "ramp"),
    "zeros": (zeros, "tiny"),
    "complex numbers": (complex_numbers, "layer"),
    "lazy": (lazy, "smooth"),
    "replayed answers": (replayed, "blend"),
    "kept by id": (kept_by_id, "layer"),
    "one buffer": (one_buffer, "drift"),
    "answers that are shared": (shared_answers, "smooth"),
    "works in its input": (in_place, "ramp"),
    "an axis too many": (one_axis_more, "blend"),
    "gives up": (gives_up, "smooth"),
}


def judged(measure_and_check: Callable[..., Any], name: str, source: str = "", task: str = "") -> tuple[str, Any]:
    """("ratio", what it returned) or ("rejected", the message): of the candidate of that name, or of make in that source."""
    if source:
        names: dict[str, Any] = {"np": np, "WORK": WORK}
        exec(source, names)
        make = names["make"]
    else:
        make, task = CANDIDATES[name]
    clock, compute = Clock(zlib.crc32(name.encode())), TASKS[task][0]
    made = make(clock.work, compute)

    # One looks like the other: what tells them apart is what they do, not what they are called.
    def candidate(*inputs: np.ndarray) -> Any:
        return made(*inputs)

    def yardstick(*inputs: np.ndarray) -> np.ndarray:
        clock.work(WORK)
        return compute(*inputs)

    try:
        return "ratio", measure_and_check(candidate, yardstick, inputs_of(task), clock)
    except AssertionError as error:
        return "rejected", str(error)
