"""What a student sees in the terminal: one block per exercise, made of results alone."""

import textwrap
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from graders.course import Module
from graders.judge.messages import NOT_RUN
from graders.report import messages
from graders.report.bars import bar, of_these_cores
from graders.report.points import public_bonus, public_points, undecided_points
from graders.result import Check, ExerciseResult, Points, Result, RubricResult, State
from graders.text import STATES, WIDEST, as_plain, count, harmless

TALLEST = 12
"""Lines one failing exercise may take."""


@dataclass(frozen=True)
class Hints:
    """The hints that were asked for, and how many are left for what fails."""

    texts: tuple[str, ...]
    left: int


@dataclass(frozen=True)
class Line:
    text: str
    state: State | None = None
    bold: bool = False


class View:
    """Writes blocks as the run goes on. `write_line(text, **markup)` is pytest's terminal writer's."""

    def __init__(self, write_line: Callable[..., Any], width: int, plain: bool) -> None:
        self._write_line, self._plain = write_line, plain
        self._width = max(40, min(width, WIDEST))

    def heading(self, module: Module, notes: Sequence[str] = ()) -> None:
        title = f"{module.id} · {module.title}"
        self._write([Line(text, bold=True) for text in _spread(title, module.guide, self._width)])
        for note in notes:
            self.note(note)

    def note(self, sentence: str) -> None:
        self._write([Line(piece) for piece in _wrapped(sentence, self._width, most=4)])

    def gap(self) -> None:
        """Between one module and the next."""
        self._write_line("")

    def exercise(self, result: ExerciseResult, hints: Hints) -> None:
        self._write(exercise_lines(result, hints, self._width))

    def ending(self, results: Sequence[Result], seconds: float, racing: float, seed: int) -> None:
        self._write(ending_lines(results, seconds, racing, seed, self._width))

    def _write(self, lines: list[Line]) -> None:
        for line in lines:
            text = harmless(line.text, self._width * 2)
            if self._plain:
                text = as_plain(text)
            style = "bold" if line.bold else STATES[line.state].colour if line.state else ""
            self._write_line(_cut(text, self._width, "~" if self._plain else "…"), **({style: True} if style else {}))


@dataclass(frozen=True)
class _Shape:
    """How much of an exercise that fails is shown; every shape takes less room than the one before."""

    measures: bool = False
    """What was measured and only reported."""
    printed: bool = False
    """What code that passed has printed."""
    passed: bool = False
    """Checks that passed, on a line each; else all on one, and what failed comes next."""
    details: int = 6
    """Lines about the first check that failed; if there is but one, it is the reason."""
    reason: int = 2
    """Lines about each of the others; none: their reason stands beside the title, and no bar below."""


_SHAPES = (
    _Shape(measures=True, printed=True, passed=True),
    _Shape(printed=True, passed=True),
    _Shape(passed=True),
    _Shape(),
    _Shape(reason=1),
    _Shape(reason=1, details=5),
    *(_Shape(reason=0, details=details) for details in (5, 4, 3, 1)),
)


def exercise_lines(result: ExerciseResult, hints: Hints, width: int) -> list[Line]:
    """The block of one exercise: a single line for one not started, at most TALLEST lines for one that fails."""
    judged = [line for line in result.rubric if line.checks]
    state, points, maximum = _sum(judged)
    name = f"{result.id} {result.title}"
    if state in ("todo", "deferred"):
        why = next((line.why for line in judged if line.why), NOT_RUN)
        score = f"0/{maximum}" if state == "todo" else "–"
        room = min(54, width - 10 - len(why)) if state == "todo" else min(54, width - 8)
        left = f"{_cut(f'  {STATES[state].glyph} {name}', room):{room}} {score:>7}"
        if state == "todo":
            return [Line(f"{left}  {why}", state)]
        return [Line(left, state), *(Line(f"      {piece}") for piece in _wrapped(why, width - 6))]
    head = [Line(_scored(name, f"{points}/{maximum}", width), bold=True)]
    if result.trouble:
        return head + [
            Line(f"  {piece}", "fail") for piece in _wrapped(f"{STATES['fail'].glyph} {result.trouble}", width - 2, 4)
        ]
    checks = [check for line in judged for check in line.checks if not check.not_run]
    left_out = sum(len(line.checks) for line in judged) - len(checks)
    opened = next((check for check in checks if check.state in ("fail", "error")), None)
    hinted = [Line(f"      {piece}") for piece in _hinted(hints, result.id, width - 6)]
    rest = [Line(f"  – {count(left_out, 'check')} {NOT_RUN}")] if left_out else []
    if opened is None:
        return head + _body(checks, None, _SHAPES[0], width) + rest
    room = TALLEST - len(head) - len(hinted)
    bodies = (_body(checks, opened, shape, width) + rest for shape in _SHAPES)
    body: list[Line] = []
    for body in bodies:
        if len(body) <= room:
            break
    else:
        body = [*body[: room - 1], Line(messages.MORE)]
    return head + body + hinted


def _body(checks: list[Check], opened: Check | None, shape: _Shape, width: int) -> list[Line]:
    """The checks in their order, or what passed in one line, then the check that is opened, then the others."""
    if shape.passed:
        return [line for check in checks for line in _check(check, opened, shape, width)]
    passed = [check for check in checks if check.state == "pass" and check.speedup is None]
    total = sum(check.points for check in passed)
    name = passed[0].title if len(passed) == 1 else f"{len(passed)} checks"
    lines = [Line(_scored(f"  {STATES['pass'].glyph} {name}", f"{total}/{total}", width), "pass")] if passed else []
    others = [check for check in checks if check is not opened and check not in passed]
    return lines + [line for check in [opened, *others] if check for line in _check(check, opened, shape, width)]


def _check(check: Check, opened: Check | None, shape: _Shape, width: int) -> Iterator[Line]:
    """One check: its line, its reason, what was wrong in the one that is opened, its bar, what was printed and measured."""
    score = "–" if check.state == "deferred" else f"{check.points}/{check.max}"
    reasoned = check.state in ("fail", "error", "noisy", "deferred") and check.why
    if reasoned and check is not opened and not shape.reason:
        yield Line(_beside(f"  {STATES[check.state].glyph} {check.title}", check.why, score, width), check.state)
        return
    yield Line(_scored(f"  {STATES[check.state].glyph} {check.title}", score, width), check.state)
    if check is opened:
        yield from (Line(f"      {text}") for text in _opened(check, width - 6, shape.details))
    elif reasoned:
        yield from (Line(f"      {piece}") for piece in _wrapped(check.why, width - 6, shape.reason))
    if check.speedup is not None:
        yield Line(f"      {bar(check.speedup, width - 6)}")
        if shape.measures and (words := of_these_cores(check.speedup)):
            yield from (Line(f"      {piece}") for piece in _wrapped(words, width - 6))
    for text in check.details if check.state in ("pass", "partial") and shape.printed else ():
        yield Line(f"      {_cut(text, width - 6)}")
    for each in check.measures if shape.measures else ():
        yield from (Line(f"      {piece}") for piece in _wrapped(messages.measured(each), width - 6))


def _beside(title: str, why: str, score: str, width: int) -> str:
    """Title and reason on one line, where there is no room for two."""
    column = width - 8
    return f"{_cut(f'{_cut(title, column * 2 // 5)}: {why}', column):{column}} {score:>7}"


def _hinted(hints: Hints, exercise: str, width: int) -> list[str]:
    """The hints in full, or that there are some."""
    if not hints.texts:
        return [messages.stuck(hints.left, exercise)] if hints.left else []
    last = messages.last_hint(hints.texts[-1], hints.left)
    return [piece for text in (*hints.texts[:-1], last) for piece in _wrapped(messages.hint(text), width, most=6)]


def ending_lines(results: Sequence[Result], seconds: float, racing: float, seed: int, width: int) -> list[Line]:
    """Points so far module by module, what is still undecided, and what to do next."""
    out = [Line("─" * width)]
    for result in results:
        out += _points_lines(result, messages.public_checks(result.module if len(results) > 1 else ""), width)
    judged = [
        (exercise, _sum([line for line in exercise.rubric if line.checks])[0])
        for result in results
        for exercise in result.exercises
    ]
    untouched = sum(exercise.bonus and state == "todo" for exercise, state in judged)
    states = [state for exercise, state in judged if not (exercise.bonus and state == "todo")]
    kinds = [f"{states.count(state)} {shown.word}" for state, shown in STATES.items() if state in states]
    counts = ", ".join(kinds + ([messages.bonus_not_started(untouched)] if untouched else []))
    out += [Line(text) for text in _spread(messages.exercises(counts), messages.took(seconds, racing), width)]
    if (following := _next_exercise(results)) is not None:
        module, first = following
        sentence = messages.do_next(first, f"assignments/{module}/{first.file}")
        out += [Line(piece) for piece in _wrapped(sentence, width)]
    if any(state in ("fail", "partial") for state in states):
        out.append(Line(messages.same_inputs(seed)))
    return out


def _points_lines(result: Result, title: str, width: int) -> list[Line]:
    """The points of one module, on one line or two."""
    (points, maximum), undecided = public_points(result), undecided_points(result)
    score = f"{title}  {points}/{maximum}{messages.of_them_bonus(public_bonus(result))}"
    tail = f"+ {messages.at_hand_in(undecided)}"
    if undecided and len(score) + len(tail) + 3 <= width:
        return [Line(f"{score}   {tail}", bold=True)]
    return [Line(score, bold=True)] + ([Line(tail)] if undecided else [])


def _opened(check: Check, width: int, most: int) -> list[str]:
    lines = [check.why, *check.details] if check.state == "fail" else [check.why]
    # The call comes first, then what is wrong with its answer, as one would tell it.
    if most == 1:
        return _wrapped(check.why, width, 1)
    if len(lines) > 1 and check.details:
        lines = [check.details[0], check.why, *check.details[1:]]
    return [piece for line in lines[:6] for piece in _wrapped(line, width, 4 if line is check.why else 2)][:most]


def _sum(lines: list[RubricResult]) -> tuple[State, Points, int]:
    exercise = ExerciseResult(id="", title="", file="", rubric=lines)
    return exercise.state, exercise.points, sum(check.max for line in lines for check in line.checks)


def _next_exercise(results: Sequence[Result]) -> tuple[str, ExerciseResult] | None:
    """The module and the first exercise that is not done; a bonus only when nothing else is left."""
    left = [
        (result.module, exercise)
        for result in results
        for exercise in result.exercises
        if exercise.state in ("fail", "todo", "partial", "error")
    ]
    return min(left, key=lambda each: each[1].bonus, default=None)


def _scored(left: str, score: str, width: int) -> str:
    column = min(54, width - 8)
    return f"{_cut(left, column):{column}} {score:>7}"


def _spread(left: str, right: str, width: int) -> list[str]:
    """Both on one line, at its ends, or on lines of their own where that is too narrow."""
    gap = width - len(left) - len(right)
    return [f"{left}{' ' * gap}{right}"] if gap >= 2 else [*_wrapped(left, width), right]


def _wrapped(text: str, width: int, most: int = 2) -> list[str]:
    """A sentence on at most so many lines."""
    return textwrap.wrap(text, width, max_lines=most, placeholder=" …", subsequent_indent="  ") or [""]


def _cut(text: str, width: int, mark: str = "…") -> str:
    return text if len(text) <= width else text[: width - 1] + mark
