"""What the rounds of a race prove: sequential tests, steps and points. Pure arithmetic, without a clock.

A round is one pair of timings. After every round two one-sided tests look at every published step: is the median ratio above
it, or below it, by more than the dead band? They may look as often as they like, for their error rates hold at any time.

Sources: the sign test as an e-process with a uniform mixture over the success probability (Ramdas et al., Game-theoretic
statistics and safe anytime-valid inference, 2023; Howard et al., Time-uniform confidence sequences, 2021).
"""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graders.result import Speedup, Step

DEAD_BAND = 0.05
"""Relative width around a step within which either verdict is right."""
ALPHA = 0.002
"""How often a test may be wrong that looks after every round."""
MAX_ROUNDS = {"cpu": 100, "wall": 36}
"""Of one attempt, by clock. 100 decide a step when three rounds of four lie on the same side of it, 36 when five of six do. By
the wall clock more would help little: what a busy machine lacks is clean rounds."""
FAR = 3.0
"""No disturbance seen so far makes a median this many times larger or smaller: a processor whose neighbour on the same core is
busy is 1.9 times slower, and may be for all rounds of an attempt. A step passed by that much needs no second attempt. By the
wall clock a step missed by that much is decided by all rounds, clean or not: threads that wake each other all the time make the
pressure themselves, and would never be called."""
CONFIRMED = 2
"""So many attempts have to say the same."""


@dataclass(frozen=True)
class Round:
    """One pair: yardstick's seconds over student's, and under which circumstances."""

    ratio: float
    seconds: float
    """Of one call of the student's."""
    clean: bool = True
    """Nobody waited for a CPU meanwhile."""


@dataclass(frozen=True)
class Attempt:
    """What the rounds of one attempt decide: how many steps are reached, how many of them by far, and which above stay open."""

    rounds: Sequence[Round]
    reached: int
    by_far: int
    open: tuple[Step, ...]
    by_wall_clock: bool


def settle(rounds: Sequence[Round], factor: float, *, by_wall_clock: bool) -> bool | None:
    """Whether the median ratio reaches the step: True, False, or None while the evidence does not suffice.

    By CPU time every round counts. By the wall clock only the clean ones do, with two exceptions that are safe, for a busy
    machine takes time away from whoever needs two cores and hardly ever gives any: all rounds together may say that the
    step is reached, and that it is missed by far.
    """
    if not by_wall_clock:
        return decide(rounds, factor)
    verdict = decide([each for each in rounds if each.clean], factor)
    if verdict is None and decide(rounds, factor) is True:
        return True
    if verdict is None and decide(rounds, factor / FAR) is False:
        return False
    return verdict


def decide(rounds: Sequence[Round], factor: float) -> bool | None:
    """The verdict of all these rounds."""
    if evidence(sum(each.ratio > factor * (1 - DEAD_BAND) for each in rounds), len(rounds)) >= 1 / ALPHA:
        return True
    if evidence(sum(each.ratio < factor * (1 + DEAD_BAND) for each in rounds), len(rounds)) >= 1 / ALPHA:
        return False
    return None


def evidence(successes: int, rounds: int) -> float:
    """E-value against "at most half of the rounds are successes": a uniform mixture over the success probability."""
    if 2 * successes <= rounds:
        return 0.0
    failures = rounds - successes
    log_beta = math.lgamma(successes + 1) + math.lgamma(failures + 1) - math.lgamma(rounds + 2)
    return math.exp(rounds * math.log(2) + log_beta)


def interval(ratios: Sequence[float], alpha: float = 0.05) -> tuple[float, float]:
    """Between which values the median ratio lies, right with probability 1 - alpha however often one looks.

    Every value against which the ratios give evidence of 2 / alpha, from either side, is excluded; few ratios exclude none.
    """
    count, ordered = len(ratios), sorted(ratios)
    for beyond in range(count // 2 + 1, count + 1):
        if evidence(beyond, count) >= 2 / alpha:
            return ordered[count - beyond], ordered[beyond - 1]
    return 0.0, math.inf


def is_settled(rounds: Sequence[Round], steps: Sequence[Step], *, by_wall_clock: bool) -> bool:
    return all(settle(rounds, step.factor, by_wall_clock=by_wall_clock) is not None for step in steps)


def attempt(rounds: Sequence[Round], steps: Sequence[Step], *, by_wall_clock: bool) -> Attempt:
    def verdicts(margin: float) -> list[bool | None]:
        return [settle(rounds, margin * step.factor, by_wall_clock=by_wall_clock) for step in steps]

    said = verdicts(1.0)
    reached = _highest(verdict is True for verdict in said)
    by_far = _highest(verdict is True for verdict in verdicts(FAR))
    undecided = tuple(step for step, verdict in zip(steps[reached:], said[reached:], strict=True) if verdict is None)
    return Attempt(rounds, reached, by_far, undecided, by_wall_clock)


def standing(attempts: Sequence[Attempt], steps: Sequence[Step]) -> tuple[int, tuple[Step, ...]]:
    """How many steps are reached, and which above them are open, after all these attempts.

    The tests take rounds for independent. Within an attempt they need not be: a processor can be slow for all of it, and with
    it one of the two workers. So both verdicts have to be confirmed by another attempt, except a step reached by far.
    """
    reached = _highest(
        any(each.by_far > index for each in attempts) or sum(each.reached > index for each in attempts) >= CONFIRMED
        for index in range(len(steps))
    )
    missed = [
        sum(each.reached <= index and step not in each.open for each in attempts) >= CONFIRMED
        for index, step in enumerate(steps)
    ]
    return reached, tuple(step for step, is_missed in zip(steps[reached:], missed[reached:], strict=True) if not is_missed)


def is_enough(attempts: Sequence[Attempt], steps: Sequence[Step]) -> bool:
    """No step is open any more."""
    return not standing(attempts, steps)[1]


def conclude(attempts: Sequence[Attempt], steps: Sequence[Step]) -> tuple[Speedup, int]:
    """What is reported, and the points. A step left open is given when the median of the best attempt reaches it."""
    reached, undecided = standing(attempts, steps)
    alike = [each for each in attempts if each.reached == reached and not undecided]
    best = max(alike or attempts, key=lambda each: (each.reached, -len(each.open)))
    counted = [each.ratio for each in best.rounds if each.clean or not best.by_wall_clock]
    low, ratio, high = _quartiles(counted if len(counted) >= 3 else [each.ratio for each in best.rounds])
    given = [step.points for step in steps[:reached]]
    given += [step.points for step in undecided if ratio >= step.factor * (1 - DEAD_BAND)]
    speedup = Speedup(
        ratio=two_digits(ratio),
        low=two_digits(low),
        high=two_digits(high),
        ratios=[float(f"{ratio:.3g}") for ratio in counted],
        disturbed=[float(f"{each.ratio:.3g}") for each in best.rounds if best.by_wall_clock and not each.clean],
        interval=_known(counted),
        rounds=len(best.rounds),
        clean_rounds=sum(each.clean for each in best.rounds) if best.by_wall_clock else len(best.rounds),
        seconds=float(f"{statistics.median(each.seconds for each in best.rounds):.3g}"),
        steps=list(steps),
        undecided=[step.factor for step in undecided],
        attempts=len(attempts),
        clock="wall" if best.by_wall_clock else "cpu",
    )
    return speedup, max(given, default=0)


def _highest(reached: Iterable[bool]) -> int:
    """How many steps the highest one reached stands for: whoever reaches it has reached those below."""
    return max((index + 1 for index, is_reached in enumerate(reached) if is_reached), default=0)


def _known(ratios: Sequence[float]) -> tuple[float, float] | None:
    low, high = interval(ratios)
    return (two_digits(low), two_digits(high)) if high < math.inf else None


def two_digits(value: float) -> float:
    return float(f"{value:.2g}")


def _quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high
