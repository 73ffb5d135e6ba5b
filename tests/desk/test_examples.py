"""The graded examples: their sheets are whole, and the grader finds what the sheets say."""

import pytest

from helpers.desk.rubric import RUBRIC
from helpers.desk.verdicts import PASSED
from helpers.grading.desk.checks import Bench
from helpers.grading.desk.examples import FOLDER, examples
from helpers.grading.desk.handed_in import find_projects
from helpers.grading.desk.sheet import Sheet, read_levels
from helpers.grading.house import House
from helpers.grading.limits import PROJECT
from helpers.teaching.handout import handed_out

FAULTS = {"level_1": set("CDHIK"), "level_2": set(), "level_3": set()}


@pytest.fixture(scope="module")
def projects():
    return {one.learner: one for one in find_projects(FOLDER)}


def sheet(name):
    return read_levels(FOLDER / name / "sheet.csv")


def test_there_are_three_examples_whose_sheets_are_filled(projects):
    assert list(projects) == [path.name for path in examples()] == list(FAULTS)
    totals = []
    for name in FAULTS:
        levels, comments = sheet(name)
        assert levels.keys() == comments.keys() == {line.name for line in RUBRIC}
        totals.append(Sheet(name, [], levels=levels).points)
    assert totals == sorted(totals)
    assert [round(total / 100 * 3) for total in totals] == [1, 2, 3]


def test_learners_do_not_get_the_examples():
    assert not [path for path in handed_out() if path.is_relative_to(FOLDER)]


@pytest.mark.slow
def test_the_grader_finds_in_the_examples_what_their_sheets_say(room, projects):
    with House({}, PROJECT, locked=True) as house:
        bench = Bench(house, PROJECT, 77)
        for name, project in projects.items():
            results, problems = bench.check(project)
            assert problems == []
            faults = {one.check for one in results if one.state != PASSED}
            assert faults == FAULTS[name], "\n".join(map(str, results))
            found = Sheet(name, results).no_leak
            assert found == min(2, sheet(name)[0]["No leak"])
