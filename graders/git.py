"""What git says of a folder, for those who can do without it."""

import shutil
import subprocess
from pathlib import Path


def ask(folder: Path, *arguments: str) -> bytes | None:
    """What a git command prints when run in `folder`; None where it fails, or there is no git."""
    git = shutil.which("git")
    if git is None:
        return None
    done = subprocess.run([git, "-C", str(folder), *arguments], capture_output=True)
    return done.stdout if done.returncode == 0 else None
