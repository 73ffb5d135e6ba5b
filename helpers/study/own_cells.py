"""Cells that the study on real sets does not have: a reader's own data set, or another method."""

from collections.abc import Mapping

import pandas as pd

from helpers.data import load_real_set
from helpers.files import write_file
from helpers.paths import RESULTS
from helpers.study.fair_rows import read_fair_rows
from helpers.study.real_cells import CLASSIFIERS, compute_on_rows, thin_rows
from helpers.study.real_grid import COMMON, WITHOUT_WEIGHTS
from helpers.study.real_results import collect

CARD = "credit card"
CARD_FILE = "real_card.csv"


def extend_study(sets, approaches, classifiers):
    """Compute rows as the study on real sets would, on other sets or with other methods.

    Rows are drawn, folds dealt and thresholds tuned as in the study, so that the result can be put
    below its table: ``pd.concat([load_real_set_results(), extend_study(...)])``.

    Parameters
    ----------
    sets : dict of str to DataFrame, or sequence of str
        Name to a table with features and ``Class`` (1 = minority), or names of `load_real_set`. An
        origin is taken from ``attrs["origin"]``; without it the name is one.
    approaches : dict of str to sampler, or sequence of str
        Name to any sampler with ``fit_resample``, or names of `helpers.models.APPROACHES`.
    classifiers : sequence of str
        As the study names them.

    Returns
    -------
    DataFrame
        As of `load_real_set_results`, with approach "none" too, which gains are measured from.

    Raises
    ------
    ValueError
        If ``Class`` is not 0 and 1 with the fewer 1, a class has fewer than 3 rows, or there is no
        such classifier.
    """
    if not isinstance(sets, Mapping):
        sets = {name: load_real_set(name) for name in sets}
    if not isinstance(approaches, Mapping):
        approaches = {name: name for name in approaches}
    if unknown := [name for name in classifiers if name not in CLASSIFIERS]:
        raise ValueError(f"The study has no classifier {unknown[0]!r}: {', '.join(CLASSIFIERS)}.")
    results = {}
    for dataset, frame in sets.items():
        _check(frame, dataset)
        X, y = thin_rows(frame, dataset)
        for name, approach in ({"none": "none"} | dict(approaches)).items():
            for classifier in classifiers:
                result = compute_on_rows(X, y, dataset, approach, classifier)
                results[dataset, name, classifier] = result
    origins = {name: frame.attrs.get("origin", name) for name, frame in sets.items()}
    return collect(results, origins)


def _check(frame, dataset):
    counts = frame["Class"].value_counts() if "Class" in frame else {}
    if set(counts.index if len(counts) else ()) != {0, 1} or counts[1] > counts[0]:
        raise ValueError(f"{dataset!r} needs a column 'Class' of 0 and 1, where 1 is the rarer.")
    if counts[1] < 3:
        raise ValueError(f"{dataset!r} has {counts[1]} rows of its rarer class; folds need 3.")


def store_card_results(path):
    """Compute the study's cells on a file of the credit card payments; store scores, and no row.

    Parameters
    ----------
    path : Path
        With the columns of the public file; see `helpers.study.fair_rows.read_fair_rows`.

    Returns
    -------
    str

    Raises
    ------
    DataError
        If the file cannot be used.
    """
    sets = {CARD: read_fair_rows(path).drop(columns="Time")}
    weighted = [name for name in CLASSIFIERS if name not in WITHOUT_WEIGHTS]
    unweighted = [name for name in COMMON if name != "class weights"]
    table = pd.concat(
        [
            extend_study(sets, COMMON, weighted),
            extend_study(sets, unweighted, WITHOUT_WEIGHTS),
        ]
    )
    text = table.drop(columns="seconds").to_csv(index=False, float_format="%.6g")
    write_file(RESULTS / CARD_FILE, text)
    return f"data/results/{CARD_FILE}: {len(table)} rows"


def load_card_results():
    """Load the stored results on genuine credit card payments, which are not part of the study.

    Returns
    -------
    DataFrame
        As of `load_real_set_results`, without ``seconds``.
    """
    table = pd.read_csv(RESULTS / CARD_FILE, keep_default_na=False, na_values=[""])
    return table.astype({"cut": str})
