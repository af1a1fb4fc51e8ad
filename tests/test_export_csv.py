"""Tables: what a spreadsheet gets to see."""

import csv
import io

from graders.export.csv import rows, text, totals, totals_text
from graders.result import ExerciseResult, Result, RubricResult
from tests import samples


def test_one_row_per_student_and_line() -> None:
    table = rows([samples.result("zoe"), samples.result("ada")])
    assert table[0] == ["student", "module", "exercise", "line", "title", "state", "points", "max", "why"]
    assert [row[0] for row in table[1:]] == ["ada"] * 8 + ["zoe"] * 8
    assert table[1] == ["ada", "m2", "m2.e0", "m2.e0.correct", "right answers", "pass", 4, 4, ""]


def test_lines_nobody_judged_have_no_points() -> None:
    points = {row[3]: row[6] for row in rows([samples.result()])[1:]}
    assert points["m2.e1.hidden"] == "" == points["m2.e2.gpu"]
    assert points["m2.e2.correct"] == 0
    assert points["m2.e1.speed"] == 4


def test_totals_have_a_column_per_line() -> None:
    head, grace, ada = totals([samples.result("z"), samples.perfect("g")])
    assert head[:5] == ["student", "module", "points", "max", "m2.e0.correct"]
    assert len(head) == 4 + 8
    assert grace == ["g", "m2", 31, 31, 4, 6, 2, 5, 4, 3, 3, 4]
    assert ada == ["z", "m2", 15, 31, 4, 4, 1, 2, 4, "", 0, ""]


def test_text_reads_back_as_the_same_cells() -> None:
    results = [samples.result('Lee, "Ann"'), samples.result("Zoë Müller")]
    read = list(csv.reader(io.StringIO(text(results))))
    assert read == [[str(cell) for cell in row] for row in rows(results)]
    assert {row[0] for row in read[1:]} == {'Lee, "Ann"', "Zoë Müller"}
    assert text(results) == text(reversed(results))
    assert list(csv.reader(io.StringIO(totals_text(results))))[1][0] == 'Lee, "Ann"'


def test_nothing_is_calculated_by_a_spreadsheet() -> None:
    for start in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"):
        (line,) = rows([_saying(start)])[1:]
        assert str(line[0])[0] in "'\\", start
        assert str(line[8])[0] in "'\\", start
        assert str(totals([_saying(start)])[1][0])[0] in "'\\", start


def test_control_characters_become_visible() -> None:
    written = text([samples.result("ada\x1b\ud800")])
    assert "ada\\x1b\\ud800" in written
    assert not {"\x1b", "\u202e", "\r"} & set(written)
    written.encode()


def _saying(words: str) -> Result:
    line = RubricResult(id="m2.e0.correct", title="right answers", state="fail", points=0, max=4, why=words)
    exercise = ExerciseResult(id="m2.e0", title="Sum", file="e0_sum.py", rubric=[line])
    return Result(
        student=words, module="m2", handout="", fingerprint="", started="", finished="", machine={}, exercises=[exercise]
    )
