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


def test_other_encodings_and_missing_files_are_one_sentence(tmp_path):
    with pytest.raises(RosterError, match="not UTF-8"):
        roster.read(write(tmp_path, "student,name\ns1,Müller\n", "cp1252"))
    with pytest.raises(RosterError, match="cannot be read"):
        roster.read(tmp_path / "nowhere.csv")
