"""Puts a newer handout in place, file by file, in such a way that whatever interrupts it, the next command goes on with it.

`graders.handout.update` lays everything ready in `.handout/update`, `plan.json` last; from then on the course is renewed
whatever happens. This file may meet a course that is half old and half new, so it needs nothing but Python itself.
"""

from __future__ import annotations  # also an old Python has to get as far as being told that it is one

import contextlib
import hashlib
import json
import os
import shutil
from pathlib import Path
from typing import Any

STAGE = ".handout/update"
PLAN = "plan.json"


def digest(content: bytes) -> str:
    """SHA-256 of a file; the same on systems that end their lines differently."""
    return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def digest_of(file: Path) -> str:
    """The same of a file that may not be there: then it is empty."""
    return digest(file.read_bytes()) if file.is_file() else ""


def go_on(root: Path) -> dict[str, Any] | None:
    """Do what is left of the renewal that is laid ready under `root`; returns its plan, None where there is none.

    Every step can be repeated: a file that is as it should be is left alone, one that somebody changed is kept first.
    Raises OSError when a file cannot be written; the next call goes on from there.
    """
    stage = root / STAGE
    try:
        plan: dict[str, Any] = json.loads((stage / PLAN).read_bytes())
    except (OSError, ValueError):
        return None
    kept = root / plan["kept"]
    for path, old in plan["write"].items():
        if (ready := stage / "files" / path).is_file():
            target = root / path
            if target.is_file() and digest(target.read_bytes()) not in (old, digest(ready.read_bytes())):
                _keep(target, kept / path)
            target.parent.mkdir(parents=True, exist_ok=True)
            ready.replace(target)
    for path in plan["start"]:
        ready, target = stage / "files" / path, root / path
        if ready.is_file() and not os.path.lexists(target):
            target.parent.mkdir(parents=True, exist_ok=True)
            ready.replace(target)
    for path, old in plan["drop"].items():
        if (target := root / path).is_file():
            if digest(target.read_bytes()) != old:
                _keep(target, kept / path)
            target.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # not empty
                target.parent.rmdir()
    # The plan goes first: without it the rest is only litter.
    (stage / PLAN).unlink(missing_ok=True)
    shutil.rmtree(stage, ignore_errors=True)
    return plan


def _keep(file: Path, place: Path) -> None:
    """Copy a file aside, unless just this content is there already."""
    content, number = file.read_bytes(), 1
    while place.is_file() and place.read_bytes() != content:
        number += 1
        place = place.with_name(f"{file.stem}-{number}{file.suffix}")
    place.parent.mkdir(parents=True, exist_ok=True)
    # Never half a copy under the final name: the original is replaced next.
    part = place.with_name(f".{place.name}.part")
    part.write_bytes(content)
    part.replace(place)
