"""A file for Moodle, Grades > Import > CSV file.

https://docs.moodle.org/en/Grade_import says what it does; what it does with odd cells is in its importer:
https://github.com/moodle/moodle/blob/main/grade/import/csv/classes/load_data.php.

- A row whose identifier is empty gets the student of the row above. So a column of identifiers is only there when it has no
  gap, and who has no identifier is left out.
- An empty grade for a new grade item is stored as 0. So who was not judged at all is left out.
- One student whom Moodle does not know stops the whole import.
"""

from graders.csv_cells import Row, cell, identifier, written
from graders.export.grades import Export, Grades, points_of, total
from graders.result import Result
from graders.roster import Person
from graders.text import some_of

LOCKS = (
    "after the import the grades count as typed in by hand: Moodle locks the activity's own grading, "
    "so import when you are done with it"
)
LIMIT = 100
"""Points that Moodle takes unless its administrator allows more (`unlimitedgrades`)."""

_IDENTIFIERS = {"ID number": "sis_id", "Email address": "email"}


def export(grades: Grades) -> Export:
    """moodle.csv: points, and as feedback the points line by line in the course's own words.

    Nothing a student wrote stands in the feedback: Moodle may show it as HTML.
    """
    judged = [(person, result) for person, result in grades.people() if total(result) is not None]
    main = max(_IDENTIFIERS, key=lambda head: (sum(bool(_id(person, head)) for person, _ in judged), head == "Email address"))
    listed = [(person, result) for person, result in judged if _id(person, main)]
    columns = [head for head in _IDENTIFIERS if listed and all(_id(person, head) for person, _ in listed)] or [main]
    table: list[Row] = [[*columns, cell(grades.title), "Feedback comments"]]
    for person, result in listed:
        ids = [_id(person, head) for head in columns]
        table.append([*ids, total(result) or 0, cell(_feedback(result))])
    notes = [LOCKS, f"map {' or '.join(columns)} to the field of the same name; capital letters in addresses matter"]
    if len(listed) < len(judged):
        missing = sorted({result.student for _, result in judged} - {result.student for _, result in listed})
        notes.append(f"left out, because the class list has no {main} (ID number: column sis_id): {some_of(missing)}")
    if grades.most > LIMIT:
        notes.append(f"the module has more than {LIMIT} points: Moodle's administrator has to allow that (unlimitedgrades)")
    return Export({"moodle.csv": written(table)}, notes)


def _id(person: Person, head: str) -> str:
    return identifier(getattr(person, _IDENTIFIERS[head]))


def _feedback(result: Result) -> str:
    """Such as `m2.e1 correct 4/4, speed 4/4 for now, hidden –/2; m2.e2 …`."""
    exercises = []
    for exercise in result.exercises:
        shown = []
        for line in exercise.rubric:
            points = points_of(line)
            now = " for now" if line.state == "noisy" else ""
            shown.append(f"{line.id.rsplit('.', 1)[-1]} {'–' if points is None else points}/{line.max}{now}")
        exercises.append(f"{exercise.id} {', '.join(shown)}")
    return "; ".join(exercises)
