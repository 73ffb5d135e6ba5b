"""One feedback page per learner, as plain HTML that opens anywhere."""

import html
import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from helpers.checks.core import Verdict
from helpers.files import write_file
from helpers.grading.records import Grade

PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font-family: sans-serif; line-height: 1.5; max-width: 45rem; margin: 2rem auto }}
div {{ margin: 0.6rem 0 }}
h3 {{ margin-bottom: 0.2rem; font-size: 1rem }}
</style>
</head>
<body>
{body}
</body>
</html>
"""


TITLE = "Feedback for "
TRIALS = (
    "Functions were tried on data of this class (seed {}), which are not those that the checks in "
    "the notebook use."
)


def heading(grade: Grade) -> str:
    """Return the name of the notebook, with the file's if there is more than one such file."""
    if not grade.notebook:
        return grade.file
    return f"{grade.notebook} ({grade.file})" if grade.also else grade.notebook


def page(learner: str, grades: Sequence[Grade]) -> str:
    """Return the page of one learner, everything that came from outside escaped."""
    title = f"{TITLE}{html.escape(learner)}"
    parts = [f"<h1>{title}</h1>"]
    for grade in grades:
        parts.append(f"<h2>{html.escape(heading(grade))}</h2>")
        if grade.titles:
            parts.append(f"<p>{grade.solved} of {len(grade.titles)} exercises solved.</p>")
        if grade.remarks:
            notes = "".join(f"<li>{html.escape(note)}</li>" for note in grade.remarks)
            parts.append(f"<h3>What we noticed</h3><ul>{notes}</ul>")
        for name, title_of_exercise in grade.titles.items():
            parts.append(f"<h3>{name}: {html.escape(title_of_exercise)}</h3>")
            verdict = grade.verdicts.get(name)
            if verdict is not None:  # else the grader failed; the notes say so
                text = f"{verdict['cause']} {verdict['message']}".strip()
                parts.append(Verdict(name, verdict["passed"], text).as_html())
            if name in grade.additions:
                added = html.escape(str(grade.additions[name]))
                parts.append(f"<p>From your teacher: {added}</p>")
    if seeds := sorted({grade.seed for grade in grades if grade.seed}):
        parts.append(f"<p>{TRIALS.format(', '.join(map(str, seeds)))}</p>")
    return PAGE.format(title=title, body="\n".join(parts))


def file_names(learners: Iterable[str]) -> dict[str, str]:
    """Return a file name for each learner, safe on every system and different for each.

    Examples
    --------
    >>> file_names(["Ada Lovelace", "ada/lovelace"])
    {'Ada Lovelace': 'Ada_Lovelace.html', 'ada/lovelace': 'ada_lovelace-2.html'}
    """
    names, taken = {}, set()
    for learner in learners:
        stem = name = re.sub(r"[^\w-]+", "_", learner).strip("_") or "learner"
        number = 1
        while name.lower() in taken:
            number += 1
            name = f"{stem}-{number}"
        taken.add(name.lower())
        names[learner] = f"{name}.html"
    return names


def write_pages(grades: list[Grade], folder: Path, *, complete: bool = True) -> None:
    """Write one page per learner into a folder.

    If the grades are `complete`, pages of other learners are removed: an earlier run may have
    known somebody under another name.
    """
    ordered = sorted(grades, key=lambda grade: grade.learner)
    by_learner = {name: list(group) for name, group in groupby(ordered, lambda g: g.learner)}
    names = file_names(by_learner)
    for learner, name in names.items():
        text = page(learner, by_learner[learner])
        write_file(folder / name, text)
    for path in folder.glob("*.html") if complete else ():
        if path.name not in names.values() and f"<title>{TITLE}" in path.read_text(
            encoding="utf-8"
        ):
            path.unlink()
