"""What grading finds out about one notebook, and the table of all of them."""

from collections import defaultdict
from dataclasses import dataclass, field

import pandas as pd


@dataclass
class Grade:
    """What one returned notebook earned.

    Attributes
    ----------
    learner, file : str
        Who, and the file relative to the folder of submissions.
    notebook : str
        The exercise notebook that it is, by its cells or else by its file name; ``""`` if none.
    titles : dict of str to str
        Number and title of each exercise of that notebook.
    verdicts : dict of str to dict
        Per exercise ``passed`` (bool), ``message`` and ``cause`` (str); see
        `helpers.grading.notes.explain`.
    notes : list of str
        On the notebook as a whole: cells changed or missing, limits reached.
    also : list of str
        Other files of the same learner for the same notebook.
    limited : bool
        Whether a limit ended it or one of its cells; other limits may give another grade.
    taken_over : bool
        Whether an earlier run found this.
    """

    learner: str
    file: str
    notebook: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    verdicts: dict[str, dict] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    also: list[str] = field(default_factory=list)
    limited: bool = False
    taken_over: bool = False

    @property
    def points(self) -> int:
        """Exercises solved."""
        return sum(verdict["passed"] for verdict in self.verdicts.values())

    @property
    def remarks(self) -> list[str]:
        """The notes, and other files for the same notebook."""
        others = ", ".join(self.also)
        return [*([f"Handed in more than once: see also {others}."] if others else []), *self.notes]

    @property
    def causes(self) -> list[str]:
        """What went wrong in single exercises."""
        verdicts = self.verdicts.items()
        return [f"{name}: {one['cause']}" for name, one in verdicts if one["cause"]]


def mark_duplicates(grades: list[Grade]) -> None:
    """Tell each grade which other files the same learner handed in for the same notebook."""
    files = defaultdict(list)
    for grade in grades:
        files[grade.learner, grade.notebook].append(grade.file)
    for grade in grades:
        if grade.notebook:
            alike = files[grade.learner, grade.notebook]
            grade.also = [file for file in alike if file != grade.file]


def table(grades: list[Grade]) -> pd.DataFrame:
    """Return one row per notebook: learner, file, notebook, points, of, each exercise, notes."""
    rows = []
    for grade in grades:
        row = {"learner": grade.learner, "file": grade.file, "notebook": grade.notebook}
        row |= {"points": grade.points, "of": len(grade.titles)}
        row |= {name: int(verdict["passed"]) for name, verdict in grade.verdicts.items()}
        rows.append(row | {"notes": " ".join([*grade.remarks, *grade.causes])})
    frame = pd.DataFrame(rows)
    first, last = ["learner", "file", "notebook", "points", "of"], ["notes"]
    exercises = sorted(set(frame.columns) - {*first, *last})
    return frame[first + exercises + last].astype(dict.fromkeys(exercises, "Int64"))
