"""The advice as a table: chosen on one half of the replicates, judged on the other.

The best of many approaches looks better than it is, because luck helped to choose it. So one half
of the replicates proposes an approach for each metric and classifier, and the other half, which had
no say, shows what it gains over the same classifier without new rows.
"""

import numpy as np
import pandas as pd
from scipy import stats

from helpers.study.claims import CLAIMS, CLASSIFIERS, METRICS
from helpers.study.verdicts import column_of


def gains(results, metric):
    """Compute how far each approach is above no new rows, at the settings that the claims name.

    Parameters
    ----------
    results : DataFrame
        From ``helpers.study.load_results("lesson10")``.
    metric : str
        For balanced accuracy and MCC all thresholds are tuned.

    Returns
    -------
    DataFrame
        One row per classifier, replicate and claim, one column per approach that was tried on the
        data of all claims.
    """
    rows = [
        results[(results["claim"] == sampler) & np.isclose(results["value"], claim.claimed)]
        for sampler, claim in CLAIMS.items()
    ]
    index, columns = ["classifier", "replicate", "claim"], "approach"
    means = pd.concat(rows).pivot_table(column_of(metric, "tuned"), index, columns)
    gaps = means.sub(means.pop("none"), axis=0)
    return gaps[[name for name in gaps if gaps[name].notna().groupby("claim").any().all()]]


def average_over_claims(gaps, confidence_level):
    """Average differences over the claims, with an interval from the replicates.

    Replicate number d has the same seed in every claim, so that its data are alike in some of them.
    The claims are therefore averaged within each replicate first, and the replicates are the
    sample.

    Parameters
    ----------
    gaps : Series
        One value per claim and replicate.
    confidence_level : float

    Returns
    -------
    mean, low, high : float

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["a", "b"], [0, 1, 2]], names=["claim", "replicate"])
    >>> gaps = pd.Series([0.1, 0.2, 0.3, 0.5, 0.6, 0.7], index=index)
    >>> [round(float(value), 2) for value in average_over_claims(gaps, 0.95)]
    [0.4, 0.15, 0.65]
    """
    by_replicate = gaps.groupby("replicate").mean()
    reach = stats.t.ppf((1 + confidence_level) / 2, len(by_replicate) - 1) * by_replicate.sem()
    return by_replicate.mean(), by_replicate.mean() - reach, by_replicate.mean() + reach


def recommend(results, *, confidence_level=0.95):
    """Propose an approach for each metric and classifier, and judge it on other replicates.

    Parameters
    ----------
    results : DataFrame
        From ``helpers.study.load_results("lesson10")``.
    confidence_level : float, default=0.95
        Of all intervals together: each is widened for their number (Bonferroni).

    Returns
    -------
    DataFrame
        One row per metric and classifier: the approach that was ``proposed`` by the even
        replicates; on the odd ones its ``difference`` to no new rows with ``low`` and ``high``, and
        its ``brier`` score minus that of no new rows, above zero if the probabilities are worse;
        and the ``advice``: the proposed approach if all of the interval is above zero, else to add
        no rows (for decisions, with a tuned threshold).
    """
    rows = []
    level = 1 - (1 - confidence_level) / (len(METRICS) * len(CLASSIFIERS))
    brier = gains(results, "brier")
    for metric in METRICS:
        gaps = gains(results, metric)
        is_even = gaps.index.get_level_values("replicate") % 2 == 0
        for classifier in CLASSIFIERS:
            proposed = gaps[is_even].loc[classifier].groupby("claim").mean().mean().idxmax()
            held_out = gaps[~is_even].loc[classifier, proposed]
            difference, low, high = average_over_claims(held_out, level)
            idle = "none" if metric == "average_precision" else "tune the threshold"
            row = {"metric": metric, "classifier": classifier, "proposed": proposed}
            row |= {"difference": difference, "low": low, "high": high}
            row["brier"] = brier[~is_even].loc[classifier, proposed].groupby("claim").mean().mean()
            rows.append(row | {"advice": proposed if low > 0 else idle})
    return pd.DataFrame(rows)
