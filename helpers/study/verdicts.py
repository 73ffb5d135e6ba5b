"""Put the table "when to use which sampler" to the test with stored results.

A recommendation says three things: on data with that property the sampler beats SMOTE (SMOTE
itself: random over-sampling); it beats the same classifier without new rows; and it does the first
by more than on data without the property. For each claim, metric and classifier, a *case*,
`judge_conditions` tests these three paired differences, and `judge_cases` whether all hold.

The comparison is fair: every threshold is tuned, the sampler's as well as its rival's. The
replicates are the observations; they are independent, as folds are not.
"""

import numpy as np
import pandas as pd

from helpers.evaluation.equivalence import (
    correct_answers,
    judge_differences,
    judge_joint_claims,
)
from helpers.models.samplers import SAMPLERS
from helpers.study.claims import (
    CLAIMS,
    CONDITIONS,
    METRICS,
    name_of,
    opposite_setting,
    own_columns,
    reference_sampler,
)

VERDICTS = ("better", "worse", "equivalent", "inconclusive")


def column_of(metric, cut):
    """Return the column of a metric at a cut: ranks and probabilities have none.

    Parameters
    ----------
    metric : str
    cut : {"tuned", "0.5"}

    Examples
    --------
    >>> column_of("mcc", "tuned"), column_of("mcc", "0.5"), column_of("brier", "tuned")
    ('mcc_tuned', 'mcc', 'brier')
    """
    return (
        f"{metric}_tuned" if cut == "tuned" and metric in ("balanced_accuracy", "mcc") else metric
    )


def paired_gaps(results, sampler, other, metric, *, cut="tuned", other_cut="tuned"):
    """Subtract the scores of two approaches on the data of the sampler's claim.

    Parameters
    ----------
    results : DataFrame
        From `helpers.study.load_results`, of tables of one width.
    sampler, other : str
        Approaches; the first names the claim as well.
    metric : str
    cut, other_cut : {"tuned", "0.5"}
        Of the sampler and of the other: the threshold tuned for the metric, or 0.5.

    Returns
    -------
    DataFrame
        One row per classifier and replicate, one column per setting of the parameter.
    """
    rows = results[results["claim"] == sampler]
    index = ["classifier", "replicate", "value"]
    first, second = (
        rows[rows["approach"] == approach].set_index(index)[column_of(metric, which)]
        for approach, which in ((sampler, cut), (other, other_cut))
    )
    gaps = (first - second).rename("gap").reset_index()
    return gaps.pivot_table("gap", ["classifier", "replicate"], "value", sort=False)


def judge_conditions(results, *, cut="tuned", metrics=METRICS):
    """Test the three conditions of each case.

    Parameters
    ----------
    results : DataFrame
        From `helpers.study.load_results`, of tables of one width.
    cut : {"tuned", "0.5"}, default="tuned"
        The threshold of the sampler and of its reference. The classifier without new rows always
        has its threshold tuned, so that "0.5" is the comparison of many tutorials, which is unfair.
    metrics : sequence of str

    Returns
    -------
    DataFrame
        One row per claim (``sampler``), ``metric``, ``classifier`` and ``condition``, with the
        answer of `helpers.evaluation.judge_differences` and its verdict, corrected for their
        number. The conditions: "reference", better than the sampler it should beat, at the setting
        that the claim names; "baseline", better there than the classifier without new rows;
        "property", farther above its reference there than where the property is missing.
    """
    rows = [
        {"sampler": sampler, "metric": metric, "classifier": classifier}
        | {"condition": condition, "label": f"{sampler}|{metric}|{classifier}|{condition}"}
        | judge_differences(part, metric)
        for sampler in results["claim"].unique()
        for metric in metrics
        for condition, gaps in condition_gaps(results, sampler, metric, cut=cut).items()
        for classifier, part in gaps.groupby("classifier", sort=False)
    ]
    return correct_answers(pd.DataFrame(rows))


def condition_gaps(results, sampler, metric, *, cut="tuned"):
    """Compute the differences behind the three conditions of a claim.

    Parameters
    ----------
    results, cut
        As of `judge_conditions`.
    sampler, metric : str

    Returns
    -------
    dict of str to Series
        Condition to one difference per classifier and replicate. Replicates that a sampler refused
        are left out.
    """
    rival = reference_sampler(sampler)
    lead = paired_gaps(results, sampler, rival, metric, cut=cut, other_cut=cut)
    claimed = CLAIMS[sampler].claimed
    gaps = (
        lead[claimed],
        paired_gaps(results, sampler, "none", metric, cut=cut)[claimed],
        lead[claimed] - lead[opposite_setting(sampler)],
    )
    return {name: gap.dropna() for name, gap in zip(CONDITIONS, gaps, strict=True)}


def average_conditions(results, metric):
    """Test the conditions of each claim with the differences averaged over the classifiers.

    Parameters
    ----------
    results : DataFrame
        As of `judge_conditions`.
    metric : str

    Returns
    -------
    DataFrame
        One row per claim and condition, as `helpers.plotting.plot_forest` takes it: ``group`` is
        the sampler's name and ``label`` the condition in words. Verdicts are not corrected.
    """
    return pd.DataFrame(
        [
            {"group": name_of(sampler), "label": label, "condition": condition}
            | judge_differences(gaps.groupby("replicate").mean(), metric)
            for sampler in results["claim"].unique()
            for (condition, gaps), label in zip(
                condition_gaps(results, sampler, metric).items(),
                condition_names(sampler),
                strict=True,
            )
        ]
    )


def condition_names(sampler):
    """Return the three conditions of a claim in words.

    Examples
    --------
    >>> condition_names("adasyn")
    ['better than SMOTE', 'better than no new rows', 'more so with the property']
    """
    reference = name_of(reference_sampler(sampler))
    return [f"better than {reference}", "better than no new rows", "more so with the property"]


def judge_cases(conditions, *, rate=0.05):
    """Decide for each case whether all three of its conditions hold.

    A case is as strong as its weakest condition: see `helpers.evaluation.judge_joint_claims`.

    Parameters
    ----------
    conditions : DataFrame
        From `judge_conditions`.
    rate : float, default=0.05
        Of false discoveries among the cases that hold.

    Returns
    -------
    DataFrame
        Indexed by sampler, metric and classifier: ``least`` and ``weakest``, the smallest of the
        three differences and the condition with the largest p-value; ``p_value``, ``p_adjusted``
        and ``holds``.
    """
    names = ["sampler", "metric", "classifier"]
    groups = conditions.groupby(names, sort=False)
    claims = {key: dict.fromkeys(rows["label"], "better") for key, rows in groups}
    cases = judge_joint_claims(conditions, claims, rate=rate)
    cases.index = pd.MultiIndex.from_tuples(cases.pop("claim"), names=names)
    weakest = cases.pop("weakest").str.rsplit("|").str[-1]
    return cases.drop(columns="parts").assign(weakest=weakest, least=groups["difference"].min())


def gains_by_width(tables, cases, condition="baseline"):
    """Follow one condition of some cases over tables of different widths.

    Parameters
    ----------
    tables : sequence of DataFrame
        From `helpers.study.load_results`; together, each width of a claim stands once.
    cases : sequence of (sampler, metric, classifier)
    condition : str, default="baseline"

    Returns
    -------
    DataFrame
        One row per case and width, as `helpers.plotting.plot_forest` takes it. Verdicts are not
        corrected.
    """
    rows = []
    for sampler, metric, classifier in cases:
        own = pd.concat([table[table["claim"] == sampler] for table in tables])
        widths = own[["n_columns", "further"]].drop_duplicates()
        widths = widths.sort_values(["further", "n_columns"], ascending=[False, True])
        for n_columns, further in widths.to_numpy():
            part = own[(own["n_columns"] == n_columns) & (own["further"] == further)]
            gaps = condition_gaps(part, sampler, metric)[condition]
            as_made = n_columns == own_columns(sampler)
            label = f"{n_columns} columns, {'as made' if as_made else further}"
            group = f"{name_of(sampler)}, {classifier}"
            row = {"group": group, "label": label, "n_columns": n_columns, "further": further}
            rows.append(row | judge_differences(gaps.loc[classifier], metric))
    return pd.DataFrame(rows)


def count_verdicts(conditions, by="condition"):
    """Count the verdicts.

    Parameters
    ----------
    conditions : DataFrame
        From `judge_conditions`.
    by : str or list of str, default="condition"
        The columns to count by.

    Returns
    -------
    DataFrame
        One column for each of the `VERDICTS`.
    """
    keys = [conditions[name] for name in ([by] if isinstance(by, str) else by)]
    counts = pd.crosstab(keys, conditions["verdict"])
    return counts.reindex(columns=list(VERDICTS), fill_value=0).rename_axis(columns=None)


def brier_changes(results):
    """Compare the Brier score of each recommended sampler with that of no new rows.

    Parameters
    ----------
    results : DataFrame
        From `helpers.study.load_results`, of tables of one width.

    Returns
    -------
    DataFrame
        One row per claim (``sampler``) and ``classifier``, at the setting that the claim names:
        the mean Brier scores ``without`` and ``with`` the sampler, and their ``difference`` with
        ``low`` and ``high``. Above zero the probabilities are worse.
    """
    rows = []
    for sampler in results["claim"].unique():
        claimed = CLAIMS[sampler].claimed
        there = results[(results["claim"] == sampler) & np.isclose(results["value"], claimed)]
        means = there.groupby(["approach", "classifier"])["brier"].mean()
        gaps = paired_gaps(results, sampler, "none", "brier")[claimed]
        for classifier, part in gaps.groupby("classifier", sort=False):
            row = {"sampler": sampler, "classifier": classifier}
            row |= {"without": means["none", classifier], "with": means[sampler, classifier]}
            found = judge_differences(part, "brier")
            rows.append(row | {name: found[name] for name in ("difference", "low", "high")})
    return pd.DataFrame(rows)


def measured_table(checks):
    """Set what tutorials recommend beside the number of cases that hold.

    Parameters
    ----------
    checks : mapping of str to DataFrame
        Name of a check to its cases, from `judge_cases`.

    Returns
    -------
    DataFrame of str
        One row per sampler: what tutorials say, and a column for each check.
    """
    rows = {}
    for sampler in CLAIMS:
        row = {"tutorials": SAMPLERS[sampler].best_use}
        for name, cases in checks.items():
            own = cases[cases.index.get_level_values("sampler") == sampler]
            row[name] = f"{own['holds'].sum()} of {len(own)}" if len(own) else "not tried"
        rows[name_of(sampler)] = row
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("sampler")
