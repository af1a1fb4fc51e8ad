"""`python -m graders watch m2`: runs the exercise whose file was saved, again and again.

Files are looked at a few times a second: nine of them need no file events, which network drives and WSL do not have. A run is
a pytest of its own, so nothing that happens in it ends the watch, and a save while it runs begins it afresh.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from graders import course
from graders.course import CourseError, Exercise, Module
from graders.handout.edited import NoStarter
from graders.learn import messages, starters
from graders.learn.keyboard import END, Keyboard
from graders.progress import following, progress_in, runs_of

EVERY = 0.2
"""Seconds between two looks at the files."""
_NO_RACES = ("-m", "not perf")
_BAR = 10


class Watch:
    """The one who runs, shows and listens; `loop` returns when the student has had enough."""

    def __init__(self, module: Module, keyboard: Keyboard) -> None:
        self._module, self._keyboard = module, keyboard
        self._current = following(progress_in(module, runs_of(module))) or module.exercises[0]
        self._run: subprocess.Popen[bytes] | None = None
        self._asking = False
        self._seen = {each.id: _stamp(each.path) for each in module.exercises}

    def loop(self) -> None:
        """Until q, Ctrl-C or the end of the terminal."""
        self._begin(*_NO_RACES)
        try:
            while True:
                key = self._keyboard.read(EVERY)
                if key in ("q", END):
                    return
                if self._asking and key:
                    self._answer(key)
                elif key:
                    self._press(key)
                elif saved := self._saved():
                    self._current = saved
                    self._begin(*_NO_RACES)
                elif self._run is not None and self._run.poll() is not None:
                    self._run = None
                    self._status()
        except KeyboardInterrupt:
            return
        finally:
            self._stop()
            print(flush=True)

    def _press(self, key: str) -> None:
        if key == "n":
            after = following(progress_in(self._module, runs_of(self._module)), self._current)
            if after is None:
                self._say(messages.ALL_DONE)
                return
            self._current = after
            self._begin(*_NO_RACES)
        elif key == "h":
            self._begin(*_NO_RACES, "--hint")
        elif key == "p":
            self._begin()
        elif key == "a":
            self._begin(*_NO_RACES, whole=True)
        elif key == "r":
            self._asking = True
            self._say(messages.really_reset(_shown(self._current.path)))

    def _answer(self, key: str) -> None:
        self._asking = False
        if key != "y":
            self._status()
            return
        try:
            kept = starters.give_back(self._current, datetime.now())
        except (NoStarter, OSError) as error:
            self._say(str(error))
            return
        self._saved()
        self._begin(*_NO_RACES, note=messages.kept_as(_shown(kept)) if kept else "")

    def _begin(self, *options: str, whole: bool = False, note: str = "") -> None:
        """Say at once what is going on, then run."""
        self._stop()
        # A newer handout may have arrived meanwhile; one that is half there changes nothing yet.
        with contextlib.suppress(CourseError):
            self._module = course.find_module(self._module.id)
        _clear()
        print(messages.checking(self._module.id if whole else _shown(self._current.path)), flush=True)
        if note:
            print(note, flush=True)
        what = self._module.folder if whole else self._current.tests
        command = [sys.executable, "-m", "pytest", str(what.relative_to(course.ROOT)), *options]
        self._run = subprocess.Popen(command, cwd=course.ROOT, stdin=subprocess.DEVNULL)

    def _stop(self) -> None:
        """End a run that is no longer wanted, gently: it has workers to close."""
        run, self._run = self._run, None
        if run is None or run.poll() is not None:
            return
        if sys.platform == "win32":
            run.terminate()
        else:
            run.send_signal(signal.SIGINT)
        try:
            run.wait(3)
        except subprocess.TimeoutExpired:
            run.kill()
            run.wait()

    def _saved(self) -> Exercise | None:
        """The exercise whose file has changed since the last look. One that is gone is being saved, or was renamed."""
        changed = None
        for exercise in self._module.exercises:
            stamp = _stamp(exercise.path)
            if stamp != self._seen.get(exercise.id) and stamp is not None:
                self._seen[exercise.id] = stamp
                changed = exercise
        return changed

    def _status(self) -> None:
        progress = progress_in(self._module, runs_of(self._module))
        points, most = sum(each.points for each in progress), sum(each.public for each in progress)
        filled = _BAR * points // most if most else _BAR
        bar, score = "█" * filled + "·" * (_BAR - filled), f"{points}/{most}"
        lines = (
            f"{self._module.id}  {bar} {score}   {messages.KEYS}",
            f"{self._module.id}  {score}   {messages.SHORT_KEYS}",
            f"{self._module.id} {score}",
        )
        width = shutil.get_terminal_size().columns
        print(next((line for line in lines if len(line) < width), lines[-1]), end="", flush=True)

    def _say(self, sentence: str) -> None:
        print(f"\n{sentence}", end=" ", flush=True)


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size


def _clear() -> None:
    if sys.platform == "win32":
        os.system("cls")
    elif os.environ.get("TERM", "dumb") == "dumb":
        print()
    else:
        print("\x1b[2J\x1b[H", end="", flush=True)


def _shown(path: Path) -> str:
    """As the student would type it, for terminals that open what is clicked."""
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return str(path)
