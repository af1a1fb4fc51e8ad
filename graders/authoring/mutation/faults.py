"""The operators that mutation testing has everywhere, after those of cosmic-ray, and `tie`.

Ours are made on `ast`, like those for students, so that there is one way to apply, to sample and to record them.
"""

import ast
from collections.abc import Iterator

from graders.authoring.mutation.source import Edit, Edits, Function, Source, operator

_OPPOSITE: dict[type[ast.cmpop], str] = {
    ast.Lt: ">=",
    ast.LtE: ">",
    ast.Gt: "<=",
    ast.GtE: "<",
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}
_TIE: dict[type[ast.cmpop], str] = {ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">"}
_LOOSE: dict[type[ast.cmpop], str] = {ast.Eq: ">=", ast.NotEq: "<"}


def _compared(source: Source, signs: dict[type[ast.cmpop], str]) -> Iterator[Edits]:
    for node in source.of(ast.Compare):
        assert isinstance(node, ast.Compare)
        sides = [node.left, *node.comparators]
        for number, sign in enumerate(node.ops):
            if type(sign) in signs:
                # What stands between the two sides may hold the parentheses around them.
                (_, start), (end, _) = source.span(sides[number]), source.span(sides[number + 1])
                between = source.text[start:end]
                written = ast.unparse(ast.Compare(ast.Name("a"), [sign], [ast.Name("b")]))[2:-2]
                if between.count(written) == 1:
                    yield (Edit(start, end, between.replace(written, signs[type(sign)])),)


@operator("comparison")
def comparison(source: Source) -> Iterator[Edits]:
    """The opposite, or where equal was asked for: at least."""
    yield from _compared(source, _OPPOSITE)
    yield from _compared(source, _LOOSE)


@operator("tie")
def tie(source: Source) -> Iterator[Edits]:
    """< and <=, > and >=: what happens where both sides are equal."""
    yield from _compared(source, _TIE)


@operator("number")
def number(source: Source) -> Iterator[Edits]:
    """One more or one less."""
    for node in source.of(ast.Constant):
        assert isinstance(node, ast.Constant)
        value = node.value
        if isinstance(value, int | float) and not isinstance(value, bool):
            for other in (value + 1, value - 1):
                yield source.replace(node, repr(other) if other >= 0 else f"({other!r})")


@operator("boolean")
def boolean(source: Source) -> Iterator[Edits]:
    """and and or, True and False, a condition and its opposite."""
    for node in source.nodes:
        if isinstance(node, ast.Constant) and type(node.value) is bool:
            above = source.parents[node]
            if not (isinstance(above, ast.keyword) and above.arg == "strict"):
                yield source.replace(node, str(not node.value))
        elif isinstance(node, ast.BoolOp):
            word, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
            for one, following in zip(node.values, node.values[1:], strict=False):
                (_, start), (end, _) = source.span(one), source.span(following)
                between = source.text[start:end]
                if between.count(word) == 1:
                    yield (Edit(start, end, between.replace(word, other)),)
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield source.replace(node, f"({source.said(node.operand)})")
        elif isinstance(node, ast.If | ast.While | ast.IfExp) and not isinstance(node.test, ast.Compare | ast.UnaryOp):
            yield source.replace(node.test, f"(not ({source.said(node.test)}))")


@operator("exception")
def exception(source: Source) -> Iterator[Edits]:
    """Another one is caught or raised, more are caught, or fewer; or what caused it is left out."""
    for node in source.nodes:
        if isinstance(node, ast.ExceptHandler) and node.type is not None:
            for other in ("ZeroDivisionError", "Exception", "BaseException"):
                if source.said(node.type) != other:
                    yield source.replace(node.type, other)
        elif isinstance(node, ast.Raise) and node.exc is not None:
            if node.cause is not None:
                (_, start), (_, end) = source.span(node.exc), source.span(node.cause)
                yield (Edit(start, end, " from None"),)
            kind = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            if isinstance(kind, ast.Name) and kind.id[0].isupper():
                yield source.replace(node.exc, 'RuntimeError("something is wrong")')


@operator("decorator")
def decorator(source: Source) -> Iterator[Edits]:
    """One is left out. Not those that compile: without them answers stay right, and races say that they come late."""
    for node in source.nodes:
        if isinstance(node, Function | ast.ClassDef):
            for each in node.decorator_list:
                if "jit" not in ast.unparse(each):
                    start, end = source.span(each)
                    yield (Edit(start - 1, end, "# no decorator"),)


@operator("zero-iterations")
def zero_iterations(source: Source) -> Iterator[Edits]:
    """A loop that does nothing."""
    for node in source.nodes:
        if isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
            yield source.replace(node.iter, "range(0)" if source.compiled(node) else "()")
        elif isinstance(node, ast.While):
            yield source.replace(node.test, "False")
