"""The site: no answer on learners' pages, every link leads somewhere, and a browser finds no fault.

Chromium opens every page of one build; where it is missing, those tests are skipped, and in CI they
fail.
"""

import contextlib
import http.server
import os
import re
import runpy
import shutil
import threading
from functools import partial
from html import unescape
from html.parser import HTMLParser
from urllib.parse import unquote, urldefrag, urljoin

import pytest

from helpers.errors import CourseError
from helpers.notebook_tools.exercise_format import find_solutions
from helpers.notebook_tools.files import find_lessons, read
from helpers.paths import NOTEBOOKS, ROOT
from helpers.teaching import site
from helpers.teaching.templates import template

KINDS = (  # one page of each kind
    "index",
    "notebooks/05_adasyn",  # an explorer, a quiz, folded cells and formulas
    "notebooks/exercises/ex_03_balance_with_smote",
    "samplers/smote_enn",
    "docs/glossary",
    "docs/real-sets",
    "search",
)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    if not (site.MATHJAX.exists() or shutil.which("npm")):
        (pytest.fail if os.environ.get("CI") else pytest.skip)("npm is not installed.")
    return site.build_site(tmp_path_factory.mktemp("site")).parent


@pytest.fixture(scope="module")
def address(built):
    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_):
            """Say nothing."""

    handler = partial(Handler, directory=built)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@contextlib.contextmanager
def opened(chromium, address, **options):
    """Yield a page and what went wrong on it: errors, and requests to other hosts."""
    context = chromium.new_context(reduced_motion="reduce", **options)
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(f"{page.url}: {error}"))
    page.on("console", lambda m: m.type == "error" and faults.append(f"{page.url}: {m.text}"))

    def fail(request):
        if request.failure != "net::ERR_ABORTED":  # the page was left before its icon had come
            faults.append(f"{page.url}: {request.url}: {request.failure}")

    page.on("requestfailed", fail)

    def look(request):
        if not request.url.startswith((address, "data:", "blob:", "about:")):
            faults.append(f"{page.url} asks {request.url}")

    page.on("request", look)
    yield page, faults
    context.close()


def names(built):
    pages = (path.relative_to(built) for path in built.rglob("*.html"))
    return sorted(page.as_posix() for page in pages if page.parts[0] != "_static")


def test_every_lesson_exercise_and_sampler_has_a_page(built):
    pages = set(names(built))
    for notebook in find_lessons(NOTEBOOKS):
        assert f"notebooks/{notebook.stem}.html" in pages
    for path in find_solutions():
        assert f"notebooks/exercises/{path.stem}.html" in pages
    assert {name.replace(".md", ".html") for name in site.sampler_pages()} <= pages
    assert "docs/teaching.html" not in pages
    assert not any("solutions" in page for page in pages)


def answers():
    """Yield the lines of solutions that stand in no exercise and no lesson."""
    solutions = [read(path) for path in find_solutions()]
    given = [*map(template, solutions), *map(read, find_lessons(NOTEBOOKS))]
    shown = "\n".join(cell.source for notebook in given for cell in notebook.cells)
    for solution in solutions:
        for cell in solution.cells:
            for line in map(str.strip, cell.source.splitlines()):
                if len(line) > 25 and line not in shown:
                    yield line


def test_no_line_of_a_solution_is_on_learners_pages(built):
    hidden = set(answers())
    assert len(hidden) > 250
    pages = [path for path in built.rglob("*") if path.suffix in (".html", ".ipynb", ".md", ".txt")]
    assert len(pages) > 60
    found = [
        (path.name, line)
        for path in pages
        for line in hidden.intersection(map(str.strip, text_of(path).splitlines()))
    ]
    assert found == []


def text_of(path):
    """Return the text of a page without its tags, or the cells of a notebook."""
    if path.suffix == ".ipynb":
        return "\n".join(cell.source for cell in read(path).cells)
    return unescape(re.sub(r"<[^>]+>", "", path.read_text(encoding="utf-8")))


def test_the_teachers_site_has_the_solutions_and_the_guide(tmp_path):
    site.lay_out(tmp_path, teacher=True)
    assert (tmp_path / "docs/teaching.md").exists()
    assert len([*(tmp_path / "notebooks/solutions").iterdir()]) == len(find_solutions())
    site.lay_out(tmp_path / "learners")
    assert not (tmp_path / "learners/docs/teaching.md").exists()
    assert not (tmp_path / "learners/notebooks/solutions").exists()


class Links(HTMLParser):
    """Where a page leads, and where in it one can be led."""

    def __init__(self, text):
        super().__init__()
        self.targets, self.anchors = set(), set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.anchors.add(values.get("id"))
        for name in ("href", "src"):
            if values.get(name) and tag not in ("base",):
                self.targets.add(values[name])


def test_every_link_within_the_site_leads_somewhere(built):
    pages = {name: Links((built / name).read_text(encoding="utf-8")) for name in names(built)}
    broken = []
    for name, page in pages.items():
        for target in page.targets:
            if re.match(r"\w+:", target):
                continue
            where, anchor = urldefrag(urljoin(f"http://x/{name}", target))
            where = unquote(where.removeprefix("http://x/").partition("?")[0]) or "index.html"
            known = pages.get(where)
            if not (built / where).exists() or (
                anchor and known and unquote(anchor) not in known.anchors
            ):
                broken.append(f"{name}: {target}")
    assert broken == [], "\n".join(broken)


def test_every_page_opens_without_a_fault_and_asks_no_other_host(built, address, chromium):
    with opened(chromium, address) as (page, faults):
        for name in names(built):
            page.goto(f"{address}/{name}")
            assert page.locator("h1").count() or name in ("genindex.html", "search.html")
    assert faults == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_core_finds_nothing(built, address, chromium, scheme):
    from axe_playwright_python.sync_playwright import Axe

    found = {}
    with opened(chromium, address, color_scheme=scheme) as (page, _):
        for name in KINDS:
            page.goto(f"{address}/{name}.html")
            page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
            result = Axe().run(page)
            if result.violations_count:
                found[name] = result.generate_report()
    assert found == {}


def test_search_finds_a_term_and_its_lesson(address, chromium):
    with opened(chromium, address) as (page, faults):
        page.goto(f"{address}/search.html?q=Tomek")
        page.get_by_role("link", name="Cut the Tomek links").first.wait_for()
    assert faults == []


def test_folded_cells_open_and_formulas_are_drawn(address, chromium):
    with opened(chromium, address) as (page, faults):
        page.goto(f"{address}/notebooks/03_balance_with_smote.html")
        fold = page.locator("details.hide.above-input").first
        code = fold.locator("pre").first
        assert not code.is_visible()
        fold.locator("summary").focus()
        page.keyboard.press("Enter")
        assert code.is_visible()
        page.locator("mjx-container").first.wait_for()
        (download,) = page.locator("a.btn-download-source-button[href$='.ipynb']").all()
        assert page.request.get(urljoin(page.url, download.get_attribute("href"))).ok
    assert faults == []


EXPLORER = "iframe[title^='Explorer: ']"
SETTINGS = "[...document.querySelectorAll('input')].map(one => [one.value, one.checked])"


def play(page, frame):
    """Move an explorer by mouse and by keyboard, and answer; return what did not work."""
    control, stuck = frame.locator("input:not(:checked)").first, []
    slider = control.get_attribute("type") == "range"
    steps = {
        "mouse": lambda: control.click(position={"x": 200, "y": 10} if slider else None),
        "keyboard": lambda: page.keyboard.press("ArrowLeft"),  # where the mouse has been
    }
    for name, step in steps.items():
        before = frame.evaluate(SETTINGS)
        step()
        if frame.evaluate(SETTINGS) == before:
            stuck.append(name)
    for _ in range(9):
        page.keyboard.press("Tab")
        if frame.evaluate("document.activeElement.textContent") == "Answer":
            break
    page.keyboard.press("Enter")
    if not frame.locator(".reply.right, .reply.wrong").text_content():
        stuck.append("answer")
    return stuck


def test_every_explorer_of_a_lesson_moves_by_mouse_and_keyboard_and_answers(
    built, address, chromium
):
    pages = [path for path in built.glob("notebooks/*.html") if "Explorer: " in path.read_text()]
    assert len(pages) >= 8
    with opened(chromium, address) as (page, faults):
        for path in pages:
            page.goto(f"{address}/notebooks/{path.name}")
            for explorer in page.locator(EXPLORER).all():
                explorer.scroll_into_view_if_needed()
                frame = explorer.element_handle().content_frame()
                frame.wait_for_selector("svg *", state="attached")
                assert play(page, frame) == [], path.name
    assert faults == []


def test_a_choice_of_a_quiz_opens_its_reply_by_mouse_and_by_keyboard(address, chromium):
    with opened(chromium, address) as (page, faults):
        page.goto(f"{address}/notebooks/05_adasyn.html")
        choices = page.locator("#quiz > details")
        assert choices.count() == 12
        by_mouse, by_keyboard = choices.nth(0), choices.nth(5)
        for choice in (by_mouse, by_keyboard):
            assert not choice.locator("p").is_visible()
        by_mouse.locator("summary").click()
        by_keyboard.locator("summary").focus()
        page.keyboard.press("Enter")
        for choice in (by_mouse, by_keyboard):
            assert re.match("[✓✗] .{20}", choice.locator("p").inner_text())
    assert faults == []


@pytest.mark.parametrize("repository", ["", "https://github.com/owner/name"])
def test_binder_and_colab_stand_only_where_there_is_an_address(monkeypatch, repository):
    monkeypatch.setenv("SITE_REPOSITORY", repository)
    monkeypatch.setenv("SITE_MATHJAX", "mathjax")
    options = runpy.run_path(str(site.SETTINGS / "conf.py"))["html_theme_options"]
    assert ("launch_buttons" in options) == bool(repository)
    assert options.get("repository_url", "") == repository


def test_a_warning_of_sphinx_is_an_error(tmp_path, monkeypatch):
    def lay_out(folder, **_):
        folder.mkdir(parents=True)
        (folder / "index.md").write_text("# One page\n\n[nowhere](missing.md)\n")

    monkeypatch.setattr(site, "lay_out", lay_out)
    monkeypatch.setattr(site, "_take_mathjax", lambda folder: folder)
    with pytest.raises(CourseError, match=r"missing\.md"):
        site.build_site(tmp_path)


def test_without_npm_one_sentence_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(site, "MATHJAX", tmp_path / "none")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(CourseError, match="apt install npm"):
        site.build_site(tmp_path)


def test_the_settings_name_no_host_that_a_page_would_ask():
    text = (ROOT / "docs/site/conf.py").read_text(encoding="utf-8")
    assert "cdn" not in text.lower()
