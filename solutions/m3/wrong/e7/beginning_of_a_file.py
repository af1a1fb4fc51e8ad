"""caught by m3.e7.hidden: of a file that is too long, the beginning will do."""


def _read(path: Path, size: int | None = None) -> bytes:
    """The bytes of a regular file, which has this size."""
    if not path.is_file() or path.is_symlink():
        raise ValueError(f"there is no file {path.name}")
    return path.read_bytes()[:size]
