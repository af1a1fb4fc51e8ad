"""The one place that runs git.

A repository may be anybody's: none of its hooks or file system monitors is run, git asks nobody anything and shows nothing
page by page, and it ends in time. Which repository is meant the caller says, never a variable of whoever started us.
"""

import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

_PATIENCE = 60
"""Seconds, where the caller does not say how long it may take."""

_KEPT = (
    *("GIT_SSH", "GIT_SSL", "GIT_CONFIG", "GIT_HTTP", "GIT_PROXY", "GIT_TRACE", "GIT_CURL"),
    *("GIT_AUTHOR", "GIT_COMMITTER"),
)
"""Variables of git that say how to reach a server, and who commits; all others say which repository is meant."""

_SETTINGS = {"core.hooksPath": os.devnull, "core.fsmonitor": "false"}
_OPTIONS = ("--no-pager", *(part for key, value in _SETTINGS.items() for part in ("-c", f"{key}={value}")))

_VARIABLES = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "",
    "GIT_ALLOW_PROTOCOL": "file:git:http:https:ssh",
    "LC_ALL": "C",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_LFS_SKIP_SMUDGE": "1",
    "GIT_OPTIONAL_LOCKS": "0",
}


class GitError(Exception):
    """Git could not do it; the sentence is git's own."""


class NoGit(GitError):
    """There is no git on this machine."""


def run(
    folder: Path, *arguments: str, variables: Mapping[str, str] | None = None, stdin: bytes = b"", patience: float = _PATIENCE
) -> bytes:
    """What a git command prints when run in `folder`. Raises GitError with git's last word."""
    process = start(folder, *arguments, variables=variables, stderr=subprocess.PIPE)
    try:
        stdout, stderr = process.communicate(stdin, timeout=patience)
    except BaseException as error:
        # Git has helpers that talk to the server; they must go too.
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.communicate()
        if isinstance(error, subprocess.TimeoutExpired):
            raise GitError(f"it took more than {patience:g} s") from None
        raise
    if process.returncode:
        lines = [line.strip() for line in stderr.decode("utf-8", "replace").splitlines() if line.strip()]
        fatal = [line.partition(":")[2].strip() for line in lines if line.startswith(("fatal:", "error:"))]
        raise GitError((fatal or lines or [f"git ended with {process.returncode}"])[0])
    return stdout


def ask(folder: Path, *arguments: str) -> bytes | None:
    """The same, for those who can do without: None where it fails, or there is no git."""
    try:
        return run(folder, *arguments)
    except GitError:
        return None


def start(
    folder: Path, *arguments: str, variables: Mapping[str, str] | None = None, stderr: int = subprocess.DEVNULL
) -> subprocess.Popen[bytes]:
    """A git that goes on answering what it is asked. Raises NoGit."""
    program = shutil.which("git")
    if program is None:
        raise NoGit("git is not installed")
    return subprocess.Popen(
        [program, "-C", str(folder), *_OPTIONS, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=stderr,
        env=_environment(variables or {}),
        start_new_session=True,
    )


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    kept = {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or key.startswith(_KEPT)}
    ours = dict(_VARIABLES)
    if "GIT_SSH_COMMAND" not in kept and "GIT_SSH" not in kept:
        ours["GIT_SSH_COMMAND"] = "ssh -oBatchMode=yes -oConnectTimeout=20"
    return kept | ours | dict(variables)
