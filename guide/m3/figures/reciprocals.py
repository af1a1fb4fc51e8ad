"""How often x * (1 / d) is another number than x / d, in float32, and for which d it never is."""

import numpy as np
from numba import njit

from graders.experiment import Axis, Bars, ExperimentResult, main

DIVISORS = (3, 4, 5, 7, 10, 60, 100, 9_831_833)  # what is divided by
UNTIL = 1 << 24  # all whole numbers from half of this on are searched for divisors that agree with their reciprocals


@njit
def differing(d):
    """For how many of all float32 from 1 to 2 the two differ. Other powers of two only move the point."""
    wrong, divisor = 0, np.float32(d)
    reciprocal = np.float32(1) / divisor
    for digits in range(1 << 23, 1 << 24):
        x = np.float32(digits)
        wrong += x * reciprocal != x / divisor
    return wrong


@njit
def agrees_for(d, numbers):
    divisor = np.float32(d)
    reciprocal = np.float32(1) / divisor
    for x in numbers:  # noqa: SIM110 - numba does not compile all()
        if x * reciprocal != x / divisor:
            return False
    return True


@njit
def candidates(first, last, numbers):
    """Divisors that agree for some numbers, which most do not."""
    return [d for d in range(first, last) if agrees_for(d, numbers)]


def measure():
    share = {d: 100 * differing(d) / 2**23 for d in DIVISORS}
    some = np.random.default_rng(1).integers(1 << 23, 1 << 24, 2000).astype(np.float32)
    maybe = candidates(UNTIL // 2, UNTIL, some)
    found = [d for d in maybe if not differing(d)]
    first = DIVISORS[0]
    odd = [d for d in found if d & (d - 1)]
    return ExperimentResult(
        "float32 between 1 and 2 for which x * (1 / d) is not x / d",
        ["d", "% of all x"],
        [
            *([f"{d:,}", f"{each:.1f}"] for d, each in share.items()),
            [f"searched: {UNTIL // 2:,} divisors from {UNTIL // 2:,} on", ""],
            *([f"agrees always, no power of two: {d:,}", "0.0"] for d in odd),
        ],
        f"Multiplying by 1/{first} gives another float32 than dividing by {first} for {share[first]:.0f} % of all x. Of "
        f"{UNTIL // 2:,} divisors {len(found)} always agree, and {len(odd)} of these are no powers of two.",
        [Bars(Axis("% of all x"), {f"d = {d:,}": {"": each} for d, each in share.items()})],
    )


if __name__ == "__main__":
    main(measure, quick={"DIVISORS": (3, 4), "UNTIL": 1 << 18}, timed=False)
