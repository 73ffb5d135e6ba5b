"""A decision table computed from real data sets: chosen on half of the origins, tested on the rest.

The best of many ways looks better than it is, because luck helped to choose it. So one half of the
origins proposes a way for each group of classifiers and metric, and the other half, which had no
say, decides whether it is better than the simple way: to tune the threshold where the metric
judges decisions, else to do nothing.

To leave out one origin at a time would spare the halving, but then the choice hardly ever changes,
and what was lucky in the choice is lucky in the test. In a simulation of 15 independent ways, all
equal (25 or 35 origins, heavy tails, 1,500 runs each), one of them was called better in 17 %
without any division, in 10 % with one origin left out, and in 2 % with halves, where 2.5 % is what
the test allows. To test the best of all origins with Bonferroni's correction finds a true gain
somewhat more often, but its estimate is too high: by 0.010 there, where origins had a standard
deviation of 0.03.

Whether a tuned threshold is better than nothing involves no choice, so all origins decide it.
"""

import numpy as np
import pandas as pd

from helpers.evaluation.equivalence import TOO_SMALL, correct_answers
from helpers.evaluation.metrics import LOWER_IS_BETTER
from helpers.evaluation.metrics import METRICS as LABELS
from helpers.plotting.forest import write_interval
from helpers.study.across_origins import (
    GROUPS,
    NOTHING,
    TUNED,
    Comparison,
    judge_one,
    name_way,
)

DECISIONS = ("balanced_accuracy", "mcc", "f1")
"""Metrics of decisions, which depend on the threshold; rankings and probabilities do not."""

MOST = 0.8
"""Share of the origins that a way must have been tried on to be proposed."""


def halve_origins(results):
    """Divide the origins into two halves with about as many data sets each, without a seed.

    The origins are ordered by their number of sets, then by name, and dealt in turn.

    Parameters
    ----------
    results : DataFrame
        With the columns ``origin`` and ``dataset``.

    Returns
    -------
    proposing, deciding : list of str

    Examples
    --------
    >>> halve_origins(pd.DataFrame({"origin": list("aaabbcd"), "dataset": range(7)}))
    (['a', 'd'], ['b', 'c'])
    """
    sizes = results.groupby("origin")["dataset"].nunique().reset_index()
    order = sizes.sort_values(["dataset", "origin"], ascending=[False, True])["origin"].tolist()
    deal = np.isin(np.arange(len(order)) % 4, (0, 3))
    return (
        [origin for origin, first in zip(order, deal, strict=True) if first],
        [origin for origin, first in zip(order, deal, strict=True) if not first],
    )


def _propose(results, simple, metric, group):
    """Return the way with the largest mean gain over the simple way, and this difference."""
    rows = results[results["classifier"].isin(GROUPS.get(group, (group,)))]
    rows = rows.assign(way=[*zip(rows["approach"], rows["cut"].astype(str), strict=True)])
    cells = rows.pivot_table(metric, ["origin", "dataset", "classifier"], "way")
    gaps = cells.sub(cells[simple], axis=0)
    by_origin = gaps.groupby(["origin", "dataset"]).mean().groupby("origin").mean()
    ways = [
        way
        for way, n_origins in by_origin.count().items()
        if way[0] != "none"
        and (metric in DECISIONS or way[1] == "0.5")  # elsewhere the cut changes nothing
        and n_origins >= MOST * results["origin"].nunique()
    ]
    if not ways:
        raise ValueError(f"No way was tried on most origins with {group!r} in {metric!r}.")
    means = {way: by_origin[way].mean() for way in ways}
    best = (min if metric in LOWER_IS_BETTER else max)(means, key=means.get)
    return best, means[best]


def decide(
    results,
    metrics=("average_precision", "balanced_accuracy", "mcc", "recall_at_budget"),
    groups=tuple(GROUPS),
    *,
    too_small=TOO_SMALL,
    confidence_level=0.95,
    rate=0.05,
):
    """Advise a way for each group of classifiers and metric.

    Parameters
    ----------
    results : DataFrame
        As of `helpers.study.differences`, with the column ``brier``.
    metrics : sequence of str
    groups : sequence of str
        Keys of `helpers.study.GROUPS`, or classifiers.
    too_small : float, default=0.01
        Differences below it are too small to matter.
    confidence_level : float, default=0.95
        Of each interval, which is not corrected.
    rate : float, default=0.05
        Of false ones among all verdicts that the table rests on, together.

    Returns
    -------
    DataFrame
        One row per group and metric. ``proposed`` is the way that was best on the proposing half,
        by ``expected``; on the deciding half its ``difference`` to the simple way has the interval
        ``low`` to ``high`` and the corrected ``verdict`` over ``n_deciding`` origins;
        ``same_choice`` says whether the deciding half would have proposed the same. ``advice`` is
        the proposed way if it is better, else to tune the threshold if that is better than nothing,
        else to do nothing. Its ``gain`` over nothing, with ``gain_low`` and ``gain_high``, and its
        change of the Brier score, ``brier`` with ``brier_low`` and ``brier_high``, are averages of
        ``n_origins``: those of the deciding half for a proposed way, else all.

    Raises
    ------
    ValueError
        If no way but to tune the threshold was tried on most origins.
    """
    settings = {"too_small": too_small, "confidence_level": confidence_level}
    proposing, deciding = (results[results["origin"].isin(half)] for half in halve_origins(results))
    rows, contests, thresholds = [], [], {}
    for group in groups:
        for metric in metrics:
            simple = TUNED if metric in DECISIONS else NOTHING
            proposed, expected = _propose(proposing, simple, metric, group)
            again, _ = _propose(deciding, simple, metric, group)
            contest = Comparison(proposed, simple, metric, group)
            contests.append(judge_one(deciding, contest, **settings))
            if simple == TUNED:
                tuning = Comparison(TUNED, NOTHING, metric, group)
                thresholds[group, metric] = judge_one(results, tuning, **settings)
            row = {"group": group, "metric": metric, "proposed": proposed, "expected": expected}
            rows.append({**row, "same_choice": proposed == again})
    tests = correct_answers(pd.DataFrame([*contests, *thresholds.values()]), rate=rate)
    verdicts = tests["verdict"].tolist()
    tuning_verdicts = dict(zip(thresholds, verdicts[len(contests) :], strict=True))
    for row, contest, verdict in zip(rows, contests, verdicts, strict=False):
        row |= {name: contest[name] for name in ("difference", "low", "high")}
        row |= {"verdict": verdict, "n_deciding": contest["n_origins"]}
        simple = (
            TUNED if tuning_verdicts.get((row["group"], row["metric"])) == "better" else NOTHING
        )
        way, tested = (row["proposed"], deciding) if verdict == "better" else (simple, results)
        row |= _effects(tested, way, row["metric"], row["group"], settings)
        row["proposed"] = name_way(row["proposed"])
    return pd.DataFrame(rows)


def write_decisions(table):
    """Write a decision table in Markdown: a line per metric, a column per group of classifiers.

    Parameters
    ----------
    table : DataFrame
        From `decide`.

    Returns
    -------
    str
        Each cell has the advice, its gain over nothing, its change of the Brier score (where higher
        is worse), the origins that both rest on, and how the best sampler compared.
    """
    groups = list(dict.fromkeys(table["group"]))
    lines = ["| to be good in | " + " | ".join(f"{group} classifiers" for group in groups) + " |"]
    lines.append("|---" * (len(groups) + 1) + "|")
    cells = table.set_index(["metric", "group"])
    for metric in dict.fromkeys(table["metric"]):
        texts = (_write_cell(cells.loc[(metric, group)], metric) for group in groups)
        lines.append(
            f"| {LABELS.get(metric, metric.replace('_', ' ').capitalize())} | {' | '.join(texts)} |"
        )
    return "\n".join(lines)


def _write_cell(row, metric):
    parts = [f"**{row['advice']}**"]
    if row["advice"] == name_way(NOTHING):
        parts.append("the reference: gain 0, Brier unchanged")
    else:
        gain, brier = (write_interval(*row[names]) for names in _ENDS)
        changed = row[_ENDS[1]].any()
        parts += [f"gain over nothing {gain}", f"Brier {brier}" if changed else "Brier unchanged"]
    parts.append(f"{row['n_origins']} origins")
    simple = name_way(TUNED if metric in DECISIONS else NOTHING)
    contest = write_interval(*row[["difference", "low", "high"]])
    parts.append(
        f"<small>best of the rest, {row['proposed']}, against {simple}: {contest}, "
        f"{row['verdict']}, {row['n_deciding']} origins</small>"
    )
    return "<br>".join(parts)


_ENDS = (["gain", "gain_low", "gain_high"], ["brier", "brier_low", "brier_high"])


def _effects(results, way, metric, group, settings):
    """Return the gain of a way over nothing, and its change of the Brier score."""
    answer = {"advice": name_way(way)}
    for name, measured in (("gain", metric), ("brier", "brier")):
        judged = judge_one(results, Comparison(way, NOTHING, measured, group), **settings)
        answer |= {name: judged["difference"]}
        answer |= {f"{name}_{end}": judged[end] for end in ("low", "high")}
        answer.setdefault("n_origins", judged["n_origins"])
    return answer
