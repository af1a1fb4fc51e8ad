"""How git is run: whatever a repository or the caller's environment asks for, nothing of it is obeyed."""

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from graders import git
from graders.git import GitError, NoGit

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Ada")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "ada@example.org")
    folder = tmp_path / "repository"
    folder.mkdir()
    git.run(folder, "init", "--quiet", "--template=")
    (folder / "file").write_text("one\n", encoding="utf-8")
    git.run(folder, "add", "file")
    git.run(folder, "commit", "--quiet", "--message", "first")
    return folder


def test_it_says_what_git_prints_and_what_git_complains_of(repository: Path) -> None:
    assert git.run(repository, "show", "HEAD:file") == b"one\n"
    assert git.run(repository, "hash-object", "--stdin", stdin=b"one\n") == git.ask(repository, "rev-parse", ":file")
    with pytest.raises(GitError, match=r"^path 'other' does not exist in 'HEAD'$"):
        git.run(repository, "show", "HEAD:other")
    assert git.ask(repository, "show", "HEAD:other") is None
    assert b"Ada <ada@example.org>" in git.run(repository, "log")


@pytest.mark.skipif(os.name != "posix", reason="hooks are shell scripts here")
def test_no_program_that_a_repository_names_is_run(repository: Path) -> None:
    ran = repository.parent / "ran"
    program = repository.parent / "program"
    program.write_text(f"#!/bin/sh\ntouch '{ran}'\n", encoding="utf-8")
    program.chmod(0o755)
    hooks = repository / ".git" / "hooks"
    hooks.mkdir()
    for hook in ("post-checkout", "pre-commit", "reference-transaction"):
        shutil.copy(program, hooks / hook)
    settings = ("core.fsmonitor", "core.pager", "pager.log", "core.askPass", "core.sshCommand")
    for key in settings:
        git.run(repository, "config", key, str(program))
    git.run(repository, "config", "remote.far.url", "ssh://127.0.0.1:1/x")
    (repository / "file").write_text("two\n", encoding="utf-8")
    git.run(repository, "status", "--porcelain")
    git.run(repository, "log", "--patch")
    git.run(repository, "commit", "--quiet", "--all", "--message", "second")
    git.run(repository, "tag", "done")
    with pytest.raises(GitError):
        git.run(repository, "fetch", "far")
    assert not ran.exists()
    # The same without care, so that the test cannot pass because nothing would have run anyway.
    subprocess.run(["git", "-C", str(repository), "status", "--porcelain"], capture_output=True)
    assert ran.exists()


def test_which_repository_is_meant_the_caller_says(repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert git.run(repository, "ls-files") == b"file\n"
    assert git.ask(tmp_path, "rev-parse", "HEAD") is None
    where = {"GIT_DIR": str(repository / ".git")}
    assert git.run(tmp_path, "ls-tree", "--name-only", "HEAD", variables=where) == b"file\n"


@pytest.mark.skipif(os.name != "posix", reason="an alias is a shell command here")
def test_what_takes_too_long_ends_with_all_that_it_started(repository: Path) -> None:
    pid = repository / "pid"
    with pytest.raises(GitError, match=r"^it took more than 1 s$"):
        git.run(repository, "-c", f"alias.wait=!echo $$ >'{pid}'; exec sleep 600", "wait", patience=1)
    deadline = time.monotonic() + 60
    while _lives(int(pid.read_text(encoding="utf-8"))):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _lives(process: int) -> bool:
    done = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True)
    return bool(done.stdout.strip()) and not done.stdout.startswith("Z")


def test_without_git_there_is_one_sentence(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(repository))
    with pytest.raises(NoGit, match="git is not installed"):
        git.run(repository, "status")
    assert git.ask(repository, "status") is None
