"""A solution's text beside its tree, and edits of the text: comments and layout stay, so that a mutant reads as a diff."""

import ast
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Edit:
    """Characters `start` to `end` of the text become `text`."""

    start: int
    end: int
    text: str
    helps: bool = False
    """Whether it is only needed by another one, as a definition is."""


Edits = tuple[Edit, ...]
Operator = Callable[["Source"], Iterator[Edits]]
OPERATORS: dict[str, Operator] = {}
"""By name; each yields faults of its kind, one at a time."""


def operator(name: str) -> Callable[[Operator], Operator]:
    def register(made: Operator) -> Operator:
        OPERATORS[name] = made
        return made

    return register


class Source:
    """A file, with the public tests that say which values its parameters usually have."""

    def __init__(self, text: str, tests: str = "") -> None:
        self.text = text
        self.tree = ast.parse(text)
        self.tests = ast.parse(tests)
        self.parents = {child: node for node in ast.walk(self.tree) for child in ast.iter_child_nodes(node)}
        lines = text.splitlines(keepends=True)
        self._lines = lines
        self._starts = [0, *itertools.accumulate(map(len, lines))]

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """All that can be changed.

        Annotations do nothing; f-strings are messages, of which every wording will do; a decorator stays, or goes as a whole.
        """
        return list(_walk(self.tree))

    def of(self, *kinds: type[ast.AST]) -> Iterator[ast.AST]:
        return (node for node in self.nodes if isinstance(node, kinds))

    def functions(self) -> Iterator[Function]:
        return (node for node in self.nodes if isinstance(node, Function))

    def _offset(self, line: int, column: int) -> int:
        """`ast` counts a line's bytes."""
        return self._starts[line - 1] + len(self._lines[line - 1].encode("utf-8")[:column].decode("utf-8"))

    def span(self, node: ast.AST) -> tuple[int, int]:
        first: int = node.lineno  # type: ignore[attr-defined]
        if decorators := getattr(node, "decorator_list", []):
            start = self._offset(decorators[0].lineno, decorators[0].col_offset - 1)
        else:
            start = self._offset(first, node.col_offset)  # type: ignore[attr-defined]
        return start, self._offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def said(self, node: ast.AST) -> str:
        start, end = self.span(node)
        return self.text[start:end]

    def replace(self, node: ast.AST, text: str) -> Edits:
        return (Edit(*self.span(node), text),)

    def before(self, statement: ast.stmt, *lines: str) -> Edits:
        """Insert statements in front of one, as far to the right."""
        start, _ = self.span(statement)
        indent = self.indent(statement)
        return (Edit(start, start, "".join(f"{line}\n{indent}" for line in lines)),)

    def after(self, statement: ast.stmt, *lines: str) -> Edits:
        _, end = self.span(statement)
        indent = self.indent(statement)
        return (Edit(end, end, "".join(f"\n{indent}{line}" for line in lines)),)

    def at_end(self, text: str) -> Edit:
        return Edit(len(self.text), len(self.text), text)

    def help(self, text: str) -> Edit:
        """What the file needs besides; names are looked up when functions are called, so that its end will do."""
        return Edit(len(self.text), len(self.text), text, helps=True)

    def indent(self, statement: ast.stmt) -> str:
        return " " * statement.col_offset

    def function(self, node: ast.AST) -> Function | None:
        """The function in which a node lies."""
        above = self.parents.get(node)
        while above is not None and not isinstance(above, Function):
            above = self.parents.get(above)
        return above

    def owner(self, function: Function) -> ast.ClassDef | None:
        above = self.parents.get(function)
        return above if isinstance(above, ast.ClassDef) else None

    def name(self, node: ast.AST) -> str:
        """Where a node lies: Channel.put, run_workers.work; empty outside of all functions and classes."""
        names: list[str] = []
        above: ast.AST | None = node
        while above is not None:
            if isinstance(above, Function | ast.ClassDef):
                names.append(above.name)
            above = self.parents.get(above)
        return ".".join(reversed(names))

    def compiled(self, node: ast.AST) -> bool:
        """Whether numba compiles it: then it can hold numbers and arrays only."""
        function = node if isinstance(node, Function) else self.function(node)
        return function is not None and any("jit" in ast.unparse(each) for each in function.decorator_list)

    def body(self, function: Function) -> list[ast.stmt]:
        """Its statements without the docstring; none where they stand on the line of the `def`."""
        body = function.body[1:] if ast.get_docstring(function) is not None else function.body
        return body if body and body[0].lineno > function.lineno else []

    def parameters(self, function: Function) -> list[ast.arg]:
        """Without self and cls."""
        arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
        return [each for each in arguments if each.arg not in ("self", "cls")]


def annotation(parameter: ast.arg) -> str:
    return ast.unparse(parameter.annotation) if parameter.annotation is not None else ""


def own_nodes(function: Function) -> Iterator[ast.AST]:
    """What belongs to the function itself, and not to functions or classes inside it."""
    for child in ast.iter_child_nodes(function):
        yield from _own(child)


def _own(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, Function | ast.ClassDef | ast.Lambda):
        return
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _own(child)


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    for field, value in ast.iter_fields(node):
        if field in ("annotation", "returns", "decorator_list") or isinstance(value, ast.JoinedStr):
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST) and not isinstance(child, ast.JoinedStr):
                yield child
                yield from _walk(child)
