"""Each step replies to the idea behind a mistake, and the notebook runs as it is handed out."""

import pickle
import re

import numpy as np
import pandas as pd
import pytest

from helpers.desk import (
    RIVALS,
    check_data_page,
    check_memo,
    check_policy,
    check_proposal,
    real_time_facts,
    rubric,
    start_project,
    time_facts,
    verdicts,
)
from helpers.desk.desk import SETTING
from helpers.desk.judging import judge_policy
from helpers.desk.memo import as_markdown, numbers_hold, read_table
from helpers.desk.rivals import Scored
from helpers.desk.scoring import PolicyError
from helpers.desk.steps import count_twins
from helpers.desk.time_facts import largest_tenth
from helpers.desk.trials import N_TWINS, trial_desk
from helpers.desk.verdicts import FAILED, OPEN, TITLES
from helpers.notebook_tools.files import read
from helpers.paths import NOTEBOOKS, ROOT

NOTEBOOK = read(NOTEBOOKS / "project" / "fraud_desk.ipynb")
GOOD = {
    "goal": "EUR saved against calling nobody",
    "budget": 100,
    "rivals": list(RIVALS),
    "change_my_mind": "If the largest amounts save as much on decide, I take them.",
}


@pytest.fixture(scope="module")
def desk():
    return trial_desk(5)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "✓ Step 1"),
        ({"goal": "recall at the top"}, "a fraud of 1 EUR like one of 1,000"),
        ({"goal": "best ROC-AUC"}, "about all budgets at once"),
        ({"goal": "F1"}, "a rule that nobody at the desk has chosen"),
        ({"budget": 0}, "How many calls"),
        ({"rivals": ["plain model"]}, "call nobody, random, largest amounts"),
        ({"change_my_mind": "..."}, "which result would make you"),
    ],
)
def test_a_proposal(capsys, change, said):
    check_proposal(GOOD | change)
    assert said in capsys.readouterr().out


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({}, "✓ Step 2"),
        ({"frauds_fit": 5}, "`frauds_fit`"),
        ({"largest_tenth": 0.0}, "sort the frauds' amounts"),
        ({"twins": 0}, "twins come at different times"),
        ({"twins": None}, "no whole number `twins`"),
        ({"known_later": "V14"}, "0 in all rows of `desk.late`"),
    ],
)
def test_a_data_page(capsys, desk, change, said):
    frauds = desk.fit[desk.fit["Class"] == 1]
    right = {
        "frauds_fit": len(frauds),
        "frauds_decide": int(desk.decide["Class"].sum()),
        "largest_tenth": largest_tenth(frauds["Amount"]),
        "twins": N_TWINS,
        "known_later": "chargeback",
    }
    check_data_page(right | change, desk)
    assert said in capsys.readouterr().out


def test_twins_are_those_that_merge_finds(desk):
    columns = list(desk.fit.columns.drop(["Time", "Class", "chargeback"]))
    merged = desk.decide[columns].merge(desk.fit[columns].drop_duplicates())
    assert count_twins(desk) == len(merged) == N_TWINS


@pytest.mark.parametrize(
    ("policy", "letter", "said"),
    [
        (lambda fit, decide: None, "A", "an object with a method score"),
        (lambda fit, decide: Scored(lambda rows: [1.0]), "A", "one number for each row"),
        (lambda fit, decide: Scored(lambda rows: rows["V1"] / 0), "A", "no finite numbers"),
        (lambda fit, decide: Scored(lambda rows: rows["Class"]), "A", "KeyError"),
    ],
)
def test_a_policy_that_stops_is_told_why(capsys, desk, policy, letter, said):
    check_policy(policy, desk)
    [line] = [one for one in capsys.readouterr().out.splitlines() if one.startswith(f"✗ {letter}")]
    assert said in line


def test_where_two_runs_differ_leaks_are_not_judged(desk):
    rng = np.random.default_rng(0)

    def learn(variation):
        return lambda rows: rng.random(len(rows))

    found = {one.check: one.state for one in judge_policy(learn, desk, 0)}
    assert found["A"] == found["B"] == found["E"] == FAILED
    assert found["C"] == found["D"] == OPEN


def test_a_notebook_that_cannot_learn_fails_a_and_nothing_else_is_judged(desk):
    def learn(variation):
        raise PolicyError("NameError: name 'policy' is not defined")

    first, *others = judge_policy(learn, desk, 0)
    assert (first.check, first.state) == ("A", FAILED)
    assert {one.state for one in others} == {OPEN}


@pytest.fixture
def judged(desk, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return desk.judge(RIVALS["plain model"], RIVALS)


def letter(judged, desk, **change):
    text = f"Rows: {desk.source}\n\n{as_markdown(judged)}\n\n![one](figure.png)\n"
    return text + change.get("end", "**Stop if** fewer than 5 of 100 calls find a fraud.")


@pytest.mark.parametrize(
    ("end", "said"),
    [
        ("**Stop if** fewer than 5 of 100 calls find a fraud.", "✓ Step 4"),
        ("Stop if it drifts.", "a number that the desk can count"),
        ("Stop if recall is under 5.", "knows no statistics: recall"),
        ("Stop if 5. " + "word " * 450, "more than a page"),
    ],
)
def test_a_memo(capsys, judged, desk, tmp_path, end, said):
    (tmp_path / "memo.md").write_text(letter(judged, desk, end=end), encoding="utf-8")
    check_memo(judged, desk)
    assert said in capsys.readouterr().out


def test_numbers_may_be_written_otherwise_but_not_changed(judged, desk):
    memo = letter(judged, desk)
    assert numbers_hold(memo, judged, desk.source).state == verdicts.PASSED
    assert numbers_hold(memo.replace(",", ""), judged, desk.source).state == verdicts.PASSED
    other = judged.assign(**{"to": judged["to"] + 1})
    assert numbers_hold(memo, other, desk.source).state == FAILED
    assert numbers_hold(memo, judged, "file creditcard.csv").state == OPEN
    assert numbers_hold("# Memo", judged, desk.source).state == FAILED
    assert set(read_table(memo)) == {"mine", *RIVALS, "oracle"}


def test_templates_are_written_once(tmp_path, capsys):
    start_project(tmp_path)
    (tmp_path / "log.md").write_text("mine")
    start_project(tmp_path)
    assert (tmp_path / "log.md").read_text() == "mine"
    assert "it stays as it is" in capsys.readouterr().out


def test_the_notebook_runs_as_it_is_handed_out(desk, tmp_path, monkeypatch, capsys):
    (tmp_path / "desk.pkl").write_bytes(pickle.dumps(desk))
    monkeypatch.setenv(SETTING, str(tmp_path / "desk.pkl"))
    monkeypatch.chdir(tmp_path)
    names = {}
    for cell in NOTEBOOK.cells:
        if cell.cell_type == "code":
            assert cell.outputs == []
            exec(cell.source, names)
    said = capsys.readouterr().out
    assert [said.count(f"✗ Step {step}") for step in (1, 2)] == [1, 1]
    assert "✓ A" in said
    assert not (tmp_path / "desk_openings.csv").exists()


def test_the_notebook_has_the_checks_and_the_rubric_as_they_are():
    text = "\n".join(cell.source for cell in NOTEBOOK.cells if cell.cell_type == "markdown")
    assert rubric.as_markdown() in text
    assert dict(re.findall(r"^\| ([A-L]) \| (.+) \|$", text, re.MULTILINE)) == TITLES
    assert sum(line.weight for line in rubric.RUBRIC) == 100


def frauds_at(times, X):
    columns = {f"V{i + 1}": X[:, i] for i in range(28)}
    return pd.DataFrame({"Time": times, "Amount": 1.0, "Class": 1} | columns)


def test_the_guide_names_the_mistake_behind_each_check():
    text = (ROOT / "docs" / "teaching.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| ([A-Z]) \| .+ \|$", text, re.MULTILINE) == list(TITLES)


def frauds_and_times():
    """Return times of 300 frauds that come independently, and their scores."""
    rng = np.random.default_rng(0)
    return rng.integers(0, 57_600, 300), rng.normal(size=(300, 28))


def test_bursts_are_seen_and_independent_times_are_not():
    times, X = frauds_and_times()
    apart = time_facts(frauds_at(times, X))
    burst = np.repeat(times[:50], 6) + np.arange(300) % 6
    together = time_facts(frauds_at(burst, np.repeat(X[:50], 6, axis=0) + 0.1 * X))
    assert abs(apart["near"] - apart["near_if_independent"]) < 0.1
    assert apart["alike"] > 0.9
    assert together["near"] == 1 > together["near_if_independent"] + 0.2
    assert together["alike"] < 0.3


def test_what_real_rows_showed_is_what_would_be_computed_today(desk):
    stored = real_time_facts()
    labelled = pd.concat([desk.fit, desk.decide])
    assert stored["first_day"].keys() == time_facts(labelled).keys()
    assert stored["first_day"]["frauds"] == stored["frauds"]["fit"] + stored["frauds"]["decide"]
    assert stored["first_day"]["near"] > stored["first_day"]["near_if_independent"]
    assert stored["first_day"]["alike"] < 0.5
