"""A decision chart computed from results: chosen on one half of the replicates, shown on the other.

The best of many approaches looks better than it is, because luck helped to choose it. So one half
of the replicates proposes an approach for each metric and classifier, and the other half, which had
no say, decides whether it is better than doing without new rows.
"""

import numpy as np
import pandas as pd
from scipy import stats

from helpers.study.claims import BASELINE, CLAIMS, CLASSIFIERS, WITHOUT_NEW_ROWS


def gains(results, metric):
    """Compute how far each approach is above the baseline, at the settings that the claims name.

    Parameters
    ----------
    results : DataFrame
        From ``helpers.study.load_results("lesson10")``.
    metric : str
        A key of `helpers.study.claims.BASELINE`.

    Returns
    -------
    DataFrame
        One row per classifier, claim and replicate, one column per approach that was run for all
        claims: the difference, averaged over the folds.
    """
    rows = [
        results[(results["claim"] == sampler) & np.isclose(results["value"], claim.claimed)]
        for sampler, claim in CLAIMS.items()
    ]
    index, columns = ["classifier", "replicate", "claim"], "approach"
    means = pd.concat(rows).pivot_table(metric, index, columns)
    gap = means.sub(means[BASELINE[metric]], axis=0)
    others = [m for m in gap if gap[m].notna().groupby("claim").any().all()]
    idle = [BASELINE[metric], *(m for m in WITHOUT_NEW_ROWS if m.startswith("threshold"))]
    return gap[[m for m in others if m not in idle]]


def average_over_claims(gap, confidence_level):
    """Average differences over the claims, with an interval from the replicates.

    Draw number d has the same seed in every claim, so that its data are alike in some of them. The
    claims are therefore averaged within each replicate first, and the replicates are the sample.

    Parameters
    ----------
    gap : Series
        One value per claim and replicate.
    confidence_level : float

    Returns
    -------
    mean, low, high : float

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["a", "b"], [0, 1, 2]], names=["claim", "replicate"])
    >>> gap = pd.Series([0.1, 0.2, 0.3, 0.5, 0.6, 0.7], index=index)
    >>> [round(float(value), 2) for value in average_over_claims(gap, 0.95)]
    [0.4, 0.15, 0.65]
    """
    by_replicate = gap.groupby("replicate").mean()
    reach = stats.t.ppf((1 + confidence_level) / 2, len(by_replicate) - 1) * by_replicate.sem()
    return by_replicate.mean(), by_replicate.mean() - reach, by_replicate.mean() + reach


def recommend(results, *, confidence_level=0.95):
    """Propose an approach for each metric and classifier, and test it on other replicates.

    Parameters
    ----------
    results : DataFrame
        From ``helpers.study.load_results("lesson10")``.
    confidence_level : float, default=0.95
        Of each interval; they are widened for the number of proposals (Bonferroni).

    Returns
    -------
    DataFrame
        One row per metric and classifier: the approach that was ``proposed`` by the even
        replicates, with its ``expected`` difference to the baseline there; on the odd replicates
        its ``difference`` with ``low`` and ``high``; and the ``advice``: the proposed approach if
        all of the interval is above zero, else the baseline.
    """
    rows = []
    n_proposals = len(BASELINE) * len(CLASSIFIERS)
    level = 1 - (1 - confidence_level) / n_proposals
    for metric, baseline in BASELINE.items():
        gap = gains(results, metric)
        is_even = gap.index.get_level_values("replicate") % 2 == 0
        for classifier in CLASSIFIERS:
            expected = gap[is_even].loc[classifier].groupby("claim").mean().mean()
            proposed = expected.idxmax()
            held_out = gap[~is_even].loc[classifier, proposed]
            kept, low, high = average_over_claims(held_out, level)
            rows.append(
                {
                    "metric": metric,
                    "classifier": classifier,
                    "proposed": proposed,
                    "expected": expected[proposed],
                    "difference": kept,
                    "low": low,
                    "high": high,
                    "advice": proposed if low > 0 else baseline,
                }
            )
    return pd.DataFrame(rows)
