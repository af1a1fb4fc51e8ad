"""The rounds of a race, run by workers that only pretend to compute."""

import contextlib
import itertools
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

import pytest

from graders import messages
from graders.judge import race
from graders.judge.failure import Stopped
from graders.result import Step


def lane(own: bool, burnt: Iterable[float] = ()) -> race._Lane:
    """A lane that takes 10 ms a call, and whose worker, while it is stopped, uses those CPU times, round by round."""
    times = iter(burnt)
    made = object.__new__(race._Lane)
    made.own, made.name, made.caught = own, "loop", 0
    made.student = SimpleNamespace(path=Path("e1.py"), close=lambda: None)
    made.worker = SimpleNamespace(
        stay_on=lambda cores: None,
        stand_still=lambda within: 0.0,
        cpu_seconds=lambda: next(times, 0.0),
        at_once=lambda: contextlib.nullcontext(False),
        accounts=lambda: None,
    )
    made.run = lambda args: (race.Sample(0.01, 0.01), args)
    made.overhead = lambda: race.Sample(0.0, 0.0)
    return made


def rounds(student: race._Lane, yardstick: race._Lane) -> int:
    return len(race._attempt(student, yardstick, lambda: (1,), lambda *found: None, batch=1, steps=[Step(2.0, 3)], clock="cpu"))


def test_a_round_in_which_a_stopped_worker_seems_to_compute_does_not_count():
    """A machine that pauses a thread on its way to a stop lets it look like that, now and then."""
    needed = rounds(lane(own=True), lane(own=False))
    student, yardstick = lane(own=True, burnt=(0.0, 0.02, 0.0, 0.02)), lane(own=False, burnt=(0.02, 2e-5))
    assert rounds(student, yardstick) == needed
    assert (student.caught, yardstick.caught) == (2, 1)


def test_one_that_does_it_again_and_again_is_found_out():
    with pytest.raises(Stopped, match=messages.kept_computing("e1.py")):
        rounds(lane(own=True, burnt=itertools.repeat(0.02)), lane(own=False))
    with pytest.raises(RuntimeError, match="the yardstick loop went on computing"):
        rounds(lane(own=True), lane(own=False, burnt=itertools.repeat(0.02)))
