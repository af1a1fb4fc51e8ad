"""Single keys from the terminal, without waiting for Enter; on Windows and elsewhere."""

import sys
import time
from types import TracebackType
from typing import Self

END = "\x04"
"""What is read when nobody can type any more: the terminal is gone."""


def is_terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()


if sys.platform == "win32":
    import msvcrt

    class Keyboard:
        """Reads keys while it is entered."""

        def __enter__(self) -> Self:
            return self

        def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
            while msvcrt.kbhit():
                msvcrt.getwch()

        def read(self, within: float) -> str:
            """The next key in small letters, or an empty text after `within` seconds. Raises KeyboardInterrupt for Ctrl-C."""
            until = time.monotonic() + within
            while not msvcrt.kbhit():
                if time.monotonic() >= until:
                    return ""
                time.sleep(0.02)
            key = msvcrt.getwch()
            if key in ("\x00", "\xe0"):  # an arrow or function key comes as two
                msvcrt.getwch()
                return ""
            if key == "\x03":
                raise KeyboardInterrupt
            return key.lower()

else:
    import os
    import select
    import termios
    import tty

    class Keyboard:
        """Reads keys while it is entered; the terminal is as it was before when it is left, however that happens."""

        def __enter__(self) -> Self:
            self._file = sys.stdin.fileno()
            self._before = termios.tcgetattr(self._file)
            tty.setcbreak(self._file)
            return self

        def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
            termios.tcsetattr(self._file, termios.TCSAFLUSH, self._before)

        def read(self, within: float) -> str:
            """The next key in small letters, or an empty text after `within` seconds. Raises KeyboardInterrupt for Ctrl-C."""
            ready, _, _ = select.select([self._file], [], [], within)
            if not ready:
                return ""
            try:
                typed = os.read(self._file, 64)
            except OSError:
                typed = b""
            if not typed:
                return END
            # Arrows and function keys come as several characters that begin with Escape: not meant for us.
            return "" if typed.startswith(b"\x1b") else typed.decode("utf-8", "replace")[0].lower()
