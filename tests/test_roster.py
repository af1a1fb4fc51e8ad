"""Class lists as they come out of spreadsheets."""

import pytest

from graders import roster
from graders.roster import Person, RosterError


def write(tmp_path, text: str, encoding: str = "utf-8"):
    path = tmp_path / "roster.csv"
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("bom", ["", "\ufeff"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_spreadsheets_write_is_read(tmp_path, bom, delimiter):
    text = f'{bom}Name,Student,Remark\r\n"Müller, Zoë",s1,x\r\n,,\r\n"O""Neil",s2,\r\n'
    quoted = (
        text
        if delimiter == ","
        else f'{bom}Name{delimiter}Student{delimiter}Remark\r\n"Müller, Zoë"{delimiter}s1{delimiter}x\r\n'
    )
    people = roster.read(write(tmp_path, quoted))
    assert people["s1"] == Person("s1", name="Müller, Zoë")
    assert list(people) == (["s1", "s2"] if delimiter == "," else ["s1"])


def test_ids_are_the_same_however_their_accents_are_written(tmp_path):
    assert list(roster.read(write(tmp_path, "student\nzoe\u0308\n"))) == ["zoë"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name\nada\n", "line 1: there is no column called student"),
        ("", "line 1: there is no column called student"),
        ("student,name\ns1,a\ns1,b\n", "line 3: s1 is listed twice"),
        ("student,name\n,b\n", "line 2: the student's id is missing"),
        ("student\n../s1\n", "line 2: '../s1' cannot be a folder name"),
        ("student\ns1\ncon.x\n", "line 3: 'con.x' cannot be a folder name on Windows, which keeps that name"),
        ("student\nann.\n", "line 2: 'ann.' cannot be a folder name on Windows, which drops a dot"),
        ("student\na:b\n", "line 2: 'a:b' cannot be a folder name everywhere, because of ':'"),
        (f"student\n{'é' * 101}\n", "cannot be a folder name: it has more than 200 bytes"),
        ("student\ns1\nS1\n", "line 3: S1 and s1 differ in upper and lower case only"),
        ("student,deadline\ns1,soon\n", "line 2: 'soon' is no date"),
        ("student,deadline\ns1,2026-11-20T23:59\n", "line 2: '2026-11-20T23:59' has no time zone: write it like 2026-11-20T23"),
        ("student,deadline\ns1,2026-11-20\n", "line 2: '2026-11-20' has no time zone"),
        ('student,name\ns1,"never closed\n', "after line 1: unexpected end of data"),
    ],
)
def test_what_cannot_be_meant_names_the_line(tmp_path, text, sentence):
    with pytest.raises(RosterError, match=sentence):
        roster.read(write(tmp_path, text))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_lists_are_read_in_whatever_encoding(tmp_path, encoding):
    people = roster.read(write(tmp_path, "student\tname\r\ns1\tMüller, Zoë\r\n", encoding))
    assert people == {"s1": Person("s1", name="Müller, Zoë")}


def test_what_is_no_list_is_one_sentence(tmp_path):
    with pytest.raises(RosterError, match="neither UTF-8 nor UTF-16 nor from Windows"):
        path = tmp_path / "roster.csv"
        path.write_bytes(b"student,name\ns1,M\x81\n")
        roster.read(path)
    with pytest.raises(RosterError, match="is a spreadsheet, not text: save it as"):
        path.write_bytes(b"PK\x03\x04")
        roster.read(path)
    with pytest.raises(RosterError, match="cannot be read"):
        roster.read(tmp_path / "nowhere.csv")


CANVAS = """Student,ID,SIS User ID,SIS Login ID,Section,m2 (48213),Current Score
,,,,,Manual Posting,
    Points Possible,,,,,100,(read only)
"Lee, Ann",4001,512001,alee,Lab 1,80,80
"Müller, Zoë",4003,,zm,Lab 2,,
"Student, Test",4099,,deadbeef,Lab 1,,
"""


@pytest.mark.parametrize(
    ("text", "people"),
    [
        (
            CANVAS,
            [
                Person("alee", "Lee, Ann", "", "Lab 1", "alee", "512001", "4001"),
                Person("zm", "Müller, Zoë", "", "Lab 2", "zm", "", "4003"),
            ],
        ),
        (
            "LastName,FirstName,ID,SIS User ID,SIS Login ID,Section,m2 (48213)\n    Points Possible,,,,,,100\n"
            "Lee,Ann,4001,512001,alee,Lab 1,80\nStudent,Test,4099,,deadbeef,Lab 1,\n",
            [Person("alee", "Ann Lee", "", "Lab 1", "alee", "512001", "4001")],
        ),
        (
            'First name,Last name,ID number,Email address,Groups\nAnn,Lee,512001,ann@u.edu,"Lab 1"\nZoë,Müller,,zm@u.edu,\n',
            [
                Person("512001", "Ann Lee", "ann@u.edu", "Lab 1", sis_id="512001"),
                Person("zm", "Zoë Müller", "zm@u.edu"),
            ],
        ),
        ("Vorname;Nachname;E-Mail-Adresse\nZoë;Müller;zm@u.edu\n", [Person("zm", "Zoë Müller", "zm@u.edu")]),
        (
            "Identifier,Full name,ID number,Email address,Status,Grade\nParticipant 1101,Ann Lee,512001,ann@u.edu,Submitted,\n",
            [Person("512001", "Ann Lee", "ann@u.edu", sis_id="512001", moodle_id="1101")],
        ),
        ("Identifier,Status,Grade\nParticipant 1101,Submitted,\n", [Person("1101", moodle_id="1101")]),
        (
            "OrgDefinedId,Username,Last Name,First Name,Email,End-of-Line Indicator\n#512001,#alee,Lee,Ann,ann@u.edu,#\n",
            [Person("alee", "Ann Lee", "ann@u.edu", login="alee", sis_id="512001")],
        ),
        (
            "Last Name\tFirst Name\tUsername\tStudent ID\tAvailability\nLee\tAnn\talee\t512001\tYes\n",
            [Person("alee", "Ann Lee", login="alee", sis_id="512001")],
        ),
        (
            "First Name,Last Name,SID,Email,Role\nAnn,Lee,512001,ann@u.edu,Student\nTed,Ta,1,ta@u.edu,TA\n",
            [Person("512001", "Ann Lee", "ann@u.edu", sis_id="512001")],
        ),
        (
            '"identifier","github_username","github_id","name"\n"s1","alee","77","Ann Lee"\n',
            [Person("s1", "Ann Lee", login="alee", sis_id="s1")],
        ),
        (
            "username,first_name,last_name,email,section,github_id,role\nalee,Ann,Lee,,Lab 1,77,student\nted,T,Ta,,,78,ta\n",
            [Person("alee", "Ann Lee", section="Lab 1", login="alee")],
        ),
    ],
    ids=[
        "canvas",
        "canvas, names apart",
        "moodle",
        "german",
        "worksheet",
        "blind",
        "brightspace",
        "blackboard",
        "gradescope",
        "github",
        "classroom50",
    ],
)
def test_platforms_lists_are_read_as_they_are(tmp_path, text, people):
    assert list(roster.read(write(tmp_path, text)).values()) == people


def test_deadlines_may_name_their_time_zone():
    assert roster.moment("2026-11-20T23:59 Europe/Berlin").isoformat() == "2026-11-20T23:59:00+01:00"
    assert roster.moment("2026-07-20 23:59[Europe/Berlin]").isoformat() == "2026-07-20T23:59:00+02:00"
    assert roster.moment("2026-07-20T23:59+02:00[Europe/Berlin]").isoformat() == "2026-07-20T23:59:00+02:00"
    assert roster.moment("2026-07-20T23:59 UTC").utcoffset().total_seconds() == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-11-20T23:59", "has no time zone"),
        ("2026-11-20T23:59 Europe/Berln", "knows no time zone Europe/Berln: write the offset"),
        ("2026-10-25T02:30 Europe/Berlin", "the clocks of Europe/Berlin are changed at that hour"),
        ("2026-03-29T02:30 Europe/Berlin", "the clocks of Europe/Berlin are changed at that hour"),
        ("2026-07-20T23:59+01:00[Europe/Berlin]", "says two time zones that differ"),
        ("soon Europe/Berlin", "is no date"),
        ("2026-11-20T23:59 ../../etc/passwd", "is no date"),
    ],
)
def test_a_time_that_may_be_two_is_refused(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        roster.moment(text)
