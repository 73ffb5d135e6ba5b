"""Each mistake fails its check and no other; honest projects pass all; in the locked room."""

import numpy as np
import pytest

from helpers.data import load_imbalanced
from helpers.desk.verdicts import PASSED, TITLES
from helpers.grading.desk.checks import Bench
from helpers.grading.desk.handed_in import Project
from helpers.grading.house import House
from helpers.grading.limits import PROJECT

from . import projects

pytestmark = pytest.mark.slow
SEED = 1234
MISTAKES = {letter: projects.cells(policy) for letter, policy in projects.WRONG_POLICIES.items()}
MISTAKES |= {
    "H": projects.cells(twins=projects.OTHER_TWINS),
    "I": projects.cells(judge=projects.TWO_OPENINGS),
}


@pytest.fixture(scope="module")
def bench(room):
    with House({}, PROJECT, locked=True) as house:
        yield Bench(house, PROJECT, SEED)


@pytest.fixture
def hand_in(bench, tmp_path, monkeypatch):
    """Run a project as its author would, and return what the grader finds."""

    def run(code):
        table, desk = projects.table_of(code, tmp_path, monkeypatch)
        memo = projects.memo(table, desk)
        alone = [source.replace(", RIVALS)", ")") for source in code]  # the rivals are not tried
        return bench.check(Project("ada", alone, {"memo.md": memo.encode()}))

    return run


def faults(results):
    assert [one.check for one in results] == list(TITLES)
    return {one.check for one in results if one.state != PASSED}


@pytest.mark.parametrize("name", projects.HONEST)
def test_an_honest_policy_passes_all(hand_in, name):
    results, problems = hand_in(projects.cells(projects.HONEST[name]))
    assert problems == []
    assert faults(results) == set(), "\n".join(map(str, results))


@pytest.mark.parametrize("letter", MISTAKES)
def test_a_mistake_fails_its_own_check(hand_in, letter):
    results, _ = hand_in(MISTAKES[letter])
    expected = {letter} | set(projects.UNAVOIDABLE.get(letter, ""))
    assert faults(results) == expected, "\n".join(map(str, results))


def test_who_reads_the_whole_file_again_is_found_out(bench):
    project = Project("ada", projects.cells(projects.WHOLE_FILE))
    assert {"C", "D"} <= faults(bench.check(project)[0]) <= set("CDJK")  # there is no memo


def test_a_project_on_a_table_of_ones_own_is_graded_alike(bench, tmp_path, monkeypatch):
    table = load_imbalanced("yeast3").rename(columns={"Class": "ill"})
    table["person"] = np.arange(len(table)) // 3
    table.to_csv(tmp_path / "my.csv", index=False)
    content = (tmp_path / "my.csv").read_bytes()
    for policy, expected in {projects.OWN_HONEST: set(), projects.OWN_LEAK: {"L"}}.items():
        code = [projects.OWN_START, policy, projects.JUDGE]
        found, desk = projects.table_of(code, tmp_path, monkeypatch)
        memo = projects.memo(found, desk).encode()
        results, problems = bench.check(Project("ada", code, {"memo.md": memo, "my.csv": content}))
        assert problems == []
        assert faults(results) == expected, "\n".join(map(str, results))
        (tmp_path / "desk_openings.csv").unlink()


def test_the_memo_is_held_to_the_digit_and_to_the_six_rivals(bench, tmp_path, monkeypatch):
    code = projects.cells()
    table, desk = projects.table_of(code, tmp_path, monkeypatch)
    saved = f"{table.loc['mine', 'EUR saved']:,.0f}"
    right = projects.memo(table, desk)
    for letter, text in {
        "J": right.replace(saved, f"{table.loc['mine', 'EUR saved'] + 1:,.0f}"),
        "K": "\n".join(line for line in right.splitlines() if "class weights" not in line),
    }.items():
        project = Project("ada", code, {"memo.md": text.encode()})
        found = bench.memo(project, bench.open_for(project)[0])
        assert [one.check for one in found if one.state != PASSED] == [letter]
