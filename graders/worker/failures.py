"""Why a worker is of no use any more."""


class WorkerFailure(Exception):
    """The worker is of no use any more. A fresh one has to be started."""


class TimedOut(WorkerFailure):
    """It took longer than the limit, as limits count; see `effort.py`."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"did not answer in {seconds:g} s")
        self.seconds = seconds


class Starved(WorkerFailure):
    """It was not answered, but did not get enough of a processor either: no verdict."""

    def __init__(self) -> None:
        super().__init__("did not get enough of a processor to answer")


class Ended(WorkerFailure):
    """The process ended before it answered; `code` as in subprocess, negative for a signal."""

    def __init__(self, code: int, unexplained: bool = False) -> None:
        super().__init__(f"ended with {code}")
        self.code = code
        self.unexplained = unexplained
        """Whether it was killed, and nothing says that the memory it used was why."""


class Flooded(WorkerFailure):
    """It printed more than the limit."""


class Tampered(WorkerFailure):
    """It broke the protocol."""


class Unwieldy(WorkerFailure):
    """Its answer would take more of the judge's memory or time than an answer may."""


class TooLarge(WorkerFailure):
    """All its processes together used more memory than the limit."""
