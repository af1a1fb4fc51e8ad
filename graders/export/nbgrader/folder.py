"""nbgrader's course folder: its configuration, where things are in it, its gradebook, and who may be in that."""

import importlib
import json
import logging
import re
import secrets
import sys
import unicodedata
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from graders import messages
from graders.course import Module
from graders.export.grades import ExportError
from graders.export.nbgrader.notebooks import CODE_STUB, TEXT_STUB
from graders.result import write_if_changed
from graders.submission import SECRET, STAMP
from graders.text import harmless

SQLITE = '"sqlite:///" + os.path.join(here, "gradebook.db") + "?timeout=60"'
"""The gradebook where no other is asked for, as it stands in the file below."""

PIPELINE = ["graders.export.nbgrader.plugins.Verdicts", "nbgrader.preprocessors.AssignLatePenalties"]
"""What `nbgrader autograde` does with a notebook instead of running it."""

_VERDICTS = {PIPELINE[0], "graders.export.bridge.Verdicts"}
"""The first of these under all its names: older configurations have the last."""

CONFIG = '''\
"""nbgrader's settings for this course folder. Written once by the graders' export; yours to change from now on.

Open the gradebook with `jupyter lab` (or `jupyter notebook`) started in this folder, menu Nbgrader > Formgrader.
"""

import os

here = os.path.dirname(os.path.abspath(__file__))  # the folder may be moved: nothing below names a place on this machine

c = get_config()  # noqa: F821
c.CourseDirectory.course_id = "numbers-go-brrr"
c.CourseDirectory.root = here
# Wait for a busy gradebook instead of giving up after five seconds. When several people grade at the same time, use
# PostgreSQL: "postgresql+psycopg://user@host/gradebook".
c.CourseDirectory.db_url = {db_url}
c.Exchange.root = os.path.join(here, "exchange")
c.Exchange.cache = os.path.join(here, "cache")
# A mistyped folder name must not become a student. The graders' export adds the students it has results for.
c.Autograde.create_student = False

# Autograding takes the graders' verdicts, the files <results>/<module>/<student>.json. No kernel is started and nothing of
# a student's is run; the graders have to be installed where nbgrader is.
c.Verdicts.results = os.path.join(here, os.pardir)
# Decisions by hand, from `python -m graders override`; change it if you keep that file elsewhere.
c.Verdicts.overrides = os.path.join(here, os.pardir, os.pardir, "overrides.csv")
c.Autograde.sanitize_preprocessors = [
    "graders.export.nbgrader.plugins.Repair",
    "nbgrader.preprocessors.OverwriteKernelspec",
    "nbgrader.preprocessors.OverwriteCells",
    "nbgrader.preprocessors.CheckCellMetadata",
]
c.Autograde.autograde_preprocessors = {pipeline}
c.ClearSolutions.code_stub = {{"python": {code_stub}}}
c.ClearSolutions.text_stub = {text_stub}

# Points off for every day begun after the due date (formgrader: Edit Assignment), as a share of the score; 0.1: a tenth.
c.LatePerDay.share = 0.0
c.AssignLatePenalties.plugin_class = "graders.export.nbgrader.plugins.LatePerDay"
# Worked out again wherever it is shown: a score given by hand after autograding moves it.
c.GenerateFeedback.preprocessors = [
    "nbgrader.preprocessors.AssignLatePenalties",
    "nbgrader.preprocessors.GetGrades",
    "nbconvert.preprocessors.CSSHTMLHeaderPreprocessor",
]
c.ExportApp.plugin_class = "graders.export.nbgrader.plugins.Grades"

# What students write is shown in your browser: formulas, tables and pictures stay, scripts and remote pictures do not.
c.HTMLExporter.filters = {{"markdown2html": "graders.export.nbgrader.plugins.safe_markdown"}}
'''

_WIDEST_ID = 128  # nbgrader's column
_FORBIDDEN = {
    **dict.fromkeys('<>"&\\', "nbgrader puts ids into its pages unescaped"),
    **dict.fromkeys("%#?", "nbgrader's links break on it"),
    **dict.fromkeys("*[]", "nbgrader takes it for a pattern"),
    **dict.fromkeys(",", "nbgrader's own CSV does not quote it"),
    **dict.fromkeys("/:|", "a folder cannot be named like that everywhere"),
}


@dataclass(frozen=True)
class Place:
    """Where nbgrader keeps things, by its own configuration."""

    directory: Any
    """nbgrader.coursedir.CourseDirectory"""
    runs_nothing: bool
    """Whether autograding takes the graders' verdicts, as in the configuration first written."""
    overrides: Path | None
    """The file in which autograding looks for decisions by hand."""

    @property
    def db_url(self) -> str:
        return str(self.directory.db_url)

    @property
    def course_id(self) -> str:
        return str(self.directory.course_id) or "default_course"

    def folder(self, step: str, student: str, module: Module) -> Path:
        return Path(self.directory.format_path(step, student, module.id))

    def source(self, module: Module) -> Path:
        return self.folder(self.directory.source_directory, ".", module)

    def submitted(self, student: str, module: Module) -> Path:
        return self.folder(self.directory.submitted_directory, student, module)

    def autograded(self, student: str, module: Module) -> Path:
        return self.folder(self.directory.autograded_directory, student, module)

    def memory(self, student: str, module_id: str) -> Path:
        return memory(self.directory, student, module_id)


@contextmanager
def opened(course: Path, db_url: str = "") -> Iterator[tuple[Place, Any, int]]:
    """The course folder's places and its gradebook, made when missing, and how many files that took."""
    course.mkdir(parents=True, exist_ok=True)
    with _nbgrader_quiet(), _translated(course):
        config = course / "nbgrader_config.py"
        files = 0 if config.exists() else int(write_if_changed(config, config_text(db_url)))
        if files:
            (course / "exchange").mkdir(exist_ok=True)  # named in the configuration; formgrader complains without
        place = _place(course)
        if db_url and place.db_url != _with_driver(db_url):
            raise ExportError(f"{course / 'nbgrader_config.py'} names another gradebook: change its db_url, or leave out --db")
        with _gradebook(place) as gradebook:
            yield place, gradebook, files


def config_text(db_url: str = "") -> str:
    """nbgrader's configuration as first written."""
    return CONFIG.format(
        db_url=json.dumps(_with_driver(db_url)) if db_url else SQLITE,
        pipeline=json.dumps(PIPELINE),
        code_stub=json.dumps(CODE_STUB),
        text_stub=json.dumps(TEXT_STUB),
    )


def _with_driver(db_url: str) -> str:
    """PostgreSQL by the driver that comes with the graders: which one a URL without means depends on SQLAlchemy's version."""
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", db_url)


def check_folder(course: Path) -> None:
    if find_spec("nbgrader") is None:
        raise ExportError("nbgrader is not installed here: `pip install .[grade]` brings it")
    if odd := sorted(set("?*[]") & set(str(course.resolve()))):
        raise ExportError(f"the path {course.resolve()} holds {odd[0]!r}, which nbgrader cannot read: choose another folder")


def _place(course: Path) -> Place:
    """Ask nbgrader's own configuration, so that its commands and this export mean the same files."""
    from nbgrader.coursedir import CourseDirectory  # type: ignore[import-untyped]
    from traitlets.config.loader import PyFileConfigLoader

    path = course / "nbgrader_config.py"
    try:
        config = PyFileConfigLoader(path.name, path=str(course)).load_config()
        directory = CourseDirectory(config=config)
    except Exception as error:  # the file is the instructor's program: anything may come out of it
        raise ExportError(f"{path} does not load: {type(error).__name__}: {error}") from None
    if "root" not in config.CourseDirectory:
        directory.root = str(course.resolve())
    if Path(directory.root).resolve() != course.resolve():
        raise ExportError(f"{path} says that the course is in {directory.root}; export there, or change it")
    steps = [str(step) for step in config.Autograde.get("autograde_preprocessors") or ()]
    runs_nothing = not _VERDICTS.isdisjoint(steps) and not any("Execute" in step for step in steps)
    overrides = config.Verdicts.get("overrides")
    return Place(directory, runs_nothing, Path(overrides).resolve() if overrides else None)


def load_nbgrader() -> None:
    """Import nbgrader. It takes more than a second, so that whoever has something else to do calls this in a thread.

    Raises ImportError where it is not installed.
    """
    # Two thirds of that would go into parsers for international addresses, which jsonschema builds wherever it finds this
    # package and uses only when asked to check formats. Nobody here asks.
    unused = "rfc3987_syntax"
    found = sys.modules.setdefault(unused, None)  # type: ignore[arg-type]
    try:
        # It would start a program for this, which has to be on PATH and takes three seconds.
        importlib.import_module("nbgrader.api").get_alembic_version = _schema  # type: ignore[attr-defined]
    finally:
        if found is None:
            sys.modules.pop(unused, None)


def _schema() -> str:
    """The version that nbgrader notes in a new gradebook."""
    import nbgrader  # type: ignore[import-untyped]
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(nbgrader.__file__).parent / "alembic").replace("%", "%%"))
    head = ScriptDirectory.from_config(config).get_current_head()
    assert head is not None
    return head


@contextmanager
def _nbgrader_quiet() -> Iterator[None]:
    """Keep nbgrader's harmless noise from the instructor."""
    from sqlalchemy.exc import SAWarning

    # Gradebook logs a traceback before it raises; the exception alone becomes our sentence.
    log = logging.getLogger("tornado.application")
    level = log.level
    log.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SAWarning)
            yield
    finally:
        log.setLevel(level)


@contextmanager
def _translated(course: Path) -> Iterator[None]:
    """Turn what databases and disks raise into one sentence."""
    load_nbgrader()
    from nbgrader.api import InvalidEntry, MissingEntry  # type: ignore[import-untyped]
    from sqlalchemy.exc import SQLAlchemyError

    try:
        yield
    except (InvalidEntry, MissingEntry, SQLAlchemyError) as error:
        reason = str(getattr(error, "orig", None) or error).splitlines()[0]
        remedy = f": {messages.MAKE_ROOM}" if "disk" in reason else ""
        raise ExportError(f"the gradebook of {course} cannot be used: {reason}{remedy}") from error
    except OSError as error:
        named = OSError(error.errno, error.strerror or str(error), str(error.filename or course))
        raise ExportError(messages.refused(named)) from error


@contextmanager
def _gradebook(place: Place) -> Iterator[Any]:
    from nbgrader.api import Gradebook

    gradebook = Gradebook(place.db_url, place.course_id)
    try:
        yield gradebook
    finally:
        gradebook.close()


def refusal(student: str) -> str:
    """Why nbgrader cannot hold a student of that id, in one sentence; empty when it can."""
    shown = repr(harmless(student, 60))
    if not student.strip():
        return "a student id must not be empty"
    if student != student.strip():
        return f"the id {shown} begins or ends with a space, which nbgrader strips: rename the hand-in folder"
    for character in student:
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            return f"the id {shown} holds an invisible character, on which nbgrader's pages break: rename the hand-in folder"
        if character in _FORBIDDEN:
            return f"the id {shown} holds {character!r}, and {_FORBIDDEN[character]}: rename the hand-in folder"
    if student[0] == "." or student[-1] == ".":
        return f"the id {shown} begins or ends with a dot, so its folder would be hidden or cut: rename the hand-in folder"
    if student[0] in "=+-@":
        return f"the id {shown} begins with {student[0]!r}, which spreadsheets calculate: rename the hand-in folder"
    if len(student) > _WIDEST_ID or len(student.encode()) > 255:
        return f"the id {shown} is longer than nbgrader can hold ({_WIDEST_ID} characters): rename the hand-in folder"
    return ""


def memory(directory: Any, student: str, module_id: str) -> Path:
    """Where we keep what a student's rows showed last; nbgrader has no room for it, and no use."""
    return Path(directory.root) / "shown" / module_id / f"{student}.json"


def hand_in_time(path: Path) -> datetime | None:
    """When the student handed in, as `nbgrader collect` and `stage` leave it there; None where nobody knows.

    Formgrader shows a submission as graded only when this file and the gradebook name the same moment. When it was graded
    is no substitute: everybody would be late.
    """
    try:
        return moment_of(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, UnicodeDecodeError):
        return None


def make_returnable(autograded: Path, secret: Path, otherwise: datetime) -> int:
    """Put beside a notebook what `nbgrader release_feedback` looks for, for it stops at the first student without.

    The time counts nowhere; it is when the hand-in was graded where nobody noted when it came. The secret is that of the
    submission, by which the student fetches the page; of who submitted in another way nobody does. Returns the files written.
    """
    files = 0
    if not (autograded / STAMP).exists():
        files += write_if_changed(autograded / STAMP, stamp_of(otherwise))
    if secret.is_file():
        files += write_if_changed(autograded / SECRET, secret.read_bytes())
    elif not (autograded / SECRET).exists():
        files += write_if_changed(autograded / SECRET, secrets.token_hex(64))
    return files


def stamp_of(moment: datetime) -> str:
    """A moment in UTC as nbgrader itself writes it."""
    return f"{moment.isoformat(sep=' ', timespec='microseconds')} UTC\n"


def moment_of(stamp: str) -> datetime | None:
    """The time that nbgrader reads there, as it stores it: UTC, without saying so; None where it is none."""
    from nbgrader.utils import parse_utc  # type: ignore[import-untyped]

    try:
        moment: datetime = parse_utc(stamp.strip())
    except (ValueError, OverflowError):
        return None
    return moment


def remembered(path: Path) -> dict[str, Any]:
    """{"lines": rubric line → [state, points], "answers": cell → checksum, "deadline": own deadline}, as far as known."""
    try:
        found = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def remember(path: Path, news: Mapping[str, Any]) -> bool:
    """Whether there were any."""
    return write_if_changed(path, json.dumps(remembered(path) | dict(news), indent=1, sort_keys=True) + "\n")
