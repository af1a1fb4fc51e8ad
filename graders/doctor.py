"""`python -m graders doctor`: what this machine has and can do for the course, on one screen."""

import importlib.metadata
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from graders import course, packages
from graders.environment import NEEDED, OLDEST, torch_command
from graders.judge import machine, roofline
from graders.worker import cgroup, sandbox
from graders.worker.launch import cores

FOR_GRADING = ("nbgrader", "jinja2", "rich")
LINE = 50e6
"""Bits per second of a line that is nothing special."""


@dataclass(frozen=True)
class DoctorFinding:
    """One line: what was looked at, what was found, and what to do about it where something is wrong."""

    name: str
    found: str
    remedy: str = ""
    serious: bool = False
    """The course does not work like this."""


def findings() -> Iterator[DoctorFinding]:
    """Look at one thing after the other; those that take a moment come last."""
    yield from equipment()
    yield DoctorFinding("memory", f"{roofline.triad_bandwidth() / 1e9:.0f} GB/s (triad, one thread)")
    yield DoctorFinding("arithmetic", f"{roofline.matmul_rate() / 1e9:.0f} GFLOP/s (numpy's matrix product, float64)")
    noise = machine.timing_noise(1.0)
    yield DoctorFinding("timing noise", f"{100 * noise:.0f} %: {machine.noise_in_words(noise)}")


def equipment() -> Iterator[DoctorFinding]:
    """What is here, as opposed to how fast it is."""
    version = ".".join(map(str, sys.version_info[:3]))
    old = sys.version_info[:2] < OLDEST
    yield DoctorFinding("Python", f"{version}, {machine.system()}", "install Python 3.11 or newer" if old else "", old)
    missing = [name for name in NEEDED if not _version(name)]
    yield DoctorFinding("packages", _versions(NEEDED), "pip install -e ." if missing else "", bool(missing))
    yield DoctorFinding("to install", _installation())
    yield torch_finding(_version("torch"))
    if not course.is_handout():
        grading = [name for name in FOR_GRADING if not _version(name)]
        yield DoctorFinding("for grading", "not installed: only instructors need it" if grading else _versions(FOR_GRADING))
    yield DoctorFinding("compiler", _first_line("cc", "gcc", "clang") or "none: not needed")
    yield DoctorFinding("processor", f"{machine.cpu_name()}, {cores()} core{'s' if cores() != 1 else ''} for this process")
    yield DoctorFinding("BLAS", machine.blas())
    yield DoctorFinding("GPU", _first_line("nvidia-smi", option="-L") or "none: checks that need one are decided elsewhere")
    if not course.is_handout():
        if exposed := sandbox.exposed(course.ROOT / "results"):
            yield DoctorFinding("secrets", "readable for student code", exposed, True)
        yield DoctorFinding("sandbox", sandbox.trouble() or f"works; control groups: {cgroup.described()}")


def torch_finding(version: str, system: str = sys.platform) -> DoctorFinding:
    """Whether torch is here; or how to get the small one, before gigabytes come."""
    if version:
        return DoctorFinding("torch", version)
    size = "about 200 MB" + (", and gigabytes for graphics cards without that address" if system == "linux" else "")
    missing = "not installed: a few exercises and experiments use it"
    return DoctorFinding("torch", missing, f"if you want them: {torch_command(system)} ({size})")


def next_command() -> str:
    modules = course.module_ids()
    return f"pytest assignments/{modules[0]}" if modules else "there is no module in assignments/ yet"


def _installation() -> str:
    """What the packages of the course weigh and how long they take on a line of LINE, measured on those that are here."""
    project = tomllib.loads((course.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = packages.closure(project["dependencies"])
    disk, download = packages.weight(found)
    return (
        f"{len(found)} packages, {disk / 1e6:.0f} MB here; about {download / 1e6:.0f} MB to download (parts of the files "
        f"compressed to find out): {8 * download / LINE:.0f} s at {LINE / 1e6:.0f} Mbit/s"
    )


def _version(package: str) -> str:
    try:
        return importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return ""


def _versions(packages: tuple[str, ...]) -> str:
    return ", ".join(f"{package} {_version(package) or 'MISSING'}" for package in packages)


def _first_line(*programs: str, option: str = "--version") -> str:
    """What the first of these programs that is here says about itself."""
    for program in programs:
        if (path := shutil.which(program)) is None:
            continue
        done = subprocess.run([path, option], capture_output=True, text=True, errors="replace", timeout=30)
        if done.returncode == 0 and done.stdout.strip():
            return done.stdout.strip().splitlines()[0]
    return ""
