"""Operators for the faults of students: what passes in practice where every comparison is checked."""

import ast
import itertools
import re
from collections.abc import Iterator

from graders.authoring.mutation.source import Edit, Edits, Function, Source, annotation, operator, own_nodes

_JUMPS = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_POOLS = re.compile(r"\b(Thread|Process)PoolExecutor$")
_NARROWER = {"int64": "int32", "float64": "float32", "uint64": "uint32", "intp": "int32"}
_NARROWER_CODES = {"i8": "i4", "f8": "f4", "u8": "u4", "int64": "int32", "float64": "float32"}
_EMPTY_ARRAYS = ("np.zeros", "np.empty", "np.ones")
_SEQUENCE = re.compile(r"ndarray|Sequence|Iterable|list")


# Parameters


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


# Statements


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


# Numbers


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


# Memory of former calls


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


# Loops


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
