"""Wrong inputs for the statements of lesson 04."""

WRONG: dict[str, str] = {
    # the test set resampled too
    "A pipeline resamples in `fit` only: it predicts one label for each row of the test set.": (
        "_, y_test = SMOTE(random_state=0).fit_resample(X_test.fillna(0), y_test)"
    ),
    # before and after swapped
    "SMOTE raises recall, and lowers precision and accuracy.": (
        "up = {'recall rises': before['recall'] > after['recall']}"
    ),
    # before and after swapped
    "Each additional fraud costs more than five false alarms.": "before, after = after, before",
    # the threshold left where it was
    "A moved threshold gives at least half of SMOTE's gain in recall.": (
        "before_tuned = public_before.at(0.5, name='baseline, tuned')"
    ),
    # only one of the two thresholds tuned
    "With both thresholds tuned, less than half of SMOTE's gain in recall is left.": (
        "before_tuned = public_before.at(0.5, name='baseline, tuned')"
    ),
    # the model itself changed, not the threshold
    "A moved threshold changes no ranking: average precision stays as it was.": (
        "before_tuned = public_after"
    ),
    # judged by recall, which depends on the threshold
    "SMOTE raises recall, and is not shown to rank better.": (
        "change = change.rename({'recall': 'average_precision', 'average_precision': 'recall'})"
    ),
    # the copies left out
    "Random over-sampling gives at least half of SMOTE's gain in recall.": (
        "by_copies = by_copies * 0"
    ),
    # the weights left out
    "Class weights give at least half of SMOTE's gain in recall.": "by_weights = by_weights * 0",
    # the names of the two trees swapped
    "By average precision, a fully grown tree over-fits no less with SMOTE than with copies.": (
        "gaps = gaps.iloc[[0, 1, 3, 2]].set_axis(gaps.index)"
    ),
    # the sampler left out
    "SMOTE more than doubles the mean predicted probability.": "after = before",
}

HOLDS_ON_NOISE: set[str] = {"SMOTE more than doubles the mean predicted probability."}
"""Findings that state no gain, so that they may hold on shuffled labels too."""
