"""Put the table "when to use which sampler" to the test with stored results.

A recommendation says three things: on data with that property the sampler beats SMOTE (SMOTE
itself: random over-sampling); it beats the way without new rows; and it does the first by more than
on data without the property. For each claim, classifier and metric `judge_claims` computes these
three paired differences, and corrects the verdicts for their number; `confirm_claims` does it again
on fresh replicates.
"""

import numpy as np
import pandas as pd
from scipy import stats

from helpers.evaluation.metrics import METRICS as LABELS
from helpers.evaluation.paired import control_false_discoveries, paired_differences
from helpers.models.samplers import SAMPLERS
from helpers.study.claims import (
    BASELINE,
    CLAIMS,
    CLASSIFIERS,
    FRESH,
    QUESTIONS,
    name_of,
    opposite_setting,
    reference_sampler,
)


def advantage(results, sampler, reference, metric):
    """Compute how far a sampler is above another approach, over the parameter of its claim.

    Parameters
    ----------
    results : DataFrame
        From `helpers.study.load_results`.
    sampler, reference : str
        Approaches; the sampler names the claim as well.
    metric : str

    Returns
    -------
    DataFrame
        As of `helpers.evaluation.paired_differences`, over the replicates; but ``value`` is the
        setting of the parameter, and ``score`` the sampler's mean. Verdicts are not corrected for
        their number.
    """
    rows = _rows_of_claim(results, sampler)
    rows = rows[rows["approach"].isin([sampler, reference])]
    table = paired_differences(rows, metric, reference, unit="replicate")
    table = table.rename(columns={"value": "score"})
    return table.assign(value=table["dataset"].str.split("|").str[1].astype(float))


def _rows_of_claim(results, sampler):
    """Return a claim's rows without the results' description, which pandas would always copy."""
    rows = results[results["claim"] == sampler]
    rows.attrs = {}
    return rows


def _growth(results, sampler, metric):
    """Return, per classifier, how much a sampler's lead grows where the property is."""
    reference, claim = reference_sampler(sampler), CLAIMS[sampler]
    rows = _rows_of_claim(results, sampler)
    means = rows.pivot_table(metric, ["classifier", "replicate"], ["approach", "value"])
    gap = means[sampler] - means[reference]
    growth = gap[claim.claimed] - gap[opposite_setting(sampler)]
    answers = []
    for name, per_replicate in growth.groupby("classifier"):
        test = stats.ttest_1samp(per_replicate, 0)
        low, high = test.confidence_interval()
        row = {"classifier": name, "difference": per_replicate.mean(), "low": low, "high": high}
        answers.append({**row, "p_value": test.pvalue, "verdict": ""})
    return pd.DataFrame(answers)


def _ask(results, sampler, metric):
    """Return the answers to the three questions about one claim and metric, uncorrected."""
    parts = []
    for question, reference in (
        ("reference", reference_sampler(sampler)),
        ("baseline", BASELINE[metric]),
    ):
        table = advantage(results, sampler, reference, metric)
        there = table[np.isclose(table["value"], CLAIMS[sampler].claimed)]
        parts.append(there.assign(question=question))
    parts.append(_growth(results, sampler, metric).assign(question="property"))
    return pd.concat(parts).assign(sampler=sampler, metric=metric)


def _correct(parts, rate, procedure="bh"):
    """Return all answers as one table, with verdicts corrected for their number."""
    table = pd.concat(parts, ignore_index=True)
    table = control_false_discoveries(table, table["metric"], rate=rate, procedure=procedure)
    columns = ["sampler", "question", "metric", "classifier", "difference", "low", "high"]
    return table[[*columns, "p_value", "p_adjusted", "verdict"]]


def judge_claims(results, *, rate=0.05, procedure="bh"):
    """Answer the three questions for each claim, classifier and metric.

    Parameters
    ----------
    results : DataFrame
        From ``helpers.study.load_results("lesson10")``.
    rate : float, default=0.05
        Of false discoveries, over all rows of the answer together.
    procedure : {"bh", "by"}, default="bh"
        As of `helpers.evaluation.control_false_discoveries`.

    Returns
    -------
    DataFrame
        One row per claim (``sampler``), ``question``, ``metric`` and ``classifier``, with
        ``difference``, its interval, ``p_value``, ``p_adjusted`` and ``verdict``. The questions:
        "reference", is it better than the sampler it should beat, at the setting that the claim
        names; "baseline", is it better there than the tuned threshold or, for average precision,
        than doing nothing; "property", is it farther above its reference sampler there than where
        the property is missing.
    """
    parts = [_ask(results, sampler, m) for sampler in CLAIMS for m in BASELINE]
    return _correct(parts, rate, procedure)


def confirm_claims(fresh, metric="balanced_accuracy", *, rate=0.05):
    """Answer the three questions again, on replicates that had no say in choosing the cases.

    Parameters
    ----------
    fresh : DataFrame
        From ``helpers.study.load_results("lesson10_fresh")``.
    metric : str
        By which the cases kept their three conditions.
    rate : float, default=0.05
        Of false discoveries, over all rows of the answer together.

    Returns
    -------
    DataFrame
        As of `judge_claims`, for the claims and classifiers of `helpers.study.claims.FRESH`.
    """
    return _correct([_ask(fresh, sampler, metric) for sampler in FRESH], rate)


def count_verdicts(tests):
    """Count, per claim and question, in how many of the 12 cases the sampler is better or worse.

    Parameters
    ----------
    tests : DataFrame
        From `judge_claims`.

    Returns
    -------
    DataFrame
        One row per sampler, with columns (question, "better") and (question, "worse"), and
        ("all three", "holds"): the cases with "better" three times.
    """
    table = tests.assign(better=tests["verdict"] == "better", worse=tests["verdict"] == "worse")
    counts = table.pivot_table(
        ["better", "worse"], "sampler", "question", aggfunc="sum", sort=False
    ).swaplevel(axis=1)
    order = [(question, verdict) for question in QUESTIONS for verdict in ("better", "worse")]
    counts = counts.loc[list(CLAIMS), order].astype(int)
    every = table.groupby(["sampler", "metric", "classifier"])["better"].all()
    counts["all three", "holds"] = every.groupby("sampler").sum().loc[list(CLAIMS)]
    return counts


def verdict_table(tests, sampler):
    """Lay out the verdicts on one claim: a row per classifier, a column per question and metric.

    Parameters
    ----------
    tests : DataFrame
        From `judge_claims`.
    sampler : str

    Returns
    -------
    DataFrame of str
        "+" better, "−" worse, "·" inconclusive, "=" the same.
    """
    rows = tests[tests["sampler"] == sampler]
    signs = {"better": "+", "worse": "−", "inconclusive": "·", "the same": "="}
    table = rows.assign(sign=rows["verdict"].map(signs)).pivot_table(
        "sign", "classifier", ["question", "metric"], aggfunc="first"
    )
    columns = pd.MultiIndex.from_product([QUESTIONS, list(BASELINE)])
    titles = {
        "reference": f"better than {name_of(reference_sampler(sampler))}",
        "baseline": "better than no new rows",
        "property": "more so with the property",
    }
    table = table.loc[list(CLASSIFIERS), columns].rename_axis(index=None)
    return table.rename(columns={**titles, **LABELS, "average_precision": "Avg. precision"})


def measured_table(tests):
    """Set what tutorials recommend beside what was measured.

    Parameters
    ----------
    tests : DataFrame
        From `judge_claims`.

    Returns
    -------
    DataFrame of str
        One row per sampler: ``tutorials``; per question the number of cases in which it is better
        and worse; and ``all three``, the cases in which it is better by all three.
    """
    counts = count_verdicts(tests)
    titles = {
        "reference": "than its reference sampler",
        "baseline": "than no new rows",
        "property": "with property",
    }
    rows = {}
    for sampler in CLAIMS:
        row = {"tutorials": SAMPLERS[sampler].best_use}
        for question, title in titles.items():
            better, worse = (counts.loc[sampler, (question, sign)] for sign in ("better", "worse"))
            row[f"better {title}"] = f"{better} of 12 (worse {worse})"
        better = tests.assign(better=tests["verdict"] == "better").query("sampler == @sampler")
        better = better.pivot_table("better", ["metric", "classifier"], "question", "all")
        rows[name_of(sampler)] = {**row, "all three": _cases(better)}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("sampler")


def describe_claim(counts, sampler):
    """Say in words how a claim did: one line of `count_verdicts`.

    Parameters
    ----------
    counts : DataFrame
        From `count_verdicts`.
    sampler : str

    Returns
    -------
    str
    """
    row, reference = counts.loc[sampler], name_of(reference_sampler(sampler))
    better, worse = (row.xs(verdict, level=1) for verdict in ("better", "worse"))
    return (
        f"{name_of(sampler)} in 12 cases: against {reference} better in {better['reference']} and "
        f"worse in {worse['reference']}; against no new rows better in {better['baseline']} "
        f"and worse in {worse['baseline']}; lead larger with the property in "
        f"{better['property']} and smaller in {worse['property']}. "
        f"All three hold in {row['all three', 'holds']}."
    )


def _cases(better):
    """Return the cases, as text, in which all columns are true."""
    cases = better.index[better.all(axis=1)]
    return "; ".join(f"{LABELS[metric]}, {classifier}" for metric, classifier in cases) or "none"
