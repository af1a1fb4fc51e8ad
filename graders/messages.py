"""Every sentence a student can meet, in one place: to be reviewed, tested and translated together."""

from __future__ import annotations

import difflib
import errno
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # these sentences have to be there also where packages are missing
    from graders.result import Measure
    from graders.site.links import Broken

NOT_STARTED = "not started"
AT_HAND_IN = "decided at hand-in"
NO_GPU = "no GPU here; decided on the course machine"
GPU_NOT_SANDBOXED = "no GPU in the sandbox; decided on a machine of its own"
NOT_RUN = "not run this time"
MAKE_ROOM = "make room there"
ONE_CORE = "one core here; decided on a machine with several"
NO_MEMRAY = "counting allocations needs memray: pip install -e '.[plot]'"
NO_TORCH = "the yardstick needs torch: pip install -e '.[torch]'"
NO_PICTURE = "No plot: matplotlib is not installed: pip install -e '.[plot]'"
NO_INSTRUCTIONS = "nothing here counts instructions: neither the processor nor valgrind"
NOT_JUDGED = "The graders had trouble, which is not your fault:"
NOT_FINISHED = "This run has not come to its end."
NOTHING_CHANGED = "No exercise changed in this push, so there was nothing to run."
SPEEDS_ARE_ADVICE = "Speeds on this runner are advice only; the course machine decides."
NO_HINT = "no hint: hints are for what runs to its end and does not pass yet"
NO_HINT_WRITTEN = "no hint: nobody has written one for what fails here"
MORE = "  …  add -v for everything"
INLINE = "inline: your code runs inside the tests for your debugger; nothing of this run counts"

NO_UPSTREAM = (
    "this handout does not say where newer ones are: give a folder, a zip, an address or a git remote, "
    "for example python -m graders update ~/Downloads/handout.zip"
)
VERIFIED = (
    "lines that race may come out a step apart on another machine, and say little where they are too noisy to call; "
    "everything else has to agree with your grade, and if it does not, show this to your instructor"
)


def for_instructors(command: str, example: str) -> str:
    return (
        f"{command} is for instructors: it needs hidden tests or solutions, which a handout does not have; you want {example}"
    )


def cannot_write(why: str) -> str:
    return f"{why}: close whatever has that file open; the next command completes the update"


def promise_broken(module: str, version: str) -> str:
    return (
        f"hidden checks or key of {module} are not those that handout {version} promised: "
        "say why with --reason, of regrade where grades change, else of release"
    )


def starter_moved(path: str) -> str:
    return f"{path} is not what students got, and theirs stays: say in CHANGELOG.md which line to change"


# Before anything runs.


def wrong_python(version: str, executable: str) -> str:
    return f"this is Python {version} ({executable}); the course needs 3.11 or newer: create your environment with that version"


def not_installed(packages: Sequence[str], executable: str) -> str:
    return (
        f"{', '.join(packages)} {'is' if len(packages) == 1 else 'are'} not installed for {executable}: "
        "activate the environment you installed the course in, or pip install -e . in the course's folder"
    )


def not_editable(place: str, executable: str) -> str:
    return (
        f"the course is installed as a copy in {place}, away from its exercises: go to the course's folder and "
        f"run {executable} -m pip install -e ."
    )


def in_the_way(file: str, module: str) -> str:
    return f"{file} shadows the module {module}: rename it"


def hides(file: str, module: str) -> str:
    return f"{file} hides {module} when you run a file beside it yourself: give it another name"


def built_elsewhere(package: str, built: str, here: str) -> str:
    return (
        f"{package} was installed for another kind of machine or Python ({built}), this is {here}: "
        f"python -m pip install --force-reinstall {package}"
    )


def package_broken(package: str, said: Sequence[str]) -> str:
    why = f" ({said[0].strip()[:200]})" if said else ""
    return f"{package} is installed but cannot be imported{why}: python -m pip install --force-reinstall {package}"


def wrong_folder(wanted: str, here: str, root: str) -> str:
    return f"there is no {wanted} in {here}; go to the course's folder first: cd {root}"


def no_module(wanted: str, present: Sequence[str]) -> str:
    there = " and ".join(f"assignments/{each}" for each in present) or "none yet"
    return f"there is no {wanted!r} in assignments: there {'is' if len(present) < 2 else 'are'} {there}"


def which_module(wanted: str, present: Sequence[str]) -> str:
    return f"which {wanted}? There are {' and '.join(present)}"


def fits_nothing(option: str, wanted: str, exercises: Sequence[str]) -> str:
    return (
        f"{option} {wanted} fits no check here: the exercises are {', '.join(exercises)}; "
        '-k takes these and the names of tests, -m only "perf", "gpu" and the same with "not"'
    )


def no_folder(folder: str) -> str:
    return f"there is no folder {folder}: give the one with the exercise files"


def no_command(typed: str, present: Sequence[str]) -> str:
    alike = difflib.get_close_matches(typed, present, 1)
    ways = {"hint": "pytest assignments/m2 --hint", "hints": "pytest assignments/m2 --hint"}
    ways |= dict.fromkeys(("test", "run", "pytest", "start"), "pytest assignments/m2")
    better = f"did you mean {alike[0]}?" if alike else "python -m graders --help lists what there is"
    return f"there is no command {typed!r}: " + (f"you want {ways[typed]}" if typed in ways else better)


def with_pytest(file: str) -> str:
    return f"Python alone runs no tests; you want pytest assignments/{file}"


def nothing_here(what: str, exercises: Sequence[str]) -> str:
    return f"there is nothing to run in {what}; the exercises are {', '.join(exercises)}"


def not_kept(error: OSError) -> str:
    return f"this run could not be noted: {refused(error)}"


def system_refuses(error: OSError) -> str:
    return f"{refused(error)}, then type the same command again; nothing that was there is lost"


def refused(error: OSError) -> str:
    """What the system says about which file, and what to do about it."""
    remedies = {
        MAKE_ROOM: (errno.ENOSPC, errno.EDQUOT, errno.EFBIG),
        "see that you may write there": (errno.EACCES, errno.EPERM, errno.EROFS),
        "move away what lies there": (errno.ENOTDIR, errno.EEXIST, errno.EISDIR),
    }
    remedy = next((words for words, numbers in remedies.items() if error.errno in numbers), "mend that")
    return f"{error.filename or 'the system'}: {error.strerror or error}: {remedy}"


def not_as_handed_out(files: Sequence[str]) -> str:
    return (
        f"{', '.join(files)} {'is' if len(files) == 1 else 'are'} not as handed out, and the course grades with its own: "
        "python -m graders update brings it back"
    )


# While it runs.


def time_up(seconds: float) -> str:
    return f"did not finish in {seconds:g} s: stopped"


def check_time_up(seconds: float) -> str:
    return f"all calls of this check together did not finish in {seconds:g} s: stopped"


MACHINE_BUSY = "the machine was busy with other things: not counted; run again when less is going on"
RACE_TIME_UP = "this race took too long to be decided: not counted; run again when less is going on"
KILLED_FROM_OUTSIDE = (
    "something outside ended your program, perhaps because memory ran short on this machine: not counted; "
    "close what you can and run again"
)


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
    return f"{where}waits for somebody to type something (input), and nobody does here: take it as an argument instead"


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


def of_these_cores(measured: str, capacity: str, cores: int, counted: str) -> str:
    """What a speed-up on several cores is worth: what these cores really give is not the student's doing."""
    worth = "" if counted == measured else f": counted as {counted} of {cores}x"
    return f"{measured} of the {capacity} that these {cores} cores give{worth}"


def too_noisy(counted: str) -> str:
    return f"too noisy to call: counted as {counted} for now; run again on a quiet machine"


BONUS_IS_LEFT = "as a bonus there is"


def of_them_bonus(points: int) -> str:
    return f", {points} of them a bonus" if points else ""


def bonus_not_started(exercises: int) -> str:
    return f"{exercises} bonus not started"


def one_result(modules: Sequence[str]) -> str:
    return f"--result takes the result of one module, and these tests are of {' and '.join(modules)}: run pytest once for each"


def started(begun: int, exercises: int) -> str:
    return f"{begun} of {exercises} exercises started" + ("" if begun else ": nothing started yet, and that is fine")


def printed(line: str) -> str:
    return f"it printed: {line}"


def also_fails(titles: Sequence[str]) -> str:
    return f"also fails: {', '.join(titles)}"


def by_hand(who: str, why: str, judged: int) -> str:
    return f"set by hand by {who}: {why} (the grader said {judged})"


def disagreement(line: str, given: int | None, who: str, then: int, now: int) -> str:
    return f"{line}: by hand {given} (by {who}), when the grader said {then}; it says {now} now"


def frames(count: int, late: int, deadline: float, slow: float, slowest: float) -> str:
    return (
        f"{late} of {count} frames took longer than {seconds(deadline)}; 99 of 100 took at most {seconds(slow)}, "
        f"the slowest {seconds(slowest)}"
    )


def limit_broken(found: Measure, over: bool) -> str:
    limit = digits(found.limit or 0, found.unit)
    return f"{found.name}: {quantity(found.value or 0, found.unit)}, {'more' if over else 'less'} than {limit}"


NOT_INLINE = "not with --inline: it takes a worker of its own"


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
    return f"{kernel} has a data race: two threads are at [{where}] of {memory}, and nothing says who comes first"


def two_accesses(kinds: Sequence[str], threads: Sequence[int], blocks: Sequence[int], lines: Sequence[int]) -> str:
    verbs = {"read": "reads", "write": "writes", "atomic": "changes atomically"}
    told = zip(kinds, threads, blocks, lines, strict=True)
    return ", and ".join(
        f"thread {thread} of block {block} {verbs.get(kind, kind)} it on line {line}" for kind, thread, block, line in told
    )


def cell_of(memory: str) -> str:
    return f"cell of {memory}"


def thread_of(block: int) -> str:
    return f"thread of block {block}"


def drawn(kind: str, times: int, cells: str) -> str:
    verb = {"read": "read", "write": "written", "atomic": "changed atomically"}.get(kind, kind)
    return f"{cells} {verb} {times} times" if times != 1 else f"{cells} {verb} once"


def has_a_branch(name: str) -> str:
    return f"{name} should do without any if: whoever padded the data has already decided"


def not_for_a_gpu(kernel: str) -> str:
    return f"{kernel} runs in the simulator, but does not compile for a GPU"


SHAPE_IS_NO_CONSTANT = (
    "numba takes no sum in a kernel for a constant shape: name it outside of the kernels, such as ROOM = SIZE + 1"
)


def in_double(kernel: str, name: str) -> str:
    return f"{kernel} computes in float64, which most GPUs do slowly: start {name} as np.float32(0)"


def counts_badly(kernel: str, name: str) -> str:
    return f"{kernel} keeps counts in {name}, of a type that does not count as far as int32"


def parallel(part: float) -> str:
    return f"{100 * part:.0f} % parallel (Amdahl)"


def measured(found: Measure) -> str:
    """A line under a check: what a meter found, its range and its limit."""
    if found.value is None:
        return f"{found.name}: not measured; {found.note}"
    words = f"{found.name} {quantity(found.value, found.unit)}"
    if found.low is not None and found.high is not None:
        words += f" ({digits(found.low, found.unit)}–{digits(found.high, found.unit)})"
    if found.limit is not None:
        words += f", limit {digits(found.limit, found.unit)}"
    return f"{words}; {found.note}" if found.note else words


def quantity(value: float, unit: str) -> str:
    """Two significant digits with a unit: 12 MiB, 3.4 ms, 1.9x on 2 cores, n^1.1, 0.81 of the triad."""
    if unit == "B":
        return f"{value / 2**20:.3g} MiB" if value >= 1 << 20 else f"{value / 2**10:.3g} KiB"
    if unit == "s":
        return seconds(value)
    if unit == "n":
        return f"n^{value:.2g}"
    if not unit:
        return counted(value)
    return f"{value:.2g}{unit if unit.startswith('x') else ' ' + unit}"


def digits(value: float, unit: str) -> str:
    return quantity(value, unit) if unit in ("s", "B", "n", "") else f"{value:.2g}"


def counted(value: float) -> str:
    """A number of things: exact while it is small, else two digits and a word."""
    if value < 10_000:
        return f"{value:.0f}"
    factor, word = next(each for each in ((1e9, "billion"), (1e6, "million"), (1e3, "thousand")) if value >= each[0])
    return f"{float(f'{value / factor:.2g}'):g} {word}"


def seconds(value: float) -> str:
    factor, unit = next((each for each in ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")) if value >= each[0]), (1e-9, "ns"))
    return f"{float(f'{value / factor:.2g}'):g} {unit}"


REFUSED_IN_THE_BOX = "; grading allows no network, no other programs, and processes only where an exercise is about them"
RETURN_MISSING = ": is a return missing?"
RETURN_IT = ": return it instead of printing it"
MAKE_AN_ARRAY = ": np.array(...) makes an array of it"
DOUBLE_PRECISION = ": numpy computes in float64 unless told otherwise, for example with dtype=np.float32"


def wrong_type(wanted: str, got: str, remedy: str = "") -> str:
    return f"should be {wanted}, but is {got}{remedy}"


def must_raise(kind: str) -> str:
    return f"should raise {kind}, but returned"


def must_raise_other(wanted: str, kind: str) -> str:
    return f"should raise {wanted}, but raised {kind}"


# Watching, getting a starter back, looking back, handing in.

KEYS = "n next · h hint · p time it · a all · r reset · q quit"
SHORT_KEYS = "n next h hint p time a all r reset q quit"
ALL_DONE = "everything is done here that can be decided here"
NOTHING_DONE = "nothing was changed"
NO_GIT = "git is not installed here: hand in a zip instead, without --tag"
COURSE_OWNED = "the course's own"
NOT_ASKED_FOR = "not asked for"
A_LINK = "a link to another file"
NOT_A_FILE = "not a file"


def no_terminal(module: str) -> str:
    return f"watch listens to keys, so it needs a terminal; for a single run: pytest assignments/{module}"


def checking(what: str) -> str:
    return f"checking {what} …"


def really_reset(file: str) -> str:
    return f"put {file} back as it was handed out? Yours is kept. (y/n)"


def really_reset_all(module: str) -> str:
    return f"put every exercise of {module} back as it was handed out? Yours are kept. Type {module} if so:"


def given_back(file: str) -> str:
    return f"{file} is as it was handed out"


def kept_as(file: str) -> str:
    return f"your file is kept as {file}"


def as_handed_out(file: str) -> str:
    return f"{file} is as it was handed out: nothing to do"


def no_starter(file: str) -> str:
    return f"there is no copy of {file} as it was handed out; take it from the course's own repository"


def no_exercise(wanted: str, module: str, present: Sequence[str]) -> str:
    return f"there is no exercise {wanted!r} in {module}; there are {', '.join(present)}"


def which_exercise(module: str, first: str) -> str:
    return f"which exercise of {module}? For example {module}/{first}; --all for all of them"


def never_run(module: str) -> str:
    return f"no run of {module} yet: pytest assignments/{module} makes the first"


def not_started_yet(module: str) -> str:
    return f"nothing of {module} is started yet: the files are as they were handed out"


def expected_of_everybody(exercises: Sequence[str]) -> str:
    return f"not started, and expected of everybody: {', '.join(exercises)}"


def unjudged(points: int) -> str:
    return f"{points} more not run" if points else ""


def too_noisy_yet(points: int) -> str:
    return f"{points} more too noisy to call" if points else ""


def noisy_again(points: int, module: str) -> str:
    return (
        f"{points} points are open because this machine was too busy to measure: run pytest assignments/{module} again when it "
        "is quiet, or leave it to grading, which measures again"
    )


def run_again(points: int, module: str) -> str:
    return f"{points} points are open, not run since the files were changed: pytest assignments/{module}"


def earlier_runs(count: int) -> str:
    return f"{count} earlier run{'' if count == 1 else 's'}: add --all"


def nothing_to_hand_in(module: str) -> str:
    return f"there is no file of {module} to hand in"


def really_write(file: str, there: bool) -> str:
    return f"write {file}{', over the one that is there' if there else ''}? (y/n)"


def really_tag(module: str) -> str:
    return f"tag the last commit as your hand-in of {module}? (y/n)"


NOT_HANDED_IN = "nothing was handed in"


def cannot_hand_in(file: str, why: str) -> str:
    return f"{file} cannot be handed in: {why}"


def imports_what_stays(file: str) -> str:
    return f"{file} is imported but not handed in: put what you need of it into the exercise's own file"


def too_large_to_hand_in(size: int, limit: int) -> str:
    return f"{size / 2**20:.1f} MiB; {limit / 2**20:g} MiB are allowed"


def cannot_write_zip(file: str, why: str) -> str:
    return f"{file} cannot be written: {why}"


def not_committed(files: Sequence[str]) -> str:
    return f"not in the last commit as it is here: {', '.join(files)}; commit first, then tag"


def git_refused(said: str) -> str:
    return f"git says: {said}"


def no_figure(wanted: str, there: Sequence[str]) -> str:
    near = difflib.get_close_matches(wanted, there, 1)
    which = f"did you mean {near[0]}?" if near else f"there are {', '.join(there)}"
    return f"the guide has no figure {wanted!r}: {which}"


def figures_failed(scripts: Sequence[str]) -> str:
    return f"{', '.join(scripts)} failed, see above: its picture, if it had one, is the old one"


# The guide as a site.
NO_FIRST_PAGE = "guide/README.md is not there: the site begins with it, so write one"


def broken_link(found: Broken) -> str:
    where = f"{found.page}:{found.link.line}: "
    if found.heading:
        return f"{where}{found.path} has no heading #{found.link.anchor}: link to one that it has"
    if found.path.startswith(("solutions/", "graders/hidden/")):
        return f"{where}{found.path} is secret: link to something else"
    return f"{where}there is no {found.path} to link to: mend the link, or add the file"


def not_a_site(folder: str) -> str:
    return f"{folder} holds something that is no site: give another folder, or an empty one"


def not_served(address: str) -> str:
    return f"the server ended, see above; if something else is at {address}, say --address localhost:8001"


def zensical_failed(said: str) -> str:
    return f"Zensical could not build the site; it says:\n{said}"


def handed_in_zip(file: str) -> str:
    return f"written: {file}; upload it where your course collects hand-ins"


def handed_in_tag(tag: str) -> str:
    return f"tagged: {tag}; now send it off: git push --follow-tags"


# A portrait of the machine.
MEASURED_QUICKLY = "Measured quickly and on small sizes, only to see that it works: no number here is to be believed."
PAGE_ONLY = "--quick and --out go with --page"


def measuring(what: str) -> str:
    return f"measuring {what} …"


def measured_busy(signs: Sequence[str]) -> str:
    return (
        f"This machine was not quiet ({'; '.join(signs)}), so it can do better than it says here: "
        "close what you can, plug in the power, and measure again."
    )
