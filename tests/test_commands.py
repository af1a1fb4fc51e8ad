"""What `python -m graders doctor` and `python -m graders check` show, typed as a user would."""

import re
from dataclasses import replace

import pytest

from graders.authoring import reading
from graders.course import module_ids
from graders.export.nbgrader import notebooks
from graders.questions import Questions
from tests import samples
from tests.checkout import FAST, HIDDEN, SLOW, WRONG, Checkout

E2 = "def f(x):\n    return x + 1\n"


def test_the_doctor_fits_on_one_screen(checkout):
    done = checkout.run("-m", "graders", "doctor")
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(lines) <= 24 and max(map(len, lines)) <= 80
    for name in ("Python", "packages", "to install", "processor", "GPU", "sandbox", "memory", "arithmetic", "timing noise"):
        assert any(line.startswith(name) for line in lines), name
    assert re.search(r"to install +\d+ packages, \d+ MB here; about \d+ MB to download", done.stdout)
    assert re.search(r"memory +\d+ GB/s", done.stdout) and re.search(r"timing noise +\d+ %: ", done.stdout)
    assert lines[-1] == f"next          pytest assignments/{module_ids()[0]}"


PAGE = """\
# m9 · Trying things

<!-- marks: level 1 -->

> **Level 1**, for everybody, this afternoon
>
> **You are invited to:**
> [m9.e1 Mean of neighbours](../../assignments/m9/e1_blur.py) (level 1, 10 points) ·
> [m9.e2 The same on a GPU](../../assignments/m9/e2_gpu.py) (level 1, 3 points)
>
> **To hand in:** what you did of these, all at once, with `python -m graders handin m9`.

## Neighbours (m9.e1, m9.e2)
"""


def course_with_solutions(trial: Checkout) -> Checkout:
    points = "points = { correct = 1, gpu = 2 }\n"
    rows = (trial.folder / "assignments/m9/module.toml").read_text()
    trial.write("assignments/m9/module.toml", rows.replace(points, f'{points}hints = ["And on a GPU?", "One more."]\n'))
    trial.write("guide/m9/README.md", PAGE)
    row = '{ day = 1, hours = 1, goes_to = "the ends" }'
    trial.write("guide/schedule.toml", f'[[day]]\nmaterial = "m9"\nproject = "–"\n\n[m9]\ne1 = {row}\ne2 = {row}\n')
    trial.write("tests/submissions/m9/samples.toml", '[ada]\nothers = "solution"\n\n[cem]\nothers = "starter"\n')
    trial.write("graders/hidden/m9/test_e1_blur.py", HIDDEN)
    trial.write("solutions/m9/e1_blur.py", FAST)
    trial.write(
        "solutions/m9/wrong/e1/edges.py",
        f'"""caught by m9.e1.correct m9.e1.speed m9.e1.hidden: the ends do not wrap."""\n{WRONG}',
    )
    trial.write("solutions/m9/wrong/e1/slow.py", f'"""caught by m9.e1.speed: a loop."""\n{SLOW}')
    trial.write("solutions/m9/e2_gpu.py", E2)
    trial.write(
        "solutions/m9/wrong/e2/two.py", '"""caught by m9.e2.correct m9.e2.gpu: adds two."""\ndef f(x):\n    return x + 2\n'
    )
    trial.write("solutions/m9/wrong/e2/none.py", '"""caught by m9.e2.correct m9.e2.gpu: nothing."""\ndef f(x):\n    pass\n')
    return trial


@pytest.mark.raced
def test_check_says_that_all_is_well(trial):
    done = course_with_solutions(trial).run("-m", "graders", "check", "m9.e1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "solution 10/10" in done.stdout and "2 wrong solutions judged" in done.stdout
    assert re.search(r"\d+x \(\d+–\d+\) against 4x, 20x: margin [\d.]+x", done.stdout), done.stdout
    assert done.stdout.endswith("everything holds\n")


def test_check_finds_what_is_wrong_and_names_it(trial):
    course = course_with_solutions(trial)
    course.write("solutions/m9/wrong/e1/edges.py", f'"""caught by m9.e1.speed: not really."""\n{WRONG}')
    course.write("solutions/m9/wrong/e1/slow.py", SLOW)
    course.write("solutions/m9/wrong/e1/right.py", f'"""caught by m9.e1.correct: not at all."""\n{FAST}')
    toml = (course.folder / "assignments/m9/module.toml").read_text()
    giveaway = FAST.splitlines()[-1].strip()
    course.write("assignments/m9/module.toml", toml.replace('"Which cell is to the left of cell 0?"', f'"Try {giveaway}"'))
    course.write("assignments/m9/e1_blur.py", SLOW)
    done = course.run("-m", "graders", "check", "m9.e1")
    said = " ".join(done.stdout.split())
    assert done.returncode == 1
    assert "✗ starter: assignments/m9/e1_blur.py: should be" in said
    assert "✗ missed: solutions/m9/wrong/e1/edges.py: also loses a line it does not name: m9.e1.correct" in said
    assert "e1/right.py: names a line that does not catch it: m9.e1.correct (full points)" in said
    assert "✗ unnamed: solutions/m9/wrong/e1/slow.py" in said
    assert f"✗ hint: m9.e1: hint 1 gives a line of the solution away: {giveaway}" in said
    assert re.search(r"\d findings$", said)


def test_what_needs_a_gpu_is_not_held_against_anybody(trial):
    done = course_with_solutions(trial).run("-m", "graders", "check", "m9.e2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "solution 1/3" in done.stdout or "solution 3/3" in done.stdout


def test_check_reads_the_written_questions_too(trial):
    pytest.importorskip("nbgrader")
    toml = (trial.folder / "assignments/m9/module.toml").read_text(encoding="utf-8")
    head, _, gpu = toml.replace("points = 13", "points = 3\nwritten = 6").split("[[exercise]]")
    trial.write("assignments/m9/module.toml", f"{head}[[exercise]]{gpu}")  # without the exercise whose races take a while
    trial.write("assignments/m9/handin.md", "# m9\n\n## Why? (4 points)\n\n## How? (2 points)\n")
    done = trial.run("-m", "graders", "check", "m9", "--no-run")
    said = " ".join(done.stdout.split())
    assert said.startswith("m9 written answers 2 questions, 6 points ✗ notebook: assignments/m9/handin.ipynb: it is missing:")
    assert "✗ few: m9.e2" in said and re.search(r"\d findings$", said) and done.returncode == 1


WHY = "## Why? (4 points)\n"


@pytest.mark.parametrize(
    ("text", "findings"),
    [
        (f"# m9\n\n{WHY}\n```\n## Why? (4 points)\n```\n", []),
        ("", ["question handin.md:1: there is no question in it", "points"]),
        (f"{WHY}### How? (2 points)\n", ["question handin.md:2: this is no question: one begins with “## ”"]),
        (f"{WHY}##How? (2 points)\n", ["question handin.md:2: this is no question"]),
        (f"{WHY}Text\n{WHY}", ["question handin.md:3: the question on line 1 has the same title", "points"]),
        (f"{WHY}\n~~~\n## How? (2 points)\n", ["question handin.md:3: the code block that begins here never ends"]),
        ("## Why?\n", ["question handin.md:1: a question is a heading such as"]),
        ("## Why? (0 points)\n", ["question handin.md:1: a question is a heading such as"]),
        ("caf\udce9", ["question handin.md: 'utf-8' codec can't decode byte 0xe9"]),
        ("## Why? (3 points)\n", ["points module.toml: it has written = 4, and handin.md 3 points: write written = 3"]),
    ],
)
def test_what_is_wrong_with_questions_has_a_code_and_a_sentence(tmp_path, text, findings):
    module = replace(samples.module(tmp_path), written=4)
    (tmp_path / "handin.md").write_text(text, encoding="utf-8", errors="surrogateescape")
    _, found = reading.written(module)
    said = [f"{each.code} {each.where}: {each.sentence}".replace("m2: handin", "handin") for each in found]
    told = [each for each in said if not each.startswith("notebook")]
    assert len(told) == len(findings) and all(one.startswith(start) for one, start in zip(told, findings, strict=True)), told


def test_a_notebook_that_is_out_of_date_is_found(tmp_path):
    pytest.importorskip("nbgrader")
    module = samples.module(tmp_path)
    assert reading.written(module) == (Questions(), [])  # neither questions nor a notebook
    text = notebooks.text(notebooks.handed_out(module))
    (tmp_path / "handin.ipynb").write_bytes(text.replace("\n", "\r\n").encode())
    assert reading.written(module)[1] == []
    (tmp_path / "handin.ipynb").write_text(text.replace("m2-title", "m2-titel"), encoding="utf-8")
    (finding,) = reading.written(module)[1]
    assert (finding.code, finding.where) == ("notebook", "handin.ipynb")
    codes = [each.code for each in reading.written(replace(module, written=4))[1]]
    assert codes == ["points", "notebook"]


def test_check_asks_for_a_module_that_is_there(trial):
    done = trial.run("-m", "graders", "check", "m9.e7")
    assert done.returncode == 2 and "there is no exercise 'e7' in m9" in done.stderr
