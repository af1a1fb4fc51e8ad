"""What is said to a worker that is not data, and what comes back: checked before anything of it is believed."""

from dataclasses import dataclass
from typing import Any

from graders.worker import child, codec
from graders.worker.codec import Reference, WireError

LONGEST_NAME, LONGEST_MESSAGE = 200, 2000
"""Characters of a worker's text that the judge keeps."""


@dataclass(frozen=True)
class Reply:
    kind: int
    value: Any
    seconds: float
    """From the judge sending the call to the judge having the answer, by the judge's clock."""
    cpu: float | None = None
    """CPU seconds the worker used for a timed call, where the platform tells."""
    after: tuple[Any, ...] = ()
    """The arguments of a call that was looked at, as it left them: the judge's copies of the memory they lie in."""

    @property
    def raised(self) -> bool:
        return self.kind == child.RAISED


@dataclass(frozen=True)
class Timing:
    """What a call took, in seconds of the judge's clock and of the worker's CPU time, and what it returned."""

    wall: float
    cpu: float
    value: Any
    after: tuple[Any, ...] = ()
    """The arguments as the call left them."""


def refer(value: Any) -> Reference:
    if isinstance(value, Reference):
        return value
    reference = getattr(value, "__worker_reference__", None)
    if isinstance(reference, Reference):
        return reference
    raise codec.Unsendable(
        f"{type(value).__name__} cannot be sent to the worker: send data, or put the function into given_….py"
    )


def cleaned_description(value: Any) -> dict[str, Any]:
    """An exception's description with exactly the fields and types the judge reads, none of them long."""
    wanted = {"type": str, "bases": list, "message": str, "lines": list, "missing": list, "module": str}
    if type(value) is not dict or {key: type(item) for key, item in value.items()} != wanted:
        raise WireError("an exception that is not described")
    if not all(type(item) is int and 0 <= item < 1 << 31 for item in value["lines"]):
        raise WireError("invalid line numbers")
    if not all(type(item) is str for item in value["bases"] + value["missing"]):
        raise WireError("invalid names")
    return {
        "type": value["type"][:LONGEST_NAME],
        "bases": [name[:LONGEST_NAME] for name in value["bases"][:50]],
        "message": value["message"][:LONGEST_MESSAGE],
        "lines": value["lines"][:50],
        "missing": [name[:LONGEST_NAME] for name in value["missing"][:60]],
        "module": value["module"][:LONGEST_NAME],
    }
