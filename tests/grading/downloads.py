"""Classes as learning platforms hand them out, and a judge that needs no room.

In each class two people are called Ada Lovelace. The names follow the sources that
`helpers.grading.platforms` names.
"""

import zipfile

import nbformat

from helpers.grading import class_report
from helpers.grading.house import House
from helpers.grading.trial import Outcome, verdict
from tests.grading.classes import BLANK, SOURCE, edited

NAME = SOURCE.name
STEM = SOURCE.stem


def right(*exercises):
    """Return a notebook that `pretend` finds right in some exercises, by their numbers."""
    answers = {f"answer_03_{number}": f"right_answer = {number}" for number in exercises}
    return edited(BLANK, **answers)


def pretend(monkeypatch):
    """Judge a notebook by the word `right_answer` in its answers, at once and without a room.

    The class report comes without its picture, which takes longer than all the rest.
    """

    def try_notebook(self, grade, notebook, beside):
        sources = {cell.id: cell.source for cell in notebook.cells}
        passed = {name: "right_answer" in sources[f"answer-{name}"] for name in grade.titles}
        return Outcome({name: verdict(ok, "", "") for name, ok in passed.items()})

    monkeypatch.setattr(House, "try_notebook", try_notebook)
    leave_undrawn(monkeypatch)


def leave_undrawn(monkeypatch):
    """Put an empty picture into class reports; `test_class_report` looks at a real one."""
    monkeypatch.setattr(class_report, "picture", lambda tallies: ("<svg/>", "Not drawn."))


def lay(folder, files):
    """Write files into a folder; a notebook is written as JSON."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text(content), encoding="utf-8")
    return folder


def packed(path, files):
    """Write files into a zip file."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, text(content))
    return path


def text(content):
    return content if isinstance(content, str) else nbformat.writes(content)


def canvas():
    return {
        f"lovelaceada_101_5001_{STEM}.ipynb": right(1, 2),
        f"lovelaceada_LATE_202_5002_{STEM}-1.ipynb": right(1),
        f"turingalan_303_5003_{STEM}.ipynb": right(1),
        f"turingalan_303_5009_{STEM}-1.ipynb": right(),  # from a second download
        "müllerzoë_404_5004_homework.ipynb": right(3),
    }


def moodle(end="_"):
    return {
        f"Ada Lovelace_1234567_assignsubmission_file{end}/{NAME}": right(1, 2),
        f"Ada Lovelace_1234568_assignsubmission_file{end}/{NAME}": right(1),
        f"Zoë Müller_1234569_assignsubmission_file{end}/my work/{NAME}": right(3),
    }


def moodle_flat():
    return {name.replace("_/", "_").replace("my work/", ""): one for name, one in moodle().items()}


def receipt(name, login, file):
    """Return the text that Blackboard adds to an attempt."""
    return (
        f"Name: {name} ({login})\nAssignment: Exercise 3_b\n"
        "Date Submitted: Wednesday, November 25, 2026 10:30:00 AM CET\n"
        "Current Grade: Needs Grading\n\nSubmission Field:\n"
        "There is no student submission text data for this assignment.\n\n"
        "Comments:\nThere are no student comments for this assignment.\n\n"
        f"Files:\n\tOriginal filename: {NAME}\n\tFilename: {file}\n"
    )


def blackboard():
    files = {}
    for name, login, when, content in [
        ("Ada Lovelace", "alove", "2026-11-24-09-00-00", right(1, 2)),
        ("Ada Lovelace", "alove", "2026-11-25-10-30-00", right(1)),
        ("Ada Lovelace", "ada_l", "2026-11-23-08-00-00", right(3)),
        ("Zoë Müller", "zmuel", "2026-11-23-08-00-01", None),
    ]:
        stem = f"Exercise 3_b_{login}_attempt_{when}"
        files[f"{stem}.txt"] = receipt(name, login, f"{stem}_{NAME}")
        if content is not None:
            files[f"{stem}_{NAME}"] = content
    return files


def ilias():
    return {
        f"Submissions/Lovelace_Ada_alove_301/{NAME}": right(1, 2),
        f"Submissions/Lovelace_Ada_alove_301/{STEM} (2).ipynb": right(1),
        f"Submissions/Lovelace_Ada_ada_l_302/Late Submission - {NAME}": right(1),
        f"Submissions/van der Berg_Zoe_zberg_303/{NAME}": right(3),
    }


def ilias_teams():
    return {f"Blatt 1/Abgaben/Team 7{name[11:]}": one for name, one in ilias().items()}


def nbgrader():
    return {
        f"submitted/alove/smote/{NAME}": right(1, 2),
        "submitted/alove/smote/timestamp.txt": "2026-11-25 10:30:00.123456 UTC\n",
        f"submitted/ada/smote/{NAME}": right(1),
        "submitted/ada/smote/timestamp.txt": "2026-11-26 10:30:00.123456 UTC\n",
    }
