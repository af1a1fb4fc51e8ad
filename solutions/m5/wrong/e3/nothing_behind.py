"""caught by m5.e3.hidden: does not look at what stands behind the gzip file."""


def _text(path: Path) -> bytes:
    """What the file holds, unpacked; one byte more than allowed is enough to know that there are too many."""
    with path.open("rb") as file:
        content = file.read(_MOST + 1)
    if len(content) <= _MOST and content[:2] == b"\x1f\x8b":
        unpacker = zlib.decompressobj(wbits=31)
        content = unpacker.decompress(content, _MOST + 1)
        if len(content) <= _MOST and not unpacker.eof:
            raise ValueError(f"{path.name} is cut")
    if len(content) > _MOST:
        raise ValueError(f"{path.name} has more than {_MOST >> 20} MiB")
    return content
