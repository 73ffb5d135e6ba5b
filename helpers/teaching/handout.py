"""The handout: the course as learners get it, packed into one zip file without any solution.

Its files are the repository's own, with two changes. Of Markdown, what stands between a line
``<!-- repository only -->`` and a line ``<!-- end -->`` is for readers of the repository. Lessons
come without outputs, because their predictions would be answered. Learners work in ``my-course/``
as in a clone, so a newer handout can be unpacked over an older one.
"""

import re
import zipfile
from datetime import date
from pathlib import Path

import nbformat

from helpers.errors import CourseError
from helpers.files import replacing
from helpers.notebook_tools.exercise_format import find_solutions
from helpers.notebook_tools.files import read, without_outputs
from helpers.paths import BUILD, ROOT, TEMPLATES
from helpers.teaching.templates import template

HANDOUTS = BUILD / "handout"

BEGIN, END = "<!-- repository only -->", "<!-- end -->"
PART = re.compile(f"^{BEGIN}\n(?:(?!{BEGIN}).)*?^{END}\n+", re.MULTILINE | re.DOTALL)
HANDED_OUT = (  # for learners; `docs/teaching.md` and the tests hold answers
    "README.md",
    "LICENSE",
    "LICENSE-TEXTS.md",
    "CITATION.cff",
    "Makefile",
    "environment.yml",
    "pyproject.toml",
    "uv.lock",
    "tools/get_uv.py",
    "tools/editable_only.py",
    "helpers/**/*.py",
    "helpers/*.mplstyle",
    "helpers/checks/questions/*.json",
    "helpers/checks/lines/*.json",
    "helpers/explorers/*.css",
    "helpers/explorers/*.js",
    "data/README.md",
    "data/creditcard_simulator.npz",
    "data/real_sets.csv",
    "data/results/*",
    "docs/glossary.md",
    "docs/benchmarks.md",
    "docs/odd-inputs.md",
    "docs/real-sets.md",
    "docs/tutorial.md",
    "docs/images/*",
    "notebooks/*.ipynb",
    "notebooks/exercises/*.ipynb",
    "notebooks/project/*.ipynb",
)
KEPT_BACK = (  # code that only a teacher runs, and what was found on the teacher's own file
    "data/results/own_rows.json",
    "helpers/teaching/**/*",
    "helpers/grading/**/*",
    "helpers/course/changes.py",
    "helpers/course/teacher_commands.py",
)


def for_learners(text: str) -> str:
    """Return Markdown without the parts marked as being for readers of the repository.

    Raises
    ------
    CourseError
        If a marker has no partner, or does not fill a line of its own.

    Examples
    --------
    >>> print(for_learners('''Open the course.
    ...
    ... <!-- repository only -->
    ... Run the tests.
    ...
    ... <!-- end -->
    ... Have fun.'''))
    Open the course.
    <BLANKLINE>
    Have fun.
    """
    text = PART.sub("", text.rstrip("\n") + "\n").rstrip("\n")
    for marker in (BEGIN, END):
        if marker in text:
            raise CourseError(f"{marker} needs a line of its own, and a partner.")
    return text


def handed_out() -> list[Path]:
    """Return the files that learners get, in order."""
    found = {path for pattern in HANDED_OUT for path in ROOT.glob(pattern)}
    kept = {path for pattern in KEPT_BACK for path in ROOT.glob(pattern)}
    return sorted(found - kept)


def pack(day: date | None = None, folder: Path = HANDOUTS) -> Path:
    """Pack what learners need into a dated zip file, without any solution.

    Parameters
    ----------
    day : date, optional
        Today by default; it stands in the name and as the time of the files.
    folder : Path
        Where the zip file goes.

    Returns
    -------
    Path
        The zip file.

    Raises
    ------
    CourseError
        If the templates are not those of the solutions, or a marker in Markdown has no partner.
    """
    day = day or date.today()
    for path in find_solutions():
        made = TEMPLATES / path.name
        if not made.exists() or read(made) != template(read(path)):
            raise CourseError(f"{made.name} is not up to date. Run `make exercises` first.")
    name = f"smote-course-{day:%Y-%m-%d}"
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{name}.zip"
    with replacing(target) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in handed_out():
            inside = f"{name}/{path.relative_to(ROOT).as_posix()}"
            info = zipfile.ZipInfo(inside, (day.year, day.month, day.day, 0, 0, 0))
            info.external_attr = 0o644 << 16
            archive.writestr(info, _content(path), zipfile.ZIP_DEFLATED)
    return target


def _content(path: Path) -> bytes:
    if path.suffix == ".ipynb":
        return nbformat.writes(without_outputs(read(path))).rstrip("\n").encode() + b"\n"
    if path.suffix != ".md":
        return path.read_bytes()
    try:
        return (for_learners(path.read_text(encoding="utf-8")) + "\n").encode()
    except CourseError as error:
        raise CourseError(f"{path.name}: {error}") from error
