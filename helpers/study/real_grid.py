"""Which cells the study on real sets has, what each depends on, and what was cut."""

import numpy as np

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
SMALL = {"SVM": 2000, "MLP": 2000}
"""Classifier to the most rows of the sets on which it is run."""
COST = {"logistic regression": 1.0}
"""What a cell costs on average, in CPU seconds as timed by ``--plan``: for the time left."""
CUT: list[dict[str, str]] = []
"""What the study leaves out to keep its costs down, and why."""


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
        if entry["rows"] <= SMALL.get(classifier, np.inf)
        for approach in _approaches(entry, classifier)
    ]
    return cells + [(name, approach, OWN) for approach in ENSEMBLES for name in sets.index]


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
            "settings": SETTINGS,
            "versions": packages,
        }
        for name, approach, classifier in (list_cells() if cells is None else cells)
    }
    return Parts(folder, tasks)


def cost_of(key):
    """Return about how many CPU seconds a cell costs."""
    _, approach, classifier = key
    return COST.get(approach if classifier == OWN else classifier, 1.0)
