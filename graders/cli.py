"""`python -m graders …`: reads the command line and turns the user's errors into one sentence.

Exit codes: 0 did its work (also when every student scored 0), 1 found a problem in what it was asked to look at,
2 usage, 70 something this machine lacks.
"""

import argparse
import os
import sys
from collections.abc import Sequence

from graders import course
from graders.collecting.version import CollectError
from graders.commands import author, ci, collect, export, grade, handout, learn, messages, mutate, nbgrader, report, site, study
from graders.commands import trace as tracing
from graders.commands.common import LACKING, OK, PROBLEM, USAGE, Lacking, Problem
from graders.course import CourseError
from graders.doctor import next_command
from graders.grading.override import OverrideError
from graders.grading.store import StoreError
from graders.handout.manifest import HandoutError
from graders.roster import RosterError
from graders.submission import SubmissionError
from graders.text import soften


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command."""
    parser = argparse.ArgumentParser(prog="python -m graders", description="Numbers Go Brrr: grading and reports")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for stream in (sys.stdout, sys.stderr):
        soften(stream)
    for add in (learn.add, study.add, tracing.add, site.add, ci.add, handout.add):
        add(commands)
    # In a handout these are not offered, but answered kindly.
    theirs = argparse.ArgumentParser().add_subparsers() if course.is_handout() else commands
    for add in (collect.add, grade.add, report.add, export.add, nbgrader.add, author.add, mutate.add, handout.add_release):
        add(theirs)
    arguments = sys.argv[1:] if argv is None else argv
    if theirs is not commands and arguments and arguments[0] in theirs.choices:
        return _said(messages.for_instructors(arguments[0], next_command()), USAGE)
    known = {**theirs.choices, **commands.choices}
    if arguments and not arguments[0].startswith("-") and arguments[0] not in known:
        return _said(messages.no_command(arguments[0], list(commands.choices)), USAGE)
    options, unknown = parser.parse_known_args(arguments)
    if unknown:
        known[arguments[0]].error(f"unrecognized arguments: {' '.join(unknown)}")  # with that command's own usage
    try:
        code: int = options.run(options)
    except (CollectError, CourseError, SubmissionError, HandoutError, OverrideError, RosterError, StoreError) as error:
        return _said(str(error), USAGE)
    except Problem as error:
        return _said(str(error), PROBLEM)
    except Lacking as error:
        return _said(str(error), LACKING)
    except ModuleNotFoundError as error:
        extra = {"matplotlib": "plot", "zensical": "guide"}.get(error.name or "", "grade")
        return _said(f"{error.name} is not installed: pip install -e '.[{extra}]'", LACKING)
    except BrokenPipeError:  # whoever read along, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK
    except OSError as error:
        return _said(messages.system_refuses(error), LACKING)
    return code


def _said(sentence: str, code: int) -> int:
    print(f"graders: {sentence}", file=sys.stderr)
    return code
