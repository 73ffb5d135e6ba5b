"""A reader who swaps the stand-in for the real file must see the same story.

The bounds on scores frame published results of the real file: logistic regression on scaled
features, stratified 80/20 split, seed 42, confusion matrix [[56851, 13], [36, 62]] before SMOTE
and [[55423, 1441], [8, 90]] after. The last tests need real rows: set COURSE_REAL_SAMPLE, or
bring data/creditcard.csv; they are skipped otherwise.
"""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from fit_simulator import PUBLISHED, fit
from imblearn.over_sampling import SMOTE
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, average_precision_score, precision_score, recall_score
from sklearn.model_selection import StratifiedKFold, cross_val_predict, train_test_split
from sklearn.neighbors import NearestNeighbors
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from helpers.data.schema import FEATURES
from helpers.data.simulator import sample
from helpers.paths import DATA

INPUTS = [*FEATURES, "Amount"]


@pytest.fixture(scope="module")
def full():
    return sample(missing=0, random_state=0)


@pytest.fixture(scope="module")
def real():
    own = DATA / "creditcard.csv"
    path = Path(os.environ.get("COURSE_REAL_SAMPLE") or own)
    if not path.is_file():
        pytest.skip("no real rows: set COURSE_REAL_SAMPLE or bring data/creditcard.csv")
    df = pd.read_csv(path).dropna()
    # Enough legitimate rows for a study, few enough for a test; every fraud.
    legitimate = df[df["Class"] == 0]
    step = max(1, len(legitimate) // 4_150)
    return pd.concat([legitimate.iloc[::step], df[df["Class"] == 1]], ignore_index=True)


def logistic_regression():
    return make_pipeline(
        StandardScaler(), LogisticRegression(solver="newton-cholesky", max_iter=200)
    )


def tutorial_scores(df, inputs):
    """Scores before and after SMOTE, the way the lessons compute them."""
    X_train, X_test, y_train, y_test = train_test_split(
        df[inputs].to_numpy(),
        df["Class"].to_numpy(),
        test_size=0.2,
        stratify=df["Class"],
        random_state=42,
    )
    scaler = StandardScaler().fit(X_train)
    X_train, X_test = scaler.transform(X_train), scaler.transform(X_test)
    scores = {}
    for name, (X, y) in {
        "baseline": (X_train, y_train),
        "smote": SMOTE(random_state=42).fit_resample(X_train, y_train),
    }.items():
        model = LogisticRegression(solver="newton-cholesky", max_iter=200).fit(X, y)
        chosen = model.predict(X_test)
        scores[name] = {
            "precision": precision_score(y_test, chosen),
            "recall": recall_score(y_test, chosen),
            "accuracy": accuracy_score(y_test, chosen),
        }
    return scores


@pytest.mark.slow
@pytest.mark.parametrize("inputs", [INPUTS, ["Time", *INPUTS]], ids=["without Time", "with Time"])
def test_the_tutorial_tells_the_same_story(full, inputs):
    scores = tutorial_scores(full, inputs)
    assert 0.75 <= scores["baseline"]["precision"] <= 0.92
    assert 0.55 <= scores["baseline"]["recall"] <= 0.72
    assert 0.04 <= scores["smote"]["precision"] <= 0.09
    assert 0.86 <= scores["smote"]["recall"] <= 0.95
    assert 0.965 <= scores["smote"]["accuracy"] <= 0.985


@pytest.mark.slow
def test_the_bounds_refuse_rows_without_tails_or_overlap(full):
    """Normal rows with the same moments, the obvious simpler model, fail the bounds above."""
    rng = np.random.default_rng(0)
    plain = full.copy()
    for label in (0, 1):
        rows = full["Class"] == label
        given = full.loc[rows, INPUTS]
        plain.loc[rows, INPUTS] = rng.multivariate_normal(given.mean(), given.cov(), rows.sum())
    scores = tutorial_scores(plain, INPUTS)["baseline"]
    assert not (0.75 <= scores["precision"] <= 0.92 and 0.55 <= scores["recall"] <= 0.72)


def test_moments_match_the_published_ones(full):
    # Heavy tails: from seed to seed the standard deviation of a feature moves by a few percent.
    ratio = full[FEATURES].std() / PUBLISHED["std"]
    assert ratio.between(0.9, 1.1).all(), ratio[~ratio.between(0.9, 1.1)]
    # 284,807 rows: the standard error of a mean is 0.002 standard deviations.
    assert (full[FEATURES].mean().abs() / PUBLISHED["std"]).max() < 0.03
    fraud = full.loc[full["Class"] == 1, list(PUBLISHED["mean_fraud"])]
    gap = (fraud.mean() - pd.Series(PUBLISHED["mean_fraud"])).abs()
    # Four standard errors of a mean of 492 frauds.
    assert (gap < 4 * fraud.std() / np.sqrt(len(fraud))).all(), gap


def test_amounts_match_the_published_ones(full):
    amount, fraud = full["Amount"], full.loc[full["Class"] == 1, "Amount"]
    assert amount.median() == pytest.approx(22.00, abs=1.5)
    assert amount.mean() == pytest.approx(88.35, rel=0.12)
    assert fraud.mean() == pytest.approx(122.21, rel=0.35)
    assert fraud.median() == pytest.approx(9.25, abs=5)


def test_small_amounts_pile_up_as_in_the_real_rows(full):
    # Shares among the real rows that the parameters were fitted to.
    real_share = {0: {0.00: 0.0072, 0.89: 0.0166, 1.00: 0.0470}, 1: {0.00: 0.050, 1.00: 0.224}}
    for label, shares in real_share.items():
        amount = full.loc[full["Class"] == label, "Amount"]
        for value, share in shares.items():
            error = np.sqrt(share * (1 - share) / len(amount))
            assert (amount == value).mean() == pytest.approx(share, abs=0.006 + 3 * error), value


def test_nights_are_quiet_but_less_so_for_fraud(full):
    hour = full["Time"] // 3600 % 24
    night = hour.between(1, 5).groupby(full["Class"]).mean()
    assert night[0] < 0.09
    assert night[1] > 2 * night[0]


def neighbour_shares(df):
    """Shares of frauds whose 5 neighbours are all fraud, mixed, and all legitimate."""
    X, y = StandardScaler().fit_transform(df[INPUTS]), df["Class"].to_numpy()
    near = NearestNeighbors(n_neighbors=6).fit(X).kneighbors(X[y == 1], return_distance=False)
    legitimate = (y[near[:, 1:]] == 0).sum(axis=1)
    return np.array(
        [(legitimate == 0).mean(), (legitimate % 5 > 0).mean(), (legitimate == 5).mean()]
    )


def test_frauds_are_safe_mixed_and_lost_as_often_as_real_ones():
    df = sample(4_489, n_frauds=339, missing=0, random_state=0)
    # Measured on 339 real frauds among 4,150 legitimate rows; 0.1 is four standard errors.
    assert neighbour_shares(df) == pytest.approx([0.711, 0.180, 0.109], abs=0.1)


def test_simulated_rows_rank_real_rows_as_well_as_real_rows_do(real):
    """Cross-fitted: the simulator, too, sees only the training folds."""
    X, y = real[INPUTS].to_numpy(), real["Class"].to_numpy()
    folds = StratifiedKFold(5, shuffle=True, random_state=0)
    by_real = cross_val_predict(logistic_regression(), X, y, cv=folds, method="predict_proba")
    by_simulated = np.empty(len(real))
    for train, test in folds.split(X, y):
        given = real.iloc[train]
        simulated = sample(
            10 * len(given),
            n_frauds=10 * int(given["Class"].sum()),
            missing=0,
            parameters=fit(given, settings={"n_init": 1}),
        )
        model = logistic_regression().fit(simulated[INPUTS].to_numpy(), simulated["Class"])
        by_simulated[test] = model.predict_proba(X[test])[:, 1]
    gap = average_precision_score(y, by_real[:, 1]) - average_precision_score(y, by_simulated)
    assert gap <= 0.02


def test_simulated_rows_are_not_copies_of_real_rows(real):
    """The nearest real row must be no nearer to a simulated row than to another real row."""
    scaler = StandardScaler().fit(real[INPUTS])
    for label in (0, 1):
        given = scaler.transform(real.loc[real["Class"] == label, INPUTS].drop_duplicates())
        drawn = sample(len(given), n_frauds=label * len(given), missing=0, random_state=1)
        index = NearestNeighbors().fit(given)
        to_real = index.kneighbors(scaler.transform(drawn[INPUTS]), 1)[0][:, 0]
        among_real = index.kneighbors(given, 2)[0][:, 1]
        for share in (0.01, 0.1, 0.5):
            assert np.quantile(to_real, share) > 0.9 * np.quantile(among_real, share)
