"""Checks the types of all exercises and their solutions, a module at a time, for each has an e1 of its own.

python tools/types_of_exercises.py
"""

import os
import subprocess
import sys
from pathlib import Path

from graders import course

CONFIG = Path(__file__).with_suffix(".ini")


def check(module_id: str, folder: Path) -> int:
    """What a solution imports as given lies beside the starters."""
    environment = os.environ | {"MYPYPATH": str(course.ASSIGNMENTS / module_id)}
    command = [sys.executable, "-m", "mypy", "--config-file", str(CONFIG), "--no-error-summary"]
    command += ["--cache-dir", str(course.ROOT / ".mypy_cache" / "exercises")]
    return subprocess.run([*command, *sorted(map(str, folder.glob("*.py")))], cwd=course.ROOT, env=environment).returncode


if __name__ == "__main__":
    folders = [(each, top / each) for each in course.module_ids() for top in (course.ASSIGNMENTS, course.SOLUTIONS)]
    codes = [check(module_id, folder) for module_id, folder in folders]
    sys.exit(max(codes))
