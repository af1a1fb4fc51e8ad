"""nbgrader's configuration of a course folder: its text as first written, and what one that is there says."""

import json
import re
from typing import Any

from graders.export.nbgrader.notebooks import CODE_STUB, TEXT_STUB

SQLITE = '"sqlite:///" + os.path.join(here, "gradebook.db") + "?timeout=60"'
"""The gradebook where no other is asked for, as it stands in the file below."""

PIPELINE = ["graders.export.nbgrader.plugins.Verdicts", "nbgrader.preprocessors.AssignLatePenalties"]
"""What `nbgrader autograde` does with a notebook instead of running it."""

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

_VERDICTS = {PIPELINE[0], "graders.export.bridge.Verdicts"}
"""The first of those steps under all its names: older configurations have the last."""


def text(db_url: str = "") -> str:
    """The configuration as first written."""
    return CONFIG.format(
        db_url=json.dumps(with_driver(db_url)) if db_url else SQLITE,
        pipeline=json.dumps(PIPELINE),
        code_stub=json.dumps(CODE_STUB),
        text_stub=json.dumps(TEXT_STUB),
    )


def with_driver(db_url: str) -> str:
    """PostgreSQL by the driver that comes with the graders: which one a URL without means depends on SQLAlchemy's version."""
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", db_url)


def runs_nothing(config: Any) -> bool:
    """Whether autograding takes the graders' verdicts, as in the configuration first written."""
    steps = [str(step) for step in config.Autograde.get("autograde_preprocessors") or ()]
    return not _VERDICTS.isdisjoint(steps) and not any("Execute" in step for step in steps)
