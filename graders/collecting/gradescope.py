"""Gradescope's "Export Submissions": a folder for each submission, and `submission_metadata.yml`, which says whose they are.

    submission_301:
      :submitters:
      - :name: Ann Lee
        :sid: "512001"
        :email: ann@example.org
      :created_at: 2026-11-20 21:05:33.123 Z

Groups have several submitters. The keys are Ruby's symbols.
"""

import contextlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graders.collecting.platforms import Field, Label
from graders.collecting.version import CollectError
from graders.finding.entries import Entry, Refused

FILE = "submission_metadata.yml"
_LARGEST = 64 << 20


@dataclass(frozen=True)
class Exported:
    labels: tuple[Label, ...]
    """One for each submitter."""


def read(entries: Sequence[Entry]) -> dict[str, Exported]:
    """Whose each folder of an export is; nothing where this is none. Raises CollectError where the list cannot be read."""
    listed = next((each for each in entries if each.name == FILE and each.kind == "file"), None)
    if listed is None:
        return {}
    # Imported here: only this needs it.
    import yaml  # type: ignore[import-untyped]

    try:
        # Everything as text: 00512 is an id, not a number.
        found = yaml.load(listed.read(_LARGEST), Loader=yaml.BaseLoader)
    except (Refused, yaml.YAMLError, UnicodeDecodeError, ValueError) as error:
        raise CollectError(f"{FILE} cannot be read: {' '.join(str(error).split())}") from None
    if not isinstance(found, dict):
        raise CollectError(f"{FILE} is not the list of submissions that Gradescope makes")
    return {str(folder): _exported(about) for folder, about in found.items() if isinstance(about, dict)}


def _exported(about: dict[Any, Any]) -> Exported:
    plain = {str(key).lstrip(":"): value for key, value in about.items()}
    submitters = plain.get("submitters")
    people = [each for each in submitters if isinstance(each, dict)] if isinstance(submitters, list) else []
    return Exported(tuple(_label(each, _time(plain.get("created_at"))) for each in people))


def _label(person: dict[Any, Any], time: datetime | None) -> Label:
    said = {str(key).lstrip(":"): str(value).strip() for key, value in person.items() if value not in (None, "")}
    fields: tuple[tuple[str, Field], ...] = (("sid", "number"), ("email", "email"), ("name", "name"))
    return Label("Gradescope", tuple((field, (said[key],)) for key, field in fields if key in said), time=time)


def _time(value: object) -> datetime | None:
    """Such as 2026-11-20 21:05:33.123000000 Z, as such or as `utc` of Rails' own kind of time; one without a zone is in UTC."""
    if isinstance(value, dict):
        value = value.get("utc")
    text = re.sub(r" (?=[+-]\d\d:?\d\d$)", "", str(value).strip().replace(" UTC", "+00:00").replace(" Z", "+00:00"))
    with contextlib.suppress(ValueError):
        time = datetime.fromisoformat(text)
        return time if time.tzinfo else time.replace(tzinfo=UTC)
    return None
