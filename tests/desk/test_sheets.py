"""What comes back from a class: which files are projects, and sheets that keep a person's work."""

import csv
import io
import zipfile

import numpy as np
import pytest
from nbformat import writes
from nbformat.v4 import new_code_cell, new_notebook

from helpers.desk.rubric import RUBRIC
from helpers.desk.scoring import PolicyError
from helpers.desk.verdicts import FAILED, OPEN, PASSED, TITLES, Result
from helpers.errors import CourseError
from helpers.grading.desk.checks import Bench
from helpers.grading.desk.handed_in import Project, find_projects
from helpers.grading.desk.runs import answer, array
from helpers.grading.desk.sheet import Sheet, read_levels, write_sheets

OPENS = 'desk = open_desk("yeast4", seed=3)'


def notebook(*sources):
    return writes(new_notebook(cells=[new_code_cell(one) for one in sources])).encode()


def results(**states):
    return [Result(one, states.get(one, PASSED), f"<b>{one}</b>") for one in TITLES]


def test_a_folder_or_a_zip_file_for_each_project(tmp_path):
    for name in ("ada", "bob/work"):
        (tmp_path / name).mkdir(parents=True)
        (tmp_path / name / "fraud_desk.ipynb").write_bytes(notebook("1 +", OPENS))
        (tmp_path / name / "memo.md").write_text(f"# Of {name}")
    (tmp_path / "ada" / "other.ipynb").write_bytes(notebook("print(1)"))
    (tmp_path / "link.ipynb").symlink_to(tmp_path / "ada" / "fraud_desk.ipynb")
    with zipfile.ZipFile(tmp_path / "zoë.zip", "w") as archive:
        archive.writestr("desk/fraud_desk.ipynb", notebook(OPENS))
        archive.writestr("desk/memo.md", "# Of Zoë")
    found = {one.learner: one for one in find_projects(tmp_path)}
    assert set(found) == {"ada", "bob/work", "zoë/desk"}
    assert [one.text("memo.md") for one in found.values()] == [
        "# Of ada",
        "# Of bob/work",
        "# Of Zoë",
    ]
    assert found["ada"].opened_with == (("yeast4",), {"seed": 3})
    with zipfile.ZipFile(tmp_path.parent / "all.zip", "w") as archive:
        archive.writestr("eve/p.ipynb", notebook(OPENS))
    assert [one.learner for one in find_projects(tmp_path.parent / "all.zip")] == ["eve"]


def test_what_cannot_be_read_stops_nobody_elses(tmp_path):
    for name, content in {"ada": notebook(OPENS), "bob": b"{", "eve": b"\0"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "p.ipynb").write_bytes(content)
    (tmp_path / "zoë.zip").write_bytes(b"no zip file")
    found = {one.learner: one.problem for one in find_projects(tmp_path)}
    assert found.pop("ada") == ""
    assert set(found) == {"bob", "eve", "zoë.zip"}
    assert all(found.values())


def test_a_notebook_opens_no_file_of_the_teachers(tmp_path):
    (tmp_path / "secret.csv").write_text("a,Class\n1,0\n")
    bench = Bench(None, None, 1)
    for source in (f"{tmp_path}/secret.csv", "https://example.org/a.csv", "../secret.csv"):
        results, notes = bench.check(Project("ada", [f"open_desk({source!r})"]))
        assert {one.state for one in results} == {OPEN}
        assert "does not lie beside the notebook" in notes[0]
    _, notes = bench.check(Project("ada", ["open_desk(rows=10**10)", "open_desk(rows=10_000_000)"]))
    assert "is no number of rows" in notes[0]


def test_a_folder_without_a_project_is_refused(tmp_path):
    (tmp_path / "ex_03.ipynb").write_bytes(notebook("print(1)"))
    with pytest.raises(CourseError, match="no notebook that calls open_desk"):
        find_projects(tmp_path)


@pytest.mark.parametrize(
    ("states", "level"),
    [({}, 2), ({"J": FAILED}, 2), ({"L": FAILED}, 1), ({"F": OPEN}, 1), ({"C": FAILED}, 0)],
)
def test_the_checks_settle_the_line_on_leaks_up_to_2(states, level):
    assert Sheet("ada", results(**states)).no_leak == level


def test_what_a_person_has_filled_in_is_kept_and_counted(tmp_path):
    write_sheets([Sheet("ada", results())], tmp_path)
    path = tmp_path / "ada.csv"
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    assert [row["line"] for row in rows] == [line.name for line in RUBRIC]
    text = io.StringIO()
    writer = csv.DictWriter(text, rows[0].keys(), delimiter=";")  # as some spreadsheets save it
    writer.writeheader()
    writer.writerows(row | {"level": "3", "comment": "Good; <i>see</i> me."} for row in rows)
    path.write_text(text.getvalue(), encoding="utf-8-sig")
    write_sheets([Sheet("ada", results(C=FAILED)), Sheet("=bob", [], ["It failed."])], tmp_path)
    levels, comments = read_levels(path)
    assert set(levels.values()) == {3}
    assert set(comments.values()) == {"Good; <i>see</i> me."}
    page = (tmp_path / "ada.html").read_text(encoding="utf-8")
    assert "100 of 100" in page
    assert "<i>see" not in page
    assert "<b>C</b> " not in page.replace("✗ C</b>", "")
    overview = (tmp_path / "projects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert overview[1].startswith("ada,✓,✓,✗,✓")
    assert overview[2].startswith("'=bob,,,")


@pytest.mark.parametrize("row", ["Memo,10,4,", "Memos,10,3,"])
def test_a_level_that_is_none_is_refused(tmp_path, row):
    (tmp_path / "ada.csv").write_text(f"line,weight,level,comment\n{row}\n")
    with pytest.raises(CourseError, match=r"ada\.csv"):
        read_levels(tmp_path / "ada.csv")


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"[]",
        b'["raised", 5]',
        b'["values"]',
        b'{"a": 1}',
        b'["raised", {"c": []}]',
        b"[" * 9_999,
    ],
)
def test_nonsense_from_the_room_is_no_answer(head):
    with pytest.raises(PolicyError):
        answer(head)


def test_only_floats_come_out_of_the_room():
    raw = np.arange(3.0).tobytes()
    good = {"t": "a", "d": "<f8", "s": [3], "o": 0, "n": 24}
    assert array(good, raw).tolist() == [0, 1, 2]
    for bad in (None, [], good | {"d": "O"}, good | {"n": 32}, good | {"o": -8}, good | {"t": "o"}):
        with pytest.raises(PolicyError, match="no numbers"):
            array(bad, raw)
