"""A terminal to test in, where there are pseudo-terminals."""

import os
import re
import select
import signal
import subprocess
import sys
import time

from tests.checkout import Checkout

ANSI = re.compile(r"\x1b\[[\d;]*\w")


class Typist:
    """Somebody in front of a terminal: runs `python -m MODULE …`, types keys and reads what appears."""

    def __init__(self, checkout: Checkout, module: str, *arguments: str, columns: int = 80, **environment: str) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self.screen, terminal = pty.openpty()
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
        self.before = termios.tcgetattr(terminal)
        self.terminal = terminal
        keep = {
            key: value
            for key, value in os.environ.items()
            if not key.startswith(("COLUMNS", "NO_COLOR", "FORCE_COLOR", "PY", "CI"))
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=checkout.folder,
            env=keep | {"TERM": "xterm", "PYTHONIOENCODING": "utf-8"} | environment,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
            # A background job of a shell ignores Ctrl-C, and so would what it starts.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        self.text = ""

    def type(self, keys: str) -> None:
        os.write(self.screen, keys.encode())

    def sees(self, *texts: str, within: float = 60.0) -> str:
        """What appeared until all of these texts had, in that order."""
        end = time.monotonic() + within
        pattern = re.compile(".*?".join(map(re.escape, texts)), re.DOTALL)
        while not (found := pattern.search(self.text)):
            left = end - time.monotonic()
            if left <= 0 or not self._read(left):
                raise AssertionError(f"{texts} did not appear in:\n{self.text}")
        seen, self.text = self.text[: found.end()], self.text[found.end() :]
        return seen

    def ends(self, within: float = 60.0) -> int:
        """The exit code; what is left on the screen goes to `text`."""
        end = time.monotonic() + within
        while self.process.poll() is None and time.monotonic() < end:  # whoever does not read lets it wait
            self._read(0.1)
        while self._read(0):
            pass
        return self.process.wait(10)

    def _read(self, within: float) -> bool:
        if not select.select([self.screen], [], [], within)[0]:
            return False
        self.text += os.read(self.screen, 65536).decode("utf-8", "replace")
        return True

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        os.close(self.screen)
        os.close(self.terminal)
