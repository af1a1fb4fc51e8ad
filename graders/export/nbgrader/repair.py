"""A notebook as a student left it, brought back into the shape in which it was handed out.

Answers are kept, and so are cells that the student added, as far as they are harmless. Everything else is as it was
handed out: nothing a student does to cells, points or metadata reaches nbgrader, whose whole batch stops at, for
example, a test cell that was copied.
"""

import base64
import binascii
import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from graders.export.nbgrader import notebooks
from graders.export.nbgrader.notebooks import CODE, Cell, Notebook
from graders.submission import LARGEST_NOTEBOOK
from graders.text import harmless

_OUTPUT, _PICTURE, _OUTPUTS, _CELLS = 10_000, 1 << 20, 20, 200
"""Of what students add: characters of an output, bytes of a picture, outputs of a cell, cells."""
_PICTURES = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8"}


def load(path: Path) -> Any:
    """The JSON of a notebook. Raises ValueError with what is wrong with it."""
    if path.is_symlink() or not path.is_file():
        raise ValueError("not a plain file (a link, perhaps)")
    if (size := path.stat().st_size) > LARGEST_NOTEBOOK:
        raise ValueError(f"{size >> 20} MiB large")
    return parse(path.read_bytes())


def parse(content: bytes) -> Any:
    """The same of what was read. Raises ValueError."""
    try:
        raw = json.loads(content)
    except (ValueError, RecursionError):
        raise ValueError("not valid JSON") from None
    if not isinstance(raw, dict) or not isinstance(raw.get("cells"), list):
        raise ValueError("not a notebook")
    return raw


def known_cells(raw: Any, blank: Notebook) -> set[str]:
    """Which cells of the notebook handed out are found in `raw`."""
    names = {notebooks.name_of(cell) for cell in blank["cells"]}
    return {name for cell in _cells(raw) if (name := _name(cell, names))}


def repaired(raw: Any, blank: Notebook) -> tuple[Notebook, list[str]]:
    """`raw` in the shape of `blank`, and what had to be put right, in words.

    A cell that was copied counts once. The halves of an answer cell that was split are one answer again.
    """
    notebook = copy.deepcopy(blank)
    cells = {notebooks.name_of(cell): cell for cell in notebook["cells"]}
    copies_of: dict[str, list[Cell]] = {name: [] for name in cells}
    added: dict[str, list[Cell]] = {name: [] for name in ("", *cells)}
    place = ""
    for cell in _cells(raw):
        if name := _name(cell, set(cells)):
            copies_of[name].append(cell)
            place = name
        else:
            added[place].append(cell)
    notes = []
    for name, cell in cells.items():
        copies = copies_of[name]
        if not copies:
            notes.append(f"{name} was missing")
        elif len(copies) > 1:
            notes.append(f"{name} was there {len(copies)} times")
        if notebooks.is_answer(cell):
            answers = dict.fromkeys(harmless(_source(each), CODE) for each in copies)
            answers.pop(cell["source"], None)
            cell["source"] = "\n\n".join(answers) if answers else cell["source"]
            if pictures := _attachments(copies):
                cell["attachments"] = pictures
        elif any(_is_changed(each, cell) for each in copies):
            notes.append(f"{name} was changed")
    extras = sum(map(len, added.values()))
    if extras > _CELLS:
        notes.append(f"{extras - _CELLS} of {extras} added cells are left out")
    order: list[Cell] = []
    room = _CELLS
    for name, followers in added.items():
        order += [cells[name]] if name else []
        order += [_extra(cell, f"added-{_CELLS - room + number}") for number, cell in enumerate(followers[:room])]
        room -= min(room, len(followers))
    notebook["cells"] = order
    return notebook, notes


def _cells(raw: Any) -> Iterator[Cell]:
    """What of the notebook looks like a cell at all."""
    for cell in raw["cells"]:
        if isinstance(cell, dict) and cell.get("cell_type") in ("code", "markdown", "raw"):
            yield cell


def _name(cell: Cell, names: set[str]) -> str:
    """The handed-out cell that this one was, by nbgrader's metadata or, where an editor dropped them, by its id."""
    meta = _dict(_dict(cell.get("metadata")).get("nbgrader"))
    return next((name for name in (meta.get("grade_id"), cell.get("id")) if isinstance(name, str) and name in names), "")


def _source(cell: Cell) -> str:
    return _text(cell.get("source"))


def _text(value: Any) -> str:
    """A text as notebooks write it: in one piece, or as a list of lines."""
    if isinstance(value, list):
        return "".join(part for part in value if isinstance(part, str))
    return value if isinstance(value, str) else ""


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _is_changed(cell: Cell, blank: Cell) -> bool:
    points = _dict(_dict(cell.get("metadata")).get("nbgrader")).get("points")
    wanted = blank["metadata"]["nbgrader"].get("points")
    return _source(cell) != blank["source"] or cell["cell_type"] != blank["cell_type"] or points not in (None, wanted)


def _extra(cell: Cell, name: str) -> Cell:
    """A cell that the student added; what HTML is in it, `plugins.safe_markdown` renders harmless."""
    source = harmless(_source(cell), CODE)
    if cell["cell_type"] == "code":
        outputs = cell.get("outputs")
        kept = [kept for output in (outputs if isinstance(outputs, list) else []) if (kept := _output(_dict(output)))]
        extra: Cell = {"cell_type": "code", "execution_count": None, "outputs": kept[:_OUTPUTS]}
    else:
        extra = {"cell_type": "markdown"}
        if pictures := _attachments([cell]):
            extra["attachments"] = pictures
    return extra | {"id": name, "metadata": {}, "source": source}


def _output(output: Cell) -> Cell | None:
    """Text and pictures; HTML, scripts, widgets and SVG, which may hold scripts, are not shown."""
    if output.get("output_type") == "stream":
        return {"output_type": "stream", "name": "stdout", "text": harmless(_text(output.get("text")), _OUTPUT)}
    data = _dict(output.get("data"))
    shown: dict[str, str] = dict(_pictures(data))
    if "text/plain" in data:
        shown["text/plain"] = harmless(_text(data["text/plain"]), _OUTPUT)
    return {"output_type": "display_data", "data": shown, "metadata": {}} if shown else None


def _attachments(copies: list[Cell]) -> dict[str, dict[str, str]]:
    """Pictures dragged into an answer."""
    attachments = {
        name: dict(_pictures(_dict(data))) for cell in copies for name, data in _dict(cell.get("attachments")).items()
    }
    return {harmless(name, 100): pictures for name, pictures in list(attachments.items())[:_OUTPUTS] if pictures}


def _pictures(data: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for kind, start in _PICTURES.items():
        text = "".join(_text(data.get(kind)).split())
        try:
            content = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            continue
        if content.startswith(start) and len(content) <= _PICTURE:
            yield kind, text
