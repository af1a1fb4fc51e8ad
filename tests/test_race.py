"""The rounds of a race, run by workers that only pretend to compute."""

import contextlib
import itertools
import math
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

import pytest

from graders.judge import decision, messages, race, samples
from graders.judge.failure import Stopped
from graders.result import Step
from graders.worker.tree import Account


def lane(own: bool, burnt: Iterable[float] = ()) -> race.Lane:
    """A lane that takes 10 ms a call, and whose worker, while it is stopped, uses those CPU times, round by round."""
    times = iter(burnt)
    session = SimpleNamespace(path=Path("e1.py"), close=lambda: None)
    worker = SimpleNamespace(
        loaded=lambda within: None,
        stay_on=lambda cores: None,
        freeze_and_wait=lambda within: 0.0,
        cpu_seconds=lambda: next(times, 0.0),
        at_once=lambda: contextlib.nullcontext(False),
        accounts=lambda: None,
    )
    made = race.Lane(session, worker, "loop", own=own, on_gpu=False)  # type: ignore[arg-type]
    made.run = lambda args: (samples.Sample(0.01, 0.01), args)
    made.overhead = lambda: samples.Sample(0.0, 0.0)
    return made


def rounds(student: race.Lane, yardstick: race.Lane) -> int:
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


def watched(before, after, taken, pressed=(0.0, 0.0), in_real_time=False, monkeypatch=None):
    """What a watch makes of these accounts, (computed, waited) by thread, and of the machine's pressure before and after."""
    accounts = iter([{thread: Account(*each) for thread, each in side.items()} for side in (before, after)])
    worker = SimpleNamespace(accounts=lambda: next(accounts), freeze_and_wait=lambda within: 0.0)
    seen = iter(pressed)
    monkeypatch.setattr(samples, "_pressure", lambda: next(seen))
    monkeypatch.setattr(samples, "usable", lambda: [0, 1])
    return samples.Watch(worker).total(taken, samples.Sample(0.0, 0.0), in_real_time)


def test_a_sample_is_disturbed_by_what_its_own_threads_waited_for(monkeypatch):
    """Whatever else the machine does."""
    sample = [samples.Sample(0.010, 0.0098)]
    alone = watched({1: (1.0, 0.5)}, {1: (1.0098, 0.5001)}, sample, (0.0, 0.009), monkeypatch=monkeypatch)
    assert alone.held_up == pytest.approx(0.01) and alone.longest == pytest.approx(0.0098)
    late = watched({1: (1.0, 0.5)}, {1: (1.005, 0.505)}, [samples.Sample(0.01, 0.005)], monkeypatch=monkeypatch)
    assert late.held_up == pytest.approx(0.5)
    assert watched({1: (1, 1)}, {1: (1.005, 1.005)}, sample, in_real_time=True, monkeypatch=monkeypatch).held_up == 0.0


def test_what_ended_threads_waited_for_is_taken_from_the_whole_machine(monkeypatch):
    """They computed 16 of 17 ms, and are in no account any more."""
    sample, accounts = [samples.Sample(0.010, 0.017)], ({1: (1.0, 0.5)}, {1: (1.001, 0.5)})
    assert watched(*accounts, sample, (1.0, 1.008), monkeypatch=monkeypatch).held_up == pytest.approx(
        0.3
    )  # of 20, 17 were used
    assert watched(*accounts, sample, (1.0, 1.001), monkeypatch=monkeypatch).held_up == pytest.approx(0.1)
    assert watched(*accounts, sample, (None, None), monkeypatch=monkeypatch).held_up == 0.0


def pairs(student, yardstick, capacity=None, count=13):
    return [samples.Pair(samples.Sample(**student), samples.Sample(**yardstick), 1, capacity)] * count


def test_a_right_program_in_one_thread_misses_also_where_everybody_waits(monkeypatch):
    """`dora-right-but-slow`: one thread, as fast as the yardstick. Both waited for most of the time."""
    monkeypatch.setattr(samples, "usable", lambda: [0, 1])
    serial = {"wall": 0.031, "cpu": 0.0102, "held_up": 0.6, "longest": 0.0102}
    yardstick = {"wall": 0.045, "cpu": 0.010, "held_up": 0.7, "longest": 0.010}
    quiet = yardstick | {"wall": 0.0101, "held_up": 0.0}
    found = samples.rounds(pairs(serial, yardstick, 1.2) + pairs(serial, quiet, 1.2, count=1), "wall", 2)
    assert max(each.at_most for each in found) <= 1.01
    steps = [Step(1.25, 4), Step(1.4, 7)]
    assert decision.is_settled(found, steps, by_wall_clock=True)
    assert decision.attempt(found, steps, by_wall_clock=True).reached == 0


def test_two_threads_count_for_what_two_cores_give(monkeypatch):
    monkeypatch.setattr(samples, "usable", lambda: [0, 1])
    parallel = {"wall": 0.006, "cpu": 0.0105, "longest": 0.0002}
    yardstick = {"wall": 0.0102, "cpu": 0.0101, "longest": 0.0101}
    [found] = samples.rounds(pairs(parallel, yardstick, 1.8, count=1), "wall", 2)
    assert found.clean and found.measured == pytest.approx(1.7) and found.ratio == pytest.approx(1.875)
    assert found.at_most >= found.ratio
    [slow] = samples.rounds(pairs(parallel, yardstick, 1.4, count=1), "wall", 2)
    assert not slow.clean and slow.at_most == math.inf  # two halves of a core tell nobody's program from another
    [one] = samples.rounds(pairs(parallel, yardstick, count=1), "wall")
    assert one.ratio == pytest.approx(1.7) and one.measured is None
