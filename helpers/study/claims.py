"""The claims of the table "when to use which", and the data that put each to the test."""

from collections.abc import Callable
from dataclasses import dataclass

from sklearn.compose import make_column_selector, make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OrdinalEncoder
from sklearn.tree import DecisionTreeClassifier

from helpers.data import generators
from helpers.models.pipelines import make_approach
from helpers.models.samplers import SAMPLERS


@dataclass(frozen=True)
class Claim:
    """One row of the table "when to use which", and the data that put it to the test.

    Attributes
    ----------
    sampler : str
        Key of `helpers.models.SAMPLERS`: the sampler that is recommended.
    make : callable
        The generator of `helpers.data.generators`.
    parameter : str
        The generator's parameter.
    settings : tuple
        Of the parameter.
    claimed : float
        The setting that the recommendation is about, fixed before anything was computed.
    label : str
        The parameter in words, for axes.
    short : str
        The parameter in a word or two, with a place for the setting.
    """

    sampler: str
    make: Callable
    parameter: str
    settings: tuple
    claimed: float
    label: str
    short: str


CLAIMS = {
    claim.sampler: claim
    for claim in (
        Claim(
            "smote",
            generators.make_imbalanced,
            "minority",
            (0.3, 0.15, 0.07, 0.03),
            0.15,
            "share of minority rows",
            "{:.0%} minority",
        ),
        Claim(
            "adasyn",
            generators.make_hard_regions,
            "hardness",
            (0, 0.4, 0.7, 1),
            1,
            "how far two of four regions lie inside the majority",
            "hardness {:g}",
        ),
        Claim(
            "borderline",
            generators.make_near_boundary,
            "near",
            (0, 0.33, 0.67, 1),
            1,
            "share of the minority close to the boundary",
            "{:.0%} near the boundary",
        ),
        Claim(
            "smote_enn",
            generators.make_mislabelled,
            "flipped",
            (0, 0.1, 0.2, 0.3),
            0.3,
            "share of minority labels that are wrong",
            "{:.0%} false minority",
        ),
        Claim(
            "smote_tomek",
            generators.make_overlapping,
            "overlap",
            (0.1, 0.3, 0.5, 0.7),
            0.7,
            "overlap of the two classes",
            "overlap {:g}",
        ),
        Claim(
            "smote_nc",
            generators.make_mixed,
            "n_categorical",
            (1, 3, 5, 7),
            7,
            "categorical columns among eight",
            "{} of 8 categorical",
        ),
    )
}
"""Key of the recommended sampler to its claim, in the order of the lessons."""

CLASSIFIERS = {
    "logistic regression": LogisticRegression(),
    "k nearest neighbours": KNeighborsClassifier(),
    "decision tree": DecisionTreeClassifier(min_samples_leaf=5),
    "gradient boosting": HistGradientBoostingClassifier(
        learning_rate=0.15, max_iter=25, max_leaf_nodes=8, max_bins=64
    ),
}
WITHOUT_NEW_ROWS = [
    "none",
    "class weights",
    "threshold moving",
    "threshold moving (MCC)",
    "random over-sampling",
]
TRIED = ["smote", "adasyn", "borderline", "smote_enn", "smote_tomek"]
LESSON10 = {"n_samples": 1000, "n_replicates": 12, "n_splits": 3, "random_state": 0}
FRESH_REPLICATES = range(200, 232)
"""Draws that nothing in the lesson was chosen on."""
FRESH = {
    "adasyn": ["logistic regression"],
    "smote_enn": ["k nearest neighbours", "decision tree"],
}
"""Claim to the classifiers with which it kept its three conditions in the grid of lesson 10."""


def smote_on_codes(classifier, random_state):
    """Build SMOTE for category codes taken as numbers, as it is often done.

    Parameters
    ----------
    classifier : scikit-learn classifier
    random_state : int or None

    Returns
    -------
    imblearn.pipeline.Pipeline
        Codes, then the pipeline of SMOTE: the classifier too sees the codes as numbers.

    Examples
    --------
    >>> [step for step, _ in smote_on_codes(LogisticRegression(), 0).steps]
    ['columntransformer', 'pipeline']
    """
    unknown = {"handle_unknown": "use_encoded_value", "unknown_value": -1}
    codes = (OrdinalEncoder(**unknown), make_column_selector(dtype_include="category"))
    encode = make_column_transformer(codes, remainder="passthrough")
    return make_pipeline(encode, make_approach("smote", classifier, random_state))


def dataset(sampler, value, replicate, *, n_samples=LESSON10["n_samples"]):
    """Draw the data of a claim at one setting of its parameter.

    Parameters
    ----------
    sampler : str
        Key of `CLAIMS`.
    value : float
        Of the parameter.
    replicate : int
        Number of the replicate, which is the seed.
    n_samples : int

    Returns
    -------
    X : DataFrame of shape (n_samples, n_features)
    y : Series of shape (n_samples,)

    Examples
    --------
    >>> X, y = dataset("smote", 0.15, 3)
    >>> X.shape, int(y.sum())
    ((1000, 4), 150)
    """
    claim = CLAIMS[sampler]
    frame = claim.make(n_samples, **{claim.parameter: value}, random_state=replicate)
    X, y = frame.drop(columns="Class"), frame["Class"]
    return X, y


def approaches_of(sampler):
    """Return the approaches that are tried on the data of a claim, for `helpers.experiments.run`.

    Examples
    --------
    >>> [name for name in approaches_of("smote_nc") if name not in approaches_of("smote")]
    ['smote_nc', 'SMOTE on codes']
    """
    approaches = {name: name for name in [*WITHOUT_NEW_ROWS, *TRIED]}
    if sampler == "smote_nc":
        approaches |= {"smote_nc": "smote_nc", "SMOTE on codes": smote_on_codes}
    return approaches


def fresh_approaches(sampler):
    """Return the approaches of a claim's conditions, which are tried again on fresh replicates.

    Examples
    --------
    >>> fresh_approaches("adasyn")
    ['none', 'class weights', 'threshold moving', 'smote', 'adasyn']
    """
    references = ["smote", "borderline"] if sampler == "smote_enn" else ["smote"]
    return ["none", "class weights", "threshold moving", *references, sampler]


BASELINE = {
    "average_precision": "none",
    "balanced_accuracy": "threshold moving",
    "mcc": "threshold moving (MCC)",
}
"""Metric to the way without new rows that samplers are compared with.

It is the threshold tuned for that metric; for average precision, which no threshold changes,
nothing.
"""
QUESTIONS = ("reference", "baseline", "property")


def name_of(approach):
    """Return the name of an approach in tables and figures.

    Examples
    --------
    >>> name_of("smote_enn"), name_of("class weights")
    ('SMOTE-ENN', 'class weights')
    """
    return SAMPLERS[approach].name if approach in SAMPLERS else approach


def reference_sampler(sampler):
    """Return the sampler that a sampler has to beat: SMOTE; for SMOTE, random over-sampling.

    Examples
    --------
    >>> reference_sampler("adasyn"), reference_sampler("smote")
    ('smote', 'random over-sampling')
    """
    return "random over-sampling" if sampler == "smote" else "smote"


def opposite_setting(sampler):
    """Return the setting of a claim's parameter that is farthest from the one it is about.

    Examples
    --------
    >>> opposite_setting("smote"), opposite_setting("smote_enn")
    (0.03, 0)
    """
    claim = CLAIMS[sampler]
    return claim.settings[-1] if claim.claimed != claim.settings[-1] else claim.settings[0]
