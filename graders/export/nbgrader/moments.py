"""Times as nbgrader keeps them: in UTC, without saying so."""

from datetime import UTC, datetime
from pathlib import Path

from graders.text import harmless


def hand_in_time(path: Path) -> datetime | None:
    """When the student handed in, as `nbgrader collect` and `stage` leave it there; None where nobody knows.

    Formgrader shows a submission as graded only when this file and the gradebook name the same moment. When it was graded
    is no substitute: everybody would be late.
    """
    try:
        return moment_of(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def stamp_of(moment: datetime) -> str:
    """A moment in UTC as nbgrader itself writes it."""
    return f"{moment.isoformat(sep=' ', timespec='microseconds')} UTC\n"


def moment_of(stamp: str) -> datetime | None:
    """The time that nbgrader reads there, as it stores it: UTC, without saying so; None where it is none."""
    from nbgrader.utils import parse_utc  # type: ignore[import-untyped]

    try:
        moment: datetime = parse_utc(stamp.strip())
    except (ValueError, OverflowError):
        return None
    return moment


def stored(moment: datetime) -> datetime:
    """A moment as nbgrader stores it. Given as text with a space before its offset, it would misread it."""
    return moment.astimezone(UTC).replace(tzinfo=None)


def time_of(text: str) -> datetime:
    """A time in a result, as nbgrader stores it. Raises ValueError with one sentence where it is none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise ValueError(f"the result's time {harmless(text, 40)!r} is not an ISO 8601 time: grade it again") from None
    return stored(moment) if moment.tzinfo else moment
