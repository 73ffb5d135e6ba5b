"""Slides: eight to ten a lesson, the central figure among them, and each fits the screen."""

import re
import shutil
from pathlib import Path

import pytest

from helpers.errors import CourseError
from helpers.notebook_tools.files import find_lessons, read
from helpers.paths import NOTEBOOKS
from helpers.teaching import node, slides
from tests.conftest import missing

LESSONS = find_lessons(NOTEBOOKS)
REMEMBER = re.compile(r"(?:picture|figure) to remember|Remember this picture")
CENTRAL = {"00": "lesson-00-02", "01": "lesson-01-grid", "10": "forest"}  # nothing there says so
OUTSIDE = """() => [...document.querySelectorAll("section:not(.stack)")].flatMap((slide, n) => {
  const page = slide.getBoundingClientRect();
  const seen = [...slide.querySelectorAll("*:not(div, aside, aside *, details *)")];
  const boxes = seen.map((one) => one.getBoundingClientRect()).filter((box) => box.width);
  const fits = (box) => box.bottom <= page.bottom - 4 && box.right <= page.right - 4;
  return boxes.length && boxes.every(fits) ? [] : [n + 1];
})"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    if not (node.REVEAL.exists() or shutil.which("npm")):
        missing("npm")
    folder = tmp_path_factory.mktemp("slides")
    slides.build_slides(folder, pdf=False)
    return folder


def has_picture(cell):
    return any("image/png" in one.get("data", {}) for one in cell.get("outputs", []))


def central_figure(path):
    """Return the id of the picture that a lesson tells its readers to remember."""
    cells = read(path).cells
    if path.name[:2] in CENTRAL:
        return CENTRAL[path.name[:2]]
    says = [n for n, cell in enumerate(cells) if REMEMBER.search(cell.source)]
    at = next(n for n in says if not cells[n].id.startswith("quiz-"))
    pictures = [n for n, cell in enumerate(cells) if has_picture(cell)]
    if "next figure" in cells[at].source:
        return cells[min(n for n in pictures if n > at)].id
    return cells[max(n for n in pictures if n <= at)].id


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_a_lesson_has_eight_to_ten_slides_with_its_central_figure(path):
    cells = read(path).cells
    marked = [cell.id for cell in cells if slides.is_slide(cell)]
    assert 8 <= len(marked) <= 10
    assert marked[0] == cells[0].id
    assert central_figure(path) in marked


@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_each_slide_has_notes_and_no_reply_to_a_prediction(path):
    lesson = read(path)
    cells = slides.deck(lesson, "What teachers read.").cells
    kinds = [cell.metadata.slideshow.slide_type for cell in cells]
    assert kinds == ["slide", "notes"] * sum(map(slides.is_slide, lesson.cells))
    assert cells[0].source.startswith("# ")
    assert "What teachers read." in cells[1].source
    for cell in cells[::2]:
        assert len(cell.source.splitlines()) > 1, "a slide has only a heading"
        assert "</summary>" not in cell.source.replace("<summary>Code</summary>", "")


def test_the_teachers_page_of_a_lesson_is_found():
    for path in LESSONS[1:]:
        assert len(slides.teachers_page(path.stem)) > 200, path.name


@pytest.mark.slow
def test_every_slide_fits_the_screen_and_nothing_is_asked_of_the_network(folder, chromium):
    page, faults, outside = chromium.new_page(), [], {}
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: m.type == "error" and faults.append(m.text))

    def look(request):
        if not request.url.startswith(("file:", "data:", "blob:")):
            faults.append(request.url)

    page.on("request", look)
    for deck in sorted(folder.glob("*.html")):
        page.goto(f"{deck.as_uri()}?print-pdf")
        page.wait_for_function("document.querySelector('.pdf-page') && MathJax.startup.promise")
        page.evaluate("MathJax.startup.promise.then(() => 0)")
        if found := page.evaluate(OUTSIDE):
            outside[deck.name] = found
    page.close()
    assert faults == []
    assert outside == {}


@pytest.mark.slow
def test_keys_turn_the_slides_and_code_is_folded(folder, chromium):
    page = chromium.new_page()
    page.goto((folder / "05_adasyn.html").as_uri())
    page.locator("h1").wait_for()
    page.keyboard.press("ArrowRight")
    page.locator("section.present h2").wait_for()
    code = page.locator("section.present details pre")
    assert not code.is_visible()
    page.locator("section.present summary").click()
    assert code.is_visible()
    page.close()


@pytest.mark.slow
def test_chromium_prints_a_page_for_each_slide(folder, chromium):
    decks, without = slides.build_slides(folder, wanted=["13"])
    assert without == ""
    pdf = decks[0].with_suffix(".pdf").read_bytes()
    assert len(slides.PDF_PAGE.findall(pdf)) == len(slides.deck(read(LESSONS[13])).cells) // 2
    assert len(pdf) > 20_000, "the pages are empty"


@pytest.mark.slow
def test_without_chromium_there_are_decks_and_a_sentence(folder, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    decks, without = slides.build_slides(folder, wanted=["13"])
    assert decks[0].exists()
    assert "Chromium is not installed" in without


def test_a_print_without_all_slides_is_an_error(folder, tmp_path):
    browser = tmp_path / "browser"
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    with pytest.raises(CourseError, match=r"13_smote_n\.html \(0 pages\)"):
        slides._print(browser, Path(shutil.copy(folder / "13_smote_n.html", tmp_path)))


def test_without_npm_one_sentence_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(slides, "REVEAL", tmp_path / "none")
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(CourseError, match="apt install npm"):
        slides.build_slides(tmp_path)
