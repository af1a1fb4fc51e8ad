"""nbgrader's course folder: where things are in it, and its gradebook."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from graders.course import Module
from graders.export import messages
from graders.export.grades import ExportError
from graders.export.nbgrader import config, library, memory
from graders.result import write_if_changed

CONFIG = "nbgrader_config.py"


@dataclass(frozen=True)
class CourseFolder:
    """Where nbgrader keeps things, by its own configuration."""

    directory: Any
    """nbgrader.coursedir.CourseDirectory"""
    runs_nothing: bool
    """Whether autograding takes the graders' verdicts, as in the configuration first written."""
    overrides: Path | None
    """The file in which autograding looks for decisions by hand."""
    settings: Any
    """traitlets.config.Config: all that the instructor configured."""

    @property
    def db_url(self) -> str:
        return str(self.directory.db_url)

    @property
    def sqlite_file(self) -> Path | None:
        """The gradebook itself, where it is a file."""
        from sqlalchemy.engine import make_url

        url = make_url(self.db_url)
        return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None

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

    def notebook(self, student: str, module: Module) -> Path:
        """What formgrader shows of that student."""
        return self.autograded(student, module) / f"{module.id}.ipynb"

    def memory(self, student: str, module_id: str) -> Path:
        return memory.path_of(self.directory, student, module_id)

    def has_memory(self, module_id: str) -> bool:
        """Whether anything of that module was ever written into a gradebook."""
        return any(self.memory("x", module_id).parent.glob("*.json"))


def check_folder(course: Path) -> None:
    if find_spec("nbgrader") is None:
        raise ExportError("nbgrader is not installed here: `pip install .[grade]` brings it")
    if odd := sorted(set("?*[]") & set(str(course.resolve()))):
        raise ExportError(f"the path {course.resolve()} holds {odd[0]!r}, which nbgrader cannot read: choose another folder")


@contextmanager
def opened(course: Path, db_url: str = "", may_be_new: bool = True) -> Iterator[tuple[CourseFolder, Any, int]]:
    """The course folder and its gradebook, made when missing, and how many files that took.

    Raises ExportError, also for a gradebook that is missing and may not be new.
    """
    check_folder(course)
    course.mkdir(parents=True, exist_ok=True)
    with library.quiet(), library.translated(course):
        path = course / CONFIG
        files = 0 if path.exists() else int(write_if_changed(path, config.text(db_url)))
        if files:
            (course / "exchange").mkdir(exist_ok=True)  # named in the configuration; formgrader complains without
        folder = _read(course)
        if db_url and folder.db_url != config.with_driver(db_url):
            raise ExportError(f"{path} names another gradebook: change its db_url, or leave out --db")
        if not may_be_new and (file := folder.sqlite_file) and not file.is_file():
            raise ExportError(messages.gradebook_is_gone(str(file)))
        from nbgrader.api import Gradebook  # type: ignore[import-untyped]

        gradebook = Gradebook(folder.db_url, folder.course_id)
        try:
            yield folder, gradebook, files
        finally:
            gradebook.close()


def _read(course: Path) -> CourseFolder:
    """Ask nbgrader's own configuration, so that its commands and this export mean the same files."""
    from nbgrader.coursedir import CourseDirectory  # type: ignore[import-untyped]
    from traitlets.config.loader import PyFileConfigLoader

    path = course / CONFIG
    try:
        settings = PyFileConfigLoader(path.name, path=str(course)).load_config()
        directory = CourseDirectory(config=settings)
    except Exception as error:  # the file is the instructor's program: anything may come out of it
        raise ExportError(f"{path} does not load: {type(error).__name__}: {error}") from None
    if "root" not in settings.CourseDirectory:
        directory.root = str(course.resolve())
    if Path(directory.root).resolve() != course.resolve():
        raise ExportError(f"{path} says that the course is in {directory.root}; export there, or change it")
    overrides = settings.Verdicts.get("overrides")
    return CourseFolder(directory, config.runs_nothing(settings), Path(overrides).resolve() if overrides else None, settings)
