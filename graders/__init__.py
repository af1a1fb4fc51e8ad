"""The graders of Numbers Go Brrr: judge, worker, timing, reports and exports."""

import sys
from pathlib import Path

from graders import renewal

# Before anything else is imported: a course that is half old and half new may not even load.
try:
    if (_plan := renewal.go_on(Path(__file__).resolve().parent.parent)) is not None:
        print(f"the update to handout {_plan['version']} was interrupted; it is complete now", file=sys.stderr)
except OSError as _error:
    print(f"an update was interrupted and cannot be completed: {_error}", file=sys.stderr)
