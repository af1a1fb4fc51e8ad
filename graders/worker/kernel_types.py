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
from numba.core.typing import signature
from numba.cuda.compiler import CUDAFlags
from numba.cuda.descriptor import cuda_target
from numba.cuda.dispatcher import CUDADispatcher
from numba.np.numpy_support import from_dtype


def typed(kernel: Any, types: Sequence[tuple[str, int]]) -> dict[str, Any]:
    """Infer the types of a kernel's variables as numba's compiler for GPUs does.

    `types` are (dtype, dimensions) of its arguments, 0 for a scalar. Returns the variables that are float64, with their
    lines. Raises numba's TypingError where it would not compile.
    """
    scalars = [from_dtype(np.dtype(dtype)) for dtype, _ in types]
    args = tuple(
        numba_types.Array(scalar, dimensions, "C") if dimensions else scalar
        for scalar, (_, dimensions) in zip(scalars, types, strict=True)
    )
    CUDADispatcher.compile_device = _device_function
    state = _inferred(kernel.py_func, args)
    lines: dict[str, int] = {}
    for block in state.func_ir.blocks.values():
        for statement in block.body:
            if isinstance(statement, Assign) and state.typemap.get(statement.target.name) == numba_types.float64:
                name = statement.target.name.split(".")[0]
                if not name.startswith("$"):
                    lines.setdefault(name, statement.loc.line)
    return {"float64": sorted(lines.items())}


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
    """In the place of compiling a function that a kernel calls: what it returns is all there is to know."""
    if args not in dispatcher.overloads:
        found = signature(_inferred(dispatcher.py_func, args).return_type, *args)
        dispatcher.overloads[args] = SimpleNamespace(signature=found, objectmode=False)
    return dispatcher.overloads[args]
