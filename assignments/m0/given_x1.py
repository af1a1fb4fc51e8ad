"""Given for m0.x1: the loop to change, and what stands in for functions compiled elsewhere."""

from collections.abc import Callable
from typing import Any

from given_recorded_x1 import RECORDED
from numba import njit


@njit
def kinetic_energy_loop(momentum, mass):
    """Compiled as it stands, it divides and adds one number at a time. Two things are in the way: find out which."""
    total = 0.0
    for i in range(len(mass)):
        total += 0.5 * momentum[i] * momentum[i] / mass[i]
    return total


class Compiled:
    """Looks like a function that was compiled for several signatures."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self.signatures = list(texts)

    def inspect_asm(self, signature: Any = None) -> Any:
        """The machine code for that signature; for none, that of all of them, by signature."""
        return dict(self._texts) if signature is None else self._texts[signature]


def recorded() -> dict[str, str]:
    return RECORDED


# For the tests.


def packed_of(packed_operations: Callable[..., Any], texts: dict[Any, str], signature: Any) -> Any:
    """What packed_operations says of a function with these texts, by signature."""
    return packed_operations(Compiled(texts), signature)


def code_of(function: Any, *arguments: Any) -> str:
    """The machine code that njit made of the function for these arguments; "" where it is not compiled by njit."""
    function(*arguments)
    if not hasattr(function, "inspect_asm") or not hasattr(function, "signatures"):
        return ""
    types = function.typeof_pyval
    return str(function.inspect_asm(tuple(types(each) for each in arguments)))


def packed_of_own(packed_operations: Callable[..., Any], function: Any, *arguments: Any) -> Any:
    """What packed_operations says of a function that was called with these arguments."""
    function(*arguments)
    types = tuple(function.typeof_pyval(each) for each in arguments)
    return packed_operations(function, types)
