"""Makes the handout: what the allow-list names, proven to give nothing away and to work, in a git history of its own."""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graders import course, git
from graders.git import GitError, NoGit
from graders.handout import manifest, proof
from graders.handout.contents import Contents, contents
from graders.handout.manifest import NAME, Handout, HandoutError
from graders.result import write_if_changed

_LITTER = {"__pycache__", ".pytest_cache", ".hypothesis", ".benchmarks", "results", ".venv"}
_NO_FILES = [f"{each}={os.devnull}" for each in ("core.excludesFile", "core.attributesFile")]


@dataclass(frozen=True)
class Release:
    handout: Handout
    contents: Contents
    findings: list[str]
    """What speaks against it; nothing was written then."""
    moved: list[str]
    """Starters that are not the ones students have."""


def prepare(root: Path, before: Handout | None, hidden: dict[str, str]) -> Release:
    """Put the handout together and prove it. Raises HandoutError when the course cannot be handed out at all."""
    found = contents(root)
    handout = found.manifest(before, hidden)
    modules = sorted((path.parent.name for path in (root / "assignments").glob("*/module.toml")), key=course.by_number)
    findings = [*proof.names(found.files), *proof.strays(root, found.files, found.student)]
    findings += proof.leaks(root, {**found.files, NAME: manifest.encode(handout)})
    findings += proof.links(found.files)
    if not findings:
        with tempfile.TemporaryDirectory(prefix="handout-") as name:
            write(Path(name), found.files, handout)
            findings = list(proof.runs(Path(name), modules))
    moved = [
        path
        for path in sorted(found.student)
        if before is not None and path in before.files and before.files[path] != handout.files[path]
    ]
    return Release(handout, found, findings, moved)


def check_place(out: Path, root: Path) -> None:
    """Raises HandoutError where a handout must not be written: over the course, or over files that no release wrote."""
    if out == root or out in root.parents:
        raise HandoutError(f"{out} holds the course itself: give another folder, such as out")
    if out.exists() and not out.is_dir():
        raise HandoutError(f"{out} is a file: give a folder")
    before = manifest.read(out) if out.is_dir() else None
    known = set(before.files) | {NAME} if before else set()
    if strange := sorted(_files(out) - known):
        raise HandoutError(f"{out / strange[0]} was written by no release: move it away, or give another folder")
    once = _git(out, "log", "--all", "--name-only", "--format=", "-z").split("\0") if (out / ".git").exists() else []
    if bad := list(proof.names(path.strip("\n") for path in once)):
        raise HandoutError(f"the history of {out} once held {bad[0].partition(':')[0]}: begin a new repository for students")


def write(out: Path, files: Mapping[str, bytes], handout: Handout) -> None:
    """Make `out` hold these files and HANDOUT, which is written last; its .git and what git ignores stay."""
    for path in sorted(_files(out) - set(files) - {NAME}):
        (out / path).unlink()
    for path, content in {**files, NAME: manifest.encode(handout)}.items():
        write_if_changed(out / path, content)
    for folder in sorted((each for each in out.rglob("*") if each.is_dir() and ".git" not in each.parts), reverse=True):
        if not any(folder.iterdir()):
            folder.rmdir()


def commit(out: Path, root: Path, files: Mapping[str, bytes], handout: Handout) -> str:
    """Commit what is in `out` to its own history and tag a new version; returns the commit, empty when nothing changed.

    Author and time are those of the course's last commit, so that the same course makes the same commit.
    """
    if not (out / ".git").exists():
        _git(out, "init", "--quiet", "--template=", "--initial-branch=main")
    _git(out, "add", "--all")
    tracked = {path for path in _git(out, "ls-files", "-z").split("\0") if path}
    if differing := sorted(tracked ^ {*files, NAME}):
        raise HandoutError(f"git would not take {differing[0]} along: look at .gitignore")
    if not _git(out, "status", "--porcelain"):
        return ""
    _git(out, "commit", "--quiet", "--message", f"Handout {handout.version}", variables=_author(root))
    tag = f"handout/{handout.version}"
    if not _git(out, "tag", "--list", tag):
        _git(out, "tag", "--no-sign", tag)
    return _git(out, "rev-parse", "--short", "HEAD").strip()


def _files(out: Path) -> set[str]:
    """What lies in a handout's folder, besides git's own and what running it leaves behind."""
    found = (path.relative_to(out) for path in out.rglob("*") if path.is_file() or path.is_symlink())
    return {path.as_posix() for path in found if not _is_litter(path)}


def _is_litter(path: Path) -> bool:
    return path.parts[0] == ".git" or bool(_LITTER & set(path.parts)) or path.parts[0].endswith(".egg-info")


def _author(root: Path) -> dict[str, str]:
    try:
        name, mail, when = _git(root, "log", "-1", "--format=%an%n%ae%n%aI").split("\n")[:3]
    except (HandoutError, ValueError):
        name, mail, when = "The course", "course@localhost", ""
    identity = {
        f"GIT_{who}_{what}": value for who in ("AUTHOR", "COMMITTER") for what, value in (("NAME", name), ("EMAIL", mail))
    }
    return identity | ({"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when} if when else {})


def _git(folder: Path, *arguments: str, variables: Mapping[str, str] | None = None) -> str:
    """Run git on the repository of exactly that folder, without signing, or line ends and ignored files of this machine's."""
    settings = (*_NO_FILES, "core.autocrlf=false", "core.fileMode=false", "commit.gpgsign=false")
    options = [part for each in settings for part in ("-c", each)]
    where = {"GIT_DIR": str(folder.resolve() / ".git"), "GIT_WORK_TREE": str(folder.resolve())}
    try:
        return git.run(folder, *options, *arguments, variables={**where, **(variables or {})}).decode("utf-8", "replace")
    except NoGit:
        raise HandoutError("git is not installed: a handout is a git repository of its own") from None
    except GitError as error:
        raise HandoutError(f"git {arguments[0]} in {folder}: {error}") from None
