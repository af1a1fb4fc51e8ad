"""One run of pytest over one hand-in, on whichever machine. Only what every worker has: it travels to a cluster by value."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil

_PREFIX = "hand-in-of-"


@dataclass(frozen=True)
class Job:
    """One run of pytest over one hand-in. Paths in `arguments` are relative to the course folder."""

    files: Mapping[str, bytes]
    """The hand-in."""
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    limit: float


@dataclass(frozen=True)
class Done:
    """How it ended: the exit code (None: it took longer than the limit), the last line printed, the result file's bytes."""

    code: int | None
    said: str = ""
    result: bytes | None = None


def clear_up() -> None:
    """Remove what nights that were killed could not: the temporary folders of processes that are gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        number = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if number.isdigit() and not psutil.pid_exists(int(number)):
            shutil.rmtree(folder, ignore_errors=True)


def perform(job: Job, root: Path) -> Done:
    """Run the job in the course folder `root`."""
    with tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-") as name:
        folder, result = Path(name) / "files", Path(name) / "result.json"
        folder.mkdir()
        for file, content in job.files.items():
            (folder / file).write_bytes(content)
        command = [sys.executable, "-m", "pytest", "-c", str(root / "pyproject.toml"), f"--rootdir={root}", *job.arguments]
        command += ["--submission", str(folder), "--result", str(result)]
        # Held open by this process alone: when that is killed, the judge reads the end of file and ends, too.
        leash, end = os.pipe()
        environment = {**os.environ, **job.environment, "COURSE_LEASH": str(leash)}
        environment.pop("PYTEST_ADDOPTS", None)
        try:
            done = subprocess.run(
                command,
                cwd=root,
                env=environment,
                stdin=subprocess.DEVNULL,
                pass_fds=[leash] if os.name == "posix" else [],
                capture_output=True,
                timeout=job.limit,
            )
        except subprocess.TimeoutExpired:
            return Done(None)
        finally:
            os.close(leash)
            os.close(end)
        said = (done.stderr.strip() or done.stdout.strip() or b"nothing was printed").splitlines()[-1]
        found = result.read_bytes() if result.is_file() else None
        return Done(done.returncode, said.decode("utf-8", "replace")[:300], found)
