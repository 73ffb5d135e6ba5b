"""What grading finds out about one notebook, and the table of all of them."""

import csv
import io
from dataclasses import dataclass, field
from pathlib import Path

from helpers.files import write_file
from helpers.grading.platforms import Sender
from helpers.grading.trial import Outcome

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


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
        `helpers.grading.trial.Outcome`.
    notes : list of str
        On the notebook as a whole: cells changed or missing, limits reached.
    how : str
        Whether its code ran in a locked room.
    seed : int
        Of the trial data by which it was judged; see `helpers.grading.trial_data`.
    sender : Sender or None
        What the platform's names say.
    also : list of str
        Other files of the same learner for the same notebook.
    counts : bool
        Whether it is the one of them that counts.
    taken_over : bool
        Whether an earlier run found this.
    """

    learner: str
    file: str
    notebook: str = ""
    titles: dict[str, str] = field(default_factory=dict)
    verdicts: dict[str, dict] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    how: str = ""
    seed: int = 0
    sender: Sender | None = None
    also: list[str] = field(default_factory=list)
    counts: bool = True
    taken_over: bool = False

    def complete(self, outcome: Outcome) -> None:
        """Take over what running the notebook found out."""
        self.verdicts = outcome.verdicts
        self.notes += outcome.notes

    @property
    def points(self) -> int:
        """Exercises solved."""
        return sum(verdict["passed"] for verdict in self.verdicts.values())

    @property
    def remarks(self) -> list[str]:
        """The notes, and other files for the same notebook."""
        if not self.also:
            return list(self.notes)
        which = "This one counts" if self.counts else "Another one counts"
        others = ", ".join(self.also)
        return [f"Handed in more than once: see also {others}. {which}.", *self.notes]

    @property
    def causes(self) -> list[str]:
        """What went wrong in single exercises."""
        verdicts = self.verdicts.items()
        return [f"{name}: {one['cause']}" for name, one in verdicts if one["cause"]]


def table(grades: list[Grade]) -> list[dict[str, str]]:
    """Return one row per file, all with the same columns."""
    exercises = sorted({name for grade in grades for name in grade.verdicts})
    said = {None: "", True: "yes", False: "no"}
    rows = []
    for grade in grades:
        row = {"learner": grade.learner, "file": grade.file, "notebook": grade.notebook}
        sender = grade.sender or Sender("")
        row |= {"id": sender.id, "login": sender.login, "submitted": sender.submitted}
        row |= {"late": said[sender.late], "counts": said[grade.counts if grade.notebook else None]}
        row |= {"points": grade.points, "of": len(grade.titles)} | dict.fromkeys(exercises, "")
        row |= {name: int(verdict["passed"]) for name, verdict in grade.verdicts.items()}
        row |= {
            "ran": grade.how,
            "seed": grade.seed,
            "notes": " ".join([*grade.remarks, *grade.causes]),
        }
        rows.append({name: harmless(str(value)) for name, value in row.items()})
    return rows


def harmless(text: str) -> str:
    """Return a cell that no spreadsheet runs as a formula.

    Examples
    --------
    >>> harmless("=1+1"), harmless("Ada")
    ("'=1+1", 'Ada')
    """
    text = text.encode("utf-8", "replace").decode().replace("\0", "")
    return "'" + text if text.startswith(FORMULAS) else text


def write_table(grades: list[Grade], path: Path) -> None:
    """Write the table as CSV in one step, with the mark by which spreadsheets know UTF-8."""
    rows, text = table(grades), io.StringIO()
    writer = csv.DictWriter(text, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    write_file(path, text.getvalue().encode("utf-8-sig"))
