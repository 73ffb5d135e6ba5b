"""Paired differences between approaches that were cross-validated on the same folds.

The folds of a cross-validation share training rows, so their differences are not independent, and
the usual t interval is far too narrow. `paired_differences` widens it as Nadeau and Bengio [1]_
propose; or, where each data set was drawn several times, takes one difference per replicate, and
those are independent.

A t interval needs differences that vary. On folds with one or two minority rows, recall can differ
by the same amount in each, and the interval would be a point, with a p-value of 0. There the exact
sign test decides, for which fewer than six differences are never enough.

References
----------
.. [1] C. Nadeau and Y. Bengio, "Inference for the generalization error", Machine Learning 52,
   239-281, 2003. The corrected resampled t test.
.. [2] Y. Benjamini and Y. Hochberg, "Controlling the false discovery rate: a practical and powerful
   approach to multiple testing", Journal of the Royal Statistical Society B 57, 289-300, 1995.
.. [3] Y. Benjamini and D. Yekutieli, "The control of the false discovery rate in multiple testing
   under dependency", Annals of Statistics 29(4), 1165-1188, 2001.
"""

import numbers

import numpy as np
import pandas as pd
from scipy import stats

from helpers.evaluation.arguments import check_level
from helpers.evaluation.intervals import FEWEST_ROWS
from helpers.evaluation.metrics import verdict


def paired_differences(results, metric, reference="none", *, unit=None, confidence_level=0.95):
    """Compare every approach with one of them, on the same folds.

    Parameters
    ----------
    results : DataFrame
        From `helpers.experiments.run`.
    metric : str
        One of `helpers.experiments.runner.METRICS`.
    reference : str, default="none"
        The approach that the others are compared with.
    unit : str, optional
        A column that numbers independent replicates of a data set. The differences are averaged
        within each replicate first, and the replicates are the sample. By default the folds are,
        and the interval is Nadeau and Bengio's, which allows for the training rows they share.
    confidence_level : float, default=0.95

    Returns
    -------
    DataFrame
        One row per data set, classifier and approach other than the reference: ``n`` differences,
        the means ``value`` and ``reference``, their ``difference`` with ``low`` and ``high``,
        ``p_value`` (two-sided) and ``verdict``: better, worse, inconclusive, the same (every
        difference is zero), or failed (a fit failed, or the metric is undefined in a fold). If all
        differences are equal and not zero, there is no interval, and ``p_value`` is that of the
        sign test.

    Raises
    ------
    ValueError
        If there is no such metric, the reference was not run or nothing else was, it has no partner
        on a fold, there is no such column as `unit`, or the level is not between 0 and 1.

    Examples
    --------
    >>> fold = {"dataset": "a", "classifier": "c", "repeat": 0, "n_train": 80, "n_test": 20}
    >>> rows = [
    ...     {**fold, "fold": number, "approach": approach, "recall": value}
    ...     for approach, values in {"none": [0.1, 0.2, 0.1], "smote": [0.5, 0.7, 0.6]}.items()
    ...     for number, value in enumerate(values)
    ... ]
    >>> table = paired_differences(pd.DataFrame(rows), "recall")
    >>> table[["difference", "low", "high", "verdict"]].round(2).to_numpy().tolist()
    [[0.47, 0.28, 0.66, 'better']]
    """
    check_level(confidence_level)
    for name in [metric, *([unit] if unit else [])]:
        if name not in results:
            raise ValueError(f"The results have no column {name!r}.")
    group = ["dataset", "classifier"]
    fold = [*group, *([unit] if unit else []), "repeat", "fold"]
    base = results[results["approach"] == reference]
    if base.empty:
        raise ValueError(f"The reference {reference!r} is not among the approaches.")
    others = results[results["approach"] != reference]
    if others.empty:
        raise ValueError(f"The results hold no approach but the reference {reference!r}.")
    if base.duplicated(fold).any() or others.duplicated([*fold, "approach"]).any():
        raise ValueError(
            "A fold stands twice. Do the data sets have replicates? Then name their unit."
        )
    pairs = others.merge(base[[*fold, metric]], on=fold, how="left", suffixes=("", "_base"))
    partners = base.set_index(fold).index
    if not others.set_index(fold).index.isin(partners).all():
        raise ValueError(f"The reference {reference!r} was not run on all folds of the others.")
    pairs["gap"] = pairs[metric] - pairs[f"{metric}_base"]
    rows = [
        dict(zip([*group, "approach"], key, strict=True))
        | _summarise(part, metric, unit, confidence_level)
        for key, part in pairs.groupby([*group, "approach"], sort=False, observed=True)
    ]
    return pd.DataFrame(rows)


def _summarise(part, metric, unit, confidence_level):
    """Return mean difference, interval, p-value and verdict of one approach."""
    gaps, shared = part["gap"].to_numpy(), 0.0
    if unit is None:
        shared = (part["n_test"] / part["n_train"]).mean()
    else:
        gaps = part.groupby(unit)["gap"].agg(lambda gap: gap.mean(skipna=False)).to_numpy()
    mean, n = gaps.mean(), len(gaps)
    error = corrected_error(gaps, shared)
    same = bool((gaps == 0).all())
    equal = n > 1 and not same and np.allclose(gaps, gaps[0], rtol=0, atol=1e-12)
    if equal:  # no spread: the t interval would be a point
        error, p_value = np.nan, stats.binomtest(n, n).pvalue if n >= FEWEST_ROWS else 1.0
    else:
        with np.errstate(divide="ignore", invalid="ignore"):
            p_value = 1.0 if same else 2 * stats.t.sf(abs(mean / error), n - 1)
    reach = stats.t.ppf((1 + confidence_level) / 2, n - 1) * error
    row = {
        "n": n,
        "value": part[metric].mean(),
        "reference": part[f"{metric}_base"].mean(),
        "difference": mean,
        "low": mean - reach,
        "high": mean + reach,
        "p_value": p_value,
    }
    decided = p_value <= 1 - confidence_level if equal else row["low"] > 0 or row["high"] < 0
    return row | {"verdict": _verdict(row["difference"], same, decided, metric)}


def corrected_error(values, shared=0.0):
    """Return the standard error of the mean of values that were measured on folds.

    Parameters
    ----------
    values : ndarray of shape (n,)
    shared : float, default=0.0
        Rows tested for each row trained on, which is Nadeau and Bengio's correction for the
        training rows that folds share [1]_; 0 if the values are independent.

    Returns
    -------
    float
        NaN if there is one value only.

    Examples
    --------
    >>> round(float(corrected_error(np.array([0.1, 0.2, 0.3]), shared=0.5)), 3)
    0.091
    """
    n = len(values)
    return np.sqrt((1 / n + shared) * values.var(ddof=1)) if n > 1 else np.nan


def _verdict(difference, same, decided, metric):
    if np.isnan(difference):
        return "failed"
    if same:
        return "the same"
    return verdict(difference, decided, metric)


def control_false_discoveries(table, metric, *, rate=0.05, procedure="bh"):
    """Give verdicts again so that looking at many comparisons is allowed for.

    Of the verdicts "better" and "worse" in the table, on average at most the share `rate` is a
    false alarm (Benjamini and Hochberg's procedure [2]_). That is proved for tests that are
    independent, or positively dependent in a certain sense; comparisons that share data or a
    reference need not be. Pass all comparisons that conclusions are drawn from as one table: how
    many they are is what the correction depends on.

    Parameters
    ----------
    table : DataFrame
        From `paired_differences`, or several of them, concatenated.
    metric : str or sequence of str
        The metric of the table, or of each of its rows.
    rate : float, default=0.05
    procedure : {"bh", "by"}, default="bh"
        "by" is the stricter procedure of Benjamini and Yekutieli [3]_, proved for any dependence.

    Returns
    -------
    DataFrame
        With ``p_adjusted``, and ``verdict`` following from it. The intervals stay as they are.

    Raises
    ------
    ValueError
        If the rate is not between 0 and 1.

    Examples
    --------
    >>> table = pd.DataFrame({"difference": [0.1, 0.1, -0.2], "p_value": [0.04, 0.03, 0.001]})
    >>> control_false_discoveries(table.assign(verdict="?"), "recall")["verdict"].tolist()
    ['better', 'better', 'worse']
    >>> table["p_value"] = [0.4, 0.03, 0.001]
    >>> control_false_discoveries(table.assign(verdict="?"), "recall")["verdict"].tolist()
    ['inconclusive', 'better', 'worse']
    """
    if not isinstance(rate, numbers.Real) or not 0 < rate < 1:
        raise ValueError(f"rate must lie between 0 and 1, such as 0.05 for 5 %, got {rate!r}.")
    known = table["p_value"].notna().to_numpy()
    adjusted = np.full(len(table), np.nan)
    if known.any():
        p_values = table["p_value"][known].to_numpy()
        adjusted[known] = stats.false_discovery_control(p_values, method=procedure)
    metrics = [metric] * len(table) if isinstance(metric, str) else list(metric)
    verdicts = [
        _verdict(gap, old == "the same", p <= rate, m)
        for gap, old, p, m in zip(
            table["difference"], table["verdict"], adjusted, metrics, strict=True
        )
    ]
    return table.assign(p_adjusted=adjusted, verdict=verdicts)
