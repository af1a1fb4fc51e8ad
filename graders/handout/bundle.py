"""The archive of a module's hidden checks and key: promised by its hash in HANDOUT, published after the deadline."""

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from graders.handout.manifest import HandoutError, is_inside
from graders.key import key_of

KEY = "key.txt"
LARGEST = 64 << 20
"""Bytes that all of it may have."""


@dataclass(frozen=True)
class Bundle:
    """An archive with what is in it."""

    content: bytes
    key: bytes
    files: dict[str, bytes]
    """The hidden checks, by path below the module's folder."""

    @property
    def sha256(self) -> str:
        """What `sha256sum` says of the archive, too."""
        return hashlib.sha256(self.content).hexdigest()


def pack(hidden: Path, module_id: str, key: bytes) -> Bundle:
    """The module's archive from the course's hidden checks and key: the same bytes on every machine."""
    return _packed(module_id, key_of(module_id, key), _contents(hidden / module_id))


def load(path: Path, module_id: str) -> Bundle:
    """A published archive, or the folder or key file of an unpacked one.

    Raises HandoutError with one sentence for anything else.
    """
    try:
        if path.is_file() and zipfile.is_zipfile(path):
            return _unpacked(path.read_bytes(), module_id, path.name)
        folder = path.parent if path.is_file() and path.name == KEY else path
        folder = folder / module_id if (folder / module_id).is_dir() else folder
        if not (folder / KEY).is_file():
            raise HandoutError(f"{path} is neither the published archive of {module_id} nor the {KEY} of an unpacked one")
        return _packed(module_id, _key((folder / KEY).read_bytes(), path.name), _contents(folder))
    except (OSError, zipfile.BadZipFile) as error:
        raise HandoutError(f"{path} cannot be read: {error}") from None


def _contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().replace(b"\r\n", b"\n")
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.name != KEY
    }


def _packed(module_id: str, key: bytes, files: dict[str, bytes]) -> Bundle:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in sorted({KEY: key.hex().encode() + b"\n", **files}.items()):
            info = zipfile.ZipInfo(f"{module_id}/{name}")  # 1980: the same files are the same bytes
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, content)
    return Bundle(out.getvalue(), key, files)


def _unpacked(content: bytes, module_id: str, name: str) -> Bundle:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(info.file_size for info in archive.infolist()) > LARGEST:
            raise HandoutError(f"{name} is larger than hidden checks can be: get the published archive once more")
        files = {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}
    start = f"{module_id}/"
    if bad := [path for path in files if not path.startswith(start) or not is_inside(path)]:
        raise HandoutError(f"{name} is not the archive of {module_id}: it holds {bad[0]}")
    inner = {path.removeprefix(start): file for path, file in files.items()}
    return Bundle(content, _key(inner.pop(KEY, b""), name), inner)


def _key(text: bytes, name: str) -> bytes:
    try:
        key = bytes.fromhex(text.decode("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != 32:
        raise HandoutError(f"there is no key in {name}: get the published archive once more")
    return key
