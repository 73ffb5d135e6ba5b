"""What a teacher gives to a run, and what a run gives besides feedback for learners."""

from pathlib import Path

from nbformat import NotebookNode

from helpers.errors import CourseError
from helpers.files import write_file
from helpers.grading.answered import Answered, answered, given
from helpers.grading.attempts import BEST, mark_attempts
from helpers.grading.cells import read_sheet
from helpers.grading.class_report import write_report
from helpers.grading.handed_in import read_file
from helpers.grading.likeness import write_likeness
from helpers.grading.manual import NAME, add_manual
from helpers.grading.records import Grade, write_table
from helpers.grading.roster import Matched, Roster, learner_keys


class Paperwork:
    """The roster, the points by hand, the table, and the reports of one run.

    Parameters
    ----------
    attempt : {"best", "last"}, default="best"
        Which of several files for one notebook counts; see `helpers.grading.attempts`.
    roster : Path, optional
        The platform's table of the class.
    column : str, default=""
        Which of its columns is filled.

    Attributes
    ----------
    said : list of str
        What the teacher should know, sentences.
    """

    def __init__(self, *, attempt: str = BEST, roster: Path | None = None, column: str = ""):
        self.attempt, self.path, self.column_title = attempt, roster, column
        self.said, self.roster, self.matched, self.column = [], None, Matched(), 0
        self.answers: dict[str, Answered] = {}
        self.blanks: dict[str, str] = {}

    def begin(
        self,
        grades: list[Grade],
        notebooks: list[NotebookNode | None],
        templates: dict[str, NotebookNode],
        output: Path,
        platform: str,
    ) -> None:
        """Read what the teacher gives, before anything is graded.

        Parameters
        ----------
        grades : list of Grade
            With their learners.
        notebooks : list of NotebookNode or None
            In the same order.
        templates : dict of str to NotebookNode
        output : Path
            Where ``manual.csv`` may be.
        platform : str
            See `helpers.grading.platforms.Download`.

        Raises
        ------
        CourseError
            If the roster or ``manual.csv`` cannot be used; the message says where.
        """
        add_manual(output / NAME, grades)
        for template in templates.values():
            self.blanks |= given(template)
        for grade, notebook in zip(grades, notebooks, strict=True):
            if notebook is not None:
                self.answers[grade.file] = answered(notebook, templates[grade.notebook])
        if self.path is None:
            return
        if not self.path.is_file():
            raise CourseError(f"There is no roster {self.path}.")
        self.roster = Roster(read_sheet(read_file(self.path), self.path.name), self.path.name)
        self.column = self.roster.column(self.column_title)
        self.matched = self.roster.match(
            {one.learner: learner_keys(one.learner, one.sender, platform) for one in grades}
        )
        for grade in grades:
            if problem := self.matched.problems.get(grade.learner):
                grade.for_teacher.append(problem)

    def write_grades(self, ready: list[Grade], output: Path) -> None:
        """Write the table of what is graded so far, and of those from whom nothing came."""
        mark_attempts(ready, self.attempt)
        missing = [
            Grade(self.roster.called(row), "", notes=["Nothing handed in."])
            for row in self.matched.missing
        ]
        if ready:
            write_table([*ready, *missing], output / "grades.csv")

    def finish(self, grades: list[Grade], output: Path) -> None:
        """Write the reports for the teacher, and the roster with its column filled."""
        n_missing = None if self.roster is None else len(self.matched.missing)
        write_report(grades, self.answers, output, n_missing=n_missing)
        write_likeness(grades, self.answers, self.blanks, output / "likeness.csv")
        if self.roster is None:
            return
        points = {}
        for learner, row in self.matched.rows.items():
            theirs = [one for one in grades if one.learner == learner and one.counts]
            if not any(one.titles for one in theirs):
                self.said.append(f"{learner}: not filled in, because no file could be graded.")
            elif all(one.verdicts or not one.titles for one in theirs):
                points[row] = sum(one.points for one in theirs)
            else:
                self.said.append(f"{learner}: not filled in, because the grader failed; run again.")
        target = output / f"{self.path.stem}_graded{self.path.suffix}"
        write_file(target, self.roster.filled(self.column, points))
        title = self.roster.header[self.column]
        self.said += [f"{learner}: {text}" for learner, text in self.matched.problems.items()]
        self.said.append(
            f"{target.name}: {title!r} filled in for {len(points)}, nothing handed in by "
            f"{len(self.matched.missing)}, {len(self.matched.problems)} not matched."
        )
