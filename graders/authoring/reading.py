"""What is wrong with an exercise, or with a module, before anything of it runs."""

import ast
from collections.abc import Iterator

from graders import questions
from graders.authoring import guide_blocks, sample_submissions, schedule, signatures
from graders.authoring.files import files_of, named_lines, perhaps_lines, row_of, wrong_ones
from graders.authoring.findings import LintFinding, shown
from graders.authoring.mutation import mutants
from graders.course import CourseError, Exercise, Module, solution_of
from graders.export.nbgrader import notebooks
from graders.questions import Questions
from graders.submission import NOTEBOOK
from graders.text import count, count_points

FEWEST_WRONG = 2
HINTS = (2, 8)
LONGEST_HINT = 200
TELLING = 15
"""Characters from which on a line of the solution in a hint is no coincidence."""


def by_reading(module: Module, exercise: Exercise) -> Iterator[LintFinding]:
    """What is wrong with an exercise before anything of it runs."""
    wrong = wrong_ones(module, exercise)
    if len(wrong) < FEWEST_WRONG:
        yield LintFinding(
            "few", exercise.id, f"{exercise.id} has {count(len(wrong), 'wrong solution')}; it needs {FEWEST_WRONG}"
        )
    for file in wrong:
        if not named_lines(file):
            example = f'"""caught by {exercise.id}.correct: what is wrong"""'
            yield LintFinding("unnamed", shown(file), f"its first line should be {example}")
        elif unknown := (named_lines(file) | perhaps_lines(file)) - {line.id for line in exercise.rubric}:
            yield LintFinding("unnamed", shown(file), f"it names {', '.join(sorted(unknown))}, which {exercise.id} has not")
    fewest, most = HINTS
    if not fewest <= len(exercise.hints) <= most:
        found = count(len(exercise.hints), "hint")
        yield LintFinding("hints", exercise.id, f"{exercise.id} has {found}; it needs {fewest} to {most}")
    there = _checks_of(exercise)
    for number, hint in enumerate(exercise.hints, 1):
        if not hint.text.strip() or len(hint.text) > LONGEST_HINT:
            length = len(hint.text)
            yield LintFinding("hint", exercise.id, f"hint {number} has {length} characters; 1 to {LONGEST_HINT} can be read")
        for name in hint.checks:
            if name not in there:
                which = f"{exercise.tests.name} has no test_{name}; it has {', '.join(there)}"
                yield LintFinding("hint", exercise.id, f"hint {number} is for {name}, but {which}")
    texts = {shown(path): path.read_text(encoding="utf-8") for path in files_of(module, exercise)}
    for where, text in {"its row in module.toml": row_of(module, exercise), **texts}.items():
        if "TODO" in text:
            yield LintFinding("unfinished", exercise.id, f"{where} still says TODO")
    if not guide_blocks.has_heading(module, exercise):
        example = f"## {exercise.title} ({exercise.id})"
        yield LintFinding(
            "guide", exercise.id, f"no heading in {shown(guide_blocks.folder(module))} names it; write one such as {example}"
        )
    for page in sorted(guide_blocks.folder(module).rglob("*.md")):
        text = page.read_text(encoding="utf-8")
        if "TODO" in text and guide_blocks.names(text, exercise.id):
            yield LintFinding("unfinished", exercise.id, f"{shown(page)} still says TODO")
    yield from _records(module, exercise)
    solution = solution_of(module, exercise)
    for code, path in (("starter", exercise.path), ("solution", solution)):
        if not path.is_file():
            yield LintFinding(code, exercise.id, f"{shown(path)} is missing")
    if solution.is_file() and exercise.path.is_file():
        for difference in signatures.differences(exercise.path, solution):
            yield LintFinding("signature", exercise.id, difference)
        lines = {line.strip() for line in solution.read_text(encoding="utf-8").splitlines()}
        given = set(map(str.strip, exercise.path.read_text(encoding="utf-8").splitlines()))
        for number, hint in enumerate(exercise.hints, 1):
            for line in sorted(line for line in lines - given if len(line) >= TELLING and line in hint.text):
                yield LintFinding("hint", exercise.id, f"hint {number} gives a line of the solution away: {line}")


def around(module: Module) -> Iterator[LintFinding]:
    """What is missing or stale elsewhere, where the exercises of a module are known: its schedule, its sample submissions."""
    places = {
        "schedule": (schedule.FILE, schedule.doubts),
        "sample": (sample_submissions.path_of(module), sample_submissions.doubts),
    }
    for code, (file, doubts) in places.items():
        try:
            yield from [LintFinding(code, shown(file), doubt) for doubt in doubts(module)]
        except CourseError as error:
            yield LintFinding(code, shown(file), str(error))


def _records(module: Module, exercise: Exercise) -> Iterator[LintFinding]:
    """What is wrong with the mutants that are recorded as equivalent."""
    try:
        known = mutants.records(module, exercise)
    except CourseError as error:
        yield LintFinding("equivalent", exercise.id, str(error))
        return
    if known and solution_of(module, exercise).is_file():
        found = mutants.mutants(module, exercise, sorted({record.operator for record in known}))
        for record in mutants.unused(found, known):
            yield LintFinding("equivalent", exercise.id, record.complaint)


def _checks_of(exercise: Exercise) -> list[str]:
    """The names of an exercise's public tests, without `test_`."""
    tree = ast.parse(exercise.tests.read_text(encoding="utf-8"))
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [name.removeprefix("test_") for name in names if name.startswith("test_")]


def written(module: Module) -> tuple[Questions, list[LintFinding]]:
    """The written questions of a module, and what is wrong with them or with the notebook made of them."""
    source, notebook = module.folder / questions.FILE, module.folder / NOTEBOOK
    try:
        asked = questions.read(module)
        found = [LintFinding("question", f"{shown(source)}:{line}", sentence) for line, sentence in questions.doubts(module)]
    except CourseError as error:
        return Questions(), [LintFinding("question", module.id, str(error).replace(str(source), shown(source)))]
    points = sum(question.max for question in asked.questions)
    if points != module.written:
        where = shown(module.folder / "module.toml")
        sentence = f"it has written = {module.written}, and {questions.FILE} {count_points(points)}: write written = {points}"
        found.append(LintFinding("points", where, sentence))
    remedy = f"run python -m graders notebook {module.id}"
    if asked.questions and not notebook.is_file():
        found.append(LintFinding("notebook", shown(notebook), f"it is missing: {remedy}"))
    elif notebook.is_file():
        try:
            wanted = notebooks.text(notebooks.handed_out(module)).encode()
        except ModuleNotFoundError as error:
            found.append(
                LintFinding("trouble", shown(notebook), f"not compared with {questions.FILE}: {error.name} is missing")
            )
        else:
            # Line ends differ between checkouts on different systems.
            if notebook.read_bytes().replace(b"\r\n", b"\n") != wanted:
                found.append(
                    LintFinding("notebook", shown(notebook), f"it is not what the course's files make of it: {remedy}")
                )
    return asked, found
