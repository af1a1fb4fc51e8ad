"""What changed since a commit: for CI, which looks at nothing else, and for authors before they push."""

import json
import os
import tomllib
from collections.abc import Mapping
from pathlib import Path

from graders import course, git
from graders.git import GitError, NoGit

COURSE_OWNED = ("graders/", "conftest.py", "pyproject.toml", "HANDOUT", ".github/workflows/", ".gitlab-ci.yml")
"""When one of these changes, every module may be judged otherwise."""


class NoSuchCommit(Exception):
    """There is no git here, or no such commit in what was fetched; in one sentence."""


def commit_before(environment: Mapping[str, str] = os.environ) -> str:
    """The commit that was there before the push or pull request, as GitHub or GitLab tell it; empty where nobody tells.

    Before the first push of a branch there was the default branch.
    """
    if event := environment.get("GITHUB_EVENT_PATH"):
        try:
            told = json.loads(Path(event).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return ""
        commit = told.get("before") or told.get("pull_request", {}).get("base", {}).get("sha") or ""
        branch, default = told.get("ref", "").removeprefix("refs/heads/"), told.get("repository", {}).get("default_branch")
    else:
        commit = environment.get("CI_COMMIT_BEFORE_SHA", "")
        branch, default = environment.get("CI_COMMIT_BRANCH", ""), environment.get("CI_DEFAULT_BRANCH")
    if commit.strip("0"):
        return str(commit)
    return f"origin/{default}" if commit and branch and default and branch != default else ""


def changed_since(commit: str, root: Path = course.ROOT) -> set[str]:
    """Paths, from `root` on, that differ from those of a commit; new files that git does not know yet are among them.

    Raises NoSuchCommit.
    """
    try:
        known = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{commit}}").strip()
    except NoSuchCommit:
        raise NoSuchCommit(f"there is no commit {commit[:40]!r} here; was everything fetched?") from None
    try:
        # What the other branch did meanwhile is not this one's change.
        known = _git(root, "merge-base", known, "HEAD").strip()
    except NoSuchCommit:
        pass  # a rewritten history has no common commit: everything that differs counts
    changed = _git(root, "diff", "--name-only", "--no-renames", "--relative", "-z", known, "--", ".")
    new = _git(root, "ls-files", "--others", "--exclude-standard", "-z", "--", ".")
    return {path for path in (changed + new).split("\0") if path}


def rows_changed(commit: str, module_id: str, root: Path = course.ROOT) -> set[str]:
    """The ids of the exercises whose row in module.toml is another one than in that commit. Raises NoSuchCommit."""
    path = f"assignments/{module_id}/module.toml"
    now = _rows((root / path).read_text(encoding="utf-8"))
    try:
        before = _rows(_git(root, "show", f"{commit}:./{path}"))
    except (NoSuchCommit, tomllib.TOMLDecodeError):
        return set(now)
    return {exercise for exercise, row in now.items() if before.get(exercise) != row}


def modules_of(changed: set[str], module_ids: list[str]) -> list[str]:
    """The modules whose exercises a change may concern: all of them when the course itself changed."""
    if any(path.startswith(COURSE_OWNED) for path in changed):
        return module_ids
    return [module for module in module_ids if any(path.startswith(f"assignments/{module}/") for path in changed)]


def _rows(text: str) -> dict[str, object]:
    return {str(row.get("id")): row for row in tomllib.loads(text).get("exercise", [])}


def _git(root: Path, *arguments: str) -> str:
    try:
        return git.run(root, *arguments).decode("utf-8", "replace")
    except NoGit:
        raise NoSuchCommit("git is not installed, so what changed is not known") from None
    except GitError as error:
        raise NoSuchCommit(str(error)) from None
