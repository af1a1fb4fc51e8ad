"""What we keep of a student beside the gradebook: what the rows showed last. nbgrader has no room for it, and no use."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graders.result import write_if_changed


def path_of(directory: Any, student: str, module_id: str) -> Path:
    """Where it is, in the course folder of nbgrader's `CourseDirectory`."""
    return Path(directory.root) / "shown" / module_id / f"{student}.json"


def remembered(path: Path) -> dict[str, Any]:
    """{"lines": rubric line → [state, points], "answers": cell → checksum, "deadline": own deadline}, as far as known."""
    try:
        content = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return content if isinstance(content, dict) else {}


def remember(path: Path, news: Mapping[str, Any]) -> bool:
    """Whether there were any."""
    return write_if_changed(path, json.dumps(remembered(path) | dict(news), indent=1, sort_keys=True) + "\n")
