"""A speed-up as one line of text."""

import math

from graders.quantities import times, two_digits
from graders.report import messages
from graders.result import Speedup


def bar(speedup: Speedup, width: int) -> str:
    """The speed-up on a logarithmic axis: `1x ███┃██···│··  7.1x  (6.8–7.4)  next: 10x for 5`.

    `┃` is a step reached, `│` one still to reach. Two significant digits; a third would be a lie.
    """
    factors = [step.factor for step in speedup.steps]
    left = min(1.0, speedup.ratio, *factors)
    right = max(speedup.ratio, *factors) * 1.3
    following = next((step for step in speedup.steps if step.factor > speedup.ratio), None)
    words = f"{times(speedup.ratio)} ({two_digits(speedup.low)}–{two_digits(speedup.high)})"
    if following is not None:
        words += f"  next: {following.factor:g}x for {following.points}"
    start = times(left)
    cells = max(8, min(34, width - len(words) - len(start) - 3))

    def cell(value: float) -> int:
        return min(cells - 1, int(cells * math.log(value / left) / math.log(right / left))) if value > left else 0

    filled = cell(speedup.ratio)
    axis = ["█" if index < filled else "·" for index in range(cells)]
    for factor in factors:
        axis[cell(factor)] = "┃" if speedup.ratio >= factor else "│"
    return f"{start} {''.join(axis)}  {words}"


def of_these_cores(speedup: Speedup) -> str:
    """A race on several cores in words; empty for others."""
    if speedup.measured is None or speedup.capacity is None:
        return ""
    # Twice as much on two cores, to one place: 2.1 would be the noise of the moment.
    capacity = f"{min(speedup.capacity, speedup.cores):.1f}x"
    return messages.of_these_cores(times(speedup.measured), capacity, speedup.cores, times(speedup.ratio))
