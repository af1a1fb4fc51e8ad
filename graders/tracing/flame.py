"""Where the time went: calls of the same functions from the same callers put together, as a table and as a flame graph.

Source: flame graphs (Gregg, The flame graph, Communications of the ACM 59(6), 2016); here the callers are above.
"""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from graders.quantities import seconds
from graders.tracing.recordings import BUILT_IN, COURSE, LIBRARY, WAITING, YOURS, Call, Process

WIDTH, ROW, MARGIN, LETTER = 1240, 20, 20, 6.63
"""Pixels: of the picture, from row to row, beside the bars, and of a letter."""
ROOT = ""
"""The kind of the bar above a thread's calls."""
NARROWEST = 1.2
DEEPEST = 60
_BY_DAY = {"ink": "#1d2023", "soft": "#575d64", "page": "#fdfcf9"}
_BY_NIGHT = {"ink": "#e8e6e1", "soft": "#a9afb6", "page": "#14171a"}
_BARS = {
    YOURS: ("#ffc27a", "#8a4b00"),
    COURSE: ("#b5d8f7", "#184a78"),
    LIBRARY: ("#dcd8cd", "#41464d"),
    BUILT_IN: ("#b9e3d0", "#12574a"),
    WAITING: ("#f3cfe6", "#6b2a55"),
    ROOT: ("#efece4", "#2a2f34"),
}
"""By day and by night; the words on all of them are as dark, or as light, as elsewhere."""


def _variables(colours: dict[str, str], night: int) -> str:
    bars = {f"bar{number}": both[night] for number, both in enumerate(_BARS.values())}
    return "".join(f"--{name}:{colour};" for name, colour in {**colours, **bars}.items())


_STYLE = (
    f":root{{{_variables(_BY_DAY, 0)}background:var(--page)}}"
    f"@media(prefers-color-scheme:dark){{:root{{{_variables(_BY_NIGHT, 1)}}}}}"
    "text{font:11px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:var(--ink)}"
    ".h{font:600 16px system-ui,sans-serif}.s{font:13px system-ui,sans-serif;fill:var(--soft)}"
    "rect{stroke:var(--page);stroke-width:1}g:focus{outline:none}"
    "g:focus rect,g:hover rect{stroke:var(--ink);stroke-width:2}"
    + "".join(f".bar{number}{{fill:var(--bar{number})}}" for number in range(len(_BARS)))
)


Key = tuple[str, str, int]
"""Name, file and line of a function."""


@dataclass(eq=False)
class Node:
    """A function, as it was called from where it stands; times in microseconds, in all rounds together."""

    name: str
    kind: str
    file: str = ""
    line: int = 0
    total: float = 0.0
    calls: int = 0
    inside: dict[Key, "Node"] = field(default_factory=dict)

    @property
    def key(self) -> Key:
        return self.name, self.file, self.line

    @property
    def own(self) -> float:
        """What it took without what it called."""
        return max(0.0, self.total - sum(node.total for node in self.inside.values()))

    def walk(self) -> Iterator["Node"]:
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(node.inside.values())


@dataclass
class Line:
    """A function in the table, wherever it was called from."""

    name: str
    where: str
    own: float
    total: float
    """Once only where it calls itself."""
    calls: int


def tree(processes: Sequence[Process]) -> list[Node]:
    """One node per thread, or per several of the same kind, with its calls inside; time between rounds does not count."""
    roots: dict[str, Node] = {}
    for process in processes:
        rounds = [(1e6 * each.yours.begin, 1e6 * each.yours.end) for each in process.of.rounds]
        for thread in process.threads:
            is_main = process.is_worker and thread.name == "main thread"
            name = "main thread" if is_main else "other threads" if process.is_worker else "other processes"
            name = f"{process.of.what}: {name}" if process.of.what else name
            root = roots.setdefault(name, Node(name, ROOT))
            root.calls += 1
            for call in thread.calls:
                _add(root, call, rounds)
    for root in roots.values():
        root.total = sum(node.total for node in root.inside.values())
    return [root for root in roots.values() if root.total > 0]


def _add(root: Node, outer: Call, rounds: list[tuple[float, float]]) -> None:
    waiting = [(root, outer)]
    while waiting:
        above, call = waiting.pop()
        key = (call.name, call.file, call.line)
        node = above.inside.get(key)
        if node is None:
            node = above.inside[key] = Node(call.name, call.kind, call.file, call.line)
        node.total += sum(max(0.0, min(call.end, end) - max(call.begin, begin)) for begin, end in rounds)
        node.calls += 1
        waiting.extend((node, inner) for inner in call.inside)


def table(roots: Sequence[Node]) -> list[Line]:
    """Every function once, the largest own time first."""
    lines: dict[Key, Line] = {}
    waiting = [(node, frozenset[Key]()) for root in roots for node in root.inside.values()]
    while waiting:
        node, above = waiting.pop()
        line = lines.setdefault(node.key, Line(node.name, where(node), 0.0, 0.0, 0))
        line.own, line.calls = line.own + node.own, line.calls + node.calls
        if node.key not in above:
            line.total += node.total
            above |= {node.key}
        waiting.extend((inner, above) for inner in node.inside.values())
    return sorted(lines.values(), key=lambda line: (-line.own, line.name))


def picture(title: str, told: Sequence[str], roots: Sequence[Node]) -> tuple[str, int]:
    """(the flame graph as an SVG file, how many bars were too narrow for it or too deep)."""
    whole = sum(root.total for root in roots)
    top = 86 + 18 * (len(told) - 1)
    bars: list[str] = []
    deepest = left_out = 0
    waiting: list[tuple[Node, float, int]] = []
    at = 0.0
    for root in roots:
        waiting.append((root, at, 0))
        at += root.total
    while waiting:
        node, begin, depth = waiting.pop()
        wide = node.total / whole * (WIDTH - 2 * MARGIN)
        if wide < NARROWEST or depth > DEEPEST:
            left_out += sum(1 for _ in node.walk())
            continue
        deepest = max(deepest, depth)
        bars.append(_bar(node, whole, MARGIN + begin / whole * (WIDTH - 2 * MARGIN), wide, top + depth * ROW))
        inside = sorted(node.inside.values(), key=lambda each: (-each.total, each.name))
        places = []
        for each in inside:
            places.append((each, begin, depth + 1))
            begin += each.total
        waiting.extend(reversed(places))
    high = top + (deepest + 1) * ROW + MARGIN
    words = "; ".join(_words(line, whole) for line in table(roots)[:5])
    described = f"{' '.join(told)} Most own time: {words}."
    lines = "".join(
        f'<text class="s" x="{MARGIN}" y="{52 + 18 * row}">{html.escape(line)}</text>\n' for row, line in enumerate(told)
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high}" width="{WIDTH}" height="{high}" '
        f'role="group" aria-label="{html.escape(title)}">\n<title>{html.escape(title)}</title>\n'
        f"<desc>{html.escape(described)}</desc>\n<style>{_STYLE}</style>\n"
        f'<rect x="0" y="0" width="{WIDTH}" height="{high}" style="fill:var(--page);stroke:none"/>\n'
    )
    title_line = f'<text class="h" x="{MARGIN}" y="30">{html.escape(title)}</text>\n'
    return f"{head}{title_line}{lines}{_legend(top - 24, roots)}{''.join(bars)}</svg>\n", left_out


def _legend(y: int, roots: Sequence[Node]) -> str:
    """The kinds that there are, and how to read the bars."""
    there = {node.kind for root in roots for node in root.walk()}
    parts, x = [], MARGIN
    for number, kind in enumerate(_BARS):
        if kind not in there - {ROOT}:
            continue
        parts.append(f'<rect class="bar{number}" x="{x}" y="{y}" width="14" height="14"/>')
        parts.append(f'<text class="s" x="{x + 20}" y="{y + 12}">{html.escape(kind)}</text>\n')
        x += 50 + 8 * len(kind)
    parts.append(f'<text class="s" x="{x}" y="{y + 12}">Each bar lies below its caller, and is as wide as its time.</text>\n')
    return "".join(parts)


def _bar(node: Node, whole: float, x: float, wide: float, y: float) -> str:
    share = f"{100 * node.total / whole:.0f} %"
    words = (
        f"{node.name}{f' ({where(node)})' if node.file else ''}: {share} of the time, {seconds(node.total / 1e6)} "
        f"in {node.calls:,} {'call' if node.calls == 1 else 'calls'}, {seconds(node.own / 1e6)} of its own"
    )
    if node.kind == ROOT:
        words = f"{node.name}: {share} of the time, {seconds(node.total / 1e6)}"
    room = int((wide - 6) / LETTER)
    label = f"{node.name}  {share}"
    if len(label) > room:
        label = node.name if len(node.name) <= room else f"{node.name[: room - 1]}…" if room >= 4 else ""
    bar = f'class="bar{list(_BARS).index(node.kind)}" x="{x:.2f}" y="{y:.1f}" width="{wide:.2f}" height="{ROW - 1}" rx="2"'
    text = f'<text x="{x + 4:.1f}" y="{y + 14:.1f}">{html.escape(label)}</text>' if label else ""
    return (
        f'<g tabindex="0" role="img" aria-label="{html.escape(words)}"><title>{html.escape(words)}</title>'
        f"<rect {bar}/>{text}</g>\n"
    )


def _words(line: Line, whole: float) -> str:
    return f"{line.name} {100 * line.own / whole:.0f} %"


def where(node: Node) -> str:
    return f"{PurePath(node.file).name}:{node.line}" if node.file else "built in"
