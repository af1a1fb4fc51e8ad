"""Where a newer handout comes from: a folder, a zip, the address of a zip, or a git repository. Its files are only read."""

import contextlib
import http.client
import io
import re
import stat
import tempfile
import urllib.error
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from graders import git
from graders.git import GitError, NoGit
from graders.handout.manifest import NAME, HandoutError

LARGEST = 256 << 20
"""Bytes that a handout may have in all."""
_PATIENCE, _TO_CLONE = 60, 600
"""Seconds that a zip or repository may take."""

Read = Callable[[str], bytes]
"""The content of a file of the handout, by its path. Raises HandoutError where it is none that may be read."""


@contextlib.contextmanager
def opened(source: str, root: Path) -> Iterator[Read]:
    """The handout at `source`: a folder, a zip, an address, or the name of one of the git remotes of `root`.

    Raises HandoutError with one sentence when there is none.
    """
    place = Path(source).expanduser()
    if place.is_dir() and (place / NAME).is_file():
        yield _folder(place.resolve())
    elif place.is_file():
        yield _zip(place.read_bytes(), source)
    elif _is_zip_address(source):
        yield _zip(_download(source), source)
    else:
        address = str(place) if place.is_dir() else _address(source, root)
        if _is_zip_address(address):
            yield _zip(_download(address), address)
            return
        with tempfile.TemporaryDirectory(prefix="handout-", ignore_cleanup_errors=True) as name:
            _clone(address, Path(name) / "clone")
            yield _folder(Path(name).resolve() / "clone")


def remote(root: Path, name: str) -> str:
    """The address of one of the course folder's git remotes; empty where there is none."""
    address = git.ask(root, "remote", "get-url", "--", name) if (root / ".git").exists() else None
    return (address or b"").decode("utf-8", "replace").strip()


def _address(source: str, root: Path) -> str:
    if address := remote(root, source):
        return address
    if re.match(r"(https|ssh|git|file)://|[\w.-]+@[\w.-]+:", source):
        return source
    raise HandoutError(
        f"{source} is no handout: give a folder with {NAME} in it, a zip, the address of either, or a git remote"
    )


def _is_zip_address(address: str) -> bool:
    found = urllib.parse.urlsplit(address)
    return found.scheme in ("http", "https") and (found.path.endswith(".zip") or "/zip/" in found.path)


def _folder(folder: Path) -> Read:
    def read(path: str) -> bytes:
        place = folder
        for part in path.split("/"):
            place = place / part
            if place.is_symlink():
                raise HandoutError(f"{path} is a link in that handout: nothing was taken from it")
        if not place.is_file() or place.stat().st_size > LARGEST:
            raise HandoutError(f"{path} is missing in that handout: get it once more")
        return place.read_bytes()

    return read


def _zip(content: bytes, name: str) -> Read:
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except zipfile.BadZipFile:
        raise HandoutError(f"{name} is not a zip: nothing was changed") from None
    entries = {info.filename: info for info in archive.infolist()}
    # A forge puts everything into one folder.
    tops = sorted((each for each in entries if each == NAME or re.fullmatch(rf"[^/]+/{NAME}", each)), key=len)
    if not tops:
        raise HandoutError(f"{name} holds no {NAME}: it is no handout")
    top = tops[0].removesuffix(NAME)
    if sum(info.file_size for info in entries.values()) > LARGEST:
        raise HandoutError(f"{name} is larger than a handout can be: nothing was changed")

    def read(path: str) -> bytes:
        info = entries.get(top + path)
        if info is None:
            raise HandoutError(f"{path} is missing in {name}: get it once more")
        if stat.S_ISLNK(info.external_attr >> 16):
            raise HandoutError(f"{path} is a link in {name}: nothing was taken from it")
        try:
            return archive.read(info)
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
            raise HandoutError(f"{path} in {name} is damaged ({error}): get it once more") from None

    return read


def _download(address: str) -> bytes:
    _check_safe(address)
    try:
        with urllib.request.urlopen(address, timeout=_PATIENCE) as answer:
            _check_safe(answer.geturl())
            content: bytes = answer.read(LARGEST + 1)
    except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError) as error:
        raise HandoutError(f"{address} cannot be fetched: {getattr(error, 'reason', None) or error}") from None
    if len(content) > LARGEST:
        raise HandoutError(f"{address} is larger than a handout can be: nothing was changed")
    return content


def _check_safe(address: str) -> None:
    found = urllib.parse.urlsplit(address)
    if found.scheme != "https" and found.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise HandoutError(f"{address}: a handout is fetched by https only, because it is code that you will run")


def _clone(address: str, folder: Path) -> None:
    options = [part for each in ("core.autocrlf=false", "core.symlinks=false") for part in ("-c", each)]
    try:
        # The address may be a path from where we are.
        git.run(
            Path(), *options, *("clone", "--quiet", "--depth=1", "--template=", "--", address, str(folder)), patience=_TO_CLONE
        )
    except NoGit:
        raise HandoutError(
            f"git is not installed, and {address} is a git repository: give the address of a zip instead"
        ) from None
    except GitError as error:
        raise HandoutError(f"{re.sub(r'(?<=://)[^/@]*@', '', address)} cannot be fetched: {error}") from None
    if not (folder / NAME).is_file():
        raise HandoutError(f"the repository {address} holds no {NAME}: it is no handout")
