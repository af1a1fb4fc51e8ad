"""An author adds an exercise: ten minutes, forty lines, and a check that says what is still missing."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from graders.authoring import lint as batch_check
from graders.course import ROOT, find_module
from graders.result import Check, Speedup, Step, judge_line, load
from tests.checkout import Checkout
from tests.conftest import make_checkout

EXAMPLE = ROOT / "tests/journeys/example"
"""The smallest exercise with everything: a starter, a test, a race, a solution, two wrong ones, a row in module.toml."""
LONGEST = 40
POINTS = find_module("m2").points
SECTION = 1 + max(int(page.name[1:].split("_")[0]) for page in (ROOT / "guide/m2").glob("s*_*.md"))
PAGE = f"guide/m2/s{SECTION}_blur.md"


def make_course(folder: Path) -> Checkout:
    """The course as its authors have it, as a git repository."""
    course = make_checkout(folder)
    for name in ("solutions", "guide", "graders/hidden", "tests/submissions"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__", "key.txt"))
    shutil.copyfile(ROOT / ".gitignore", folder / ".gitignore")
    # The marked blocks of guide/authors.md show the example.
    shutil.copytree(EXAMPLE, folder / EXAMPLE.relative_to(ROOT), ignore=shutil.ignore_patterns("__pycache__"))
    git(course, "init", "--quiet", "--initial-branch=main")
    git(course, "add", "--all")
    git(course, "commit", "--quiet", "--message", "The course")
    return course


def git(course: Checkout, *arguments: str) -> str:
    who = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")
    done = subprocess.run(["git", "-C", str(course.folder), *who, *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def follow_the_page(course: Checkout) -> None:
    """What guide/authors.md says, step by step: `new`, then what the author types in the place of what that wrote."""
    done = course.run("-m", "graders", "new", "m2/e30_blur")
    assert done.returncode == 0, done.stderr
    for wrong in ("first_mistake", "second_mistake"):
        (course.folder / f"solutions/m2/wrong/e30/{wrong}.py").unlink()
    for name in ("assignments", "solutions", "graders"):
        shutil.copytree(EXAMPLE / name, course.folder / name, dirs_exist_ok=True)
    row = (EXAMPLE / "row.toml").read_text(encoding="utf-8")
    worth = sum(map(int, re.findall(r"= (\d+)", re.search(r"points = .*", row)[0])))
    rows = (course.folder / "assignments/m2/module.toml").read_text(encoding="utf-8")
    rows = rows[: rows.index('[[exercise]]\nid = "m2.e30"')] + row
    course.write("assignments/m2/module.toml", re.sub(r"^points = \d+", f"points = {POINTS + worth}", rows, flags=re.MULTILINE))
    schedule, mine = "guide/schedule.toml", (EXAMPLE / "schedule.toml").read_text(encoding="utf-8")
    course.write(
        schedule, re.sub(r"^e30 = .*\n", mine, (course.folder / schedule).read_text(encoding="utf-8"), flags=re.MULTILINE)
    )
    course.write(PAGE, (EXAMPLE / "page.md").read_text(encoding="utf-8").replace("s12", f"s{SECTION}"))
    code, said = check(course, "m2", "--no-run", "--fix")
    assert code == 0 and f"renewed {PAGE}:3 from its marks and module.toml" in said, said


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    return make_course(tmp_path_factory.mktemp("author"))


def untouched(course: Checkout) -> None:
    git(course, "reset", "--quiet", "--hard")
    git(course, "clean", "--quiet", "--force", "-d", "-x")


@pytest.fixture(scope="module")
def with_example(course: Checkout) -> str:
    """The commit of a course with the example in it."""
    untouched(course)
    follow_the_page(course)
    git(course, "add", "--all")
    git(course, "commit", "--quiet", "--message", "An exercise")
    commit = git(course, "rev-parse", "HEAD").strip()
    git(course, "reset", "--quiet", "--hard", "HEAD~1")
    return commit


@pytest.fixture
def filled(course: Checkout, with_example: str) -> Checkout:
    """The course with the example in it, not committed, and nothing else that an earlier test changed."""
    untouched(course)
    git(course, "restore", f"--source={with_example}", "--worktree", ".")
    return course


def check(course: Checkout, *arguments: str, **environment: str) -> tuple[int, str]:
    """Run it as at an author's desk, also where these tests run on a CI server."""
    done = course.run("-m", "graders", "check", *arguments, **{"CI": "", "GITHUB_EVENT_PATH": "", **environment})
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, " ".join((done.stdout + done.stderr).split())


def test_new_writes_files_with_todo_in_them_and_touches_nothing_else(course):
    untouched(course)
    done = course.run("-m", "graders", "new", "m2/e30_blur")
    assert done.returncode == 0, done.stderr
    changed = git(course, "status", "--porcelain", "--untracked-files=all").splitlines()
    assert sorted(changed) == [
        " M assignments/m2/module.toml",
        " M guide/schedule.toml",
        "?? assignments/m2/e30_blur.py",
        "?? assignments/m2/test_e30_blur.py",
        "?? graders/hidden/m2/test_e30_blur.py",
        f"?? {PAGE}",
        "?? solutions/m2/e30_blur.py",
        "?? solutions/m2/wrong/e30/first_mistake.py",
        "?? solutions/m2/wrong/e30/second_mistake.py",
    ]
    for line in changed:
        assert line[3:] in done.stdout
        assert "TODO" in (course.folder / line[3:]).read_text(encoding="utf-8")
    lost = [line for line in git(course, "diff", "--unified=0").splitlines() if re.match(r"-(?!--)", line)]
    assert lost == [f"-points = {POINTS}"]
    started = course.pytest("assignments/m2", "-k", "e30")
    assert "○ m2.e30 TODO: blur" in started.stdout and "Traceback" not in started.stdout
    code, said = check(course, "m2/e30_blur", "--no-run")
    assert code == 1
    todo = {line[3:] for line in changed} - {"assignments/m2/module.toml", "guide/schedule.toml"}
    for finding in ("its row in module.toml", *todo, "the row of m2.e30"):
        assert f"{finding} still says TODO" in said
    # What is left besides is what `--fix` makes anew.
    assert set(re.findall(r"✗ (\w+):", said)) == {"unfinished", "schedule", "marks"}
    code, said = check(course, "m2/e30_blur", "--no-run", "--fix")
    assert code == 1 and set(re.findall(r"✗ (\w+):", said)) == {"unfinished", "schedule"}


@pytest.mark.parametrize(
    ("name", "code", "sentence"),
    [
        ("m2/e1_again", 1, "m2.e1 exists already (e1_amdahl.py); the next free one is m2/e"),
        ("m2/blur", 1, "should look like m2/e30_blur"),
        ("../e30_blur", 1, "should look like m2/e30_blur"),
        ("m77/e1_blur", 2, "there is no module 'm77'"),
    ],
)
def test_new_refuses_kindly_and_writes_nothing(filled, name, code, sentence):
    before = git(filled, "status", "--porcelain")
    done = filled.run("-m", "graders", "new", name)
    assert done.returncode == code and sentence in done.stderr and done.stderr.count("\n") == 1
    assert git(filled, "status", "--porcelain") == before


def test_new_never_writes_over_a_file(filled):
    filled.write("solutions/m2/e31_mine.py", "mine\n")
    done = filled.run("-m", "graders", "new", "m2/e31_mine")
    assert done.returncode == 1 and "solutions/m2/e31_mine.py exists already" in done.stderr
    assert (filled.folder / "solutions/m2/e31_mine.py").read_text() == "mine\n"
    assert not (filled.folder / "assignments/m2/e31_mine.py").exists()


def test_the_thirtieth_exercise_comes_after_the_third_and_is_not_the_third(filled):
    """Also in the guide's tables, in results, and in what is exported. The solution that `new` writes passes its tests."""
    for name in ("m2/e31_later", "m2/x30_bonus"):
        done = filled.run("-m", "graders", "new", name)
        assert done.returncode == 0, done.stderr
    for wanted, there in {"e3": ["m2.e3"], "e30": ["m2.e30"], "m2.e3 or x30": ["m2.e3", "m2.x30"]}.items():
        shown = filled.pytest("assignments/m2", "-k", wanted, "-m", "not perf").stdout
        assert re.findall(r"^\W*(m2\.[ex]\d+) ", shown, re.MULTILINE) == there, shown
    said = check(filled, "m2/e31_later", "--no-run", "--fix")[1]
    assert "m2.e31 TODO: later" in said and "m2.e3 " not in said
    hours = (filled.folder / "guide/course.md").read_text(encoding="utf-8").partition("where the time goes |")[2]
    assert re.findall(r"^\| (m2\.\w+) \|", hours, re.MULTILINE)[-3:] == ["m2.e30", "m2.e31", "m2.x30"]
    for name in ("e30_blur", "e31_later", "x30_bonus"):
        solution = (filled.folder / f"solutions/m2/{name}.py").read_text(encoding="utf-8")
        filled.write(f"handed-in/ann/{name}.py", solution)
    done = filled.run("-m", "graders", "grade", "m2", "handed-in", "--out", "out", "--sandbox-if-possible")
    assert done.returncode == 0, done.stderr
    result = load(filled.folder / "out/m2/ann.json")
    assert [each.id for each in result.exercises][-3:] == ["m2.e30", "m2.e31", "m2.x30"]
    points = {line.id: line.points for each in result.exercises for line in each.rubric if not line.id.endswith(".speed")}
    assert points["m2.e31.correct"] == 2 and points["m2.x30.hidden"] == 1 and not points["m2.e3.correct"]
    head = (filled.folder / "out/m2/totals.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(",")
    assert head[-4:] == ["m2.e31.correct", "m2.e31.hidden", "m2.x30.correct", "m2.x30.hidden"] and "m2.e30.hidden" in head


@pytest.mark.raced
def test_the_smallest_exercise_fits_in_forty_lines_and_holds(filled):
    """Counted by check itself, and once more here; judged with its race."""
    files = [*EXAMPLE.rglob("*.py"), EXAMPLE / "row.toml"]
    lines = [line for path in files for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    assert len(files) == 8 and len(lines) <= LONGEST
    code, said = check(filled, "m2/e30_blur")
    assert f"{len(lines)} lines that are not blank, in 7 files and module.toml; 2 hints" in said
    assert "starter ○ 0/11" in said and "solution 11/11" in said
    assert "ends: caught by m2.e30.correct, m2.e30.hidden, m2.e30.speed" in said
    assert re.search(r"a top step of [\d.]+x or less is safe here", said)
    # How fast this machine is just now is not what is tested: a step in the noise may be found, nothing else.
    assert code == 0 or set(re.findall(r"✗ (\w+):", said)) <= {"step"}, said


def test_every_mistake_has_a_code_and_a_sentence(filled):
    rows = (filled.folder / "assignments/m2/module.toml").read_text(encoding="utf-8")
    giveaway = "return (np.roll(a, 1) + a + np.roll(a, -1)) / 3"
    six = ", ".join(f'"hint {number}"' for number in range(4, 10))
    rows = rows.replace('"numpy can turn a whole array round by one cell."', f'"Write {giveaway}", "", {six}')
    rows = rows.replace('"six_cells"', '["six_cells", "test_seven_cells"]')
    filled.write("assignments/m2/module.toml", rows)
    (filled.folder / "solutions/m2/wrong/e30/slow.py").unlink()
    filled.write("solutions/m2/wrong/e30/ends.py", '"""the ends do not wrap round."""\n')
    (filled.folder / PAGE).unlink()
    solution = (filled.folder / "solutions/m2/e30_blur.py").read_text(encoding="utf-8")
    filled.write("solutions/m2/e30_blur.py", solution.replace("def blur(a):", "def blur(a, wrap=True):"))
    schedule = (filled.folder / "guide/schedule.toml").read_text(encoding="utf-8")
    filled.write("guide/schedule.toml", schedule.replace("e30 =", "e77 ="))
    recipe = (filled.folder / "tests/submissions/m2/samples.toml").read_text(encoding="utf-8")
    filled.write("tests/submissions/m2/samples.toml", recipe.replace('"starter"', '"solution"'))
    code, said = check(filled, "m2.e30", "--no-run")
    assert code == 1
    assert "✗ few: m2.e30: m2.e30 has 1 wrong solution; it needs 2" in said
    assert "✗ unnamed: solutions/m2/wrong/e30/ends.py: its first line should be" in said
    assert "✗ hints: m2.e30: m2.e30 has 9 hints; it needs 2 to 8" in said
    assert f"✗ hint: m2.e30: hint 2 gives a line of the solution away: {giveaway}" in said
    assert "✗ hint: m2.e30: hint 3 has 0 characters" in said
    there = "test_e30_blur.py has no test_seven_cells; it has six_cells, faster_than_the_plain_loop"
    assert f"✗ hint: m2.e30: hint 1 is for seven_cells, but {there}" in said
    assert "✗ guide: m2.e30: no heading in guide/m2 names it; write one such as ## Wrap-around blur (m2.e30)" in said
    assert "✗ signature: m2.e30: the starter has def blur(a), the solution def blur(a, wrap=True)" in said
    assert "✗ schedule: guide/schedule.toml: m2.e30 has no row: below [m2] write e30 = { day = " in said
    assert "✗ schedule: guide/schedule.toml: there is no m2.e77, but a row for it" in said
    assert "✗ sample: tests/submissions/m2/samples.toml: nobody hands in the starter of m2.e30" in said
    (filled.folder / "solutions/m2/e30_blur.py").unlink()
    assert "✗ solution: m2.e30: solutions/m2/e30_blur.py is missing" in check(filled, "m2.e30", "--no-run")[1]
    filled.write("assignments/m2/module.toml", rows.replace("speed = 5, hidden", "speed = 6, hidden", 1))
    code, said = check(filled, "m2.e30", "--no-run")
    assert code == 2 and re.search(r"module\.toml:4: the exercises' points add up to \d+, not to \d+", said)


def test_only_what_changed_is_checked(filled):
    code, said = check(filled, "--changed", "--no-run")
    assert code == 0, said
    assert "changed since HEAD: m2.e30 m2.e30 Wrap-around blur 3" in said
    git(filled, "checkout", "--quiet", "-B", "work")
    git(filled, "add", "--all")
    git(filled, "commit", "--quiet", "--message", "An exercise")
    try:
        assert "changed since HEAD: no exercise everything holds" in check(filled, "--changed", "--no-run")[1]
        filled.write("assignments/m2/given_atomics.py", (ROOT / "assignments/m2/given_atomics.py").read_text() + "\n# more\n")
        filled.write("solutions/m2/wrong/e1/last_point.py", '"""caught by m2.e1.correct: changed."""\n')
        assert "changed since HEAD: m2.e1, m2.e3, m2.e4 m2.e1" in check(filled, "--changed", "--no-run")[1]
        main = git(filled, "rev-parse", "main").strip()
        git(filled, "update-ref", "refs/remotes/origin/main", main)
        new_branch = {"before": "0" * 40, "ref": "refs/heads/work", "repository": {"default_branch": "main"}}
        for event in ({"before": main}, {"pull_request": {"base": {"sha": main}}}, new_branch):
            push = str(filled.write("event.json", json.dumps(event)))
            code, said = check(filled, "--changed", "--no-run", GITHUB_EVENT_PATH=push, CI="true")
            assert re.search(r"changed since \S{11,12}: m2\.e1, m2\.e3, m2\.e4, m2\.e30 m2\.e1 Amdahl", said), said
        push = str(filled.write("event.json", json.dumps(new_branch | {"ref": "refs/heads/main"})))
        code, said = check(filled, "--changed", "--no-run", GITHUB_EVENT_PATH=push, CI="true")
        assert "the commit before this push is not known; so every exercise is checked" in said and "m2.e8 Task" in said
        code, said = check(filled, "--since", "nowhere", "--no-run")
        assert code == 2 and "there is no commit 'nowhere' here" in said
    finally:
        git(filled, "checkout", "--quiet", "--force", "main")


def test_code_in_the_guide_is_somebodys_tested_code(filled):
    marker = "<!-- code: assignments/m2/given_e30.py plain_loop -->"
    head = "# Page\n\n<!-- marks: level 2 -->\n\n## Going round (m2.e30)"
    page = f"{head}\n\n{marker}\n```python\ndef plain_loop(a):\n    pass\n```\n\nAnd on.\n"
    filled.write("guide/m2/s1_round.md", page)
    code, said = check(filled, "m2.e30", "--no-run")
    assert code == 1
    stale = "is not what assignments/m2/given_e30.py plain_loop says now; python -m graders check --fix renews it"
    assert f"✗ code: guide/m2/s1_round.md:7: {stale}" in said
    code, said = check(filled, "m2.e30", "--no-run", "--fix")
    assert code == 0 and "renewed guide/m2/s1_round.md:7" in said, said
    loop = (EXAMPLE / "assignments/m2/given_e30.py").read_text(encoding="utf-8").partition("\n\n\n")[2]
    renewed = (filled.folder / "guide/m2/s1_round.md").read_text(encoding="utf-8")
    assert renewed.endswith(page.replace("def plain_loop(a):\n    pass\n", loop).partition("-->\n")[2])
    for marker, complaint in {
        "assignments/m2/given_e30.py no_such": "assignments/m2/given_e30.py defines no no_such at its top level",
        "assignments/m2/nothing.py": "there is no assignments/m2/nothing.py",
        "assignments/m2/given_e30.py 3-90": "assignments/m2/given_e30.py has no lines 3-90: it has 5",
        "solutions/m2/e30_blur.py": "solutions/m2/e30_blur.py is secret: the guide must not show it",
        "../../../etc/hostname": "there is no hostname",
    }.items():
        filled.write("guide/m2/s1_round.md", f"<!-- code: {marker} -->\n```\nx\n```\n")
        code, said = check(filled, "m2.e30", "--no-run", "--fix")
        assert code == 1 and complaint in said, said
    filled.write("guide/m2/s1_round.md", "<!-- code: conftest.py -->\nNo block.\n")
    assert "no block of code follows this marker" in check(filled, "m2.e30", "--no-run")[1]


def test_a_page_says_whom_its_exercises_are_for_and_a_list_what_has_a_tag(filled):
    rows = (filled.folder / "assignments/m2/module.toml").read_text(encoding="utf-8")
    at = rows.index('file = "e30_blur.py"')
    filled.write("assignments/m2/module.toml", f'{rows[:at]}level = 3\ntags = ["computer vision"]\n{rows[at:]}')
    marks, after = "<!-- marks: level 3; tags: computer vision, deep learning -->\n", "\n> [!NOTE]\n> Mine.\n"
    filled.write("guide/m2/s77_round.md", f"# s77 · Round and round (m2.e30, m2.e3)\n\n{marks}{after}")
    filled.write(
        "guide/m7/README.md",
        "# m7 · Later\n\n<!-- marks: level 1 -->\n## The question\n\nWhy? So: **what | when?** And **how?**\n",
    )
    filled.write("guide/tracks/mine.md", "# Mine\n\n<!-- list: computer vision -->\nAnd on.\n\n<!-- list: modules -->\n")
    code, said = check(filled, "m2.e30", "--no-run")
    stale = "is not what it should be now; python -m graders check --fix renews it"
    assert code == 1 and f"✗ marks: guide/m2/s77_round.md:3: the quotation below the marks {stale}" in said
    assert f"✗ marks: guide/tracks/mine.md:3: the list 'computer vision' {stale}" in said
    code, said = check(filled, "--changed", "--no-run", "--fix")
    assert code == 0 and "renewed guide/m2/s77_round.md:3 from its marks and module.toml" in said, said
    tags = "[computer vision](../tracks/computer_vision.md) · [deep learning](../tracks/deep_learning.md)"
    told = f"""
> **Level 3**, internals, for those who want to know · {tags}
>
> **Expected of everybody:**
> [m2.e3 Parallel sum and histogram](../../assignments/m2/e3_histogram.py) (level 2, 15 points)
>
> **Expected in a specialisation:**
> [m2.e30 Wrap-around blur](../../assignments/m2/e30_blur.py) (level 3, 11 points; computer vision)
>
> **To try:** `pytest assignments/m2 -k "e3 or e30"` · **to hand in:** `python -m graders handin m2`
"""
    page = f"# s77 · Round and round (m2.e30, m2.e3)\n\n{marks}{told}{after}"
    assert (filled.folder / "guide/m2/s77_round.md").read_text(encoding="utf-8") == page
    later = (filled.folder / "guide/m7/README.md").read_text(encoding="utf-8")
    assert "\n>\n> Its exercises come with a later handout: so far, this module has nothing to hand in.\n\n## The" in later
    mine = (filled.folder / "guide/tracks/mine.md").read_text(encoding="utf-8")
    assert "| m2 | read [s77 · Round and round](../m2/s77_round.md) | 3 | expected |\n" in mine
    assert "| m2 | do [m2.e30 Wrap-around blur](../../assignments/m2/e30_blur.py) | 3 | expected |\n" in mine
    assert "|\n\nAnd on.\n" in mine
    assert "2 | expected of everybody |" in mine and "(bonus)](../../assignments/m1/x2_nearest_neighbour.py) | 3 | inv" in mine
    assert "| [m7 · Later](../m7/README.md) | What \\| when? How? | 1 min | – | in a later handout |\n" in mine
    code, said = check(filled, "m2.e30", "--no-run", "--fix")
    assert code == 0 and "renewed" not in said, said


def test_marks_that_cannot_be_read_are_named_and_nothing_is_written(filled):
    """On as many pages as there are mistakes, so that one run finds them all."""
    mistakes = {
        "Nothing.\n": "1: there is no comment with its marks: below the title it needs one such as <!-- marks: level 2;",
        "<!-- marks: level 2 -->\n\n<!-- marks: level 3 -->\n": "3: there is more than one comment with marks",
        "<!-- marks: deep -->\n": "3: 'deep' cannot be read: marks look like <!-- marks: level 2; tags: deep learning -->",
        "<!-- marks: level 4 -->\n": "3: there is no level 4: write 1, 2 or 3",
        "<!-- marks: level 2; tags: cooking -->\n": "3: 'cooking' is no tag: there are deep learning, computer graphics,",
        "<!-- marks: level 2 -->\n\n## Lost (m2.e77)\n": "3: a heading names m2.e77, which does not exist",
    }
    for number, text in enumerate(mistakes, 1):
        filled.write(f"guide/m2/s{number}_wrong.md", f"# Page\n\n{text}")
    filled.write("guide/wrong.md", "# Page\n\n<!-- marks: level 2 -->\n\n<!-- list: cooking -->\n")
    code, said = check(filled, "m2.e30", "--no-run", "--fix")
    assert code == 1 and "renewed guide/m2" not in said
    for number, sentence in enumerate(mistakes.values(), 1):
        assert f"✗ marks: guide/m2/s{number}_wrong.md:{sentence}" in said, said
    assert "✗ marks: guide/wrong.md:3: only pages of a module are marked" in said
    assert "✗ marks: guide/wrong.md:5: there is no list 'cooking': there are modules, exercises," in said
    for number, text in enumerate(mistakes, 1):
        assert (filled.folder / f"guide/m2/s{number}_wrong.md").read_text(encoding="utf-8") == f"# Page\n\n{text}"


def test_the_course_itself_holds_on_reading():
    """Hints, headings, points and the guide's code of every module; what takes running is test_exercises' and check's."""
    done = Checkout(ROOT).run("-m", "graders", "check", "--no-run")
    assert done.returncode == 0 and done.stdout.endswith("everything holds\n"), done.stdout + done.stderr


def test_every_command_of_the_authors_guide_works(filled):
    """As it stands there, only that nothing is judged again: `check m2/e30_blur` is judged in a test above.

    What `mutate` does with a course is asked in test_mutate.py.
    """
    text = (ROOT / "guide/authors.md").read_text(encoding="utf-8")
    commands = set(re.findall(r"python -m graders ([^`\n]+)", text))
    assert {"new m2/e30_blur", "check m2/e30_blur", "check m2 --no-run --fix"} <= commands
    mutating = {command for command in commands if command.startswith("mutate ")}
    assert mutating
    for command in sorted(commands - mutating - {"new m2/e30_blur", "check m2.e30"}):
        name, *arguments = command.split()
        assert name == "check", command
        code, said = check(filled, *arguments, *(() if "--no-run" in arguments else ("--no-run",)))
        assert code == 0 and said.endswith("everything holds"), (command, said)


def test_a_step_in_the_noise_comes_with_a_better_one():
    """410x here, between 330x and 480x: a step of 400x is a matter of luck, and 200x is not."""
    [exercise] = [each for each in find_module("m2").exercises if each.id == "m2.e3"]
    speed = Speedup(
        ratio=410, low=350, high=460, rounds=9, clean_rounds=9, seconds=1.0, steps=[Step(400, 7)], interval=(330.0, 480.0)
    )
    race = Check(title="fast", state="pass", points=7, max=7, speedup=speed)
    line = judge_line("m2.e3.speed", "fast", 7, [race])
    verdict = batch_check.Verdict(ROOT / "solutions/m2/e3_histogram.py", (line,), frozenset())
    [finding] = batch_check.judged(exercise, verdict, set())
    assert finding.code == "step"
    assert finding.sentence == "the step 400x lies where the solution may be, between 330x and 480x: take 200x"


def test_a_step_on_several_cores_has_a_smaller_margin_and_advice_that_makes_sense():
    """What two cores give is counted, so 1.8x of 2x is safely above 1.4x; at 1.2x there is nothing to tell apart."""

    def speed(low, **more):
        return Speedup(ratio=low, low=low, high=low, rounds=13, clean_rounds=13, seconds=1.0, steps=[Step(1.4, 7)], **more)

    assert batch_check.step_advice(speed(1.8, cores=2)) == "a top step of 1.4x or less is safe here"
    assert batch_check.step_advice(speed(1.8)) == "a top step of 1.2x or less is safe here"
    assert batch_check.step_advice(speed(1.7, cores=2)) == "a top step of 1.3x or less is safe here"
    for close in (speed(1.2, cores=2), speed(1.5), speed(0.9)):
        assert batch_check.step_advice(close).startswith("no step is safe here")
    assert [batch_check.safe_step(speed(low)) for low in (15.1, 38, 190)] == [10, 25, 125]
