"""Downloads as platforms write them, in every form that their code knows, held against the class list.

Where the forms come from is said in tests/downloads.py.
"""

from datetime import datetime

import pytest

from graders.roster import Person
from tests import downloads
from tests.downloads import Student
from tests.test_collect import FAST, place, rows, run, write, zipped  # noqa: F401

F = "e1_blur.py"
TIME = datetime(2026, 11, 20, 21, 5, 33)
ANN = Student("Ann", "Lee", Person("ann", "Ann Lee", "ann@x.org", "", "alee", "512001", "4001", "1101"))
ZOE = Student("Zoë", "Müller", Person("zoe", "Müller, Zoë", "zoe@x.org", "", "zmueller", "512003", "4003", "55", "Team Rot"))
LI = Student("明", "李", Person("li", "李 明", "li@x.org", "", "ming", "512009", "4009", "1109", "Team Rot"))
SEAN = Student("Seán", "O'Neil", Person("sean", "Seán O'Neil", "s@x.org", "", "s_oneil", "512010", "4010", "1110"))
MARY = Student("Anne_Marie", "Lee", Person("mary", "Lee, Anne_Marie", "m@x.org", "", "amlee", "512011", "4011", "1111"))
CLASS = [ANN, ZOE, LI, SEAN, MARY]


@pytest.fixture(autouse=True)
def class_list(place):  # noqa: F811
    head = ("student", "name", "email", "login", "sis_id", "canvas_id", "moodle_id", "team")
    lines = ["\t".join(getattr(each.person, name) for name in head) for each in CLASS]
    write("roster.csv", "\n".join(["\t".join(head), *lines]))


def collected(capsys, *names: str, metadata: str = ""):
    """Who has something after these were delivered; a name without ending is a folder."""
    for name in names:
        write(f"in/{name}" if name.endswith((".py", ".html", ".txt")) else f"in/{name}/{F}", FAST)
    if metadata:
        write("in/submission_metadata.yml", metadata)
    done = run(capsys, "--from", "in", "--roster", "roster.csv")
    return {student for student, row in rows().items() if row["taken"]}, done


FORMS = {
    "canvas": lambda each: downloads.canvas(each, F, 90001),
    "canvas, late": lambda each: downloads.canvas(each, "e1_blur-2.py", 90001, late=True),
    "moodle": downloads.moodle,
    "moodle, files": lambda each: downloads.moodle_file(each, F),
    "moodle, hidden": lambda each: downloads.moodle(each, called="Participant"),
    "moodle 3": downloads.moodle_before,
    "moodle 3, groups": lambda each: downloads.moodle_before(each, "Group 7"),
    "moodle 3, groups, hidden": lambda each: downloads.moodle_before(each, "Default group", "Participant"),
    "blackboard": lambda each: downloads.blackboard(each.person.login, TIME, F),
    "brightspace": lambda each: downloads.brightspace(each.full, 397063, 2557369, TIME),
    "brightspace, files": lambda each: downloads.brightspace(each.full, 397063, 2557369, TIME, F),
    "brightspace, ids": lambda each: downloads.brightspace(f"{each.last}, {each.first}", 397063, int(each.person.sis_id), TIME),
    "names and ids": lambda each: f"{each.last}, {each.first} - {each.person.sis_id}",
    "google classroom": lambda each: downloads.google_classroom(each, F),
}


@pytest.mark.parametrize("student", CLASS, ids=lambda each: each.person.student)
@pytest.mark.parametrize("form", FORMS)
def test_everybody_is_recognised_in_every_form(capsys, student, form):
    taken, done = collected(capsys, FORMS[form](student))
    team = student.person.team
    assert taken == {each.person.student for each in CLASS if each is student or (team and each.person.team == team)}, done.out


@pytest.mark.parametrize("form", ["text", "link"])
def test_what_was_typed_into_canvas_is_told(capsys, form):
    taken, done = collected(capsys, downloads.canvas_typed(ANN, form), downloads.canvas_typed(ZOE, form, late=True))
    assert taken == set() and "unmatched" not in done.said
    assert f"missing ann a text was typed into the platform, which is not read: leeann_4001_{form}.html" in done.said


def test_what_canvas_hides_is_told_and_can_be_answered(capsys):
    names = [downloads.canvas_anonymous("a3Bk9", F, 90001), downloads.canvas_anonymous("4001x", F, 90002, late=True)]
    taken, done = collected(capsys, *names)
    assert taken == set() and done.said.count("is anonymous: post the grades in Canvas") == 2
    write("unmatched.csv", f"name,student\n{names[0]},ann\n")
    assert collected(capsys)[0] == {"ann"}


@pytest.mark.parametrize(
    "name",
    [
        downloads.canvas(ZOE, F, 90001, called="Team Rot"),
        downloads.moodle(ZOE, called="Team Rot", number="9"),
        downloads.moodle(ZOE, called="Team Rot", number="1101"),  # which is Ann's, among the students' numbers
        downloads.blackboard("Team Rot", TIME, F),
        downloads.brightspace("Team Rot", 397063, 77001, TIME),
    ],
)
def test_a_group_of_the_platform_is_the_team_of_that_name(capsys, name):
    taken, done = collected(capsys, name)
    assert taken == {"zoe", "li"} and rows()["li"]["together_with"] == "zoe", done.out


@pytest.mark.parametrize("called", ["Team Blau", "TeamBlau", "Blau", "Group 7"])
@pytest.mark.parametrize("student", [ANN, ZOE, LI], ids=lambda each: each.person.student)
def test_the_number_of_a_group_is_not_a_students(capsys, called, student):
    taken, done = collected(capsys, downloads.moodle(student, called=called))
    assert taken == set() or (student is LI and called == "Blau"), done.out  # LI may be called so in other letters


def test_hidden_names_are_told_by_being_all_the_same(capsys):
    taken, _ = collected(capsys, *(downloads.moodle(each, called="Osallistuja") for each in CLASS))
    assert taken == {each.person.student for each in CLASS}


def test_who_is_in_no_group_is_told(capsys):
    taken, done = collected(capsys, downloads.MOODLES_DEFAULT_GROUP)
    assert taken == set() and "is of those who are in no group (Default group): say who that is" in done.said


def test_receipts_of_blackboard_are_no_submissions(capsys):
    names = [downloads.blackboard(each.person.login, TIME) for each in CLASS]
    taken, done = collected(capsys, *names, downloads.blackboard("alee", TIME, F))
    assert taken == {"ann"} and "unmatched" not in done.said


@pytest.mark.parametrize("time", ["2026-11-20 21:05:33.123456789 Z", "2026-11-20 21:05:33 UTC", "2026-11-20 16:05:33 -0500"])
@pytest.mark.parametrize("rails", [False, True])
def test_gradescopes_list_says_who_and_when(capsys, time, rails):
    metadata = downloads.gradescope([(1, [ANN, SEAN], TIME), (2, [LI], TIME)])
    written = f"!ruby/object:ActiveSupport::TimeWithZone\n    utc: {time}" if rails else time
    metadata = metadata.replace("2026-11-20 21:05:33.123456789 Z", written)
    taken, done = collected(capsys, "submission_1", "submission_2", metadata=metadata)
    assert taken == {"ann", "sean", "li", "zoe"}, done.out  # zoe is in li's team
    assert {rows()[each]["time"] for each in taken} == {"2026-11-20T21:05:33+00:00"}
    assert rows()["ann"]["together_with"] == "sean"
