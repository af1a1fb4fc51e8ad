"""Operators for the faults of students: a loop or a slice ends too early, threads run one after another."""

import ast
from collections.abc import Iterator

from graders.authoring.mutation.source import Edits, Source, operator


@operator("loop-ends")
def loop_ends(source: Source) -> Iterator[Edits]:
    """Only the first is looked at, or all but the last."""
    for node in source.of(ast.For, ast.comprehension):
        assert isinstance(node, ast.For | ast.comprehension)
        said = source.said(node.iter)
        if isinstance(node.iter, ast.Call) and ast.unparse(node.iter.func) == "range" and len(node.iter.args) < 3:
            end = node.iter.args[-1]
            first = source.said(node.iter.args[0]) if len(node.iter.args) == 2 else "0"
            yield source.replace(end, f"{source.said(end)} - 1")
            yield source.replace(end, f"min({source.said(end)}, {first} + 1)")
        elif not source.compiled(node) and not isinstance(node.iter, ast.Starred):
            yield source.replace(node.iter, f"list({said})[:-1]")
            yield source.replace(node.iter, f"list({said})[:1]")


@operator("short-slice")
def short_slice(source: Source) -> Iterator[Edits]:
    """A piece without its last element."""
    for node in source.of(ast.Slice):
        assert isinstance(node, ast.Slice)
        if node.upper is not None:
            yield source.replace(node.upper, f"({source.said(node.upper)}) - 1")


# Together or one by one


_DONE = """

def _done(function, *args):
    future = __import__("concurrent.futures").futures.Future()
    try:
        future.set_result(function(*args))
    except Exception as error:
        future.set_exception(error)
    return future
"""


@operator("serial")
def serial(source: Source) -> Iterator[Edits]:
    """A primitive that works beside others is replaced by one that does not, or that wakes or counts for one alone."""
    for node in source.of(ast.Call, ast.Await):
        if isinstance(node, ast.Await):
            if isinstance(node.value, ast.Call) and ast.unparse(node.value.func).endswith("to_thread"):
                function, *rest = map(source.said, node.value.args)
                yield source.replace(node, f"{function}({', '.join(rest)})")
            continue
        assert isinstance(node, ast.Call)
        called = source.said(node.func)
        attribute = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        if attribute == "map" and "pool" in called:
            yield source.replace(node.func, "map")
        elif attribute == "submit":
            yield (*source.replace(node.func, "_done"), source.help(_DONE))
        elif attribute == "start" and not node.args:
            yield source.replace(node.func, f"{called.removesuffix('start')}run")
        elif attribute == "notify_all":
            yield source.replace(node.func, f"{called.removesuffix('_all')}")
        elif called == "ProcessPoolExecutor":
            yield source.replace(node.func, '__import__("concurrent.futures").futures.ThreadPoolExecutor')
        elif called == "prange":
            yield source.replace(node.func, "range")
        elif called in ("atomic_add", "cuda.atomic.add") and isinstance(source.parents[node], ast.Expr):
            array, index, more = map(source.said, node.args)
            yield source.replace(source.parents[node], f"{array}[{index}] += {more}")
        elif called.endswith("ensure_future") and len(node.args) == 1:
            # Begun only when it is waited for.
            yield source.replace(node, source.said(node.args[0]))
        elif called.endswith("gather") and len(node.args) == 1 and isinstance(node.args[0], ast.Starred):
            above = source.parents[node]
            if isinstance(above, ast.Await):
                yield (*source.replace(above, f"await _one_by_one({source.said(node.args[0].value)})"), source.help(_IN_TURN))


_IN_TURN = """

async def _one_by_one(waiting):
    answers = []
    for each in list(waiting):
        try:
            answers.append(await each)
        except Exception as error:
            answers.append(error)
    return answers
"""
