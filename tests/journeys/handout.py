"""The whole course in a repository of its own, released once per session: what students have."""

import shutil
import subprocess
from pathlib import Path

from graders.course import ROOT
from tests.checkout import FAST, HIDDEN, SHORT_RACE, Checkout
from tests.conftest import with_trial

SKIP = shutil.ignore_patterns("__pycache__", "*.egg-info", "key.txt")


def git(folder: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=A Student", "-c", "user.email=student@localhost", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", "-C", str(folder), *identity, *arguments], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


def release(course: Checkout, *arguments: str) -> subprocess.CompletedProcess[str]:
    return course.run("-m", "graders", "release", *arguments)


def released(folder: Path) -> Path:
    """The course with a small module m9 beside m2, released to `folder/out`."""
    course = Checkout(folder)
    for name in ("assignments", "graders", "guide", "handout", "solutions", ".github"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, course.folder / name, ignore=SKIP)
    for name in ("CHANGELOG.md", "LICENSE", "README.md", "conftest.py", "pyproject.toml", ".gitignore", ".gitlab-ci.yml"):
        if (ROOT / name).is_file():
            shutil.copyfile(ROOT / name, course.folder / name)
    with_trial(course)
    course.write("assignments/m9/test_e1_blur.py", SHORT_RACE)
    course.write("graders/hidden/m9/test_e1_blur.py", HIDDEN + "    check.equal(len(student.blur(a)), 1002)\n")
    course.write("solutions/m9/e1_blur.py", FAST)
    course.write("guide/m9/README.md", "# m9\n")
    course.write("guide/m2/old.md", "# Old\n")
    git(course.folder, "init", "--quiet")
    git(course.folder, "add", "--all")
    git(course.folder, "commit", "--quiet", "--message", "The course")
    course.write("guide/m2/draft.md", "not in git yet\n")
    done = release(course, "out")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "left out, because git does not know it: guide/m2/draft.md" in done.stdout
    return course.folder
