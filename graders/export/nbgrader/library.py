"""nbgrader as a library: imported quickly, without its noise, and what it raises as one sentence."""

import importlib
import logging
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graders import messages
from graders.export.grades import ExportError


def load_nbgrader() -> None:
    """Import nbgrader. It takes more than a second, so that whoever has something else to do calls this in a thread.

    Raises ImportError where it is not installed.
    """
    # Two thirds of that would go into parsers for international addresses, which jsonschema builds wherever it finds this
    # package and uses only when asked to check formats. Nobody here asks.
    unused = "rfc3987_syntax"
    loaded = sys.modules.setdefault(unused, None)  # type: ignore[arg-type]
    try:
        # It would start a program for this, which has to be on PATH and takes three seconds.
        importlib.import_module("nbgrader.api").get_alembic_version = _schema  # type: ignore[attr-defined]
    finally:
        if loaded is None:
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
def quiet() -> Iterator[None]:
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
def translated(course: Path) -> Iterator[None]:
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
