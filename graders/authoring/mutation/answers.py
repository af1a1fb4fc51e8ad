"""Operators for the faults of students: answers kept by a poor key, spoiled within a tolerance, or taken for the end."""

import ast
import re
from collections.abc import Iterator

from graders.authoring.mutation.source import Edit, Edits, Function, Source, annotation, operator, own_nodes

_SEQUENCE = re.compile(r"ndarray|Sequence|Iterable|list")


@operator("kept-state")
def kept_state(source: Source) -> Iterator[Edits]:
    """What should begin empty in every call is made once, and goes on from where the last call left it."""
    for node in source.of(ast.Assign, ast.AnnAssign):
        assert isinstance(node, ast.Assign | ast.AnnAssign)
        target = node.targets[0] if isinstance(node, ast.Assign) else node.target
        pairs = [(target, node.value)]
        if isinstance(node.value, ast.Tuple) and isinstance(target, ast.Tuple):
            pairs = list(zip(target.elts, node.value.elts, strict=False))
        for name, value in pairs:
            if value is None or source.function(node) is None or source.compiled(node) or not _begins_empty(value):
                continue
            said = f'_KEPT.setdefault("{source.name(node)}: {source.said(name)}", {source.said(value)})'
            yield (*source.replace(value, said), source.help("\n\n_KEPT = {}\n"))


def _begins_empty(value: ast.expr) -> bool:
    if isinstance(value, ast.Call):
        called = ast.unparse(value.func).rsplit(".", 1)[-1]
        return called in ("zeros", "deque", "OrderedDict", "dict", "list", "set") and len(value.args) <= 2
    return ast.unparse(value) in ("[]", "{}")


_REMEMBERS = """

def _by_id(value):
    return id(value)


def _by_shape(value):
    return getattr(value, "shape", None) or (len(value) if hasattr(value, "__len__") else value)


def _by_rounded_value(value):
    if isinstance(value, (list, tuple)):
        return tuple(map(_by_rounded_value, value))
    return round(value, 6) if isinstance(value, float) else value.tobytes() if hasattr(value, "tobytes") else value


def _remembers(function, key):
    answers = {}

    def answer(*args, **named):
        asked = (*map(key, args), *((name, key(value)) for name, value in named.items()))
        if asked not in answers:
            answers[asked] = function(*args, **named)
        return answers[asked]

    return __import__("functools").wraps(function)(answer)
"""


@operator("cached-answer")
def cached_answer(source: Source) -> Iterator[Edits]:
    """Answers are kept, by a key that is the same for different questions."""
    for name, function in _answering(source):
        names = [annotation(each) for each in source.parameters(function)]
        keys = ["_by_id", "_by_shape"] if any(map(_SEQUENCE.search, names)) else []
        keys += ["_by_rounded_value"] if any("float" in each for each in names) else []
        for key in keys:
            yield source.help(_REMEMBERS), source.at_end(f"\n\n{name} = _remembers({name}, {key})\n")


def _answering(source: Source) -> Iterator[tuple[str, Function]]:
    """The functions and methods that students write, as far as they take and return something, with their names."""
    for function in source.functions():
        returns = any(isinstance(node, ast.Return) and node.value is not None for node in own_nodes(function))
        inside = source.function(function) is not None
        plain = not source.compiled(function) and not function.decorator_list and isinstance(function, ast.FunctionDef)
        if returns and plain and not inside and not function.name.startswith("_") and source.parameters(function):
            owner = source.owner(function)
            yield f"{owner.name}.{function.name}" if owner else function.name, function


# Answers that a tolerance may let pass


_SPOILS = """

def _zeros(answer):
    return 0 * answer


def _mean(answer):
    return 0 * answer + answer.mean().astype(answer.dtype) if answer.size else answer


def _one_off(answer):
    if isinstance(answer, float):
        return answer * 1.001
    answer = answer.copy()
    place = slice(answer.size // 2, answer.size // 2 + 1)
    answer.flat[place] = answer.flat[place] * 1.001 if answer.dtype.kind == "f" else answer.flat[place] + 1
    return answer


def _spoils(function, spoil):
    def answer(*args, **named):
        right = function(*args, **named)
        return (spoil(right[0]), *right[1:]) if isinstance(right, tuple) else spoil(right)

    return __import__("functools").wraps(function)(answer)
"""


@operator("spoiled-answer")
def spoiled_answer(source: Source) -> Iterator[Edits]:
    """Zeros, the mean everywhere, or one number that is off: by a thousandth, or by 1 where numbers are whole."""
    for name, function in _answering(source):
        returned = ast.unparse(function.returns) if function.returns is not None else ""
        spoils = ["_zeros", "_mean", "_one_off"] if re.match(r"(tuple\[)?np\.ndarray", returned) else []
        for spoil in ["_zeros", "_one_off"] if returned == "float" else spoils:
            yield source.help(_SPOILS), source.at_end(f"\n\n{name} = _spoils({name}, {spoil})\n")


# Values that look like none


@operator("sentinel")
def sentinel(source: Source) -> Iterator[Edits]:
    """None, 0, -1 or an empty sequence is taken as a sign, although it may be a value."""
    for node in source.nodes:
        if isinstance(node, ast.Call) and ast.unparse(node) == "object()":
            for sign in ("None", "0", "-1"):
                yield source.replace(node, sign)
        elif isinstance(node, ast.Compare) and len(node.ops) == 1 and ast.unparse(node.comparators[0]) == "None":
            left = source.said(node.left)
            yield source.replace(node, f"(not {left})" if isinstance(node.ops[0], ast.Is) else f"({left})")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("append", "put"):
            statement = source.parents[node]
            if isinstance(statement, ast.Expr) and len(node.args) == 1 and isinstance(node.args[0], ast.Call):
                inner = f"{source.said(node.func)}(_value)"
                start, end = source.span(statement)
                text = f"if (_value := {source.said(node.args[0])}) is not None:\n{source.indent(statement)}    {inner}"
                yield (Edit(start, end, text),)
    for function in source.functions():
        body = source.body(function)
        for parameter in source.parameters(function):
            if body and annotation(parameter) == "Any":
                for condition in _signs(parameter.arg):
                    yield source.before(body[0], f"if {condition}:", "    return None")
    for loop in source.of(ast.For):
        assert isinstance(loop, ast.For)
        function_ = source.function(loop)
        if function_ is None:
            continue
        if source.compiled(loop):
            yield from _empty_elements(source, loop, function_)
        elif isinstance(loop.target, ast.Name) and _of_anything(source, function_, loop.iter):
            for condition in _signs(loop.target.id):
                yield source.before(loop.body[0], f"if {condition}:", "    continue")


def _of_anything(source: Source, function: Function | None, node: ast.expr) -> bool:
    """Whether it is what somebody handed in, of which every value has to be expected."""
    while function is not None and isinstance(node, ast.Name):
        if any(each.arg == node.id and re.search("Any|float|^$", annotation(each)) for each in source.parameters(function)):
            return True
        function = source.function(function)
    return False


def _signs(name: str) -> Iterator[str]:
    yield f"{name} is None"
    for number in (0, -1):
        yield f"type({name}) in (int, float) and {name} == {number}"
    yield f"type({name}) in (list, tuple, str, dict) and not {name}"


def _empty_elements(source: Source, loop: ast.For, function: Function) -> Iterator[Edits]:
    """In compiled code: an element of an array parameter at the loop's place."""
    names = {each.arg for each in source.parameters(function)}
    if isinstance(loop.target, ast.Name):
        used = (
            source.said(node)
            for node in ast.walk(loop)
            if isinstance(node, ast.Subscript)
            and isinstance(node.ctx, ast.Load)
            and isinstance(node.value, ast.Name)
            and node.value.id in names
            and ast.unparse(node.slice) == loop.target.id
        )
        for element in dict.fromkeys(used):
            for number in (0, -1):
                yield source.before(loop.body[0], f"if {element} == {number}:", "    continue")
