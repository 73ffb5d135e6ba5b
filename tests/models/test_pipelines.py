"""What breaks for a reader here: a threshold that is not the one scikit-learn would choose."""

import numpy as np
import pandas as pd
import pytest
from sklearn import metrics
from sklearn.base import clone
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression

from helpers.evaluation.metrics import confusion_scores
from helpers.models.pipelines import make_approach

X, Y = make_classification(150, 4, n_informative=3, n_redundant=0, weights=[0.8], random_state=1)


@pytest.mark.parametrize("share", [0, 0.1, 0.9, 1])
def test_the_quick_measures_of_decisions_are_those_of_scikit_learn(share):
    rng = np.random.default_rng(0)
    called = (rng.random(150) < share).astype(int)
    quick = confusion_scores(Y, called)
    expected = {
        "balanced_accuracy": metrics.balanced_accuracy_score(Y, called),
        "mcc": metrics.matthews_corrcoef(Y, called),
        "f1": metrics.f1_score(Y, called),
        "precision": metrics.precision_score(Y, called, zero_division=np.nan),
        "recall": metrics.recall_score(Y, called),
    }
    # the order of the divisions differs, so the last digits may
    assert {name: quick[name] for name in expected} == pytest.approx(expected, nan_ok=True)


@pytest.mark.slow
def test_the_threshold_is_the_one_that_scikit_learns_own_scorer_finds():
    ours = make_approach("threshold moving", LogisticRegression(), 0).fit(X, Y)
    theirs = clone(ours).set_params(scoring="balanced_accuracy").fit(X, Y)
    assert ours.best_threshold_ == theirs.best_threshold_


def test_random_under_sampling_trains_on_as_many_rows_of_each_class():
    model = make_approach("random under-sampling", LogisticRegression(), 0)
    resampled = model[:-1].fit_resample(X, Y)[1]
    assert np.bincount(resampled).tolist() == [Y.sum(), Y.sum()]


def test_smote_n_is_for_tables_of_categories_only():
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.choice(list("xyz"), (150, 3)), columns=list("abc"))
    frame.loc[3, "a"] = None
    frame = frame.astype("category")
    model = make_approach("smote_n", LogisticRegression(), 0, mixed=True)
    resampled, labels = model[:2].fit_resample(frame, Y)
    assert labels.mean() == 0.5
    assert set(resampled["a"]) == {"x", "y", "z", "missing"}
    assert model.fit(frame, Y).predict_proba(frame).shape == (150, 2)
    with pytest.raises(ValueError, match="SMOTE-N takes categories only, and 'd' is none"):
        model.fit(frame.assign(d=1.0), Y)
