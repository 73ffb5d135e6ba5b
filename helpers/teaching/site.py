"""The site: the course as pages, from the outputs that the repository stores. Nothing is run.

Learners' pages are those of the handout, with the lessons' outputs: no solution, no answer to a
prepared question. The teacher's site has the solutions and the guide too. Sphinx, MyST-NB and the
book theme make the pages; ``docs/site/`` holds their settings and the few styles of our own.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from helpers.errors import CourseError
from helpers.files import write_file
from helpers.notebook_tools.exercise_format import find_solutions
from helpers.notebook_tools.files import find_lessons, read, write
from helpers.paths import BUILD, NOTEBOOKS, ROOT, TEMPLATES
from helpers.teaching.handout import for_learners, handed_out
from helpers.teaching.lesson_pages import PAGES
from helpers.teaching.node import MATHJAX, copy_mathjax, fetch
from helpers.teaching.sampler_pages import sampler_pages

SITE = BUILD / "site"
SETTINGS = ROOT / "docs" / "site"
FOR_TEACHERS = (
    "docs/teaching.md",
    *sorted(path.relative_to(ROOT).as_posix() for path in PAGES.glob("*.md")),
    "docs/classroom.md",
    "docs/quizzes.md",
    "docs/syllabus.md",
    "docs/objectives.md",
    "docs/exam.md",
    "docs/accessibility.md",
    "docs/translating.md",
    "docs/upstream.md",
    "CONTRIBUTING.md",
    "CHANGELOG.md",
)
REFERENCE = ("docs/tutorial.md", "docs/glossary.md", "docs/real-sets.md", "data/README.md")
LINK = re.compile(
    r"(?<!!)\[(?P<label>[^\[\]]*)\]\((?!\w+:)(?P<target>[^)\s#]*)(?P<anchor>#[^)\s]*)?\)"
)


def build_site(folder: Path = SITE, *, teacher: bool = False, repository: str = "") -> Path:
    """Build the site and return its first page.

    Parameters
    ----------
    folder : Path
        Gets ``html/``, the site, and ``source/``, what it was made from. What they held is deleted.
    teacher : bool
        With the solutions and the guide for teachers.
    repository : str
        The address of a public copy, such as https://github.com/owner/name. Without one, files
        that are no pages are named and not linked, and nothing leads to Colab or Binder.

    Raises
    ------
    CourseError
        If Sphinx or MathJax is missing, or Sphinx warns: of a link that leads nowhere, say.
    """
    source, html = folder / "source", folder / "html"
    for old in (source, html):
        shutil.rmtree(old, ignore_errors=True)
    mathjax = _take_mathjax(folder / "mathjax")
    lay_out(source, teacher=teacher, repository=repository)
    command = [sys.executable, "-m", "sphinx", "--jobs=auto", "--fail-on-warning", "--keep-going"]
    command += ["--quiet", f"--conf-dir={SETTINGS}", str(source), str(html)]
    done = subprocess.run(
        command,
        env=os.environ | {"SITE_REPOSITORY": repository, "SITE_MATHJAX": str(mathjax)},
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise CourseError(f"The site was not built:\n{done.stderr.strip()[-3000:]}")
    return html / "index.html"


def lay_out(folder: Path, *, teacher: bool = False, repository: str = "") -> None:
    """Write what Sphinx reads: the pages in their own folders, a first page, one page a sampler.

    `teacher` and `repository` are those of `build_site`.
    """
    pages, samplers = _pages(teacher), sampler_pages()
    shown = {path.relative_to(ROOT).as_posix() for path in pages}
    for path in pages:
        name = path.relative_to(ROOT).as_posix()
        if path.suffix == ".ipynb":
            notebook = read(path)
            for cell in notebook.cells:
                if cell.cell_type == "markdown":
                    cell.source = _with_links(cell.source, name, shown, repository)
            write(notebook, folder / name)
        elif path.suffix == ".md":
            text = path.read_text(encoding="utf-8")
            text = _with_links(text if teacher else for_learners(text), name, shown, repository)
            if name == "README.md":
                name, text = "index.md", text + _contents(teacher, samplers)
            write_file(folder / name, text)
        else:
            write_file(folder / name, path.read_bytes())
    for name, text in samplers.items():
        write_file(folder / name, _with_links(text, name, shown, repository))


def _pages(teacher: bool) -> list[Path]:
    """Return the files that become pages or stand in them."""
    pages = [p for p in handed_out() if p.suffix in (".md", ".ipynb", ".png")]
    if teacher:
        pages += [*find_solutions(), *(ROOT / name for name in FOR_TEACHERS)]
    return pages


def _contents(teacher: bool, samplers: Iterable[str]) -> str:
    """Return the lists from which Sphinx makes the menu and the arrows to the next page."""

    def listed(caption: str, names: Iterable[str]) -> str:
        lines = "\n".join(map(_entry, names))
        return f"\n```{{toctree}}\n:hidden:\n:caption: {caption}\n\n{lines}\n```\n"

    def below(paths: list[Path]) -> Iterator[str]:
        return (path.relative_to(ROOT).as_posix() for path in paths)

    other = sorted(
        name
        for name in below([p for p in _pages(False) if p.suffix == ".md"])
        if name not in ("README.md", *REFERENCE)
    )
    text = listed("Lessons", below(find_lessons(NOTEBOOKS)))
    text += listed("Exercises", below(sorted(TEMPLATES.glob("*.ipynb"))))
    text += listed("Project", below(sorted(NOTEBOOKS.glob("project/*.ipynb"))))
    text += listed("Samplers", samplers)
    text += listed("Reference", (*REFERENCE, *other))
    if teacher:
        text += listed("For teachers", (*FOR_TEACHERS, *below(find_solutions())))
    return text


def _entry(name: str) -> str:
    """Return a line of a list of pages; of a lesson or an exercise it starts with the number.

    Examples
    --------
    >>> _entry("notebooks/05_adasyn.ipynb")
    '05 Aim at the hard rows with ADASYN <notebooks/05_adasyn>'
    >>> _entry("docs/glossary.md")
    'docs/glossary'
    """
    page = PurePosixPath(name).with_suffix("").as_posix()
    if "notebooks/" not in name:
        return page
    title = read(ROOT / name).cells[0].source.partition("\n")[0].removeprefix("# ")
    number = PurePosixPath(name).name[:2]
    if number.isdigit():
        title = f"{number} {title}"
    return f"{title.removeprefix('Exercises ')} <{page}>"


def _with_links(text: str, name: str, shown: set[str], repository: str) -> str:
    """Return Markdown whose relative links lead to a page, to the repository, or nowhere.

    Examples
    --------
    >>> shown = {"README.md", "docs/glossary.md"}
    >>> _with_links("[a](../README.md#data), [b](../tools), [c](x.md)", "docs/b.md", shown, "")
    '[a](../index.md#data), b, c'
    >>> _with_links("[b](../tools)", "docs/b.md", shown, "https://github.com/me/it")
    '[b](https://github.com/me/it/blob/main/tools)'
    """

    def link(match: re.Match) -> str:
        label, target, anchor = match["label"], match["target"], match["anchor"] or ""
        slug = re.sub(r"[^\w#-]", "", anchor.lower())  # JupyterLab keeps capitals and apostrophes
        if not target:
            return f"[{label}]({slug})"
        folder = PurePosixPath(name).parent
        wanted = os.path.normpath(folder / target)
        if wanted == "notebooks/exercises":
            wanted = min(page for page in shown if page.startswith("notebooks/exercises/"))
        if wanted == "README.md":
            wanted = "index.md"
        elif wanted not in shown and not wanted.startswith("samplers/"):
            return f"[{label}]({repository}/blob/main/{wanted}{anchor})" if repository else label
        return f"[{label}]({os.path.relpath(wanted, folder)}{slug})"

    return LINK.sub(link, text)


def _take_mathjax(folder: Path) -> Path:
    """Copy what pages load of MathJax, which npm fetches the first time, and return the folder."""
    fetch(MATHJAX / "tex-chtml.js")
    copy_mathjax(MATHJAX, folder)
    return folder
