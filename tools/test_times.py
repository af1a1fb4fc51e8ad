"""How long each part of `make test` takes.

    python tools/test_times.py races COMMAND…    run it, and note its time under that name
    python tools/test_times.py                   print what was noted, and forget it

Where the command is pytest, tests/conftest.py divides its time among unit tests, journeys and the walk over the exercises by
what their tests took; with several processes at a time these are shares of the clock, and not sums over processes. Runs
before anything is installed.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

NOTES = Path(__file__).resolve().parents[1] / "build" / "test_times.txt"


def note(name: str, command: list[str]) -> int:
    NOTES.parent.mkdir(exist_ok=True)
    begin, before = time.monotonic(), NOTES.read_text(encoding="ascii") if NOTES.is_file() else ""
    code = subprocess.run(command, env=os.environ | {"TEST_TIMES": str(NOTES)}).returncode
    if not NOTES.is_file() or NOTES.read_text(encoding="ascii") == before:
        with NOTES.open("a", encoding="ascii") as notes:
            notes.write(f"{name} {time.monotonic() - begin:.1f}\n")
    return code


def table() -> str:
    took: dict[str, float] = {}
    for line in NOTES.read_text(encoding="ascii").splitlines():
        name, seconds = line.split()
        took[name] = took.get(name, 0.0) + float(seconds)
    rows = [*took.items(), ("together", sum(took.values()))]
    return "\n".join(f"{name:10} {seconds // 60:4.0f} min {seconds % 60:2.0f} s" for name, seconds in rows)


def main() -> int:
    if sys.argv[1:]:
        return note(sys.argv[1], sys.argv[2:])
    print(table())
    NOTES.unlink()
    return 0


if __name__ == "__main__":
    sys.exit(main())
