"""Values as a student would type them, kept short."""

from collections.abc import Mapping
from typing import Any

import numpy as np

WIDTH = 60


def show(value: Any, width: int = WIDTH) -> str:
    """`value` in at most `width` characters: `[0, 14]` and not `array([ 0., 14.])`."""
    if type(value) is np.ndarray:
        return _array(value, width)
    if isinstance(value, np.generic):
        return _number(value.item())
    if type(value) is float:
        return _number(value)
    if type(value) in (list, tuple):
        return _sequence(value, width)
    if type(value) in (set, frozenset, dict) and len(value) > width:
        return f"{kind_of(value)} of {len(value)} items"
    text = _text(value[: width + 1] if type(value) in (str, bytes) else value)
    return text if len(text) <= width else text[: width - 1] + "…"


def show_call(name: str, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> str:
    """`f([0, 14], workers=2)`."""
    inner = [show(arg, 40) for arg in args] + [f"{key}={show(value, 40)}" for key, value in kwargs.items()]
    return f"{name}({', '.join(inner)})"


def kind_of(value: Any) -> str:
    """What a value is, in words: `a float`, `an array of int64, shape (3, 4)`."""
    if type(value) is np.ndarray:
        return f"an array of {value.dtype}, shape {value.shape}"
    if value is None:
        return "None"
    name = getattr(value, "type_name", None) or type(value).__name__
    if isinstance(value, np.generic):
        name = f"numpy {name}"
    return with_article(name)


def with_article(name: str) -> str:
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def _number(value: Any) -> str:
    return f"{value:.6g}" if type(value) is float else repr(value)


def _text(value: Any) -> str:
    try:
        return repr(value)
    except ValueError:  # Python writes no integer of thousands of digits
        return f"an integer of {value.bit_length()} bits" if type(value) is int else kind_of(value)


def _sequence(value: Any, width: int) -> str:
    left, right = ("(", ")") if type(value) is tuple else ("[", "]")
    parts: list[str] = []
    room = width - 4
    for item in value:
        part = show(item, max(room, 8))
        room -= len(part) + 2
        if room < 0 and parts:
            return f"{left}{', '.join(parts)}, …{right} ({len(value)} items)"
        parts.append(part)
    comma = "," if type(value) is tuple and len(parts) == 1 else ""
    return f"{left}{', '.join(parts)}{comma}{right}"


def _array(value: np.ndarray[Any, Any], width: int) -> str:
    if value.ndim == 0:
        return f"{show(value.item(), width)} ({value.dtype})"
    if value.ndim == 1 and value.size <= 12 and len(text := _sequence(value.tolist(), 10 * width)) <= width:
        return text
    # Only as many elements as can be shown are turned into Python objects.
    head = "".join(f"{show(item, 12)}, " for item in value.reshape(-1)[:3].tolist())
    return f"[{head}…] ({' x '.join(map(str, value.shape))} of {value.dtype})"
