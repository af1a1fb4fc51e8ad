"""What `graders check` finds. Every finding has a code and a sentence:

starter     the starter is not "not started", or earns points
solution    the solution loses points
step        a published step lies within the noise of the solution's own speed
signature   starter and solution have other names, parameters, defaults or annotations
tolerance   a test's tolerance lets a wrong answer pass, or refuses a right one (see `graders.judge.tolerance`)
missed      a wrong solution is not caught by exactly the lines that it names
unnamed     a wrong solution does not name the lines that must catch it
few         an exercise has fewer than two wrong solutions
hints       an exercise has too few hints, or too many
hint        a hint is empty or long, is for a check that does not exist, or gives a line of the solution away
question    handin.md cannot be read, or holds what is hardly meant
points      its questions are worth something else than module.toml says
notebook    handin.ipynb is missing, or not what `python -m graders notebook` makes of it
unfinished  a file or the row in module.toml still says TODO
schedule    guide/schedule.toml has no row for an exercise, or names what there is not
sample      no sample submission has the exercise solved, or untouched; or their recipe names what there is not
equivalent  a mutant is recorded as equivalent that cannot be made any more (see `graders.authoring.mutation.mutants`)
guide       no heading of the guide names the exercise
code        a block of code in the guide is not what its file says (see `graders.authoring.guide_blocks`)
marks       a page has no marks, or what is made from them is not up to date (see `graders.authoring.guide_parts`)
trouble     the grader itself failed
"""

from dataclasses import dataclass
from pathlib import Path

from graders import course


@dataclass(frozen=True)
class LintFinding:
    code: str
    where: str
    sentence: str


def shown(path: Path) -> str:
    """A file of the course as it is called from the course's folder."""
    return path.relative_to(course.ROOT).as_posix() if path.is_relative_to(course.ROOT) else path.name
