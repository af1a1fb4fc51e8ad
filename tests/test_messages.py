"""The sentences of all rooms: in plain words, on one line, none left over, and those about a missing package without one."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest

from graders.course import ROOT

GRADERS = ROOT / "graders"
FILES = {path.relative_to(ROOT).as_posix(): path for path in sorted(GRADERS.rglob("messages.py"))}
PRETTY = re.compile(
    r"\b(whoever|for want of|such a one|taken for|all the same|sees to it|that (?:is|are) none|, for (?:it|they|a|the) )", re.I
)
"""What a reader has to take apart."""


def names(tree: ast.Module) -> Iterator[str]:
    """Of the sentences in a file."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name
        elif isinstance(node, ast.Assign):
            yield from (target.id for target in node.targets if isinstance(target, ast.Name))


def texts(tree: ast.Module) -> Iterator[str]:
    """Every piece of text that a file can show: no docstrings."""
    documented = (ast.Module, ast.FunctionDef)
    docstrings = {id(node.body[0].value) for node in ast.walk(tree) if isinstance(node, documented) and ast.get_docstring(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.value


def test_every_room_that_talks_is_found():
    rooms = {name.split("/")[1] for name in FILES}
    assert rooms >= {"messages.py", "judge", "report", "learn", "commands", "site", "grading"}


@pytest.mark.parametrize("name", FILES)
def test_sentences_are_plain(name):
    found = list(texts(ast.parse(FILES[name].read_text(encoding="utf-8"))))
    assert found
    for text in found:
        assert not PRETTY.search(text), text
        assert text.isprintable() or text == "\n" or text.endswith("it says:\n"), text


@pytest.mark.parametrize("name", FILES)
def test_no_sentence_is_left_over(name):
    """Each is asked for by somebody: `messages.name`, an import by name, or another sentence of the same file."""
    module = name.removesuffix(".py").replace("/", ".")
    tree = ast.parse(FILES[name].read_text(encoding="utf-8"))
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)}
    for path in GRADERS.rglob("*.py"):
        text = path.read_text(encoding="utf-8") if GRADERS / "hidden" not in path.parents else ""
        for node in ast.walk(ast.parse(text)) if "messages" in text else ():
            if isinstance(node, ast.ImportFrom) and node.module == module:
                used |= {each.name for each in node.names}
            elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "messages":
                used.add(node.attr)
    assert set(names(tree)) <= used, set(names(tree)) - used


def test_what_is_said_about_packages_needs_none():
    code = "import sys; sys.path.insert(0, sys.argv[1])\n"
    code += "from graders import messages; print(messages.not_installed(['numpy'], 'p'))"
    done = subprocess.run([sys.executable, "-I", "-S", "-c", code, ROOT], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "numpy is not installed for p" in done.stdout
