"""m0.x1: did the compiler use vector instructions? Read what it wrote, then change a loop until it does.

An instruction that computes with several numbers at once is called packed. A function compiled by njit shows its machine code
as text: f.inspect_asm(signature), for one of f.signatures. given_x1 has the loop to change, and given_recorded_x1 machine code
for other processors than yours: your reader has to understand all of it.
"""

from typing import Any

import numpy as np


def packed_operations(function: Any, signature: Any) -> dict[str, int]:
    """How many packed instructions of each kind function.inspect_asm(signature) has: add, subtract, multiply, divide, fused.

    The answer has these five words as keys, all of them, and ints from 0 on. Count these, for floats of 4 and 8 bytes, and
    nothing else:

    - x86-64: addps, addpd, subps, subpd, mulps, mulpd, divps, divpd, also with a v in front; they are packed on registers of
      any width. Those with ss or sd at the end compute with one number. Fused is a multiplication and an addition or
      subtraction in one: vfmadd, vfmsub, vfnmadd or vfnmsub, then 132, 213 or 231, then ps or pd.
    - arm64: fadd, fsub, fmul, fdiv, and fused fmla and fmls, if the first register is a vector: `fadd v0.2d, v1.2d, v2.2d`,
      with .2s, .4s or .2d, or `fadd z0.d, z1.d, z2.d`, with .s or .d. On macOS it is written `fadd.2d v0, v1, v2`, with the
      same three. `fadd d0, d1, d2`, `fmla d0, d1, v2.d[0]` and `fmla.d d0, d1, v2[0]` compute with one number.

    An instruction stands on a line of its own, behind spaces or tabs: its name, spaces or tabs, its registers, and perhaps a
    comment behind #, // or ;. Other lines are labels, comments alone, and directives, which begin with a dot; they may have
    such names in them and do not count. function need not be compiled by numba: whatever has inspect_asm will do, and it may
    have other machine code for other signatures.
    """
    raise NotImplementedError


def kinetic_energy(momentum: np.ndarray, mass: np.ndarray) -> float:
    """The sum of all 0.5 * momentum[i] * momentum[i] / mass[i], compiled by njit, in packed instructions.

    This is given_x1.kinetic_energy_loop, to be changed: what you leave here has to be compiled by njit itself, so that it has
    inspect_asm. Its machine code for two contiguous arrays of float64 has to have packed divisions, and packed additions
    or fused instructions. The answer must not be off by more than 2e-11 times the exact sum, for 0 (0.0) to 100,000
    elements. Both arrays have the same length and stay as they were; sizes are from 1e-50 to 1e50, masses above zero,
    momenta of either sign or zero. fastmath is allowed here. The answer is a float.
    """
    raise NotImplementedError
