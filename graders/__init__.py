"""The graders of Numbers Go Brrr: judge, worker, timing, reports and exports."""

# Any Python has to be able to read this file, also 2.7: it is the first that it meets, and here it is told what it is.
import sys

if sys.version_info < (3, 8):  # noqa: UP036
    sys.exit(
        "graders: this is Python "
        + ".".join(map(str, sys.version_info[:3]))
        + " ("
        + sys.executable
        + "); the course needs 3.11 or newer: create your environment with that version"
    )

from pathlib import Path

from graders import renewal

# Before anything else is imported: a course that is half old and half new may not even load.
try:
    _plan = renewal.go_on(Path(__file__).resolve().parent.parent)
    if _plan is not None:
        sys.stderr.write("the update to handout " + _plan["version"] + " was interrupted; it is complete now\n")
except OSError as _error:
    sys.stderr.write("an update was interrupted and cannot be completed: " + str(_error) + "\n")
