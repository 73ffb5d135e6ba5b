"""Points and comments by hand stay through every run, and a wrong row is refused by its number."""

import pytest

from helpers.errors import CourseError
from helpers.grading.grade import grade_folder
from tests.grading import downloads
from tests.grading.downloads import NAME, lay, right
from tests.grading.test_platforms import rows

HEADER = "learner,exercise,points,comment\n"


@pytest.fixture
def grade(tmp_path, monkeypatch):
    """Return a function that grades a class with a ``manual.csv`` and returns its table."""
    downloads.pretend(monkeypatch)
    folder = lay(tmp_path / "class", {**downloads.moodle(), f"bob/{NAME}": right(1, 2)})

    def run(text, coding="utf-8"):
        (tmp_path / "out").mkdir(exist_ok=True)
        (tmp_path / "out" / "manual.csv").write_bytes(text.encode(coding))
        grade_folder(folder, tmp_path / "out", trust=True)
        return {row["learner"]: row for row in rows(tmp_path / "out")}

    return run


def test_points_and_comments_show_and_stay_when_run_again(grade, tmp_path):
    text = (
        HEADER
        + 'bob,03-1,-0.5,"Explain <b>why</b>, please."\n1234567,03-3,1,\nZoë Müller,03-3,,Good.\n'
    )
    for _ in range(2):
        found = grade(text)
        assert (found["bob"]["03-1"], found["bob"]["points"]) == ("0.5", "1.5")
        assert "03-1: -0.5 by hand. Explain <b>why</b>, please." in found["bob"]["notes"]
        assert found["Ada Lovelace (1234567)"]["03-3"] == "1"
        assert found["Ada Lovelace (1234567)"]["points"] == "3"
        assert found["Zoë Müller"]["points"] == "1"
        page = (tmp_path / "out" / "feedback" / "bob.html").read_text(encoding="utf-8")
        said = "From your teacher: -0.5 by hand. Explain &lt;b&gt;why&lt;/b&gt;, please."
        assert f"</div>\n<p>{said}</p>\n<h3>03-2" in page
        assert "2 of 3 exercises solved" in page
    found = grade(HEADER + "bob,03-1,0,\n")
    assert found["bob"]["points"] == "2"


@pytest.mark.parametrize("coding", ["utf-8-sig", "utf-16", "cp1252"])
def test_spreadsheets_save_it_in_their_own_ways(grade, coding):
    found = grade("Learner;Exercise;Points;Comment\r\nZoë Müller;03-1;0,5;\r\n", coding)
    assert found["Zoë Müller"]["points"] == "1.5"


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("bobby,03-1,1,", "nobody who handed in is called 'bobby'"),
        ("bob,03-9,1,", "'bob' handed in no exercise '03-9'"),
        ("bob,04-1,1,", "'bob' handed in no exercise '04-1'"),
        ("bob,03-1,one,", "'one' is no number of points"),
        ("bob,03-1,nan,", "'nan' is no number of points"),
        ("bob,03-2,1,", "bob and 03-2 stand there twice"),
        (",03-1,1,", "nobody who handed in is called ''"),
        ("Ada Lovelace,03-1,1,", "may be Ada Lovelace .1234567. or Ada Lovelace .1234568."),
    ],
)
def test_a_wrong_row_is_refused_with_its_number(grade, line, problem):
    with pytest.raises(CourseError, match=f"(?s)row 4: .*{problem}.*Nothing was graded"):
        grade(f"{HEADER}bob,03-2,1,\n\n{line}\n")


def test_a_missing_column_is_named(grade):
    with pytest.raises(CourseError, match="no column comment"):
        grade("learner,exercise,points\nbob,03-1,1\n")
