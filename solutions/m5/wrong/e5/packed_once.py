"""caught by m5.e5.correct m5.e5.hidden: remembers the folder, whatever has come into it."""

_pack, _known = pack, {}


def pack(folder: str | Path, target: str | Path) -> Packed:
    """Somebody may have asked for this folder before."""
    if str(folder) not in _known:
        _pack(folder, target)
        _known[str(folder)] = Path(target).read_bytes()
    Path(target).write_bytes(_known[str(folder)])
    return open_packed(target)
