"""What numba's compiler for GPUs would make of a kernel. Neither a GPU nor CUDA is needed to infer types."""

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import numpy as np
from numba import types as numba_types
from numba.core.compiler import CompilerBase, DefaultPassBuilder, compile_extra
from numba.core.compiler_machinery import PassManager
from numba.core.ir import Assign
from numba.core.target_extension import target_override
from numba.core.typed_passes import NopythonTypeInference
from numba.core.typing import make_concrete_template, signature
from numba.core.typing.templates import fold_arguments
from numba.core.utils import pysignature
from numba.cuda.compiler import CUDAFlags
from numba.cuda.descriptor import cuda_target
from numba.cuda.dispatcher import CUDADispatcher
from numba.np.numpy_support import from_dtype


def typed(kernel: Any, types: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """Infer the types of a kernel's variables as numba's compiler for GPUs does.

    `types` are (dtype, dimensions) of its arguments, 0 for a scalar. Returns the variables that are float64, and the
    arrays that cannot count as far as int32, with their lines. Raises numba's TypingError where it would not compile.
    """
    scalars = [from_dtype(np.dtype(dtype)) for dtype, _ in types]
    args = tuple(
        numba_types.Array(scalar, dimensions, "C") if dimensions else scalar
        for scalar, (_, dimensions) in zip(scalars, types, strict=True)
    )
    state = _inferred(kernel.py_func, args)
    double: dict[str, int] = {}
    narrow: dict[str, int] = {}
    for block in state.func_ir.blocks.values():
        for statement in block.body:
            if not isinstance(statement, Assign) or statement.target.name.startswith("$"):
                continue
            name, kind = statement.target.name.split(".")[0], state.typemap.get(statement.target.name)
            if kind == numba_types.float64:
                double.setdefault(name, statement.loc.line)
            if isinstance(kind, numba_types.Array) and _counts_badly(kind.dtype):
                narrow.setdefault(name, statement.loc.line)
    return {"float64": sorted(double.items()), "narrow": sorted(narrow.items())}


def _counts_badly(dtype: Any) -> bool:
    """Whether counting in it ends before that in int32 does."""
    return isinstance(dtype, numba_types.Float) or (isinstance(dtype, numba_types.Integer) and dtype.bitwidth < 32)


def _inferred(function: Any, args: Sequence[Any]) -> Any:
    """The compiler's state after it has inferred types, and before it would ask for CUDA."""
    states = []

    class Inference(CompilerBase):  # type: ignore[misc]
        def define_pipelines(self) -> list[PassManager]:
            passes = PassManager("types only")
            passes.passes.extend(DefaultPassBuilder.define_untyped_pipeline(self.state).passes)
            passes.add_pass(NopythonTypeInference, "types")
            passes.finalize()
            self.state.cr = ()  # nothing is compiled: this is the answer
            states.append(self.state)
            return [passes]

    with target_override("cuda"):
        compile_extra(
            typingctx=cuda_target.typing_context,
            targetctx=cuda_target.target_context,
            func=function,
            args=tuple(args),
            return_type=None,
            flags=CUDAFlags(),
            locals={},
            pipeline_class=Inference,
        )
    return states[-1]


def _device_function(dispatcher: Any, args: Sequence[Any], return_type: Any = None) -> Any:
    """In the place of compiling a kernel, or a function that it calls: what it returns is all there is to know."""
    if args not in dispatcher.overloads:
        found = signature(_inferred(dispatcher.py_func, args).return_type, *args)
        dispatcher.overloads[args] = SimpleNamespace(signature=found, objectmode=False, entry_point=None)
    return dispatcher.overloads[args]


def _called(dispatcher: Any, args: Sequence[Any], keywords: Any) -> Any:
    """In the place of finding out what a call of a device function is: with keywords, defaults and *args, as a CPU has it.

    The packages for GPUs have it too (numba-cuda). What comes with numba itself has not, and since numba's min, max and sum
    are made of such functions, it would refuse kernels that run on every card.
    """
    shape = pysignature(dispatcher.py_func)
    args = fold_arguments(
        shape,
        args,
        keywords,
        lambda _, parameter, value: value,
        lambda _, parameter, default: numba_types.Omitted(default),
        lambda _, parameter, values: numba_types.StarArgTuple(values),
    )
    if dispatcher._can_compile:
        dispatcher.compile_device(tuple(args))
    name = dispatcher.py_func.__name__
    template = make_concrete_template(f"CallTemplate({name})", key=name, signatures=dispatcher.nopython_signatures)
    return template, shape, args, {}


CUDADispatcher.get_call_template = _called
CUDADispatcher.compile_device = _device_function
CUDADispatcher.compile = _device_function  # a kernel that is decorated with the types of its arguments
