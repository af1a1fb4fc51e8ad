"""What the course's packages weigh: worked out from a part of their files, so compared with all of them here."""

import tomllib
import zlib
from pathlib import Path

from graders import packages
from graders.course import ROOT


def test_the_base_packages_bring_what_they_need_and_nothing_that_only_instructors_need():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {package.name.lower() for package in packages.closure(project["dependencies"])}
    assert {"numpy", "numba", "llvmlite", "pytest", "pluggy", "hypothesis", "msgspec", "psutil"} <= names
    assert not names & {"nbgrader", "dask", "distributed", "altair", "jinja2", "rich", "matplotlib", "torch"}


def test_extras_count_where_they_are_asked_for_and_missing_packages_do_not():
    assert packages.closure(["there-is-no-such-package"]) == []
    assert [each.name for each in packages.closure(["pluggy; python_version < '3'"])] == []
    with_extra = {each.name for each in packages.closure(["dask[distributed]"])}
    assert {"dask", "distributed"} <= with_extra and "distributed" not in {each.name for each in packages.closure(["dask"])}


def test_the_estimate_of_the_download_is_close():
    found = packages.closure(["pytest", "hypothesis", "numba"])
    found = [package for package in found if package.name not in ("llvmlite", "numpy")]
    files = [Path(str(file.locate())) for package in found for file in package.files or () if file.suffix != ".pyc"]
    contents = [path.read_bytes() for path in files if path.is_file()]
    disk, download = packages.weight(found)
    assert disk == sum(map(len, contents))
    assert abs(download / sum(len(zlib.compress(each)) for each in contents) - 1) < 0.25
