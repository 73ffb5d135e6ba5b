"""The made-up payments hold what lesson 09 says about them, whichever seed a reader takes."""

import numpy as np
import pandas as pd
import pytest

from helpers.data import transactions
from helpers.data.transactions import (
    CATEGORIES,
    CONTACTLESS_LIMIT,
    DISTANCE,
    INTERACTIONS,
    NUMERIC,
    load_transactions,
    log_odds,
)

CONDITIONS = {
    "online, far from home, at night": [
        lambda df: df["entry"] == "online",
        lambda df: df["distance_km"] > 500,
        lambda df: df["hour"] < 6,
    ],
    "swipe, abroad": [lambda df: df["entry"] == "swipe", lambda df: df["country"] != "home"],
    "electronics, large amount": [
        lambda df: df["merchant"] == "electronics",
        lambda df: df["amount"] > 300,
    ],
    "gaming, many payments": [
        lambda df: df["merchant"] == "gaming",
        lambda df: df["payments_24h"] >= 8,
    ],
    "prepaid, new account": [
        lambda df: df["card"] == "prepaid",
        lambda df: df["account_days"] < 60,
    ],
}


@pytest.fixture(scope="module")
def df():
    return load_transactions(50_000)


def beyond_single_columns(df, conditions):
    """Log-odds of fraud where all conditions hold, minus what each of them alone adds.

    Without an interaction the effects of single columns add up, and the result is near 0.
    """
    held = np.column_stack([condition(df) for condition in conditions])

    def odds(rows):
        share = df["Class"].to_numpy()[rows].mean()
        return np.log(share / (1 - share))

    n_held = held.sum(axis=1)
    base = odds(n_held == 0)
    alone = [odds((n_held == 1) & held[:, j]) - base for j in range(held.shape[1])]
    return odds(n_held == held.shape[1]) - base - sum(alone)


def test_same_seed_same_rows_and_other_seed_other_rows():
    first = load_transactions(2_000, random_state=5)
    pd.testing.assert_frame_equal(first, load_transactions(2_000, random_state=5))
    assert not first.equals(load_transactions(2_000, random_state=6))


def test_columns_have_the_types_that_smote_nc_looks_for(df):
    assert list(df.columns) == [*NUMERIC, *CATEGORIES, "Class"]
    assert all(isinstance(df[name].dtype, pd.CategoricalDtype) for name in CATEGORIES)
    assert {name: tuple(df[name].cat.categories) for name in CATEGORIES} == CATEGORIES
    assert df[["amount", "distance_km"]].dtypes.eq(np.float64).all()
    assert df[["hour", "account_days", "payments_24h", "Class"]].dtypes.eq(np.int64).all()
    assert not df.isna().any(axis=None)


def test_source_says_made_up_and_counts(df):
    frauds = df["Class"].sum()
    assert df.attrs["source"] == f"made-up card payments (50,000 rows, {frauds} frauds, seed 0)"


@pytest.mark.parametrize("n_samples", [10_000, 20_000, 50_000])
@pytest.mark.parametrize("random_state", range(5))
def test_one_to_two_percent_are_frauds(n_samples, random_state):
    # 150 frauds expected in 10,000 rows, standard deviation 12: 100 to 200 is 4 of them each way
    share = load_transactions(n_samples, random_state=random_state)["Class"].mean()
    assert 0.01 < share < 0.02


def test_categories_have_the_proportions_of_the_tables(df):
    # 50,000 rows: the standard error of a share is at most 0.0022
    share = df["merchant"].value_counts(normalize=True)[list(CATEGORIES["merchant"])]
    assert share.to_numpy() == pytest.approx(transactions.MERCHANT, abs=0.01)
    share = df["card"].value_counts(normalize=True)[list(CATEGORIES["card"])]
    assert share.to_numpy() == pytest.approx(transactions.CARD, abs=0.01)
    assert (df["country"] == "home").mean() == pytest.approx(0.87, abs=0.02)
    assert df["entry"].value_counts().index[-1] == "swipe"


def test_online_payments_are_made_at_night_more_often(df):
    night = (df["hour"] < 6).groupby(df["entry"] == "online").mean()
    assert night[True] > 3 * night[False]


@pytest.mark.parametrize("random_state", range(3))
def test_no_row_is_impossible(random_state):
    df = load_transactions(30_000, random_state=random_state)
    assert df["amount"].between(0.5, 5_000).all()
    assert np.array_equal(df["amount"], df["amount"].round(2))
    assert df["hour"].between(0, 23).all()
    assert df["account_days"].between(1, 12_001).all()
    assert (df["payments_24h"] >= 1).all()
    limits = np.array(DISTANCE)[df["country"].cat.codes]
    assert df["distance_km"].between(limits[:, 0], limits[:, 1]).all()
    assert (df.loc[df["entry"] == "contactless", "amount"] <= CONTACTLESS_LIMIT).all()
    cash = df[df["merchant"] == "cash"]
    assert (cash["amount"] % 10 == 0).all()
    assert cash["entry"].isin(["chip", "swipe"]).all()
    assert not ((df["merchant"] == "fuel") & (df["entry"] == "online")).any()


@pytest.fixture(scope="module")
def many():
    """Enough rows for each interaction to show."""
    return load_transactions(400_000, random_state=1)


@pytest.mark.slow
@pytest.mark.parametrize("name", INTERACTIONS)
def test_each_interaction_shows_in_the_labels(many, name, monkeypatch):
    # measured: 1.3 to 3.3 with the interaction; without it -1.7 to -0.1 (others overlap it)
    assert CONDITIONS.keys() == INTERACTIONS.keys()
    assert beyond_single_columns(many, CONDITIONS[name]) > 1.0
    monkeypatch.setitem(INTERACTIONS, name, 0.0)
    without = load_transactions(400_000, random_state=1)
    assert beyond_single_columns(without, CONDITIONS[name]) < 0.5


def test_log_odds_are_those_of_the_labels(df):
    probability = 1 / (1 + np.exp(-log_odds(df)))
    # 700 frauds expected, standard deviation 24
    assert df["Class"].sum() == pytest.approx(probability.sum(), abs=100)
    high = probability > np.quantile(probability, 0.99)
    assert df["Class"][high].mean() == pytest.approx(probability[high].mean(), abs=0.08)


def test_a_single_row_can_be_made():
    assert load_transactions(1).shape == (1, 11)


@pytest.mark.parametrize(
    ("n_samples", "error", "message"),
    [
        (0, ValueError, "n_samples must be at least 1, not 0"),
        (2.5, TypeError, "n_samples must be a whole number, not 2.5"),
        (True, TypeError, "n_samples must be a whole number, not True"),
        ("many", TypeError, "n_samples must be a whole number, not 'many'"),
    ],
)
def test_bad_sizes_are_refused(n_samples, error, message):
    with pytest.raises(error, match=message):
        load_transactions(n_samples)
