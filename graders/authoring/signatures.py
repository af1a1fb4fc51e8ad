"""What a starter promises with its signatures, a solution keeps: the same names, parameters, defaults and annotations."""

import ast
from collections.abc import Iterator
from pathlib import Path

_FUNCTION = ast.FunctionDef | ast.AsyncFunctionDef


def differences(starter: Path, solution: Path) -> Iterator[str]:
    """In sentences. A function that the solution makes by calling another has the name only."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in (starter, solution)]
    promised, kept = (signatures(tree) for tree in trees)
    made = _constants(trees[1])
    for name, signature in promised.items():
        if name not in kept and name not in made:
            yield f"the solution has no {name}"
        elif kept.get(name, signature) != signature:
            yield f"the starter has {signature}, the solution {kept[name]}"
    for name in kept:
        if name not in promised and not name.endswith("__"):
            yield f"the solution has {name}, the starter has not: call it _{name.rpartition('.')[2]}"


def signatures(tree: ast.Module) -> dict[str, str]:
    """The public functions and classes of a file, and their methods, each with what its first line says without the colon.

    A name that stands for something written at the top of the file, such as Shape for tuple[int, int], is that.
    """
    return _signatures(_Spelled(_constants(tree)), tree.body, "")


class _Spelled(ast.NodeTransformer):
    def __init__(self, constants: dict[str, ast.expr]) -> None:
        self._constants = constants

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return self._constants.get(node.id, node)

    def __call__(self, node: ast.AST) -> str:
        return ast.unparse(self.visit(node))


def _signatures(spelled: _Spelled, body: list[ast.stmt], within: str) -> dict[str, str]:
    found = {}
    for node in body:
        if isinstance(node, _FUNCTION) and _is_public(node.name):
            kind = "async def" if isinstance(node, ast.AsyncFunctionDef) else "def"
            returns = f" -> {spelled(node.returns)}" if node.returns else ""
            found[within + node.name] = f"{kind} {within}{node.name}({spelled(node.args)}){returns}"
        elif isinstance(node, ast.ClassDef) and _is_public(node.name):
            bases = f"({', '.join(map(spelled, node.bases))})" if node.bases else ""
            found[within + node.name] = f"class {within}{node.name}{bases}"
            found |= _signatures(spelled, node.body, f"{within}{node.name}.")
    return found


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    """What is assigned once to a name at the top level."""
    return {
        target.id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


def _is_public(name: str) -> bool:
    return not name.startswith("_") or (name.startswith("__") and name.endswith("__"))
