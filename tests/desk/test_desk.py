"""The desk: which rows are where, what a call is worth, and who opened the sealed day."""

import pickle

import numpy as np
import pandas as pd
import pytest

from helpers.data import load_imbalanced
from helpers.desk import RIVALS, open_desk, openings
from helpers.desk.desk import SETTING, table_desk
from helpers.desk.money import choose, interval, money_table
from helpers.desk.parts import DECIDE, FIT, LABEL, LATE, SEALED
from helpers.desk.rivals import Scored
from helpers.desk.trials import OTHER_HOURS, POISONED, SHUFFLED, trial_desk, varied
from helpers.errors import DataError


@pytest.fixture(scope="module")
def desk():
    return trial_desk(5)


def test_parts_follow_the_clock_and_late_hours_have_no_label(desk):
    hours = desk.table["Time"] / 3_600
    for part, low, high in [(FIT, 0, 16), (DECIDE, 16, 22), (LATE, 22, 24), (SEALED, 24, 48)]:
        inside = hours[desk.table["part"] == part]
        assert low <= inside.min() <= inside.max() < high
    assert LABEL not in desk.late
    assert desk.budgets == {DECIDE: 25, SEALED: 100}


def test_the_planted_column_names_most_frauds_and_nobody_on_the_sealed_day(desk):
    told = desk.table.groupby("part", observed=True)["chargeback"].sum()
    assert told[LATE] == told[SEALED] == 0
    assert 0.6 < told[FIT] / desk.fit[LABEL].sum() < 1
    assert not desk.fit.loc[desk.fit[LABEL] == 0, "chargeback"].any()


def test_other_tables_come_in_three_parts_with_groups_whole():
    table = load_imbalanced("yeast4")
    table["person"] = np.arange(len(table)) // 4
    desk = table_desk(table, "persons", groups="person")
    parts = desk.table["part"].groupby(table["person"]).nunique()
    assert parts.max() == 1
    assert "person" not in desk.table
    assert set(desk.table["part"]) == {FIT, DECIDE, SEALED}
    positives = desk.part(SEALED)[LABEL].sum()
    assert desk.budgets[SEALED] == 2 * positives
    assert len(desk.late) == 0


def test_rows_that_are_equal_stay_together_where_no_groups_are_given():
    table = pd.concat([load_imbalanced("ecoli3")] * 2, ignore_index=True)
    parts = table_desk(table, "twice").table["part"].to_numpy().reshape(2, -1)
    assert (parts[0] == parts[1]).all()


@pytest.mark.parametrize(
    ("columns", "options", "said"),
    [
        ({"y": [0, 1]}, {"label": "fraud"}, "no column 'fraud'"),
        ({"y": [1, 2]}, {"label": "y"}, "1 for the rare class"),
        ({"y": [0, 1]}, {"label": "y"}, "too few"),
        ({"y": [1] * 40, "eur": [np.nan] * 40}, {"label": "y", "amount": "eur"}, "a number"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused(tmp_path, columns, options, said):
    pd.DataFrame(columns).to_csv(tmp_path / "my.csv", index=False)
    with pytest.raises(DataError, match=said):
        open_desk(tmp_path / "my.csv", **options)


def test_an_own_file_with_text_and_amounts_is_opened(tmp_path):
    rng = np.random.default_rng(0)
    table = pd.DataFrame({"kind": rng.choice(["a", "b"], 300), "x": rng.normal(size=300)})
    table = table.assign(lost=(table["x"] > 1).astype(int), eur=rng.uniform(1, 9, 300))
    table.to_csv(tmp_path / "my.csv", index=False)
    desk = open_desk(tmp_path / "my.csv", label="lost", amount="eur")
    found = desk.compare(RIVALS)
    assert found.loc["plain model", "EUR saved"] > found.loc["random", "EUR saved"]


def test_a_call_brings_the_amount_of_a_fraud_less_its_cost():
    rows = pd.DataFrame({"Amount": [10.0, 50.0, 30.0, 80.0], LABEL: [1, 0, 1, 1]})
    table = money_table({"mine": np.array([0.9, 0.8, 0.1, 0.2])}, rows, 2, 2.0)
    assert table.loc["mine", ["calls", "caught", "EUR saved"]].tolist() == [2, 1, 6]
    assert table.loc["oracle", ["calls", "caught", "EUR saved"]].tolist() == [2, 2, 106]
    assert table.loc["oracle", "ahead"] == -100


def test_equal_scores_are_settled_alike_in_any_order():
    rows = pd.DataFrame({"Amount": [5.0, 5.0, 9.0, 5.0]})
    turned = rows.iloc[[3, 1, 2, 0]]
    called = [set(one.index[choose(np.ones(4), one, 2)]) for one in (rows, turned)]
    assert called == [{2, 0}, {2, 0}]


def test_the_interval_is_as_wide_as_a_sum_of_poisson_counts():
    low, high = interval(np.full(400, 2.0))
    sd = 2 * np.sqrt(400)
    assert (high - low) / (2 * 1.96) == pytest.approx(sd, rel=0.05)


def test_the_first_opening_counts_and_the_same_policy_is_no_second_one(
    desk, tmp_path, monkeypatch, capsys
):
    monkeypatch.chdir(tmp_path)

    def by_amount(fit, decide):
        return Scored(lambda rows: rows["Amount"])

    def by_v14(fit, decide):
        return Scored(lambda rows: -rows["V14"])

    assert openings.here() == 0
    for policy, number in [(by_amount, 1), (by_amount, 1), (by_v14, 2)]:
        desk.judge(policy)
        assert openings.here() == number
    assert capsys.readouterr().out == "This is opening 2 of the sealed day. The first one counts.\n"


def test_each_variation_changes_what_it_says_and_hides_the_labels(desk):
    plain = varied(desk, "plain", 3).table
    sealed = plain["part"] == SEALED
    assert (plain.loc[sealed, LABEL] != desk.table.loc[sealed, LABEL]).any()
    pd.testing.assert_frame_equal(plain[~sealed], desk.table[~sealed])
    for name, parts in [(POISONED, [SEALED]), (OTHER_HOURS, [LATE]), (SHUFFLED, [FIT, DECIDE])]:
        other = varied(desk, name, 3).table
        changed = plain["part"][(other != plain).any(axis=1)]
        assert set(changed) == set(parts), name


def test_the_grader_lays_a_desk_into_the_notebooks_folder(desk, tmp_path, monkeypatch):
    (tmp_path / "desk.pkl").write_bytes(pickle.dumps(desk))
    monkeypatch.setenv(SETTING, str(tmp_path / "desk.pkl"))
    pd.testing.assert_frame_equal(open_desk("yeast4").table, desk.table)
