"""What a student's code has to do without, taken away before it is loaded.

Loaded by `child.py`, by its path: where a worker runs, there is no package.
"""

import builtins
import contextlib
import ctypes
import functools
import gc
import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any


class Forbidden(Exception):
    """The exercise has to be solved without this."""


class ForbiddenNames:
    """Takes away from student code what it has to do without, before that code is loaded.

    Modules cannot be imported. A function or method is replaced wherever its package shows it; the replacement refuses
    when student code called it, directly or through a library (np.unique sorts, too). Builtins are needed by the
    libraries themselves, so there it is the direct caller who counts. A determined student, who digs the original out
    of a closure or compiles it with numba, can still reach the function; a module that the sandbox covers stays gone.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = str(folder)
        self._trusted = tuple(
            {sys.prefix, sys.base_prefix, str(Path(os.__file__).parent), "<frozen", str(Path(__file__).parent)}
        )
        self._modules: set[str] = set()

    def deny(self, names: Sequence[str]) -> None:
        for name in names:
            parts = ("builtins." + name if hasattr(builtins, name.split(".")[0]) else name).split(".")
            owner, count = None, len(parts)
            if _is_module(name):
                self._modules.add(name)
                continue
            while owner is None and count > 1:
                count -= 1
                with contextlib.suppress(ImportError):
                    owner = importlib.import_module(".".join(parts[:count]))
            for part in parts[count:-1]:
                owner = getattr(owner, part, None)
            if owner is not None and hasattr(owner, parts[-1]):
                self._replace(owner, parts[-1], name, direct=parts[0] == "builtins")
            else:
                self._modules.add(name)  # one that is not here, or that the sandbox has covered
        if self._modules:
            for name in [name for name in sys.modules if self._is_denied(name)]:
                del sys.modules[name]
            sys.meta_path.insert(0, self)

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> None:
        """Asked first for every module that is imported."""
        if self._is_denied(name):
            raise Forbidden(name)

    def _is_denied(self, name: str) -> bool:
        return any(name == module or name.startswith(module + ".") for module in self._modules)

    def _replace(self, owner: Any, attribute: str, name: str, *, direct: bool) -> None:
        original = getattr(owner, attribute)

        @functools.wraps(original)
        def denied(*args: Any, **kwargs: Any) -> Any:
            if self._asked_by_student(direct):
                raise Forbidden(name)
            return original(*args, **kwargs)

        del denied.__wrapped__
        if isinstance(owner, type):
            # A built-in class does not let itself be changed, but its dictionary does.
            gc.get_referents(vars(owner))[0][attribute] = denied
            ctypes.pythonapi.PyType_Modified(ctypes.py_object(owner))
            return
        package = owner.__name__.split(".")[0]
        for module in [module for key, module in sys.modules.items() if key.split(".")[0] == package]:
            for key in [key for key, value in vars(module).items() if value is original]:
                vars(module)[key] = denied

    def _asked_by_student(self, direct: bool) -> bool:
        frame = sys._getframe(2)
        while frame is not None:
            if not frame.f_code.co_filename.startswith(self._trusted):
                return not frame.f_code.co_filename.startswith("/course/")
            if direct:
                return False
            frame = frame.f_back  # type: ignore[assignment]
        return False


def _is_module(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError, AttributeError):
        return False
