"""Verdicts on the study of real data sets, with the origin of the data as the unit.

Thirteen of the sets are made from one table of yeast proteins. They are not thirteen witnesses: a
sampler that does well on one does well on the others. So differences are averaged within an origin
first, over its sets, and the origins are the sample, each with the same weight. What varies between
the folds of one set is part of what varies between origins, and is not counted again.

`judge_comparisons` rests on `helpers.evaluation.judge_differences`, which takes SciPy's t test and
Wilcoxon test. These libraries were looked at and not taken:

- baycomp 1.0.3 (2023) has a Bayesian signed-rank test with such a region, and runs on NumPy 2. It
  asks in which of three ranges most of the pairwise means of the differences lie, so it has no
  interval of the mean; it has no p-values, which conjunctions and corrections need; and it takes
  2.5 s a comparison. Its hierarchical test needs PyStan 2, which is no longer maintained.
- autorank 1.3 (2025) chooses the test by a test of normality on the same data, and takes its
  Bayesian part from baycomp; it brings statsmodels along.
- scikit-posthocs 0.17 has tests between many groups, none of equivalence; statsmodels and Pingouin
  have the two one-sided t tests, which are two lines of SciPy, and none with ranks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from helpers.evaluation.equivalence import TOO_SMALL, correct_answers, judge_differences
from helpers.evaluation.metrics import METRICS as LABELS
from helpers.plotting.forest import write_interval
from helpers.study.claims import name_of

CELL = ["origin", "dataset", "classifier"]
NOTHING = ("none", "0.5")
TUNED = ("none", "tuned")
GROUPS = {
    "weak": ("logistic regression", "decision tree", "k nearest neighbours", "SVM", "MLP"),
    "strong": ("random forest", "gradient boosting"),
}
"""Name of a group to its classifiers, after Elor and Averbuch-Elor (2022, arXiv 2201.08528).

Their code has decision tree, linear SVM and MLP on the one side and three libraries of boosted
trees on the other: LightGBM, which scikit-learn's gradient boosting is nearest to, XGBoost and
CatBoost. Logistic regression, nearest neighbours and the forest are put by us.
"""


def name_way(way):
    """Return the name of an approach with its cut.

    Examples
    --------
    >>> [name_way(way) for way in (NOTHING, TUNED, ("smote", "0.5"), ("smote", "tuned"))]
    ['do nothing', 'tune the threshold', 'SMOTE', 'SMOTE, threshold tuned']
    """
    if way in (NOTHING, TUNED):
        return "do nothing" if way == NOTHING else "tune the threshold"
    approach, cut = way
    return name_of(approach) + (", threshold tuned" if cut == "tuned" else "")


@dataclass(frozen=True)
class Comparison:
    """Two ways of handling imbalance, set against each other in one metric.

    Attributes
    ----------
    way, rival : tuple of (str, str)
        Approach and cut, such as ``("smote", "tuned")``; `NOTHING` and `TUNED` are two of them.
    metric : str
    classifiers : str or sequence of str
        A key of `GROUPS`, a classifier, or several; the differences are averaged over them within
        each data set.
    label : str
        For tables and figures; made from the rest by default.

    Examples
    --------
    >>> Comparison(("smote", "0.5"), TUNED, "mcc", "weak").label
    'SMOTE against tune the threshold: MCC, weak'
    """

    way: tuple[str, str]
    rival: tuple[str, str]
    metric: str
    classifiers: str | Sequence[str]
    label: str = ""

    def __post_init__(self):
        if not self.label:
            who = self.classifiers
            who = who if isinstance(who, str) else ", ".join(who)
            metric = LABELS.get(self.metric, self.metric.replace("_", " "))
            ways = f"{name_way(self.way)} against {name_way(self.rival)}"
            object.__setattr__(self, "label", f"{ways}: {metric}, {who}")


def differences(results, comparison, *, unit="origin"):
    """Compute the differences of a comparison: one per set, averaged within each origin.

    Parameters
    ----------
    results : DataFrame
        One row per ``dataset``, ``origin``, ``approach``, ``classifier`` and ``cut``, with the
        means of the metrics over the same folds.
    comparison : Comparison
    unit : {"origin", "dataset"}, default="origin"

    Returns
    -------
    Series
        By origin, or by origin and dataset. ``attrs`` holds the numbers ``n_sets`` and
        ``n_missing``: of cells (dataset and classifier) where one of the two ways has no value.

    Raises
    ------
    ValueError
        If a row stands twice, or no cell has both ways.
    """
    who = comparison.classifiers
    who = GROUPS.get(who, (who,)) if isinstance(who, str) else tuple(who)
    needed = [*CELL, "approach", "cut", comparison.metric]
    results = pd.DataFrame(results)[needed]  # without its attrs, which every step would copy
    rows = results[results["classifier"].isin(who)]
    ours, theirs = (
        _cells(rows, way, comparison.metric) for way in (comparison.way, comparison.rival)
    )
    gaps = ours - theirs  # a cell that one of them lacks is missing here
    n_missing = int(gaps.isna().sum())
    gaps = gaps.dropna().groupby(["origin", "dataset"]).mean()
    if gaps.empty:
        raise ValueError(f"No data set has both ways of the comparison {comparison.label!r}.")
    n_sets = len(gaps)
    if unit == "origin":
        gaps = gaps.groupby("origin").mean()
    gaps.attrs = {"n_sets": n_sets, "n_missing": n_missing}
    return gaps


def _cells(rows, way, metric):
    """Return a way's values of a metric, by origin, dataset and classifier."""
    approach, cut = way
    rows = rows[rows["approach"] == approach]
    rows = rows[rows["cut"].astype(str) == cut]
    cells = rows.set_index(CELL)[metric]
    if not cells.index.is_unique:
        raise ValueError(f"{approach!r} with cut {cut!r} stands twice in a cell of the results.")
    return cells


def judge_one(results, comparison, *, unit="origin", too_small=TOO_SMALL, confidence_level=0.95):
    """Judge one comparison, without a correction for others.

    Parameters
    ----------
    results, comparison, unit
        As of `differences`.
    too_small, confidence_level : float
        As of `judge_comparisons`.

    Returns
    -------
    dict
        A row of `judge_comparisons`.
    """
    gaps = differences(results, comparison, unit=unit)
    answer = judge_differences(
        gaps, comparison.metric, too_small=too_small, confidence_level=confidence_level
    )
    n_origins = gaps.index.get_level_values("origin").nunique()
    row = {"label": comparison.label, "metric": comparison.metric, "n_origins": n_origins}
    return row | gaps.attrs | answer


def write_answer(answer):
    """Write the answer to a comparison as text, for prose and tables.

    Parameters
    ----------
    answer : dict or Series
        From `judge_one`, or a row of `judge_comparisons`.

    Returns
    -------
    str

    Examples
    --------
    >>> entries = {"difference": 0.0012, "low": -0.0031, "high": 0.0058}
    >>> write_answer(entries | {"verdict": "equivalent", "n_origins": 40})
    '+0.001 [−0.003, +0.006], equivalent (40 origins)'
    """
    interval = write_interval(answer["difference"], answer["low"], answer["high"])
    return f"{interval}, {answer['verdict']} ({answer['n_origins']} origins)"


def judge_comparisons(
    results, comparisons, *, too_small=TOO_SMALL, confidence_level=0.95, rate=0.05, procedure="bh"
):
    """Give each comparison one of four answers, corrected for their number.

    Parameters
    ----------
    results : DataFrame
        As of `differences`.
    comparisons : sequence of Comparison
        All that conclusions are drawn from: how many they are is what the correction depends on.
    too_small : float, default=0.01
        Differences below it are too small to matter.
    confidence_level : float, default=0.95
        Of each interval, which is not corrected.
    rate : float, default=0.05
        Of false ones among the verdicts other than "inconclusive".
    procedure : {"bh", "by"}, default="bh"

    Returns
    -------
    DataFrame
        One row per comparison: ``label``, ``metric``, ``n_origins``, ``n_sets``, ``n_missing``, the
        entries of `helpers.evaluation.judge_differences`, ``p_adjusted``,
        ``p_equivalent_adjusted``, and the corrected ``verdict``.

    Raises
    ------
    ValueError
        As of `differences`.
    """
    settings = {"too_small": too_small, "confidence_level": confidence_level}
    rows = [judge_one(results, comparison, **settings) for comparison in comparisons]
    return correct_answers(pd.DataFrame(rows), rate=rate, procedure=procedure)


def leave_one_origin_out(results, comparison, *, too_small=TOO_SMALL, confidence_level=0.95):
    """Judge a comparison again without each of its origins in turn.

    Parameters
    ----------
    results, comparison, too_small, confidence_level
        As of `judge_comparisons`.

    Returns
    -------
    DataFrame
        One row per origin that is ``left_out``, with the answer of all others; the row of the
        largest difference stands first. A verdict that changes hangs on one origin.
    """
    gaps, metric = differences(results, comparison), comparison.metric
    settings = {"too_small": too_small, "confidence_level": confidence_level}
    rows = [
        {"left_out": origin} | judge_differences(gaps.drop(origin), metric, **settings)
        for origin in gaps.index
    ]
    return pd.DataFrame(rows).sort_values("difference", ascending=False, ignore_index=True)


def count_sets_instead(results, comparison, *, too_small=TOO_SMALL, confidence_level=0.95):
    """Judge a comparison as if each data set were a witness of its own, beside the right way.

    Parameters
    ----------
    results, comparison, too_small, confidence_level
        As of `judge_comparisons`.

    Returns
    -------
    DataFrame
        The rows "origin" and "dataset": the answers with each as the unit, and the ``width`` of
        the interval.
    """
    settings = {"too_small": too_small, "confidence_level": confidence_level}
    units = ("origin", "dataset")
    answers = {unit: judge_one(results, comparison, unit=unit, **settings) for unit in units}
    table = pd.DataFrame.from_dict(answers, orient="index").rename_axis("unit")
    return table.assign(width=table["high"] - table["low"])
