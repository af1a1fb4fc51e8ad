"""caught by m3.e7.correct m3.e7.hidden: save does not make the folder."""


def save(meta: dict[str, Any], cells: dict[str, bytes], folder: str | Path) -> None:
    """One file for each cell, and meta.json, once all names are known to be harmless."""
    _check_cloud(meta, cells)
    folder = Path(folder)
    for name, content in cells.items():
        (folder / f"{name}.cell").write_bytes(content)
    (folder / "meta.json").write_text(json.dumps({"meta": meta, "crc32": _crc(meta)}), encoding="utf-8")
