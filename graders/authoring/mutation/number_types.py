"""Operators for the faults of students: numbers of a narrower type, a view for a copy."""

import ast
from collections.abc import Iterator

from graders.authoring.mutation.source import Edit, Edits, Function, Source, annotation, operator, own_nodes

_NARROWER = {"int64": "int32", "float64": "float32", "uint64": "uint32", "intp": "int32"}
_NARROWER_CODES = {"i8": "i4", "f8": "f4", "u8": "u4", "int64": "int32", "float64": "float32"}
_EMPTY_ARRAYS = ("np.zeros", "np.empty", "np.ones")


@operator("narrower-type")
def narrower_type(source: Source) -> Iterator[Edits]:
    """int64 becomes int32, float64 float32, also where nothing says so; and a sum that is kept in float32."""
    for node in source.nodes:
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in _NARROWER:
            yield source.replace(node, f"{node.value.id}.{_NARROWER[node.attr]}")
        elif isinstance(node, ast.Constant) and node.value in _NARROWER_CODES:
            yield source.replace(node, repr(_NARROWER_CODES[node.value]).replace("'", '"'))
        elif (
            isinstance(node, ast.Call) and ast.unparse(node.func) in _EMPTY_ARRAYS and len(node.args) == 1 and not node.keywords
        ):
            _, end = source.span(node)
            yield (Edit(end - 1, end, ", np.float32)"),)
        elif isinstance(node, ast.AugAssign) and _adds_up(source, node):
            target = source.said(node.target)
            yield source.replace(node, f"{target} = {_numpy(source)}.float32({target} + {source.said(node.value)})")


def _adds_up(source: Source, node: ast.AugAssign) -> bool:
    """Whether it adds to a number that began as a float."""
    function = source.function(node)
    if not isinstance(node.op, ast.Add) or not isinstance(node.target, ast.Name) or function is None:
        return False
    wanted = node.target.id
    return any(
        isinstance(each, ast.Assign)
        and any(isinstance(target, ast.Name) and target.id == wanted for target in each.targets)
        and isinstance(each.value, ast.Constant)
        and type(each.value.value) is float
        for each in own_nodes(function)
    )


def _numpy(source: Source) -> str:
    return "np" if "import numpy as np" in source.text else '__import__("numpy")'


@operator("copy-or-view")
def copy_or_view(source: Source) -> Iterator[Edits]:
    """A copy where others should see what changes, or none where they should not."""
    for function in source.functions():
        answers = [node for node in own_nodes(function) if isinstance(node, ast.Return) and node.value is not None]
        body = source.body(function)
        for parameter in source.parameters(function):
            if body and not answers and "ndarray" in annotation(parameter) and _changes(source, function, parameter.arg):
                yield source.before(body[0], f"{parameter.arg} = {parameter.arg}.copy()")
        for node in answers:
            if node.value is not None and _is_view(node.value):
                yield source.replace(node.value, f"{source.said(node.value)}.copy()")
    for call in source.of(ast.Call):
        assert isinstance(call, ast.Call)
        called = ast.unparse(call.func)
        if isinstance(call.func, ast.Attribute) and call.func.attr == "copy" and not call.args:
            yield source.replace(call, source.said(call.func.value))
        elif called in ("list", "np.array", "dict", "tuple") and len(call.args) == 1 and isinstance(call.args[0], ast.Name):
            yield source.replace(call, source.said(call.args[0]))


def _changes(source: Source, function: Function, name: str) -> bool:
    """Whether a function changes the elements of a parameter, itself or by way of another one of the file."""
    known = {each.name: each for each in source.tree.body if isinstance(each, Function) and each is not function}
    names = {name}
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Subscript) and ast.unparse(node.value.value) in names:
            names |= {ast.unparse(target) for target in node.targets}  # perhaps a view
    for node in ast.walk(function):
        if isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store) and ast.unparse(node.value) in names:
            return True
        if isinstance(node, ast.Call) and name in (given := [ast.unparse(each) for each in node.args]):
            called = known.get(ast.unparse(node.func))
            parameters = source.parameters(called) if called else []
            place = given.index(name)
            if called and place < len(parameters) and _changes(source, called, parameters[place].arg):
                return True
    return False


def _is_view(value: ast.expr) -> bool:
    if isinstance(value, ast.Subscript):
        return isinstance(value.slice, ast.Slice)
    return isinstance(value, ast.Call) and ast.unparse(value.func) in ("as_strided", "np.frombuffer")
