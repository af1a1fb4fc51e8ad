"""A portrait of this machine as one HTML page that needs nothing but itself.

Students have neither jinja2 nor, perhaps, matplotlib: the page is put together here, with everything escaped, and its
two pictures are left out where they cannot be drawn. The tables and their bars are always there.
"""

import html
from collections.abc import Iterator, Sequence
from datetime import date

from graders.doctor import DoctorFinding
from graders.experiment.findings import ExperimentResult
from graders.experiment.messages import NO_PICTURE
from graders.judge import machine
from graders.machine_report.measured import Portrait
from graders.machine_report.sections import Section, doubts, in_words, quietness, sections_of
from graders.report import FOLDER
from graders.text import count

COMMAND = "python -m graders doctor --page"
_STYLE = """
main { max-width: 46rem; margin: 0 auto; padding: 1.5rem 1rem 2.5rem; }
section { background: var(--card); border: 1px solid var(--edge); border-radius: .75rem; margin: 1.25rem 0; padding: 1rem; }
p { margin: .5rem 0; }
.soft { color: var(--soft); font-size: .9rem; }
dl { display: grid; grid-template-columns: minmax(6rem, max-content) 1fr; gap: .2rem 1rem; margin: .5rem 0; }
dt { font-weight: 600; }
dd { margin: 0; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; margin: .5rem 0; }
th, td { text-align: right; padding: .2rem 0 .2rem .6rem; border-bottom: 1px solid var(--edge); vertical-align: top; }
th { overflow-wrap: normal; font-weight: 600; color: var(--soft); }
td { white-space: nowrap; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
td .soft { font-size: .85em; }
td:first-child { white-space: normal; min-width: 5rem; }
.bar { display: block; height: .4rem; background: var(--partial); border-radius: .2rem; margin: .15rem 0 .2rem; }
figure { margin: .75rem 0; overflow-x: auto; }
figure svg { display: block; width: 100%; min-width: 27rem; max-width: 40rem; height: auto; }
figure:focus-visible { outline: 3px solid var(--partial); }
@media (max-width: 30rem) {
  section { padding: .8rem .6rem; }
  table { font-size: .8rem; }
  th, td { padding-left: .35rem; }
}
@media print { section { break-inside: avoid; border: 0; } }
"""


def page(portrait: Portrait, equipment: Sequence[DoctorFinding]) -> str:
    """The page as HTML text."""
    sections = "".join(_section_html(each, portrait) for each in sections_of(portrait))
    warnings = "".join(f'<p class="warning">{_text(each)}</p>\n' for each in doubts(portrait))
    missing = "" if can_draw() else f"<p>{_text(NO_PICTURE)}</p>\n"
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'">
<title>Your machine: {_text(portrait.card["cpu"])}</title>
<style>
{(FOLDER / "base.css").read_text(encoding="utf-8")}{_STYLE}{_series()}</style>
</head>
<body>
<main>
<p class="brand">Numbers go brrr</p>
<h1>Your machine</h1>
<p>{_text(portrait.card["cpu"])}, {count(portrait.cores, "core")}, {_text(portrait.card["system"])};
measured on {date.today()} in {portrait.seconds:.0f} s by <code>{COMMAND}</code>. How to read it:
guide/your_machine.md.</p>
{warnings}{missing}<section>
<h2>In a few words</h2>
{"".join(f"<p>{_text(each)}</p>" for each in in_words(portrait))}
</section>
{sections}<section>
<h2>How quiet it was</h2>
{_definitions(list(quietness(portrait).values()))}
<p>A number is worth what the silence around it is worth. Above 10 % measure again.</p>
<p class="soft">In the guide: “One change, one yardstick”, guide/m5/README.md.</p>
</section>
<section>
<h2>What it was measured with</h2>
{_definitions([(each.name, each.found) for each in equipment])}
<p>When you compare numbers, compare the versions, too: a newer numpy is another program.</p>
</section>
</main>
</body>
</html>
"""


def _section_html(section: Section, portrait: Portrait) -> str:
    found = section.found
    heads = "".join(f'<th scope="col">{_text(each)}</th>' for each in found.columns)
    return f"""<section>
<h2>{_text(section.title)}</h2>
{_picture(found, portrait)}<p>{_text(section.reading)}</p>
<table>
<thead><tr>{heads}</tr></thead>
<tbody>
{"".join(_rows(section))}</tbody>
</table>
<p class="soft">In the guide: {_text(section.guide)}.</p>
</section>
"""


def _rows(section: Section) -> Iterator[str]:
    for number, row in enumerate(section.found.rows):
        note = f' <span class="soft">{_text(section.notes[number])}</span>' if section.notes else ""
        bar = f'<span class="bar" style="width:{100 * section.bars[number]:.0f}%"></span>'
        first, *rest = (f"{cell:.3g}" if isinstance(cell, float) else str(cell) for cell in row)
        yield f"<tr><td>{_text(first)}{note}{bar}</td>{''.join(f'<td>{_text(each)}</td>' for each in rest)}</tr>\n"


def _picture(found: ExperimentResult, portrait: Portrait) -> str:
    if not found.charts or not can_draw():
        return ""
    from graders.experiment import figures

    caption = f"{machine.in_one_line(portrait.card)} · {date.today()} · {COMMAND}"
    return f'<figure tabindex="0" aria-label="{_text(found.title)}">\n{figures.of(found, caption).svg}\n</figure>\n'


def can_draw() -> bool:
    """Whether pictures can be drawn."""
    try:
        import matplotlib  # noqa: F401
    except ModuleNotFoundError:
        return False
    return True


def _series() -> str:
    """The colours of curves, by day and by night; they belong to the pictures."""
    if not can_draw():
        return ""
    from graders.drawing import BY_DAY, BY_NIGHT

    return f":root {{{BY_DAY}}}\n@media (prefers-color-scheme: dark) {{ :root {{{BY_NIGHT}}} }}\n"


def _definitions(pairs: Sequence[tuple[str, str]]) -> str:
    return f"<dl>{''.join(f'<dt>{_text(name)}</dt><dd>{_text(told)}</dd>' for name, told in pairs)}</dl>"


def _text(value: object) -> str:
    return html.escape(str(value))
