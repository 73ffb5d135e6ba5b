"""Put the table "when to use which variant" to the test with stored results.

A recommendation says three things: on data with that property the variant beats SMOTE (SMOTE
itself: random over-sampling); it beats the way without new rows; and it does the first by more than
on data without the property. For each claim, classifier and measure `judge_claims` computes these
three paired differences, and corrects the verdicts for their number; `confirm_claims` does it again
on fresh draws.
"""

import numpy as np
import pandas as pd
from scipy import stats

from helpers.evaluation.metrics import MEASURES as LABELS
from helpers.evaluation.paired import control_false_discoveries, paired_differences
from helpers.models.samplers import VARIANTS
from helpers.study.claims import (
    CLAIMS,
    CLASSIFIERS,
    FRESH,
    PLAIN,
    QUESTIONS,
    name_of,
    rival_of,
    unlike,
)


def advantage(results, variant, reference, measure):
    """Compute how far a variant is above another method, over the dial of its claim.

    Parameters
    ----------
    results : DataFrame
        From `helpers.study.load`.
    variant, reference : str
        Methods; the variant names the claim as well.
    measure : str

    Returns
    -------
    DataFrame
        As of `helpers.evaluation.paired_differences`, over the draws; but ``value`` is the setting
        of the dial, and ``score`` the variant's mean. Verdicts are not corrected for their number.
    """
    both = results["method"].isin([variant, reference]) & (results["claim"] == variant)
    table = paired_differences(results[both], measure, reference, unit="draw")
    table = table.rename(columns={"value": "score"})
    return table.assign(value=table["dataset"].str.split("|").str[1].astype(float))


def _growth(results, variant, measure):
    """Return, per classifier, how much more a variant beats its rival where the property is."""
    rival, claim = rival_of(variant), CLAIMS[variant]
    rows = results[results["claim"] == variant]
    means = rows.pivot_table(measure, ["classifier", "draw"], ["method", "value"])
    gap = means[variant] - means[rival]
    growth = gap[claim.claimed] - gap[unlike(variant)]
    answers = []
    for name, per_draw in growth.groupby("classifier"):
        test = stats.ttest_1samp(per_draw, 0)
        low, high = test.confidence_interval()
        row = {"classifier": name, "difference": per_draw.mean(), "low": low, "high": high}
        answers.append({**row, "p_value": test.pvalue, "verdict": ""})
    return pd.DataFrame(answers)


def _ask(results, variant, measure):
    """Return the answers to the three questions about one claim and measure, uncorrected."""
    parts = []
    for question, reference in (("rival", rival_of(variant)), ("plain", PLAIN[measure])):
        table = advantage(results, variant, reference, measure)
        there = table[np.isclose(table["value"], CLAIMS[variant].claimed)]
        parts.append(there.assign(question=question))
    parts.append(_growth(results, variant, measure).assign(question="property"))
    return pd.concat(parts).assign(variant=variant, measure=measure)


def _correct(parts, rate, method="bh"):
    """Return all answers as one table, with verdicts corrected for their number."""
    table = pd.concat(parts, ignore_index=True)
    table = control_false_discoveries(table, table["measure"], rate=rate, method=method)
    columns = ["variant", "question", "measure", "classifier", "difference", "low", "high"]
    return table[[*columns, "p_value", "p_adjusted", "verdict"]]


def judge_claims(results, *, rate=0.05, method="bh"):
    """Answer the three questions for each claim, classifier and measure.

    Parameters
    ----------
    results : DataFrame
        From ``helpers.study.load("lesson10")``.
    rate : float, default=0.05
        Of false discoveries, over all rows of the answer together.
    method : {"bh", "by"}, default="bh"
        As of `helpers.evaluation.control_false_discoveries`.

    Returns
    -------
    DataFrame
        One row per claim (``variant``), ``question``, ``measure`` and ``classifier``, with
        ``difference``, its interval, ``p_value``, ``p_adjusted`` and ``verdict``. The questions:
        "rival", is it better than the sampler it should beat, at the setting that the claim names;
        "plain", is it better there than the tuned threshold or, for average precision, than doing
        nothing; "property", is it farther above its rival there than where the property is missing.
    """
    parts = [_ask(results, variant, m) for variant in CLAIMS for m in PLAIN]
    return _correct(parts, rate, method)


def confirm_claims(fresh, measure="balanced_accuracy", *, rate=0.05):
    """Answer the three questions again, on draws that had no say in choosing the cases.

    Parameters
    ----------
    fresh : DataFrame
        From ``helpers.study.load("lesson10_fresh")``.
    measure : str
        By which the cases kept their three promises.
    rate : float, default=0.05
        Of false discoveries, over all rows of the answer together.

    Returns
    -------
    DataFrame
        As of `judge_claims`, for the claims and classifiers of `helpers.study.claims.FRESH`.
    """
    return _correct([_ask(fresh, variant, measure) for variant in FRESH], rate)


def count_verdicts(tests):
    """Count, per claim and question, in how many of the 12 cases the variant is better or worse.

    Parameters
    ----------
    tests : DataFrame
        From `judge_claims`.

    Returns
    -------
    DataFrame
        One row per variant, with columns (question, "better") and (question, "worse"), and
        ("all three", "holds"): the cases with "better" three times.
    """
    table = tests.assign(better=tests["verdict"] == "better", worse=tests["verdict"] == "worse")
    counts = table.pivot_table(
        ["better", "worse"], "variant", "question", aggfunc="sum", sort=False
    ).swaplevel(axis=1)
    order = [(question, verdict) for question in QUESTIONS for verdict in ("better", "worse")]
    counts = counts.loc[list(CLAIMS), order].astype(int)
    every = table.groupby(["variant", "measure", "classifier"])["better"].all()
    counts["all three", "holds"] = every.groupby("variant").sum().loc[list(CLAIMS)]
    return counts


def verdict_table(tests, variant):
    """Lay out the verdicts on one claim: a row per classifier, a column per question and measure.

    Parameters
    ----------
    tests : DataFrame
        From `judge_claims`.
    variant : str

    Returns
    -------
    DataFrame of str
        "+" better, "−" worse, "·" cannot tell, "=" the same.
    """
    rows = tests[tests["variant"] == variant]
    signs = {"better": "+", "worse": "−", "cannot tell": "·", "the same": "="}
    table = rows.assign(sign=rows["verdict"].map(signs)).pivot_table(
        "sign", "classifier", ["question", "measure"], aggfunc="first"
    )
    columns = pd.MultiIndex.from_product([QUESTIONS, list(PLAIN)])
    titles = {
        "rival": f"better than {name_of(rival_of(variant))}",
        "plain": "better than no new rows",
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
        One row per variant: ``tutorials``; per question the number of cases in which it is better
        and worse; and ``all three``, the cases in which it is better by all three.
    """
    counts = count_verdicts(tests)
    titles = {"rival": "than its rival", "plain": "than no new rows", "property": "with property"}
    rows = {}
    for variant in CLAIMS:
        row = {"tutorials": VARIANTS[variant].best_use}
        for question, title in titles.items():
            better, worse = (counts.loc[variant, (question, sign)] for sign in ("better", "worse"))
            row[f"better {title}"] = f"{better} of 12 (worse {worse})"
        better = tests.assign(better=tests["verdict"] == "better").query("variant == @variant")
        better = better.pivot_table("better", ["measure", "classifier"], "question", "all")
        rows[name_of(variant)] = {**row, "all three": _cases(better)}
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("variant")


def finding(counts, variant):
    """Say in words how a claim did: one line of `count_verdicts`.

    Parameters
    ----------
    counts : DataFrame
        From `count_verdicts`.
    variant : str

    Returns
    -------
    str
    """
    row, rival = counts.loc[variant], name_of(rival_of(variant))
    return (
        f"{name_of(variant)} in 12 cases: against {rival} better in {row['rival', 'better']} and "
        f"worse in {row['rival', 'worse']}; against no new rows better in {row['plain', 'better']} "
        f"and worse in {row['plain', 'worse']}; lead larger with the property in "
        f"{row['property', 'better']} and smaller in {row['property', 'worse']}. "
        f"All three hold in {row['all three', 'holds']}."
    )


def _cases(better):
    """Return the cases, as text, in which all columns are true."""
    cases = better.index[better.all(axis=1)]
    return "; ".join(f"{LABELS[measure]}, {classifier}" for measure, classifier in cases) or "none"
