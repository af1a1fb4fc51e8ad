"""A folder of results belongs to one night at a time, whatever becomes of that night."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from graders.lock import Locked, locked

HOLD = """\
import sys
from pathlib import Path

from graders.lock import locked

with locked(Path(sys.argv[1]), 'lee'):
    print('in', flush=True)
    input()
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None and process.stdout.readline() == "in\n"
    return process


def test_a_second_one_is_told_who_and_since_when(tmp_path: Path) -> None:
    with (
        holder(tmp_path / "results") as first,
        pytest.raises(Locked, match=rf"results is in use by lee, process {first.pid} on .+, since \d{{4}}-.*: .*--wait"),
        locked(tmp_path / "results", "kim"),
    ):
        pass
    with locked(tmp_path / "results", "kim"):
        pass


def test_a_second_one_may_wait(tmp_path: Path) -> None:
    with holder(tmp_path) as first:
        waiting = subprocess.Popen(
            [sys.executable, "-c", HOLD.replace("'lee'", "'kim', wait=True"), str(tmp_path)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert waiting.poll() is None
        first.communicate("\n")
    assert waiting.communicate("\n", timeout=60)[0] == "in\n" and waiting.returncode == 0


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_the_lock_goes_with_a_process_that_is_killed(tmp_path: Path) -> None:
    with holder(tmp_path) as first:
        first.send_signal(signal.SIGKILL)
    with locked(tmp_path, "kim"), pytest.raises(Locked, match="in use by kim"), locked(tmp_path, "lee"):
        pass
