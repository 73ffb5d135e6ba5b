"""Wrong inputs for the statements of lesson 12."""

WRONG: dict[str, str] = {
    # other folds
    "A rerun of one origin gives the stored numbers.": "mine = mine.assign(mcc=mine['mcc'] + 0.02)",
    # the two units confused
    "By files SMOTE would be better with an SVM; by origins that is inconclusive.": """
dataset, origin = origin, dataset
""",
    # the three comparisons in the opposite order
    "At 0.5, SMOTE is better than nothing with every classifier, in balanced accuracy.": """
three = three.assign(group=three["group"].to_numpy()[::-1])
""",
    "With both thresholds tuned, no classifier is shown to gain balanced accuracy by SMOTE.": """
three = three.assign(group=three["group"].to_numpy()[::-1])
""",
    # a sampler that is forgotten
    "Every approach makes the Brier score of weak classifiers worse.": """
brier = brier[brier["label"] != "SMOTE"]
""",
    # the two groups confused
    "With strong classifiers the harm matters for two of them, under-sampling and SMOTE-ENN.": """
weak, strong = "weak classifiers", "strong classifiers"
brier = brier.assign(group=brier["group"].replace({weak: strong, strong: weak}))
""",
    # the sign turned round
    "No approach is shown to rank better than doing nothing, with any single classifier.": """
turned = {"worse": "better", "better": "worse"}
everything = everything.assign(verdict=everything["verdict"].replace(turned))
""",
    # decisions at 0.5 taken for rankings
    "No approach is shown to rank better than doing nothing, in average precision.": """
ranking = against_nothing("balanced_accuracy")
""",
    # the rival left at 0.5
    "With all classifiers together, no sampler is shown to beat a tuned threshold in MCC.": """
unfair = [
    Comparison((key, "tuned"), NOTHING, "mcc", "weak", label=sampler.name)
    for key, sampler in SAMPLERS.items()
]
tuned = judge_comparisons(results, unfair).set_index("label")
""",
    # the metrics confused
    "Where decisions are judged the advice is to tune the threshold, elsewhere to do nothing.": """
decisions = decisions.assign(metric=np.roll(decisions["metric"], 1))
""",
    # compared with the threshold 0.5
    "On average over three classifiers, both ways of tuning the threshold are equivalent.": """
cheap_way = judge_comparisons(results, [Comparison(TUNED, NOTHING, "mcc", "weak")])
""",
}
