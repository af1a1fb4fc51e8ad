"""What `python -m graders doctor` and `python -m graders check` show, typed as a user would."""

import re

from tests.checkout import FAST, HIDDEN, SLOW, WRONG, Checkout

E2 = "def f(x):\n    return x + 1\n"


def test_the_doctor_fits_on_one_screen(checkout):
    done = checkout.run("-m", "graders", "doctor")
    lines = done.stdout.splitlines()
    assert done.returncode == 0, done.stdout + done.stderr
    assert len(lines) <= 24 and max(map(len, lines)) <= 80
    for name in ("Python", "packages", "processor", "GPU", "sandbox", "memory", "arithmetic", "timing noise"):
        assert any(line.startswith(name) for line in lines), name
    assert re.search(r"memory +\d+ GB/s", done.stdout) and re.search(r"timing noise +\d+ %: ", done.stdout)
    assert lines[-1] == "next          pytest assignments/m2"


def course_with_solutions(trial: Checkout) -> Checkout:
    points = "points = { correct = 1, gpu = 2 }\n"
    rows = (trial.folder / "assignments/m9/module.toml").read_text()
    trial.write("assignments/m9/module.toml", rows.replace(points, f'{points}hints = ["And on a GPU?", "One more."]\n'))
    trial.write("guide/m9/README.md", "# m9 · Trying things\n\n## Neighbours (m9.e1, m9.e2)\n")
    trial.write("graders/hidden/m9/test_e1_blur.py", HIDDEN)
    trial.write("solutions/m9/e1_blur.py", FAST)
    trial.write(
        "solutions/m9/wrong/e1_edges.py",
        f'"""caught by m9.e1.correct m9.e1.speed m9.e1.hidden: the ends do not wrap."""\n{WRONG}',
    )
    trial.write("solutions/m9/wrong/e1_slow.py", f'"""caught by m9.e1.speed: a loop."""\n{SLOW}')
    trial.write("solutions/m9/e2_gpu.py", E2)
    trial.write(
        "solutions/m9/wrong/e2_two.py", '"""caught by m9.e2.correct m9.e2.gpu: adds two."""\ndef f(x):\n    return x + 2\n'
    )
    trial.write("solutions/m9/wrong/e2_none.py", '"""caught by m9.e2.correct m9.e2.gpu: nothing."""\ndef f(x):\n    pass\n')
    return trial


def test_check_says_that_all_is_well(trial):
    done = course_with_solutions(trial).run("-m", "graders", "check", "m9.e1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "solution 10/10" in done.stdout and "2 wrong solutions judged" in done.stdout
    assert re.search(r"\d+x \(\d+–\d+\) against 4x, 20x: margin [\d.]+x", done.stdout), done.stdout
    assert done.stdout.endswith("everything holds\n")


def test_check_finds_what_is_wrong_and_names_it(trial):
    course = course_with_solutions(trial)
    course.write("solutions/m9/wrong/e1_edges.py", f'"""caught by m9.e1.speed: not really."""\n{WRONG}')
    course.write("solutions/m9/wrong/e1_slow.py", SLOW)
    course.write("solutions/m9/wrong/e1_right.py", f'"""caught by m9.e1.correct: not at all."""\n{FAST}')
    toml = (course.folder / "assignments/m9/module.toml").read_text()
    giveaway = FAST.splitlines()[-1].strip()
    course.write("assignments/m9/module.toml", toml.replace('"Which cell is to the left of cell 0?"', f'"Try {giveaway}"'))
    course.write("assignments/m9/e1_blur.py", SLOW)
    done = course.run("-m", "graders", "check", "m9.e1")
    said = " ".join(done.stdout.split())
    assert done.returncode == 1
    assert "✗ starter: assignments/m9/e1_blur.py: should be" in said
    assert "✗ missed: solutions/m9/wrong/e1_edges.py: also loses a line it does not name: m9.e1.correct" in said
    assert "e1_right.py: names a line that does not catch it: m9.e1.correct (full points)" in said
    assert "✗ unnamed: solutions/m9/wrong/e1_slow.py" in said
    assert f"✗ hint: m9.e1: hint 1 gives a line of the solution away: {giveaway}" in said
    assert re.search(r"\d findings$", said)


def test_what_needs_a_gpu_is_not_held_against_anybody(trial):
    done = course_with_solutions(trial).run("-m", "graders", "check", "m9.e2")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "solution 1/3" in done.stdout or "solution 3/3" in done.stdout


def test_check_asks_for_a_module_that_is_there(trial):
    done = trial.run("-m", "graders", "check", "m9.e7")
    assert done.returncode == 2 and "there is no exercise 'm9.e7'" in done.stderr
