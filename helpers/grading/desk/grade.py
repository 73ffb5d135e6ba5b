"""Grade a folder of projects: ``course desk FOLDER``.

A project is a folder with a notebook, a memo and a log, and most of its points are a person's. That
is why this is no part of ``course grade``, which gives a point for each exercise of one notebook.
Learners' code runs in the same locked room, and only numbers leave it.
"""

from collections.abc import Callable
from pathlib import Path

from helpers.grading import sandbox
from helpers.grading.desk.checks import Bench
from helpers.grading.desk.handed_in import find_projects
from helpers.grading.desk.sheet import Sheet, write_sheets
from helpers.grading.grade import AGAIN
from helpers.grading.house import House
from helpers.grading.limits import PROJECT, Limits
from helpers.grading.rooms import GraderError
from helpers.grading.trial_data import seed_of_class


def grade_projects(
    folder: Path,
    output: Path,
    *,
    limits: Limits = PROJECT,
    trust: bool = False,
    on_sheet: Callable[[Sheet], None] = lambda sheet: None,
) -> list[Sheet]:
    """Check every project in a folder and write its sheet.

    Parameters
    ----------
    folder : Path
        A folder or a zip file with a folder for each project.
    output : Path
        Where the sheets go. What a person has filled into them is kept.
    limits : Limits
        Of one run of a notebook; each is run five times.
    trust : bool, default=False
        Run learners' code without a room, with the rights of whoever grades.
    on_sheet : callable, optional
        Called with each `Sheet` as it is ready.

    Raises
    ------
    CourseError
        If there is no project, or no room can be locked here and `trust` is not set.
    """
    projects = find_projects(folder)
    if not trust:
        sandbox.require()
    output.mkdir(parents=True, exist_ok=True)
    sheets, seed = [], seed_of_class(output)
    with House({}, limits, locked=not trust, log=output / "rooms.log") as house:
        bench = Bench(house, limits, seed)
        for project in projects:
            try:
                sheets.append(Sheet(project.learner, *bench.check(project)))
            except GraderError as error:
                sheets.append(Sheet(project.learner, [], [AGAIN.format(error)]))
            on_sheet(sheets[-1])
            write_sheets(sheets, output)
    return sheets
