"""Experiments of the guide: a script measures something, prints a table, and draws it where matplotlib is installed.

A script is a file such as guide/m1/figures/access.py:

    '''What it measures, in one line.'''

    from graders.experiment import Axis, ExperimentResult, Lines, interleaved, main

    SIZE = 4096  # elements in the largest array
    ROUNDS = 9  # how often each is measured, in turn

    def measure():
        took = interleaved({"slow": lambda: slow(SIZE), "fast": lambda: fast(SIZE)}, ROUNDS)
        return ExperimentResult(...)

    if __name__ == "__main__":
        main(measure, quick={"SIZE": 64, "ROUNDS": 2})

A constant in capitals with a comment behind it is an option, too: `--size 1024`; the comment is its help. `--quick` takes the
values of `quick`, for those who only want to see that it works. `python -m graders figures` runs them all.

The caption says on which machine it was measured and how noisy that was; above 10 % it says not to trust the picture. A script
that only counts says `main(measure, timed=False)`.

Lines, Bars and Gantt (bars in time, made of Spans) are the kinds of chart.

For words: duration(1.5e-7) is "150 ns", factor(3.61) is "3.6x". cores() is how many cores the script may use, gil() whether
its threads share a lock.
"""

from graders.experiment.findings import Axis, Bars, ExperimentResult, Gantt, Lines, Span
from graders.experiment.rounds import Rounds, interleaved
from graders.experiment.script import main
from graders.judge.machine import gil
from graders.quantities import seconds as duration
from graders.text import factor
from graders.worker.launch import cores

__all__ = [
    "Axis",
    "Bars",
    "ExperimentResult",
    "Gantt",
    "Lines",
    "Rounds",
    "Span",
    "cores",
    "duration",
    "factor",
    "gil",
    "interleaved",
    "main",
]
