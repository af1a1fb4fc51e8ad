"""caught by m3.e7.hidden: writes to a file with another name first, which somebody else may have."""


def save(meta: dict[str, Any], cells: dict[str, bytes], folder: str | Path) -> None:
    """One file for each cell, and meta.json, once all names are known to be harmless."""
    _check_cloud(meta, cells)
    folder = Path(folder)
    folder.mkdir(exist_ok=True)
    for name, content in cells.items():
        first = folder / f"{name}.cell.tmp"
        first.write_bytes(content)
        first.replace(folder / f"{name}.cell")
    first = folder / "meta.json.tmp"
    first.write_text(json.dumps({"meta": meta, "crc32": _crc(meta)}), encoding="utf-8")
    first.replace(folder / "meta.json")
