"""m0.x1: did the compiler use vector instructions?"""

import re
from typing import Any

import numpy as np
from numba import njit

_WORDS = {"add": "add", "sub": "subtract", "mul": "multiply", "div": "divide"}
_INSTRUCTION = re.compile(r"\s+([a-z][a-z0-9.]*)\s+([^\s,]+)")
_X86 = re.compile(r"v?(add|sub|mul|div)p[sd]|vfn?m(?:add|sub)(?:132|213|231)p[sd]")
_ARM = re.compile(r"f(add|sub|mul|div|mla|mls) (?:v\d+\.(?:2s|4s|2d)|z\d+\.[sd])")


def packed_operations(function: Any, signature: Any) -> dict[str, int]:
    """Packed instructions by what they do."""
    count = dict.fromkeys([*_WORDS.values(), "fused"], 0)
    for line in function.inspect_asm(signature).splitlines():
        if found := _INSTRUCTION.match(line):
            name, first = found.groups()
            # As on Linux: macOS has the shape behind the name.
            name, dot, shape = name.partition(".")
            packed = _X86.fullmatch(name + dot + shape) or _ARM.fullmatch(f"{name} {first}{dot}{shape}")
            if packed:
                count[_WORDS.get(packed[1], "fused")] += 1
    return count


@njit(error_model="numpy", fastmath={"reassoc", "nsz"})
def kinetic_energy(momentum: np.ndarray, mass: np.ndarray) -> float:
    """In any order, and without asking before each division whether to raise ZeroDivisionError."""
    total = 0.0
    for i in range(len(mass)):
        total += 0.5 * momentum[i] * momentum[i] / mass[i]
    return total
