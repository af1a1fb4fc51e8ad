"""What the terminal and the pages say about a result."""

from collections.abc import Sequence

from graders.quantities import bound, quantity
from graders.result import ExerciseResult, Measure

NOT_JUDGED = "The graders had trouble, which is not your fault:"
SPEEDS_ARE_ADVICE = "Speeds on this runner are advice only; the course machine decides."
MORE = "  …  add -v for everything"


def of_these_cores(measured: str, capacity: str, cores: int, counted: str) -> str:
    """What a speed-up on several cores is worth: what these cores really give is not the student's doing."""
    worth = "" if counted == measured else f": counted as {counted} of {cores}x"
    return f"{measured} of the {capacity} that these {cores} cores give{worth}"


def of_them_bonus(points: int) -> str:
    return f", {points} of them a bonus" if points else ""


def bonus_not_started(exercises: int) -> str:
    return f"{exercises} bonus not started"


def started(begun: int, exercises: int) -> str:
    return f"{begun} of {exercises} exercises started" + ("" if begun else ": nothing started yet, and that is fine")


def stuck(left: int, exercise: str) -> str:
    return f"stuck?  add --hint   ({left} left for {exercise})"


def hint(text: str) -> str:
    return f"hint: {text}"


def last_hint(text: str, left: int) -> str:
    return f"{text}  ({left} left)"


def public_checks(module: str) -> str:
    return f"{module} public checks" if module else "public checks"


def at_hand_in(points: str) -> str:
    return f"{points} points are decided at submission"


def exercises(counts: str) -> str:
    return f"exercises: {counts}"


def took(seconds: float, racing: float) -> str:
    return f"{seconds - racing:.1f} s" + (f" + {racing:.0f} s of races" if racing >= 0.5 else "")


def do_next(exercise: ExerciseResult, file: str) -> str:
    which = "as a bonus there is" if exercise.bonus else "start with" if exercise.state == "todo" else "next is"
    return f"{which} {exercise.id}: open {file}, then run this again"


def same_inputs(seed: int) -> str:
    return f"the same inputs again: add --seed {seed}"


def also_fails(titles: Sequence[str]) -> str:
    return f"also fails: {', '.join(titles)}"


def cell_of(memory: str) -> str:
    return f"cell of {memory}"


def thread_of(block: int) -> str:
    return f"thread of block {block}"


def drawn(kind: str, times: int, cells: str) -> str:
    verb = {"read": "read", "write": "written", "atomic": "changed atomically"}.get(kind, kind)
    return f"{cells} {verb} {times} times" if times != 1 else f"{cells} {verb} once"


def measured(measure: Measure) -> str:
    """A line under a check: what a meter found, its range and its limit."""
    if measure.value is None:
        return f"{measure.name}: not measured; {measure.note}"
    words = f"{measure.name} {quantity(measure.value, measure.unit)}"
    if measure.low is not None and measure.high is not None:
        words += f" ({bound(measure.low, measure.unit)}–{bound(measure.high, measure.unit)})"
    if measure.limit is not None:
        words += f", limit {bound(measure.limit, measure.unit)}"
    return f"{words}; {measure.note}" if measure.note else words
