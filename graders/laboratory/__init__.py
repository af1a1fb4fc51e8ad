"""The students' laboratory: `pytest assignments/m2 --benchmark-only`, pytest-benchmark over everything that is raced.

Of every `student.race(…)` it times three rows, one after the other: the student's function, the yardstick, and the starter
where it does something. A race says who is faster, and by how much; here stand times, to be saved, compared and drawn. They
count for nothing, and nothing of them is kept where results are.

Here is what every run asks, also those that judge; the rest is imported where it is wanted.
"""

import os
from collections.abc import Sequence

import pytest

SEED = 1
"""The inputs are the same in every run, so that two of them can be compared, where --seed does not say otherwise."""


def is_typed(typed: Sequence[object]) -> bool:
    """Whether any of pytest-benchmark's options is asked for, on the command line or in PYTEST_ADDOPTS."""
    return any(str(arg).startswith("--benchmark-") for arg in [*typed, *os.environ.get("PYTEST_ADDOPTS", "").split()])


def is_wanted(config: pytest.Config) -> bool:
    """Whether this run is for measuring."""
    options = config.option
    return is_typed(config.invocation_params.args) and (
        options.benchmark_only or not (options.benchmark_skip or options.benchmark_disable)
    )


def seed(config: pytest.Config) -> None:
    """The seed of a run, where none is asked for."""
    if config.option.seed is None and not os.environ.get("COURSE_SEED"):
        config.option.seed = SEED
