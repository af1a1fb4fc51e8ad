"""Results as tables: one row per student and rubric line, or one row per student.

Both tables are for the instructor: `why` of hidden lines is in the first one.
"""

from collections.abc import Iterable, Sequence

from graders.csv_cells import Row, cell, written
from graders.export.grades import Grades, lines, points_of, total
from graders.result import Points, Result, whole
from graders.roster import Person

HEAD: Row = ["student", "module", "exercise", "line", "title", "state", "points", "max", "why"]
TOTALS_HEAD: Row = ["student", "module", "points", "max"]


def rows(results: Iterable[Result]) -> list[Row]:
    """One row per student and rubric line, under a row of headings; students in order.

    A line that nobody judged (state `error` or `deferred`) has an empty cell for its points, not a 0.
    """
    table = [HEAD]
    for result in _in_order(results):
        for exercise in result.exercises:
            for line in exercise.rubric:
                who: Row = [cell(result.student), cell(result.module), cell(exercise.id), cell(line.id)]
                table.append([*who, cell(line.title), line.state, _shown(points_of(line)), line.max, cell(line.why)])
    return table


def totals(results: Iterable[Result]) -> list[Row]:
    """One row per student with the points so far and a column per rubric line, under a row of headings; students in order.

    `points` adds up what was judged, and is empty where nothing was; an empty cell further right says that it may still rise.
    """
    ordered = _in_order(results)
    columns = list(dict.fromkeys(line.id for result in ordered for line in lines(result)))
    table: list[Row] = [[*TOTALS_HEAD, *map(cell, columns)]]
    for result in ordered:
        judged = {line.id: _shown(points_of(line)) for line in lines(result)}
        start: Row = [cell(result.student), cell(result.module), _shown(total(result)), result.max]
        table.append([*start, *(judged.get(column, "") for column in columns)])
    return table


def course_totals(everybody: Sequence[Grades]) -> list[Row]:
    """One row per student with the points in each module and in all of them, under a row of headings; students in order.

    A module's cell is empty for who was not graded in it, or of whom nothing there was judged; `max` is the same for all.
    """
    people = {person.student: person for grades in everybody for person in (*grades.roster.values(), *_known(grades))}
    points = {(result.student, result.module): total(result) for grades in everybody for result in grades.results}
    modules = [grades.module.id for grades in everybody]
    most = sum(grades.most for grades in everybody)
    table: list[Row] = [["student", "name", "section", *map(cell, modules), "points", "max"]]
    for student in sorted(people):
        each = [points.get((student, module)) for module in modules]
        judged = [value for value in each if value is not None]
        person = people[student]
        start: Row = [cell(student), cell(person.name), cell(person.section)]
        table.append([*start, *map(_shown, each), _shown(whole(sum(judged)) if judged else None), most])
    return table


def _known(grades: Grades) -> list[Person]:
    return [person for person, _ in grades.people()]


def text(results: Iterable[Result]) -> str:
    """The table of `rows` as CSV."""
    return written(rows(results))


def totals_text(results: Iterable[Result]) -> str:
    """The table of `totals` as CSV."""
    return written(totals(results))


def _in_order(results: Iterable[Result]) -> list[Result]:
    return sorted(results, key=lambda result: (result.student, result.module))


def _shown(points: Points | None) -> Points | str:
    return "" if points is None else points
