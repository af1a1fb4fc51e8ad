"""The jinja2 environment of all pages: everything is escaped, and a name that is not there is an error."""

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from graders.report import FOLDER
from graders.text import STATES, count_points, harmless

_SENTENCE = 600


def environment(**names: object) -> Environment:
    """An environment with what every page needs, and more names for one of them."""
    made = Environment(
        loader=FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["plain"] = lambda text, limit=_SENTENCE: harmless(str(text), limit)
    made.globals.update(names, STATES=STATES, count=count_points)
    return made
