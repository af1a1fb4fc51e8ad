"""`python -m graders trace m5.e4`: one run of a student's own code, written down call by call, as a timeline and a picture.

The tests say what is run: the rounds of the race, or where there is none the public checks. pytest runs them with
`plugin.Tracing` in the place of what judges, in a worker as always. In there `worker/recorder.py` writes down the calls;
`recordings` reads that, `timeline` makes a trace for Perfetto of it, and `flame` a picture. Nothing here counts.
"""

from pathlib import Path

import msgspec

RAW = "raw.json"
"""In the folder of a run: what the recordings of its workers are called, before the process ids."""
FOUND = "found.json"
"""In the same folder: what the tests did, and when."""
MOST_CALLS = 400_000
"""Calls kept of one process, the last ones: in its buffer 40 MB, in its file 60 MB."""


class Span(msgspec.Struct, frozen=True):
    """From when to when something lasted, in seconds by the clock that all processes of a machine share."""

    name: str
    begin: float
    end: float


class Round(msgspec.Struct, frozen=True):
    """One round of a race, or one check: the whole, what ran in it, and which part of that is the student's."""

    whole: Span
    parts: list[Span]
    yours: Span


class Recording(msgspec.Struct):
    """One worker that was recorded."""

    what: str
    """The raced function; empty for checks."""
    pid: int
    offset: float
    """Microseconds to be taken from its clock, so that it is the one of `Span`."""
    file: str
    rounds: list[Round]
    without: float = 0.0
    """Seconds that one call took without recording; 0 where nobody looked."""


class Found(msgspec.Struct):
    """What a run of the tests has left."""

    recordings: list[Recording] = msgspec.field(default_factory=list)
    notes: list[str] = msgspec.field(default_factory=list)
    """What was wrong, in sentences."""
    given: str = ""
    raced: bool = False
    """Whether there are races that can be run here."""
    not_started: int = 0
    """How many tests met nothing but a starter."""


def read(folder: Path) -> Found | None:
    """What a run left in its folder; nothing where it did not come to its end."""
    try:
        return msgspec.json.decode((folder / FOUND).read_bytes(), type=Found)
    except (OSError, msgspec.MsgspecError):
        return None
