"""Timing: several ways of doing something, measured in turn, so that a busy moment hits all of them alike."""

import gc
import statistics
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Rounds:
    """Seconds that a call took, by name: one value per round, in the same order for all."""

    samples: Mapping[str, tuple[float, ...]]

    def seconds(self, name: str) -> float:
        """The median over the rounds."""
        return statistics.median(self.samples[name])

    def ratio(self, slow: str, fast: str) -> float:
        """How many times as long `slow` took as `fast`: the median of the ratios of the rounds.

        Steadier than the ratio of the medians, for what disturbs a round disturbs both of its halves.
        """
        return statistics.median(a / b for a, b in zip(self.samples[slow], self.samples[fast], strict=True))


def interleaved(works: Mapping[str, Callable[[], object]], rounds: int = 9, least: float = 1e-3) -> Rounds:
    """Call each in turn, round after round.

    Before the clock runs, each is called once to warm up (caches, compilation) and then as often as it takes to find out how
    many calls last `least` seconds; that many make a sample. Garbage is not collected meanwhile.
    """
    calls = {name: _calls(work, least) for name, work in works.items()}
    samples: dict[str, list[float]] = {name: [] for name in works}
    collecting = gc.isenabled()
    gc.disable()
    try:
        for _ in range(rounds):
            for name, work in works.items():
                samples[name].append(_seconds(work, calls[name]) / calls[name])
    finally:
        if collecting:
            gc.enable()
    return Rounds({name: tuple(taken) for name, taken in samples.items()})


def _calls(work: Callable[[], object], least: float) -> int:
    """How many calls take that long, at least one; the first call does not count."""
    work()
    calls = 1
    while (taken := _seconds(work, calls)) < least:
        calls = max(2 * calls, min(100 * calls, int(calls * least / max(taken, 1e-9))))
    return calls


def _seconds(work: Callable[[], object], calls: int) -> float:
    begin = time.perf_counter()
    for _ in range(calls):
        work()
    return time.perf_counter() - begin
