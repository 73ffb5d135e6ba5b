"""The pipeline that all lessons share, and its scores with one sampler after another.

From lesson 05 on, each lesson adds one model to the comparison. Fitting all earlier ones again
would make the reader wait each time, so their evaluations are kept under ``build/``, keyed by
everything they depend on; delete that folder and they are computed again.
"""

import warnings
from contextlib import contextmanager
from functools import cached_property

import joblib
import numpy as np
from imblearn.pipeline import make_pipeline
from joblib import Memory
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from helpers.by_hand.refusals import explained
from helpers.environment import code_digest, versions
from helpers.errors import NotOnTheseDataError
from helpers.evaluation.scores import evaluate
from helpers.models.samplers import SAMPLERS, make_sampler
from helpers.paths import BUILD, HELPERS

CACHE = BUILD / "cache"
ADASYN_REFUSES = {
    "Not any neigbours belong to the majority": "no fraud of this training set has a legitimate "
    "payment among its neighbours, and ADASYN makes new rows only for frauds that have one",
    "No samples will be generated": "the classes are so nearly equal that ADASYN has no row to add",
}
"""What imbalanced-learn's error says, to the reason for a learner."""


def make_model(sampler=None, *, class_weight=None):
    """Median imputation, scaling, an optional sampler, logistic regression: one pipeline.

    Parameters
    ----------
    sampler : imbalanced-learn sampler, optional
        None leaves the training set as it is: the baseline.
    class_weight : str or dict, optional
        Of the logistic regression; "balanced" lets both classes weigh the same.

    Returns
    -------
    imblearn.pipeline.Pipeline
        Unfitted. The solver and tolerance reach the optimum to many digits, so that decisions do
        not depend on the processor.

    Examples
    --------
    >>> [name for name, _ in make_model(make_sampler("smote")).steps]
    ['simpleimputer', 'standardscaler', 'smote', 'logisticregression']
    """
    samplers = [] if sampler is None else [sampler]
    classifier = LogisticRegression(solver="newton-cholesky", tol=1e-8, class_weight=class_weight)
    # The same medians as with "median", in an eighth of the time: docs/upstream.md says why.
    imputer = SimpleImputer(strategy=np.median)
    return make_pipeline(imputer, StandardScaler(), *samplers, classifier)


def evaluate_models(keys, X_train, y_train, X_test, y_test, *, random_state=42, **bootstrap):
    """Fit the shared pipeline with each sampler on the training set and score it on the test set.

    Parameters
    ----------
    keys : sequence of str
        Keys of `helpers.models.SAMPLERS`; "baseline" for no sampler, and "class weights" for no
        sampler and balanced weights.
    X_train, X_test : DataFrame of shape (n_train, n_features) and (n_test, n_features)
    y_train, y_test : Series of shape (n_train,) and (n_test,)
    random_state : int, default=42
        Of the samplers.
    **bootstrap
        See `helpers.evaluation.evaluate_scores`.

    Returns
    -------
    list of Evaluation
        In the order of the keys, ready for `helpers.evaluation.compare`.

    Raises
    ------
    KeyError
        If there is no such sampler.
    ValueError, TypeError
        If the rows cannot be fitted: which class or column is at fault, and what helps.
    NotOnTheseDataError
        If ADASYN finds nothing to do on these rows.
    """
    fit_and_evaluate = _memory().cache(_fit_and_evaluate, ignore=["rows"])
    rows = _Rows(X_train, y_train, X_test, y_test)
    depends_on = (joblib.hash((X_train, y_train, X_test, y_test)), _environment())
    evaluations = []
    for key in keys:
        if key == "baseline":
            name, model = key, make_model()
        elif key == "class weights":
            name, model = key, make_model(class_weight="balanced")
        else:
            model = make_model(make_sampler(key, random_state=random_state))
            name = SAMPLERS[key].name
        evaluations.append(fit_and_evaluate(model, rows, name, bootstrap, depends_on))
    return evaluations


@contextmanager
def adasyn_explained():
    """Turn ADASYN's refusal, inside a ``with`` block, into what a lesson can say of a file.

    Raises
    ------
    NotOnTheseDataError
        If no minority row has a majority neighbour, or too few rows are missing to be shared out.

    Examples
    --------
    >>> with adasyn_explained():
    ...     raise RuntimeError("Not any neigbours belong to the majority class.")
    Traceback (most recent call last):
    helpers.errors.NotOnTheseDataError: ADASYN cannot be shown here, because no fraud of this \
training set has a legitimate payment among its neighbours, and ADASYN makes new rows only for \
frauds that have one. Take another file, or set COURSE_DATA=simulated for the stand-in.
    """
    try:
        yield
    except (RuntimeError, ValueError) as error:
        reasons = [why for sign, why in ADASYN_REFUSES.items() if sign in str(error)]
        if not reasons:
            raise
        raise NotOnTheseDataError(f"ADASYN cannot be shown here, because {reasons[0]}.") from error


class _Rows:
    """A training and a test set, imputed and scaled once for all models, when one needs them."""

    def __init__(self, X_train, y_train, X_test, y_test):
        self.raw, self.y_train, self.y_test = (X_train, X_test), y_train, y_test

    @cached_property
    def prepared(self):
        X_train, X_test = self.raw
        prepare = make_model()[:-1].fit(X_train)
        return prepare.transform(X_train), prepare.transform(X_test)


def _memory():
    """Return what remembers evaluations; nothing does where the folder cannot be made."""
    try:
        return Memory(CACHE, verbose=0)
    except OSError as error:
        warnings.warn(
            f"{CACHE} cannot be written ({error.strerror}), so each lesson fits these models "
            "again.",
            stacklevel=3,
        )
        return Memory(None)


def _fit_and_evaluate(model, rows, name, bootstrap, depends_on):
    """Fit and score; ``depends_on`` only makes the remembered result depend on it.

    Imputing and scaling learn from the training set alone and are the same for all models, so the
    model's own two first steps are left out.
    """
    with adasyn_explained(), explained(rows.raw[0], rows.y_train, model.get_params()):
        X_train, X_test = rows.prepared
        model = model[2:].fit(X_train, rows.y_train)
    return evaluate(model, X_test, rows.y_test, name=name, **bootstrap)


def _environment():
    """Return what a result depends on besides its arguments: versions and our own code."""
    return versions(), code_digest(
        *(HELPERS / name for name in ("cleaning", "evaluation", "models"))
    )
