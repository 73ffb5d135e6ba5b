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
    "Each additional fraud costs more than five false alarms.": (
        "gained, extra_alarms = -gained, -extra_alarms"
    ),
    # judged by recall, which depends on the threshold
    "SMOTE raises recall, and is not shown to rank better.": (
        "verdict = verdict.rename({'recall': 'average_precision', 'average_precision': 'recall'})"
    ),
    # the sampler left out
    "SMOTE more than doubles the mean predicted probability.": "after = before",
    # the model itself changed, not the threshold
    "A moved threshold changes no ranking: average precision stays as it was.": "moved = after",
    # the threshold left where it was
    "A moved threshold gives at least half of SMOTE's gain in recall.": (
        "moved = before.at(0.5, name='threshold moved')"
    ),
    # the weights left out
    "Class weights give at least half of SMOTE's gain in recall.": (
        "weights = evaluate(baseline, X_test, y_test, name='class weights')"
    ),
}

HOLDS_ON_NOISE: set[str] = {"SMOTE more than doubles the mean predicted probability."}
"""Findings that state no gain, so that they may hold on shuffled labels too."""
