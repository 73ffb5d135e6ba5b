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
from helpers.models.pipelines import build_method
from helpers.models.samplers import VARIANTS


@dataclass(frozen=True)
class Claim:
    """One row of the table "when to use which", and the data that put it to the test.

    Attributes
    ----------
    variant : str
        Key of `helpers.models.VARIANTS`: the variant that is recommended.
    make : callable
        The generator of `helpers.data.generators`.
    dial : str
        The generator's parameter.
    settings : tuple
        Of the dial.
    claimed : float
        The setting that the recommendation is about, fixed before anything was computed.
    label : str
        The dial in words, for axes.
    short : str
        The dial in a word or two, with a place for the setting.
    """

    variant: str
    make: Callable
    dial: str
    settings: tuple
    claimed: float
    label: str
    short: str


CLAIMS = {
    claim.variant: claim
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
"""Key of the recommended variant to its claim, in the order of the lessons."""

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
SAMPLERS = ["smote", "adasyn", "borderline", "smote_enn", "smote_tomek"]
LESSON10 = {"n_samples": 1000, "n_draws": 12, "n_splits": 3, "random_state": 0}
FRESH_DRAWS = range(200, 232)
"""Draws that nothing in the lesson was chosen on."""
FRESH = {
    "adasyn": ["logistic regression"],
    "smote_enn": ["k nearest neighbours", "decision tree"],
}
"""Claim to the classifiers with which it kept its three promises in the grid of lesson 10."""


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
    return make_pipeline(encode, build_method("smote", classifier, random_state))


def dataset(variant, value, draw, *, n_samples=LESSON10["n_samples"]):
    """Draw the data of a claim at one setting of its dial.

    Parameters
    ----------
    variant : str
        Key of `CLAIMS`.
    value : float
        Of the dial.
    draw : int
        Number of the draw, which is the seed.
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
    claim = CLAIMS[variant]
    frame = claim.make(n_samples, **{claim.dial: value}, random_state=draw)
    X, y = frame.drop(columns="Class"), frame["Class"]
    return X, y


def methods_of(variant):
    """Return the methods that are tried on the data of a claim, as `helpers.experiments.run` takes.

    Examples
    --------
    >>> [name for name in methods_of("smote_nc") if name not in methods_of("smote")]
    ['smote_nc', 'SMOTE on codes']
    """
    methods = {name: name for name in [*WITHOUT_NEW_ROWS, *SAMPLERS]}
    if variant == "smote_nc":
        methods |= {"smote_nc": "smote_nc", "SMOTE on codes": smote_on_codes}
    return methods


def fresh_methods(variant):
    """Return the methods that are tried again on fresh draws: those a claim's promises speak of.

    Examples
    --------
    >>> fresh_methods("adasyn")
    ['none', 'class weights', 'threshold moving', 'smote', 'adasyn']
    """
    rivals = ["smote", "borderline"] if variant == "smote_enn" else ["smote"]
    return ["none", "class weights", "threshold moving", *rivals, variant]


PLAIN = {
    "average_precision": "none",
    "balanced_accuracy": "threshold moving",
    "mcc": "threshold moving (MCC)",
}
"""Measure to the way without new rows that variants are compared with.

It is the threshold tuned for that measure; for average precision, which no threshold changes,
nothing.
"""
QUESTIONS = ("rival", "plain", "property")


def name_of(method):
    """Return the name of a method in tables and figures.

    Examples
    --------
    >>> name_of("smote_enn"), name_of("class weights")
    ('SMOTE-ENN', 'class weights')
    """
    return VARIANTS[method].name if method in VARIANTS else method


def rival_of(variant):
    """Return the sampler that a variant has to beat: SMOTE; for SMOTE, random over-sampling.

    Examples
    --------
    >>> rival_of("adasyn"), rival_of("smote")
    ('smote', 'random over-sampling')
    """
    return "random over-sampling" if variant == "smote" else "smote"


def unlike(variant):
    """Return the setting of a claim's dial that is farthest from the one it is about.

    Examples
    --------
    >>> unlike("smote"), unlike("smote_enn")
    (0.03, 0)
    """
    claim = CLAIMS[variant]
    return claim.settings[-1] if claim.claimed != claim.settings[-1] else claim.settings[0]
