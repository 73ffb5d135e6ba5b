"""The platform's table comes back with one column filled, and every other byte as it was."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.course.cli import main
from helpers.errors import CourseError
from helpers.grading.cells import read_sheet
from helpers.grading.grade import grade_folder
from helpers.grading.paperwork import Paperwork
from helpers.grading.platforms import Sender
from helpers.grading.roster import Roster, learner_keys
from tests.grading import downloads
from tests.grading.downloads import NAME, lay, right
from tests.grading.test_platforms import rows

CANVAS = (
    b"\xef\xbb\xbf"
    + (
        'Student,ID,SIS Login ID,Section,"Exercise 2, SMOTE (11)",Exercise 3 (12),Current Score\r\n'
        ",,,,Manual Posting,,(read only)\r\n"
        "    Points Possible,,,,3.00,3.00,(read only)\r\n"
        '"Lovelace, Ada",101,al1,A and B,1.00,,33.3\r\n'
        '"Lovelace, Ada",202,al2,A,,"",\r\n'
        '"Turing, Alan ""Al""",303,at,A,,2.00,\r\n'
        '"Noether, Emmy",505,en,A,,,\r\n'
        "\r\n"
        '"Müller, Zoë",404,zm,A,,,'
    ).encode()
)
MOODLE = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Last modified (grade)\n"
    'Participant 1234567,Ada Lovelace,a@x.org,"Submitted, late",,3.00,-\n'
    "Participant 1234568,Ada Lovelace,b@x.org,Submitted,,3.00,-\n"
    "Participant 1234569,Zoë Müller,z@x.org,Submitted,1.00,3.00,-\n"
    "Participant 1234570,Emmy Noether,e@x.org,No submission,,3.00,-\n"
).encode()
BLACKBOARD = b"\xff\xfe" + (
    '"Last Name"\t"First Name"\t"Username"\t"Exercise 3 [Total Pts: 3 Score] |66461"\r\n'
    '"Lovelace"\t"Ada"\t"alove"\t""\r\n'
    '"Lovelace"\t"Ada"\t"ada_l"\t""\r\n'
    '"Müller"\t"Zoë"\t"zmuel"\t""\r\n'
).encode("utf-16-le")
SEMICOLONS = (
    "Vorname;Nachname;E-Mail-Adresse;Übung 3;Übung 4\r\n"
    "Ada;Lovelace;a@x.org;;\r\n"
    "Zoë;Müller;z@x.org;2,5;\r\n"
).encode("cp1252")


def run(tmp_path, monkeypatch, files, roster, **options):
    """Grade a class with a roster; return the paperwork and the roster that came back."""
    downloads.pretend(monkeypatch)
    (tmp_path / "roster.csv").write_bytes(roster)
    paperwork = Paperwork(roster=tmp_path / "roster.csv", **options)
    folder = lay(tmp_path / "class", files)
    grade_folder(folder, tmp_path / "out", trust=True, paperwork=paperwork)
    assert (tmp_path / "roster.csv").read_bytes() == roster
    return paperwork, (tmp_path / "out" / "roster_graded.csv").read_bytes()


def test_canvas(tmp_path, monkeypatch):
    paperwork, back = run(
        tmp_path, monkeypatch, downloads.canvas(), CANVAS, column="Exercise 3 (12)"
    )
    expected = CANVAS.replace(b"A and B,1.00,,33.3", b"A and B,1.00,2,33.3")
    expected = expected.replace(b'202,al2,A,,"",', b'202,al2,A,,"1",').replace(b"2.00,", b"1,")
    assert back == expected.replace(b"zm,A,,,", b"zm,A,,1,")
    assert "filled in for 4, nothing handed in by 1, 0 not matched" in paperwork.said[-1]
    (emmy,) = [row for row in rows(tmp_path / "out") if row["learner"] == "Noether, Emmy"]
    assert (emmy["file"], emmy["notes"]) == ("", "Nothing handed in.")


def test_moodle(tmp_path, monkeypatch):
    _, back = run(tmp_path, monkeypatch, downloads.moodle(), MOODLE)
    expected = MOODLE.replace(b'late",,', b'late",2,').replace(
        b"b@x.org,Submitted,,", b"b@x.org,Submitted,1,"
    )
    assert back == expected.replace(b"Submitted,1.00", b"Submitted,1")


def test_blackboard(tmp_path, monkeypatch):
    paperwork, back = run(tmp_path, monkeypatch, downloads.blackboard(), BLACKBOARD)
    text = BLACKBOARD[2:].decode("utf-16-le")
    text = text.replace('"alove"\t""', '"alove"\t"2"').replace('"ada_l"\t""', '"ada_l"\t"1"')
    assert back[2:].decode("utf-16-le") == text
    assert "Zoë Müller: not filled in, because no file could be graded." in paperwork.said
    assert back.startswith(b"\xff\xfe")


def test_a_decimal_comma_is_kept(tmp_path, monkeypatch):
    files = {f"ada lovelace/{NAME}": right(1), f"z@x.org/{NAME}": right(1, 2)}
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "manual.csv").write_text(
        "learner,exercise,points,comment\nada lovelace,03-1,0.5,\n"
    )
    _, back = run(tmp_path, monkeypatch, files, SEMICOLONS, column="übung 3")
    assert back == SEMICOLONS.replace(b"a@x.org;;", b"a@x.org;1,5;").replace(b";2,5;", b";2;")


def test_a_name_that_fits_two_is_refused_and_both_are_left(tmp_path, monkeypatch):
    files = {f"Ada Lovelace/{NAME}": right(1), f"Zoë Müller/{NAME}": right(1)}
    paperwork, back = run(tmp_path, monkeypatch, files, MOODLE)
    assert back == MOODLE.replace(b"Submitted,1.00", b"Submitted,1")
    refused = "Ada Lovelace: Its name fits line 2, line 3 of roster.csv: left as is."
    assert refused in paperwork.said
    found = {row["learner"]: row for row in rows(tmp_path / "out")}
    assert "left as is" in found["Ada Lovelace"]["notes"]
    page = (tmp_path / "out" / "feedback" / "Ada_Lovelace.html").read_text(encoding="utf-8")
    assert "left as is" not in page
    assert "Nothing handed in." in found["Emmy Noether"]["notes"]


def test_the_command_says_what_it_filled_in(tmp_path, monkeypatch, capsys):
    downloads.pretend(monkeypatch)
    folder = lay(tmp_path / "class", {**downloads.moodle(), f"bob/{NAME}": right(1)})
    roster = tmp_path / "it's.csv"
    roster.write_bytes(MOODLE)
    command = ["grade", str(folder), "--trust-learners", "--roster", str(roster)]
    assert main([*command, "--column", "grade"]) == 0
    said = capsys.readouterr().out
    assert "bob: Not found in it's.csv." in said
    assert "it's_graded.csv: 'Grade' filled in for 3, nothing handed in by 1, 1 not" in said
    assert (tmp_path / "class_graded" / "it's_graded.csv").exists()
    assert main([*command, "--column", "colour"]) == 1
    assert "Which column of it's.csv" in capsys.readouterr().err


def matched(content, *people, platform=""):
    roster = Roster(read_sheet(content, "r.csv"), "r.csv")
    return roster.match({name: learner_keys(name, one, platform) for name, one in people})


def test_two_people_who_fit_one_row_are_both_refused():
    found = matched(
        b"Name,Grade\nAda Lovelace,\nAlan Turing,\n",
        ("Lovelace, Ada", None),
        ("ada lovelace", None),
        ("Alan Turing", None),
    )
    assert found.rows == {"Alan Turing": 2}
    assert set(found.problems) == {"Lovelace, Ada", "ada lovelace"}
    assert found.missing == []


def test_who_has_the_id_has_the_row():
    found = matched(
        b"Name,ID\nAda Lovelace,101\n",
        ("ada lovelace", None),
        ("lovelaceada", Sender("lovelaceada", "101")),
        platform="Canvas",
    )
    assert found.rows == {"lovelaceada": 1}
    assert "fits somebody else, too" in found.problems["ada lovelace"]


def test_an_id_of_another_platform_is_no_id():
    people = [("Ada", Sender("Ada", "101")), ("Zoe", Sender("Zoe", "7"))]
    found = matched(b"Name,ID\nZoe,101\n", *people, platform="Moodle")
    assert found.rows == {"Zoe": 1}


@pytest.mark.parametrize("name", ["müller zoë", "Zoë Müller", "MULLER ZOE", "Müller, Zoë"])
def test_names_are_compared_without_case_accents_and_order(name):
    assert matched("Name,Grade\nZoë Müller,\n".encode(), (name, None)).rows == {name: 1}


@pytest.mark.parametrize(
    ("content", "column", "message"),
    [
        (b"Name,Grade\nEve,\n", "", "Nobody who handed in is found in roster.csv"),
        (b"Colour,Grade\nred,\n", "", "no column that tells who somebody is"),
        (b"Name,A (1),B (2)\nAda Lovelace,,\n", "", "Which column .* one of: Name; A .1.; B .2."),
        (b"Name,Grade\nAda Lovelace,\n", "Mark", "Which column"),
        (b"Name,Grade\n", "", "no rows below its header"),
        (b'Name,Grade\n"Ada,\n', "", "line 2: a quote is not closed"),
        (b"PK\3\4", "", "is a workbook; save it as CSV"),
    ],
)
def test_a_roster_that_cannot_be_used_is_refused_before_grading(
    tmp_path, monkeypatch, content, column, message
):
    files = {f"Ada Lovelace/{NAME}": right(1)}
    with pytest.raises(CourseError, match=message):
        run(tmp_path, monkeypatch, files, content, column=column)
    assert not (tmp_path / "out" / "grades.csv").exists()


CELLS = st.text(st.sampled_from("ab1é,;\t\"\r\n' "), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=3), min_size=2, max_size=4), st.data())
def test_cells_are_those_of_the_csv_module_and_one_change_changes_one(table, data):
    table = [["k,", "v", "w"], *table]
    text = io.StringIO()
    end, quoting = data.draw(st.sampled_from([("\r\n", csv.QUOTE_MINIMAL), ("\n", csv.QUOTE_ALL)]))
    csv.writer(text, lineterminator=end, quoting=quoting).writerows(table)
    content = text.getvalue().encode()
    if sum(any(cell.strip() for cell in row) for row in table) < 2:
        return
    sheet = read_sheet(content, "t.csv")
    kept = [row for row in table if any(cell.strip() for cell in row)]
    assert [sheet.values(number) for number in range(len(sheet.rows))] == kept
    assert sheet.replaced({}) == content
    row = data.draw(st.integers(0, len(kept) - 1))
    column = data.draw(st.integers(0, len(kept[row]) - 1))
    again = read_sheet(sheet.replaced({sheet.rows[row][column]: 'x"y'}), "t.csv")
    kept[row][column] = 'x"y'
    assert [again.values(number) for number in range(len(again.rows))] == kept
