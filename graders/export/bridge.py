"""The old name of `graders.export.nbgrader.plugins`, by which the configurations of older course folders know it."""

from graders.export.nbgrader.plugins import Grades, LatePerDay, Repair, Verdicts, safe_markdown

__all__ = ["Grades", "LatePerDay", "Repair", "Verdicts", "safe_markdown"]
