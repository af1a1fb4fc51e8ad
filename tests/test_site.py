"""The guide as a site: what is built, what a reader meets in a browser, and what writers are told."""

import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from graders.course import ROOT
from graders.handout import proof
from graders.handout.contents import contents
from graders.site import links
from graders.site.navigation import navigation
from tests import browser
from tests.checkout import Checkout

PAGES = [path.relative_to(ROOT / "guide") for path in sorted((ROOT / "guide").rglob("*.md"))]
EVERYWHERE = re.compile(r"[\w+.-]+:|//")


class Built(HTMLParser):
    """A built page: its links, its ids, its pictures, what it loads, and the words in its text that are not code."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids, self.links, self.loads, self.wordless = set[str](), list[str](), list[str](), list[str]()
        self.words, self._inside = "", list[str]()
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = {name: value or "" for name, value in attrs}
        self.ids |= {known["id"]} if "id" in known else set()
        if tag == "a" and "href" in known:
            self.links.append(known["href"])
        self.loads += [known[name] for name in ("src", "srcset", "poster", "data") if tag != "a" and name in known]
        self.loads += [known["href"]] if tag == "link" and known.get("rel") not in ("next", "prev", "canonical") else []
        if tag == "img" and not known.get("alt", "").strip():
            self.wordless.append(known["src"])
        if tag in ("article", "code", "li", "p", "pre", "script", "td"):
            self._inside.append(tag)
            self.words += "\n" if tag != "code" else ""

    def handle_endtag(self, tag: str) -> None:
        if self._inside and self._inside[-1] == tag:
            self._inside.pop()

    def handle_data(self, data: str) -> None:
        if "article" in self._inside and self._inside[-1] in ("li", "p", "td"):
            self.words += data


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("guide") / "out"
    command = [sys.executable, "-m", "graders", "guide", "--out", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"built: open {out / 'site/index.html'} in a browser\n"
    return out / "site"


@pytest.fixture(scope="module")
def built(site: Path) -> dict[Path, Built]:
    return {path.relative_to(site): Built(path) for path in sorted(site.rglob("*.html")) if path.name != "404.html"}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[browser.Page]:
    with browser.browser(tmp_path_factory.mktemp("profile")) as tab:
        yield tab


def on_the_site(page: Path) -> Path:
    return page.with_name("index.html") if page.name == "README.md" else page.with_suffix(".html")


in_a_browser = pytest.mark.skipif(browser.CHROMIUM is None, reason="there is no Chromium here to open the guide in")


def test_every_page_is_there_and_in_the_menu_of_the_first(built: dict[Path, Built]):
    wanted = {on_the_site(page) for page in PAGES}
    assert wanted <= set(built)
    menu = {Path(unquote(target)) for target in built[Path("index.html")].links if not EVERYWHERE.match(target)}
    assert wanted - {Path("index.html")} <= menu


def test_the_first_page_begins_with_a_picture(site: Path):
    first = (site / "index.html").read_text(encoding="utf-8")
    assert "<figure>" in first[: first.index("<h2")]


def test_every_link_leads_somewhere_on_the_forge_too():
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    files = dict.fromkeys(listed.stdout.splitlines(), b"")
    files |= {f"guide/{page.as_posix()}": (ROOT / "guide" / page).read_bytes() for page in PAGES}
    assert not list(proof.links(files | {"README.md": (ROOT / "README.md").read_bytes()}))


def test_every_link_of_the_site_leads_somewhere(site: Path, built: dict[Path, Built]):
    lost = []
    for path, each in built.items():
        for target in filter(None, each.links):
            if EVERYWHERE.match(target):
                continue
            name, anchor = urldefrag(target)
            there = (site / path.parent / unquote(name)).resolve() if name else site / path
            known = built.get(there.relative_to(site.resolve()) if name else path)
            if not there.is_file() or (anchor and known is not None and unquote(anchor) not in known.ids):
                lost.append(f"{path}: {target}")
    assert not lost


def test_nothing_comes_from_the_network_and_every_picture_has_words(site: Path, built: dict[Path, Built]):
    for path, each in built.items():
        assert not [target for target in each.loads if EVERYWHERE.match(target)], path
        assert not each.wordless, path
    for style in site.rglob("*.css"):
        assert not re.search(r"@import|url\(['\"]?(?!data:)[\w+.-]*:?//", style.read_text(encoding="utf-8")), style


def test_markdown_of_the_forge_is_understood(built: dict[Path, Built]):
    """What Python-Markdown leaves as it stands: lists and tables without a blank line before them, callouts, emphasis."""
    left = re.compile(r"^(?:[-*+] |1\. |\|.*\||#{1,6} |> |`{3})|\[!\w+\]|\]\(|\*\*\w|<!--|\{:", re.MULTILINE)
    assert not [f"{path}: {match[0]}" for path, each in built.items() for match in left.finditer(each.words)]


def test_no_solution_and_no_hidden_test_is_shown(built: dict[Path, Built]):
    assert not [path for path in built if {"solutions", "hidden"} & set(path.parts)]


def test_what_students_get_links_only_to_what_they_get():
    handed = contents(ROOT)
    assert not list(proof.links(handed.files | {path: (ROOT / path).read_bytes() for path in handed.left_out}))


NARROW = """
(() => {
  const width = document.documentElement.clientWidth;
  const scrolls = each => each && (/(auto|scroll)/.test(getComputedStyle(each).overflowX) || scrolls(each.parentElement));
  const out = [...document.querySelectorAll("article *")].filter(each => {
    const box = each.getBoundingClientRect();
    return box.width && box.height && box.right > width + 1 && !scrolls(each.parentElement);
  });
  const wider = document.documentElement.scrollWidth > width ? ["the page scrolls sideways"] : [];
  return wider.concat(out.slice(0, 3).map(each => each.outerHTML.slice(0, 80)));
})()"""
HARD_TO_READ = """
(() => {
  const hidden = [...document.querySelectorAll("article figure")].filter(each => each.scrollWidth > each.clientWidth);
  const small = [...document.querySelectorAll("article code")].filter(
    each => parseFloat(getComputedStyle(each).fontSize) < 12.5
  );
  return [...hidden, ...small].slice(0, 3).map(each => each.outerHTML.slice(0, 80));
})()"""
PICTURES = """
Promise.all([...document.images].filter(each => each.offsetParent).map(each => {
  each.loading = "eager";
  return each.decode().then(() => each.naturalWidth ? "" : each.src, () => each.src);
})).then(found => found.filter(Boolean))"""


@in_a_browser
def test_every_page_opens_without_a_complaint_and_fits_a_desk_and_a_phone(
    page: browser.Page, site: Path, built: dict[Path, Built]
):
    """The guide's own pages, and of the pages with a file on them one of a kind."""
    others = {path.name.split(".", 1)[-1]: path for path in built if path not in {on_the_site(each) for each in PAGES}}
    wrong = {}
    for path in [*map(on_the_site, PAGES), *others.values()]:
        page.open(site / path, 1280)
        complaints = [*page.run(NARROW), *page.run(PICTURES)]
        page.resize(360)
        complaints += [f"at 360 pixels: {each}" for each in [*page.run(NARROW), *page.run(HARD_TO_READ)]]
        if complaints + page.trouble:
            wrong[str(path)] = [*complaints, *page.trouble]
    assert not wrong


@in_a_browser
def test_the_search_finds_false_sharing_in_m2(page: browser.Page, site: Path):
    page.open(site / "m1/s2_growing.html", 1280)
    inside = "document.activeElement.shadowRoot"  # the search is a dialog of its own
    page.run("document.querySelector('.md-search__button').click()")
    page.wait_for(f"{inside}?.activeElement?.tagName === 'INPUT'")
    for letter in "false sharing":
        page.press(letter, letter)
    page.wait_for(f"{inside}.querySelector('input').value === 'false sharing'")
    # What is found for the first letters is shown until more is known.
    page.wait_for(f"{inside}.querySelector('[role=option]')?.href.includes('/m2/')")
    found = page.run(f"[...{inside}.querySelectorAll('[role=option]')].map(each => each.href)")
    assert all(address.startswith("file:") for address in found), found
    page.press("Enter", "\r")
    page.wait_for("location.pathname.includes('/m2/') && document.readyState === 'complete'")
    # textContent: innerText leaves out what a closed answer to a question says.
    assert "false sharing" in page.run("document.querySelector('article').textContent").lower()
    assert not page.trouble


@in_a_browser
def test_light_and_dark_follow_the_system_and_then_the_toggle(page: browser.Page, site: Path):
    scheme = "document.body.dataset.mdColorScheme"
    shown = (
        "[...document.querySelectorAll('figure img')].filter(each => each.offsetParent).map(each => each.src.split('.').at(-2))"
    )
    paper = "getComputedStyle(document.body).backgroundColor"
    name = "document.querySelector('.md-header__option label:not([hidden])').title"
    page.open(site / "m1/s1_lines_and_strides.html", 1280, dark=True)
    assert page.run(scheme) == "slate" and set(page.run(shown)) == {"dark"} and page.run(paper) == "rgb(20, 23, 26)"
    seen = []
    for _ in range(3):
        seen.append(page.run(name))
        page.run("document.querySelector('.md-header__option label:not([hidden])').click()")
        seen.append(page.run(scheme))
        assert set(page.run(shown)) == {"dark" if seen[-1] == "slate" else "light"}
    assert seen[1::2] == ["default", "slate", "slate"] and len(set(seen[::2])) == 3, seen
    page.run("document.querySelector('.md-header__option label:not([hidden])').click()")
    page.open(site / "m1/s2_growing.html", 1280, dark=True)
    assert page.run(scheme) == "default" and page.run(paper) == "rgb(253, 252, 249)", "the choice goes along"
    page.run("localStorage.clear()")


@in_a_browser
def test_answers_fold_out_by_keyboard_and_code_can_be_copied(page: browser.Page, site: Path):
    page.open(site / "m1/s1_lines_and_strides.html", 1280)
    opened = "document.querySelector('article details').open"
    assert page.run(opened) is False
    page.run("document.querySelector('article details summary').focus()")
    page.press("Enter", "\r")
    assert page.run(opened) is True
    assert page.run("document.querySelector('article details p').checkVisibility()")
    page.open(site / "authors.html", 1280)
    assert page.run(
        "[...document.querySelectorAll('article pre')].every(each => each.parentElement.querySelector('button[title*=opy]'))"
    )
    page.run("document.querySelector('article pre').parentElement.querySelector('button[title*=opy]').click()")
    page.wait_for("document.querySelector('.md-dialog').innerText.includes('Copied')")
    assert not page.trouble


TRIAL = """\
# s1 · A trial of everything (m9.e1)

<!-- marks: level 2; tags: deep learning -->

> **Level 2** · [deep learning](../README.md)

See [the exercise](../../assignments/m9/e1_blur.py), [all of them](../../assignments/m9/), [below](#why-xs-m9e1) and
<https://example.org>.

![Adding 3 numbers gives 3.](pictures/adding.svg)

([the numbers](pictures/adding.txt))

> [!WARNING]
> Mind the **gap**.

<!-- code: assignments/m9/given_e1.py loop -->
```python
def loop(a):  # [not](a/link.md)
    return a
```

## Why `x`'s? (m9.e1)

<details><summary>1. Is <code>x < y</code>?</summary>

Yes:

- *one*
    - two

| a | b |
|---|---|
| `1` | 2 |

</details>

<div class="widget" data-widget="trial"><p><em>A trial.</em></p></div>
"""
PICTURE = """\
<svg xmlns="http://www.w3.org/2000/svg" width="432pt" height="216pt" viewBox="0 0 432 216"><title>t</title>
<style>:root{--a:#111}@media(prefers-color-scheme:dark){:root{--a:#eee}}</style></svg>
"""


@pytest.fixture
def guide(trial: Checkout) -> Checkout:
    """A small guide in a handout, outside git."""
    trial.write("HANDOUT", "")
    trial.write("guide/README.md", "# A guide\n\n[m9](m9/README.md)\n")
    trial.write("guide/m9/README.md", "# m9 · Trying things\n")
    trial.write("guide/m9/s10_last.md", "# s10 · Last\n")
    trial.write("guide/m9/s1_trial.md", TRIAL)
    trial.write("guide/m9/pictures/adding.svg", PICTURE)
    trial.write("guide/m9/pictures/adding.txt", "1 + 2 ``` 3\n")
    trial.write("guide/tracks/deep_learning.md", "# Deep learning\n")
    trial.write("guide/widgets/trial.js", "document.title;\n")
    trial.write("guide/widgets/trial.css", ".widget { color: inherit; }\n")
    return trial


def test_a_page_of_the_forge_becomes_one_of_the_site(guide: Checkout):
    done = guide.run("-m", "graders", "guide")
    assert done.returncode == 0, done.stderr
    site = guide.folder / "build/guide/site"
    text = (site / "m9/s1_trial.html").read_text(encoding="utf-8")
    assert '<a href="../repository/assignments/m9/e1_blur.py.html">' in text
    assert '<a href="../repository/assignments/m9/index.html">' in text
    assert '<a href="#why-xs-m9e1">' in text and 'id="why-xs-m9e1"' in text
    assert "NotImplementedError" in (site / "repository/assignments/m9/e1_blur.py.html").read_text(encoding="utf-8")
    listed = (site / "repository/assignments/m9/index.html").read_text(encoding="utf-8")
    assert '<a href="given_e1.py.html">' in listed and (site / "repository/assignments/m9/given_e1.py.html").is_file()
    assert "1 + 2 ``` 3" in (site / "m9/pictures/adding.txt.html").read_text(encoding="utf-8")
    words = 'alt="Adding 3 numbers gives 3." width="576" height="288"'
    assert f'<img class="only-light" src="pictures/adding.light.svg" {words}' in text
    assert f'<img class="only-dark" src="pictures/adding.dark.svg" {words}' in text
    assert "#eee" not in (site / "m9/pictures/adding.light.svg").read_text(encoding="utf-8")
    dark = (site / "m9/pictures/adding.dark.svg").read_text(encoding="utf-8")
    assert "--a:#eee" in dark and "prefers-color-scheme" not in dark
    assert '<div class="admonition warning">' in text and "<strong>gap</strong>" in text
    assert '<span class="filename">assignments/m9/given_e1.py loop</span>' in text and "[not](a/link.md)" in text
    assert "<code>x &lt; y</code>?</summary>" in text and "<li><em>one</em><ul>" in text.replace("\n", "")
    assert '<script src="../widgets/trial.js"' in text and 'href="../widgets/trial.css"' in text
    assert '<div class="widget" data-widget="trial"><p><em>A trial.</em></p></div>' in text
    assert "marks:" not in text
    index = (site / "m9/index.html").read_text(encoding="utf-8")
    assert index.index("s1 · A trial of everything") < index.index("s10 · Last") < index.index("Deep learning")
    assert "m9.e1)" not in index
    assert 'class="home"' in (site / "index.html").read_text(encoding="utf-8")

    guide.write("guide/m9/s1_trial.md", "# Renamed\n")
    guide.run("-m", "graders", "guide")
    assert not (site / "m9/pictures/adding.txt.html").exists(), "what no page links to any more goes"


def test_links_that_lead_nowhere_are_named_with_page_line_and_remedy(guide: Checkout):
    guide.write("solutions/m9/e1_blur.py", "")
    guide.write(
        "guide/m9/s10_last.md",
        "# Last\n\n[a](gone.md) and ![b](pictures/none.svg)\n\n```\n[no](link.md)\n```\n`[no](link.md)`\n"
        "[c](s1_trial.md#nothing)\n[d](../../solutions/m9/e1_blur.py)\n[e](https://example.org/nothing)\n",
    )
    done = guide.run("-m", "graders", "guide")
    assert done.returncode == 1 and done.stderr.removeprefix("graders: ").splitlines() == [
        "guide/m9/s10_last.md:3: there is no guide/m9/gone.md to link to: mend the link, or add the file",
        "guide/m9/s10_last.md:3: there is no guide/m9/pictures/none.svg to link to: mend the link, or add the file",
        "guide/m9/s10_last.md:9: guide/m9/s1_trial.md has no heading #nothing: link to one that it has",
        "guide/m9/s10_last.md:10: solutions/m9/e1_blur.py is secret: link to something else",
    ]
    assert not (guide.folder / "build").exists()
    guide.write("guide/m9/s10_last.md", "# Last\n")
    guide.write("notes/mine.txt", "keep me")
    done = guide.run("-m", "graders", "guide", "--out", "notes")
    assert done.returncode == 1 and "notes holds something that is no site" in done.stderr
    assert [each.name for each in (guide.folder / "notes").iterdir()] == ["mine.txt"]
    (guide.folder / "guide/README.md").unlink()
    guide.write("guide/m9/s1_trial.md", "# s1\n")
    done = guide.run("-m", "graders", "guide")
    assert done.stderr == "graders: guide/README.md is not there: the site begins with it, so write one\n"


WITHOUT_ZENSICAL = """
import importlib.util
from graders.cli import main

find = importlib.util.find_spec
importlib.util.find_spec = lambda name, *where: None if name == "zensical" else find(name, *where)
raise SystemExit(main(["guide"]))
"""


def test_without_zensical_one_sentence_says_what_to_install(guide: Checkout):
    done = guide.run("-c", WITHOUT_ZENSICAL)
    assert done.returncode == 70 and done.stderr == "graders: zensical is not installed: pip install -e '.[guide]'\n"


def test_what_is_saved_while_it_is_served_is_shown(guide: Checkout):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        address = f"localhost:{taken.getsockname()[1]}"
        refused = guide.run("-m", "graders", "guide", "--serve", "--address", address)
        assert refused.returncode == 1 and f"if something else is at {address}, say --address" in refused.stderr

    def shows(words: str) -> bool:
        try:
            with urllib.request.urlopen(f"http://{address}/m9/s10_last.html", timeout=5) as answer:
                return words in answer.read().decode()
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return False

    command = [sys.executable, "-m", "graders", "guide", "--serve", "--address", address]
    said = guide.folder / "said"
    with said.open("w") as stream:
        server = subprocess.Popen(command, cwd=guide.folder, stdout=stream, stderr=stream, start_new_session=True)
        try:
            browser.wait(lambda: shows("s10 · Last"))
            guide.write("guide/m9/s10_last.md", "# s10 · Last\n\n[About to come](gone.md)\n")
            browser.wait(lambda: shows("About to come"))
            assert "guide/m9/s10_last.md:3: there is no guide/m9/gone.md" in said.read_text()
            guide.write("guide/m9/s10_last.md", "# s10 · The end\n\nMended.\n")
            browser.wait(lambda: shows("Mended."))
        finally:
            browser.end(server)


def test_a_heading_is_the_same_anchor_as_on_the_forge():
    assert links.slug("s1 · Lines, `a.T` and *strides* (m1.e2)") == "s1--lines-at-and-strides-m1e2"
    assert links.slug("Größer_als 1.5x?") == "größer_als-15x"


def test_the_menu_has_modules_first_and_the_teachers_pages_last():
    pages = {path: f"# {path}\n" for path in ("README.md", "authors.md", "course.md", "extra.md", "instructors/ci.md")}
    pages |= {"m1/README.md": "# m1 · One (m1.e1, m1.e2 and m1.x1)\n", "m1/s2_b.md": "# b\n", "m1/s10_a.md": "no heading\n"}
    pages |= {"tracks/deep_learning.md": "# Deep learning\n", "m0/README.md": "# m0\n"}
    menu = navigation(pages)
    assert [each.title for each in menu] == ["Home", "m0", "m1 · One", "Tracks", "extra.md", "For teachers"]
    assert [each.title for each in menu[2].inside] == ["m1 · One", "b", "S10 a"]
    assert [each.path for each in menu[-1].inside] == ["course.md", "instructors/ci.md", "authors.md"]
