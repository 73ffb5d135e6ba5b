"""Wrong inputs for the statements of lesson 10."""

WRONG: dict[str, str] = {
    # replicates compared with each other
    "The stored scores are those that this code computes.": """
both = corner.assign(replicate=1 - corner["replicate"])
both = both.merge(results, on=names, suffixes=("", "_stored"))
gap = (both["mcc_tuned"] - both["mcc_tuned_stored"]).abs()
""",
    # the sampler's threshold left at 0.5
    "In these simulated data sets most of what SMOTE loses in MCC with logistic regression is lost "
    "by its threshold.": "tuned = fixed",
    # another metric
    "In these simulated data sets ADASYN ranks worse than SMOTE on hard regions, with three of "
    "four classifiers.": """
metrics = {"balanced_accuracy": "average_precision", "average_precision": "balanced_accuracy"}
conditions = conditions.assign(metric=conditions["metric"].replace(metrics))
""",
    # low taken for bad: the sampler's gain in place of its loss
    "In these simulated data sets no recommended sampler is shown to improve the Brier score, and "
    "nearly all make it worse.": """
brier = brier.assign(low=-brier["high"], high=-brier["low"])
""",
    # a mean without its interval
    "In these simulated data sets one proposal of twelve is better than no new rows: SMOTE-ENN for "
    "a tree, by balanced accuracy.": """
advice = advice.assign(verdict=(advice["difference"] > 0).map({True: "better", False: "worse"}))
""",
    # the twelve replicates of before
    "On fresh replicates one case of 72 holds: SMOTE-NC with k nearest neighbours, by balanced "
    "accuracy.": "again = cases",
    # the informative columns in place of noise
    "In these simulated data sets SMOTE-ENN with a tree turns from better to worse than no new "
    "rows as columns of noise are added.": """
other = {"noise": "informative", "informative": "noise"}
own = by_width["label"].str.endswith("as made")
swapped = by_width["further"].replace(other).where(~own, "noise")
by_width = by_width.assign(further=swapped)
""",
    # the sampler's gain where a low score is good taken for its loss
    "On the real data sets none of the three cases is shown to be better than no new rows, and "
    "each has a worse Brier score.": """
on_real = on_real.assign(verdict=on_real["verdict"].replace({"worse": "better"}))
""",
}
