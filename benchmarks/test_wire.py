"""What a call to a worker costs: nothing but the call, arguments and answers as bytes, a new worker. Run by `make bench`.

What is compared with something else, side by side, is in `wire.py` and `sandbox.py`.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graders.worker.codec import Decoder, Encoder, Reference
from graders.worker.launch import Launcher, Plain, Settings
from graders.worker.process import Worker
from graders.worker.sandbox import Sandbox, trouble

SOURCE = "import numpy as np\n\n\ndef same(*values):\n    return values\n\n\ndef nothing():\n    return None\n"
KINDS = ["plain", pytest.param("sandbox", marks=pytest.mark.skipif(bool(trouble()), reason="no sandbox here"))]
VALUES: dict[str, Any] = {
    "an int": 1,
    "1000 floats": [value / 7 for value in range(1000)],
    "1000 rows": [{"name": f"row {row}", "at": (row, row + 1)} for row in range(1000)],
    "8 KB array": np.arange(1000.0),
    "8 MB array": np.arange(1e6),
}


def never(*_: Any) -> Any:
    raise AssertionError("only data here")


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("bench") / "e9_bench.py"
    path.write_text(SOURCE)
    return path


@pytest.fixture(params=KINDS)
def launcher(request: pytest.FixtureRequest) -> Iterator[Launcher]:
    made = Sandbox() if request.param == "sandbox" else Plain()
    yield made
    made.close()


@pytest.fixture
def worker(launcher: Launcher, file: Path) -> Iterator[Worker]:
    made = started(launcher, file)
    yield made
    made.close()


def started(launcher: Launcher, file: Path) -> Worker:
    worker = Worker(Settings(file), lambda reference: reference, launcher)
    assert not worker.loaded(60).raised
    return worker


def asked(worker: Worker, name: str, *args: Any) -> Any:
    return worker.call("call", Reference("student", name), args, {}, limit=60).value


@pytest.mark.benchmark(group="a call of nothing")
def test_null_call(benchmark: Any, worker: Worker) -> None:
    """Goal: under 150 µs."""
    assert benchmark(asked, worker, "nothing") is None


@pytest.mark.benchmark(group="there and back")
@pytest.mark.parametrize("value", ["1000 floats", "8 MB array"])
def test_there_and_back(benchmark: Any, worker: Worker, value: str) -> None:
    (back,) = benchmark(asked, worker, "same", VALUES[value])
    assert np.array_equal(back, VALUES[value])


@pytest.mark.benchmark(group="a new worker")
def test_start(benchmark: Any, launcher: Launcher, file: Path) -> None:
    """Goal: under 150 ms after the first."""
    started(launcher, file).close()
    workers: list[Worker] = []
    benchmark.pedantic(lambda: workers.append(started(launcher, file)), teardown=lambda: workers.pop().close(), rounds=15)


@pytest.mark.benchmark(group="to bytes")
@pytest.mark.parametrize("value", VALUES)
def test_encode(benchmark: Any, value: str) -> None:
    assert benchmark(lambda: Encoder(never).encode(VALUES[value]))


@pytest.mark.benchmark(group="from bytes")
@pytest.mark.parametrize("value", VALUES)
def test_decode(benchmark: Any, value: str) -> None:
    body = bytes(Encoder(never).encode(VALUES[value]))
    assert np.array_equal(benchmark(lambda: Decoder(never, never).decode(body)), VALUES[value])
