"""JUnit XML for CI servers and dashboards: a suite per student, a test case per rubric line.

There is no standard. This is the strictest of the schemas in use, Ant's, written down in
https://github.com/windyroad/JUnit-Schema/blob/master/JUnit.xsd; it allows properties of suites only, so the points are there.
CI servers show such files to everybody who sees the run, so nothing of hidden checks is in it but their points.
"""

import xml.etree.ElementTree as ET

from graders.export.grades import Export, Grades, lines, moment, name, points_of, seconds, total
from graders.report.account import full_account
from graders.result import ExerciseResult, Points, Result, RubricResult, State
from graders.roster import Person
from graders.text import STATES, harmless, why_shown

_TEXT = 200  # characters of a name or message
_TAGS: dict[State, str] = {
    "partial": "failure",
    "fail": "failure",
    "todo": "failure",
    "error": "error",
    "deferred": "skipped",
    "noisy": "skipped",
}
"""What became of a line that did not pass. Neither a GPU that is not here nor a noisy machine is anybody's failure."""


def export(grades: Grades) -> Export:
    """junit.xml, for everybody."""
    root = ET.Element("testsuites")
    for number, (person, result) in enumerate(grades.people()):
        root.append(_suite(number, person, result))
    ET.indent(root, " ")
    text = ET.tostring(root, encoding="unicode")
    return Export({"junit.xml": f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'})


def _suite(number: int, person: Person, result: Result) -> ET.Element:
    tags = [_TAGS.get(line.state) for line in lines(result)]
    started = moment(result.started)
    suite = ET.Element(
        "testsuite",
        name=_token(result.student),
        package=_token(result.module),
        id=str(number),
        timestamp=started.strftime("%Y-%m-%dT%H:%M:%S") if started else "1970-01-01T00:00:00",
        hostname="localhost",
        tests=str(len(tags)),
        failures=str(tags.count("failure")),
        errors=str(tags.count("error")),
        skipped=str(tags.count("skipped")),
        time=str(seconds(result)),
    )
    properties = ET.SubElement(suite, "properties")
    values: dict[str, str | Points | None] = {"name": name(person), "points": total(result), "max": result.max}
    for line in lines(result):
        values |= {f"{line.id}.state": line.state, f"{line.id}.points": points_of(line), f"{line.id}.max": line.max}
    for key, value in values.items():
        if value is not None:
            ET.SubElement(properties, "property", name=_token(key), value=str(value))
    for exercise in result.exercises:
        suite.extend(_case(result, exercise, line) for line in exercise.rubric)
    ET.SubElement(suite, "system-out")
    ET.SubElement(suite, "system-err")
    return suite


def _case(result: Result, exercise: ExerciseResult, line: RubricResult) -> ET.Element:
    case = ET.Element(
        "testcase",
        classname=_token(f"{result.student}.{exercise.id}"),
        name=_token(f"{line.id} {exercise.title}: {line.title}"),
        time="0",  # not measured line by line
    )
    if tag := _TAGS.get(line.state):
        about = ET.SubElement(case, tag, message=_token(why_shown(line, line, False) or STATES[line.state].word))
        if tag != "skipped":
            about.set("type", line.state)
        about.text = full_account(line)
    return case


def _token(text: str) -> str:
    """Text for an attribute: in one line, with single spaces, without what XML cannot hold, and never empty."""
    return " ".join(harmless(text, _TEXT).split()) or "-"
