"""Rules of an exercise, found by reading: where a submission uses what it has to do without.

This gives the kind message, before anything runs. What a reader of the text cannot see, the worker refuses when it
happens; see `ForbiddenNames` in worker/forbidden.py.
"""

import ast
import builtins
from collections.abc import Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class ForbiddenUse:
    line: int
    name: str
    """What is used there, as module.toml names it."""


def forbidden_use(source: str, forbidden: Sequence[str]) -> ForbiddenUse | None:
    """The first use of something forbidden.

    `forbidden` holds dotted names: modules ("torch"), functions ("numpy.sort", "sorted") and methods ("list.sort").
    A method is recognised by its name alone, on anything that is not a module. Source that does not parse has none.
    """
    if not forbidden:
        return None
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    wanted = {canonical(name): name for name in forbidden}
    methods = {name.rsplit(".", 1)[1]: name for name in forbidden if "." in name and _is_class(name.rsplit(".", 1)[0])}
    known = dict(_imported(tree))
    uses = [
        ForbiddenUse(line, wanted[name]) for line, used in _uses(tree, known) for name in _beginnings(used) if name in wanted
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in methods and _dotted(node.value, known) is None:
            uses.append(ForbiddenUse(node.lineno, methods[node.attr]))
    return min(uses, key=lambda each: each.line, default=None)


def canonical(name: str) -> str:
    """Builtins by their full name: "sorted" is "builtins.sorted"."""
    return f"builtins.{name}" if hasattr(builtins, name.split(".")[0]) else name


def _is_class(name: str) -> bool:
    """Whether the owner of a method: a builtin class, or by custom a lower-case class such as numpy.ndarray."""
    return isinstance(getattr(builtins, name, None), type) or name.rsplit(".", 1)[-1] in ("ndarray", "Tensor")


def _imported(tree: ast.AST) -> Iterator[tuple[str, str]]:
    """(name in this file, what it stands for) of every import, wherever it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield (alias.asname, alias.name) if alias.asname else (alias.name.split(".")[0],) * 2
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                yield alias.asname or alias.name, f"{node.module}.{alias.name}"


def _uses(tree: ast.AST, known: dict[str, str]) -> Iterator[tuple[int, str]]:
    """(line, full name) of everything imported, named, or asked for by a constant string."""
    stars = [name[:-2] for name in known.values() if name.endswith(".*")]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module
            yield from ((node.lineno, f"{node.module}.{alias.name}") for alias in node.names)
        elif isinstance(node, ast.Name | ast.Attribute):
            if (name := _dotted(node, known)) is not None:
                yield node.lineno, name
            elif isinstance(node, ast.Name):
                yield from ((node.lineno, f"{module}.{node.id}") for module in [*stars, "builtins"])
        elif isinstance(node, ast.Call):
            text = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            if called in ("import_module", "__import__") and text:
                yield node.lineno, text[0]
            elif called == "getattr" and text and (owner := _dotted(node.args[0], known)):
                yield node.lineno, f"{owner}.{text[0]}"


def _dotted(node: ast.expr, known: dict[str, str]) -> str | None:
    """The full name of `np.linalg.inv` and the like; None for what does not begin with an imported name.

    A loop, for an expression can be nested more deeply than functions may call each other.
    """
    parts: list[str] = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    owner = known.get(node.id) if isinstance(node, ast.Name) else None
    return None if owner is None else ".".join([owner, *reversed(parts)])


def _beginnings(name: str) -> Iterator[str]:
    parts = name.split(".")
    return (".".join(parts[: count + 1]) for count in range(len(parts)))
