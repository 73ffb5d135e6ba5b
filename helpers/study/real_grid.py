"""Which cells the study on real sets has, what each depends on, and what was cut."""

from helpers.environment import versions
from helpers.experiments.parts import Parts
from helpers.paths import BUILD
from helpers.study.real_cells import CLASSIFIERS, ENSEMBLES, OWN, SETTINGS, catalogue

PARTS = BUILD / "experiments" / "real_sets"
COMMON = (
    "none",
    "class weights",
    "random over-sampling",
    "random under-sampling",
    "smote",
    "adasyn",
    "borderline",
    "smote_enn",
    "smote_tomek",
)
"""The approaches that any columns allow."""
WITHOUT_WEIGHTS = ("k nearest neighbours", "MLP")
WIDE = 500
"""Columns beyond which a set is left out with `NOT_WIDE`."""
NOT_WIDE = ("gradient boosting", "SVM", "MLP", "easy ensemble")
COST = {
    "logistic regression": 0.45,
    "decision tree": 0.5,
    "k nearest neighbours": 0.35,
    "random forest": 1.6,
    "gradient boosting": 0.9,
    "SVM": 0.1,
    "MLP": 0.8,
    "balanced random forest": 1.1,
    "RUSBoost": 0.1,
    "easy ensemble": 3.7,
}
"""What a cell costs on average, in CPU seconds as timed by ``--plan``: for the time left."""
CUT = [
    {
        "what": "of sets with more than 2,000 rows, 2,000 are drawn: classes in their natural "
        "shares, but at least 100 minority rows where the set has them",
        "why": "time grows faster than rows for neighbours, SVM and cleaning; what is found holds "
        "for small sets, and the rarest minorities are a little less rare than in their sources",
    },
    {
        "what": "random forest, gradient boosting, SVM, MLP and the ensembles have one repeat of "
        "the folds, the other classifiers two",
        "why": "they take two thirds of the time already; across origins a second repeat gains "
        "little",
    },
    {
        "what": "thresholds tuned inside each training set (cut nested): only approaches none and "
        "smote with logistic regression, decision tree and k nearest neighbours",
        "why": "they cost five more fits a fold, and are only to show how far the cheap way of "
        "tuning differs",
    },
    {
        "what": "no parameter is tuned: classifiers at their defaults (leaves of 5 rows for the "
        "tree, 32 units for the MLP), samplers at a ratio of 1 : 1 with 5 neighbours",
        "why": "a search of ten settings would cost ten times as much; the defaults are what "
        "tutorials use",
    },
    {
        "what": "gradient boosting, SVM, MLP and easy ensemble on sets with more than 500 columns "
        "(hiva)",
        "why": "this one set would take a fifth of the whole time",
    },
    {
        "what": "class weights with k nearest neighbours and with the MLP",
        "why": "scikit-learn's take none",
    },
    {
        "what": "Brier score and log loss of the SVM",
        "why": "it has no probabilities; calibrating it would undo what resampling does to them",
    },
]
"""What the study leaves out, and why."""


def list_cells():
    """Return the keys of all cells, (dataset, approach, classifier), the cheap classifiers first.

    Returns
    -------
    list of tuple of str
    """
    sets = catalogue()
    cells = [
        (name, approach, classifier)
        for classifier in CLASSIFIERS
        for name, entry in sets.iterrows()
        if _is_affordable(entry, classifier)
        for approach in _approaches(entry, classifier)
    ]
    return cells + [
        (name, approach, OWN)
        for approach in ENSEMBLES
        for name, entry in sets.iterrows()
        if _is_affordable(entry, approach)
    ]


def _is_affordable(entry, model):
    return entry["numeric"] + entry["categorical"] <= WIDE or model not in NOT_WIDE


def _approaches(entry, classifier):
    """Return the approaches that suit the columns of a set, and a classifier."""
    names = list(COMMON)
    if entry["categorical"]:
        names.append("smote_nc" if entry["numeric"] else "smote_n")
    if classifier in WITHOUT_WEIGHTS:
        names.remove("class weights")
    return names


def make_parts(cells=None, folder=PARTS):
    """Return the parts of cells; each depends on data, settings, classifier and versions.

    Parameters
    ----------
    cells : list of keys, optional
        All by default.
    folder : path

    Returns
    -------
    Parts
    """
    sets, packages = catalogue(), versions()
    del packages["python"]
    models = CLASSIFIERS | ENSEMBLES
    tasks = {
        (name, approach, classifier): {
            "data": sets.loc[name, "digest"],
            "model": str(models[approach if classifier == OWN else classifier].get_params()),
            "settings": _settings(sets.loc[name]),
            "versions": packages,
        }
        for name, approach, classifier in (list_cells() if cells is None else cells)
    }
    return Parts(folder, tasks)


def _settings(entry):
    """Return the settings that matter for a set: how rows are drawn only where they are."""
    if entry["rows"] > SETTINGS["most_rows"]:
        return SETTINGS
    return {key: value for key, value in SETTINGS.items() if key != "least_minority"}


def cost_of(key):
    """Return about how many CPU seconds a cell costs."""
    _, approach, classifier = key
    return COST[approach if classifier == OWN else classifier]
