"""module.toml: what is read from it, and the one sentence for every mistake in it."""

import pytest

from graders import course, meant
from graders.course import CourseError, is_same_code, load_module, looks_handed_out

GOOD = """\
id = "m9"
title = "Testing"
guide = "guide/m9/README.md"
points = 7

[[exercise]]
id = "m9.e1"
title = "First"
file = "e1_first.py"
points = { correct = 3, hidden = 1 }

[[exercise]]
id = "m9.e2"
title = "Second"
file = "e2_second.py"
points = { speed = 3 }
limit = 2.5
"""


@pytest.fixture
def folder(tmp_path):
    for name in ("e1_first", "e2_second"):
        (tmp_path / f"{name}.py").write_text("def f():\n    raise NotImplementedError\n")
        (tmp_path / f"test_{name}.py").write_text("")
    return tmp_path


def load(folder, text):
    (folder / "module.toml").write_text(text, encoding="utf-8")
    return load_module(folder)


def test_reads_a_module(folder):
    module = load(folder, GOOD)
    first, second = module.exercises
    assert [(line.id, line.max) for line in first.rubric] == [("m9.e1.correct", 3), ("m9.e1.hidden", 1)]
    assert (first.number, first.limit, second.limit) == ("e1", 10.0, 2.5)
    assert module.points == 7
    assert second.tests == folder / "test_e2_second.py"
    assert (second.processes, second.forbidden) == (False, ())


def test_reads_the_rules_of_an_exercise(folder):
    rules = 'limit = 2.5\nprocesses = true\nforbidden = ["numpy.sort", "heapq"]\nexpected = true\ntags = ["deep learning"]'
    first, second = load(folder, GOOD.replace("limit = 2.5", rules)).exercises
    assert (second.processes, second.forbidden) == (True, ("numpy.sort", "heapq"))
    assert [(each.expected, each.tags) for each in (first, second)] == [(False, ()), (True, ("deep learning",))]


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ('title = "Second"', 'titel = "Second"', 14, "unknown key 'titel' in exercise number 2"),
        ('title = "First"\n', "", 6, "the key 'title' is missing in exercise number 1"),
        ("limit = 2.5", 'forbidden = ["np sort"]', 17, "forbidden in exercise number 2 should be dotted names like numpy.sort"),
        ("limit = 2.5", 'tags = ["cooking"]', 17, "tags in exercise number 2 should be among deep learning, computer"),
        ("limit = 2.5", 'hints = [{ four = "small", hint = "one" }]', 17, "unknown key 'four' in exercise number 2"),
        ("limit = 2.5", 'hints = [{ for = "small" }]', 17, "the key 'hint' is missing in exercise number 2"),
        ("limit = 2.5", "level = 4", 17, "level in exercise number 2 should be 1, 2 or 3"),
        ("limit = 2.5", "required = false\nexpected = true", 18, "m9.e2 is a bonus, so it cannot be expected of everybody"),
        ("points = 7", "points = 8", 4, "the exercises' points add up to 7, not to 8"),
        ('"m9.e2"', '"m9.e1"', 13, "the id 'm9.e1' is used twice (first on line 7)"),
        ('"e2_second.py"', '"e1_first.py"', 15, "the file 'e1_first.py' is used twice (first on line 9)"),
        ('"m9.e2"', '"m8.e2"', 13, "the id 'm8.e2' should look like m9.e1"),
        ('"e2_second.py"', '"e2_lost.py"', 15, "e2_lost.py, which is not beside module.toml"),
        ('"e2_second.py"', '"second.py"', 15, "should be named like e2_name.py"),
        (
            "correct = 3",
            "korrect = 3",
            10,
            "points in exercise number 1 should be at least one point each, for correct",
        ),
        ("speed = 3", "speed = 0", 16, "at least one point"),
        ("limit = 2.5", 'limit = "slow"', 17, "limit in exercise number 2 should be a number of seconds, more than 0"),
        ("points = 7", "points = ", 4, "not valid TOML"),
    ],
)
def test_a_mistake_is_one_sentence_with_file_and_line(folder, old, new, line, sentence):
    assert old in GOOD
    with pytest.raises(CourseError) as caught:
        load(folder, GOOD.replace(old, new))
    message = str(caught.value)
    assert sentence in message
    assert f"module.toml:{line}:" in message
    assert "\n" not in message


def test_a_missing_module_names_those_that_are_there():
    with pytest.raises(CourseError, match=r"no module 'm99'.*m2"):
        course.find_module("m99")


@pytest.mark.parametrize(
    ("source", "starter"),
    [
        ('def f(x):\n    """Doc."""\n    raise NotImplementedError\n', True),
        ("class C:\n    def f(self):\n        raise NotImplementedError('write me')\n", True),
        ("LINE = 64\n\ndef f(x):\n    raise NotImplementedError\n", True),
        ("def f(x):\n    raise NotImplementedError\n\ndef g(x):\n    return x\n", False),
        ("def f(x):\n    x += 1\n    raise NotImplementedError\n", False),
        ("f = lambda x: x\n\ndef g(x):\n    raise NotImplementedError\n", False),
        ("f = njit(h)\n\ndef g(x):\n    raise NotImplementedError\n", False),
        ("def f(x:\n", False),
        ("x = 1\n", False),
    ],
)
def test_what_can_be_a_starter(source, starter):
    assert looks_handed_out(source.encode()) is starter


def test_the_same_code():
    one = b'"""Doc."""\n\ndef f(x):\n    """Doc."""\n    raise NotImplementedError\n'
    for same in (
        b"\xef\xbb\xbf" + one,
        one.replace(b"\n", b"\r\n"),
        one + b"# mine\n",
        one.replace(b"Doc.", b"Other."),
        one[10:],
    ):
        assert is_same_code(one, same), same
    for other in (one + b"import nothing\n", one.replace(b"f(x)", b"f(y)"), b"def f(x", b"", "Größe".encode("utf-16")):
        assert not is_same_code(one, other), other
    assert not is_same_code(b"def f(x", b"def f(x")
    for deep in (b"x" + b".a" * 2500, b"x" + b"()" * 985, b"x = " + b"[" * 80 + b"]" * 80, b"x = " + b"-" * 2000 + b"1"):
        assert not is_same_code(deep, one) and not looks_handed_out(deep)


def test_hints_belong_to_checks(folder):
    hints = 'hints = [{ for = "small", hint = "one" }, "all", { for = ["test_large", "small"], hint = "two" }]'
    exercise = load(folder, GOOD.replace("limit = 2.5", hints)).exercises[1]

    def texts(*checks):
        return [hint.text for hint in exercise.hints_for(checks)]

    assert texts("small") == ["one", "two", "all"]
    assert texts("large", "small") == ["two", "one", "all"]
    assert texts("another") == ["all"]
    assert texts() == []


def test_ten_comes_after_nine_and_is_no_one():
    """m10 after m9, e10 after e2; and `-k e1` is one exercise only."""
    assert sorted(["m10", "m2", "e10_b.py", "e2_c.py", "x1"], key=course.by_number) == [
        "e2_c.py",
        "e10_b.py",
        "m2",
        "m10",
        "x1",
    ]
    assert meant.keyword("e1 or not (M2.e1 and m10/x12)") == "e1: or not (M2.e1: and m10/x12:)"
    assert meant.keyword("e1_amdahl or test_e1 or cube1 or e") == "e1_amdahl or test_e1 or cube1 or e"
