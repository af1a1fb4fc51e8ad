"""Operators for the faults of students: a statement, guard or lock left out, an error swallowed or raised too late."""

import ast
import itertools
from collections.abc import Iterator

from graders.authoring.mutation.source import Edit, Edits, Function, Source, annotation, operator, own_nodes

_JUMPS = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@operator("dropped-statement")
def dropped_statement(source: Source) -> Iterator[Edits]:
    """One that does something is forgotten. Without the first value of a name nothing would work: that one stays."""
    for node in source.nodes:
        if _does_something(source, node):
            yield source.replace(node, "pass")


def _does_something(source: Source, node: ast.AST) -> bool:
    match node:
        case ast.Expr():
            return not isinstance(node.value, ast.Constant | ast.Yield)
        case ast.Assign():
            return not _is_first(source, node)
        case ast.Return():
            return node.value is None
    return isinstance(node, ast.AugAssign | ast.Raise | ast.Continue | ast.Break | ast.Delete)


def _is_first(source: Source, assignment: ast.Assign) -> bool:
    names = {each.id for target in assignment.targets for each in ast.walk(target) if isinstance(each, ast.Name)}
    plain = all(isinstance(target, ast.Name | ast.Tuple) for target in assignment.targets)
    function = source.function(assignment)
    if not plain or function is None:
        return plain
    known = {each.arg for each in source.parameters(function)}
    for node in own_nodes(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and node.lineno < assignment.lineno:
            known.add(node.id)
    return not names <= known


@operator("dropped-guard")
def dropped_guard(source: Source) -> Iterator[Edits]:
    """A condition that is never asked: as if it never held, or, where nothing else follows from it, as if it always did."""
    for node in source.of(ast.If):
        assert isinstance(node, ast.If)
        yield source.replace(node.test, "False")
        if not isinstance(node.body[-1], _JUMPS):
            yield source.replace(node.test, "True")
    for choice in source.of(ast.IfExp):
        assert isinstance(choice, ast.IfExp)
        yield source.replace(choice, f"({source.said(choice.body)})")
        yield source.replace(choice, f"({source.said(choice.orelse)})")
    for call in source.of(ast.Call):
        assert isinstance(call, ast.Call)
        # max(1, n), min(max(x, low), high): a limit that is forgotten.
        if ast.unparse(call.func) in ("min", "max") and len(call.args) > 1 and not call.keywords:
            for each in call.args:
                yield source.replace(call, f"({source.said(each)})")
        elif ast.unparse(call.func) in ("min", "max") and [each.arg for each in call.keywords] == ["default"]:
            yield source.replace(call, f"{source.said(call.func)}({source.said(call.args[0])})")


@operator("dropped-with")
def dropped_with(source: Source) -> Iterator[Edits]:
    """Without the lock, or nobody closes what was opened."""
    for node in source.of(ast.With):
        assert isinstance(node, ast.With)
        start, last = source.span(node)[0], node.items[-1]
        (_, end), (body, _) = source.span(last.optional_vars or last.context_expr), source.span(node.body[0])
        end = source.text.index(":", end)
        if end > body:
            continue
        kept = [
            f"{source.said(item.optional_vars)} = {source.said(item.context_expr)}\n{source.indent(node)}"
            for item in node.items
            if item.optional_vars is not None
        ]
        yield (Edit(start, end, "".join(kept) + "if True"),)


@operator("dropped-finally")
def dropped_finally(source: Source) -> Iterator[Edits]:
    """What should happen in any case does not, or only when all went well."""
    for node in source.of(ast.Try):
        assert isinstance(node, ast.Try)
        if node.finalbody:
            (start, _), (_, end) = source.span(node.finalbody[0]), source.span(node.finalbody[-1])
            yield (Edit(start, end, "pass"),)
            if not node.handlers and not node.orelse:
                begin, _ = source.span(node)
                word = source.text.rindex("finally", begin, start)
                yield (Edit(begin, begin + len("try"), "if True"), Edit(word, word + len("finally"), "if True"))


# Errors


@operator("swallowed-error")
def swallowed_error(source: Source) -> Iterator[Edits]:
    """Caught, and nothing is done about it; or not caught any more."""
    for node in source.of(ast.ExceptHandler):
        assert isinstance(node, ast.ExceptHandler)
        (start, _), (_, end) = source.span(node.body[0]), source.span(node.body[-1])
        for other in ("pass", "raise"):
            if source.text[start:end] != other:
                yield (Edit(start, end, other),)
    for function in source.functions():
        # What it was given to call may raise: then it returns None.
        body = source.body(function)
        if body and isinstance(body[-1], ast.Return) and _calls_unknown_code(source, function, body[-1]):
            start, end = source.span(body[-1])
            indent = source.indent(body[-1])
            inner = source.text[start:end].replace("\n", "\n    ")
            yield (Edit(start, end, f"try:\n{indent}    {inner}\n{indent}except Exception:\n{indent}    return None"),)


def _calls_unknown_code(source: Source, function: Function, node: ast.AST) -> bool:
    names: set[str] = set()
    around: Function | None = function
    while around is not None:
        names |= {each.arg for each in source.parameters(around) if "Callable" in annotation(each)}
        around = source.function(around)
    return any(
        isinstance(each, ast.Call) and (ast.unparse(each.func) in names or ast.unparse(each.func).endswith(".result"))
        for each in ast.walk(node)
    )


@operator("late-error")
def late_error(source: Source) -> Iterator[Edits]:
    """A guard that raises comes after the statement that it should have prevented."""
    for block in _blocks(source):
        for guard, following in itertools.pairwise(block):
            raises = isinstance(guard, ast.If) and not guard.orelse and isinstance(guard.body[-1], ast.Raise)
            if raises and not isinstance(following, (*_JUMPS, *_DEFINITIONS)):
                (start, middle), (begin, end) = source.span(guard), source.span(following)
                between = source.text[middle:begin]
                yield (Edit(start, end, source.text[begin:end] + between + source.text[start:middle]),)


def _blocks(source: Source) -> Iterator[list[ast.stmt]]:
    for node in [source.tree, *source.nodes]:
        for field in ("body", "orelse", "finalbody"):
            block = getattr(node, field, None)
            if isinstance(block, list):
                yield block
