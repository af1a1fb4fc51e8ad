"""Collecting in the shapes that platforms and people deliver: nobody's goes to somebody else, and nothing is lost."""

import csv
import io
from pathlib import Path

import pytest

from graders import cli, course, submission
from tests.checkout import FAST, MODULE, SLOW, STARTER, WRONG
from tests.test_collect import DEADLINE, files, forks, place, rows, run, snapshot, write, zipped  # noqa: F401

CLASS = """student,name,login,sis_id,canvas_id,moodle_id
ann,Ann Lee,alee,512001,4001,1101
bob,Bob Smythe,bsmythe,512002,4007,1102
zoe,"Müller, Zoë",zmueller,512003,4003,1103
smith,Eve Smith,esmith,512004,4004,1104
905,Max Ek,mek,512005,4005,1105
lee,Lee Chen,lee,512006,4006,1106
"""


@pytest.fixture(autouse=True)
def class_list(place):  # noqa: F811
    write("roster.csv", CLASS)


def collect(capsys, *arguments: str):
    return run(capsys, "--from", "in", "--roster", "roster.csv", *arguments)


def taken() -> dict[str, str]:
    """What was taken of whom, where anything was."""
    return {student: row["taken"] for student, row in rows().items() if row["taken"]}


# Nobody's goes to somebody else


@pytest.mark.parametrize(
    ("name", "student", "by"),
    [
        ("31001-512001 - Ann Lee - Nov 20, 2026 905 PM", "ann", "sis_id + name"),
        ("31001-77 - Lee, Ann - Nov 20, 2026 905 PM", "ann", "name"),
        ("m9-ann-lee", "ann", "name"),
        ("m9_alee_final (1)", "ann", "login"),
        ("Zoe Muller", "zoe", "name"),
        ("hw 512003 zoe", "zoe", "sis_id"),
        ("lee", "lee", "id"),
        ("Chen Lee", "lee", "name"),
        ("Group 3-Ann Lee_1101_assignsubmission_file_", "ann", "moodle_id + name"),
        ("Participant_1103_assignsubmission_file_", "zoe", "moodle_id"),
        ("m9_mek_attempt_2026-11-20-21-05-33_e1_blur.py", "905", "login"),
        ("eve_smith_e1_blur.py", "smith", "name"),
        ("e1_blur - Ann Lee.py", "ann", "name"),
    ],
)
def test_a_full_number_or_name_decides(capsys, name, student, by):
    write(f"in/{name}" if name.endswith(".py") else f"in/{name}/e1_blur.py")
    done = collect(capsys)
    assert taken() == {student: "e1_blur.py"}, done.out
    assert rows()[student]["recognised_by"] == by


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("31001-512009 - Una Known - Nov 20, 2026 905 PM", "belongs to no student"),
        ("31001-512001 - Una Known - Nov 20, 2026 905 PM", "has the number of ann, who is called Ann Lee"),
        ("31001-512001 - Eve Smith - Nov 20, 2026 905 PM", "contradicts the class list: ann by sis_id"),
        ("Joe Smith", "has smith in it, id of smith, but also joe"),
        ("smith joe", "has smith in it, id of smith, but also joe"),
        ("m9-joe-lee", "has lee in it, id of lee, but also joe"),
        ("Ann Lee Wu", "has Ann Lee in it, name of ann, but also wu"),
        ("Nov 20 2026 905 PM", "has 905 in it"),
        ("ann_zoe", "could be ann or zoe"),
        ("Anne-Ann Lee_77_assignsubmission_file_", "belongs to no student"),
        ("Ann Lee_1102_assignsubmission_file_", "contradicts the class list: bob by moodle_id (1102), ann by name"),
        ("Ann Lee_1109_assignsubmission_file_", "names ann, whose moodle_id in the class list is 1101, not 1109"),
        ("Participant_1109_assignsubmission_file_", "belongs to no student"),
        ("bobsmythe_4006_11_e1_blur.py", "contradicts the class list: lee by canvas_id (4006), bob by name"),
        ("bobsmythe_4008_11_e1_blur.py", "names bob, whose canvas_id in the class list is 4007, not 4008"),
        ("m9_someone_attempt_2026-11-20-21-05-33_e1_blur.py", "names a login that nobody has (someone)"),
        ("e1_blur.py", "belongs to no student"),
        ("test_e1_blur.py", "belongs to no student"),
    ],
)
def test_whatever_contradicts_is_nobodys(capsys, name, sentence):
    write(f"in/{name}" if name.endswith(".py") else f"in/{name}/e1_blur.py")
    done = collect(capsys)
    assert taken() == {} and sentence in done.said, done.out


def test_names_may_be_words_that_mean_something_here(capsys):
    write("roster.csv", "student,name\na,Sam Test\nb,Old Smith\nc,Final Draft\nd,Seán O'Neil\ne,Anne-Marie Copy\n")
    for name in ("Sam Test", "Old Smith", "Final Draft", "Sean ONeil", "Anne Marie Copy"):
        write(f"in/{name} - e1_blur.py")
    write("in/oneilsean_7_9_e2_gpu.py")
    collect(capsys)
    assert taken() == dict.fromkeys("abce", "e1_blur.py") | {"d": "e1_blur.py e2_gpu.py"}


def test_the_same_words_in_another_order_are_another_person(capsys):
    write("in/Ann Lee/e1_blur.py", FAST, "2026-11-19T10:00+00:00")
    write("in/Lee Ann/e1_blur.py", WRONG, "2026-11-20T10:00+00:00")
    write("in/Lee, Ann.zip", zipped({"e2_gpu.py": SLOW}))
    write("in/Chen Lee/e1_blur.py", SLOW)
    write("in/Bob Smythe/e1_blur.py", SLOW)
    done = collect(capsys)
    assert "note lee the name's words are in another order than in the class list" in done.said
    assert files("ann") == {"e1_blur.py": FAST, "e2_gpu.py": SLOW} and taken()["lee"] == "e1_blur.py", done.out
    assert "unmatched Lee Ann has the words of ann's name in another order than others here" in done.said


def test_short_ids_stand_alone_only(capsys):
    write("roster.csv", "student\ns1\ns2\n")
    write("in/s1_e1_blur.py")
    write("in/s1_test_e1_blur.py")
    write("in/s2 (1)/e1_blur.py")
    write("in/s2 x/e2_gpu.py")
    done = collect(capsys)
    assert taken() == {"s1": "e1_blur.py", "s2": "e1_blur.py"} and "unmatched s2 x" in done.said


def test_blackboards_logins_may_have_what_separates_them(capsys):
    write("roster.csv", "student,login\nann,ann_lee\nlee,lee\n")
    write("in/m9_ann_lee_attempt_2026-11-20-21-05-33_e1_blur.py", FAST)
    write("in/m9_joe_lee_attempt_2026-11-20-21-05-33_e1_blur.py", WRONG)
    done = collect(capsys)
    assert taken() == {"ann": "e1_blur.py"} and "names a login that nobody has (joe_lee)" in done.said, done.out


def test_who_is_unmatched_is_told_once_and_stays_so(capsys):
    write("in/Rob Smith/e1_blur.py", FAST)
    write("in/joe/e1_blur.py", WRONG)
    write("in/=cmd/e1_blur.py", WRONG)
    done = collect(capsys)
    assert "unmatched.csv: fill in the column student, keep it in git, and collect again" in done.said
    with open("unmatched.csv", newline="", encoding="utf-8-sig") as file:
        lines = list(csv.DictReader(file))
    assert [line["name"] for line in lines] == ["'=cmd", "Rob Smith", "joe"]
    assert lines[1]["perhaps"].split(" or ")[0] in ("bob", "smith") and "but also rob" in lines[1]["why"]
    for line, answer in zip(lines, ("zoe", "bob", "nobody"), strict=True):
        line["student"] = answer
    out = io.StringIO()
    writer = csv.DictWriter(out, lines[0])
    writer.writeheader()
    writer.writerows(lines)
    write("unmatched.csv", out.getvalue())
    done = collect(capsys)
    assert taken() == {"bob": "e1_blur.py", "zoe": "e1_blur.py"} and "unmatched" not in done.said
    assert rows()["bob"]["recognised_by"] == "you"
    before = snapshot(".")
    collect(capsys)
    assert snapshot(".") == before
    write("unmatched.csv", "name,student\nRob Smith,who\n")
    assert "was answered with who, who is not in the class list" in collect(capsys).said


# The version that counts


def test_the_platforms_own_stamp_decides(capsys):
    """Whatever the files' own times say, which are those of a download."""
    write("in/m9_alee_attempt_2026-11-19-10-00-00_e1_blur.py", SLOW, "2026-11-25T10:00+00:00")
    write("in/m9_alee_attempt_2026-11-19-10-00-00_e2_gpu.py", SLOW)
    write("in/m9_alee_attempt_2026-11-19-10-00-00.txt", "Name: Ann Lee (alee)")
    write("in/m9_alee_attempt_2026-11-20-21-05-33_e1_blur.py", FAST, "2026-11-01T10:00+00:00")
    write("in/m9_alee_attempt_2026-11-21-10-00-00_e1_blur.py", WRONG, "2026-11-01T10:00+00:00")
    write("in/m9_bsmythe_attempt_2026-11-20-21-05-33.txt", "only words")
    done = collect(capsys, "--deadline", DEADLINE)
    assert files("ann") == {"e1_blur.py": FAST}, done.out
    assert (rows()["ann"]["clock"], rows()["ann"]["time"]) == ("submit", "2026-11-20T20:05:33+00:00")
    assert "the last of 2 attempts counts" in done.said and "1 later not taken" in done.said
    assert "e2_gpu.py is in 2 files only, an earlier attempt: not taken" in done.said
    assert "missing bob a text was typed into the platform, which is not read" in done.said
    assert "unmatched" not in done.said


def test_of_brightspaces_submissions_the_last_counts(capsys):
    write("in/index.html")
    write("in/31001-512001 - Ann Lee - Nov 9, 2026 1105 AM/e1_blur.py", SLOW)
    write("in/31001-512001 - Ann Lee - Nov 20, 2026 905 PM/e1_blur.py", FAST)
    write("in/31001-512001 - Ann Lee - Nov 20, 2026 1105 AM/e1_blur.py", WRONG)
    done = collect(capsys)
    assert files("ann") == {"e1_blur.py": FAST} and "unmatched" not in done.said, done.out
    Path("in/31001-512001 - Ann Lee - Nov 20, 2026 905 PM/e1_blur.py").write_text("x")
    Path("in/31001-512001 - Ann Lee - Nov 20, 2026 905 PM/e1_blur.py").rename(
        "in/31001-512001 - Ann Lee - Nov 20, 2026 905 PM/x"
    )
    done = collect(capsys)
    assert files("ann") == {"e1_blur.py": WRONG}
    assert "905 PM holds nothing of m9: an attempt before it is taken" in done.said


def test_an_exact_name_comes_before_others_and_the_choice_is_told(capsys):
    write("in/ann/old_e1_blur.py", WRONG, "2026-11-20T10:00+00:00")
    write("in/ann/e1_blur (2).py", SLOW, "2026-11-20T10:00+00:00")
    write("in/ann/e1_blur.py", FAST, "2026-11-19T10:00+00:00")
    write("in/ann/backup/e1_blur.py", WRONG, "2026-11-20T10:00+00:00")
    write("in/bob/e1_blur (1).py", SLOW)
    write("in/bob/e1_blur (2).py", FAST)
    write("in/zoe/e1_blur_final.py", FAST)
    write("in/smith/e1_blur_a.py", FAST)
    write("in/smith/e1_blur_b.py", SLOW)
    write("in/905/old_e1_blur.py", WRONG)
    done = collect(capsys)
    assert files("ann") == files("bob") == files("zoe") == {"e1_blur.py": FAST}, done.out
    assert "e1_blur.py is taken, not backup/e1_blur.py" in done.said
    assert "e1_blur (2).py is taken, not e1_blur (1).py" in done.said
    assert "e1_blur_final.py is taken as e1_blur.py" in done.said
    assert "refused smith e1_blur_a.py and e1_blur_b.py could both be e1_blur.py: rename the one that counts" in done.said
    assert "refused 905 old_e1_blur.py is not taken: rename it to e1_blur.py if it is meant" in done.said


def test_the_file_that_was_worked_on_counts_before_the_one_handed_out(capsys):
    write("in/ann/m9/e1_blur.py", STARTER)
    write("in/ann/e1_blur.py", FAST)
    write("in/bob/e1_blur.py", STARTER)
    write("in/bob/e1_blur (1).py", FAST)
    write("in/zoe/e1_blur.py", STARTER)
    write("in/zoe/old/e1_blur.py", FAST)
    done = collect(capsys)
    assert files("ann") == files("bob") == {"e1_blur.py": FAST} and files("zoe") == {"e1_blur.py": STARTER}, done.out
    assert "m9/e1_blur.py is as it was handed out: e1_blur.py counts" in done.said
    assert "e1_blur.py is as it was handed out: e1_blur (1).py counts" in done.said


def test_of_canvas_uploads_the_last_counts(capsys):
    write("in/leeann_4001_9003_e1_blur-1.py", FAST, "2026-11-01T10:00+00:00")
    write("in/leeann_4001_9001_e1_blur.py", SLOW, "2026-11-25T10:00+00:00")
    done = collect(capsys)
    assert files("ann") == {"e1_blur.py": FAST}
    assert "e1_blur.py was uploaded more than once: leeann_4001_9003_e1_blur-1.py counts, the last" in done.said


# Nothing is lost


def test_everything_in_a_submission_is_taken_or_named(capsys):
    write("in/ann/e1_blur.py", FAST)
    write("in/ann/rest.zip", zipped({"e2_gpu.py": SLOW}))
    write("in/bob/m9/e1_blur.py", FAST)
    write("in/bob/e2_gpu.py", SLOW)
    write("in/bob/mine.py", WRONG)
    write("in/bob/all.rar", "Rar!")
    write("in/zoe/e1/e1_blur.py", FAST)
    write("in/zoe/e2.zip", zipped({"E2/e2_gpu.py": SLOW}))
    write("in/smith/m9/m9/e1_blur.py", FAST)
    write("in/smith/M9/e2_gpu.py", SLOW)
    write("in/lee.zip", zipped({}))
    write("in/905/e1_blur.py", FAST)
    write("in/905/m9.zip", b"damaged")
    done = collect(capsys)
    for student in ("ann", "bob", "zoe", "smith"):
        assert files(student) == {"e1_blur.py": FAST, "e2_gpu.py": SLOW}, student
    assert "not of m9, and not taken: mine.py" in done.said
    assert "refused bob all.rar is an archive that is not read: ask for a zip" in done.said
    assert "refused lee is empty" in done.said
    assert "refused 905 m9.zip is no zip that can be read" in done.said and files("905") == {"e1_blur.py": FAST}


def test_zips_without_end_end(capsys):
    inner = zipped({"e1_blur.py": FAST})
    for _ in range(8):
        inner = zipped({"more.zip": inner})
    write("in/ann/deep.zip", inner)
    many = zipped({f"{number}.zip": zipped({"note.txt": "x"}) for number in range(200)})
    write("in/bob/many.zip", many)
    write("in/bob/e1_blur.py", FAST)
    done = collect(capsys)
    assert "more.zip lies in too many zips to be looked at" in done.said and files("bob") == {"e1_blur.py": FAST}
    assert (
        "is one zip too many: 128 MiB of them are looked at" in done.said and "more cannot be looked into either" in done.said
    )


def test_what_a_platform_hands_out_in_parts_is_one_submission(capsys):
    write("in/Ann Lee_1101_assignsubmission_file_e1_blur.py", FAST)
    write("in/Ann Lee_1101_assignsubmission_file_rest.zip", zipped({"e2_gpu.py": SLOW}))
    write("in/bobsmythe_4007_11_e1_blur.py", FAST)
    write("in/bobsmythe_4007_12_rest.zip", zipped({"e2_gpu.py": SLOW}))
    write("in/m9_mek_attempt_2026-11-20-21-05-33_e1_blur.py", FAST)
    write("in/m9_mek_attempt_2026-11-20-21-05-33_rest.zip", zipped({"m9/e2_gpu.py": SLOW}))
    write("in/zmueller_e1.zip", zipped({"e1_blur.py": FAST}))
    write("in/zmueller_e2.zip", zipped({"e2_gpu.py": SLOW}))
    done = collect(capsys)
    for student in ("ann", "bob", "905", "zoe"):
        assert files(student) == {"e1_blur.py": FAST, "e2_gpu.py": SLOW}, (student, done.out)
    assert "is from zmueller_e" in done.said


def test_a_worse_delivery_takes_nothing_away(capsys):
    write("in/ann/e1_blur.py", FAST)
    write("in/ann/e2_gpu.py", FAST)
    write("in/bob/e1_blur.py", FAST)
    collect(capsys)
    write("in/ann/e1_blur.py", b"#" * (2 << 20))
    write("in/ann/e2_gpu.py", SLOW)
    write("in/bob/e1_blur.py", b"#" * (2 << 20))
    done = collect(capsys)
    assert files("ann") == {"e1_blur.py": FAST, "e2_gpu.py": SLOW} and files("bob") == {"e1_blur.py": FAST}
    assert "refused ann e1_blur.py has 2.0 MiB; 1 MiB are allowed" in done.said
    assert "e1_blur.py stays as collected before: something in this one cannot be read" in done.said
    assert "refused bob e1_blur.py has 2.0 MiB" in done.said and "kept what was collected before" in done.said
    write("in/ann/e1_blur.py", STARTER)
    Path("in/ann/e2_gpu.py").unlink()
    assert "e2_gpu.py was collected before and is not in this one: removed" in collect(capsys).said
    assert files("ann") == {"e1_blur.py": STARTER}


def test_what_comes_too_late_takes_away_nothing_that_was_in_time(capsys):
    write("in/m9_alee_attempt_2026-11-20-21-05-33_e1_blur.py", FAST)
    collect(capsys, "--deadline", DEADLINE)
    Path("in/m9_alee_attempt_2026-11-20-21-05-33_e1_blur.py").rename("in/m9_alee_attempt_2026-11-22-21-05-33_e1_blur.py")
    assert "kept what was collected before" in collect(capsys, "--deadline", DEADLINE).said
    assert files("ann") == {"e1_blur.py": FAST}


# What `grade` finds in a folder that was not collected


def found(folder: str = "in") -> dict[str, dict[str, bytes]]:
    return {each.student: each.files for each in submission.find_submissions(Path(folder), course.find_module("m9"))}


def test_grade_finds_files_by_the_same_rule():
    write("in/s1/m9/m9/e1_blur.py", FAST)
    write("in/s2/M9/e1_blur.py", FAST)
    write("in/s3/m9/README.md", "mine")
    write("in/s3/e1_blur.py", FAST)
    write("in/s4/m9/e1_blur.py", FAST)
    write("in/s4/e2_gpu.py", FAST)
    write("in/s5/e1/e1_blur.py", FAST)
    write("in/s6/m8/e1_blur.py", WRONG)
    write("assignments/m8/module.toml", MODULE.replace("m9", "m8"))
    one = {"e1_blur.py": FAST.encode()}
    assert found() == {"s1": one, "s2": one, "s3": one, "s4": one | {"e2_gpu.py": FAST.encode()}, "s5": one, "s6": {}}


def test_near_misses_are_proposed_and_accepted_once():
    write("in/s1/e1_blur (1).py", FAST)
    write("in/s2/m9.zip", zipped({"m9/e1_blur.py": SLOW}))
    write("in/s3/e1_blur_a.py", FAST)
    write("in/s3/e1_blur_b.py", SLOW)
    write("in/s4/m9 (1).ipynb", "{}")
    module = course.find_module("m9")
    near = {each.student: each.near for each in submission.find_submissions(Path("in"), module)}
    notebook = {"m9.ipynb": "m9 (1).ipynb"}
    assert near == {
        "s1": {"e1_blur.py": "e1_blur (1).py"},
        "s2": {"e1_blur.py": "m9.zip/m9/e1_blur.py"},
        "s3": {},
        "s4": notebook,
    }
    told = {each.student: each.told for each in submission.find_submissions(Path("in"), module)}
    assert told["s3"] == ("e1_blur_a.py and e1_blur_b.py could both be e1_blur.py: rename the one that counts",)
    assert found() == {"s1": {}, "s2": {}, "s3": {}, "s4": {}}
    assert submission.accept_near(Path("in"), module) == 3
    after = {"s1": {"e1_blur.py": FAST.encode()}, "s2": {"e1_blur.py": SLOW.encode()}, "s3": {}, "s4": {}}
    assert found() == after
    before = snapshot(".")
    assert submission.accept_near(Path("in"), module) == 0 and snapshot(".") == before
    write("in/s1/e1_blur.py", WRONG)  # the right name by now
    write("near.csv", Path("near.csv").read_text(encoding="utf-8-sig") + "m9,s3,e1_blur.py,e1_blur_b.py\n")
    assert found() == after | {"s1": {"e1_blur.py": WRONG.encode()}, "s3": {"e1_blur.py": SLOW.encode()}}
    write("in/=s5/=e1_blur.py", FAST)
    assert submission.accept_near(Path("in"), module) == 1 and ",'=s5,e1_blur.py,'=e1_blur.py" in Path("near.csv").read_text()
    assert found()["=s5"] == {"e1_blur.py": FAST.encode()} and submission.accept_near(Path("in"), module) == 0
    write("near.csv", "module,student\nm9,s1\n")
    with pytest.raises(submission.SubmissionError, match=r"near.csv line 1: there is no column called file"):
        found()


def test_grade_says_where_loose_files_go():
    write("in/s1.zip", zipped({"e1_blur.py": FAST}))
    with pytest.raises(submission.SubmissionError, match="graders collect m9 --from in makes them"):
        found()


# Platforms and their lists as they come


EXPORT = """---
submission_301:
  :submitters:
  - :name: Ann Lee
    :sid: '512001'
    :email: ann@u.edu
  - :name: Bob Smythe
    :sid: '512002'
    :email: bob@u.edu
  - :name: Guest
    :sid: '77'
  :created_at: 2026-11-20 21:05:33.123456789 Z
  :score: 3.0
submission_302:
  :submitters:
  - :name: Zoë Müller
    :sid: '512003'
    :email:
  :created_at: 2026-11-21 10:00:00 Z
  :history:
  - :created_at: 2026-11-19 10:00:00 Z
submission_303:
  :submitters:
  - :name: Ann Lee
    :sid: '512009'
submission_304:
  :submitters: []
"""


def test_an_export_of_gradescope_with_a_group(capsys):
    entries = {f"assignment_9_export/submission_{number}/e1_blur.py": FAST for number in (301, 302, 303, 304)}
    write("in.zip", zipped(entries | {"assignment_9_export/submission_metadata.yml": EXPORT}))
    done = run(capsys, "--from", "in.zip", "--roster", "roster.csv", "--deadline", DEADLINE)
    assert taken() == {"ann": "e1_blur.py", "bob": "e1_blur.py"}, done.out
    assert (rows()["bob"]["clock"], rows()["bob"]["time"]) == ("submit", "2026-11-20T21:05:33+00:00")
    assert rows()["bob"]["together_with"] == "ann" and "one submission with ann" in rows()["bob"]["notes"]
    assert rows()["ann"]["recognised_by"] == "sis_id + name"
    assert "too late zoe nothing in time" in done.said
    assert "Guest, who handed it in as well, belongs to no student" in done.said
    assert "names ann, whose sis_id in the class list is 512001, not 512009" in done.said
    assert "has no submitter in submission_metadata.yml: say whose it is in unmatched.csv" in done.said
    write("unmatched.csv", "name,student\nsubmission_304,lee\n")
    run(capsys, "--from", "in.zip", "--roster", "roster.csv", "--deadline", DEADLINE)
    assert taken()["lee"] == "e1_blur.py"
    write("bad/submission_metadata.yml", "a: [")
    done = run(capsys, "--from", "bad", "--roster", "roster.csv")
    assert done.code == 2 and "submission_metadata.yml cannot be read: " in done.err


def test_canvas_with_its_own_list_of_students(capsys):
    write("roster.csv", 'Student,ID,SIS Login ID\n    Points Possible,,\n"Lee, Ann",4001,alee\n"Student, Test",4099,x\n')
    write("in/leeann_4001_9003_e1_blur.py", FAST)
    collect(capsys)
    assert taken() == {"alee": "e1_blur.py"} and list(rows()) == ["alee"]


def test_moodles_groups_and_hidden_names(capsys):
    write("in/Group 1-Ann Lee_1101_assignsubmission_file_/e1_blur.py", FAST)
    write("in/Default group-Müller Zoë_1103_assignsubmission_file_/e1_blur.py", SLOW)
    write("in/Teilnehmerin_1105_assignsubmission_file_/m9.zip", zipped({"m9/e1_blur.py": SLOW}))
    done = collect(capsys)
    assert taken() == dict.fromkeys(("ann", "zoe", "905"), "e1_blur.py"), done.out
    write("roster.csv", "student,name\nann,Ann Lee\n")
    assert "where Moodle hides names, add a column moodle_id" in collect(capsys).said


def test_grace_is_not_late(capsys):
    write("in/m9_alee_attempt_2026-11-20-23-59-50_e1_blur.py", FAST)
    write("in/m9_mek_attempt_2026-11-21-00-01-00_e1_blur.py", FAST)
    done = collect(capsys, "--deadline", "2026-11-20T23:59 Europe/Berlin")
    assert "too late ann nothing in time: the first came 50 s late" in done.said
    done = collect(capsys, "--deadline", "2026-11-20T23:59 Europe/Berlin", "--grace", "60s")
    assert taken() == {"ann": "e1_blur.py"} and rows()["ann"]["late_minutes"] == "", done.out
    done = collect(capsys, "--grace", "60")
    assert done.code == 2 and "'60' is no time such as 60s, 5m or 1h" in done.err


# Who hands in together


TEAMS = (
    "student,name,team,deadline\nann,Ann Lee,Group 1,\nbob,Bob Ek,Group 1,2026-11-23T23:59+01:00\nzoe,Zoë Wu,,\neve,Eve Ott,,\n"
)


def test_a_team_has_one_submission_and_the_kindest_deadline(capsys):
    write("roster.csv", TEAMS)
    write("in/m9_ann_attempt_2026-11-19-10-00-00_e1_blur.py", SLOW)
    write("in/m9_bob_attempt_2026-11-22-10-00-00_e1_blur.py", FAST)
    done = collect(capsys, "--deadline", DEADLINE)
    assert files("ann") == files("bob") == {"e1_blur.py": FAST}, done.out
    assert "one submission with bob; the deadline is that of bob, the latest among them" in rows()["ann"]["notes"]
    assert "the last of 2 attempts counts" in rows()["ann"]["notes"]
    assert rows()["ann"]["together_with"] == "bob" and rows()["zoe"]["state"] == "missing"


def test_a_platforms_group_and_partners_in_a_name(capsys):
    write("roster.csv", TEAMS)
    write("in/group1_77_9003_e1_blur.py", FAST)
    write("in/zoe+eve.zip", zipped({"e1_blur.py": SLOW}), "2026-11-19T10:00+00:00")
    write("in/eve.zip", zipped({"e1_blur.py": WRONG}), "2026-11-18T10:00+00:00")
    done = collect(capsys)
    assert files("ann") == files("bob") == {"e1_blur.py": FAST}, done.out
    assert files("zoe") == files("eve") == {"e1_blur.py": SLOW}
    assert rows()["ann"]["recognised_by"] == "team" and rows()["eve"]["together_with"] == "zoe"
    assert "also handed in, and not taken: eve.zip" in rows()["eve"]["notes"]
    Path("in/zoe+eve.zip").rename("in/zoe+ewe.zip")
    assert "zoe+ewe.zip belongs to no student" in collect(capsys).said


def test_a_team_shares_a_repository(forks, capsys):  # noqa: F811
    ann = forks("ann")
    ann.commit("2026-11-19T10:00Z", e1=FAST)
    write("roster.csv", f"student,team,repository\nann,1,{ann.path}\nbob,1,\nzoe,,\n")
    done = run(capsys, "--roster", "roster.csv")
    assert files("ann") == files("bob") == {"e1_blur.py": FAST}
    assert "one submission with ann" in rows()["bob"]["notes"] and "missing zoe has no repository" in done.said


def test_what_a_repository_has_in_place_of_the_files_is_named(forks, capsys):  # noqa: F811
    forks("ann").commit("2026-11-19T10:00Z", **{"e1_blur (1).py": FAST, "all.zip": zipped({"e1_blur.py": FAST})})
    done = run(capsys, "--roster", "roster.csv")
    near = "assignments/m9/e1_blur (1).py, assignments/m9/all.zip, which is not read in a repository"
    assert "missing ann no file of m9 in it" in done.said and near in done.said


def test_near_misses_of_notebooks_are_proposed_and_go_to_nbgrader_once_accepted(capsys):
    """Renamed, in a zip, in a folder of another name; a right name that comes later counts before them."""
    notebooks = pytest.importorskip("graders.export.nbgrader.notebooks")
    write("assignments/m9/handin.md", "# m9\n\n## Why? (4 points)\n\nThink.\n")
    module = course.find_module("m9")

    def answered(text: str) -> bytes:
        made = notebooks.handed_out(module)
        next(cell for cell in made["cells"] if notebooks.is_answer(cell))["source"] = text
        return notebooks.text(made).encode()

    for student in ("s1", "s2", "s3", "s4"):
        write(f"in/{student}/m9/e1_blur.py", FAST)
    write("in/s1/notes/m9 (2).ipynb", answered("of s1"))
    write("in/s2/answers.zip", zipped({"handin (1).ipynb": answered("of s2")}))
    write("in/s3/handin_final.ipynb", b"no notebook")
    write("in/s4/m9/m9_mine.ipynb", answered("of s4"))
    assert submission.accept_near(Path("in"), module) == 4
    write("in/s4/m9/m9.ipynb", answered("the right one"))
    with Path("near.csv").open(encoding="utf-8-sig", newline="") as file:
        assert {(row["student"], row["file"]): row["found"] for row in csv.DictReader(file)} == {
            ("s1", "m9.ipynb"): "notes/m9 (2).ipynb",
            ("s2", "handin.ipynb"): "answers.zip/handin (1).ipynb",
            ("s3", "handin.ipynb"): "handin_final.ipynb",
            ("s4", "m9.ipynb"): "m9/m9_mine.ipynb",
        }
    assert cli.main(["nbgrader", "m9", "in", "--out", "res"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "s1 the notebook is notes/m9 (2).ipynb, which was accepted" in said
    assert "s2 the notebook is answers.zip/handin (1).ipynb, which was accepted" in said
    assert "s3 handin_final.ipynb, which was accepted, is not valid JSON: not read" in said
    texts = {
        path.parent.parent.name: path.read_text(encoding="utf-8")
        for path in Path("res/nbgrader/submitted").glob("*/m9/m9.ipynb")
    }
    assert {
        student: [each for each in ("of s1", "of s2", "of s4", "the right one") if each in text]
        for student, text in texts.items()
    } == {
        "s1": ["of s1"],
        "s2": ["of s2"],
        "s3": [],
        "s4": ["the right one"],
    }
