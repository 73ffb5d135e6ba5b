"""The sheet of a project: what the grader found, and the rubric for a person to fill."""

import csv
import html
import io
from dataclasses import dataclass, field
from pathlib import Path

from helpers.desk.rubric import BEST, RUBRIC, points
from helpers.desk.verdicts import FAILED, PASSED, SIGNS, TITLES, Result
from helpers.errors import CourseError
from helpers.files import write_file
from helpers.grading.feedback import PAGE, file_names
from helpers.grading.records import write_rows

NO_LEAK = "No leak"
USED_LATER_ROWS, LEAKS = "CDI", "ABCDEFGHIL"
COLUMNS = ["line", "weight", "level", "comment"]


@dataclass
class Sheet:
    """What is known about one project.

    Attributes
    ----------
    learner : str
    results : list of Result
        A to L.
    notes : list of str
        On cells that stopped.
    levels : dict of str to int
        What a person has given, by line of the rubric.
    comments : dict of str to str
    """

    learner: str
    results: list[Result]
    notes: list[str] = field(default_factory=list)
    levels: dict[str, int] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)

    @property
    def no_leak(self) -> int:
        """The level up to which the checks settle the line on leaks: 0, 1 or 2."""
        not_passed = {one.check for one in self.results if one.state != PASSED}
        failed = {one.check for one in self.results if one.state == FAILED}
        if failed & set(USED_LATER_ROWS):
            return 0
        return 1 if not_passed & set(LEAKS) else 2

    @property
    def points(self) -> float | None:
        """Points of 100, once every line has a level."""
        return points(self.levels) if len(self.levels) == len(RUBRIC) else None


def read_levels(path: Path) -> tuple[dict[str, int], dict[str, str]]:
    """Return the levels and comments that a person wrote into a sheet; none if there is no file.

    Raises
    ------
    CourseError
        If a line or a level is not one of the rubric's.
    """
    levels, comments, known = {}, {}, {one.name for one in RUBRIC}
    if not path.exists():
        return levels, comments
    text = path.read_text(encoding="utf-8-sig")
    comma = ";" if ";" in text.partition("\n")[0] else ","  # some spreadsheets write semicolons
    for row in csv.DictReader(io.StringIO(text), delimiter=comma):
        name, level = (row.get("line") or "").strip(), (row.get("level") or "").strip()
        if name not in known or level not in ("", *map(str, range(BEST + 1))):
            raise CourseError(f"{path.name}: {name!r} with level {level!r} is not of the rubric.")
        if level:
            levels[name] = int(level)
        if comment := (row.get("comment") or "").strip():
            comments[name] = comment
    return levels, comments


def write_sheets(sheets: list[Sheet], folder: Path) -> None:
    """Write a page and a table for each project, and a table of all; levels given are kept."""
    names = file_names(one.learner for one in sheets)
    for sheet in sheets:
        path = folder / names[sheet.learner]
        table = path.with_suffix(".csv")
        sheet.levels, sheet.comments = read_levels(table)
        write_rows(rubric_rows(sheet), table)
        write_file(path, page(sheet))
    write_rows([overview(one) for one in sheets], folder / "projects.csv")


def rubric_rows(sheet: Sheet) -> list[dict]:
    """Return the lines of the rubric as a person fills them in."""
    rows = []
    for line in RUBRIC:
        level, comment = sheet.levels.get(line.name, ""), sheet.comments.get(line.name, "")
        rows.append(dict(zip(COLUMNS, [line.name, line.weight, level, comment], strict=True)))
    return rows


def overview(sheet: Sheet) -> dict:
    """Return the row of a project in the table of all."""
    row = {"learner": sheet.learner} | dict.fromkeys(TITLES, "")
    row |= {one.check: SIGNS[one.state] for one in sheet.results}
    total = "" if sheet.points is None else sheet.points
    return row | {"no leak, up to": sheet.no_leak, "points": total, "notes": " ".join(sheet.notes)}


def page(sheet: Sheet) -> str:
    """Return the page of a project, everything that came from outside escaped."""
    title = f"Fraud desk: {html.escape(sheet.learner)}"
    parts = [f"<h1>{title}</h1>", "<h2>The twelve checks</h2>", "<ul>"]
    for one in sheet.results:
        text = html.escape(f"{TITLES[one.check]}. {one.reply}".replace("*", "").replace("`", ""))
        parts.append(f"<li><b>{SIGNS[one.state]} {one.check}</b> ({one.state}) {text}</li>")
    parts += ["</ul>", "<h2>The rubric</h2>"]
    if sheet.notes:
        said = "".join(f"<li>{html.escape(one)}</li>" for one in sheet.notes)
        parts.insert(1, f"<h2>Cells that stopped</h2><ul>{said}</ul>")
    parts.append("<table border='1' cellpadding='6' style='border-collapse: collapse'>")
    heads = "".join(f"<th scope='col'>{one}</th>" for one in ("line", "weight", *range(BEST + 1)))
    parts.append(f"<tr>{heads}<th scope='col'>level</th><th scope='col'>comment</th></tr>")
    for line in RUBRIC:
        given = sheet.levels.get(line.name, "")
        hint = f" (checks: up to {sheet.no_leak})" if line.name == NO_LEAK else ""
        cells = [line.weight, *line.levels, f"{given}{hint}", sheet.comments.get(line.name, "")]
        row = "".join(f"<td>{html.escape(str(one).replace('*', ''))}</td>" for one in cells)
        parts.append(f"<tr><th scope='row'>{line.name}</th>{row}</tr>")
    total = "still open" if sheet.points is None else f"{sheet.points:g} of 100"
    parts += ["</table>", f"<p>Points: {total}</p>"]
    return PAGE.format(title=title, body="\n".join(parts)).replace("45rem", "75rem")
