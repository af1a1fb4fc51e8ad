"""Joules that a processor has counted, by its own meter, where this machine has one and it may be read.

On Linux every package (what sits in one socket) has a counter of microjoules, which Intel calls RAPL. AMD's processors have it
in the same place, below the same name. Only packages are added up: what is inside of one (cores, memory) would be counted
twice, and so would the same package by another road (intel-rapl-mmio), or the whole machine (psys). On most machines only
root may read them, and virtual machines have none. Then there is nothing to say: no joules are ever guessed here.

Source: https://docs.kernel.org/power/powercap/powercap.html.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path("/sys/class/powercap")
Reading = Mapping[Path, int]
"""Microjoules so far, by counter."""


@dataclass(frozen=True)
class _Package:
    counter: Path
    most: int
    """What it can show at most; then it begins at 0 again, on a busy machine within the hour."""


def read() -> Reading | None:
    """What all packages show now; None where one cannot be read, or there is none."""
    packages = _packages(FOLDER)
    if not packages:
        return None
    try:
        return {package.counter: int(package.counter.read_text()) for package in packages}
    except (OSError, ValueError):
        return None


def between(before: Reading | None, after: Reading | None) -> float | None:
    """Joules from one reading to the next, if no counter began at 0 twice in between. None where one of them is missing."""
    if before is None or after is None or before.keys() != after.keys():
        return None
    most = {package.counter: package.most for package in _packages(FOLDER)}
    total = 0
    for counter, first in before.items():
        grown = after[counter] - first
        total += grown if grown >= 0 else grown + most[counter]
    return total / 1e6


@cache
def _packages(folder: Path) -> tuple[_Package, ...]:
    """Looked for once: where there is no meter, asking again costs nothing. One that cannot be read makes the rest useless."""
    try:
        return tuple(_found(folder))
    except (OSError, ValueError):
        return ()


def _found(folder: Path) -> Iterator[_Package]:
    for zone in sorted(folder.glob("intel-rapl:*")):
        if zone.name.count(":") == 1 and (zone / "name").read_text().startswith("package"):
            int((zone / "energy_uj").read_text())
            yield _Package(zone / "energy_uj", int((zone / "max_energy_range_uj").read_text()))
