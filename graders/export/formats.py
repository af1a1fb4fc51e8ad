"""All formats that results can be written in, nbgrader's aside: its gradebook is a database with other people's work in it.

A new one is a file here with a function `export`, a row below and a golden file (tests/test_export_formats.py).
"""

from collections.abc import Callable, Mapping

from graders.export import canvas, classroom50, csv, gradescope, junit, moodle
from graders.export.grades import Export, Grades, lines, total
from graders.text import some_of

NBGRADER = "nbgrader"


def formats(assignment: str, environment: Mapping[str, str]) -> dict[str, Callable[[Grades], Export]]:
    """What makes each format; `assignment` is Canvas' number of it, `environment` what Classroom 50's runner says."""
    return {
        "csv": _tables,
        "gradescope": gradescope.export,
        "classroom50": lambda grades: classroom50.export(grades, environment),
        "canvas": lambda grades: canvas.export(grades, assignment),
        "moodle": moodle.export,
        "junit": junit.export,
    }


def _tables(grades: Grades) -> Export:
    tables = {"points.csv": csv.text(grades.results), "totals.csv": csv.totals_text(grades.results)}
    # The mark at the start tells spreadsheets that it is UTF-8.
    return Export({file: f"\ufeff{text}" for file, text in tables.items()})


NAMES = (*formats("", {}), NBGRADER)


def names(text: str) -> list[str]:
    """`canvas,moodle` as a list. Raises ValueError for a name that is none."""
    wanted = [name.strip() for name in text.split(",") if name.strip()]
    if unknown := [name for name in wanted if name not in NAMES]:
        raise ValueError(f"{unknown[0]!r} is no format; there are {', '.join(NAMES)}")
    return wanted


def notes(grades: Grades) -> list[str]:
    """What to know about the points before somebody imports them, whatever the format; who is meant by each sentence."""
    results = [result for _, result in grades.people()]
    graded = {result.student for result in results}
    groups = {
        "not on the class list, so exports know the id only": graded - grades.roster.keys() if grades.roster else set(),
        "on the class list, but not graded": grades.roster.keys() - graded,
        "nothing judged, so the total is missing": {result.student for result in results if total(result) is None},
        "not everything judged, so the total may rise": {
            result.student
            for result in results
            if total(result) is not None and any(line.state in ("error", "deferred") for line in lines(result))
        },
        "too noisy in places, so those points are provisional": {
            result.student for result in results if any(line.state == "noisy" for line in lines(result))
        },
    }
    notes = [f"{sentence}: {some_of(sorted(students))}" for sentence, students in groups.items() if students]
    return notes if grades.roster else ["no class list (--roster): exports know ids only", *notes]
