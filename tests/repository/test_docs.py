"""What the guides for teachers and contributors promise agrees with the notebooks."""

import re

import pytest

from helpers.notebook_tools.exercise_format import find_solutions, titles
from helpers.notebook_tools.files import read
from helpers.paths import SOLUTIONS

DOCS = SOLUTIONS.parents[1] / "docs"
PATHS = find_solutions()
PLAN = re.compile(
    r"^\| (?P<lesson>\d\d) [^|]*\| (?P<read>\d+) min \| (?P<count>\d+): (?P<list>[^|]+)"
    r" \| (?P<do>\d+) min \|",
    re.MULTILINE,
)


def minutes(path):
    """Return the minutes that a notebook's first cell promises."""
    return int(re.search(r"about (\d+) minutes", read(path).cells[0].source)[1])


@pytest.fixture(scope="module")
def plan():
    """Return the rows of the teaching guide's plan, by lesson."""
    text = (DOCS / "teaching.md").read_text(encoding="utf-8")
    return {row["lesson"]: row for row in PLAN.finditer(text)}


def test_the_plan_has_a_row_for_each_lesson_with_exercises(plan):
    assert list(plan) == [path.name[3:5] for path in PATHS]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_plan_counts_and_lists_the_exercises_of_a_lesson(plan, path):
    row = plan[path.name[3:5]]
    assert int(row["count"]) == len(titles(read(path)))
    assert len(row["list"].split(", ")) == len(titles(read(path)))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_plan_has_the_minutes_of_the_lesson_and_its_exercises(plan, path):
    row = plan[path.name[3:5]]
    assert int(row["do"]) == minutes(path)
    assert int(row["read"]) == minutes(SOLUTIONS.parent / path.name.removeprefix("ex_"))


def test_every_glossary_entry_leads_to_the_lesson_it_names():
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    for entry in re.findall(r"^\*\*.*", text, re.MULTILINE):
        links = re.findall(r"\[(\d\d)\]\(\.\./notebooks/(\d\d)_", entry)
        assert links, entry
        assert all(shown == target for shown, target in links), entry


@pytest.mark.parametrize("path", sorted(DOCS.glob("*.md")), ids=lambda path: path.name)
def test_no_placeholder_is_left_in_the_docs(path):
    assert "@@" not in path.read_text(encoding="utf-8")
