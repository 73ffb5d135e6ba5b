"""Wrong inputs for the statements of lesson 10."""

WRONG: dict[str, str] = {
    # replicates compared with each other
    "The stored scores are those that this code computes.": """
both = corner.assign(replicate=1 - corner["replicate"])
both = both.merge(results, on=names, suffixes=("", "_stored"))
gap = (both[list(BASELINE)] - both[[f"{m}_stored" for m in BASELINE]].to_numpy()).abs()
""",
    # all 12 replicates taken for 8
    "No case meets all three conditions with 8 replicates, and none under the stricter "
    "correction.": "results = results.assign(replicate=results['replicate'] - 4)",
    "In these simulated data sets SMOTE gains more balanced accuracy over copies at 3 % minority "
    "than at 15 %.": "over_copying = over_copying.rename({0.03: 0.15, 0.15: 0.03})",
    "In these simulated data sets, with 3 % minority, boosting ranks better with smaller leaves "
    "and no new row.": "leaves = leaves.rename(index={'none': 'smote', 'smote': 'none'})",
    # the settings without and with the property swapped
    "In these simulated data sets ADASYN ranks worse than SMOTE on hard regions, with three of "
    "four classifiers.": "lead = lead.rename({0: 1, 1: 0})",
    # the sampler and its reference swapped
    "In these simulated data sets SMOTE-ENN leads SMOTE in balanced accuracy with two classifiers, "
    "also without wrong labels.": """
other = {"smote": "smote_enn", "smote_enn": "smote"}
swapped = results.assign(approach=results["approach"].replace(other))
over_dial = lambda sampler, metric: advantage(swapped, sampler, "smote", metric).set_index(
    ["classifier", "value"]
)
""",
    "In these simulated data sets neither Borderline-SMOTE nor SMOTE-Tomek is shown to be better "
    "than SMOTE.": """
swap = {"better": "worse", "worse": "better"}
own = {sampler: verdicts.rename(swap) for sampler, verdicts in own.items()}
""",
    # another classifier
    "In these simulated data sets SMOTE-NC is better than SMOTE by all three metrics, with *k* "
    "nearest neighbours.": """
near = [over_dial("smote_nc", m).loc[("logistic regression", 7)] for m in BASELINE]
""",
    # compared with another sampler in place of no new rows
    "In these simulated data sets no recommended sampler is shown to rank better than its "
    "classifier alone.": """
other = {"baseline": "reference", "reference": "baseline"}
tests = tests.assign(question=tests["question"].replace(other))
""",
    # judged on the replicates by which the cases were picked
    "Of three cases picked as the best, two meet all three conditions again on fresh "
    "replicates.": """
again = again.drop(columns="verdict").merge(tests[[*names, "verdict"]], on=names)
""",
    # a sampler in place of the classifier alone
    "In these simulated data sets a tuned threshold gains balanced accuracy without new rows, with "
    "each classifier.": "alone = by_approach['balanced_accuracy']['smote']",
    # a mean without its interval
    "In these simulated data sets the chart's one sampler is not shown to be better than class "
    "weights.": "average_over_claims = lambda gap, level: (gap.mean(),) * 3",
}
