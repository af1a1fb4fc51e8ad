"""Which student ids nbgrader can hold."""

import unicodedata

from graders.text import harmless

_WIDEST_ID = 128  # nbgrader's column
_FORBIDDEN = {
    **dict.fromkeys('<>"&\\', "nbgrader puts ids into its pages unescaped"),
    **dict.fromkeys("%#?", "nbgrader's links break on it"),
    **dict.fromkeys("*[]", "nbgrader takes it for a pattern"),
    **dict.fromkeys(",", "nbgrader's own CSV does not quote it"),
    **dict.fromkeys("/:|", "a folder cannot be named like that everywhere"),
}


def refusal(student: str) -> str:
    """Why nbgrader cannot hold a student of that id, in one sentence; empty when it can."""
    shown = repr(harmless(student, 60))
    if not student.strip():
        return "a student id must not be empty"
    if student != student.strip():
        return f"the id {shown} begins or ends with a space, which nbgrader strips: rename the submission folder"
    for character in student:
        if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
            return f"the id {shown} holds an invisible character, on which nbgrader's pages break: rename the submission folder"
        if character in _FORBIDDEN:
            return f"the id {shown} holds {character!r}, and {_FORBIDDEN[character]}: rename the submission folder"
    if student[0] == "." or student[-1] == ".":
        return f"the id {shown} begins or ends with a dot, so its folder would be hidden or cut: rename the submission folder"
    if student[0] in "=+-@":
        return f"the id {shown} begins with {student[0]!r}, which spreadsheets calculate: rename the submission folder"
    if len(student) > _WIDEST_ID or len(student.encode()) > 255:
        return f"the id {shown} is longer than nbgrader can hold ({_WIDEST_ID} characters): rename the submission folder"
    return ""
