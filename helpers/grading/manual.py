"""Points and comments that a teacher adds by hand: ``manual.csv`` beside ``grades.csv``.

It has a row for a learner and an exercise, with the columns ``learner``, ``exercise``, ``points``
and ``comment``. Grading reads it each time and never writes it.
"""

from pathlib import Path

from helpers.errors import CourseError
from helpers.grading.cells import read_sheet
from helpers.grading.handed_in import read_file
from helpers.grading.records import Addition, Grade

NAME = "manual.csv"
COLUMNS = ("learner", "exercise", "points", "comment")


def add_manual(path: Path, grades: list[Grade]) -> None:
    """Add what a teacher's table says to all files of a learner for an exercise.

    Parameters
    ----------
    path : Path
        The table; where there is none, nothing is added.
    grades : list of Grade
        Their learners, as ``grades.csv`` calls them, or their ids or logins.

    Raises
    ------
    CourseError
        With the row's number, if it is nobody's, of no exercise that was handed in, or no points.
    """
    if not path.exists():
        return
    sheet = read_sheet(read_file(path), path.name)
    header = [value.strip().casefold() for value in sheet.values(0)]
    if missing := [name for name in COLUMNS if name not in header]:
        raise CourseError(
            f"{path.name} has no column {', '.join(missing)}; it needs {', '.join(COLUMNS)}."
        )
    problems, seen = [], set()
    for row in range(1, len(sheet.rows)):
        values = dict(zip(header, sheet.values(row), strict=False))
        entry = {name: values.get(name, "").strip() for name in COLUMNS}
        try:
            addition = Addition(number(entry["points"]), entry["comment"])
            theirs = find(entry["learner"], entry["exercise"], grades)
            if (theirs[0].learner, entry["exercise"]) in seen:
                raise ValueError(f"{entry['learner']} and {entry['exercise']} stand there twice")
        except ValueError as error:
            problems.append(f"row {sheet.lines[row]}: {error}")
            continue
        seen.add((theirs[0].learner, entry["exercise"]))
        for grade in theirs:
            grade.additions[entry["exercise"]] = addition
    if problems:
        raise CourseError(f"{path.name}, " + ";\n".join(problems) + ". Nothing was graded.")


def number(text: str) -> float:
    """Return points, with a point or a comma; 0 where none are given.

    Raises
    ------
    ValueError
        If it is no number of -1,000 to 1,000.
    """
    try:
        points = float(text.replace(",", ".") or 0)
        if not abs(points) <= 1_000:  # nor nan
            raise ValueError
    except ValueError:
        raise ValueError(f"{text!r} is no number of points") from None
    return points


def find(who: str, exercise: str, grades: list[Grade]) -> list[Grade]:
    """Return the files of a learner for an exercise.

    Raises
    ------
    ValueError
        If there are none, or the name is two learners'.
    """
    theirs = [one for one in grades if one.learner == who]
    if not theirs:
        keys = [(one, one.sender) for one in grades if one.sender]
        theirs = [one for one, sender in keys if who and who in (sender.id, sender.login)]
    if not theirs:
        twins = {one.learner for one in grades if one.sender and who == one.sender.name}
        if twins:
            raise ValueError(f"{who!r} may be {' or '.join(sorted(twins))}")
        raise ValueError(f"nobody who handed in is called {who!r}")
    if len({one.learner for one in theirs}) > 1:
        raise ValueError(f"{who!r} fits two learners")
    theirs = [one for one in theirs if exercise in one.titles]
    if not theirs:
        raise ValueError(f"{who!r} handed in no exercise {exercise!r}")
    return theirs
