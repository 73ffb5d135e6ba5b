"""The data sets on which the fast cleaners are raced: for them, against them, and real ones."""

import numpy as np
from imblearn.over_sampling import SMOTE
from sklearn.model_selection import train_test_split
from sklearn.preprocessing import StandardScaler

from helpers.data.creditcard import load_creditcard

CREDIT_CARD = "credit card"
OWN_FILE = "own file"
SIZES = (10_000, 20_000, 50_000, 100_000)
SMALL = {  # data on which the bounds settle little, or where there is little to skip: rows
    "random labels": 20_000,
    "overlapping classes": 20_000,
    "100 features": 20_000,
    "50 classes": 20_000,
    "200 small classes": 5_000,
}


def count_rows():
    """Training rows of the stand-in, and of the user's own file (0 without one).

    The own file is the one that ``COURSE_DATA`` names, or the one in ``data/``.
    """
    own = load_creditcard(missing=0)
    stand_in = load_creditcard("simulated", missing=0)
    return int(0.8 * len(stand_in)), 0 if own.equals(stand_in) else int(0.8 * len(own))


def make_data(name, n_rows):
    """Draw one data set, scaled and, for credit cards, balanced by SMOTE.

    Parameters
    ----------
    name : str
        `CREDIT_CARD` (the stand-in), `OWN_FILE` (the user's own rows) or one of `SMALL`.
    n_rows : int
        Genuine rows, before SMOTE.

    Returns
    -------
    X, y : ndarrays of shapes (n_samples, n_features) and (n_samples,)

    Examples
    --------
    >>> X, y = make_data("random labels", 100)
    >>> X.shape
    (100, 29)
    >>> make_data("200 small classes", 100)[0].shape
    (100, 10)
    """
    if name in (CREDIT_CARD, OWN_FILE):
        frame = load_creditcard("simulated" if name == CREDIT_CARD else "auto", missing=0)
        train, _ = train_test_split(
            frame, train_size=n_rows, stratify=frame["Class"], random_state=42
        )
        X = StandardScaler().fit_transform(train.drop(columns=["Time", "Class"]))
        return SMOTE(random_state=42).fit_resample(X, train["Class"].to_numpy())
    rng = np.random.default_rng(0)
    n_features = {"100 features": 100, "200 small classes": 10}.get(name, 29)
    n_classes = int(name.split()[0]) if name.endswith("classes") and name[0].isdigit() else 2
    X = rng.standard_normal((n_rows, n_features))
    y = rng.integers(0, n_classes, n_rows)
    if name == "overlapping classes":
        X += 0.5 * y[:, None]
    elif name == "100 features":
        X[:, 0] += 6 * y
    elif n_classes > 2:
        X += 4 * rng.standard_normal((n_classes, n_features))[y]
    return X, y
