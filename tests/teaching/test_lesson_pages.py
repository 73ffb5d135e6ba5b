"""The teacher's page of each lesson: up to date, consistent with the lesson, and the teacher's."""

import re

import pytest

from helpers.checks.quizzes import lessons, load
from helpers.errors import CourseError
from helpers.notebook_tools.exercise_format import find_solutions, titles
from helpers.notebook_tools.files import find_lessons, read
from helpers.paths import NOTEBOOKS, ROOT
from helpers.teaching import site
from helpers.teaching.handout import handed_out
from helpers.teaching.lesson_pages import PAGES, filled, update_pages, written

PATHS = {path.name[:2]: path for path in find_lessons(NOTEBOOKS)}
SECTIONS = [
    "What should stay",
    "The vote",
    "The explorer",
    "Three moves",
    "Typical trouble",
    "Homework",
]
PLAN = re.compile(r"^## (\d+) minutes in class\n\n\| minutes.*\n\|.*\n((?:\|.*\n)+)", re.MULTILINE)


def page(number):
    return (PAGES / f"{number}.md").read_text(encoding="utf-8")


def headings(number):
    cells = read(PATHS[number]).cells
    text = "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    return re.findall(r"^#+ (.+)$", text, re.MULTILINE)


@pytest.mark.parametrize("number", sorted(PATHS))
def test_what_a_page_takes_from_the_course_is_up_to_date(number):
    assert filled(page(number), number) == page(number), "run `make quizzes`"


def test_there_is_a_page_for_each_lesson_and_no_other():
    assert sorted(path.stem for path in PAGES.iterdir()) == sorted(PATHS)


@pytest.mark.parametrize("number", sorted(PATHS))
def test_a_page_has_the_parts_that_a_teacher_looks_for(number):
    text = page(number)
    found = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert [name for name in found if name in SECTIONS] == SECTIONS
    moves = text.split("## Three moves\n")[1].split("\n## ")[0]
    assert re.findall(r"^(\d)\. \*\*", moves, re.MULTILINE) == ["1", "2", "3"]
    trouble = text.split("## Typical trouble\n")[1].split("\n## ")[0]
    assert trouble.count("\n- ") >= 3


@pytest.mark.parametrize("number", sorted(PATHS))
def test_the_minutes_add_up_and_the_vote_has_its_time(number):
    [(total, rows)] = PLAN.findall(page(number))
    minutes = [int(row.split("|")[1]) for row in rows.splitlines()]
    assert sum(minutes) == int(total)
    assert "the vote" in rows


@pytest.mark.parametrize("number", sorted(PATHS))
def test_each_part_of_the_lesson_that_a_page_names_exists(number):
    [(_, rows)] = PLAN.findall(page(number))
    named = re.findall(r"“([^”]+)”", rows)
    named += re.findall(r"(?:heading|under|within|after) “([^”]+)”", page(number))
    assert named
    assert [name for name in named if name not in headings(number)] == []


@pytest.mark.parametrize("number", sorted(PATHS))
def test_the_exercises_that_a_page_names_exist(number):
    known = {name for path in find_solutions() for name in titles(read(path))}
    named = set(re.findall(r"\b\d\d-\d\b", page(number)))
    assert named <= known
    own = {name for name in known if name.startswith(number)}
    assert own <= named


@pytest.mark.parametrize("number", lessons())
def test_the_vote_stands_on_the_page_with_a_reply_to_each_choice(number):
    [vote] = [one for one in load(number).questions if one.vote]
    part = written(number)["vote"]
    assert vote.ask in part
    for choice in vote.choices:
        assert f"{choice.text} |" in part
        assert f"| {choice.reply} |" in part


def test_a_page_without_one_of_its_parts_is_refused():
    text = page("03").replace("<!-- written: vote -->", "")
    with pytest.raises(CourseError, match=r"03\.md has the written parts facts, explorer"):
        filled(text, "03")


def test_changed_parts_are_written_and_the_teachers_own_words_stay(tmp_path):
    for number in PATHS:
        (tmp_path / f"{number}.md").write_text(page(number), encoding="utf-8")
    changed = tmp_path / "05.md"
    own = page("05").replace("Two surprises are worth asking for", "My own words")
    changed.write_text(own.replace("**Move point 11**", "**Another**"), encoding="utf-8")
    assert update_pages(tmp_path) == [changed]
    assert changed.read_text(encoding="utf-8") == own
    assert update_pages(tmp_path) == []


def test_a_missing_page_is_named_and_nothing_is_written(tmp_path):
    (tmp_path / "00.md").write_text("x", encoding="utf-8")
    with pytest.raises(CourseError, match=r"No teacher's page: 01\.md"):
        update_pages(tmp_path)
    assert (tmp_path / "00.md").read_text(encoding="utf-8") == "x"


def test_the_pages_are_on_the_teachers_site_only(tmp_path, monkeypatch):
    monkeypatch.setattr(site, "sampler_pages", dict)
    site.lay_out(tmp_path / "teacher", teacher=True)
    site.lay_out(tmp_path / "learners")
    assert len([*(tmp_path / "teacher/docs/lessons").iterdir()]) == len(PATHS)
    assert "docs/lessons/03\n" in (tmp_path / "teacher/index.md").read_text(encoding="utf-8")
    assert not (tmp_path / "learners/docs/lessons").exists()
    learners = (tmp_path / "learners/index.md").read_text(encoding="utf-8")
    assert "docs/lessons" not in learners
    assert not [path for path in handed_out() if PAGES in path.parents]
    assert (ROOT / "README.md") in handed_out()
