"""All algorithms with default arguments on a set large enough for the blockwise neighbour search.

The generated cases are small. From some hundred rows and 15 columns on, scikit-learn searches in
blocks and with another method, which may order equally distant neighbours differently.
"""

import numpy as np
import pandas as pd
import pytest
from imblearn.combine import SMOTEENN, SMOTETomek
from imblearn.over_sampling import ADASYN, SMOTE, SMOTENC, BorderlineSMOTE
from imblearn.under_sampling import EditedNearestNeighbours, TomekLinks

from helpers.by_hand.adasyn import adasyn
from helpers.by_hand.borderline_smote import borderline_smote
from helpers.by_hand.edited_nearest_neighbours import edited_nearest_neighbours
from helpers.by_hand.smote import smote
from helpers.by_hand.smote_enn import smote_enn
from helpers.by_hand.smote_nc import smote_nc
from helpers.by_hand.smote_tomek import smote_tomek
from helpers.by_hand.tomek_links import tomek_links

from .cases import assert_identical


@pytest.fixture(scope="module")
def large():
    """3,000 rows in 30 columns, one in thirty from the minority, with 200 duplicates."""
    random = np.random.RandomState(0)
    X = random.normal(size=(3000, 30))
    y = (np.arange(3000) % 30 == 0).astype(int)
    X[y == 1, :3] += 1.5
    X[random.randint(3000, size=200)] = X[random.randint(3000, size=200)]
    return X, y


@pytest.mark.parametrize(
    ("by_hand", "sampler"),
    [
        (lambda X, y: smote(X, y, random_state=1), SMOTE(random_state=1)),
        (lambda X, y: adasyn(X, y, random_state=1), ADASYN(random_state=1)),
        (lambda X, y: borderline_smote(X, y, random_state=1), BorderlineSMOTE(random_state=1)),
        (
            lambda X, y: borderline_smote(X, y, kind="borderline-2", random_state=1),
            BorderlineSMOTE(kind="borderline-2", random_state=1),
        ),
        (edited_nearest_neighbours, EditedNearestNeighbours()),
        (tomek_links, TomekLinks()),
        (lambda X, y: smote_enn(X, y, random_state=1), SMOTEENN(random_state=1)),
        (lambda X, y: smote_tomek(X, y, random_state=1), SMOTETomek(random_state=1)),
    ],
)
def test_defaults_on_a_large_set(large, by_hand, sampler):
    """The lessons assert equality on the full card data, not on sets of 60 rows."""
    X, y = large
    X_theirs, y_theirs = sampler.fit_resample(X, y)
    result = by_hand(X, y)
    assert_identical(result.X, X_theirs)
    assert_identical(result.y, y_theirs)
    assert len(result.y) != len(y)


def test_smote_nc_on_a_large_set(large):
    X, y = large
    random = np.random.RandomState(1)
    X = pd.DataFrame(X).add_prefix("V")
    X["country"] = random.choice(["PT", "ES", "FR", "DE"], size=len(y))
    X["channel"] = random.choice(["chip", "online"], size=len(y))
    X_theirs, y_theirs = SMOTENC(["country", "channel"], random_state=1).fit_resample(X, y)
    result = smote_nc(X, y, ["country", "channel"], random_state=1)
    assert_identical(result.X, X_theirs)
    assert_identical(result.y, y_theirs)
