"""The result of one student in one module: the only document other programs read.

Everything shown or exported (terminal, feedback page, gradebook, CSV) is a pure function of a `Result`.
"""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import msgspec

from graders.messages import NO_CHECK

SCHEMA = "numbers-go-brrr/result/1"

State = Literal["pass", "partial", "fail", "todo", "deferred", "noisy", "error"]
"""pass, partial, fail: judged. todo: not started. deferred: decided elsewhere (hidden tests, a GPU).
noisy: the machine was too busy to tell. error: the grader's own trouble, never held against the student."""


Points = int | float
"""Of a rubric line or a total: whole wherever a machine gave them; what people type may have a fraction."""


def whole(points: float) -> Points:
    """The same points, as an int where they are whole."""
    rounded = round(points, 6)
    return int(rounded) if rounded == int(rounded) else rounded


NOT_RUN = "NotRun"
"""The cause of a check that was left to another run."""


class Step(msgspec.Struct, frozen=True):
    """One published speed step: reaching `factor` is worth `points` in all."""

    factor: float
    points: int


class Speedup(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a race measured: yardstick time / student time, median and quartiles over the pairs."""

    ratio: float
    low: float
    high: float
    rounds: int
    clean_rounds: int
    seconds: float
    steps: list[Step]
    undecided: list[float] = []
    """Factors of the steps the measurement could not decide."""
    attempts: int = 1
    clock: str = "wall"
    """What counted: wall time, the CPU time of the worker ("cpu"), or wall time with the GPU's work done ("gpu")."""
    device_seconds: float | None = None
    """Of one call on the GPU, between events in the student's worker."""
    ratios: list[float] = []
    """Of the rounds that count, in the order in which they were run."""
    disturbed: list[float] = []
    """Of the rounds that do not: somebody else wanted the cores meanwhile."""
    interval: tuple[float, float] | None = None
    """Between which values the median lies, 19 times of 20 however often one looks; None for too few rounds."""
    cores: int = 1
    """How many the student is asked to use. Of several, `ratio` is what it would be if they gave all that one hopes for."""
    measured: float | None = None
    """On several cores: the speed-up as it was measured."""
    capacity: float | None = None
    """On several cores: how much independent threads got done in the same rounds, in terms of one."""
    real_time: bool = False
    """Whether what was timed ran before everybody else's work."""


class Drawing(msgspec.Struct, frozen=True):
    """Who accessed which cell of a memory of a GPU, in one block of threads."""

    name: str
    block: int
    accesses: list[tuple[int, int, str, int]]
    """(thread, cell, kind, how often)"""


class Measure(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a meter found, with the range it lies in and the limit where there is one."""

    name: str
    value: float | None
    """None: it could not be measured here, and the note says why."""
    unit: str
    low: float | None = None
    high: float | None = None
    limit: float | None = None
    note: str = ""
    curve: list[tuple[float, float]] = []
    """What it was worked out from: (n, seconds), (threads, speed-up) or (operations per byte, operations per second)."""
    footprints: list[int] = []
    """Bytes of the inputs at each point of the curve, where they are arrays."""
    roofs: tuple[float, float] | None = None
    """What this machine can do at most: bytes per second, operations per second."""
    drawing: Drawing | None = None


class Check(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One test: a part of a rubric line."""

    title: str
    state: State
    points: int
    max: int
    why: str = ""
    """One sentence; empty when there is nothing to say."""
    details: list[str] = []
    """Lines to show under it: the call, the position, expected and got, the student's line."""
    cause: str = ""
    """What kind of failure: Mismatch, Raised, Stopped, TooSlow, NotStarted; or NOT_RUN."""
    line: int | None = None
    """Where in the student's file, where that is known."""
    speedup: Speedup | None = None
    measures: list[Measure] = []

    @property
    def not_run(self) -> bool:
        """Whether it was left to another run, which its sentence says to people only."""
        return self.cause == NOT_RUN


class RubricResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One rubric line, judged. `points` of a `noisy` line are provisional."""

    id: str
    title: str
    state: State
    points: Points
    max: int
    why: str = ""
    checks: list[Check] = []
    by_hand: str = ""
    """Who decided otherwise than the grader, and why."""
    judged: Points | None = None
    """What the grader gave, where a human decided otherwise."""


class ExerciseResult(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    id: str
    title: str
    file: str
    rubric: list[RubricResult]
    source: str = ""
    """SHA-256 of the student's file as it was judged; empty where there was none."""
    bonus: bool = False
    """Whether nobody has to do it; its points count all the same."""
    comment: str = ""
    """What a person wrote about it, in formgrader."""

    @property
    def points(self) -> Points:
        return whole(sum(line.points for line in self.rubric))

    @property
    def max(self) -> int:
        return sum(line.max for line in self.rubric)

    @property
    def state(self) -> State:
        """Of what was judged: checks that were not run this time have no say."""
        return combine([state for line in self.rubric for state in ([check.state for check in line.checks] or [line.state])])

    @property
    def trouble(self) -> str:
        """The one reason why nothing could be judged: no file, a file that does not load, a file not started."""
        checks = [check for line in self.rubric for check in line.checks if check.state != "deferred"]
        reasons = {check.why for check in checks}
        one = len(checks) > 1 and len(reasons) == 1 and {check.cause for check in checks} <= {"Stopped", "NotStarted"}
        return reasons.pop() if one and not any(check.details for check in checks) else ""


class Result(msgspec.Struct, frozen=True, kw_only=True):
    schema: str = SCHEMA
    student: str
    module: str
    handout: str
    fingerprint: str
    """Two SHA-256, of the submission and of the grader with its key: equal means grading again would change nothing."""
    started: str
    finished: str
    machine: dict[str, str | int | float | bool]
    exercises: list[ExerciseResult]

    @property
    def points(self) -> Points:
        return whole(sum(exercise.points for exercise in self.exercises))

    @property
    def max(self) -> int:
        return sum(exercise.max for exercise in self.exercises)

    @property
    def bonus(self) -> int:
        """Of `max`, the points that nobody has to win."""
        return sum(exercise.max for exercise in self.exercises if exercise.bonus)


def combine(states: list[State]) -> State:
    """The state of a whole from the states of its parts; deferred parts have no say unless all are."""
    for decisive in ("error", "noisy"):
        if decisive in states:
            return decisive
    kinds = set(states) - {"deferred"} or {"deferred"}
    if len(kinds) == 1:
        return kinds.pop()
    return "partial" if kinds & {"pass", "partial"} else "fail"


def judge_line(line_id: str, title: str, maximum: int, checks: list[Check]) -> RubricResult:
    """One rubric line from its checks; a line without a single check is an error, never a pass."""
    if not checks:
        return RubricResult(id=line_id, title=title, state="error", points=0, max=maximum, why=NO_CHECK)
    state = combine([check.state for check in checks])
    why = next((check.why for check in checks if check.state not in ("pass", "partial") and check.why), "")
    points = sum(check.points for check in checks)
    if state == "pass" and points < maximum:
        state = "partial"
    return RubricResult(id=line_id, title=title, state=state, points=points, max=maximum, why=why, checks=checks)


def with_lines(result: Result, change: Callable[[RubricResult], RubricResult]) -> Result:
    """The result with every rubric line replaced by what `change` makes of it."""
    exercises = [
        msgspec.structs.replace(exercise, rubric=[change(line) for line in exercise.rubric]) for exercise in result.exercises
    ]
    return msgspec.structs.replace(result, exercises=exercises)


def encode(result: Result) -> bytes:
    return msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n"


def load(path: Path) -> Result:
    """Read one result file.

    Raises ValueError with one sentence when the file is not a result of this schema.
    """
    return decode(path.read_bytes(), str(path))


def decode(content: bytes, name: str) -> Result:
    """A result from its bytes; raises ValueError like `load`."""
    try:
        result = msgspec.json.decode(content, type=Result)
    except msgspec.DecodeError as error:
        raise ValueError(f"{name} is not a result of this grader: {error}; grade again to replace it") from None
    if result.schema != SCHEMA:
        raise ValueError(f"{name} has schema {result.schema!r}, this grader writes {SCHEMA!r}; grade again to replace it")
    return result


def load_history(path: Path) -> list[Result]:
    """All runs that a student's history holds, the oldest first; none where there is no file.

    Lines that are not a result of this schema are left out: a run that was killed may have written half of one.
    """
    runs = []
    for line in path.read_bytes().splitlines() if path.is_file() else ():
        with contextlib.suppress(msgspec.DecodeError):
            runs.append(msgspec.json.decode(line, type=Result))
    return [run for run in runs if run.schema == SCHEMA]


def write_if_changed(path: Path, content: str | bytes) -> bool:
    """Write the file unless it holds that already; returns whether it had to be written. Text is written as UTF-8."""
    new = content.encode() if isinstance(content, str) else content
    if path.is_file() and path.read_bytes() == new:
        return False
    write_atomically(path, new)
    return True


def write_atomically(path: Path, content: bytes) -> None:
    """Write the whole file or nothing, also when the machine dies half-way. Raises OSError, which names the file."""
    with _naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if os.name == "posix":
                temporary.chmod(0o644)
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def add_to(path: Path, content: bytes) -> None:
    """Add everything to the end of a file, or nothing where the disk is full. Raises OSError, which names the file."""
    with _naming(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "ab", buffering=0) as file:
            before = os.fstat(file.fileno()).st_size
            try:
                while content:
                    content = content[file.write(content) :]
                os.fsync(file.fileno())
            except OSError:
                file.truncate(before)
                raise


@contextlib.contextmanager
def _naming(path: Path) -> Iterator[None]:
    """What the system refuses is said about that file: of a disk that is full it does not even name one."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror or str(error), str(path)) from None
