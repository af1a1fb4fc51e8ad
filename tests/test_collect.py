"""Collecting submissions: real repositories, zips and folders in, `OUT/<student>/m9/` and one table out."""

import contextlib
import csv
import io
import os
import re
import stat
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graders import cli, course, submission
from graders.collecting import collect, request, target
from graders.collecting.rows import words
from graders.finding import trees
from tests.checkout import FAST, MODULE, SLOW, STARTER, WRONG

DEADLINE = "2026-11-20T23:59+01:00"
ROSTER = 'student,name,login,canvas_id\nann,Ann Lee,alee,501\nzoe,"Müller, Zoë",zm,502\ns-001,Bo Ek,bek,503\n'
posix = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need rights there")


@pytest.fixture(autouse=True)
def place(tmp_path, monkeypatch):
    """A folder to work in, and m9 as the only module."""
    folder = tmp_path / "assignments" / "m9"
    folder.mkdir(parents=True)
    (folder / "module.toml").write_text(MODULE, encoding="utf-8")
    for name in ("e1_blur.py", "test_e1_blur.py", "e2_gpu.py", "test_e2_gpu.py"):
        (folder / name).write_text(STARTER, encoding="utf-8")
    monkeypatch.setattr(course, "ASSIGNMENTS", tmp_path / "assignments")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    return tmp_path


class Done:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err
        self.said = re.sub(r"\s+", " ", out)


def run(capsys, *arguments: str) -> Done:
    """The command as typed, in this process."""
    with contextlib.suppress(SystemExit):
        code = cli.main(["collect", "m9", "--out", "out", *arguments])
        return Done(code, *capsys.readouterr())
    return Done(2, *capsys.readouterr())


def rows() -> dict[str, dict[str, str]]:
    with open("out/collected.csv", newline="", encoding="utf-8-sig") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def files(student: str) -> dict[str, str]:
    """What was taken."""
    found = Path("out", student, "m9").iterdir()
    return {path.name: path.read_text(encoding="utf-8") for path in found if path.name != "timestamp.txt"}


def snapshot(folder: str = "out") -> dict[str, tuple[bytes, int]]:
    found = (path for path in Path(folder).rglob("*") if path.is_file() and ".cache" not in path.parts)
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}


def write(path: str, text: str | bytes = FAST, time: str = "") -> Path:
    file = Path(path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    if time:
        os.utime(file, (datetime.fromisoformat(time).timestamp(),) * 2)
    return file


def zipped(entries: dict[str, str | bytes], **extra: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo(name, (2026, 11, 19, 12, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = extra.get("attr", 0o644 << 16)
            archive.writestr(info, content)
    return out.getvalue()


# Git


class Repository:
    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")
        self.git("config", "uploadpack.allowFilter", "true")
        self.git("config", "uploadpack.allowAnySHA1InWant", "true")

    def git(self, *arguments: str, stdin: str = "", **environment: str) -> str:
        who = {f"GIT_{role}_{what}": "x@example.org" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.path,
            env=os.environ | who | {"GIT_CONFIG_GLOBAL": os.devnull} | environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def commit(self, time: str, **changed: str | bytes) -> str:
        """Change files of m9 (e1=…, e2=…) at that time; returns the commit."""
        names = {"e1": "e1_blur.py", "e2": "e2_gpu.py"}
        for name, content in changed.items():
            write(str(self.path / "assignments" / "m9" / names.get(name, name)), content)
        return self.commit_all(time)

    def commit_all(self, time: str) -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "x", GIT_COMMITTER_DATE=time, GIT_AUTHOR_DATE=time)
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def forks(place):
    """Makes a repository per student and the class list that names it."""
    made: dict[str, Repository] = {}

    def make(student: str, deadline: str = "") -> Repository:
        made[student] = Repository(place / "forks" / student)
        lines = [f"{each},{made[each].path},{deadline if each == student else ''}" for each in made]
        write("roster.csv", "\n".join(["student,repository,deadline", *lines]))
        return made[student]

    return make


def test_the_last_commit_before_the_deadline_is_taken(forks, capsys):
    ann = forks("ann")
    ann.commit("2026-11-01T10:00+01:00", e1=STARTER, e2=STARTER)
    wanted = ann.commit("2026-11-20T23:58+01:00", e1=FAST)
    ann.commit("2026-11-21T00:09+01:00", e1=WRONG)
    done = run(capsys, "--roster", "roster.csv", "--deadline", DEADLINE)
    assert done.code == 0, done.err
    assert files("ann") == {"e1_blur.py": FAST, "e2_gpu.py": STARTER}
    row = rows()["ann"]
    assert (row["version"], row["clock"], row["time"]) == (wanted, "commit", "2026-11-20T22:58:00+00:00")
    assert row["deadline"] == "2026-11-20T22:59:00+00:00" and row["late_minutes"] == ""
    assert "1 later not taken, the last 10 min late" in done.said
    assert "1 taken (clocks: commit time 1)" in done.said
    assert submission.find_submissions(Path("out"), course.find_module("m9"))[0].files["e1_blur.py"] == FAST.encode()


def test_collecting_again_changes_nothing_and_new_commits_are_fetched(forks, capsys):
    ann = forks("ann")
    ann.commit("2026-11-01T10:00+01:00", e1=SLOW)
    arguments = ("--roster", "roster.csv", "--deadline", DEADLINE)
    run(capsys, *arguments)
    before = snapshot()
    assert "collected.csv: nothing changed" in run(capsys, *arguments).out
    assert snapshot() == before
    ann.commit("2026-11-02T10:00+01:00", e1=FAST)
    assert "nothing changed" not in run(capsys, *arguments).out
    assert files("ann") == {"e1_blur.py": FAST}
    ann.path.rename(ann.path.with_name("gone"))
    done = run(capsys, *arguments)
    assert "cannot be fetched now, taken from what was fetched before" in done.said
    assert files("ann") == {"e1_blur.py": FAST}


def test_own_deadlines_lateness_and_late(forks, capsys):
    forks("ann").commit("2026-11-21T02:09+01:00", e1=FAST)
    forks("bob", deadline="2026-11-22T23:59+01:00").commit("2026-11-21T02:09+01:00", e1=SLOW)
    arguments = ("--roster", "roster.csv", "--deadline", DEADLINE)
    done = run(capsys, *arguments)
    assert "too late ann nothing in time: the first came 2 h 10 min late; --late takes it" in done.said
    assert not Path("out/ann").exists() and files("bob") == {"e1_blur.py": SLOW}
    done = run(capsys, *arguments, "--late")
    assert "2 taken, 1 of them late" in done.said
    assert (rows()["ann"]["late_minutes"], rows()["ann"]["state"]) == ("130", "taken")
    assert files("ann") == {"e1_blur.py": FAST}
    run(capsys, *arguments)  # the rule is applied anew: what is too late does not stay
    assert not Path("out/ann/m9").exists()


def test_the_time_of_a_push_comes_before_that_of_a_commit(forks, capsys):
    ann, bob = forks("ann"), forks("bob")
    first = ann.commit("2026-11-19T10:00+01:00", e1=SLOW)
    forged = ann.commit("2026-11-20T10:00+01:00", e1=FAST)
    bob.commit("2026-11-19T10:00+01:00", e1=WRONG)
    pushes = f"\ufeffrepository;commit;time;ref\nforks/ann;{first};2026-11-19T09:01:00Z;refs/heads/main\n"
    pushes += f"forks/ann;{forged};2026-11-19T09:00:00Z;refs/heads/other\nforks/eve;{first};2026-11-19T09:00:00Z;\n"
    write("pushes.csv", f"{pushes}forks/ann;{forged};2026-11-22T09:00:00Z;refs/heads/main\n")
    done = run(capsys, "--roster", "roster.csv", "--deadline", DEADLINE, "--push-times", "pushes.csv")
    assert done.code == 0, done.err
    assert (rows()["ann"]["version"], rows()["ann"]["clock"]) == (first, "push")
    assert files("ann") == {"e1_blur.py": SLOW}
    assert rows()["bob"]["clock"] == "commit"
    assert "note bob no push times: commit times count" in done.said
    assert "unmatched forks/eve has push times, but belongs to no student in the class list" in done.said
    assert "(clocks: push time 1, commit time 1)" in done.said


def test_what_was_pushed_in_time_counts_also_after_a_forced_push(forks, capsys):
    ann = forks("ann")
    ann.commit("2026-11-18T10:00+01:00", e1=STARTER)
    pushed = ann.commit("2026-11-19T10:00+01:00", e1=FAST)
    ann.git("reset", "-q", "--hard", "HEAD~1")
    rewritten = ann.commit("2026-11-19T11:00+01:00", e1=WRONG)
    gone = "0123456789" * 4
    lines = [f"ann,{pushed},2026-11-19T10:01+01:00", f"ann,{gone},2026-11-19T12:00+01:00", f"ann,{rewritten},2026-11-23T12:00Z"]
    write("pushes.csv", "\n".join(["student,commit,time", *lines, f"ann,{'0' * 40},2026-11-24T12:00Z"]))
    done = run(capsys, "--roster", "roster.csv", "--deadline", DEADLINE, "--push-times", "pushes.csv")
    assert files("ann") == {"e1_blur.py": FAST}, done.out
    assert "0123456 was pushed, but the repository no longer has it" in done.said


def test_repositories_with_a_folder_round_everything_and_impossible_dates(forks, capsys):
    ann = forks("ann")
    write(str(ann.path / "course/assignments/m9/e1_blur.py"), SLOW)
    ann.commit_all("2026-11-18T10:00Z")
    write(str(ann.path / "course/assignments/m9/e1_blur.py"), FAST)
    ann.commit_all(f"@{10**13} +0000")
    run(capsys, "--roster", "roster.csv", "--deadline", DEADLINE)
    assert files("ann") == {"e1_blur.py": SLOW}
    done = run(capsys, "--roster", "roster.csv")
    assert files("ann") == {"e1_blur.py": FAST} and "note ann a commit is dated in the future" in done.said


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("ann,abc,2026-11-19T10:00Z", "pushes.csv line 2: 'abc' is no full commit id of 40 digits"),
        (f"ann,{'a' * 40},2026-11-19T10:00", "pushes.csv line 2: '2026-11-19T10:00' has no time zone"),
        (f",{'a' * 40},2026-11-19T10:00Z", "pushes.csv line 2: it says neither student nor repository"),
    ],
)
def test_push_times_that_cannot_be_meant_name_the_line(forks, capsys, line, sentence):
    forks("ann")
    write("pushes.csv", f"student,commit,time\n{line}\n")
    done = run(capsys, "--roster", "roster.csv", "--push-times", "pushes.csv")
    assert done.code == 2 and sentence in done.err and not Path("out").exists()


def test_dates_that_cannot_be_right_are_flagged(forks, capsys):
    ann, bob, cy = forks("ann"), forks("bob"), forks("cy")
    ann.commit("2026-11-21T10:00+01:00", e1=SLOW)
    ann.commit("2026-11-20T10:00+01:00", e1=FAST)  # made later, says earlier
    ann.commit("2026-11-20T11:00+01:00", e2=FAST)
    bob.commit("2026-11-20T10:00+01:00", e1=FAST)
    bob.commit("2098-01-01T10:00+01:00", e1=WRONG)
    cy.commit("2026-11-19T10:00+01:00", e1=SLOW)
    cy.git("checkout", "-q", "-b", "side")
    cy.commit("2026-11-20T10:00+01:00", e1=FAST)
    cy.git("checkout", "-q", "main")
    cy.git("merge", "-q", "--no-ff", "side", "-m", "x", GIT_COMMITTER_DATE="2026-11-22T10:00+01:00")
    done = run(capsys, "--roster", "roster.csv", "--deadline", DEADLINE)
    assert re.search(r"note ann [0-9a-f]{7} is dated before a commit it is built on", done.said)
    assert "note bob a commit is dated in the future" in done.said
    assert "note cy 1 commit dated before the deadline merged only later: not taken" in done.said
    assert files("bob") == {"e1_blur.py": FAST} and files("cy") == {"e1_blur.py": SLOW}


@posix
def test_what_is_no_plain_file_in_git_is_a_row(forks, capsys, monkeypatch):
    monkeypatch.setattr(request, "LARGEST_NOTEBOOK", 10 << 20)
    secret = write("secret.py", "the solution")
    pointer = f"version https://git-lfs.github.com/spec/v1\noid sha256:{'0' * 64}\nsize 5\n"
    students = ("link", "lfs", "huge", "sub", "folder", "module", "tool")
    link, lfs, huge, sub, folder, module, tool = map(forks, students)
    for each in (link, huge):
        each.commit("2026-11-19T10:00Z", e2=FAST)
    (link.path / "assignments/m9/e1_blur.py").symlink_to(secret)
    link.commit_all("2026-11-19T10:01Z")
    lfs.commit("2026-11-19T10:00Z", e1=pointer, e2=FAST)
    huge.commit("2026-11-19T10:01Z", e1=b"#" * (submission.LARGEST + 1), **{"handin.ipynb": os.urandom(11 << 20)})
    one = tool.commit("2026-11-19T10:00Z", e1=FAST)
    (tool.path / "assignments/m9/e1_blur.py").chmod(0o755)
    tool.commit_all("2026-11-19T10:01Z")
    sub.git("update-index", "--add", "--cacheinfo", f"160000,{one},assignments/m9/e1_blur.py")
    sub.git("commit", "-q", "-m", "x", GIT_COMMITTER_DATE="2026-11-19T10:00Z")
    (folder.path / "assignments").symlink_to(secret.parent)
    folder.commit_all("2026-11-19T10:00Z")
    module.commit("2026-11-19T10:00Z", e1=FAST)
    module.git("rm", "-rq", "assignments")
    (module.path / "assignments").mkdir()
    (module.path / "assignments/m9").symlink_to(secret.parent)
    module.commit_all("2026-11-19T10:01Z")
    done = run(capsys, "--roster", "roster.csv", "--deadline", DEADLINE)
    assert done.code == 0
    assert "refused link e1_blur.py is a symbolic link: not read" in done.said
    assert "refused lfs e1_blur.py is a pointer of Git LFS" in done.said
    assert "refused huge e1_blur.py has 1.0 MiB; 1 MiB are allowed" in done.said
    assert "refused huge handin.ipynb has more than 10 MiB" in done.said
    assert "refused sub e1_blur.py is a git submodule: not read" in done.said
    assert "missing folder no file of m9 in it" in done.said and not Path("out/folder/m9").exists()
    assert "refused module assignments/m9 is a symbolic link, not a folder" in done.said and files("module") == {}
    assert files("link") == files("lfs") == files("huge") == {"e2_gpu.py": FAST}
    assert files("sub") == {} and rows()["sub"]["state"] == "refused"
    assert files("tool") == {"e1_blur.py": FAST}
    assert not Path("out/tool/m9/e1_blur.py").stat().st_mode & stat.S_IXUSR
    assert max(map(len, done.out.splitlines())) <= 80
    assert not [path for path in Path("out/.cache").rglob("*") if path.is_file() and path.stat().st_size > 10 << 20]


@posix
def test_nothing_that_a_repository_says_is_obeyed(forks, capsys, monkeypatch):
    """Hooks, filters, configuration, attributes and addresses that run programs."""
    evil = forks("evil")
    command = f"touch {Path.cwd()}/owned"
    for setting in ("core.fsmonitor", "core.sshCommand", "filter.x.smudge", "uploadpack.packObjectsHook", "core.pager"):
        evil.git("config", setting, command)
    evil.commit("2026-11-19T10:00Z", e1=FAST)
    write(str(evil.path / ".gitattributes"), "*.py filter=x\n")
    write(str(evil.path / ".gitmodules"), f'[submodule "x"]\n path = x\n url = ext::{command}\n')
    evil.commit_all("2026-11-19T10:01Z")
    for hook in ("post-checkout", "reference-transaction", "pre-auto-gc", "post-upload-pack"):
        write(str(evil.path / ".git/hooks" / hook), f"#!/bin/sh\n{command}\n").chmod(0o755)
    Path("owned").unlink(missing_ok=True)
    with open("roster.csv", "a", encoding="utf-8") as file:
        file.write(f"\next,ext::sh -c '{command}',\ndash,--upload-pack={command},\n")
    monkeypatch.setenv("GIT_DIR", str(evil.path / ".git"))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(evil.path / "elsewhere"))
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "protocol.ext.allow")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "always")
    done = run(capsys, "--roster", "roster.csv", "--deadline", DEADLINE)
    assert files("evil") == {"e1_blur.py": FAST}
    assert "refused ext cannot be fetched: transport 'ext' not allowed" in done.said
    assert "refused dash cannot be fetched: " in done.said
    assert not Path("owned").exists()


def test_repositories_that_are_not_there_empty_or_shared(forks, capsys, place):
    ann = forks("ann")
    ann.commit("2026-11-19T10:00Z", e1=FAST)
    forks("empty")
    with open("roster.csv", "a", encoding="utf-8") as file:
        file.write(f"\nnone,,\ngone,{place}/nowhere,\ntwin,{ann.path}/,\ntoken,https://me:secret@localhost:1/a/b,\n")
    done = run(capsys, "--roster", "roster.csv", "--deadline", DEADLINE)
    assert done.code == 0
    assert "refused empty cannot be fetched: there is no commit on its default branch" in done.said
    assert "missing none has no repository in the class list" in done.said
    assert re.search("refused gone cannot be fetched: '.*nowhere' does not appear to be a git repository", done.said)
    assert "note twin the same repository as ann" in done.said
    assert "refused token cannot be fetched: " in done.said
    assert "secret" not in done.out and "secret" not in Path("out/collected.csv").read_text(encoding="utf-8")


def test_another_branch(forks, capsys):
    ann, bob = forks("ann"), forks("bob")
    for each in (ann, bob):
        each.commit("2026-11-19T10:00Z", e1=SLOW)
    ann.git("checkout", "-q", "-b", "submission")
    ann.commit("2026-11-19T11:00Z", e1=FAST)
    ann.git("checkout", "-q", "main")
    done = run(capsys, "--roster", "roster.csv", "--branch", "submission")
    assert files("ann") == {"e1_blur.py": FAST}
    assert "refused bob cannot be fetched: couldn't find remote ref refs/heads/submission" in done.said
    assert "no deadline: the newest counts" in done.said
    assert run(capsys, "--roster", "roster.csv", "--branch", "a:b").code == 2


# Folders and exchanges


def test_folders_of_students(capsys):
    write("handins/ann/e1_blur.py", FAST, "2026-11-20T22:00+00:00")
    write("handins/ann/notes.txt", "do not take")
    write("handins/ann/test_e1_blur.py", "do not take")
    write("handins/bek/m9/e1_blur.py", SLOW, "2026-11-21T00:59+00:00")
    write("handins/zoe\u0308/assignments/m9/e2_gpu.py", FAST)
    write("handins/zoe\u0308/assignments/m9/handin.ipynb", "{}")
    write("handins/eve/e1_blur.py", WRONG)
    done = run(capsys, "--from", "handins", "--roster", "roster.csv", "--deadline", DEADLINE)
    assert done.code == 0, done.err
    assert files("ann") == {"e1_blur.py": FAST} and files("s-001") == {"e1_blur.py": SLOW}
    assert files("zoe") == {"e2_gpu.py": FAST, "handin.ipynb": "{}"}
    assert not Path("out/eve").exists()
    assert rows()["s-001"]["late_minutes"] == "120" and rows()["s-001"]["clock"] == "file"
    assert "unmatched eve belongs to no student in the class list" in done.said
    assert re.search(r"zoe .* 1/2 ", done.out)
    before = snapshot()
    done = run(capsys, "--from", "handins", "--roster", "roster.csv", "--deadline", DEADLINE)
    assert "nothing changed" in done.out and snapshot() == before


def test_a_later_source_never_takes_away_what_is_there(capsys):
    """Nothing of the module, or a zip that cannot be read, is no new version."""
    write("first/ann/e1_blur.py")
    write("first/zoe/e1_blur.py", SLOW)
    run(capsys, "--from", "first")
    before = snapshot()
    write("second/ann/other.py")
    write("second/zoe.zip", b"damaged")
    done = run(capsys, "--from", "second")
    assert "missing ann holds no file of m9" in done.said and "refused zoe zoe.zip is no zip that can be read" in done.said
    assert done.said.count("kept what was collected before") == 2 and done.code == 1
    assert snapshot() == before


def test_the_times_of_a_download_are_called_so(capsys):
    for student in ("ann", "bob"):
        write(f"handins/{student}/e1_blur.py", FAST, "2026-11-25T10:00+00:00")
    done = run(capsys, "--from", "handins", "--deadline", DEADLINE)
    assert done.code == 0 and "they may be those of your download, and say little" in done.said


def test_without_a_class_list_folders_are_ids(capsys):
    write("handins/ann/e1_blur.py")
    write("handins/bob.zip", zipped({"m9/e1_blur.py": SLOW}))
    write("handins/readme.txt")
    done = run(capsys, "--from", "handins")
    assert sorted(rows()) == ["ann", "bob"] and files("bob") == {"e1_blur.py": SLOW}
    assert "unmatched readme.txt lies beside the students' folders" in done.said


def test_two_sources_fill_one_folder_and_modules_keep_their_rows(capsys, place):
    write("first/ann/e1_blur.py")
    write("second/zoe/e1_blur.py", SLOW)
    run(capsys, "--from", "first", "--roster", "roster.csv")
    ann = rows()["ann"]
    done = run(capsys, "--from", "second", "--roster", "roster.csv")
    assert "missing ann nothing was handed in" in done.said and "kept what was collected before" in done.said
    assert files("ann") == {"e1_blur.py": FAST} and files("zoe") == {"e1_blur.py": SLOW}
    assert rows()["ann"] == ann and rows()["zoe"]["state"] == "taken"
    write("assignments/m8/module.toml", MODULE.replace("m9", "m8"))
    for file in (place / "assignments" / "m9").glob("*.py"):
        write(f"assignments/m8/{file.name}", STARTER)
    assert cli.main(["collect", "m8", "--out", "out", "--from", "first"]) == 0
    text = Path("out/collected.csv").read_text(encoding="utf-8-sig")
    assert [line.split(",")[:2] for line in text.splitlines()[1:]] == [
        ["ann", "m8"],
        ["ann", "m9"],
        ["s-001", "m9"],
        ["zoe", "m9"],
    ]


@posix
def test_links_pipes_and_locked_files_on_disk_are_rows(capsys):
    secret = write("secret/e1_blur.py", "the solution")
    write("handins/ann/e2_gpu.py")
    Path("handins/ann/e1_blur.py").symlink_to(secret.resolve())
    Path("handins/zoe").symlink_to(secret.parent.resolve())
    Path("handins/s-001").mkdir()
    Path("handins/s-001/m9").symlink_to(secret.parent.resolve())
    write("handins/bob/e2_gpu.py")
    os.mkfifo("handins/bob/e1_blur.py")
    write("roster.csv", "student\nann\nzoe\ns-001\nbob\n")
    done = run(capsys, "--from", "handins", "--roster", "roster.csv")
    assert "refused ann e1_blur.py is a symbolic link: not read" in done.said
    assert "refused zoe zoe is a symbolic link: not read" in done.said
    assert "refused s-001 m9 is a symbolic link, not a folder" in done.said
    assert "refused bob e1_blur.py is a pipe or device: not read" in done.said
    assert "the solution" not in str(snapshot())


def test_an_nbgrader_exchange(capsys):
    for time, code in (
        ("2026-11-19 10:00:00.000001", SLOW),
        ("2026-11-20 22:58:59.999999", FAST),
        ("2026-11-20 23:09:00.0", WRONG),
    ):
        write(f"exchange/inbound/ann+m9+{time} UTC+c2VjcmV0/e1_blur.py", code)
    write("exchange/inbound/ann+m8+2026-11-19 10:00:00 UTC+x/e1_blur.py", WRONG)
    write("exchange/inbound/zm+m9+2026-11-21 10:59:00 UTC/e1_blur.py", WRONG)
    write("exchange/inbound/s-001+m9+2026-11-19 10:59:00 CET+x/e1_blur.py", WRONG)
    write("exchange/inbound/e+ve+m9+2026-11-19 10:59:00 UTC+x/e1_blur.py", WRONG)
    done = run(capsys, "--from", "exchange", "--roster", "roster.csv", "--deadline", DEADLINE)
    assert files("ann") == {"e1_blur.py": FAST}
    assert (rows()["ann"]["clock"], rows()["ann"]["time"]) == ("submit", "2026-11-20T22:58:59+00:00")
    assert "1 later not taken, the last 10 min late" in done.said
    assert "too late zoe nothing in time: the first came 12 h late" in done.said
    assert "has a time zone other than UTC" in done.said
    assert "belongs to no student in the class list" in done.said


def test_nbgraders_submitted_folder(capsys):
    write("submitted/ann/m9/e1_blur.py")
    write("submitted/ann/m9/timestamp.txt", "2026-11-21 00:59:00.5 UTC\n")
    run(capsys, "--from", "submitted", "--deadline", DEADLINE)
    assert (rows()["ann"]["clock"], rows()["ann"]["late_minutes"]) == ("submit", "121")


def test_when_it_was_handed_in_stands_beside_it_where_nbgrader_looks(forks, capsys):
    stamp = Path("out/ann/m9/timestamp.txt")
    ann = forks("ann")
    ann.commit("2026-11-20T23:58+01:00", e1=FAST)
    run(capsys, "--roster", "roster.csv")
    assert stamp.read_bytes() == b"2026-11-20T22:58:00+00:00\n"
    before = snapshot()
    assert "nothing changed" in run(capsys, "--roster", "roster.csv").out and snapshot() == before
    write("submitted/ann/m9/e1_blur.py")
    write("submitted/ann/m9/timestamp.txt", "2026-11-21 00:59:00.5 UTC\n")
    run(capsys, "--from", "submitted")
    assert stamp.read_bytes() == b"2026-11-21T00:59:00.500000+00:00\n"
    Path("submitted/ann/m9/timestamp.txt").unlink()  # a file's own time may be that of a download: nobody is late by it
    run(capsys, "--from", "submitted")
    assert not stamp.exists() and files("ann") == {"e1_blur.py": FAST}


def test_the_notebook_has_one_name_wherever_it_comes_from(forks, capsys):
    """nbgrader calls it m9.ipynb; so does its exchange, and whatever was downloaded from there."""
    write("exchange/inbound/ann+m9+2026-11-19 10:00:00 UTC+x/m9.ipynb", "answers")
    write("exchange/inbound/ann+m9+2026-11-19 10:00:00 UTC+x/e1_blur.py")
    write("exchange/inbound/ann+m9+2026-11-19 10:00:00 UTC+x/submission_secret.txt", "5ca1ab1e" * 16)
    write("exchange/inbound/zm+m9+2026-11-19 10:00:00 UTC+x/submission_secret.txt", "<script>" * 16)
    write("exchange/inbound/zm+m9+2026-11-19 10:00:00 UTC+x/M9.ipynb", "answers only")
    done = run(capsys, "--from", "exchange", "--roster", "roster.csv")
    # The secret is what nbgrader gives feedback back by.
    secret = {"submission_secret.txt": "5ca1ab1e" * 16}
    assert files("ann") == {"e1_blur.py": FAST, "handin.ipynb": "answers"} | secret
    assert files("zoe") == {"handin.ipynb": "answers only"} and re.search(r"zoe .* 0/2 ", done.out)
    assert rows()["ann"]["taken"] == "e1_blur.py handin.ipynb" and "note ann" not in done.said
    before = snapshot()
    assert "nothing changed" in run(capsys, "--from", "exchange", "--roster", "roster.csv").out and snapshot() == before
    canvas = {"leeann_501_9001_m9-1.ipynb": "canvas", "leeann_501_9002_e1_blur.py": SLOW}
    write("canvas.zip", zipped({f"submissions/{name}": content for name, content in canvas.items()}))
    run(capsys, "--from", "canvas.zip", "--roster", "roster.csv")
    assert files("ann") == {"e1_blur.py": SLOW, "handin.ipynb": "canvas"}
    forks("ann").commit("2026-11-19T10:00Z", **{"handin.ipynb": "blank", "m9.ipynb": "answers"})
    done = run(capsys, "--roster", "roster.csv")
    assert files("ann") == {"handin.ipynb": "answers"}
    assert "note ann assignments/m9/m9.ipynb is taken, not assignments/m9/handin.ipynb" in done.said
    write("downloads/ann/m9 (1).ipynb", "answers")
    write("downloads/ann/e1_blur.py")
    assert "m9 (1).ipynb is taken as m9.ipynb" in run(capsys, "--from", "downloads").said
    assert files("ann")["handin.ipynb"] == "answers"
    write("downloads/ann/m9.ipynb", "answers")
    write("downloads/ann/handin.ipynb", "answers")
    assert "handin.ipynb is" not in run(capsys, "--from", "downloads").said and files("ann")["handin.ipynb"] == "answers"


# Zips


def test_what_moodle_and_canvas_make(capsys):
    moodle = {
        "Zoë Müller_1234_assignsubmission_file_/m9.zip": zipped({"m9/e1_blur.py": FAST, "__MACOSX/m9/._e1_blur.py": "x"}),
        "Zoë Müller_1234_assignsubmission_onlinetext_/onlinetext.html": "hello",
        "Ann Lee_1235_assignsubmission_file_e1_blur.py": SLOW,
        "Ann Lee_1235_assignsubmission_file_e2_gpu.py": FAST,
        "Eve Nobody_1236_assignsubmission_file_/e1_blur.py": WRONG,
    }
    write("moodle.zip", zipped(moodle))
    done = run(capsys, "--from", "moodle.zip", "--roster", "roster.csv", "--deadline", DEADLINE)
    assert done.code == 0, done.err
    assert files("zoe") == {"e1_blur.py": FAST} and files("ann") == {"e1_blur.py": SLOW, "e2_gpu.py": FAST}
    assert "missing s-001 nothing was handed in" in done.said
    assert "belongs to no student in the class list" in done.said
    canvas = {
        "leeann_501_9001_e1_blur.py": SLOW,
        "leeann_501_9003_e1_blur-1.py": FAST,
        "mullerzoe_LATE_502_9002_hand-in.zip": zipped({"submission/e1_blur.py": WRONG}),
    }
    write("canvas.zip", zipped({f"submissions/{name}": content for name, content in canvas.items()}))
    done = run(capsys, "--from", "canvas.zip", "--roster", "roster.csv")
    assert files("ann") == {"e1_blur.py": FAST}, done.out
    assert files("zoe") == {"e1_blur.py": WRONG}
    assert "note zoe Canvas calls it late" in done.said
    done = run(capsys, "--from", "moodle.zip")
    assert "is named by a learning platform: --roster says who that is" in done.said


def test_names_are_never_guessed_between_two(capsys):
    write("roster.csv", "student,name\nann,Ann Lee\nlee,Lee Ann\ns1,Bo\n")
    write("handins/lee_ann.zip", zipped({"e1_blur.py": WRONG}))
    write("handins/Ann Lee_1_assignsubmission_file_/e1_blur.py", WRONG)
    write("handins/m9_s12.zip", zipped({"e1_blur.py": WRONG}))
    write("handins/m9-ANN (1).zip", zipped({"e1_blur.py": SLOW}))
    done = run(capsys, "--from", "handins", "--roster", "roster.csv")
    assert sorted(student for student, row in rows().items() if row["taken"]) == ["ann"]
    assert done.said.count("could be ann or lee: rename it to the id") == 2
    assert "m9_s12.zip belongs to no student" in done.said


def test_the_newest_of_two_zips_is_taken(capsys):
    write("handins/ann.zip", zipped({"e1_blur.py": SLOW}), "2026-11-18T10:00+00:00")
    write("handins/ann-final.zip", zipped({"e1_blur.py": FAST}), "2026-11-19T10:00+00:00")
    write("handins/ann-report.zip", zipped({"report.pdf": "x"}), "2026-11-20T10:00+00:00")
    done = run(capsys, "--from", "handins", "--roster", "roster.csv")
    assert files("ann") == {"e1_blur.py": FAST}
    assert "note ann also handed in, and not taken: ann.zip, ann-report.zip" in done.said


def encrypted() -> bytes:
    content = bytearray(zipped({"e1_blur.py": FAST}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def lying() -> bytes:
    """A megabyte that says it has ten bytes."""
    content = bytearray(zipped({"e1_blur.py": "#" * (1 << 20)}))
    for at in (22, content.index(b"PK\x01\x02") + 24):
        content[at : at + 4] = (10).to_bytes(4, "little")
    return bytes(content)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (zipped({"../../e1_blur.py": WRONG, "/e1_blur.py": WRONG, "C:\\e1_blur.py": WRONG}), "3 entries pointing outside"),
        (zipped({"e1_blur.py": "/etc/passwd"}, attr=0o120777 << 16), "e1_blur.py is a symbolic link: not read"),
        (zipped({"e1_blur.py": "#" * (submission.LARGEST + 1)}), "e1_blur.py has 1.0 MiB; 1 MiB are allowed"),
        (lying(), "e1_blur.py cannot be unpacked: "),
        (encrypted(), "e1_blur.py is encrypted: ask for it without a password"),
        (zipped({"e1_blur.py": FAST})[:-30], "ann.zip is no zip that can be read"),
        (b"Rar!", "ann.zip is no zip that can be read"),
        (zipped({"readme.md": "x"}), "holds no file of m9"),
        (zipped({"m9": "x"}), "m9 is a file, not a folder"),
        (zipped({f"{number}.txt": "" for number in range(30)}), "has 30 entries; 20 are allowed"),
    ],
    ids=["slip", "link", "large", "bomb", "encrypted", "cut", "rar", "other", "file", "many"],
)
def test_zips_that_mean_harm_or_nothing_are_rows(capsys, monkeypatch, content, sentence):
    monkeypatch.setattr(trees.open_zip.__wrapped__, "__defaults__", (20,))
    write("handins/ann.zip", content)
    write("handins/zoe.zip", zipped({"e1_blur.py": FAST}))
    done = run(capsys, "--from", "handins", "--roster", "roster.csv")
    assert done.code == 0 and sentence in done.said
    assert files("zoe") == {"e1_blur.py": FAST}
    assert not Path("out/ann/m9/e1_blur.py").exists() and not Path("e1_blur.py").exists()


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_zips_as_odd_tools_write_them(capsys):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("m9\\e1_blur.py".replace("\\", "/"), WRONG)
        archive.writestr("m9/e1_blur.py", FAST)
    write("handins/ann.zip", out.getvalue())
    # macOS: UTF-8 without the flag that says so; Windows: backslashes.
    windows = zipped({"x/m9?e1_blur.py": SLOW, "report/report.pdf": "x"}).replace(b"x/m9?", b"x/m9\\")
    named = zipped({"Zo__ M__ller_1_assignsubmission_file_/h.zip": windows}).replace(b"Zo__ M__ller", "Zoë Müller".encode())
    write("class.zip", named)
    done = run(capsys, "--from", "handins", "--roster", "roster.csv")
    assert files("ann") == {"e1_blur.py": FAST}
    assert "note ann one entry in the zip twice: the last one counts" in done.said
    run(capsys, "--from", "class.zip", "--roster", "roster.csv")
    assert files("zoe") == {"e1_blur.py": SLOW}


# The command


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "there is nothing to collect from: give --from SOURCE, or a --roster with a column repository"),
        (("--roster", "roster.csv"), "there is nothing to collect from"),
        (("--from", "nowhere"), "there is no nowhere: --from wants a folder or zip"),
        (("--from", "roster.csv"), "roster.csv is no zip that can be read"),
        (("--from", "."), ". and"),
        (("--roster", "nowhere.csv"), "nowhere.csv cannot be read"),
        (("--from", "handins", "--deadline", "2026-11-20T23:59"), "has no time zone: write it like 2026-11-20T23:59+01:00"),
        (("--from", "handins", "--deadline", "soon"), "'soon' is no date"),
    ],
)
def test_what_cannot_be_collected_is_one_sentence(capsys, arguments, sentence):
    done = run(capsys, *arguments)
    assert done.code == 2 and sentence in done.err
    assert len(done.err.strip().splitlines()[-1:]) == 1 and "Traceback" not in done.err
    assert not Path("out/collected.csv").exists()


def test_nothing_at_all_is_a_problem(capsys):
    write("handins/ann/readme.md")
    done = run(capsys, "--from", "handins", "--roster", "roster.csv")
    assert done.code == 1 and "nothing of m9 could be collected" in done.err


def test_one_broken_student_does_not_stop_the_others(capsys, monkeypatch):
    write("handins/ann/e1_blur.py")
    write("handins/zoe/e1_blur.py")
    put = collect.put
    monkeypatch.setattr(collect, "put", lambda at, *rest: 1 / 0 if at.parent.name == "ann" else put(at, *rest))
    done = run(capsys, "--from", "handins", "--roster", "roster.csv")
    assert done.code == 0 and files("zoe") and "refused ann cannot be read: ZeroDivisionError" in done.said


def test_a_kill_leaves_whole_hand_ins_and_is_mended(capsys, monkeypatch):
    write("handins/ann/e1_blur.py", SLOW)
    write("handins/ann/e2_gpu.py", SLOW)
    run(capsys, "--from", "handins")
    before = files("ann")
    write("handins/ann/e1_blur.py", FAST)
    written = target.write_atomically

    def killed(path: Path, content: bytes) -> None:
        if path.name == "e2_gpu.py":
            raise KeyboardInterrupt
        written(path, content)

    monkeypatch.setattr(target, "write_atomically", killed)
    with pytest.raises(KeyboardInterrupt):
        run(capsys, "--from", "handins")
    assert files("ann") == before
    monkeypatch.setattr(target, "write_atomically", written)
    run(capsys, "--from", "handins")
    assert files("ann") == {"e1_blur.py": FAST, "e2_gpu.py": SLOW}
    assert not Path("out/.cache/staging").exists()


def test_the_table_is_text_to_a_spreadsheet(capsys):
    write("handins/=cmd/e1_blur.py")
    write("handins/ann/\x1b[2Je1_blur.py")
    write("handins/ann/e1_blur.py")
    done = run(capsys, "--from", "handins")
    assert sorted(rows()) == ["'=cmd", "ann"] and "\x1b" not in done.out
    before = snapshot()
    run(capsys, "--from", "handins")
    assert snapshot() == before


def test_time_is_told_in_words():
    spans = [(9, "9 s"), (60, "1 min"), (7800, "2 h 10 min"), (3600, "1 h"), (90000, "1 d 1 h"), (86400, "1 d")]
    start = datetime(2026, 1, 1, tzinfo=UTC)
    for seconds, text in spans:
        assert words(datetime.fromtimestamp(start.timestamp() + seconds, UTC) - start) == text
