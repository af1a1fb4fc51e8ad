"""caught by m0.e5.correct m0.e5.hidden: lengths and CRCs have their lowest byte first."""


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack("<I", len(data)) + kind + data + struct.pack("<I", zlib.crc32(kind + data))
