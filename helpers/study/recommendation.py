"""A decision chart computed from results: chosen on one half of the draws, shown on the other.

The best of many methods looks better than it is, because luck helped to choose it. So one half of
the draws proposes a method for each measure and classifier, and the other half, which had no say,
decides whether it is better than doing without new rows.
"""

import numpy as np
import pandas as pd
from scipy import stats

from helpers.study.claims import CLAIMS, CLASSIFIERS, PLAIN, WITHOUT_NEW_ROWS


def gains(results, measure):
    """Compute how far each method is above the plain one, at the settings that the claims name.

    Parameters
    ----------
    results : DataFrame
        From ``helpers.study.load("lesson10")``.
    measure : str
        A key of `helpers.study.claims.PLAIN`.

    Returns
    -------
    DataFrame
        One row per classifier, claim and draw, one column per method that was run for all claims:
        the difference, averaged over the folds.
    """
    rows = [
        results[(results["claim"] == variant) & np.isclose(results["value"], claim.claimed)]
        for variant, claim in CLAIMS.items()
    ]
    index, columns = ["classifier", "draw", "claim"], "method"
    means = pd.concat(rows).pivot_table(measure, index, columns)
    gap = means.sub(means[PLAIN[measure]], axis=0)
    others = [m for m in gap if gap[m].notna().groupby("claim").any().all()]
    idle = [PLAIN[measure], *(m for m in WITHOUT_NEW_ROWS if m.startswith("threshold"))]
    return gap[[m for m in others if m not in idle]]


def average_over_claims(gap, confidence_level):
    """Average differences over the claims, with an interval from the draws.

    Draw number d has the same seed in every claim, so that its data are alike in some of them. The
    claims are therefore averaged within each draw first, and the draws are the sample.

    Parameters
    ----------
    gap : Series
        One value per claim and draw.
    confidence_level : float

    Returns
    -------
    mean, low, high : float

    Examples
    --------
    >>> index = pd.MultiIndex.from_product([["a", "b"], [0, 1, 2]], names=["claim", "draw"])
    >>> gap = pd.Series([0.1, 0.2, 0.3, 0.5, 0.6, 0.7], index=index)
    >>> [round(float(value), 2) for value in average_over_claims(gap, 0.95)]
    [0.4, 0.15, 0.65]
    """
    by_draw = gap.groupby("draw").mean()
    reach = stats.t.ppf((1 + confidence_level) / 2, len(by_draw) - 1) * by_draw.sem()
    return by_draw.mean(), by_draw.mean() - reach, by_draw.mean() + reach


def recommend(results, *, confidence_level=0.95):
    """Propose a method for each measure and classifier, and test it on draws that had no say.

    Parameters
    ----------
    results : DataFrame
        From ``helpers.study.load("lesson10")``.
    confidence_level : float, default=0.95
        Of each interval; they are widened for the number of proposals (Bonferroni).

    Returns
    -------
    DataFrame
        One row per measure and classifier: the method that was ``proposed`` by the even draws, with
        its ``promised`` difference to the plain method there; on the odd draws its ``difference``
        with ``low`` and ``high``; and the ``advice``: the proposed method if all of the interval is
        above zero, else the plain one.
    """
    rows = []
    n_proposals = len(PLAIN) * len(CLASSIFIERS)
    level = 1 - (1 - confidence_level) / n_proposals
    for measure, plain in PLAIN.items():
        gap = gains(results, measure)
        is_even = gap.index.get_level_values("draw") % 2 == 0
        for classifier in CLASSIFIERS:
            promised = gap[is_even].loc[classifier].groupby("claim").mean().mean()
            proposed = promised.idxmax()
            held_out = gap[~is_even].loc[classifier, proposed]
            kept, low, high = average_over_claims(held_out, level)
            rows.append(
                {
                    "measure": measure,
                    "classifier": classifier,
                    "proposed": proposed,
                    "promised": promised[proposed],
                    "difference": kept,
                    "low": low,
                    "high": high,
                    "advice": proposed if low > 0 else plain,
                }
            )
    return pd.DataFrame(rows)
