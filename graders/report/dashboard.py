"""The class on one page, for instructors: who needs a human, how the points lie, where the speed steps cut.

One HTML file that needs nothing but itself: the drawings are the specifications of `charts`, and the one copy of Vega that
draws them is inlined. The page allows itself two scripts and a style, by their hashes, and nothing from outside. Vega's
expressions are interpreted (`ast`), not compiled, so `unsafe-eval` is not needed. It is a pure function of its arguments:
same results, same bytes.

How it filters: all state is in the controls of one form. A click on a mark, or on a number in the table beside it, sets
a control; a change of a control shows and hides rows and marks every row of every chart as chosen or not.
"""

import base64
import hashlib
import json
import statistics
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any
from urllib.parse import quote

import vl_convert

from graders.report import FOLDER, charts, human, messages
from graders.report.by_hand import HandCell, of_section
from graders.report.class_results import ID, Bins, bin_of, bins_of, lines_of, points_cell, races_of, short
from graders.report.templates import environment
from graders.result import Result
from graders.roster import Person
from graders.sections import FOLDER as FOLDER_OF_SECTIONS
from graders.sections import Section
from graders.text import anchor, harmless, some_of, when


@dataclass(frozen=True)
class Part:
    """A section of the class, and how far it is."""

    section: Section
    graded: int
    """How many of its students have a result."""
    median: str
    hand: Sequence[HandCell]
    whole: bool = False
    """Whether the page of the whole class is there to be linked."""

    @property
    def done(self) -> int:
        return sum(each.done for each in self.hand)

    @property
    def link(self) -> str:
        """The section's page, seen from that of the class."""
        return f"./{FOLDER_OF_SECTIONS}/{quote(self.section.folder, safe='')}/index.html"

    @property
    def up(self) -> str:
        """The module's folder, seen from the section's page."""
        return "../.."


def page(
    title: str,
    results: Sequence[Result],
    roster: Mapping[str, Person] | None = None,
    before: Sequence[Result] = (),
    flags: Mapping[str, Sequence[str]] | None = None,
    linked: Collection[str] = (),
    hand: Sequence[HandCell] = (),
    formgrader: str = "",
    part: Part | None = None,
    parts: Sequence[Part] = (),
    without: Sequence[str] = (),
) -> str:
    """The page as HTML text.

    `before` are earlier results of the same module: what moved since is drawn. `flags` are sentences about a student
    that somebody has to look at. `linked` are the ids of students who have a feedback page in the module's folder. `hand` is
    what is graded by hand, `formgrader` the address of that. The page is about one `part` of the class, or about all of it,
    and then links the pages of its `parts`, and names those who are in none.
    """
    people = dict(roster or {})
    results = sorted(results, key=lambda result: result.student)
    found = human.cases(results, list(people), flags or {})
    graded = [result.student for result in results]
    students = [*graded, *sorted({case.student for case in found} - set(graded))]
    bins = bins_of(max(result.max for result in results))
    lines, races = lines_of(results), races_of(results)
    drawn = [charts.histogram(results, bins)]
    drawn += [charts.moves(results, before)] if before else []
    drawn.append(charts.rubric_lines(lines, len(results), wide=bool(before)))
    drawn += [charts.strips(results, races)] if races else []
    drawn.append(charts.matrix(results, lines))
    index = {student: place for place, student in enumerate(students)}
    data = {
        "students": [_facts(student, people.get(student), results, index[student], bins) for student in students],
        "charts": {
            chart.name: {"spec": chart.spec, "columns": chart.rows.columns, "values": chart.rows.values, "picks": chart.picks}
            for chart in drawn
        },
    }
    up = part.up if part else "."
    templates = environment(link=partial(feedback_link, up=up), short=short, hash=_hash)
    return templates.get_template("dashboard.html.j2").render(
        title=title,
        results=results,
        students=students,
        index=index,
        people=people,
        linked=set(linked),
        cases={kind: group for kind, group in _grouped(found).items() if group},
        kinds=human.KINDS,
        needing={case.student: human.KINDS[case.kind] for case in reversed(found)},
        bins=[label for label, _, _ in bins],
        lines=lines,
        exercises=list(dict.fromkeys(short(exercise.id) for result in results for exercise in result.exercises)),
        by_exercise=lambda result: {short(exercise.id): points_cell(exercise) for exercise in result.exercises},
        charts=drawn,
        key_figures=list(_key_figures(results)),
        machines=_machines(results),
        unsandboxed=sum(result.machine.get("sandboxed") is False for result in results),
        finished=when(max(result.finished for result in results)),
        data=_json(data),
        hand=sorted((each for each in hand if each.student in index), key=lambda each: each.done),
        formgrader=formgrader,
        part=part,
        parts=parts,
        without=some_of(without, 40),
        style=templates.get_template("dashboard.css.j2").render(),
        script=(FOLDER / "dashboard.js").read_text(encoding="utf-8"),
        vega=_vega(),
    )


def part_of(section: Section, results: Sequence[Result], hand: Sequence[HandCell], whole: bool = False) -> Part:
    own = [result for result in results if section.has(result.student)]
    median = f"{statistics.median(result.points for result in own):g}" if own else "–"
    return Part(section, len(own), median, of_section(hand, section), whole)


def _facts(student: str, person: Person | None, results: Sequence[Result], place: int, bins: Bins) -> dict[str, Any]:
    """What the page's script knows of a student: the id as shown, what the search looks in, and the points."""
    points = results[place].points if place < len(results) else None
    words = [student, *([person.name, person.section] if person else [])]
    return {
        "student": harmless(student, ID),
        "words": harmless(" ".join(words), 300).lower(),
        "points": None if points is None else bin_of(points, bins),
    }


def _grouped(found: Sequence[human.Case]) -> dict[str, list[human.Case]]:
    return {kind: [case for case in found if case.kind == kind] for kind in human.KINDS}


def _key_figures(results: Sequence[Result]) -> Iterator[tuple[str, str]]:
    points = [result.points for result in results]
    most, bonus = max((result.max, result.bonus) for result in results)
    yield "students", str(len(results))
    yield "median", f"{statistics.median(points):g} of {most}{messages.of_them_bonus(bonus)}"
    if len(points) > 3:
        low, _, high = statistics.quantiles(points, method="inclusive")
        yield "middle half", f"{low:.3g} to {high:.3g}"
    yield "all points", str(sum(result.points == result.max for result in results))
    deferred = {
        line.id for result in results for exercise in result.exercises for line in exercise.rubric if line.state == "deferred"
    }
    if deferred:
        yield "lines still deferred", str(len(deferred))


def _machines(results: Sequence[Result]) -> list[tuple[str, int]]:
    """What the results were measured on, and how many of them; more than one machine is worth knowing."""
    cards = [f"{result.machine.get('cpu', 'unknown')}, {result.machine.get('cores', '?')} cores" for result in results]
    return [(card, cards.count(card)) for card in sorted(set(cards))]


@cache
def _vega() -> str:
    """Vega, Vega-Lite and vega-embed as one script."""
    return vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;")


def _json(data: object) -> str:
    """JSON that cannot end the script element it stands in."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def _hash(script: str) -> str:
    """How a Content-Security-Policy names an inline script or style."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def feedback_link(student: str, line_id: str = "", up: str = ".") -> str:
    """Where a student's feedback page lies, `up` from this one; `line_id` for the exercise it is about."""
    place = anchor(line_id.rpartition(".")[0])
    return f"{up}/{quote(student, safe='')}.html" + (f"#{quote(place, safe='')}" if place else "")
