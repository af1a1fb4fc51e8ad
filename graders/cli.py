"""`python -m graders …`: reads the command line and turns the user's errors into one sentence.

Exit codes: 0 did its work (also when every student scored 0), 1 found a problem in what it was asked to look at,
2 usage, 70 something this machine lacks.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from graders.batch.handin import HandInError
from graders.batch.override import OverrideError
from graders.batch.sources.delivery import CollectError
from graders.batch.store import StoreError
from graders.commands import author, ci, collect, export, grade, nbgrader, report, study
from graders.commands.common import LACKING, OK, PROBLEM, USAGE, Lacking, Problem
from graders.course import CourseError
from graders.roster import RosterError


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="python -m graders", description="Numbers Go Brrr: grading and reports")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for room in (collect, grade, report, export, nbgrader, author, study, ci):
        room.add(commands)
    options = parser.parse_args(argv)
    try:
        code: int = options.run(options)
    except (CollectError, CourseError, HandInError, OverrideError, RosterError, StoreError) as error:
        return _said(str(error), USAGE)
    except Problem as error:
        return _said(str(error), PROBLEM)
    except Lacking as error:
        return _said(str(error), LACKING)
    except ModuleNotFoundError as error:
        extra = "plot" if error.name == "matplotlib" else "grade"
        return _said(f"{error.name} is not installed: pip install -e '.[{extra}]'", LACKING)
    except BrokenPipeError:  # whoever read along, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    return code


def _said(sentence: str, code: int) -> int:
    print(f"graders: {sentence}", file=sys.stderr)
    return code
