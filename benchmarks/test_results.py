"""What it costs to write results down, to read them and to make pages of them. Run by `make bench`."""

from pathlib import Path
from typing import Any

import pytest

from graders.report import dashboard, feedback, summary
from graders.result import decode, encode, load_history
from tests import samples

ONE = samples.result()
CLASSROOM = samples.classroom()


@pytest.mark.benchmark(group="one result")
def test_encode(benchmark: Any) -> None:
    assert benchmark(encode, ONE).startswith(b"{")


@pytest.mark.benchmark(group="one result")
def test_decode(benchmark: Any) -> None:
    assert benchmark(decode, encode(ONE), "ada.json") == ONE


@pytest.mark.benchmark(group="a year of runs")
def test_history(benchmark: Any, tmp_path: Path) -> None:
    """The history of somebody who ran the tests a thousand times."""
    file = tmp_path / "history.jsonl"
    file.write_bytes(b"".join(b" ".join(encode(ONE).split(b"\n")) + b"\n" for _ in range(1000)))
    assert len(benchmark(load_history, file)) == 1000


@pytest.mark.benchmark(group="pages")
def test_feedback(benchmark: Any) -> None:
    """One student's page."""
    assert "<html" in benchmark(feedback.page, ONE, {"e0_parallel_sum.py": "def answer(x):\n    return x\n" * 50})


@pytest.mark.benchmark(group="pages")
def test_summary(benchmark: Any) -> None:
    """The same for a pull request."""
    assert "m2" in benchmark(summary.markdown, {"m2": ONE})


@pytest.mark.benchmark(group="pages")
def test_dashboard(benchmark: Any) -> None:
    """A class of 300."""
    assert "<html" in benchmark.pedantic(dashboard.page, ("m2", CLASSROOM), rounds=10, warmup_rounds=1)
