"""Whether this Python can run the course, found out before anything that could fail is imported.

Needs nothing but Python itself, also an old one: with the wrong version, the wrong environment or a broken package there
is nothing else to rely on.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import os
import platform
import sys
from pathlib import Path

from graders import messages

OLDEST = (3, 11)
NEEDED = ("numpy", "numba", "pytest", "hypothesis", "pytest-benchmark", "psutil", "msgspec")
"""What `pip install -e .` brings, by the names of the packages."""
TORCH = "2.13.0"
"""As in pyproject.toml."""
_ROOT = Path(__file__).resolve().parent.parent
_AT_ONCE = ("msgspec", "numpy", "psutil")
"""Packages that every command imports anyway, so that trying costs nothing."""


def trouble() -> str:
    """Why nothing can work here, in one sentence with the remedy; empty where nothing is wrong."""
    if sys.version_info[:2] < OLDEST:
        return messages.wrong_python(".".join(map(str, sys.version_info[:3])), sys.executable)
    if not (_ROOT / "assignments").is_dir():
        return messages.not_editable(str(_ROOT), sys.executable)
    modules = {package: package.replace("-", "_") for package in NEEDED}
    found = {package: importlib.util.find_spec(module) for package, module in modules.items()}
    for package, spec in found.items():
        if spec is not None and (file := _own_file(spec.origin, modules[package])) is not None:
            return messages.in_the_way(_shown(file), modules[package])
    if missing := [package for package, spec in found.items() if spec is None]:
        return messages.not_installed(missing, sys.executable)
    for package in _AT_ONCE:
        try:
            importlib.import_module(package)
        except ImportError as error:
            return broken(package) or messages.package_broken(package, str(error).strip().splitlines()[-1:])
    return ""


def broken(module: str) -> str:
    """What is wrong with an installed package that cannot be imported; empty where that cannot be told."""
    package = module.partition(".")[0]
    try:
        record = importlib.metadata.distribution(package).read_text("WHEEL") or ""
    except (importlib.metadata.PackageNotFoundError, ValueError):
        return ""
    built = [line.partition(":")[2].strip() for line in record.splitlines() if line.startswith("Tag:")]
    try:
        from packaging import tags
    except ImportError:
        return ""
    fitting = {str(tag) for tag in tags.sys_tags()}
    if not built or fitting & {one for each in built for one in _single(each)}:
        return ""
    here = f"Python {sys.version_info[0]}.{sys.version_info[1]} on {platform.system()} {platform.machine()}"
    return messages.built_elsewhere(package, built[0], here)


def has_torch() -> bool:
    """Whether torch can be imported, without importing it: that takes a second."""
    return importlib.util.find_spec("torch") is not None


def torch_command(system: str = sys.platform) -> str:
    """What to type for the small torch: on Linux, the ordinary one brings gigabytes for graphics cards along."""
    small = " --index-url https://download.pytorch.org/whl/cpu" if system == "linux" else ""
    return f"pip install torch=={TORCH}{small}"


def shadows(folder: Path) -> list[Path]:
    """Files that hide a package or a part of Python from whoever runs a file of that folder by itself."""
    names = {package.replace("-", "_") for package in NEEDED} | {"torch"} | set(sys.stdlib_module_names)
    return sorted(path for path in folder.glob("*.py") if path.stem in names)


def _single(tag: str) -> list[str]:
    """`py2.py3-none-any` stands for py2-none-any and py3-none-any."""
    pythons, _, rest = tag.partition("-")
    abis, _, platforms = rest.partition("-")
    return [f"{py}-{abi}-{on}" for py in pythons.split(".") for abi in abis.split(".") for on in platforms.split(".")]


def _own_file(origin: str | None, module: str) -> Path | None:
    """The file or folder that Python takes for a package, where it lies where only the student's and the course's do."""
    if origin is None:
        return None
    file = Path(origin)
    place = file.parent if file.stem == "__init__" else file
    own = {Path.cwd(), _ROOT, *(_ROOT / "assignments").glob("*")}
    return place if place.parent.resolve() in own and place.stem == module else None


def _shown(path: Path) -> str:
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)
