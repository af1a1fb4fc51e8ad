"""What all pictures share: colours that follow the page into the dark, the style of axes, and SVG as text.

Colours are variables of the page that a picture is part of; `standalone` brings them along. Text stays text, and the same
figure gives the same bytes.
"""

import html
import io
import re
from dataclasses import dataclass
from typing import Any

import matplotlib
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import NullFormatter

INK, SOFT, EDGE, TRACK = "#010101", "#020202", "#030303", "#040404"
REACHED, RUN, BAND = "#050505", "#060606", "#070707"
SERIES = ("#080808", "#090909", "#0a0a0a", "#0b0b0b", "#0c0c0c", "#0d0d0d")
"""For lines and bars side by side: apart for those, too, who do not tell red from green (after Okabe and Ito)."""
_VARIABLES = {INK: "ink", SOFT: "soft", EDGE: "edge", TRACK: "track", REACHED: "pass", RUN: "partial", BAND: "partial-bg"}
_VARIABLES |= {colour: f"series-{number}" for number, colour in enumerate(SERIES, 1)}
LIGHT = "--ink:#1d2023;--soft:#575d64;--edge:#d9d6ce;--track:#e5e2da;--pass:#00624a;--partial:#0a4f8f;--partial-bg:#e1edfa"
DARK = "--ink:#e8e6e1;--soft:#a9afb6;--edge:#363c42;--track:#343a40;--pass:#6bd8b2;--partial:#93c5ff;--partial-bg:#142b45"
BY_DAY = "--series-1:#0a5a9c;--series-2:#c24e00;--series-3:#008060;--series-4:#a3457f;--series-5:#1d2023;--series-6:#8a6d00"
BY_NIGHT = "--series-1:#6db6ff;--series-2:#ff9d4d;--series-3:#3fd0a4;--series-4:#f0a3d2;--series-5:#e8e6e1;--series-6:#e8d44d"
STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "numbers-go-brrr",
    "text.parse_math": False,
    "font.size": 9,
    "text.color": INK,
    "axes.edgecolor": SOFT,
    "axes.labelcolor": SOFT,
    "xtick.color": SOFT,
    "ytick.color": SOFT,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "figure.constrained_layout.use": True,
}
_WIDTH = 5.4


@dataclass(frozen=True)
class Plot:
    """A picture, and what it shows in words for those who do not see it."""

    kind: str
    svg: str
    words: str
    title: str = ""


def axes_of(height: float) -> tuple[Figure, Axes]:
    figure = Figure(figsize=(_WIDTH, height))
    return figure, figure.add_subplot()


def plain_ticks(axes: Axes) -> None:
    """No labels at the small ticks between those of a logarithmic axis."""
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_minor_formatter(NullFormatter())


def short(value: float) -> str:
    """1000, 10 k, 1 M, 10 G."""
    for least, unit, letter in ((1e9, 1e9, "G"), (1e6, 1e6, "M"), (1e4, 1e3, "k")):
        if value >= least:
            return f"{value / unit:g} {letter}"
    return f"{value:g}"


_UNUSED_IDS = re.compile(r' id="(?![mp][0-9a-f]{10}")[^"]*"')
_FONTS = re.compile(r"font-family: [^;\"]*")


def finished(kind: str, figure: Figure, words: str, title: str = "") -> Plot:
    """The figure as an element to be put into a page: no XML head, no metadata, no ids that nobody refers to."""
    out = io.StringIO()
    with matplotlib.rc_context(STYLE):
        figure.savefig(
            out, format="svg", transparent=True, metadata={"Date": None, "Creator": None, "Format": None, "Type": None}
        )
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r"<metadata>.*?</metadata>|<defs>\s*<style.*?</style>\s*</defs>|<!--.*?-->", "", text, flags=re.DOTALL)
    text = _FONTS.sub("font-family: system-ui, sans-serif", _UNUSED_IDS.sub("", text))
    for colour, variable in _VARIABLES.items():
        text = text.replace(colour, f"var(--{variable})")
    text = text.replace("<svg ", f'<svg role="img" aria-label="{html.escape(words)}" ', 1)
    return Plot(kind, re.sub(r"\n\s*", "\n", text).strip(), words, title)


def standalone(plot: Plot) -> str:
    """The picture as a file of its own: with its colours by day and by night, its title, and its words as description."""
    day, night = f":root{{{LIGHT};{BY_DAY};background:#fdfcf9}}", f":root{{{DARK};{BY_NIGHT};background:#14171a}}"
    style = f"<style>{day}@media(prefers-color-scheme:dark){{{night}}}</style>"
    told = f"<title>{html.escape(plot.title)}</title>\n" if plot.title else ""
    head, body = plot.svg.split(">", 1)
    return f"{head}>\n{told}<desc>{html.escape(plot.words)}</desc>\n{style}{body}\n"
