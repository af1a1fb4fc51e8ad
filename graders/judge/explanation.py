"""What a worker reports, as the failure that a student is told of."""

from typing import Any

from graders import environment
from graders.judge import messages
from graders.judge.failure import Killed, MachineBusy, NotStarted, Raised, Stopped, StudentFailure
from graders.worker import failures, output
from graders.worker.failures import WorkerFailure
from graders.worker.launch import Settings


def of_worker(file: str, failure: WorkerFailure, *, accused: bool, time_up: str) -> StudentFailure:
    """A worker that is of no use any more. `time_up` is the sentence for the limit that was under way."""
    match failure:
        case failures.TimedOut():
            return Stopped(time_up or messages.time_up(failure.seconds))
        case failures.Starved():
            return MachineBusy(messages.MACHINE_BUSY)
        case failures.Ended(unexplained=True) if not accused:
            return Killed(messages.KILLED_FROM_OUTSIDE)
        case failures.Ended():
            return Stopped(messages.ended(file, failure.code))
        case failures.TooLarge():
            return Stopped(messages.too_large(Settings.memory))
        case failures.Unwieldy():
            return Stopped(messages.unwieldy(str(failure)))
        case failures.Flooded():
            return Stopped(messages.flooded(file, output.LIMIT))
    return Stopped(messages.tampered(str(failure)))


def of_call(file: str, described: dict[str, Any], *, sandboxed: bool) -> StudentFailure:
    """What a call raised, by the worker's description of it."""
    line, kind, text, bases = _line(described), described["type"], described["message"], described["bases"]
    if described["missing"]:
        wanted, *present = described["missing"]
        return Stopped(messages.missing_function(file, wanted, present))
    if (failure := _of_either(file, described)) is not None:
        return failure
    if "MemoryError" in bases:
        return Stopped(messages.out_of_memory(Settings.memory), line=line)
    return Raised(messages.raised(kind, text) + _refused(described, sandboxed), kind, bases, text, line=line)


def of_loading(file: str, described: dict[str, Any], *, sandboxed: bool) -> StudentFailure:
    """What the import of the student's file raised."""
    line, kind, text, bases = _line(described), described["type"], described["message"], described["bases"]
    if (failure := _of_either(file, described)) is not None:
        return failure
    if "SyntaxError" in bases:
        return Stopped(messages.syntax_error(file, line, text), line=line)
    if "ImportError" in bases and (why := environment.broken(described["module"])):
        return Stopped(f"{file} line {line}: {why}" if line else f"{file}: {why}", line=line)
    if kind == "ModuleNotFoundError" and described["module"]:
        return Stopped(messages.missing_package(file, line, described["module"]), line=line)
    return Stopped(messages.failed_import(file, line, kind, text) + _refused(described, sandboxed), line=line)


def _of_either(file: str, described: dict[str, Any]) -> StudentFailure | None:
    """What means the same in a call and while the file is loaded."""
    line, kind, text = _line(described), described["type"], described["message"]
    if "NotImplementedError" in described["bases"]:
        return NotStarted(messages.NOT_STARTED, line=line)
    if kind == "SystemExit":
        return Stopped(messages.system_exit(file), line=line)
    if kind == "Forbidden":
        return Stopped(messages.forbidden(file, line, text), line=line)
    # What input() raises where nobody types: in a worker, or inside the tests.
    if (kind == "EOFError" and "reading a line" in text) or (kind == "OSError" and "reading from stdin" in text):
        return Stopped(f"{file} {messages.asks(line)}", line=line)
    return None


def _line(described: dict[str, Any]) -> int | None:
    return described["lines"][-1] if described["lines"] else None


def _refused(described: dict[str, Any], sandboxed: bool) -> str:
    """What to add where the sandbox, and not the machine at home, has refused something."""
    refused = sandboxed and {"PermissionError", "BlockingIOError"} & set(described["bases"])
    return messages.REFUSED_IN_THE_BOX if refused else ""
