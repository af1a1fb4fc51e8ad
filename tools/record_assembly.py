"""Writes assignments/m0/given_recorded_x1.py: one loop, compiled for processors that this machine need not have.

`python tools/record_assembly.py`. The loop adds up p[i] * p[i] / m[i] + 0.5 * p[i] - m[i]. LLVM, as llvmlite has it, compiles
it once with additions in the order that is written there ("strict") and once with fastmath ("fast").
"""

import textwrap
from collections.abc import Iterator
from pathlib import Path

import llvmlite.binding as llvm

TARGET = Path(__file__).parent.parent / "assignments/m0/given_recorded_x1.py"
MACHINES = {
    "x86-64, SSE": ("x86_64-unknown-linux-gnu", "x86-64", ""),
    "x86-64, AVX2": ("x86_64-unknown-linux-gnu", "haswell", ""),
    "x86-64, AVX-512": ("x86_64-unknown-linux-gnu", "skylake-avx512", "-prefer-256-bit"),
    "arm64, Linux": ("aarch64-unknown-linux-gnu", "cortex-a76", ""),
    "arm64, macOS": ("arm64-apple-macosx14.0.0", "apple-m1", ""),
    "arm64, SVE": ("aarch64-unknown-linux-gnu", "neoverse-v1", ""),
}
LOOP = """
define double @energy(ptr noalias %p, ptr noalias %m, i64 %n) {{
entry:
  %any = icmp sgt i64 %n, 0
  br i1 %any, label %loop, label %end
loop:
  %i = phi i64 [ 0, %entry ], [ %next, %loop ]
  %total = phi double [ 0.0, %entry ], [ %sum, %loop ]
  %pp = getelementptr double, ptr %p, i64 %i
  %mp = getelementptr double, ptr %m, i64 %i
  %x = load double, ptr %pp
  %y = load double, ptr %mp
  %square = fmul {flags} double %x, %x
  %ratio = fdiv {flags} double %square, %y
  %half = fmul {flags} double %x, 0.5
  %both = fadd {flags} double %ratio, %half
  %less = fsub {flags} double %both, %y
  %sum = fadd {flags} double %total, %less
  %next = add nsw i64 %i, 1
  %more = icmp slt i64 %next, %n
  br i1 %more, label %loop, label %end
end:
  %result = phi double [ 0.0, %entry ], [ %sum, %loop ]
  ret double %result
}}
"""


def assembly(triple: str, cpu: str, features: str, flags: str) -> str:
    """The loop for that machine, as LLVM writes it."""
    machine = llvm.Target.from_triple(triple).create_target_machine(cpu=cpu, features=features, opt=3, reloc="pic")
    module = llvm.parse_assembly(LOOP.format(flags=flags))
    module.triple, module.data_layout = triple, str(machine.target_data)
    tuning = llvm.PipelineTuningOptions(speed_level=3)
    tuning.loop_vectorization = tuning.slp_vectorization = True
    tuning.loop_interleaving = tuning.loop_unrolling = False
    builder = llvm.create_pass_builder(machine, tuning)
    builder.getModulePassManager().run(module, builder)
    return str(machine.emit_assembly(module))


def file() -> Iterator[str]:
    yield '"""Given for m0.x1: a loop as LLVM compiled it for several processors. tools/record_assembly.py wrote this file.\n'
    yield 'The loop adds up p[i] * p[i] / m[i] + 0.5 * p[i] - m[i], "strict" in that order, and "fast" with fastmath.\n"""\n'
    yield "RECORDED = {"
    for name, machine in MACHINES.items():
        for kind, flags in (("strict", ""), ("fast", "fast")):
            text = assembly(*machine, flags).replace("\\", "\\\\").expandtabs(8)
            yield f'    "{name}, {kind}": """\\\n{textwrap.dedent(text)}""",'
    yield "}"


if __name__ == "__main__":
    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    TARGET.write_text("\n".join(file()) + "\n", "utf-8")
