"""One row of a table: what the test of a race gets as `student`, whose `race(…)` is timed by pytest-benchmark.

Each row runs where a race would run it, in a worker of its own: so crashes, endless loops, pools of processes and limits
are looked after as always, and three files of the same name do not meet in one process. To get there and back takes longer
than many a function; therefore the call is timed inside, by the worker's own clock. A race must not believe that clock. Here
nothing is earned by setting it back.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from graders.course import Exercise
from graders.judge.race import Lane, judge_output
from graders.judge.student import Student
from graders.worker.launch import Launcher

YOURS, YARDSTICK, STARTER = "yours", "yardstick", "starter"
ROWS = (YOURS, YARDSTICK, STARTER)
MOST_ROUNDS = 10_000
UNSEEN = 3
"""How many times --benchmark-max-time a row may take with what is not timed: making inputs, and bringing them there."""


class Measured(BaseException):
    """The race of this test has been timed, which is all that is wanted of it."""


class WorkerClock:
    """The seconds spent inside the worker so far: a timer for pytest-benchmark, which sees only what passes on it."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def worker_clock(self) -> float:
        return self.seconds


class Bench(Student):
    """The proxy of the file behind one row: the student's, the given file or the starter."""

    def __init__(self, row: str, exercise: Exercise, path: Path, launcher: Launcher, **others: Any) -> None:
        if row == YARDSTICK:  # ours, and free to use what the exercise forbids
            exercise = replace(exercise, forbidden=())
        super().__init__(exercise, path, launcher=launcher, **others)
        self._row = row
        self.prepare: Callable[[str], tuple[Any, WorkerClock]]
        """Of the name of the raced function: pytest-benchmark's fixture, named and grouped, and the clock it reads."""

    def race(  # type: ignore[override]
        self,
        name: str,
        make: Callable[[], tuple[Any, ...]],
        *,
        against: str,
        through: str = "",
        expect: Callable[..., Any] | None = None,
        verify: Callable[..., None] | None = None,
        rtol: float = 1e-9,
        atol: float = 0.0,
        **others: Any,
    ) -> None:
        """Time this row as often as fits into --benchmark-max-time, after its first answer was looked at; ours needs none."""
        benchmark, clock = self.prepare(name)
        on_gpu = self.clock == "gpu"
        if on_gpu:
            self.use_gpu()
        is_ours = self._row == YARDSTICK
        lane = Lane(self, self.worker(), against if is_ours else name, "" if is_ours else through, own=True, on_gpu=on_gpu)
        args = make()
        reference = None if is_ours or expect or verify else self._answer_of(against, args, on_gpu)
        _, output = lane.lap(args)
        if not is_ours:  # as in a race, where `verify` may look for what only a student's answer has
            judge_output(output, args, reference, expect=expect, verify=verify, rtol=rtol, atol=atol)
        begin = time.perf_counter()
        seconds, _ = lane.lap(make())  # the first call compiled
        whole = time.perf_counter() - begin

        def work(*inputs: Any) -> None:
            clock.seconds += lane.lap(inputs)[0]

        fitting = benchmark._max_time / max(seconds, whole / UNSEEN, 1e-9)
        rounds = max(benchmark._min_rounds, min(MOST_ROUNDS, int(fitting)))
        benchmark.pedantic(work, setup=lambda: (make(), {}), rounds=rounds)
        raise Measured

    def _answer_of(self, yardstick: str, args: tuple[Any, ...], on_gpu: bool) -> Any:
        assert self.exercise.given is not None
        lane = Lane(self, self.open_worker(self.exercise.given), yardstick, own=False, on_gpu=on_gpu)
        try:
            return lane.run(args)[1]
        finally:
            lane.close()
