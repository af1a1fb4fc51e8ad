"""Which hints of each exercise have been shown on this machine, by their numbers."""

import contextlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from graders.course import Exercise, Hint
from graders.result import write_atomically


class HintBook:
    """Which hints of each exercise have been shown on this machine, by their numbers."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def left(self, exercise: Exercise, fitting: Sequence[Hint]) -> int:
        """How many of these have not been shown yet."""
        return len(self._fresh(exercise, fitting))

    def next(self, exercise: Exercise, fitting: Sequence[Hint], count: int) -> tuple[str, ...]:
        """The next `count` of these hints, or as many as are left, or the last one again; none where there are none."""
        shown = self._fresh(exercise, fitting)[:count]
        numbers = {exercise.hints.index(hint) for hint in shown} | self._seen(exercise)
        with contextlib.suppress(OSError):  # next time the same hint comes again
            write_atomically(self.path, json.dumps(self._read() | {exercise.id: sorted(numbers)}).encode())
        return tuple(hint.text for hint in shown or fitting[-1:])

    def _fresh(self, exercise: Exercise, fitting: Sequence[Hint]) -> list[Hint]:
        seen = self._seen(exercise)
        return [hint for hint in fitting if exercise.hints.index(hint) not in seen]

    def _seen(self, exercise: Exercise) -> set[int]:
        numbers = self._read().get(exercise.id)
        return {each for each in numbers if type(each) is int} if isinstance(numbers, list) else set()

    def _read(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self.path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return {}
