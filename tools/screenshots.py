"""Makes the pictures of README: real commands in a real terminal, as SVG for light and dark pages.

    python tools/screenshots.py

Works in a copy of the course in which one exercise is solved, one is half-way and one is not begun. Needs the extra `grade`
(for rich) and a system with pseudo-terminals; races are run, so leave the machine alone meanwhile.
"""

import html
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "guide" / "m2" / "pictures"
WIDTH = 80
ABOVE, MARGIN = 41, 12
"""Units of the picture from its top to the first line, as rich has it, and as is enough."""

# Both as on the feedback page: legible for those who do not tell red from green.
INKS = {
    "light": ((253, 252, 249), (29, 32, 35), [(29, 32, 35), (163, 33, 21), (0, 98, 74), (133, 83, 0)]),
    "dark": ((20, 23, 26), (232, 230, 225), [(20, 23, 26), (255, 157, 143), (107, 216, 178), (242, 201, 113)]),
}
# rich's own picture loads a font from elsewhere, which pages such as GitHub's refuse.
FRAME = """\
<svg class="rich-terminal" viewBox="0 TOP {width} HEIGHT" xmlns="http://www.w3.org/2000/svg" role="img" aria-label="LABEL">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; font-size: {char_height}px; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal"><rect width="{terminal_width}" height="{terminal_height}"/></clipPath>
{lines}
</defs>
<rect y="TOP" width="{width}" height="HEIGHT" rx="8" fill="BACKGROUND"/>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def half_way(folder: Path) -> None:
    """A student's copy of the course: e1 solved, e2 not begun, e7 fast and not yet right."""
    skip = shutil.ignore_patterns("__pycache__", "hidden", "*.egg-info")
    for name in ("assignments", "graders"):
        shutil.copytree(ROOT / name, folder / name, ignore=skip)
    for name in ("conftest.py", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    solutions, mine = ROOT / "solutions" / "m2", folder / "assignments" / "m2"
    shutil.copy(solutions / "e1_amdahl.py", mine)
    right = (solutions / "e7_asyncio.py").read_text(encoding="utf-8")
    slip = (solutions / "wrong" / "e7" / "one_failure_for_all.py").read_text(encoding="utf-8")
    (mine / "e7_asyncio.py").write_text(f"{right}\n\n{slip}", encoding="utf-8")


def typed(folder: Path, command: Sequence[str]) -> str:
    """What a terminal shows when that is typed, with its colours."""
    import fcntl
    import pty
    import struct
    import termios

    screen, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 40, WIDTH, 0, 0))
    keep = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME", "LANG", "VIRTUAL_ENV")}
    process = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=folder,
        env=keep | {"TERM": "xterm-256color", "PYTHONIOENCODING": "utf-8"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    shown = b""
    try:
        while part := os.read(screen, 65536):
            shown += part
    except OSError:  # on Linux this is how the end is told
        pass
    process.wait()
    os.close(screen)
    return shown.decode("utf-8").replace("\r\n", "\n").strip("\n")


def picture(shown: str, theme: str, name: str) -> str:
    """The screen as SVG; the same bytes for the same screen."""
    background, ink, inks = INKS[theme]
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi(shown), no_wrap=True, crop=False)
    colours = TerminalTheme(background, ink, [*inks, *[ink] * 4], [*inks, *[ink] * 4])
    label = html.escape(f"A terminal: {shown.partition(chr(10))[0]}")
    frame = FRAME.replace("BACKGROUND", "#{:02x}{:02x}{:02x}".format(*background)).replace("LABEL", label)
    svg = console.export_svg(title="", theme=colours, code_format=frame, unique_id=f"{name}-{theme}")
    # rich leaves room for a title bar, which there is none of.
    height = float(re.search(r'<rect width="[\d.]+" height="([\d.]+)"/>', svg)[1]) + 2 * MARGIN
    svg = svg.replace("TOP", f"{ABOVE - MARGIN}").replace("HEIGHT", f"{height:.0f}")
    return re.sub(r"[ \t]+\n", "\n", svg)


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "course"
        folder.mkdir()
        half_way(folder)
        command = ["pytest", "assignments/m2", "-k", "e1 or e2 or e7"]
        shown = f'$ {" ".join(command[:3])} "{command[3]}"\n{typed(folder, command)}'
        for theme in INKS:
            path = PICTURES / f"terminal-{theme}.svg"
            path.write_text(picture(shown, theme, "terminal"), encoding="utf-8", newline="\n")
            print(path.relative_to(ROOT))
    print(shown)


if __name__ == "__main__":
    main()
