"""The claims of the table "when to use which", and the data that put each to the test."""

from collections.abc import Callable
from dataclasses import dataclass

from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from helpers.data import generators, widen
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
WITHOUT_NEW_ROWS = ["none", "class weights", "random over-sampling"]
"""Approaches that need no sampler of `SAMPLERS`; each can have its threshold tuned."""
TRIED = ["smote", "adasyn", "borderline", "smote_enn", "smote_tomek"]
LESSON10 = {"n_samples": 1000, "n_replicates": 12, "n_splits": 3, "random_state": 0}
FRESH_REPLICATES = range(200, 232)
"""Replicates that nothing in the lesson was chosen on."""
WIDE = ((30, "noise"), (30, "informative"))
"""Tables other than the generators' own: how many columns, and what the further ones hold."""
WIDTHS = (*WIDE, (10, "noise"), (10, "informative"), (2, "noise"))
"""Those of `NEAR`; all other claims are tried on the `WIDE` ones."""
NEAR = ("adasyn", "smote_enn", "smote_nc")
"""Claims with a case that holds on fresh replicates, or nearly so."""


def widths_of(sampler):
    """Return the widths of the tables on which a claim is tried again.

    Examples
    --------
    >>> widths_of("smote")
    ((30, 'noise'), (30, 'informative'))
    >>> len(widths_of("adasyn")), len(widths_of("smote_nc"))  # all its eight columns hold structure
    (5, 4)
    """
    if sampler not in NEAR:
        return WIDE
    return WIDTHS[:-1] if sampler == "smote_nc" else WIDTHS


def dataset(
    sampler, value, replicate, *, n_columns=None, further="noise", n_samples=LESSON10["n_samples"]
):
    """Draw the data of a claim at one setting of its parameter.

    Parameters
    ----------
    sampler : str
        Key of `CLAIMS`.
    value : float
        Of the parameter.
    replicate : int
        Number of the replicate, which is the seed.
    n_columns : int, optional
        Features, by default as many as the generator makes.
    further : {"noise", "informative"}, default="noise"
        What further columns hold: see `helpers.data.widen`.
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
    >>> dataset("smote", 0.15, 3, n_columns=30)[0].shape
    (1000, 30)
    """
    claim = CLAIMS[sampler]
    frame = claim.make(n_samples, **{claim.parameter: value}, random_state=replicate)
    if n_columns is not None:
        hidden = frame[["x1", "x2"]]
        if sampler == "smote_nc":  # the numbers behind the categories
            hidden = claim.make(n_samples, 0, random_state=replicate).drop(columns="Class")
        frame = widen(frame, n_columns, further, hidden=hidden, random_state=replicate)
    return frame.drop(columns="Class"), frame["Class"]


def own_columns(sampler):
    """Return how many features the data of a claim have as they are made.

    Examples
    --------
    >>> own_columns("smote"), own_columns("smote_nc")
    (4, 8)
    """
    return 8 if sampler == "smote_nc" else 4


def approaches_of(sampler):
    """Return the approaches that are tried on the data of a claim.

    Examples
    --------
    >>> [name for name in approaches_of("smote_nc") if name not in approaches_of("smote")]
    ['smote_nc']
    """
    return [*WITHOUT_NEW_ROWS, *TRIED, *(["smote_nc"] if sampler == "smote_nc" else [])]


def approaches_of_case(sampler):
    """Return the approaches that the conditions of a claim need.

    Examples
    --------
    >>> approaches_of_case("adasyn")
    ['none', 'smote', 'adasyn']
    """
    return ["none", reference_sampler(sampler), sampler]


METRICS = ("average_precision", "balanced_accuracy", "mcc")
"""Of a case. Each decision metric is judged with the threshold tuned for it, on both sides."""
CONDITIONS = ("reference", "baseline", "property")


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
