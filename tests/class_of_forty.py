"""A class of forty, delivered in twelve shapes, each collected, graded, and exported in every format, with points typed in
formgrader; two who have left the class hand in as well.

    PYTHONPATH=. python -m tests.class_of_forty

prints the table; with -v what became of whom. Where the shapes come from is said in tests/downloads.py.
"""

import csv
import io
import json
import re
import shutil
import sys
import tempfile
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import nbformat

from graders import course
from graders.roster import Person
from tests import browser, checkout, downloads, importers
from tests.downloads import Student
from tests.test_nbgrader_roads import Course, answered, formgrader

_NAMES = """
    Ann|Lee Lee|Ann Bob|Smith Smith|Bobson Zoë|Müller Zoe|Muller-Ek Seán|O'Neil Anne-Marie|Lee Marie|Lee Joe|Lee_Chen 李|明
    Wei|Li Mary_Jane|Watson Mary|Watson Jan|May Max|Power Jürgen|Groß José|García_López Nguyễn|Văn_An Søren|Åberg Ali|bin_Omar
    Omar|Ali Van|Winkle Final|Draft Old|Smith Sam|Test April|June Ed|Wu Al|Wu Xi|Wu Lena|Group Tom|Kopp Tom|Koppe Tim|Kopp
    Eva|Neu Ida|Alt Ben|Copy Ray|Main Kim|Zip Uma|Noor
"""
"""Names of which one holds another, or which mean something else in a file's name."""
_STRANGERS = "Bob|Lee Mary|Test"
_TYPED = {
    "s001": {"m9-q1": 3.0},
    "s002": {"m9-q1": 2.5, "m9-e1-correct": 5.0},
    "s003": {"m9-q1": 0.0, "m9-e1-correct": 1.5},
    "s004": {"m9-q1": 4.0, "m9-e1-correct": 0.0},
}
"""Over a verdict, and for written answers, in whole points and halves."""
FORMATS = ("csv", "canvas", "moodle", "gradescope", "classroom50", "junit", "nbgrader")
_FILE, _ANSWERS = "e1_blur.py", "handin.ipynb"
_TIME = datetime(2026, 11, 19, 21, 5, 33)
_MODULE = """\
id = "m9"
title = "Trying things"
guide = "guide/m9/README.md"
points = 6

[[exercise]]
id = "m9.e1"
title = "Mean of neighbours"
file = "e1_blur.py"
points = { correct = 6 }
hints = ["Which cell is to the left of cell 0?"]
"""
_TESTS = checkout.TESTS.partition("@pytest.mark.perf")[0].replace("points(3)", "points(5)")
_QUESTIONS = "# m9: what you saw\n\n## Why does it wrap round? (4 points)\n\nThink of a ring.\n"
_CODE = (checkout.FAST, checkout.WRONG, checkout.STARTER, "def blur(a:\n")
"""Right, partly right, not started, and no Python."""


def students(names: str = _NAMES, first: int = 1) -> list[Student]:
    return [_student(number, *name.replace("_", " ").split("|")) for number, name in enumerate(names.split(), first)]


def _student(number: int, first: str, last: str) -> Student:
    name = f"{last}, {first}" if number % 2 else f"{first} {last}"
    ascii_ = unicodedata.normalize("NFKD", first[0] + last).encode("ascii", "ignore").decode().lower()
    login = (re.sub(r"\W", "", ascii_) or "x") + str(number)
    ids = [str(base + number) for base in (512000, 4000, 1100)]
    return Student(first, last, Person(f"s{number:03}", name, f"u{number}@example.org", f"Lab {number % 2}", login, *ids))


# ---- twelve shapes ------------------------------------------------------------------------------------------------

Files = dict[str, bytes]
"""What a student hands in: two files."""


def _in_folder(name: str, files: Files) -> Files:
    return {f"{name}/{file}": content for file, content in files.items()}


def zipped(files: Files) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _number(student: Student) -> int:
    return int(student.person.student[1:])


def _per_exercise(student: Student, files: Files) -> Files:
    folder = student.person.student
    return {f"{folder}/e1.zip": zipped({f"e1/{_FILE}": files[_FILE]}), f"{folder}/answers/{_ANSWERS}": files[_ANSWERS]}


def _canvas(student: Student, files: Files) -> Files:
    upload, late = 90000 + 10 * _number(student), _number(student) % 3 == 0
    return {downloads.canvas(student, name, upload + at, late): content for at, (name, content) in enumerate(files.items())}


def _blackboard(student: Student, files: Files) -> Files:
    """An attempt, and a worse one the day before, each with its receipt."""
    login, before = student.person.login, _TIME - timedelta(days=1)
    parts = {downloads.blackboard(login, time): b"Name: ..." for time in (before, _TIME)}
    parts[downloads.blackboard(login, before, _FILE)] = b"# too early\n"
    return parts | {downloads.blackboard(login, _TIME, name): content for name, content in files.items()}


def _brightspace(student: Student, files: Files) -> Files:
    name = downloads.brightspace(student.full, 31000 + _number(student) % 97, 77001, _TIME)
    return _in_folder(name, files)


def _moodle_3_files(student: Student, files: Files) -> Files:
    start = downloads.moodle_before(student, f"Group {_number(student) % 5}")
    return {f"{start}{name}": content for name, content in files.items()}


SHAPES: dict[str, Callable[[Student, Files], Files]] = {
    "folders by name": lambda each, files: _in_folder(each.full, files),
    "zips by id": lambda each, files: {f"m9_{each.person.student}_final.zip": zipped(_in_folder("m9", files))},
    "zip per exercise": _per_exercise,
    "repositories": lambda each, files: _in_folder(f"m9-{each.person.login}/assignments/m9", files),
    "Google Classroom": lambda each, files: {downloads.google_classroom(each, name): files[name] for name in files},
    "Canvas": _canvas,
    "Moodle": lambda each, files: {f"{downloads.moodle(each)}/m9.zip": zipped(files)},
    "Moodle 3, groups": _moodle_3_files,
    "Moodle, hidden": lambda each, files: _in_folder(downloads.moodle(each, called="Participant"), files),
    "Blackboard": _blackboard,
    "Brightspace": _brightspace,
    "Gradescope": lambda each, files: _in_folder(f"assignment_9_export/submission_{_number(each)}", files),
}


def delivered(shape: str, everybody: Iterable[Student], files: Callable[[Student], Files]) -> bytes:
    """The zip of all, as it is downloaded."""
    parts: Files = {}
    for each in everybody:
        more = SHAPES[shape](each, files(each))
        assert not parts.keys() & more.keys()
        parts |= more
    if shape == "Gradescope":
        listed = downloads.gradescope((_number(each), [each], _TIME) for each in everybody)
        parts["assignment_9_export/submission_metadata.yml"] = listed.encode()
    return zipped(parts)


def entries(shape: str, student: Student, files: Files) -> set[str]:
    """What the student's folder or files are called in the download."""
    return {name.removeprefix("assignment_9_export/").split("/")[0] for name in SHAPES[shape](student, files)}


def class_list(everybody: Iterable[Student]) -> str:
    head = ["student", "name", "email", "section", "login", "sis_id", "canvas_id", "moodle_id"]
    return _written([head, *([getattr(each.person, name) for name in head] for each in everybody)])


def _written(rows: Iterable[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


# ---- what becomes of them -----------------------------------------------------------------------------------------


@dataclass
class Outcome:
    """What became of one shape."""

    shape: str
    delivered: int
    by: Counter[str] = field(default_factory=Counter)
    """What decided whose it is."""
    right: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    """Who is not in the class list, and stands in unmatched.csv with everything."""
    unmatched: dict[str, str] = field(default_factory=dict)
    """Why, by name, before anything was answered."""
    decisions: dict[str, str] = field(default_factory=dict)
    """What the table says of each student."""
    unequal: dict[str, dict[str, tuple[object, object]]] = field(default_factory=dict)
    """Formats that say another total than nbgrader, with both."""

    @property
    def row(self) -> tuple[str, ...]:
        by = ", ".join(f"{what} {count}" for what, count in self.by.most_common())
        cells = (self.shape, self.delivered, by, len(self.right), len(self.named), len(self.wrong))
        return (*map(str, cells), f"{len(FORMATS) - len(self.unequal)}/{len(FORMATS)}")


class Class:
    """A checkout with a cheap m9, and what forty students hand in."""

    def __init__(self, folder: Path) -> None:
        self.made = Course.make(folder)
        self.everybody, self.strangers = students(), students(_STRANGERS, 901)
        m9 = folder / "assignments" / "m9"
        for name in ("conftest.py", "pyproject.toml"):
            shutil.copyfile(course.ROOT / name, folder / name)
        for name in ("e2_gpu.py", "test_e2_gpu.py"):
            (m9 / name).unlink()
        for name, text in {"module.toml": _MODULE, "test_e1_blur.py": _TESTS, "handin.md": _QUESTIONS}.items():
            (m9 / name).write_text(text, encoding="utf-8")
        self.made.module = course.load_module(m9)
        self.made.graders("notebook", "m9")
        self._blank = nbformat.read(m9 / _ANSWERS, 4)
        self.made.write("roster.csv", class_list(self.everybody))

    def files(self, student: Student) -> Files:
        """Everybody's own, so that it is seen when one gets another's."""
        who = student.person.student
        notebook = nbformat.writes(answered(self._blank, q1=f"It is a ring, says {who}."))
        return {_FILE: f"# {who}\n{_CODE[_number(student) % len(_CODE)]}".encode(), _ANSWERS: notebook.encode()}

    def collected(self, shape: str) -> Outcome:
        """Collected, and once more after what nobody could tell was answered in unmatched.csv."""
        everybody = [*self.everybody, *self.strangers]
        source, answers = self.made.folder / "download.zip", self.made.folder / "unmatched.csv"
        source.write_bytes(delivered(shape, everybody, self.files))
        answers.unlink(missing_ok=True)
        said = self._collect(shape)
        left = {row["name"]: row["why"] for row in _rows(answers)}
        parts = {each.person.student: entries(shape, each, self.files(each)) for each in everybody}
        known = {entry: each.person.student for each in self.everybody for entry in parts[each.person.student]}
        if asked := [[entry, known[entry]] for entry in left if entry in known]:
            answers.write_text(_written([["name", "student"], *asked]), encoding="utf-8")
            said += self._collect(shape)
        outcome = Outcome(shape, len(everybody), unmatched=left)
        assert all(name[:20] in said for name in left), said
        outcome.named = [each.person.student for each in self.strangers if parts[each.person.student] <= left.keys()]
        for row in _rows(self._folder(shape) / "collected.csv"):
            outcome.by.update([row["recognised_by"]] if row["taken"] else [])
            outcome.decisions[row["student"]] = " · ".join(filter(None, (row["state"], row["recognised_by"], row["notes"])))
        for each in self.everybody:
            found = self._folder(shape) / each.person.student / "m9"
            files = {name: (found / name).read_bytes() for name in (_FILE, _ANSWERS) if (found / name).is_file()}
            (outcome.right if files == self.files(each) else outcome.wrong if files else []).append(each.person.student)
        return outcome

    def _collect(self, shape: str) -> str:
        folder = self._folder(shape)
        return self._run("collect", "m9", "--from", "download.zip", "--roster", "roster.csv", "--out", str(folder))

    def graded(self, shape: str) -> str:
        """What the grading said; whoever was graded on the same files before is not graded again. It writes the gradebook."""
        return self._run("grade", "m9", str(self._folder(shape)), "--out", "out", "--sandbox-if-possible")

    def exported(self, outcome: Outcome) -> None:
        """Everything in every format; what the platforms would read is held against nbgrader's own totals."""
        formats = ["--to", ",".join(FORMATS[:-1]), "--out", "out", "--roster", "roster.csv", "--assignment", "48213"]
        self.made.graders("export", "m9", *formats, "--folder", str(self._folder(outcome.shape)))
        truth = self.totals()
        whole = {student: points for student, points in truth.items() if points == int(points)}
        for name, said in read(self.made.out / "m9" / "export", self.everybody).items():
            expected = whole if name == "classroom50" else truth  # which takes whole totals only
            odd = {each: (said.get(each), expected.get(each)) for each in said.keys() | expected.keys()}
            if odd := {each: pair for each, pair in odd.items() if pair[0] != pair[1]}:
                outcome.unequal[name] = odd

    def totals(self) -> dict[str, float]:
        """nbgrader's own."""
        with self.made.book() as book:
            return {each.student.id: each.score for each in book.assignment_submissions("m9")}

    def typed(self, shape: str, scratch: Path) -> None:
        """Put the submissions into nbgrader, and type points in its formgrader."""
        self.made.graders("nbgrader", "m9", str(self._folder(shape)), "--out", "out", "--roster", "roster.csv")
        self.made.nbgrader("autograde", "m9", "--student=s00[1-4]")
        with self.made.book() as book:
            ids = {student: book.find_submission_notebook("m9", "m9", student).id for student in _TYPED}
        with formgrader(self.made) as url, browser.browser(scratch) as page:
            for student, cells in _TYPED.items():
                loaded = "document.querySelector('#m9-e1-correct')?.placeholder"
                page.visit(f"{url}formgrader/submissions/{ids[student]}/", loaded)
                for cell, points in cells.items():
                    page.fill(f"#{cell}", f"{points:g}")
                    browser.wait(lambda who=student, cell=cell, points=points: self.made.rows(who)[cell][1] == points)

    def _folder(self, shape: str) -> Path:
        return self.made.folder / "collected" / shape.replace(" ", "-").replace(",", "")

    def _run(self, *arguments: str) -> str:
        done = self.made.run(self.made.folder, "-m", "graders", *arguments)
        assert "Traceback" not in done.stderr, done.stderr
        return done.stdout + done.stderr


def _rows(path: Path) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    with path.open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def read(folder: Path, everybody: Sequence[Student]) -> dict[str, dict[str, float]]:
    """What each format says of each student, as the platform reads it."""
    by_number = {each.person.canvas_id: each.person.student for each in everybody}
    by_address = {each.person.email: each.person.student for each in everybody}
    documents = {name: sorted((folder / name).glob("*.json")) for name in ("gradescope", "classroom50")}
    suites = importers.junit((folder / "junit.xml").read_text("utf-8"))
    in_canvas, _, _ = importers.canvas((folder / "canvas.csv").read_text("utf-8"), ("48213",))
    in_moodle = importers.moodle((folder / "moodle.csv").read_text("utf-8"), set(by_address), "Email address")
    return {
        "csv": {row["student"]: float(row["points"]) for row in _rows(folder / "totals.csv")},
        "canvas": {by_number[number]: float(points) for number, points in in_canvas.items()},
        "moodle": {by_address[address]: points for address, points in in_moodle.items()},
        "gradescope": {path.stem: importers.gradescope(path.read_text())["score"] for path in documents["gradescope"]},
        "classroom50": {path.stem: importers.classroom50(path.read_text())["score"] for path in documents["classroom50"]},
        "junit": {str(suite.get("name")): _property(suite, "points") for suite in suites},
    }


def _property(suite: Any, name: str) -> float:
    return float(suite.find(f"properties/property[@name='{name}']").get("value"))


def table(outcomes: Sequence[Outcome]) -> str:
    """Of 80 columns at most: who handed in, of whom who got what is theirs, or stands in unmatched.csv, or got another's."""
    head = ("shape", "in", "recognised by", "right", "unmatched", "wrong", "totals")
    rows = [head, *(each.row for each in outcomes)]
    widths = [max(len(row[at]) for row in rows) for at in range(len(head))]
    widths[2] -= max(0, sum(widths) + 2 * len(widths) - 2 - 80)
    lines = []
    for row in rows:
        cells = [cell if len(cell) <= width else f"{cell[: width - 1]}…" for cell, width in zip(row, widths, strict=True)]
        lines.append("  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip())
    return "\n".join(lines)


def outcomes(folder: Path) -> list[Outcome]:
    """All shapes, one after the other, of one class whose points are typed after the first."""
    forty = Class(folder / "course")
    all_ = []
    for shape in SHAPES:
        outcome = forty.collected(shape)
        said = forty.graded(shape)
        if not all_:
            assert f"{len(forty.everybody)} graded" in said, said
            forty.typed(shape, folder / "profile")
        else:
            assert f"0 graded, {len(forty.everybody)} already graded" in said, said
        forty.exported(outcome)
        all_.append(outcome)
    return all_


if __name__ == "__main__":
    scratch = Path(tempfile.mkdtemp(prefix="class-of-forty-"))
    try:
        all_ = outcomes(scratch)
    finally:
        shutil.rmtree(scratch)
    print(table(all_))
    if "-v" in sys.argv:
        print(json.dumps([vars(each) for each in all_], indent=1, ensure_ascii=False, default=str))
