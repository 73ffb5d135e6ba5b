"""What can be done about imbalance, each as one pipeline around any classifier.

Every pipeline imputes and scales the numeric columns and one-hot encodes the categorical ones, so
that all approaches start from the same table. Everything in it is learned from the rows it is
fitted on, which makes it safe inside cross-validation.
"""

from functools import partial

from imblearn.over_sampling import SMOTEN, RandomOverSampler
from imblearn.pipeline import make_pipeline
from imblearn.under_sampling import RandomUnderSampler
from pandas.api.types import is_numeric_dtype
from sklearn.base import clone
from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.metrics import make_scorer
from sklearn.model_selection import StratifiedKFold, TunedThresholdClassifierCV
from sklearn.preprocessing import FunctionTransformer, OneHotEncoder, StandardScaler

from helpers.evaluation.metrics import confusion_score
from helpers.models.samplers import SAMPLERS, make_sampler

THRESHOLDS = {
    "threshold moving": "balanced_accuracy",
    "threshold moving (MCC)": "mcc",
    "threshold moving (F1)": "f1",
}
"""Approach to the metric that the threshold is tuned for, inside the training set."""
RANDOM = {"random over-sampling": RandomOverSampler, "random under-sampling": RandomUnderSampler}
APPROACHES = (*SAMPLERS, "smote_n", "none", *RANDOM, "class weights", *THRESHOLDS)
"""All names that `make_approach` knows: the keys of the samplers, SMOTE-N for tables of categories
only, and what needs no new rows."""

_CATEGORIES = make_column_selector(dtype_include="category")


def _numbers(frame):
    """Name the columns that are no categories, all of which have to hold numbers."""
    names = make_column_selector(dtype_exclude="category")(frame)
    if text := [name for name in names if not is_numeric_dtype(frame[name].dtype)]:
        raise ValueError(
            f"No numbers and no categories are in the columns {', '.join(map(repr, text))}: make "
            f"them categories, X.astype({dict.fromkeys(text, 'category')})."
        )
    return names


def make_approach(name, classifier, random_state=None, *, mixed=False):
    """Build the pipeline of one approach around a classifier.

    Parameters
    ----------
    name : str, or sampler
        One of `APPROACHES`, or any sampler with ``fit_resample``, which is cloned.
    classifier : scikit-learn classifier
        It is cloned, never fitted itself.
    random_state : int, RandomState instance or None
        Of the sampler, of the classifier if it takes one, and of the inner folds.
    mixed : bool, default=False
        Whether the table has columns of pandas' type ``category``.

    Returns
    -------
    estimator
        Unfitted.

    Raises
    ------
    KeyError
        If there is no such approach.
    ValueError
        If the approach cannot be had: class weights of a classifier without them, SMOTE-NC for a
        table without categories, or, when it is fitted, SMOTE-N for one with numbers.

    Examples
    --------
    >>> from sklearn.linear_model import LogisticRegression
    >>> [step for step, _ in make_approach("smote", LogisticRegression(), 0).steps]
    ['simpleimputer', 'standardscaler', 'smote', 'logisticregression']
    """
    classifier = clone(classifier)
    if "random_state" in classifier.get_params():
        classifier.set_params(random_state=random_state)
    if hasattr(name, "fit_resample"):
        sampler = clone(name)
        if "random_state" in sampler.get_params():
            sampler.set_params(random_state=random_state)
        return make_pipeline(*_prepare(mixed), sampler, classifier)
    if name == "smote_nc":
        return _with_smote_nc(classifier, random_state, mixed)
    if name == "none":
        return make_pipeline(*_prepare(mixed), classifier)
    if name == "smote_n":
        sampler, steps = SMOTEN(random_state=random_state), _only_categories()
        return make_pipeline(steps, sampler, _encoder(), classifier)
    if name in RANDOM:
        sampler = RANDOM[name](random_state=random_state)
        return make_pipeline(*_prepare(mixed), sampler, classifier)
    if name == "class weights":
        if "class_weight" not in classifier.get_params():
            raise ValueError(f"{type(classifier).__name__} takes no class weights.")
        return make_pipeline(*_prepare(mixed), classifier.set_params(class_weight="balanced"))
    if name in THRESHOLDS:
        folds = StratifiedKFold(5, shuffle=True, random_state=random_state)
        model = make_pipeline(*_prepare(mixed), classifier)
        scoring = make_scorer(partial(confusion_score, metric=THRESHOLDS[name]))
        return TunedThresholdClassifierCV(model, scoring=scoring, cv=folds)
    if name in SAMPLERS:
        sampler = make_sampler(name, random_state=random_state)
        return make_pipeline(*_prepare(mixed), sampler, classifier)
    raise KeyError(f"There is no approach {name!r}; the names are {', '.join(APPROACHES)}.")


def _numeric():
    return [SimpleImputer(strategy="median"), StandardScaler()]


def _encoder():
    return OneHotEncoder(handle_unknown="ignore", sparse_output=False)


def _prepare(mixed):
    """Return the steps before the sampler."""
    if not mixed:
        return _numeric()
    return [
        make_column_transformer((make_pipeline(*_numeric()), _numbers), (_encoder(), _CATEGORIES))
    ]


def _with_smote_nc(classifier, random_state, mixed):
    """Scale first, sample second, encode last."""
    if not mixed:
        raise ValueError("SMOTE-NC needs at least one categorical column; use SMOTE.")
    scale = make_column_transformer(
        (make_pipeline(*_numeric()), _numbers),
        (FunctionTransformer(name_missing, feature_names_out="one-to-one"), _CATEGORIES),
        verbose_feature_names_out=False,
    ).set_output(transform="pandas")
    sampler = make_sampler("smote_nc", random_state=random_state, categorical_features="auto")
    encode = make_column_transformer((_encoder(), _CATEGORIES), remainder="passthrough")
    return make_pipeline(scale, sampler, encode, classifier)


def _only_categories():
    """Name missing categories; numbers would be taken for categories, so they are refused."""
    return FunctionTransformer(_name_missing_only, feature_names_out="one-to-one")


def _name_missing_only(frame):
    numbers = frame.columns[frame.dtypes != "category"]
    if len(numbers):
        raise ValueError(f"SMOTE-N takes categories only, and {numbers[0]!r} is none.")
    return name_missing(frame)


def name_missing(frame):
    """Make missing categories a category of their own, which SMOTE-NC can vote for.

    Parameters
    ----------
    frame : DataFrame of shape (n_samples, n_columns)
        All columns of type ``category``.

    Returns
    -------
    DataFrame
    """
    return frame.apply(
        lambda column: (
            column.cat.add_categories("missing").fillna("missing")
            if column.isna().any()
            else column
        )
    )
