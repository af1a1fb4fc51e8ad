"""What can go wrong with a student's code, as exceptions that carry what the student is told."""

from collections.abc import Sequence

from graders.result import State


class StudentFailure(BaseException):
    """A check was not passed. `sentence` says so in one line; `details` are further lines; `line` is in the student's file.

    Not an `Exception`: hypothesis would search for the smallest input that is not started, or that never ends. Those
    failures that do have a smallest input are exceptions as well.
    """

    state: State = "fail"

    def __init__(self, sentence: str, details: Sequence[str] = (), line: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.details = list(details)
        self.line = line


class NotStarted(StudentFailure):
    """The function still raises NotImplementedError, or its file is not there."""

    state: State = "todo"


class Stopped(StudentFailure):
    """The worker is gone, or was never there: time, memory, a crash, `sys.exit`, a file that does not load."""


class Mismatch(StudentFailure, AssertionError):
    """The answer is not what was asked for."""


class TooSlow(StudentFailure, AssertionError):
    """Right, but not fast enough for the first step."""


class TooNoisy(StudentFailure, AssertionError):
    """Right, but the machine was too busy to see even the first step."""

    state: State = "noisy"


class MachineBusy(StudentFailure):
    """Not decided: the worker did not get enough of a processor, or was ended from outside. Never counted against anybody."""

    state: State = "noisy"


class Killed(MachineBusy):
    """Something ended the worker, and nothing says that it was the student's doing: worth another try at once."""


class Raised(StudentFailure, AssertionError):
    """The student's code raised; `kind` is the exception's name and `bases` the names of its classes."""

    def __init__(
        self, sentence: str, kind: str, bases: Sequence[str], text: str, details: Sequence[str] = (), line: int | None = None
    ) -> None:
        super().__init__(sentence, details, line)
        self.kind, self.bases, self.text = kind, list(bases), text
