"""Syllabus and table of objectives agree with the lessons; they and the notes are the teacher's."""

import re

import pytest

from helpers.checks import orders, quizzes
from helpers.notebook_tools.exercise_format import find_solutions, titles
from helpers.notebook_tools.files import find_lessons, read
from helpers.paths import NOTEBOOKS, ROOT
from helpers.teaching import site
from helpers.teaching.handout import handed_out
from helpers.teaching.lesson_pages import OBJECTIVES, PAGES

DOCS = ROOT / "docs"
FOR_TEACHERS = ("syllabus", "objectives", "exam", "accessibility", "translating")
LESSONS = {path.name[:2]: path for path in find_lessons(NOTEBOOKS)}
EXERCISES = {name for path in find_solutions() for name in titles(read(path))}
SYLLABUS = (DOCS / "syllabus.md").read_text(encoding="utf-8")
PARTS = dict(re.findall(r"^## (One day|One week|A term)\n(.*?)(?=^## )", SYLLABUS, re.M | re.S))


def minutes_of(lesson):
    """Return the minutes in class that a lesson's page plans."""
    text = (PAGES / f"{lesson}.md").read_text(encoding="utf-8")
    return int(re.search(r"^## (\d+) minutes in class$", text, re.MULTILINE)[1])


def rows(part):
    """Return the lessons and the minutes of each row of a table."""
    found = re.findall(r"^\| [^|]+ \| ([^|]+) \| (\d+) \| ([^|]*) \|", part, re.MULTILINE)
    return [(lessons, int(minutes), rest) for lessons, minutes, rest in found]


def test_there_is_a_syllabus_for_a_day_a_week_and_a_term():
    assert list(PARTS) == ["One day", "One week", "A term"]
    assert [len(rows(part)) for part in PARTS.values()] == [6, 5, 14]


@pytest.mark.parametrize("name", ["One day", "One week", "A term"])
def test_its_minutes_are_those_of_the_lessons_pages_and_add_up(name):
    for lessons, minutes, _ in rows(PARTS[name]):
        planned = sum(map(minutes_of, re.findall(r"\d\d", lessons)))
        assert minutes < planned if "in part" in lessons else minutes == planned, lessons
    [together] = re.findall(r"^Together (\d+) minutes", PARTS[name], re.MULTILINE)
    assert sum(minutes for _, minutes, _ in rows(PARTS[name])) == int(together)


def test_a_week_of_the_term_has_room_for_its_lessons_and_no_lesson_is_forgotten():
    weeks = rows(PARTS["A term"])
    assert all(minutes <= 90 for _, minutes, _ in weeks)
    found = re.findall(r"\d\d", " ".join(lessons for lessons, _, _ in weeks))
    assert sorted(found) == [lesson for lesson in LESSONS if lesson != "13"]


def test_the_exercises_of_the_syllabus_exist():
    named = set(re.findall(r"\b\d\d-\d\b", SYLLABUS))
    assert len(named) > 25
    assert named <= EXERCISES
    assert set(re.findall(r"\b(\d\d)-order", SYLLABUS)) <= set(orders.lessons())


@pytest.fixture(scope="module")
def objectives():
    """Return the rows of the table: lesson, objective, exercises, quiz, exam."""
    text = (DOCS / "objectives.md").read_text(encoding="utf-8")
    return re.findall(
        r"^\| (\d\d) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE
    )


@pytest.mark.parametrize("lesson", sorted(LESSONS))
def test_the_objectives_are_those_of_the_lesson_in_its_order(objectives, lesson):
    own = OBJECTIVES.search(read(LESSONS[lesson]).cells[0].source)[1].strip().splitlines()
    table = [text for number, text, *_ in objectives if number == lesson]
    assert table == [one.removeprefix("- ").rstrip(";.") for one in own]


@pytest.mark.parametrize(
    ("column", "known"),
    [
        (2, EXERCISES | {f"{lesson}-order" for lesson in orders.lessons()}),
        (3, {one.id for n in quizzes.lessons() for one in quizzes.load(n).questions}),
        (4, set(re.findall(r"^### (\d+)\.", (DOCS / "exam.md").read_text("utf-8"), re.M))),
    ],
    ids=["exercises", "quiz", "exam"],
)
def test_everything_that_asks_stands_in_the_table(objectives, column, known):
    cells = [row[column] for row in objectives]
    assert {name for cell in cells if cell != "–" for name in cell.split(", ")} == known


def test_a_question_stands_beside_an_objective_of_its_own_lesson(objectives):
    for lesson, _, _, asked, _ in objectives:
        assert all(name.startswith(lesson) for name in asked.split(", ") if name != "–")


def test_teaching_material_is_on_the_teachers_site_only(tmp_path, monkeypatch):
    monkeypatch.setattr(site, "sampler_pages", dict)
    site.lay_out(tmp_path / "teacher", teacher=True)
    site.lay_out(tmp_path / "learners")
    menu = (tmp_path / "teacher/index.md").read_text(encoding="utf-8")
    for name in FOR_TEACHERS:
        assert DOCS / f"{name}.md" not in handed_out()
        assert f"docs/{name}\n" in menu
        assert not (tmp_path / f"learners/docs/{name}.md").exists()


@pytest.mark.parametrize("name", FOR_TEACHERS)
def test_the_guide_leads_to_the_teaching_material(name):
    assert f"]({name}.md)" in (DOCS / "teaching.md").read_text(encoding="utf-8")


def test_what_the_notes_name_exists():
    for name in ("accessibility", "translating"):
        text = (DOCS / f"{name}.md").read_text(encoding="utf-8")
        paths = re.findall(r"`((?:helpers|tests|notebooks|docs|data)/[\w./]*)`", text)
        assert len(paths) > 3
        assert [path for path in paths if "NN" not in path and not (ROOT / path).exists()] == []
    constants = re.findall(r"`([A-Z_]{3,})` in", text)
    code = "\n".join(path.read_text("utf-8") for path in (ROOT / "helpers").rglob("*.py"))
    assert len(constants) > 3
    assert [name for name in constants if f"\n{name} = " not in code] == []
