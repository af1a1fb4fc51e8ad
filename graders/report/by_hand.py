"""What is graded by hand: written answers, and what nobody but a person can decide. As data, and as a table in a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from graders.csv_cells import Row, cell
from graders.result import Points
from graders.roster import Person
from graders.sections import Section

FILE = "by_hand.csv"
HEAD: Row = ["section", "ta", "student", "name", "cell", "title", "points", "max", "done", "why", "formgrader"]


@dataclass(frozen=True)
class HandCell:
    """A cell of somebody's notebook in formgrader that is, or was, to be graded by a person."""

    student: str
    name: str
    """What formgrader calls it, such as m2-q1."""
    title: str
    points: Points | None
    """What it has so far; None: nothing yet."""
    max: int
    done: bool
    why: str
    page: str = ""
    """What formgrader's page of that student is called; empty where there is none yet."""

    def link(self, formgrader: str) -> str:
        """Where it stands in the formgrader at this address; empty where that is not known."""
        if not formgrader or not self.page:
            return ""
        return f"{formgrader}/formgrader/submissions/{quote(self.page, safe='')}/#{quote(self.name, safe='')}"


def open_ones(cells: Sequence[HandCell]) -> list[HandCell]:
    return [each for each in cells if not each.done]


def of_section(cells: Sequence[HandCell], section: Section) -> list[HandCell]:
    return [each for each in cells if section.has(each.student)]


def taught_by(section: Section) -> str:
    """The section with whoever has it, as far as that is known."""
    return f"{section.name} ({', '.join(section.tas)})" if section.tas else section.name


def rows(cells: Sequence[HandCell], people: Mapping[str, Person], there: Sequence[Section], formgrader: str) -> list[Row]:
    """A row per cell under a row of headings. Who is in two sections has both in one row, so that no cell counts twice."""
    table = [HEAD]
    for each in cells:
        own = [section for section in there if section.has(each.student)]
        sections = "; ".join(section.name for section in own)
        tas = "; ".join(dict.fromkeys(ta for section in own for ta in section.tas))
        name = people[each.student].name if each.student in people else ""
        who: Row = [cell(sections), cell(tas), cell(each.student), cell(name), cell(each.name), cell(each.title)]
        points = "" if each.points is None else each.points
        table.append([*who, points, each.max, "yes" if each.done else "no", cell(each.why), each.link(formgrader)])
    return table
