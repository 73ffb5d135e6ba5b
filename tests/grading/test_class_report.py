"""What the class found hard, counted right, without anybody's name."""

import base64
import csv
import re
from xml.etree import ElementTree

import pytest

from helpers.checks.ideas import IDEAS, IN_EXERCISES
from helpers.grading.answered import Answered
from helpers.grading.class_report import advice, reason, tally, write_report
from helpers.grading.grade import grade_folder
from helpers.grading.house import House
from helpers.grading.records import Grade
from helpers.grading.trial import Outcome, verdict
from tests.grading.classes import BLANK, edited
from tests.grading.downloads import NAME, lay

FAR = "That is 3 rows too far, ada lovelace."


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    """Return the two files of a class of six, one of them with nothing that can be read."""

    def try_notebook(self, grade, notebook, beside):
        sources = {cell.id: cell.source for cell in notebook.cells}
        found = {}
        for name in grade.titles:
            source = sources[f"answer-{name}"]
            cause = "Your cell stopped with KeyError in line 1: 'Eve'." if "boom" in source else ""
            message = FAR.replace("3", str(len(source))) if "far" in source else "No."
            found[name] = verdict("right_answer" in source, message, cause)
        return Outcome(found)

    files = {
        f"Ada Lovelace/{NAME}": edited(BLANK, answer_03_1="right_answer", answer_03_2="far = 1"),
        f"Bob/{NAME}": edited(BLANK, answer_03_1="right_answer", answer_03_2="far = 22"),
        f"Eve/{NAME}": edited(BLANK, answer_03_1="right_answer", answer_03_2="boom"),
        f"Fay/{NAME}": edited(BLANK, answer_03_1="right_answer", answer_03_2="right_answer"),
        f"Gus/{NAME}": BLANK,
        f"Hal/{NAME}": "{",
    }
    folder = lay(tmp_path_factory.mktemp("class"), files)
    output = tmp_path_factory.mktemp("out")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(House, "try_notebook", try_notebook)
        grade_folder(folder, output, trust=True)
    page = (output / "class_report.html").read_text("utf-8")
    with (output / "class_report.csv").open(encoding="utf-8-sig", newline="") as table:
        return page, list(csv.DictReader(table))


def test_the_counts(report):
    _, table = report
    counts = {
        (row["exercise"], row["reason"], row["times"]): tuple(
            row[name] for name in ("handed in", "passed", "did not pass", "left blank")
        )
        for row in table
    }
    assert counts == {
        ("03-1", "", ""): ("5", "4", "0", "1"),
        ("03-2", "That is … rows too far, ….", "2"): ("5", "1", "3", "1"),
        ("03-2", "A cell stopped with KeyError.", "1"): ("5", "1", "3", "1"),
        ("03-3", "", ""): ("5", "0", "0", "5"),
    }


def test_the_page(report):
    page, _ = report
    assert "Begin the next session with exercise 03-3" in page
    assert "0 of 5 passed, and 5 left it blank." in page
    assert "Learners who handed in: 6. Files that could not be graded: 1.</p>" in page
    assert "2 ×: That is … rows too far, …." in page
    alt = re.search(r'alt="([^"]+)"', page)[1]
    assert "03-2: 1 passed, 3 did not, 1 left it blank" in alt
    assert not re.search(r"""(src|href)=["'](?!data:)""", page)
    drawn = base64.b64decode(re.search(r'src="data:image/svg\+xml;base64,([^"]+)"', page)[1])
    assert ElementTree.fromstring(drawn).tag.endswith("svg")


def test_no_name_stands_in_it(report):
    page, table = report
    for text in (page, str(table)):
        assert not re.search(r"(?i)\b(ada lovelace|bob|eve|fay|gus|hal)\b", text)


@pytest.mark.parametrize(
    ("message", "cause", "text"),
    [
        (
            "",
            "Your cell could not run: SyntaxError in line 1, x.",
            "A cell could not run: SyntaxError.",
        ),
        ("", "Your cell stopped with AdaError: x.", "A cell stopped with an error."),
        (
            "",
            "Your cell used more than 9 MB.",
            "A cell used up its time or memory, or ended its process.",
        ),
        (
            "The check could not use this answer (TypeError: Ada's). It expects a number.",
            "",
            "The check could not use the answer (TypeError). It expects a number.",
        ),
        ("You forgot Ada.", "", "You forgot …."),
        ("Adaboost.", "", "Adaboost."),
    ],
)
def test_a_reason_holds_nothing_of_the_learners_own(message, cause, text):
    assert reason({"message": message, "cause": cause}, {"Ada"}) == text


def test_a_class_without_faults_is_told_so():
    assert advice({}) == "No notebook could be graded."
    assert tally([], {}) == {}


def test_the_report_counts_the_ideas_behind_the_answers(tmp_path):
    words, idea = next(iter(IN_EXERCISES["03-1"].items()))
    grades = [
        Grade(
            learner=name,
            file=name,
            notebook="ex_03",
            titles={"03-1": "Count"},
            verdicts={"03-1": verdict(False, message, "")},
        )
        for name, message in [("a", f"{words}."), ("b", f"{words}."), ("c", "Something else.")]
    ]
    write_report(grades, {name: Answered() for name in "abc"}, tmp_path)
    page = (tmp_path / "class_report.html").read_text(encoding="utf-8")
    assert f"2 ×: {IDEAS[idea]}" in page
    with (tmp_path / "class_report.csv").open(encoding="utf-8-sig", newline="") as table:
        assert sorted(row["idea"] for row in csv.DictReader(table)) == ["", idea]
