"""Whether two models differ on enough rows of one test set for a verdict.

The bootstrap of a difference draws again from the rows on which two models differ. If these are a
handful, and all point one way, so do nearly all resamples, and the interval leaves out zero. But a
coin that falls five times on one side is no proof. So a verdict needs more than the interval:

- Where fewer than 25 rows differ, a difference of decisions must also pass an exact test. Let the
  two models be equally good; then, on each row that they decide differently, it is a toss of a coin
  which of them has which decision [1]_. The p-value is the share of all outcomes whose difference
  is at least as large. For recall (rows: the minority) and accuracy (all rows) this is McNemar's
  exact test [2]_; for precision, F1, MCC and balanced accuracy the counts of both classes are
  tossed.
- A score that is a mean over rows (the Brier score; ROC-AUC over the minority rows, and over the
  majority rows; average precision over the minority rows) differs by the mean of the rows'
  differences, whose signs are tossed where fewer than 25 rows differ.
- Six rows are the fewest: six tosses have a p-value of 2 / 64 = 0.03 at best, five have 2 / 32 =
  0.06. So the level of the test is never above 0.05, whatever the level of the intervals. If
  fewer than six rows have other scores, these decide nothing; if a class has fewer than six rows,
  they decide nothing but accuracy; if a model predicts fewer than six rows positive, its precision
  decides nothing.

For scores that rank, this is a floor and no more: a few rows can carry most of a difference in
ROC-AUC although all rows differ a little, and the bootstrap alone answers for that.

References
----------
.. [1] A. Yeh, "More accurate tests for the statistical significance of result differences", COLING
   2000, 947-953. The randomization test for recall, precision and F1.
.. [2] Q. McNemar, "Note on the sampling error of the difference between correlated proportions or
   percentages", Psychometrika 12, 153-157, 1947. That the exact test should replace his
   approximation below 25 rows is the usual advice.
"""

import numpy as np
import pandas as pd
from scipy import stats

from helpers.evaluation.intervals import FEWEST_ROWS
from helpers.evaluation.metrics import METRICS, scores_from_confusion

FEW_PAIRS = 25
"""Where fewer rows than this differ, the bootstrap is not enough for a verdict."""

HIGHEST_LEVEL = 0.05
"""Of the exact tests, so that fewer than six rows are never a verdict."""

_DECISIONS = ("accuracy", "balanced_accuracy", "precision", "recall", "f1", "mcc")


def exact_p_values(evaluation, base):
    """Test each metric of which the difference hangs on few rows.

    Parameters
    ----------
    evaluation, base : Evaluation
        Of the same test set.

    Returns
    -------
    Series
        Two-sided p-value of each of `helpers.evaluation.METRICS`; 1 where there are too few rows
        for any verdict, NaN where there are so many that the bootstrap is enough.
    """
    y = evaluation.y_true
    tests = _decisions(y, evaluation.y_pred, base.y_pred)
    for metric, ours in evaluation.row_scores.items():
        parts = zip(ours, base.row_scores[metric], strict=True)
        tests[metric] = np.fmax.reduce([_sign_flips(a - b) for a, b in parts])
    if (evaluation.y_score != base.y_score).sum() < FEWEST_ROWS:
        tests |= dict.fromkeys(("average_precision", "roc_auc", "brier"), 1.0)
    p_values = pd.Series(tests, index=list(METRICS), dtype=float)
    if min(np.bincount(y)) < FEWEST_ROWS:
        p_values[p_values.index != "accuracy"] = 1.0
    if min(evaluation.y_pred.sum(), base.y_pred.sum()) < FEWEST_ROWS:
        p_values["precision"] = 1.0
    return p_values


def _decisions(y, decided, base):
    """Return metric to p-value of the exact test of decisions, for those that need it."""
    minority, majority = y == 1, y == 0
    differ = decided != base
    n_minority, n_majority = (differ & minority).sum(), (differ & majority).sum()
    needed = {
        "accuracy": n_minority + n_majority < FEW_PAIRS,
        "recall": n_minority < FEW_PAIRS,
    }
    metrics = [m for m in _DECISIONS if needed.get(m, min(n_minority, n_majority) < FEW_PAIRS)]
    if not metrics:
        return {}
    n_true, n_false = int(minority.sum()), int(majority.sum())
    both, won = decided & base, decided & differ
    n_found, n_alarmed = (both & minority).sum(), (both & majority).sum()

    def scores(wins, alarms):
        """Scores of the model that has so many of the positive decisions in dispute."""
        tp, fp = int(n_found + wins), int(n_alarmed + alarms)
        all_scores = scores_from_confusion(n_false - fp, fp, n_true - tp, tp)
        return np.array([all_scores[metric] for metric in metrics])

    wins, alarms = (won & minority).sum(), (won & majority).sum()
    observed = scores(wins, alarms) - scores(n_minority - wins, n_majority - alarms)
    tosses = _tosses(n_minority), _tosses(n_majority)
    outcomes = np.array([[scores(w, a) for a in tosses[1]] for w in tosses[0]])
    outcomes = np.abs(outcomes - outcomes[::-1, ::-1])  # the rival has the other decisions
    chances = (
        stats.binom.pmf(*args, 0.5) for args in zip(tosses, (n_minority, n_majority), strict=True)
    )
    # an outcome without a precision speaks for neither: it counts against a verdict
    smaller = outcomes < np.abs(observed) - 1e-12
    p_values = 1 - np.einsum("w,a,wam->m", *chances, smaller)
    return dict(zip(metrics, p_values, strict=True))


def _tosses(n):
    """Return the numbers of heads in ``n`` tosses; if many, without the all but impossible."""
    low = int(stats.binom.ppf(1e-12, n, 0.5)) if n > 2 * FEW_PAIRS else 0
    return np.arange(low, n - low + 1)


def row_scores(y, score):
    """Return what each row contributes to the scores that are means over rows.

    Parameters
    ----------
    y, score : ndarray of shape (n_samples,)

    Returns
    -------
    dict of str to list of ndarray
        For each of these metrics the contributions of the rows that it is a mean over, by class
        where it is one over each.
    """
    minority, majority = score[y == 1], score[y == 0]
    rank = stats.rankdata(score)
    # how many rows of the other class rank below each row, ties counting one half
    below_minority = rank[y == 1] - stats.rankdata(minority)
    below_majority = rank[y == 0] - stats.rankdata(majority)
    # and how many of all and of the minority at least as high
    high = len(score) + 1 - stats.rankdata(score, "min")[y == 1]
    found = len(minority) + 1 - stats.rankdata(minority, "min")
    return {
        "average_precision": [found / high],
        "roc_auc": [below_minority / len(majority), 1 - below_majority / len(minority)],
        "brier": [(score - y) ** 2],
    }


def _sign_flips(gaps):
    """Return the p-value of a mean of differences whose signs are tossed.

    It is NaN for many rows and 1 for too few.

    Examples
    --------
    Six rows that all differ the same way, and five:

    >>> float(_sign_flips(np.ones(6))), float(_sign_flips(np.ones(5)))
    (0.03125, 1.0)
    """
    gaps = gaps[np.abs(gaps) > 1e-12]  # not rounding
    if len(gaps) < FEWEST_ROWS:
        return 1.0
    if len(gaps) >= FEW_PAIRS:
        return np.nan
    test = stats.permutation_test(
        (gaps,), np.mean, permutation_type="samples", n_resamples=4999, batch=500, rng=0
    )
    return test.pvalue
