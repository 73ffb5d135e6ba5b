"""Slides: for each lesson a deck of its cells marked as slides, from the stored outputs.

A cell is marked by JupyterLab's own metadata, ``"slideshow": {"slide_type": "slide"}``. nbconvert
makes the deck with reveal.js, which npm fetches; a deck asks no other host. `slide_texts` says what
of a cell is shown. What is left, and the teacher's page of the lesson, are speaker's notes.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from helpers.errors import CourseError
from helpers.files import write_file
from helpers.notebook_tools.files import find_lessons, read, select_lessons
from helpers.paths import BUILD, NOTEBOOKS, ROOT
from helpers.teaching.node import MATHJAX, REVEAL, copy_mathjax, fetch
from helpers.teaching.slide_texts import (
    LINES,
    LINK,
    first_heading,
    show_outputs,
    split_text,
    tell_outputs,
)

SLIDES = BUILD / "slides"
LOOK = ROOT / "docs" / "slides"
GUIDE = ROOT / "docs" / "teaching.md"
PAGES = ROOT / "docs" / "lessons"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PDF_PAGE = re.compile(rb"/Type\s*/Page\b")
WRITTEN = re.compile(r"<!-- written: facts -->.*?<!-- end of facts -->\s*|<!--.*?-->\s*", re.DOTALL)


def build_slides(
    folder: Path = SLIDES, *, wanted: Sequence[str] = (), pdf: bool = True
) -> tuple[list[Path], str]:
    """Build the decks.

    Parameters
    ----------
    folder : Path
        Gets a page for each lesson, the PDF beside it, and what pages load.
    wanted : sequence of str
        Lessons, as `select_lessons` takes them; all by default.
    pdf : bool
        Whether Chromium, if it is installed, prints each deck.

    Returns
    -------
    list of Path, str
        The decks, and why there is no PDF; ``""`` if there is.

    Raises
    ------
    CourseError
        If npm is missing, or Chromium fails.
    """
    fetch(REVEAL / "dist" / "reveal.js")
    fetch(MATHJAX / "tex-chtml.js")
    copy_mathjax(MATHJAX, folder / "mathjax")
    for part in ("dist/reveal.js", "dist/reveal.css", "plugin/notes/notes.js", "LICENSE"):
        write_file(folder / "reveal" / part, (REVEAL / part).read_bytes())
    write_file(folder / "reveal/dist/theme/course.css", (LOOK / "course.css").read_bytes())
    decks = []
    for path in select_lessons(find_lessons(NOTEBOOKS), wanted):
        decks.append(folder / f"{path.stem}.html")
        write_file(decks[-1], export(deck(read(path), teachers_page(path.stem))))
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not pdf:
        return decks, "No PDF was asked for."
    if browser is None:
        return decks, "There is no PDF, because Chromium is not installed."
    for page in decks:
        _print(browser, page)
    return decks, ""


def is_slide(cell: NotebookNode) -> bool:
    """Return whether a cell is marked as a slide."""
    return cell.metadata.get("slideshow", {}).get("slide_type") == "slide"


def deck(lesson: NotebookNode, page: str = "") -> NotebookNode:
    """Return a notebook of slides and notes, two cells for each marked cell of a lesson.

    `page` is the teacher's page; it becomes the notes of the first slide.
    """
    cells, heading = [], ""
    for cell, after in zip(lesson.cells, [*lesson.cells[1:], None], strict=True):
        if cell.cell_type == "markdown":
            found = re.findall(r"^#+ (?!Prediction \d)(.+)$", cell.source, re.MULTILINE)
            if is_slide(cell):
                text = cell.source
                before, title, rest = first_heading(text)
                shown, said = split_text(rest if title else text)
                said = f"{before}\n\n{said}" if title and before else said
                cells += _pair(title or heading, shown, [page if not cells else "", said], cells)
            heading = found[-1] if found else heading
        elif is_slide(cell):
            said = [tell_outputs(cell)]
            if after is not None and after.cell_type == "markdown":
                said.append(first_heading(after.source)[0])
            cells += _pair(heading, _with_code(cell), said, cells)
    title = first_heading(lesson.cells[0].source)[1]
    return new_notebook(cells=cells, metadata={"title": title})


def _pair(heading, shown, said, before):
    """Return the cells of a slide and of its notes; `before` are those of the slides so far."""
    sign = "##" if before else "#"
    slide = new_markdown_cell(f"{sign} {heading}\n\n{shown}")
    notes = new_markdown_cell("\n\n".join(filter(None, said)) or "No notes.")
    slide.metadata["slideshow"] = {"slide_type": "slide"}
    notes.metadata["slideshow"] = {"slide_type": "notes"}
    return [slide, notes]


def _with_code(cell):
    """Return what a code cell shows: short code in view where it says more than the output."""
    outputs = show_outputs(cell)
    lines = cell.source.splitlines()
    if cell.metadata.get("jupyter", {}).get("source_hidden"):
        return outputs
    if len(lines) <= LINES and (not outputs or outputs.startswith("<pre>")):
        return f"```python\n{cell.source}\n```\n\n{outputs}"
    code = "\n".join(lines[:LINES])
    return f"{outputs}\n\n<details><summary>Code</summary>\n\n```python\n{code}\n```\n\n</details>"


def teachers_page(stem: str) -> str:
    """Return what teachers read about a lesson: a page of its own, or a part of the guide."""
    path = PAGES / f"{stem[:2]}.md"
    if path.exists():
        text = first_heading(WRITTEN.sub("", path.read_text(encoding="utf-8")))[2]
    else:
        guide = GUIDE.read_text(encoding="utf-8")
        found = re.search(rf"^### {stem[:2]} .*?\n(.*?)(?=^##)", guide, re.MULTILINE | re.DOTALL)
        text = found[1].strip() if found else ""
    return LINK.sub(r"\1", text)  # a deck stands elsewhere than its notes' links think


def export(slides: NotebookNode) -> str:
    """Return the page of a deck."""
    from nbconvert.exporters import SlidesExporter  # takes a second to import

    exporter = SlidesExporter(
        exclude_anchor_links=True, reveal_url_prefix="reveal", reveal_theme="course"
    )
    exporter.raw_template = (LOOK / "deck.html.j2").read_text(encoding="utf-8")
    page, _ = exporter.from_notebook_node(slides)
    return page


def _print(browser, page):
    """Print a deck to a PDF beside it."""
    target = page.with_suffix(".pdf")
    command = [browser, "--headless", "--disable-gpu", "--no-pdf-header-footer"]
    command.append("--virtual-time-budget=20000")  # until reveal.js has laid out the slides
    if getattr(os, "geteuid", lambda: 1)() == 0:
        command.append("--no-sandbox")  # as root, as in most containers, it cannot be made
    command += [f"--print-to-pdf={target}", f"{page.resolve().as_uri()}?print-pdf"]
    done = subprocess.run(command, capture_output=True, text=True)
    n_slides = page.read_text(encoding="utf-8").count('class="notes"')
    n_pages = len(PDF_PAGE.findall(target.read_bytes())) if target.exists() else 0
    if done.returncode or n_pages != n_slides:
        raise CourseError(
            f"Chromium could not print {page.name} ({n_pages} pages):\n{done.stderr.strip()[-500:]}"
        )
