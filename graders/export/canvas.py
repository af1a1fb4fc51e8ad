"""A file for Canvas, Grades > Import.

Columns as Canvas exports them itself; how they are read is in its own importer:
https://github.com/instructure/canvas-lms/blob/master/lib/gradebook_importer.rb. It looks a student up by `ID`, then by SIS
user id, by login, and by name at last. One column of points and nothing else, for any further one would become an
assignment.
"""

import re

from graders.csv_cells import Row, cell, identifier, written
from graders.export.grades import Export, Grades, name, total
from graders.text import some_of

_LEFT_OUT = re.compile("(Current|Final) (Score|Points|Grade)|Override (Score|Grade|Status)")
"""Headings of what Canvas calculates itself."""
HEAD: Row = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"]


def export(grades: Grades, assignment: str = "") -> Export:
    """canvas.csv. `assignment` is the number in the assignment's address in Canvas; without it Canvas goes by the title,
    and makes a new assignment where there is none of that title.

    A student of whom nothing was judged has an empty cell.
    """
    title = f"{grades.title} ({assignment})" if assignment else grades.title
    # Four spaces, as Canvas writes it: no student is called that.
    table: list[Row] = [[*HEAD, cell(title)], ["    Points Possible", "", "", "", "", grades.most]]
    unknown = []
    for person, result in grades.people():
        ids = [identifier(value) for value in (person.canvas_id, person.sis_id, person.login)]
        if not ids[0]:
            unknown.append(result.student)
        points = total(result)
        table.append([cell(name(person)), *ids, cell(person.section), "" if points is None else points])
    notes = []
    if unknown:
        notes.append(f"no Canvas id: {some_of(unknown)}; Canvas looks for them by SIS id, login and name, and asks you at last")
    if found := _LEFT_OUT.search(title):
        notes.append(f"Canvas calculates what is called {found[0]!r} itself, and leaves such a column out: give another title")
    if not assignment:
        notes.append(
            f"without --assignment Canvas looks for an assignment called {title!r}, and makes a new one if there is none"
        )
    return Export({"canvas.csv": written(table)}, notes)
