"""What a wheel and an sdist hold, and what is said where the course was installed from one of them."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from graders.course import ROOT
from tests.conftest import make_checkout

BUILD = """
import sys
from setuptools import build_meta
print(getattr(build_meta, "build_" + sys.argv[1])(sys.argv[2]))
"""
SECRET = "key.txt", "hidden", "solutions"


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A copy of the course as it lies here, with hidden tests and a key: no build may leave anything in ours."""
    folder = tmp_path_factory.mktemp("source") / "course"
    make_checkout(folder)
    for name in ("graders/hidden", "solutions", "tests"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "key.txt"))
    for name in ("README.md", "LICENSE"):
        shutil.copyfile(ROOT / name, folder / name)
    (folder / "graders" / "hidden" / "key.txt").write_text("a secret")
    assert list((folder / "graders" / "hidden" / "m2").glob("test_e*.py"))
    return folder


@pytest.fixture(scope="module")
def built(course, tmp_path_factory):
    out = tmp_path_factory.mktemp("built")
    for kind in ("wheel", "sdist"):
        subprocess.run([sys.executable, "-c", BUILD, kind, out], cwd=course, check=True, capture_output=True)
    return {path.suffix: path for path in out.iterdir()}


def contents(path: Path) -> list[str]:
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return wheel.namelist()
    with tarfile.open(path) as sdist:
        return sdist.getnames()


@pytest.mark.parametrize("kind", [".whl", ".gz"])
def test_no_distribution_has_hidden_tests_or_a_key(built, kind):
    names = contents(built[kind])
    assert any(name.endswith("graders/judge/race.py") for name in names)
    assert any(name.endswith(".css") for name in names)
    assert [name for name in names if set(Path(name).parts) & set(SECRET)] == []


def test_a_course_that_is_installed_as_a_copy_says_how_to_install_it(built, tmp_path):
    installed = tmp_path / "site-packages"
    with zipfile.ZipFile(built[".whl"]) as wheel:
        wheel.extractall(installed)
    alone = {"cwd": tmp_path, "env": {**os.environ, "PYTHONPATH": str(installed), "PYTHONSAFEPATH": "1"}}
    remedy = f"go to the course's folder and run {sys.executable} -m pip install -e ."
    for command in (["graders", "doctor"], ["pytest", "-p", "graders.plugin", "--rootdir", str(tmp_path)]):
        done = subprocess.run([sys.executable, "-m", *command], check=False, capture_output=True, text=True, **alone)
        assert done.returncode != 0
        assert remedy in " ".join(done.stderr.split())
        assert "Traceback" not in done.stderr
