"""Builds the site with Zensical, or serves it and builds it anew whenever a page is saved."""

import contextlib
import importlib.util
import json
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

from graders.result import write_if_changed
from graders.site import messages
from graders.site.navigation import INDEX, Entry, navigation
from graders.site.stage import Staged, stage

THEME = Path(__file__).parent / "theme"
_SETTINGS = "zensical.toml"
_EVERY = 0.5
"""Seconds between two looks at the pages."""


class SiteError(Exception):
    """The site cannot be built, in a sentence for each thing that is wrong."""


def build(root: Path, out: Path) -> Path:
    """Build the site of the course in `root` below `out`; returns its first page.

    Raises SiteError, also for links that lead nowhere, and ModuleNotFoundError without Zensical.
    """
    _check(out)
    staged = stage(root)
    if lost := _lost(staged):
        raise SiteError(lost)
    _write(staged, out)
    site = out / "site"
    if site.exists():
        shutil.rmtree(site)
    done = subprocess.run(
        _zensical("build", out, "--strict"), capture_output=True, text=True, encoding="utf-8", errors="replace"
    )
    if done.returncode:
        raise SiteError(messages.zensical_failed(re.sub(r"\x1b\[[\d;]*m", "", done.stdout + done.stderr).strip()))
    return site / "index.html"


def serve(root: Path, out: Path, address: str) -> None:
    """Serve the site at an address such as localhost:8000 until Ctrl-C; what is saved meanwhile is shown at once.

    Links that lead nowhere are only told: whoever writes may be about to draw the figure.
    Raises SiteError when the server ends by itself.
    """
    _check(out)
    staged = stage(root)
    _write(staged, out)
    _say(_lost(staged))
    server = subprocess.Popen(_zensical("serve", out, "--dev-addr", address))
    seen = _stamps(root, staged)
    try:
        while server.poll() is None:
            time.sleep(_EVERY)
            if (now := _stamps(root, staged)) == seen:
                continue
            seen = now
            try:
                staged = stage(root)
                _write(staged, out)
                _say(_lost(staged))
            except (SiteError, OSError, UnicodeDecodeError) as error:  # a page half saved, perhaps: the next save mends it
                _say(str(error))
        raise SiteError(messages.not_served(address))
    except KeyboardInterrupt:
        return
    finally:
        server.terminate()
        server.wait()


def _zensical(command: str, out: Path, *options: str) -> list[str]:
    if importlib.util.find_spec("zensical") is None:
        raise ModuleNotFoundError("No module named 'zensical'", name="zensical")
    return [sys.executable, "-m", "zensical", command, "--config-file", str(out / _SETTINGS), *options]


def _check(out: Path) -> None:
    if out.exists() and not (out.is_dir() and ((out / _SETTINGS).is_file() or not any(out.iterdir()))):
        raise SiteError(messages.not_a_site(str(out)))


def _lost(staged: Staged) -> str:
    return "\n".join(messages.broken_link(each) for each in staged.broken)


def _say(sentences: str) -> None:
    if sentences:
        print(sentences, file=sys.stderr, flush=True)


def _write(staged: Staged, out: Path) -> None:
    """Make the folder hold the pages, and what Zensical has to know; only what changed is written."""
    if INDEX not in staged.pages:
        raise SiteError(messages.NO_FIRST_PAGE)
    pages = out / "pages"
    theme = {f"theme/{path.name}": path.read_bytes() for path in THEME.iterdir() if path.name != _SETTINGS}
    files = staged.files | theme
    for path in [path for path in pages.rglob("*") if path.is_file()]:
        if path.relative_to(pages).as_posix() not in files:
            path.unlink()
    for name, content in files.items():
        write_if_changed(pages / name, content)
    write_if_changed(out / _SETTINGS, _settings(staged))


def _settings(staged: Staged) -> str:
    """JSON's strings and lists are TOML's."""
    widgets = sorted(path for path in staged.files if path.startswith("widgets/"))
    top = {
        "docs_dir": "pages",
        "site_dir": "site",
        "extra_css": ["theme/site.css", *(path for path in widgets if path.endswith(".css"))],
        "extra_javascript": [path for path in widgets if path.endswith(".js")],
    }
    lines = [f"{key} = {json.dumps(value)}" for key, value in top.items()]
    menu = ", ".join(_menu(entry) for entry in navigation(staged.pages))
    rest = (THEME / _SETTINGS).read_text(encoding="utf-8")
    return "\n".join(["[project]", *lines, f"nav = [{menu}]", rest])


def _menu(entry: Entry) -> str:
    name = json.dumps(entry.title, ensure_ascii=False)
    if not entry.inside:
        return f"{{{name} = {json.dumps(entry.path)}}}"
    return f"{{{name} = [{', '.join(_menu(each) for each in entry.inside)}]}}"


def _stamps(root: Path, staged: Staged) -> dict[Path, int]:
    """When each file was written that the site is made of, or that came to the guide since."""
    stamps = {}
    for path in {*staged.sources, *(root / "guide").rglob("*"), *THEME.iterdir()}:
        with contextlib.suppress(OSError):
            if path.is_file():
                stamps[path] = path.stat().st_mtime_ns
    return stamps
