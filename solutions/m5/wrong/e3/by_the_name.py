"""caught by m5.e3.correct m5.e3.hidden: a file is gzipped if its name says so."""


def _text(path: Path) -> bytes:
    """What the file holds, unpacked; one byte more than allowed is enough to know that there are too many."""
    with path.open("rb") as file:
        packed = path.suffix == ".gz"
        if packed:
            with gzip.open(file) as unpacked:
                content = unpacked.read(_MOST + 1)
        else:
            content = file.read(_MOST + 1)
    if len(content) > _MOST or path.stat().st_size > _MOST:
        raise ValueError(f"{path.name} has more than {_MOST >> 20} MiB")
    return content
