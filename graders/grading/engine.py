"""Where jobs run: Dask distributed, with workers in this process or those of an existing cluster.

A cluster's workers need Python with the course's packages and nothing else: the course, hidden tests included, travels to each
worker once and is removed when the night is over; or `--course-folder` names a shared folder with the same version of it. What
runs on a worker is therefore pickled by value, and uses nothing of the course. A worker that dies has its jobs run again
elsewhere; a job that kills worker after worker is given up, and is the grader's trouble.
"""

import contextlib
import hashlib
import io
import os
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import cloudpickle
import dask.config
import distributed

from graders.grading import jobs as jobs_module
from graders.grading.jobs import Done, Job, Judges, clear_up

TIMING = "timing"
"""The resource of which each worker has one, so that no two races share a machine."""
JUDGES = "numbers_go_brrr"
"""The attribute of a worker that judges in its course folder."""
PATIENCE = int(os.environ.get("COURSE_PATIENCE", "60"))
"""Seconds to wait for the scheduler, and for the first worker that has what is needed."""


class EngineError(Exception):
    """The cluster cannot be used, in one sentence."""


class Course(distributed.WorkerPlugin):
    """Installs the course on a worker, and removes it again."""

    name = "numbers-go-brrr"

    def __init__(self, content: bytes, digest: str, folder: str) -> None:
        """The course as `content`, or in a folder whose content has that digest; without one it is the grader's own."""
        self._content, self._digest, self._folder = content, digest, folder

    def setup(self, worker: Any) -> None:
        if self._folder:
            root = Path(self._folder)
            if self._digest and hash_of(packed(root)) != self._digest:
                raise RuntimeError(f"{root} on {worker.address} is not the same version of the course")
        else:
            # Dask clears this place away, also after a worker that was killed: when the next one starts there.
            root = Path(tempfile.mkdtemp(prefix="course-", dir=worker.local_directory))
            with zipfile.ZipFile(io.BytesIO(self._content)) as archive:
                archive.extractall(root)
        self._root = root
        setattr(worker, JUDGES, Judges(root))

    def teardown(self, worker: Any) -> None:
        getattr(worker, JUDGES).close()
        if not self._folder:
            shutil.rmtree(self._root, ignore_errors=True)


def packed(root: Path) -> bytes:
    """The course folder as an archive: what judging needs, the same bytes for the same files, without solutions and notes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        folders = [*root.glob("graders/**/*"), *root.glob("assignments/**/*")]
        for path in sorted([root / "pyproject.toml", root / "conftest.py", root / "HANDOUT", *folders]):
            if path.is_file() and "__pycache__" not in path.parts and path.name != "key.txt":
                # Without a date: the same files are the same bytes.
                archive.writestr(zipfile.ZipInfo(path.relative_to(root).as_posix()), path.read_bytes())
    return out.getvalue()


def hash_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _on_a_worker(job: Job) -> Done:
    judges: Judges = getattr(distributed.get_worker(), JUDGES)
    return judges.perform(job)


@dataclass
class Engine:
    """Runs jobs. Made by `local` or `cluster`, used as a context."""

    client: Any
    closing: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)

    def run(self, jobs: Sequence[Job], *, timing: bool = False) -> Iterator[tuple[int, Done]]:
        """(index, how it ended) of every job, in the order in which they end."""
        futures = {
            self.client.submit(_on_a_worker, job, pure=False, resources={TIMING: 1} if timing else None): index
            for index, job in enumerate(jobs)
        }
        try:
            for future in distributed.as_completed(list(futures), loop=self.client.loop):
                index, error = futures.pop(future), future.exception()
                done = Done(-1, f"{type(error).__name__}: {error}"[:300]) if error else future.result()
                # Let go of here, it is let go of everywhere: a large class takes no more memory than a small one.
                del future
                yield index, done
        finally:
            self.client.cancel(list(futures), force=True)

    def __enter__(self) -> "Engine":
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.close()


def local(root: Path, jobs: int) -> Engine:
    """Workers in this process: that many jobs at a time, one when timing. The course is used where it lies."""
    clear_up()
    dask.config.set({f"distributed.{side}.http.routes": [] for side in ("scheduler", "worker")})
    # A hundred samples a second of threads that wait for a judge; they cost time, and memory that grows all night.
    dask.config.set({"distributed.worker.profile.enabled": False})
    engine = _connected(
        distributed.LocalCluster(
            n_workers=1,
            threads_per_worker=jobs,
            processes=False,
            resources={TIMING: 1},
            # Its web pages have nothing to say, and to nobody but this machine.
            dashboard_address="127.0.0.1:0",
            worker_dashboard_address="127.0.0.1:0",
            silence_logs="ERROR",
        )
    )
    engine.client.register_plugin(Course(b"", "", str(root)))
    return engine


def cluster(address: str, root: Path, folder: str = "") -> Engine:
    """The workers of a running scheduler.

    Raises EngineError when it does not answer, or has no worker that offers `timing`.
    """
    for module in (sys.modules[__name__], jobs_module):
        cloudpickle.register_pickle_by_value(module)
    try:
        engine = _connected(address)
    except (OSError, ValueError) as error:
        raise EngineError(f"there is no Dask scheduler at {address}: {error}") from None
    try:
        engine.client.wait_for_workers(1, timeout=PATIENCE)
        offers = [worker["resources"] for worker in engine.client.scheduler_info(n_workers=-1)["workers"].values()]
        if not any(TIMING in offer for offer in offers):
            raise EngineError(f"no worker of {address} may time: start them with --resources {TIMING}=1, one per machine")
        content = packed(root)
        engine.client.register_plugin(Course(b"" if folder else content, hash_of(content), folder))
        engine.closing.callback(engine.client.unregister_worker_plugin, Course.name)
    except TimeoutError:
        engine.closing.close()
        raise EngineError(f"no worker has joined the scheduler at {address}") from None
    except BaseException as error:
        engine.closing.close()
        if isinstance(error, RuntimeError):
            raise EngineError(str(error)) from None
        raise
    return engine


def _connected(where: Any) -> Engine:
    client = distributed.Client(where, set_as_default=False, timeout=PATIENCE)
    engine = Engine(client)
    if not isinstance(where, str):
        engine.closing.callback(where.close)
    engine.closing.callback(client.close)
    return engine
