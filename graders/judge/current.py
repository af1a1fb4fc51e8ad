"""Which student's file is judged now: one at a time, from its exercise's first check to its last."""

import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from graders import course
from graders.course import Exercise
from graders.judge.failure import StudentFailure
from graders.judge.plan import Planned
from graders.judge.student import Student
from graders.worker.launch import Launcher, Plain

JUDGE_MEMORY = 4 << 30
"""Bytes of memory of its own that a process that grades may take."""


class Current:
    """The open student, where its file lies, and how its worker is started."""

    def __init__(self, config: pytest.Config, is_starter: Callable[..., bool]) -> None:
        """`is_starter(exercise, content, in_place=)` says whether a file is as it was handed out."""
        self.config, self._is_starter = config, is_starter
        self.student: Student | None = None
        self.sources: dict[str, str] = {}
        """SHA-256 of every file that was judged, by exercise."""
        self.launcher: Launcher = _sandbox() if config.option.sandbox else Plain()

    def open(self, exercise: Exercise) -> Student:
        if self.student is None or self.student.exercise.id != exercise.id:
            self.close()
            path = self.locate(exercise)
            self.sources[exercise.id] = course.digest(path.read_bytes()) if path.is_file() else ""
            is_starter = partial(self._is_starter, exercise, in_place=path == exercise.path)
            inline = self.config.option.inline
            self.student = Student(exercise, path, launcher=self.launcher, inline=inline, is_starter=is_starter)
        return self.student

    def close(self) -> None:
        if self.student is not None:
            self.student.close()
            self.student = None

    def happens_to_the_solution(self, item: pytest.Function, test: Planned) -> bool:
        """Whether the same test, with the same random numbers, breaks down over the solution. Where there is none: no."""
        path = course.solution_of(test.module, test.exercise)
        arguments = {name: item.funcargs[name] for name in item._fixtureinfo.argnames}
        if self.student is None or arguments.get("student") is not self.student or not path.is_file():
            return False
        self.student.close()
        solution = Student(test.exercise, path, launcher=self.launcher)
        solution.begin_test(test.steps, test.clock)
        if "rng" in arguments:
            arguments["rng"] = random_numbers(item)
        try:
            item.obj(**{**arguments, "student": solution})
        except (Exception, StudentFailure):
            return True
        finally:
            solution.close()
        return False

    def locate(self, exercise: Exercise) -> Path:
        """The student's file: in its place, or in the folder given to --submission."""
        if not self.config.option.submission:
            return exercise.path
        folder = Path(self.config.option.submission).resolve()
        inner = folder / exercise.path.parent.name
        return (inner if inner.is_dir() else folder) / exercise.path.name


def random_numbers(item: pytest.Item, name: str = "") -> np.random.Generator:
    """The same for the same seed and test; `name` is that of the test, where the item's says more."""
    return np.random.default_rng([item.config.option.seed, zlib.crc32((name or item.name).encode())])


def _sandbox() -> Launcher:
    from graders.worker.sandbox import Sandbox
    from graders.worker.sandboxed import SandboxError

    try:
        sandbox = Sandbox()
    except SandboxError as error:
        raise pytest.UsageError(f"--sandbox: {error}") from None
    _limit_own_memory()
    return sandbox


def _limit_own_memory() -> None:
    """So that whatever answers make of this process, the batch goes on. The arenas are shared memory and do not count."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = JUDGE_MEMORY if most == resource.RLIM_INFINITY else min(JUDGE_MEMORY, most)
    resource.setrlimit(resource.RLIMIT_DATA, (wanted, most))
