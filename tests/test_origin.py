"""Where the course comes from, and what may be done with it: the licence in full, and the origin where people look first."""

import hashlib
import tomllib

import pytest

from graders.course import ROOT

OFFICIAL = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30"
"""SHA-256 of https://www.apache.org/licenses/LICENSE-2.0.txt, the appendix included."""


def test_the_licence_is_the_official_text_and_the_package_names_it():
    assert hashlib.sha256((ROOT / "LICENSE").read_bytes()).hexdigest() == OFFICIAL
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert (project["license"], project["license-files"]) == ("Apache-2.0", ["LICENSE"])


@pytest.mark.parametrize("page", ["README.md", "guide/README.md"])
def test_the_origin_is_named_where_people_look_first(page):
    _, begun, section = (ROOT / page).read_text(encoding="utf-8").partition("\n## Where this comes from\n")
    section = " ".join(section.partition("\n## ")[0].split())
    assert begun and "Anders Bo Sørensen" in section and "https://github.com/absorensen/the-guide" in section
    assert "*Real-time visual and machine learning systems*" in section
    assert "Apache License 2.0" in section and "a wish about machine learning" in section


def test_students_get_the_licence_and_the_origin():
    table = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["course"]
    assert "LICENSE*" in table["release"] and "Where this comes from" in table["sections"]
