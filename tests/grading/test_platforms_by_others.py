"""Whole downloads with the tables that belong to them, by somebody who had not read the readers.

Layouts, from public sources:

- Canvas: `instructure/canvas-lms`, ``lib/content_zipper.rb`` (names of files), and exports of its
  gradebook in public tests (``Root Account``, ``Points Possible``, ``Student, Test``).
- Moodle: `moodle/moodle`, ``mod/assign/classes/downloader.php`` (folders, teams, blind marking);
  the worksheet's head as graders' scripts quote it. Before version 4.1 folders end with ``_``.
- Blackboard: `vangef/BBGradebookOrganiser` and CodeGrade's ``psef/blackboard.py`` (texts beside
  the files); `jeroendoggen/blackboard-analysis-tools` for Dutch texts (``Naam:``), and public
  programs with ``_poging_`` for Dutch names (titles ``Inleveren … (kans 1)``, logins as addresses);
  heads of columns such as ``Project 02 [Total Pts: 100 Score] |1702852`` from public scripts.
- ILIAS: `ILIAS-eLearning/ILIAS`, ``SubmissionManager::copySubmissionFilesToDir`` (folders, teams,
  late files, a second file of one name); its ``getASCIIFilename`` takes marks off letters and
  puts ``_`` for each byte that has no such form.
"""

import csv
import io
import zipfile

import pytest

from helpers.course.cli import main
from tests.grading import downloads
from tests.grading.downloads import NAME, STEM, right, text


def graded(tmp_path, monkeypatch, name, files, roster=b"", *options):
    """Grade a zip file as it came; return what counts by learner, all rows, and the roster."""
    downloads.pretend(monkeypatch)
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        for file, content in files.items():
            packed = content if isinstance(content, bytes) else text(content)
            archive.writestr(file, packed)
    if roster:
        (tmp_path / "table.csv").write_bytes(roster)
        options = ("--roster", str(tmp_path / "table.csv"), *options)
    assert main(["grade", str(tmp_path / name), "--trust-learners", *options]) == 0
    output = tmp_path / f"{name.removesuffix('.zip')}_graded"
    table = (output / "grades.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    back = output / "table_graded.csv"
    counts = {row["learner"]: row for row in rows if row["counts"] == "yes"}
    return counts, rows, back.read_bytes() if roster else b""


def points(found):
    return {learner: row["points"] for learner, row in found.items()}


CANVAS_FILES = {
    f"lovelaceada_101_90001_{NAME}": right(1, 2, 3),
    f"lovelaceada_LATE_102_90002_{STEM}-1.ipynb": right(1),  # handed in again
    f"müllerłukaszzoë_103_90003_{STEM} (2).ipynb": right(1, 2),
    f"oneillsmithsinéad_LATE_104_90004_{NAME}": right(2),
    "turingalan_105_text.html": "<p>I could not upload it.</p>",
    "hoppergrace_106_link.html": "<p>https://example.org</p>",
    f"王小明_107_90007_{NAME}": right(3),
    f"smith2john_108_90008_{NAME}": right(1),
    f"smith2john_108_90010_{STEM}-2.ipynb": right(1, 3),
}
CANVAS_TABLE = (
    "\ufeffStudent;ID;SIS User ID;SIS Login ID;Root Account;Section;Exercise 3 (55);Final Score\r\n"
    ";;;;;;Manual Posting;\r\n"
    "    Points Possible;;;;;;3,00;(read only)\r\n"
    "Lovelace, Ada;101;s1;ada1@x.org;x.org;One;;\r\n"
    "Lovelace, Ada;102;s2;ada2@x.org;x.org;One;;\r\n"
    "Müller-Łukasz, Zoë;103;s3;zoe@x.org;x.org;One and Two;;\r\n"
    '"O\'Neill-Smith, Sinéad";104;s4;sin@x.org;x.org;One;;\r\n'
    "Turing, Alan;105;s5;alan@x.org;x.org;One;;\r\n"
    "王, 小明;107;s7;wang@x.org;x.org;One;;\r\n"
    "Smith2, John;108;s8;101;x.org;One;;\r\n"  # a login like another's id
    "Student, Test;999;;;x.org;One;;\r\n"
)


def test_canvas_with_its_gradebook(tmp_path, monkeypatch):
    found, rows, back = graded(
        tmp_path, monkeypatch, "submissions.zip", CANVAS_FILES, CANVAS_TABLE.encode(),
        "--column", "Exercise 3",
    )  # fmt: skip
    assert {row["id"]: (row["points"], row["late"]) for row in found.values()} == {
        "101": ("3", "no"),
        "102": ("1", "yes"),
        "103": ("2", "no"),
        "104": ("1", "yes"),
        "107": ("1", "no"),
        "108": ("2", "no"),
    }
    assert {"turingalan", "hoppergrace"} <= {row["learner"] for row in rows}
    filled = {"101;s1": "3", "102;s2": "1", "103;s3": "2", "104;s4": "1", "107;s7": "1"}
    filled["108;s8"] = "2"
    expected = CANVAS_TABLE.splitlines(keepends=True)
    for number, line in enumerate(expected):
        for person, given in filled.items():
            if f";{person};" in line:
                expected[number] = line.removesuffix(";;\r\n") + f";{given};\r\n"
    assert back.decode() == "".join(expected)


def moodle_files(end):
    folder = f"_assignsubmission_file{end}"
    return {
        f"Ada Lovelace_501{folder}/{NAME}": right(1, 2, 3),
        f"Ada Lovelace_502{folder}/week 3/{NAME}": right(1),
        f"Ada Lovelace_502_assignsubmission_onlinetext{end}/onlinetext.html": "<p>Sorry.</p>",
        f"Zoë Müller-Łukasz_503{folder}/{STEM}_zoë.ipynb": right(2, 3),
        f"Jean-Luc d'Arc (2)_504{folder}/{NAME}": right(3),
        f"王 小明_505{folder}/{NAME}": right(),
    }


MOODLE_TABLE = (
    'Identifier,"Full name","ID number","Email address",Status,Grade,"Maximum grade",'
    '"Grade can be changed","Last modified (submission)","Feedback comments"\n'
    '"Participant 501","Ada Lovelace",502,a1@x.org,"Submitted for grading",,3.00,Yes,'
    '"Friday, 20 November 2026, 10:11 AM",\n'
    '"Participant 502","Ada Lovelace",501,a2@x.org,"Submitted for grading - late",,3.00,Yes,-,\n'
    '"Participant 503","Zoë Müller-Łukasz",7,z@x.org,"Submitted for grading",,3.00,Yes,-,\n'
    '"Participant 504","Jean-Luc d\'Arc (2)",,j@x.org,"Submitted for grading",,3.00,Yes,-,\n'
    '"Participant 505","王 小明",,w@x.org,"Submitted for grading",,3.00,Yes,-,\n'
    '"Participant 506","Emmy Noether",503,e@x.org,"No submission",,3.00,Yes,-,\n'
)
MOODLE_POINTS = {"501": "3", "502": "1", "503": "2", "504": "1", "505": "0"}
GERMAN = {
    "Identifier": "ID",
    "Full name": "Vollständiger Name",
    "ID number": "ID-Nummer",
    "Email address": "E-Mail-Adresse",
    "Participant ": "Teilnehmer/in",
    "Maximum grade": "Bestwertung",
    "Grade can be changed": "Bewertung kann geändert werden",
    ",Grade,": ",Bewertung,",
    "Last modified (submission)": "Zuletzt geändert (Abgabe)",
    "Feedback comments": "Feedback als Kommentar",
}


def in_german(table):
    for english, german in GERMAN.items():
        table = table.replace(english, german)
    return table


@pytest.mark.parametrize("table", [MOODLE_TABLE, in_german(MOODLE_TABLE)], ids=["en", "de"])
@pytest.mark.parametrize("end", ["_", ""])
def test_moodle_with_its_worksheet(tmp_path, monkeypatch, end, table):
    """The university's own numbers (``ID number``) are other people's participant numbers."""
    found, rows, back = graded(
        tmp_path, monkeypatch, "ML-Exercise 3-88.zip", moodle_files(end), table.encode()
    )
    assert {row["id"]: row["points"] for row in found.values()} == MOODLE_POINTS
    lines = table.splitlines(keepends=True)
    for number, line in enumerate(lines):
        for person, given in MOODLE_POINTS.items():
            if line.startswith((f'"Participant {person}"', f'"Teilnehmer/in{person}"')):
                lines[number] = line.replace(",,3.00", f",{given},3.00")
    assert back.decode() == "".join(lines)
    assert sum(row["notes"] == "Nothing handed in." for row in rows) == 1


def test_moodles_teams_and_hidden_names(tmp_path, monkeypatch):
    files = {
        f"Gruppe Ä 1_77_assignsubmission_file/{NAME}": right(1),
        f"Participant_4006831_assignsubmission_file/{NAME}": right(2),
        f"Participant_4006832_assignsubmission_file/{NAME}": right(2, 3),
        f"Default group_assignsubmission_file/{NAME}": right(3),
    }
    found, *_ = graded(tmp_path, monkeypatch, "download.zip", files)
    assert points(found) == {
        "Gruppe Ä 1": "1",
        "Participant (4006831)": "1",
        "Participant (4006832)": "2",
        "Default group": "1",
    }


def receipt(name, login, file, date="Friday, November 20, 2026 10:11:12 AM CET", comment=""):
    """Return the text that Blackboard puts beside each attempt."""
    return (
        f"Name: {name} ({login})\r\nAssignment: Exercise 3\r\nDate Submitted: {date}\r\n"
        "Current Grade: Not Yet Graded\r\n\r\nSubmission Field:\r\n"
        "There is no student submission text data for this assignment.\r\n\r\n"
        f"Comments:\r\n{comment or 'There are no student comments for this assignment.'}\r\n\r\n"
        f"Files:\r\n\tOriginal filename: {NAME}\r\n\tFilename: {file}\r\n\r\n"
    )


def blackboard_files():
    sent = [
        ("Ada Lovelace", "alove", "2026-11-18-09-00-00", right(1, 2, 3)),
        ("Ada Lovelace", "alove", "2026-11-20-21-30-05", right(1)),
        ("Ada Lovelace", "ada_l", "2026-11-19-08-00-00", right(1, 2)),
        ("Zoë Müller-Łukasz", "zoe.mueller@uni.example", "2026-11-19-08-00-01", right(3)),
        ("小明 王", "20261234", "2026-11-19-08-00-02", right(2)),
    ]
    files = {}
    for name, login, time, content in sent:
        start = f"Exercise 3_{login}_attempt_{time}"
        files[f"{start}_{NAME}"] = content
        files[f"{start}.txt"] = receipt(name, login, f"{start}_{NAME}", comment="Name: Eve (eve)")
    return files


BLACKBOARD_TABLE = (
    '"Last Name"\t"First Name"\t"Username"\t"Student ID"\t"Last Access"\t"Availability"\t'
    '"Exercise 3 [Total Pts: 3 Score] |118854"\t"Total [Total Pts: up to 3 Score] |118850"\r\n'
    '"Lovelace"\t"Ada"\t"alove"\t"20261234"\t"2026-11-20 21:31:00"\t"Yes"\t""\t""\r\n'
    '"Lovelace"\t"Ada"\t"ada_l"\t"12"\t"2026-11-20 21:31:00"\t"Yes"\t""\t""\r\n'
    '"Müller-Łukasz"\t"Zoë"\t"zoe.mueller@uni.example"\t"13"\t""\t"Yes"\t""\t""\r\n'
    '"王"\t"小明"\t"20261234"\t"14"\t""\t"Yes"\t""\t""\r\n'
    '"Noether"\t"Emmy"\t"enoet"\t"15"\t""\t"No"\t""\t""\r\n'
)


@pytest.mark.parametrize(("attempt", "alove"), [("last", "1"), ("best", "3")])
def test_blackboard_with_its_grade_centre(tmp_path, monkeypatch, attempt, alove):
    name = "gradebook_ML101_Exercise203_2026-11-21-10-11-12.zip"
    table = b"\xff\xfe" + BLACKBOARD_TABLE.encode("utf-16-le")
    options = ("--column", "Exercise 3", "--attempt", attempt)
    found, rows, back = graded(tmp_path, monkeypatch, name, blackboard_files(), table, *options)
    logins = {"alove": alove, "ada_l": "2", "zoe.mueller@uni.example": "1"}
    assert {row["login"]: row["points"] for row in found.values()} == logins | {"20261234": "1"}
    assert {row["learner"] for row in rows} >= {"Zoë Müller-Łukasz", "小明 王"}
    lines = BLACKBOARD_TABLE.splitlines(keepends=True)
    for number, line in enumerate(lines):
        given = logins.get(line.split("\t")[2].strip('"'))
        if given:  # not the login that is also somebody's student number
            lines[number] = line.replace('"Yes"\t""', f'"Yes"\t"{given}"')
    assert back.decode("utf-16") == "".join(lines)


@pytest.mark.parametrize("word", ["poging", "Versuch", "tentative", "intento"])
def test_blackboard_in_other_languages(tmp_path, monkeypatch, word):
    """The word between login and time is the interface's, not the program's."""
    files = {}
    for login, day, answers in [("jdevries", 8, [1]), ("jdevries", 9, []), ("a_mull", 8, [1, 2])]:
        start = f"Inleveren_Übung 3 (kans 1)_{login}_{word}_2026-11-1{day}-09-00-00"
        files[f"{start}_{NAME}"] = right(*answers)
        files[f"{start}.txt"] = receipt("Jan de Vries", login, "").replace("Name:", "Naam:")
    found, *_ = graded(tmp_path, monkeypatch, "gradebook.zip", files, b"", "--attempt", "last")
    assert points(found) == {"Jan de Vries (jdevries)": "0", "Jan de Vries (a_mull)": "2"}


ILIAS_FILES = {
    f"Uebung 3/Lovelace_Ada_alove_4711/{NAME}": right(1, 2, 3),
    f"Uebung 3/Lovelace_Ada_ada_l_4712/Late Submission - {NAME}": right(1),
    f"Uebung 3/Muller-Lukasz_Zoe_zmull_4713/{NAME}": right(1),
    f"Uebung 3/Muller-Lukasz_Zoe_zmull_4713/{STEM} (2).ipynb": right(1, 2),
    f"Uebung 3/van der Berg_Jan Willem_jan.berg@uni_4714/Verspatete Abgabe - {NAME}": right(2),
    f"Uebung 3/___________wang_4715/{NAME}": right(3),  # 王, 小明
    f"Uebung 3/Simi___Ana_ana_s_4716/{NAME}": right(1, 3),  # Simić
}
ILIAS_TABLE = (
    '"update";"usr_id";"login";"lastname";"firstname";"status";"mark";"notice";"comment"\n'
    '"0";"4711";"alove";"Lovelace";"Ada";"notgraded";"";"";""\n'
    '"0";"4712";"ada_l";"Lovelace";"Ada";"notgraded";"";"";""\n'
    '"0";"4713";"zmull";"Müller-Łukasz";"Zoë";"notgraded";"";"";""\n'
    '"0";"4714";"jan.berg@uni";"van der Berg";"Jan Willem";"notgraded";"";"";""\n'
    '"0";"4715";"wang";"王";"小明";"notgraded";"";"";""\n'
    '"0";"4716";"ana_s";"Simić";"Ana";"notgraded";"";"";""\n'
)


@pytest.mark.parametrize("team", ["", "Team 12/"])
def test_ilias_with_its_status_file(tmp_path, monkeypatch, team):
    files = {name.replace("/", f"/{team}", 1): content for name, content in ILIAS_FILES.items()}
    found, _, back = graded(
        tmp_path, monkeypatch, "Uebung 3.zip", files, ILIAS_TABLE.encode(), "--column", "mark"
    )
    assert {row["id"]: (row["login"], row["late"], row["points"]) for row in found.values()} == {
        "4711": ("alove", "no", "3"),
        "4712": ("ada_l", "yes", "1"),
        "4713": ("zmull", "no", "2"),
        "4714": ("jan.berg@uni", "yes", "1"),
        "4715": ("", "no", "1"),
        "4716": ("", "no", "2"),
    }
    lines = ILIAS_TABLE.splitlines(keepends=True)
    for number, given in enumerate("312112", 1):
        lines[number] = lines[number].replace('"notgraded";""', f'"notgraded";"{given}"')
    assert back.decode() == "".join(lines)
