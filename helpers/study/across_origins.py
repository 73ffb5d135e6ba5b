"""Verdicts on the study of real data sets, with the origin of the data as the unit.

Thirteen of the sets are made from one table of yeast proteins. They are not thirteen witnesses: a
sampler that does well on one does well on the others. So differences are averaged within an origin
first, over its sets, and the origins are the sample, each with the same weight. What varies between
the folds of one set is part of what varies between origins, and is not counted again.

`judge` tests comparisons and corrects for their number; `judge_claims_of_parts` tests sentences
that join several. Both rest on `helpers.evaluation.judge_differences`, which takes SciPy's t test
and Wilcoxon test. These libraries were looked at and not taken:

- baycomp 1.0.3 (2023) has a Bayesian signed-rank test with such a region. It asks in which of three
  ranges most pairwise means of differences lie, and not whether the average lies in one; it has no
  interval, no seed of its own, and no p-values, which conjunctions and corrections need. Its
  hierarchical test needs PyStan 2, which is no longer maintained.
- autorank 1.3 (2025) chooses the test by a test of normality on the same data, and takes its
  Bayesian part from baycomp; it brings statsmodels along.
- scikit-posthocs has tests between many groups, none of equivalence; statsmodels and Pingouin have
  the two one-sided t tests, which are two lines of SciPy, and none with ranks.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from scipy import stats

from helpers.evaluation.equivalence import TOO_SMALL, correct_answers, judge_differences
from helpers.evaluation.metrics import LOWER_IS_BETTER
from helpers.evaluation.metrics import METRICS as LABELS
from helpers.study.claims import name_of

NOTHING = ("none", "0.5")
TUNED = ("none", "tuned")
GROUPS = {
    "weak": ("logistic regression", "decision tree", "k nearest neighbours", "SVM", "MLP"),
    "strong": ("random forest", "gradient boosting"),
}
"""Name of a group to its classifiers, as Elor and Averbuch-Elor (2022, arXiv 2201.08528) part them.

They call decision trees, SVM and MLP weak, XGBoost and CatBoost strong; the others are put by us.
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
    rows = results[results["classifier"].isin(who)]
    ours, theirs = (_cells(rows, way, comparison.metric) for way in (comparison.way, comparison.rival))
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
    rows = rows[(rows["approach"] == approach) & (rows["cut"].astype(str) == cut)]
    cells = rows.set_index(["origin", "dataset", "classifier"])[metric]
    if not cells.index.is_unique:
        raise ValueError(f"{approach!r} with cut {cut!r} stands twice in a cell of the results.")
    return cells


def _row(gaps, comparison, too_small, confidence_level):
    answer = judge_differences(
        gaps, comparison.metric, too_small=too_small, confidence_level=confidence_level
    )
    n_origins = gaps.index.get_level_values("origin").nunique()
    row = {"label": comparison.label, "metric": comparison.metric, "n_origins": n_origins}
    return row | gaps.attrs | answer


def judge(
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
    rows = [
        _row(differences(results, comparison), comparison, too_small, confidence_level)
        for comparison in comparisons
    ]
    return correct_answers(pd.DataFrame(rows), rate=rate, procedure=procedure)


def _p_of_part(row, says):
    """Return the p-value of one part of a claim, so that it is small exactly if the part holds."""
    if says in ("better", "worse"):
        sign = 1 if says == "better" else -1
        sign = -sign if row["metric"] in LOWER_IS_BETTER else sign
        return row["p_value"] if sign * row["difference"] > 0 else 1.0
    return row[{"equivalent": "p_equivalent", "no gain": "p_no_gain", "no loss": "p_no_loss"}[says]]


def judge_claims_of_parts(table, claims, *, rate=0.05, procedure="bh"):
    """Test claims that hold only if all of their parts do.

    This is the intersection-union test [1]_: the p-value of a claim is the largest of its parts.
    The parts need no correction for their number; the claims do, and get it.

    Parameters
    ----------
    table : DataFrame
        From `judge`, with labels that occur once.
    claims : dict
        Claim to its parts: a dict of label to what it says, "better", "worse", "equivalent",
        "no gain" (of `too_small` or more) or "no loss".
    rate : float, default=0.05
        Of false ones among the claims that hold.
    procedure : {"bh", "by"}, default="bh"

    Returns
    -------
    DataFrame
        One row per ``claim``: ``parts``, their number; ``weakest``, the label of the part with the
        largest p-value; ``p_value``, ``p_adjusted`` and ``holds``.

    Raises
    ------
    KeyError
        If there is no such label, or no such thing to say.

    References
    ----------
    .. [1] R. L. Berger, "Multiparameter hypothesis testing and acceptance sampling", Technometrics
       24(4), 295-300, 1982.
    """
    by_label = table.set_index("label", verify_integrity=True)
    rows = []
    for claim, parts in claims.items():
        p_values = pd.Series({part: _p_of_part(by_label.loc[part], parts[part]) for part in parts})
        weakest = p_values.idxmax()
        row = {"claim": claim, "parts": len(parts), "weakest": weakest}
        rows.append({**row, "p_value": p_values[weakest]})
    tested = pd.DataFrame(rows)
    p_adjusted = stats.false_discovery_control(tested["p_value"], method=procedure)
    return tested.assign(p_adjusted=p_adjusted, holds=p_adjusted <= rate)


def leave_one_origin_out(results, comparison, *, too_small=TOO_SMALL, confidence_level=0.95):
    """Judge a comparison again without each of its origins in turn.

    Parameters
    ----------
    results, comparison, too_small, confidence_level
        As of `judge`.

    Returns
    -------
    DataFrame
        One row per origin that is ``left_out``, with the answer of all others; the row of the
        largest difference stands first. A verdict that changes hangs on one origin.
    """
    gaps = differences(results, comparison)
    rows = [
        {"left_out": origin}
        | judge_differences(
            gaps.drop(origin),
            comparison.metric,
            too_small=too_small,
            confidence_level=confidence_level,
        )
        for origin in gaps.index
    ]
    return pd.DataFrame(rows).sort_values("difference", ascending=False, ignore_index=True)


def count_sets_instead(results, comparison, *, too_small=TOO_SMALL, confidence_level=0.95):
    """Judge a comparison as if each data set were a witness of its own, beside the right way.

    Parameters
    ----------
    results, comparison, too_small, confidence_level
        As of `judge`.

    Returns
    -------
    DataFrame
        The rows "origin" and "dataset": the answers with each as the unit, and the ``width`` of
        the interval.
    """
    answers = {
        unit: _row(
            differences(results, comparison, unit=unit), comparison, too_small, confidence_level
        )
        for unit in ("origin", "dataset")
    }
    table = pd.DataFrame.from_dict(answers, orient="index").rename_axis("unit")
    return table.assign(width=table["high"] - table["low"])
