"""What the rounds of a race prove: sequential tests, steps and points. Pure arithmetic, without a clock.

A round is one pair of timings. After every round two one-sided tests look at every published step: is the median ratio above
it, or below it, by more than the dead band? They may look as often as they like, for their error rates hold at any time.

Sources: the sign test as an e-process with a uniform mixture over the success probability (Ramdas et al., Game-theoretic
statistics and safe anytime-valid inference, 2023; Howard et al., Time-uniform confidence sequences, 2021).
"""

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

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
SOON = ((FAR, 5), (2.0, 8))
"""(times, rounds): when so many rounds, and all there are, lie at least so many times beyond a step, no more are needed. The
sign test, which looks at the side alone, needs 13; but a single round that lies so far off by mistake has not been seen."""
CONFIRMED = 2
"""So many attempts have to say the same."""
FEWEST = 0.5
"""Of what more than one core should add, the part that has to be there in a round on several: two get 1.5 times as much done
as one, at least. What is less does not tell a parallel program from a serial one."""
MOSTLY_COMPUTES = 1.5
"""Whose longest thread computes for most of the time takes at most so many times as long as that, undisturbed."""
HELD_UP = 0.15
"""A sample counts as disturbed when it was held up for a larger part of its time than this."""


def held_up(waited: float, computed: float, wall: float, cores: int) -> float:
    """The part of a sample's time that others took from it: at most what its threads waited for a processor, together, and
    at most what they left unused of all cores. Threads that are more than there are cores wait for each other."""
    return max(0.0, min(waited, cores * wall - computed)) / wall


def undisturbed(walls: Sequence[float], longest: Sequence[float]) -> list[float]:
    """How long samples of the same work would have taken undisturbed, at most, by what their longest threads computed.

    The same work computes during the same part of its time; how large that part is at least, the least disturbed sample says.
    Where that is little (it waits for something by nature, or its threads have ended), only what was measured is known.
    """
    stretch = min((wall / each for wall, each in zip(walls, longest, strict=True) if each > 0), default=math.inf)
    if stretch > MOSTLY_COMPUTES:
        return list(walls)
    return [min(wall, stretch * each) if each > 0 else wall for wall, each in zip(walls, longest, strict=True)]


def counted(ratio: float, capacity: float | None, cores: int) -> float:
    """A speed-up on several cores as it would be if these cores got as many times as much done as there are of them.

    `capacity` is what that many independent threads got done in the same round, of `cores`. What counts is the part that was
    gained of what could be gained, so that one thread, which gains nothing, stays at 1 on any machine.
    """
    if capacity is None or cores < 2 or ratio <= 1:
        return ratio
    gain = min(max(capacity - 1, FEWEST * (cores - 1)), cores - 1)
    return 1 + (ratio - 1) * (cores - 1) / gain


def is_enough_capacity(capacity: float, cores: int) -> bool:
    return capacity - 1 >= FEWEST * (cores - 1)


@dataclass(frozen=True)
class Round:
    """One pair: yardstick's seconds over student's, and under which circumstances."""

    ratio: float
    seconds: float
    """Of one call of the student's."""
    clean: bool = True
    """Nothing was held up meanwhile, and the cores were there."""
    at_most: float = math.inf
    """What the ratio could have been if nothing had been held up: a call takes as long as its longest thread computes."""
    measured: float | None = None
    """The ratio before it was `counted`, on several cores."""
    capacity: float | None = None
    """What independent threads got done right after it, on several cores."""


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

    By CPU time every round counts. By the wall clock only the clean ones do, with three exceptions that are safe, for a busy
    machine takes time away from whoever needs two cores and hardly ever gives any: all rounds together may say that the
    step is reached, as they were measured; that it is missed by far; and that it is missed even if nothing had been held up.
    """
    if not by_wall_clock:
        return decide(rounds, factor)
    verdict = decide([each for each in rounds if each.clean], factor)
    if verdict is None and decide([_as_measured(each) for each in rounds], factor) is True:
        return True
    if verdict is None and decide(rounds, factor / FAR) is False:
        return False
    if verdict is None and decide([replace(each, ratio=each.at_most) for each in rounds], factor) is False:
        return False
    return verdict


def _as_measured(each: Round) -> Round:
    return each if each.measured is None else replace(each, ratio=each.measured)


def decide(rounds: Sequence[Round], factor: float) -> bool | None:
    """The verdict of all these rounds."""
    for times, enough in SOON:
        if len(rounds) >= enough and all(each.ratio >= factor * times for each in rounds):
            return True
        if len(rounds) >= enough and all(each.ratio * times <= factor for each in rounds):
            return False
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

    answers = verdicts(1.0)
    reached = _highest(verdict is True for verdict in answers)
    by_far = _highest(
        verdict is True or _all_beyond(rounds, FAR * step.factor, by_wall_clock=by_wall_clock)
        for verdict, step in zip(verdicts(FAR), steps, strict=True)
    )
    undecided = tuple(step for step, verdict in zip(steps[reached:], answers[reached:], strict=True) if verdict is None)
    return Attempt(rounds, reached, by_far, undecided, by_wall_clock)


def _all_beyond(rounds: Sequence[Round], factor: float, *, by_wall_clock: bool) -> bool:
    counting = [each.ratio for each in rounds if each.clean or not by_wall_clock]
    return len(counting) >= SOON[0][1] and min(counting) >= factor


def reached_steps(attempts: Sequence[Attempt], steps: Sequence[Step]) -> tuple[int, tuple[Step, ...]]:
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
    return not reached_steps(attempts, steps)[1]


def conclude(attempts: Sequence[Attempt], steps: Sequence[Step]) -> tuple[Speedup, int]:
    """What is reported, and the points. A step left open is given when the median of the best attempt reaches it."""
    reached, undecided = reached_steps(attempts, steps)
    alike = [each for each in attempts if each.reached == reached and not undecided]
    best = max(alike or attempts, key=lambda each: (each.reached, -len(each.open)))
    counting = [each for each in best.rounds if each.clean or not best.by_wall_clock]
    ratios = [each.ratio for each in counting]
    low, ratio, high = _quartiles(ratios if len(ratios) >= 3 else [each.ratio for each in best.rounds])
    given = [step.points for step in steps[:reached]]
    given += [step.points for step in undecided if ratio >= step.factor * (1 - DEAD_BAND)]
    speedup = Speedup(
        ratio=two_digits(ratio),
        low=two_digits(low),
        high=two_digits(high),
        ratios=[float(f"{ratio:.3g}") for ratio in ratios],
        disturbed=[float(f"{each.ratio:.3g}") for each in best.rounds if best.by_wall_clock and not each.clean],
        interval=_known(ratios),
        rounds=len(best.rounds),
        clean_rounds=sum(each.clean for each in best.rounds) if best.by_wall_clock else len(best.rounds),
        seconds=float(f"{statistics.median(each.seconds for each in best.rounds):.3g}"),
        steps=list(steps),
        undecided=[step.factor for step in undecided],
        attempts=len(attempts),
        clock="wall" if best.by_wall_clock else "cpu",
        measured=_middle([each.measured for each in counting or best.rounds]),
        capacity=_middle([each.capacity for each in counting or best.rounds]),
    )
    return speedup, max(given, default=0)


def _highest(reached: Iterable[bool]) -> int:
    """How many steps the highest one reached stands for: whoever reaches it has reached those below."""
    return max((index + 1 for index, is_reached in enumerate(reached) if is_reached), default=0)


def _known(ratios: Sequence[float]) -> tuple[float, float] | None:
    low, high = interval(ratios)
    return (two_digits(low), two_digits(high)) if high < math.inf else None


def _middle(values: Sequence[float | None]) -> float | None:
    known = [value for value in values if value is not None]
    return two_digits(statistics.median(known)) if known else None


def two_digits(value: float) -> float:
    return float(f"{value:.2g}")


def _quartiles(values: Sequence[float]) -> tuple[float, float, float]:
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return low, middle, high
