"""guide/course.md, for teachers: it forgets no exercise, and its commands are typed as the command line has them."""

import argparse
import re
import shlex

import pytest

from graders import course
from graders.authoring import guide_blocks, guide_pages, schedule
from graders.commands import author, ci, collect, export, grade, handout, learn, nbgrader, report, study, trace
from graders.course import CourseError

PAGE = (guide_blocks.GUIDE / "course.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    return PAGE.split(f"\n## {title}\n")[1].split("\n## ")[0]


def commands() -> list[str]:
    found = re.findall(r"^python -m graders (.+)$|`python -m graders ([^`]+)`", PAGE, re.MULTILINE)
    return sorted({typed or inline for typed, inline in found})


def test_every_exercise_has_its_half_day_and_its_hours():
    """The page's tables are made of guide/schedule.toml; that they are up to date is found by `check`, as everywhere."""
    for module in map(course.find_module, course.module_ids()):
        assert list(schedule.doubts(module)) == []
    assert "<!-- list: half-days -->\n\n| day |" in section("Fifteen half-days") and len(schedule.read().days) == 15
    assert "<!-- list: hours -->\n\n| exercise |" in section("How long an exercise takes")
    assert "estimates" in section("How long an exercise takes")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("day = 8, hours = 1,", "day = 88, hours = 1,", "m2.e1 is planned for day 88 of 15"),
        ("hours = 1,", "hours = 0,", "cannot be read: Expected `float` > 0.0"),
        ("goes_to", "gose_to", "unknown field `gose_to`"),
    ],
)
def test_a_schedule_with_a_mistake_is_refused(tmp_path, monkeypatch, old, new, sentence):
    monkeypatch.setattr(schedule, "FILE", tmp_path / "schedule.toml")
    text = (guide_blocks.GUIDE / "schedule.toml").read_text(encoding="utf-8")
    schedule.FILE.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(CourseError, match=re.escape(sentence)):
        schedule.read()


def test_what_the_page_names_beside_its_tables_exists_too(tmp_path, monkeypatch):
    monkeypatch.setattr(schedule, "PAGE", tmp_path / "course.md")
    schedule.PAGE.write_text("| machine learning | m1.e7 | m2.e6, m2.e77 |\n", encoding="utf-8")
    assert list(schedule.doubts(course.find_module("m2"))) == ["course.md names m2.e77, which does not exist"]


def test_the_example_of_marks_is_computed_from_the_rubric():
    module = course.find_module("m1")
    bonus = sum(each.points for each in module.exercises if not each.required)
    gpu = sum(line.max for each in module.exercises for line in each.rubric if line.kind == "gpu")
    of = module.points - bonus - gpu
    example = " ".join(section("Marks: a proposal").split())
    assert f"The maximum there is {module.points}, less {bonus} of bonus, less {gpu} on a GPU: 74 of {of}, which is" in example
    assert f"which is {74 / of:.0%}".replace("%", " %") in example


@pytest.mark.parametrize("command", commands())
def test_every_command_exists_with_its_options(command):
    parser = argparse.ArgumentParser(exit_on_error=False)
    added = parser.add_subparsers(required=True)
    for part in (learn, study, trace, ci, handout, collect, grade, report, export, nbgrader, author):
        part.add(added)
    handout.add_release(added)
    options = parser.parse_args(shlex.split(command))
    if line := getattr(options, "only", "") or getattr(options, "line", ""):
        module = course.find_module(options.module)
        assert line in {one.id for each in module.exercises for one in each.rubric}


def test_the_night_is_on_the_page():
    assert {each.split()[0] for each in commands()} >= {
        "collect",
        "grade",
        "report",
        "regrade",
        "override",
        "export",
        "release",
    }


def test_level_1_of_all_modules_is_read_in_an_afternoon():
    """Six or seven minutes each (five or six sheets of paper), so that pictures, experiments and coffee fit in, too."""
    mains = [page for page in guide_pages.pages(guide_blocks.pages()) if page.is_main]
    assert mains and all(page.level == 1 for page in mains)
    for page in mains:
        assert 500 <= page.words <= 1300, f"{page.path}: {page.words} words"
    assert guide_pages.minutes(mains) <= 60


def test_a_section_is_read_in_seven_minutes():
    sections = [page for page in guide_pages.pages(guide_blocks.pages()) if not page.is_main]
    assert sections and not [f"{page.path}: {page.words} words" for page in sections if page.words > 1400]


def test_students_are_told_how_far_what_is_expected_goes():
    """Numbers in the text of two pages, which nothing generates."""
    told, first = (
        " ".join((guide_blocks.GUIDE / page).read_text(encoding="utf-8").split()) for page in ("README.md", "m1/README.md")
    )
    assert {
        sum(each.points for each in course.find_module(module).exercises if each.expected) for module in course.module_ids()
    } == {35, 44, 45}
    assert "expected of everybody is worth 35 to 45" in told and "ask for 60 of" in told
    assert "of everybody are 35 of 100" in first
    assert "60 % in every module" in section("Marks: a proposal")
