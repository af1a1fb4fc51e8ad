"""The widgets of the guide in a browser: their numbers against the same computed here, the keyboard, and who sees how."""

import importlib.util
import itertools
import math
import re
import statistics
from collections.abc import Callable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graders.course import ROOT
from tests import browser

FOLDER = ROOT / "guide" / "widgets"
NAMES = (
    "amdahl",
    "cache_lines",
    "chains",
    "interleavings",
    "monitors",
    "mutants",
    "odometer",
    "quantisation",
    "spacing",
    "stopwatch",
    "timeline",
    "zorder",
)
pytestmark = pytest.mark.skipif(browser.CHROMIUM is None, reason="there is no Chromium here")

BOX = '<div class="widget" data-widget="{}"><p><em>Here the site of this guide has a widget: make guide.</em></p></div>'
CONTRASTS = """(() => {
  const luminance = colour => {
    const [r, g, b] = colour.match(/[\\d.]+/g).slice(0, 3).map(each => each / 255)
      .map(each => each <= .04045 ? each / 12.92 : ((each + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const behind = each => {
    const colour = getComputedStyle(each).backgroundColor;
    return colour === "rgba(0, 0, 0, 0)" && each.parentElement ? behind(each.parentElement) : colour;
  };
  return [...document.querySelectorAll(".widget *")]
    .filter(each => [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim()) && each.checkVisibility())
    .map(each => {
      const ink = getComputedStyle(each)[each instanceof SVGElement ? "fill" : "color"];
      const [a, b] = [luminance(ink), luminance(behind(each.closest("svg") ?? each))].sort();
      return [each.textContent, (b + .05) / (a + .05)];
    });
})()"""


def page_of(file: Path, body: str = "") -> Path:
    """A page with all widgets; what they need comes as it does in the site: one style and the scripts, in any order."""
    scripts = "".join(f'<script src="{each.as_uri()}"></script>' for each in sorted(FOLDER.glob("*.js")))
    styles = "".join(f'<link rel="stylesheet" href="{each.as_uri()}">' for each in FOLDER.glob("*.css"))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Widgets</title>{styles}'
    boxes = "\n".join(map(BOX.format, NAMES))
    file.write_text(f'<!DOCTYPE html><html lang="en"><head>{head}</head><body {body}>{boxes}{scripts}</body></html>', "utf-8")
    return file


@pytest.fixture(scope="module")
def tab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Page]:
    with browser.browser(tmp_path_factory.mktemp("profile")) as page:
        yield page


@pytest.fixture
def page(tab: browser.Page, tmp_path: Path) -> Iterator[browser.Page]:
    tab.open(page_of(tmp_path / "page.html"), 800)
    tab.wait_for(f"document.querySelectorAll('.widget[data-mounted]').length === {len(NAMES)}")
    yield tab
    assert not tab.trouble


def text(page: browser.Page, selector: str) -> str:
    told = page.run(f"document.querySelector({selector!r}).textContent")
    assert isinstance(told, str)
    return told


def press(page: browser.Page, widget: str, words: str) -> None:
    """Enter, on the button of that widget that begins with these words."""
    page.run(f"""[...document.querySelectorAll('[data-widget="{widget}"] button')]
        .find(each => each.textContent.startsWith({words!r})).focus()""")
    page.press("Enter", "\r")


def choose(page: browser.Page, widget: str, label: str, words: str | int) -> None:
    """Sets the control with that label as its user would: to the option or the place on the slider that reads like this."""
    found = page.run(f"""(() => {{
      const labels = [...document.querySelectorAll('[data-widget="{widget}"] label')];
      const label = labels.find(each => each.textContent.startsWith({label!r}));
      const control = label.querySelector("input, select");
      const at = [...control.options ?? []].findIndex(each => each.textContent === {str(words)!r});
      if (control.options) {{
        control.selectedIndex = at;
        return control.dispatchEvent(new Event("change")) && at >= 0;
      }}
      for (let place = 0; place <= control.max; place++) {{
        control.value = place;
        control.dispatchEvent(new Event("input"));
        if (label.querySelector("output").textContent === {str(words)!r}) return true;
      }}
      return false;
    }})()""")
    assert found, f"{widget} has no {label} {words}"


def test_words_give_way_to_widgets_once_and_leave_one_global(page: browser.Page):
    names = page.run("[...document.querySelectorAll('.widget')].map(each => each.ariaLabel)")
    assert len(set(names)) == len(NAMES) and all(names) and "make guide" not in page.run("document.body.textContent")
    before = page.run("document.body.innerHTML.length")
    again = (
        f"new Promise(done => document.head.append(Object.assign(document.createElement('script'), {{src: '{FOLDER.as_uri()}"
    )
    page.run(f"{again}/widget.js', onload: () => setTimeout(done)}})))")
    assert page.run("document.body.innerHTML.length") == before
    frame = "document.body.appendChild(document.createElement('iframe'))"
    ours = page.run(f"(frame => Object.keys(window).filter(each => !(each in frame.contentWindow)))({frame})")
    assert [each for each in ours if each != "0"] == ["brrr"]


def digits(value: float) -> str:
    """Three of them, and a half upwards, as JavaScript rounds."""
    exact = Decimal(value)
    places = Decimal(1).scaleb(exact.adjusted() - 2) if exact else Decimal(1)
    return f"{float(exact.quantize(places, ROUND_HALF_UP)):g}"


def test_amdahl_and_gustafson_agree_with_their_formulas_and_the_arrow_keys_move_the_point(page: browser.Page):
    rows = "[...document.querySelectorAll('[data-widget=amdahl] tr')].map(each => each.lastChild.textContent)"

    def agrees(part: float, n: int, cost: float = 0.0) -> None:
        taken = 1 - part + part / n + cost * (n - 1)
        wanted = [f"{digits(1 / taken)}x", f"{digits((1 - part + part * n) / (1 + cost * (n - 1)))}x"]
        wanted += [f"{digits(100 / taken / n)} %", digits(n * taken), f"{digits(100 * max(0, 1 - 1 / taken / n))} %"]
        assert page.run(rows) == wanted

    agrees(0.95, 16)
    assert "never more than 20x" in text(page, "[data-widget=amdahl] .said")
    page.run("document.querySelector('.point').focus()")
    for key in ("ArrowRight", "ArrowRight", "ArrowLeft", "ArrowRight", "ArrowDown", "ArrowDown"):
        page.press(key)
    agrees(0.93, 32)
    assert text(page, "[data-widget=amdahl] .said").startswith("32 workers, 93 % parallel: 1 / (0.07 + 0.93 / 32) = 10.1.")
    assert page.run("document.querySelector('.point').ariaValueText") == "32 workers, 93 % parallel: 10.1x"
    for part, n in ((0, 64), (100, 1024), (99.9, 1), (50, 2)):
        choose(page, "amdahl", "parallel part", f"{part} %")
        choose(page, "amdahl", "workers", n)
        agrees(part / 100, n)
    choose(page, "amdahl", "parallel part", "95 %")
    page.run("document.querySelector('[data-widget=amdahl] [type=checkbox]').click()")
    choose(page, "amdahl", "each costs", "1 % of the work")
    best = min(range(1, 200), key=lambda n: 0.95 / n + 0.01 * n)
    for n in (2, 96):
        choose(page, "amdahl", "workers", n)
        agrees(0.95, n, 0.01)
    assert f"The best is {best} workers" in text(page, "[data-widget=amdahl] .said")


def test_the_point_of_amdahl_can_be_dragged(page: browser.Page):
    x, y = page.run(
        "(({x, y, width, height}) => [x + width / 2, y + height / 2])(document.querySelector('.point').getBoundingClientRect())"
    )
    for kind, dx, dy in (("mouseMoved", 0, 0), ("mousePressed", 0, 0), ("mouseMoved", 60, 20), ("mouseReleased", 60, 20)):
        page.call("Input.dispatchMouseEvent", type=kind, x=x + dx, y=y + dy, button="left", buttons=1, clickCount=1)
    told = re.match(r"(\d+) workers, ([\d.]+) % parallel", text(page, "[data-widget=amdahl] .said"))
    assert told and int(told[1]) > 16 and float(told[2]) < 95


def misses(numbers: list[int], spare: int, length: int, sets: int, ways: int) -> int:
    """Of a cache with least-recently-used replacement: a list per set, the one used last at its end."""
    shelves: list[list[int]] = [[] for _ in range(sets)]
    missed = 0
    for number in numbers:
        line = (number // 16 * (16 + spare) + number % 16) // length
        shelf = shelves[line % sets]
        if line in shelf:
            shelf.remove(line)
        else:
            missed += 1
            del shelf[: max(0, len(shelf) - ways + 1)]
        shelf.append(line)
    return missed


def disorder() -> list[int]:
    numbers, seed = list(range(256)), 1
    for last in range(255, 0, -1):
        seed = (1664525 * seed + 1013904223) % 2**32
        other = seed * (last + 1) >> 32
        numbers[last], numbers[other] = numbers[other], numbers[last]
    return numbers


DOWN = [16 * row + column for column in range(16) for row in range(16)]
TILES = [16 * (top + y) + left + x for top in range(0, 16, 4) for left in range(0, 16, 4) for x in range(4) for y in range(4)]
WALKS = (
    ("row by row", list(range(256)), (0, 4, 8, 2)),
    ("column by column", DOWN, (0, 4, 8, 2)),
    ("column by column", DOWN, (4, 4, 8, 2)),
    ("column by column", DOWN, (1, 4, 8, 2)),
    ("column by column", DOWN, (0, 8, 1, 8)),
    ("down the columns of 4 by 4 tiles", TILES, (0, 4, 8, 2)),
    ("every k-th number", [i for first in range(12) for i in range(first, 256, 12)], (3, 2, 4, 4)),
    ("at random", disorder(), (0, 4, 4, 8)),
)


def test_hits_and_misses_are_those_of_a_cache_simulated_here(page: browser.Page):
    said = "[data-widget=cache_lines] .said"
    assert "same 2 drawers of 8" in text(page, said)
    found = {}
    for walk, numbers, (spare, length, sets, ways) in WALKS:
        choose(page, "cache_lines", "walk", walk)
        choose(page, "cache_lines", "spare numbers", spare)
        for label, value, noun in (("line", length, "number"), ("drawers", sets, "drawer"), ("places", ways, "place")):
            choose(page, "cache_lines", label, f"{value} {noun}{'' if value == 1 else 's'}")
        if walk.startswith("every"):
            choose(page, "cache_lines", "numbers apart", 12)
        assert text(page, said).startswith("256 reads lie ahead")
        press(page, "cache_lines", "to the end")
        wanted = misses(numbers, spare, length, sets, ways)
        cycles = digits((4 * (256 - wanted) + 200 * wanted) / 256)
        assert text(page, said) == f"Done: {256 - wanted} hits, {wanted} misses, {cycles} cycles each."
        found[walk, spare, sets] = wanted
    # The story of the guide: two drawers for a whole column; spare numbers or tiles mend it.
    assert found["column by column", 0, 8] == 256 and found["row by row", 0, 8] == 64
    assert found["column by column", 4, 8] == found["down the columns of 4 by 4 tiles", 0, 8] == 64
    rows = "[...document.querySelectorAll('[data-widget=cache_lines] tbody tr')].map(each => each.textContent)"
    assert len(done := page.run(rows)) == 5 and done[0] == f"at random4 × 8 × 4{wanted} of 256{cycles}"


def test_two_writers_share_a_line_until_their_counters_are_a_line_apart(page: browser.Page):
    choose(page, "cache_lines", "walk", "two cores, a counter each")
    for apart, missed in ((1, 64), (3, 64), (4, 2), (32, 2)):
        choose(page, "cache_lines", "numbers apart", apart)
        press(page, "cache_lines", "to the end")
        assert f"{64 - missed} hits, {missed} misses" in text(page, "[data-widget=cache_lines] .said")
    assert page.run("document.querySelectorAll('[data-widget=cache_lines] svg').length") == 3


def test_a_walk_goes_step_by_step_and_plays_by_rows_for_those_who_want_no_motion(page: browser.Page):
    press(page, "cache_lines", "start over")
    press(page, "cache_lines", "step")
    assert text(page, "[data-widget=cache_lines] .said") == "Number 0:0 (row:column), drawer 0: miss, the line is fetched."
    held = "[...document.querySelectorAll('[data-widget=cache_lines] svg')].at(-1).ariaLabel"
    assert page.run(held).startswith("drawer 0: 0:0; drawer 1: empty")
    at = "parseInt(document.querySelector('[data-widget=cache_lines] .counts').textContent)"
    press(page, "cache_lines", "play")
    page.wait_for(f"{at} > 3")
    press(page, "cache_lines", "pause")
    stopped = page.run(at)
    page.run("new Promise(done => setTimeout(done, 150))")
    assert page.run(at) == stopped < 250
    page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-reduced-motion", "value": "reduce"}])
    press(page, "cache_lines", "start over")
    press(page, "cache_lines", "play")
    page.wait_for(f"{at} > 0")
    assert page.run(at) % 16 == 0


def hilbert(x: int, y: int) -> int:
    """Where a cell of 16 by 16 comes along the curve: which quarter, at every size, and how the next one is turned."""
    code, half = 0, 8
    while half:
        right, down = bool(x & half), bool(y & half)
        code += half * half * {(0, 0): 0, (0, 1): 1, (1, 1): 2, (1, 0): 3}[right, down]
        if not down:
            x, y = (15 - y, 15 - x) if right else (y, x)
        half //= 2
    return code


CURVES: dict[str, Callable[[int, int], int]] = {
    "row after row": lambda x, y: 16 * y + x,
    "column after column": lambda x, y: 16 * x + y,
    "Z curve": lambda x, y: int(f"{y:04b}", 4) * 2 + int(f"{x:04b}", 4),
    "Hilbert's curve": hilbert,
}


def walked(curve: str) -> list[tuple[int, int]]:
    """The cells in the order of a walk."""
    return sorted(itertools.product(range(16), range(16)), key=lambda cell: CURVES[curve](*cell))


def fetched(walk: str, layout: str, cross: bool, lines: int) -> tuple[int, int]:
    """(reads, misses) of a cache that keeps the lines of four cells which were used last."""
    kept: dict[int, None] = {}
    reads = missed = 0
    for x, y in walked(walk):
        for dx, dy in ((0, 0), (-1, 0), (1, 0), (0, -1), (0, 1))[: 5 if cross else 1]:
            if 0 <= x + dx < 16 and 0 <= y + dy < 16:
                line, reads = CURVES[layout](x + dx, y + dy) // 4, reads + 1
                missed += line not in kept
                kept.pop(line, None)
                kept[line] = None
                if len(kept) > lines:
                    del kept[next(iter(kept))]
    return reads, missed


def test_walks_along_curves_miss_as_often_as_simulated_here(page: browser.Page):
    said, found = "[data-widget=zorder] .said", {}
    assert text(page, said).startswith("Three rows are done: 30 misses for the 16 lines")
    layouts = {"row after row": "row after row", "along the Z curve": "Z curve", "along Hilbert's curve": "Hilbert's curve"}
    for walk, layout, lines, cross in (
        *itertools.product(CURVES, layouts, (8, 12), (True,)),
        ("column after column", "row after row", 1, False),
        ("Z curve", "row after row", 64, False),
        ("Hilbert's curve", "along the Z curve", 1, False),
    ):
        choose(page, "zorder", "walk", walk)
        choose(page, "zorder", "in memory", layout)
        choose(page, "zorder", "lines kept", lines)
        choose(page, "zorder", "looks at", "it and its four neighbours" if cross else "the cell alone")
        assert text(page, said) == "256 cells lie ahead. Guess first: how many misses?"
        press(page, "zorder", "to the end")
        reads, missed = fetched(walk, layouts[layout], cross, lines)
        assert text(page, said) == f"Done: {reads} reads, {missed} misses, {digits(missed / 256)} for each cell."
        found[walk, layout, lines] = missed
    # The story of the guide: a small cache likes curves, and a larger one that holds three rows does not need them.
    rows, curve = ("row after row", "row after row"), ("Z curve", "along the Z curve")
    assert found[*rows, 8] > found[*curve, 8] > found["Hilbert's curve", "along the Z curve", 8]
    assert found[*rows, 12] == 64 < found[*curve, 12]
    done = page.run("[...document.querySelectorAll('[data-widget=zorder] tbody tr')].map(each => each.textContent)")
    assert len(done) == 5 and done[0] == f"Hilbert's curvealong the Z curve1{missed} of {reads}"


def test_hilberts_walk_goes_to_a_neighbour_at_every_step_and_the_z_curve_jumps(page: browser.Page):
    far = {}
    for walk in ("Z curve", "Hilbert's curve"):
        choose(page, "zorder", "walk", walk)
        press(page, "zorder", "to the end")
        path = page.run("""document.querySelector('[data-widget=zorder] path[stroke="var(--w-one)"]').getAttribute("d")""")
        places = [tuple(int((float(each) - 2) // 14) for each in place.split(",")) for place in re.split("[ML]", path)[1:]]
        assert places == walked(walk)
        far[walk] = max(abs(x - u) + abs(y - v) for (x, y), (u, v) in itertools.pairwise(places))
    assert far == {"Z curve": 16, "Hilbert's curve": 1}


def cycles(chains: int, latency: int, width: int) -> int:
    """Of twelve additions that take turns on the chains, in a core that begins so many in a cycle."""
    waiting = [[None] * len(range(chain, 12, chains)) for chain in range(chains)]
    free, cycle, left = [0] * chains, 0, 12
    while left:
        able = [chain for chain in range(chains) if waiting[chain] and free[chain] <= cycle]
        # The chain that has the most to do goes first, and of equals the first one.
        for chain in sorted(able, key=lambda each: (-len(waiting[each]), each))[:width]:
            waiting[chain].pop()
            free[chain], left = cycle + latency, left - 1
        cycle += 1
    return max(free)


def test_chains_take_as_long_as_computed_here(page: browser.Page):
    box = "[data-widget=chains]"
    rows = f"[...document.querySelectorAll('{box} tr')].map(each => each.lastChild.textContent)"
    for latency, width in ((4, 2), (1, 1), (6, 4), (3, 2), (2, 4)):
        choose(page, "chains", "latency", f"{latency} cycle{'' if latency == 1 else 's'}")
        choose(page, "chains", "begun per cycle", width)
        for chains in (1, 2, 3, 4, 6, 8):
            choose(page, "chains", "chains", chains)
            bound = max(latency / chains, 1 / width)
            wanted = [f"{cycles(chains, latency, width)} cycles", *map(digits, (bound, latency / chains, 1 / width))]
            assert page.run(rows) == wanted, (chains, latency, width)
            told = text(page, f"{box} .said")
            assert ("The core is busy: more" in told) == (latency / chains < 1 / width)
            assert ("another one would be free" in told) == (latency / chains > 1 / width)
    assert page.run(f"document.querySelectorAll('{box} svg rect').length") == 12


def final(word: tuple[int, ...], steps: tuple[str, ...]) -> int | None:
    """What a counter ends with under this schedule; nothing where somebody would go who waits for the lock."""
    at, held, counter, lock = [0, 0], [0, 0], 0, None
    for who in word:
        match steps[at[who] % len(steps)]:
            case "lock" if lock is not None:
                return None
            case "lock":
                lock = who
            case "unlock":
                lock = None
            case "read":
                held[who] = counter
            case "add":
                held[who] += 1
            case "write":
                counter = held[who]
            case _:
                counter += 1
        at[who] += 1
    return counter


def schedules(steps: tuple[str, ...], additions: int) -> list[int]:
    length = len(steps) * additions
    places = itertools.combinations(range(2 * length), length)
    words = (tuple(0 if place in mine else 1 for place in range(2 * length)) for mine in map(set, places))
    return [ended for word in words if (ended := final(word, steps)) is not None]


def lists(kind: str) -> list[list[int]]:
    """Those of the board of mutants."""
    state = 1

    def up_to(most: int) -> int:
        nonlocal state
        state = (1664525 * state + 1013904223) % 2**32
        return (state >> 16) % (most + 1)

    invented = [[up_to(10) - 5 for _ in range(length)] for length in (up_to(12) for _ in range(40))]
    if kind == "three lists by hand":
        return [[], [3], [1, 1, 2]]
    if kind == "40 invented lists":
        return invented
    long = []
    for _ in range(10):
        runs = [(length, up_to(10) - 5) for length in (1 + up_to(599) for _ in range(1 + up_to(2)))]
        long.append([value for length, value in runs for _ in range(length)])
    return [*invented, *long]


def test_the_board_finds_the_mutants_that_are_found_here(page: browser.Page):
    """Any set of properties, by the encoders and the properties of the page's script."""
    spec = importlib.util.spec_from_file_location("board", ROOT / "guide" / "m0" / "figures" / "mutants.py")
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    properties = [script.comes_back, script.counts_fit, script.neighbours_differ, script.input_unchanged]

    def is_found(faulty: Callable[..., Any], inputs: list[list[int]], on: Sequence[bool]) -> bool:
        for before in inputs:
            values = list(before)
            pairs = faulty(values)
            try:
                for holds, chosen in zip(properties, on, strict=True):
                    if chosen:
                        holds(values, pairs, before)
            except AssertionError:
                return True
        return False

    box = "[data-widget=mutants]"
    rows = f"[...document.querySelectorAll('{box} tr')].map(each => [each.cells[0].textContent, each.cells[1].textContent])"
    before = [True, False, False, False]
    for kind in ("three lists by hand", "40 invented lists", "the same, and long runs"):
        choose(page, "mutants", "tried on", kind)
        for on in itertools.product([False, True], repeat=4):
            for at, (now, then) in enumerate(zip(on, before, strict=True)):
                if now != then:
                    page.run(f"document.querySelectorAll('{box} [type=checkbox]')[{at}].click()")
            before = list(on)
            found = {name: is_found(faulty, lists(kind), on) for name, faulty in script.MUTANTS.items()}
            assert page.run(rows) == [[name, "✓ found" if each else "✗ survives"] for name, each in found.items()]
            if any(on):
                assert text(page, f"{box} .said").startswith(
                    f"{sum(found.values())} of 8 are found, with {len(lists(kind))} lists."
                )
    assert sum(found.values()) == 8


def test_the_odometer_shows_what_numpy_computes_in_eight_bits(page: browser.Page):
    box = "[data-widget=odometer]"
    rows = f"[...document.querySelectorAll('{box} tr')].map(each => each.lastChild.textContent)"
    kinds = {"with a sign": np.int8, "without a sign": np.uint8}
    for read, full in itertools.product(kinds, ("it starts again", "it stops at the end")):
        choose(page, "odometer", "read", read)
        choose(page, "odometer", "when it is full", full)
        press(page, "odometer", "back to 100")
        ends, shown = np.iinfo(kinds[read]), np.array([100], kinds[read])
        moves = ((100, 1), (100, 1), (127, 1), (50, -1), (127, -1), (127, -1), (127, -1), (1, -1), (5, 1), (127, 1), (16, 1))
        for step, sign in moves:
            choose(page, "odometer", "step", step)
            press(page, "odometer", "add the step" if sign > 0 else "subtract the step")
            before, exact = shown, int(shown[0]) + sign * step
            shown = shown + np.array([step], kinds[read]) if sign > 0 else shown - np.array([step], kinds[read])
            fits = ends.min <= exact <= ends.max
            if full == "it stops at the end":
                shown = np.array([min(max(exact, ends.min), ends.max)], kinds[read])
            plain, signed = int(shown.view("u1")[0]), int(shown.view("i1")[0])
            lost = [int(before.view(kind)[0]) + sign * step != held for kind, held in added(before, step, sign)]
            bits = f"{plain:08b}"
            wanted = [f"{bits[:4]} {bits[4:]}", f"0x{plain:02X}", str(plain), str(signed)]
            assert page.run(rows) == [*wanted, *("yes" if each else "no" for each in lost)]
            told = text(page, f"{box} .said")
            assert told.startswith(f"{before[0]} {'+' if sign > 0 else '-'} {step} is {exact}. ")
            assert told.endswith("That fits." if fits else f": {shown[0]}.") and ("stops" in told) == (
                not fits and "stops" in full
            )
    press(page, "odometer", "back to 100")
    assert page.run(rows) == ["0110 0100", "0x64", "100", "100", "-", "-"]


def added(before: np.ndarray[Any, Any], step: int, sign: int) -> list[tuple[str, int]]:
    """What eight bits hold after the step, without a sign and with one."""
    return [(kind, int((before.view(kind) + np.array([sign * step]).astype(kind))[0])) for kind in ("u1", "i1")]


def numbers_between(kind: str, low: float, high: float) -> int:
    """How many numbers of that kind lie from low to high, by the order of their bits."""
    bits = {"float16": 16, "bfloat16": 16, "float32": 32, "float64": 64}[kind]
    infinite = {"float16": 0x7C00, "bfloat16": 0x7F80, "float32": 0x7F800000, "float64": 0x7FF0000000000000}[kind]

    def value(place: int) -> float:
        pattern = abs(place)
        if kind == "bfloat16":
            size = float(np.array(pattern << 16, "u4").view("f4"))
        else:
            size = float(np.array(pattern, f"u{bits // 8}").view(f"f{bits // 8}"))
        return math.copysign(size, place)

    def first(least: float, beyond: bool) -> int:
        """The first place from which numbers are at least (or above) that."""
        down, up = -infinite, infinite
        while down < up:
            middle = (down + up) // 2
            if value(middle) > least or (value(middle) == least and not beyond):
                up = middle
            else:
                down = middle + 1
        return down

    return min(first(high, True), infinite) - max(first(low, False), 1 - infinite)


def test_floats_are_as_many_and_as_far_apart_as_those_of_numpy(page: browser.Page):
    box = "[data-widget=spacing]"
    rows = f"[...document.querySelectorAll('{box} tr')].slice(1).map(row => [...row.cells].map(each => each.textContent))"
    for x in (0, 1e-5, 0.1, 1, 1.5, 256, 1000, 65504, 1e6, 16777216):
        choose(page, "spacing", "x", {1e-5: "0.00001", 1e6: "1000000"}.get(x, f"{x:g}" if x < 1000 else str(int(x))))
        with np.errstate(over="ignore"):
            steps = [
                float(np.spacing(kind(x))) if x <= np.finfo(kind).max else math.inf
                for kind in (np.float16, np.float32, np.float64)
            ]
        low = 2.0 ** (math.floor(math.log2(x)) - 7) if x else 2.0**-133
        steps.insert(1, low)
        steps[0] = 32.0 if x == 65504 else steps[0]
        for power in (4, 0, -3, -7, -9, -11, -20, -24, -46, -51):
            choose(page, "spacing", "width", f"2^{power}")
            width = 2.0**power
            counts = [numbers_between(kind, x - width / 2, x - width / 2 + width) for kind in FLOATS]
            told = ["too many" if count > 65 else str(count) for count in counts]
            shown = ["infinite" if each == math.inf else each for each in steps]
            found = page.run(rows)
            assert [[row[0], row[2]] for row in found] == [list(pair) for pair in zip(FLOATS, told, strict=True)], (x, power)
            for row, step in zip(found, shown, strict=True):
                assert row[1] == step or float(row[1]) == pytest.approx(step, rel=0.006)
            assert page.run(f"document.querySelectorAll('{box} svg rect').length") == told.count("too many")
    choose(page, "spacing", "x", 1)
    choose(page, "spacing", "width", "2^-7")
    press(page, "spacing", "zoom in")
    press(page, "spacing", "zoom in")
    press(page, "spacing", "zoom out")
    assert text(page, f"{box} .said").startswith("Around 1, in a picture 0.00391 wide: the steps of float16 and bfloat16 can")


FLOATS = ("float16", "bfloat16", "float32", "float64")


def test_steps_and_errors_are_those_computed_here(page: browser.Page):
    box = "[data-widget=quantisation]"
    rows = f"[...document.querySelectorAll('{box} tr')].map(each => each.lastChild.textContent)"
    numbers, state = [], 1
    for _ in range(40):
        state = (1664525 * state + 1013904223) % 2**32
        numbers.append(10 * state / 2**32)
    numbers.sort()
    for back, part in (("the middle of the step", 0.5), ("its lower border", 0.0)):
        choose(page, "quantisation", "what comes back", back)
        for cells in (1, 2, 4, 8):
            choose(page, "quantisation", "cells", cells)
            for bits in range(2, 9):
                choose(page, "quantisation", "bits for a step", bits)
                width = 10 / (cells << bits)
                errors = [(x // width + part) * width - x for x in numbers]
                worst, most = max(map(abs, errors)), width * max(part, 1 - part)
                assert worst <= most
                wanted = [f"{digits(1000 * each)} mm" for each in (width, most, worst, sum(errors) / 40)]
                assert page.run(rows) == [str(cells << bits), *wanted]
                told = text(page, f"{box} .said")
                assert told.startswith(f"Steps of {wanted[0]}: the worst number is off by {wanted[2]}")
                assert ("too small" in told) == (part == 0) and (
                    f"as fine as {bits + cells.bit_length() - 1} bits" in told
                ) == (part == 0.5 and cells > 1)
    assert page.run(f"document.querySelectorAll('{box} svg circle').length") == 40


KINDS = {
    "counter += 1": ("read", "add", "write"),
    "the same under a lock": ("lock", "read", "add", "write", "unlock"),
    "an atomic addition": ("atomic",),
}


def test_the_ways_that_lose_a_count_are_as_many_as_counted_here(page: browser.Page):
    box = "[data-widget=interleavings]"
    rows = f"[...document.querySelectorAll('{box} tr')].map(each => [each.cells[0].textContent, each.cells[2].textContent])"
    losing = {}
    for kind, steps in KINDS.items():
        for additions in (1, 2) if kind != "the same under a lock" else (1,):
            choose(page, "interleavings", "each thread does", kind)
            choose(page, "interleavings", "additions", additions)
            found = schedules(steps, additions)
            right = 2 * additions
            wanted = [
                [
                    f"{value} {'✓ right' if value == right else f'✗ {right - value} lost'}",
                    f"{found.count(value)} of {len(found)} ways",
                ]
                for value in sorted(set(found), reverse=True)
            ]
            assert page.run(rows) == wanted, kind
            losing[kind, additions] = (len(found) - found.count(right), len(found))
    assert losing["counter += 1", 1] == (18, 20) and losing["counter += 1", 2][1] == 924
    assert {each[0] for key, each in losing.items() if key[0] != "counter += 1"} == {0}
    choose(page, "interleavings", "each thread does", "counter += 1")
    choose(page, "interleavings", "additions", 1)
    press(page, "interleavings", "show all")
    assert text(page, f"{box} .said") == "Of 20 ways in all, 18 lose a count."
    assert len(set(page.run(f"[...document.querySelectorAll('{box} .ways li')].map(each => each.textContent)"))) == 20
    press(page, "interleavings", "BBBAAA ✓ 2")
    assert text(page, f"{box} .said").endswith("Done: 2, as it should be.")


def test_the_reader_is_the_scheduler_with_two_keys_and_whoever_waits_is_told(page: browser.Page):
    said = "[data-widget=interleavings] .said"
    assert text(page, said) == "B reads 0. Whatever comes now, a count is lost: all 6 ways that are left."
    press(page, "interleavings", "start over")
    page.run("document.querySelector('[data-widget=interleavings] .stage button').focus()")
    for key in ("ArrowLeft", "ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowRight", "ArrowRight"):
        page.press(key)
    assert text(page, said) == "B writes 1. Done: 1 instead of 2, 1 count lost."
    page.press("ArrowRight")
    assert text(page, said) == "B is done."
    press(page, "interleavings", "one step back")
    assert text(page, said) == "One step back. One way is left, and it loses a count."
    choose(page, "interleavings", "each thread does", "the same under a lock")
    press(page, "interleavings", "A: lock")
    press(page, "interleavings", "B: waits")
    assert text(page, said) == "B waits: A has the lock."
    press(page, "interleavings", "let chance")
    assert text(page, said).endswith("Done: 2, as it should be.")


def timed_badly(machine: str, batch: int, in_turn: bool, seed: int) -> dict[str, list[float]]:
    """What the clock says of each program's samples, in nanoseconds for a call."""
    state, seen = seed, {"A": [], "B": []}

    def draw() -> float:
        nonlocal state
        state = (1664525 * state + 1013904223) % 2**32
        return state / 2**32

    for at in range(40):
        who, boosted = "AB"[at % 2 if in_turn else at // 20], draw() < 0.04
        pace = {"warm": 1 + 0.15 * at / 40, "busy": 1.3 if at >= 20 else 1, "boost": 0.85 if boosted else 1}.get(machine, 1)
        taken = batch * {"A": 1000, "B": 950}[who] * pace * (1 + 0.02 * draw())
        visited, visit = draw() < min(0.25, 0.02 + 0.0005 * batch), 5000 + 45000 * draw()
        seen[who].append(100 * math.floor((taken + visit * visited + 40) / 100) / batch)
    return seen


def verdict(seen: dict[str, list[float]], figure: str) -> float:
    """How many times as fast as A is B."""
    if figure == "median of the ratios, pair by pair":
        return statistics.median(a / b for a, b in zip(seen["A"], seen["B"], strict=True))
    kinds = {"one sample": lambda values: values[0], "mean": lambda values: sum(values) / 20}
    kinds |= {"minimum": min, "median": statistics.median}
    return kinds[figure](seen["A"]) / kinds[figure](seen["B"])


MACHINES = {
    "quiet": "is quiet",
    "warm": "gets warm and slower",
    "busy": "is busy in the second half",
    "boost": "is boosted now and then",
}


def test_verdicts_are_those_of_the_same_clock_simulated_here(page: browser.Page):
    rows = "[...document.querySelectorAll('[data-widget=stopwatch] tr')].map(each => each.lastChild.textContent)"
    wrong = {}
    for machine, in_turn, figure, batch in (
        ("warm", False, "mean", 1),
        ("warm", False, "minimum", 1000),
        ("quiet", False, "one sample", 10),
        ("boost", False, "minimum", 100),
        ("boost", True, "median", 100),
        ("busy", True, "median", 100),
        *((machine, True, "median of the ratios, pair by pair", 100) for machine in MACHINES),
    ):
        choose(page, "stopwatch", "what counts", figure)
        choose(page, "stopwatch", "order", "A and B in turn" if in_turn else "all of A, then all of B")
        choose(page, "stopwatch", "the machine", MACHINES[machine])
        choose(page, "stopwatch", "calls in a sample", batch)
        found = [verdict(timed_badly(machine, batch, in_turn, seed), figure) for seed in range(1, 201)]
        missed = [abs(each - 1000 / 950) > 0.03 for each in found]
        wrong[machine, in_turn, figure] = sum(missed)
        assert page.run(rows)[2:] == [f"{found[0]:.2f}", "1.05", f"{digits(sum(missed) / 2)} %"]
        told = text(page, "[data-widget=stopwatch] .said")
        assert ("✗ Wrong" in told) == missed[0] and told.endswith(f"of 200 measurements like this, {sum(missed)} are wrong.")
    # The story of the guide: whatever counts, an order can spoil it; a lucky sample spoils the minimum; pairs are safe.
    assert wrong["warm", False, "minimum"] == 200 and wrong["boost", False, "minimum"] > 80
    assert wrong["boost", True, "median"] < 10
    assert all(wrong[machine, True, "median of the ratios, pair by pair"] < 10 for machine in MACHINES)


def test_another_measurement_is_one_key_away(page: browser.Page):
    rows = "[...document.querySelectorAll('[data-widget=stopwatch] tr')].map(each => each.lastChild.textContent)"
    choose(page, "stopwatch", "calls in a sample", 1000)
    press(page, "stopwatch", "measure again")
    found = verdict(timed_badly("warm", 1000, False, 2), "mean")
    assert page.run(rows)[2] == f"{found:.2f}"
    assert text(page, "[data-widget=stopwatch] .said").startswith(f"Verdict: A is {1 / found:.2f}x as fast. ✗ Wrong")


def trace_of(forgotten: tuple[int, ...], kernel: int, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, dict[str, Any]]:
    """Two steps of the trace maker of m5.e3, with the middle of what its dice may show, and kernels as long as wanted."""
    folder = ROOT / "assignments" / "m5"
    monkeypatch.syspath_prepend(folder)
    spec = importlib.util.spec_from_file_location("given_e3_for_widgets", folder / "given_e3.py")
    assert spec and spec.loader
    given = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(given)

    class Dice:
        def integers(self, low: int, high: int) -> int:
            middle = (low + high) // 2
            return {160: kernel, 25: max(1, 25 * kernel // 160)}.get(middle, middle)

    with monkeypatch.context() as patch:
        patch.setattr(given.np.random, "default_rng", lambda _: Dice())
        # What is called last in the tuple is a .cpu(): without that of layer 12, a layer that there is not.
        made: tuple[Any, dict[str, Any]] = given.synthetic(2, 12, (*forgotten, *(() if 12 in forgotten else (99,))))
    return made


def test_the_timeline_is_the_trace_maker_of_m5_e3(page: browser.Page, monkeypatch: pytest.MonkeyPatch):
    box = "[data-widget=timeline]"
    rows = f"[...document.querySelectorAll('{box} tr')].map(each => each.lastChild.textContent)"
    shown: tuple[int, ...] = (4, 8, 12)
    for forgotten in ((4, 8, 12), (8, 12), (12,), (), (4,), (4, 8)):
        for layer in set(shown) ^ set(forgotten):
            tick = f"[...document.querySelectorAll('{box} .tick input')][{layer // 4 - 1}]"
            page.run(f"{tick}.focus()")
            page.press(" ", " ")
            assert page.run(f"{tick}.checked") == (layer in forgotten)
        shown = forgotten
        for kernel in (160, 80, 40, 20, 10, 5):
            choose(page, "timeline", "a large kernel", f"{kernel} µs")
            trace, truth = trace_of(forgotten, kernel, monkeypatch)
            events = [each for each in trace["traceEvents"] if each["ph"] == "X"]
            steps = [each for each in events if each["cat"] == "user_annotation"]
            end = max(each["ts"] + each["dur"] for each in steps)
            runs = np.zeros(end, bool)
            for each in events:
                if each["cat"] == "kernel":
                    runs[each["ts"] : each["ts"] + each["dur"]] = True
            assert page.run(rows) == [
                f"{digits(truth['step_ms'])} ms",
                f"{digits(100 * truth['gpu_busy_fraction'])} %",
                f"{digits(100 * float(runs[1000:].mean()))} %",
                digits(truth["dtoh_per_step"]),
                f"{digits(truth['dtoh_us'] / 2000)} ms",
                f"{digits(truth['dtoh_gbps'])} GB/s",
                (truth["suspects"] or ["nobody"])[0],
            ]
            told = text(page, f"{box} .said")
            assert f"which takes {digits(truth['step_ms'])} ms." in told
            assert ("empties the queue" in told) == bool(forgotten)
            assert ("never waits" in told) == (not forgotten and kernel > 10)
            assert ("the card waits for the processor" in told) == (not forgotten and kernel <= 10)


def test_the_timeline_can_be_looked_at_closely(page: browser.Page):
    box = "[data-widget=timeline]"
    ends = f"document.querySelector('{box} svg').getBoundingClientRect()"
    for view in ("the first 0.4 ms", "both steps"):
        choose(page, "timeline", "show", view)
        assert ("0.4 ms" in page.run(f"document.querySelector('{box} svg').textContent")) == (view != "both steps")
        right = f"Math.max(...[...document.querySelectorAll('{box} svg path')].map(each => each.getBoundingClientRect().right))"
        assert page.run(f"{right} <= {ends}.right")


STRIPS = {
    "A": (
        "for an answer from elsewhere",
        [(1, 6, 6, 1, 1), (2, 22, 6, 1, 2), (22, 22, 1, 1, 0.4), (0, 1, 6, 1, 0.4), (0, 9, 6, 1, 1)],
    ),
    "B": (
        "for memory: it is full",
        [(6, 14, 4, 1, 4), (20, 48, 4, 1, 8), (98, 99, 4, 1, 0.5), (70, 98, 4, 3, 6), (0, 0, 1, 1, 0.4)],
    ),
    "C": ("for one core", [(25, 25, 1, 1, 1), (98, 98, 1, 1, 2), (31, 31, 1, 1, 0.5), (0, 2, 9, 1, 0.5), (0, 0, 1, 1, 0.4)]),
    "D": (
        "the card waits for one core",
        [(27, 27, 1, 1, 2), (97, 97, 1, 1, 2), (57, 57, 1, 1, 1), (3, 30, 6, 1, 3), (0, 0, 1, 1, 0.4)],
    ),
    "E": ("for the disk", [(4, 9, 5, 2, 2), (12, 30, 5, 2, 5), (44, 44, 1, 1, 1), (99, 99, 1, 1, 1), (0, 0, 1, 1, 0.4)]),
}
TRACKS = ("all four cores", "busiest core", "memory", "disk", "network", "card")


def monitored(strip: str) -> list[list[int]]:
    """What the monitor shows of each track, in per cent."""
    state = ord(strip)
    shown: list[list[int]] = []
    card = (0, 92, 8, 1, 4) if strip == "D" else (0, 0, 1, 1, 0)
    for low, high, period, on, swing in (*STRIPS[strip][1], card):
        shown.append([])
        for at in range(48):
            state = (1664525 * state + 1013904223) % 2**32
            value = (high if at % period < on else low) + swing * (2 * state / 2**32 - 1)
            shown[-1].append(math.floor(min(100, max(0, value)) + 0.5))
    return shown


def test_each_strip_of_the_monitor_has_one_answer(page: browser.Page):
    box = "[data-widget=monitors]"
    marks = f"[...document.querySelectorAll('{box} tr')].map(each => each.lastChild.textContent)"
    waits = page.run(f"[...document.querySelectorAll('{box} select')[1].options].map(each => each.textContent)")
    for number, strip in enumerate(STRIPS):
        choose(page, "monitors", "strip", f"strip {strip}")
        shown = monitored(strip)
        means = [
            f"{track} {math.floor(sum(each) / 48 + 0.5)} %, at most {max(each)}"
            for track, each in zip(TRACKS, shown, strict=True)
        ]
        assert page.run(f"document.querySelector('{box} svg').ariaLabel") == f"Strip {strip}, means: {'; '.join(means)}"
        # What is to be read off: whose track is near 100 %, and whose would have to be.
        full = [track for track, each in zip(TRACKS, shown, strict=True) if sum(each) > 48 * 80]
        assert full == {"A": [], "B": ["memory", "disk"], "C": [TRACKS[1]], "D": [TRACKS[1]], "E": ["disk"]}[strip]
        right = []
        for words in waits[1:]:
            choose(page, "monitors", "it waits", words)
            told = text(page, f"{box} .said")
            assert told[0] in "✓✗" and page.run(marks)[number] == told[0]
            right += [words] if told[0] == "✓" else []
        assert right == [STRIPS[strip][0]]
        choose(page, "monitors", "it waits", right[0])
    assert page.run(marks) == ["✓"] * 5 and text(page, f"{box} .said").endswith("That was all five.")
    choose(page, "monitors", "strip", "strip A")
    assert page.run(f"document.querySelectorAll('{box} select')[1].selectedOptions[0].textContent") == STRIPS["A"][0]


def test_every_control_has_a_name_and_the_tab_key_comes_to_all_of_them(page: browser.Page):
    nodes = page.call("Accessibility.getFullAXTree")["nodes"]
    kinds = ("button", "slider", "combobox", "checkbox", "image", "group", "status", "table")
    named = [(each["role"]["value"], each.get("name", {}).get("value", "")) for each in nodes if not each["ignored"]]
    found = [each for each in named if each[0] in kinds]
    assert {kind for kind, _ in found} >= {"button", "slider", "combobox", "checkbox", "image", "group"}
    assert not [each for each in found if not each[1] and each[0] not in ("status", "table")]
    controls = "[...document.querySelectorAll('.widget :is(button, select, input, [tabindex])')]"
    controls += ".filter(each => each.checkVisibility())"
    for _ in range(page.run(f"{controls}.length")):
        page.press("Tab")
        page.run("document.activeElement.dataset.ring = getComputedStyle(document.activeElement).outlineStyle")
    rings = page.run(f"{controls}.map(each => each.dataset.ring)")
    assert rings.count("none") == 1 and set(rings) == {"solid", "none"}  # the point has a ring of its own
    assert page.run("document.querySelector('.point').dataset.ring") == "none"


THEMES = {
    "light": (False, ""),
    "dark": (True, ""),
    "the site by night": (
        False,
        'data-md-color-scheme="slate" style="--md-default-fg-color: #e2e4e9; --md-default-bg-color: #1e2129"',
    ),
    "the site by day": (
        True,
        'data-md-color-scheme="default" style="--md-default-fg-color: #212121; --md-default-bg-color: #fff"',
    ),
}


@pytest.mark.parametrize("theme", THEMES)
def test_text_can_be_read_and_nothing_is_wider_than_a_phone(tab: browser.Page, tmp_path: Path, theme: str):
    dark, body = THEMES[theme]
    tab.open(page_of(tmp_path / "page.html", body), 360, dark)
    tab.wait_for(f"document.querySelectorAll('.widget[data-mounted]').length === {len(NAMES)}")
    choose(tab, "cache_lines", "spare numbers", 8)
    choose(tab, "cache_lines", "walk", "two cores, a counter each")
    press(tab, "cache_lines", "to the end")
    choose(tab, "zorder", "in memory", "along Hilbert's curve")
    press(tab, "zorder", "to the end")
    choose(tab, "interleavings", "each thread does", "the same under a lock")
    choose(tab, "interleavings", "additions", 3)
    press(tab, "interleavings", "show all")
    tab.run("document.querySelector('[data-widget=amdahl] [type=checkbox]').click()")
    assert tab.run("document.documentElement.scrollWidth") == 360
    edges = tab.run("[...document.querySelectorAll('.widget *')].map(each => each.getBoundingClientRect().right)")
    assert max(edges) <= 360
    contrasts = tab.run(CONTRASTS)
    assert len(contrasts) > 60 and not [each for each in contrasts if each[1] < 4.5]
    assert not tab.trouble
