"""The advice as a table: chosen on some replicates, judged on others.

The best of many approaches looks better than it is, because luck helped to choose it. So the stored
grid proposes an approach for each metric and classifier, and the fresh replicates, which had no
say, show what it gains over the same classifier without new rows.
"""

import numpy as np
import pandas as pd

from helpers.evaluation.equivalence import judge_differences
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


def average_over_claims(gaps, metric, confidence_level):
    """Average differences over the claims, and judge them with the replicates as the sample.

    Replicate number d has the same seed in every claim, so that its data are alike in some of them.
    The claims are therefore averaged within each replicate first.

    Parameters
    ----------
    gaps : Series
        One value per claim and replicate.
    metric : str
    confidence_level : float

    Returns
    -------
    dict
        As of `helpers.evaluation.judge_differences`.

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["a", "b"], [0, 1, 2]], names=["claim", "replicate"])
    >>> gaps = pd.Series([0.1, 0.2, 0.3, 0.5, 0.6, 0.7], index=index)
    >>> answer = average_over_claims(gaps, "mcc", 0.95)
    >>> [round(answer[name], 2) for name in ("difference", "low", "high")]
    [0.4, 0.15, 0.65]
    """
    by_replicate = gaps.groupby("replicate").mean()
    return judge_differences(by_replicate, metric, confidence_level=confidence_level)


def recommend(results, fresh, *, confidence_level=0.95):
    """Propose an approach for each metric and classifier, and judge it on other replicates.

    Parameters
    ----------
    results, fresh : DataFrame
        From ``helpers.study.load_results``, "lesson10" and "lesson10_fresh".
    confidence_level : float, default=0.95
        Of all intervals together: each is widened for their number (Bonferroni).

    Returns
    -------
    DataFrame
        One row per metric and classifier: the approach that was ``proposed`` by the first results;
        on the fresh ones its ``difference`` to no new rows with ``low``, ``high`` and the
        ``verdict``, and its ``brier`` score minus that of no new rows, above zero if the
        probabilities are worse; and the ``advice``: the proposed approach if it is better, else to
        add no rows (for decisions, with a tuned threshold).
    """
    rows = []
    level = 1 - (1 - confidence_level) / (len(METRICS) * len(CLASSIFIERS))
    brier = gains(fresh, "brier")
    for metric in METRICS:
        expected, found = gains(results, metric), gains(fresh, metric)
        for classifier in CLASSIFIERS:
            proposed = expected.loc[classifier].groupby("claim").mean().mean().idxmax()
            answer = average_over_claims(found.loc[classifier, proposed], metric, level)
            idle = "none" if metric == "average_precision" else "tune the threshold"
            row = {"metric": metric, "classifier": classifier, "proposed": proposed}
            row |= {name: answer[name] for name in ("difference", "low", "high", "verdict")}
            row["brier"] = brier.loc[classifier, proposed].groupby("claim").mean().mean()
            rows.append(row | {"advice": proposed if answer["verdict"] == "better" else idle})
    return pd.DataFrame(rows)
