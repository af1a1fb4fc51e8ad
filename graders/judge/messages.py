"""What the judge and the pytest plug-in say. Rewording it grades nobody again."""

import difflib
from collections.abc import Sequence

from graders.environment import torch_command
from graders.messages import refused
from graders.quantities import bound, quantity, seconds
from graders.result import Measure

NOT_STARTED = "not started"
AT_HAND_IN = "decided at submission"
NO_GPU = "no GPU here; decided on the course machine"
GPU_NOT_SANDBOXED = "no GPU in the sandbox; decided on a machine of its own"
NOT_RUN = "not run this time"
ONE_CORE = "one core here; decided on a machine with several"
NO_MEMRAY = "counting allocations needs memray: pip install -e '.[plot]'"
NO_TORCH = f"this needs torch, about 200 MB: {torch_command()}"
NO_INSTRUCTIONS = "nothing here counts instructions: neither the processor nor valgrind"
NO_HINT = "no hint: hints are for what ran to its end, was decided, and fails"
NO_HINT_WRITTEN = "no hint: there is none for what fails here"
INLINE = "inline: your code runs inside the tests for your debugger; nothing of this run counts"
MACHINE_BUSY = "the machine was busy with other things: not counted; run again when less is going on"
RACE_TIME_UP = "this race took too long to be decided: not counted; run again when less is going on"
KILLED_FROM_OUTSIDE = (
    "something outside ended your program, perhaps because memory ran short on this machine: not counted; "
    "close what you can and run again"
)
NOT_INLINE = "not with --inline: it takes a worker of its own"
SHAPE_IS_NO_CONSTANT = (
    "numba takes no sum in a kernel for a constant shape: name it outside of the kernels, such as ROOM = SIZE + 1"
)
DOES_NOT_HOLD = "this does not hold"
WORKER_ENDED = "the worker of this call has ended"
REFUSED_IN_THE_BOX = "; grading allows no network, no other programs, and processes only where an exercise is about them"
RETURN_MISSING = ": is a return missing?"
RETURN_IT = ": return it instead of printing it"
MAKE_AN_ARRAY = ": np.array(...) makes an array of it"
DOUBLE_PRECISION = ": numpy computes in float64 unless told otherwise, for example with dtype=np.float32"


def hides(file: str, module: str) -> str:
    return f"{file} hides {module} when you run a file beside it yourself: give it another name"


def fits_nothing(option: str, wanted: str, exercises: Sequence[str]) -> str:
    return (
        f"{option} {wanted} fits no check here: the exercises are {', '.join(exercises)}; "
        '-k takes these and the names of tests, -m only "perf", "gpu" and the same with "not"'
    )


def no_folder(folder: str) -> str:
    return f"there is no folder {folder}: give the one with the exercise files"


def nothing_here(what: str, exercises: Sequence[str]) -> str:
    return f"there is nothing to run in {what}; the exercises are {', '.join(exercises)}"


def not_kept(error: OSError) -> str:
    return f"this run could not be noted: {refused(error)}"


def not_as_handed_out(files: Sequence[str]) -> str:
    return (
        f"{', '.join(files)} {'is' if len(files) == 1 else 'are'} not as handed out, and the course grades with its own: "
        "python -m graders update brings it back"
    )


def time_up(seconds: float) -> str:
    return f"did not finish in {seconds:g} s: stopped"


def check_time_up(seconds: float) -> str:
    return f"all calls of this check together did not finish in {seconds:g} s: stopped"


def import_time_up(file: str, seconds: float) -> str:
    return f"{file} did not finish loading in {seconds:g} s: stopped; is there a loop outside the functions?"


def ended(file: str, code: int) -> str:
    reasons = {
        -9: "was killed, perhaps for using too much memory",
        -11: "crashed (segmentation fault)",
        -6: "crashed (abort)",
        -7: "crashed (bus error)",
        -4: "crashed (illegal instruction)",
        -8: "crashed (floating point exception)",
    }
    if code in reasons:
        return f"{file} {reasons[code]} before giving a result"
    return f"{file} ended the program (exit {code}) before giving a result"


def system_exit(file: str) -> str:
    return f"{file} called sys.exit before giving a result; return the answer instead"


def flooded(file: str, limit: int) -> str:
    return f"{file} printed more than {limit >> 20} MiB: stopped"


def tampered(reason: str) -> str:
    return f"the grading channel was tampered with ({reason})"


def not_to_be_computed_with(got: str, trouble: str) -> str:
    return f"the answer is {got}, with which this check can do nothing ({trouble})"


def unwieldy(why: str) -> str:
    return f"the answer is too large to be checked: {why}"


def too_large(limit: int) -> str:
    return f"used more than {limit / 2**30:.3g} GiB of memory in all its processes: stopped"


def kept_computing(file: str) -> str:
    return f"{file} went on computing while it was not being called"


def forbidden(file: str, line: int | None, name: str) -> str:
    where = f"{file} line {line}" if line else file
    return f"{where} uses {name}; this exercise asks you to do without it"


def out_of_memory(limit: int) -> str:
    return f"ran out of memory (it may use {limit / 2**30:.3g} GiB)"


def asks(line: int | None) -> str:
    where = f"line {line} " if line else ""
    return f"{where}waits for typed input (input), and a test types nothing: take it as an argument instead"


def raised(kind: str, text: str) -> str:
    return f"raised {kind}: {text}" if text else f"raised {kind}"


def syntax_error(file: str, line: int | None, text: str) -> str:
    where = f"{file} line {line}" if line else file
    if "tabs and spaces" in text:
        return f"{where} mixes tabs and spaces: let your editor turn all tabs into spaces"
    return f"{where}: {text}"


def not_utf8(file: str, content: bytes) -> str:
    kind = "UTF-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in content else "not UTF-8"
    return f"{file} is {kind} text: save it as UTF-8 in your editor"


def missing_package(file: str, line: int | None, package: str) -> str:
    where = f"{file} line {line}" if line else file
    if package.partition(".")[0] == "torch":
        return f"{where}: {NO_TORCH}"
    return f"{where}: cannot import {package}: this course does not have that package"


def failed_import(file: str, line: int | None, kind: str, text: str) -> str:
    where = f"{file} line {line}" if line else file
    return f"{where}: loading the file {raised(kind, text)}"


def missing_function(file: str, name: str, present: Sequence[str]) -> str:
    alike = [other for other in present if other.lower() == name.lower()] or difflib.get_close_matches(name, present, 1)
    hint = f"; there is a {alike[0]}. Did you mean that?" if alike else ""
    return f"{file} has nothing called {name}{hint}"


def missing_file(file: str, present: Sequence[str]) -> str:
    alike = [other for other in present if other.lower() == file.lower()]
    hint = f", but {alike[0]}: upper and lower case count" if alike else ""
    return f"{file} was not handed in{hint}"


def missing_file_here(file: str, module: str, present: Sequence[str]) -> str:
    alike = [other for other in present if other.lower() == file.lower()]
    hint = (
        f"there is {alike[0]}: upper and lower case count"
        if alike
        else f"python -m graders reset {module}/{file} brings it back"
    )
    return f"{file} is not in assignments/{module}; {hint}"


def is_a_link(file: str) -> str:
    return f"{file} is a link to another file: not read"


def too_slow(ratio: str, first: str) -> str:
    return f"right, but {ratio} so far; the first step is {first}"


def too_noisy(counted: str) -> str:
    return f"too noisy to call: counted as {counted} for now; run again on a quiet machine"


def one_result(modules: Sequence[str]) -> str:
    return f"--result takes the result of one module, and these tests are of {' and '.join(modules)}: run pytest once for each"


def printed(line: str) -> str:
    return f"it printed: {line}"


def frames(count: int, late: int, deadline: float, slow: float, slowest: float) -> str:
    return (
        f"{late} of {count} frames took longer than {seconds(deadline)}; 99 of 100 took at most {seconds(slow)}, "
        f"the slowest {seconds(slowest)}"
    )


def limit_broken(measure: Measure, over: bool) -> str:
    limit = bound(measure.limit or 0, measure.unit)
    return f"{measure.name}: {quantity(measure.value or 0, measure.unit)}, {'more' if over else 'less'} than {limit}"


def no_kernel(name: str) -> str:
    return f"{name} should be a kernel, a function marked @cuda.jit"


def access_name(what: str, of: str) -> str:
    """reads of x, transactions with global memory."""
    verb = {"reads": "reads of", "writes": "writes to", "atomics": "atomic operations on", "transactions": "transactions with"}
    return f"{verb[what]} {of} memory" if of in ("global", "shared") else f"{verb[what]} {of}"


def divergent_barrier(kernel: str, reached: int, threads: int) -> str:
    return f"{kernel}: only {reached} of the {threads} threads of a block reach this cuda.syncthreads()"


def data_race(kernel: str, memory: str, position: Sequence[int]) -> str:
    where = ", ".join(map(str, position))
    return f"{kernel} has a data race: two threads are at [{where}] of {memory} without synchronisation"


def two_accesses(kinds: Sequence[str], threads: Sequence[int], blocks: Sequence[int], lines: Sequence[int]) -> str:
    verbs = {"read": "reads", "write": "writes", "atomic": "changes atomically"}
    accesses = zip(kinds, threads, blocks, lines, strict=True)
    return ", and ".join(
        f"thread {thread} of block {block} {verbs.get(kind, kind)} it on line {line}" for kind, thread, block, line in accesses
    )


def has_a_branch(name: str) -> str:
    return f"{name} should do without any if: the padding already covers the boundary"


def not_for_a_gpu(kernel: str) -> str:
    return f"{kernel} runs in the simulator, but does not compile for a GPU"


def in_double(kernel: str, name: str) -> str:
    return f"{kernel} computes in float64, which most GPUs do slowly: start {name} as np.float32(0)"


def counts_badly(kernel: str, name: str) -> str:
    return f"{kernel} keeps counts in {name}, of a type that does not count as far as int32"


def parallel(part: float) -> str:
    return f"{100 * part:.0f} % parallel (Amdahl)"


JOULES_COUNTED = "counted by the processor, all of it"


def joules_modelled(watts: float) -> str:
    return f"modelled, not measured: CPU time times {watts:g} W"


def joules_raced(yardstick: str, its_own: float) -> str:
    return f"{JOULES_COUNTED}, for each call; {yardstick}: {quantity(its_own, 'J')}"


def grader_trouble(kind: str, text: str) -> str:
    return f"the grader had trouble: {kind}: {text}"


def is_wrong(what: str) -> str:
    return f"{what} is wrong"


def not_data(kind: str) -> str:
    return f"the answer should be data, but is {kind}"


def wrong_type(wanted: str, got: str, remedy: str = "") -> str:
    return f"should be {wanted}, but is {got}{remedy}"


def must_raise(kind: str) -> str:
    return f"should raise {kind}, but returned"


def must_raise_other(wanted: str, kind: str) -> str:
    return f"should raise {wanted}, but raised {kind}"
