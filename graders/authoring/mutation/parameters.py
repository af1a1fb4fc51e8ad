"""Operators for the faults of students: a parameter is ignored, one worker does everything."""

import ast
import re
from collections.abc import Iterator

from graders.authoring.mutation.source import Edits, Function, Source, operator

_POOLS = re.compile(r"\b(Thread|Process)PoolExecutor$")


@operator("fixed-parameter")
def fixed_parameter(source: Source) -> Iterator[Edits]:
    """Ignored: it always has its default, or the value that public tests give it."""
    for function in source.functions():
        if body := source.body(function):
            for parameter in source.parameters(function):
                for value in _usual_values(source, function, parameter):
                    yield source.before(body[0], f"{parameter.arg} = {value}")


def _usual_values(source: Source, function: Function, parameter: ast.arg) -> list[str]:
    values = []
    names = [*function.args.posonlyargs, *function.args.args]
    defaults = dict(zip(reversed(names), reversed(function.args.defaults), strict=False))
    if parameter in defaults:
        values.append(ast.unparse(defaults[parameter]))
    owner = source.owner(function)
    called = owner.name if owner is not None and function.name == "__init__" else function.name
    position = source.parameters(function).index(parameter)
    for test in ast.walk(source.tests):
        if isinstance(test, Function):
            for call in ast.walk(test):
                if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == called:
                    given = {each.arg: each.value for each in call.keywords}.get(parameter.arg)
                    if given is None and position < len(call.args):
                        given = call.args[position]
                    values += [text for text in [_literal(given, test)] if text]
    return list(dict.fromkeys(values))[:2]


def _literal(given: ast.expr | None, test: Function) -> str:
    """A number, a string or the like, perhaps the first of those that the test is parametrized with."""
    if isinstance(given, ast.Name):
        for each in test.decorator_list:
            if isinstance(each, ast.Call) and "parametrize" in ast.unparse(each.func) and len(each.args) == 2:
                try:
                    asked, cases = ast.literal_eval(each.args[0]), ast.literal_eval(each.args[1])
                except ValueError:
                    continue
                names = [name.strip() for name in asked.split(",")] if isinstance(asked, str) else list(asked)
                if given.id in names and cases:
                    return repr(cases[0] if len(names) == 1 else cases[0][names.index(given.id)])
        return ""
    return ast.unparse(given) if isinstance(given, ast.Constant) else ""


@operator("one-worker")
def one_worker(source: Source) -> Iterator[Edits]:
    """One thread or process instead of so many, or as many as the system likes."""
    for function in source.functions():
        if (body := source.body(function)) and any(each.arg == "workers" for each in source.parameters(function)):
            yield source.before(body[0], "workers = 1")
    for call in source.of(ast.Call):
        assert isinstance(call, ast.Call)
        if _POOLS.search(source.said(call.func)) and call.args:
            yield source.replace(call.args[0], "1")
            yield source.replace(call.args[0], "")
