"""Wrong inputs for the statements of lesson 11."""

WRONG: dict[str, str] = {
    "On shuffled labels, four of five samplers score above 0.7 before the split, none inside.": (
        "noise = noise.set_axis(noise.columns[::-1], axis=1)"
    ),
    "SMOTE before the split picks one nearest neighbour, inside the folds logistic regression.": (
        "choice = choice[choice.columns[::-1]]"
    ),
    "A scaler before the split hardly matters on the vehicles; a selection by labels on noise "
    "does.": "selected = selected.set_axis(selected.columns[::-1], axis=1)[selected.columns]",
    "Only twins among the rare wines are found, and grouped folds score less.": (
        "plain, grouped = grouped, plain"
    ),
    "The lead of the model that was chosen by the test set is gone on fresh rows.": (
        "best = fifty.loc[fifty['fresh'].idxmax()]"
    ),
    "Unscaled, another unit gives SMOTE other rows; scaled, it gives the same rows.": (
        "same_unscaled, same_scaled = same_scaled, same_unscaled"
    ),
    "As integers, synthetic grades are too low; as floats, also rounded ones, they are not.": (
        "grades = grades.set_axis(['genuine', 'integers', 'floats'], axis=1)"
    ),
    "Of the payments to which SMOTE's model gives 50 to 90 %, fewer than half are frauds.": (
        "right = between.sum() - right"
    ),
    "The formula takes back most of what SMOTE costs in the Brier score.": "formula = smote",
    "After recalibration on resampled rows, the probabilities are still too high.": "wrong = platt",
    "Recalibrated SMOTE is not shown to rank better than no resampling.": (
        "ranking = ranking.assign(low=ranking['high'].abs())"
    ),
    "A balanced 0.5 means the share of frauds.": "correct = lambda y_score: y_score",
    "The model without resampling costs less with Elkan's rule than at the threshold 0.5.": (
        "euros = euros.set_axis(euros.columns[[1, 0, 2]], axis=1)"
    ),
    "With Elkan's rule, SMOTE's probabilities cost more than the corrected ones.": (
        "euros = euros.set_axis(euros.index[[0, 2, 1]])"
    ),
    "ROC-AUC prefers the generalist, average precision the specialist; each is wrong for one "
    "budget.": "rare = rare.set_axis(rare.index[::-1])",
    "Sorted by probability × amount, the same number of alarms catches fewer frauds.": (
        "budget = budget.iloc[[1, 0, 2, 3]]"
    ),
    "Sorted by probability × amount, SMOTE's model catches fewer euros than the one without "
    "SMOTE.": "budget = budget.iloc[[0, 2, 1, 3]]",
    "Recall and balanced accuracy are best at 1 : 1, F1 earlier; average precision falls.": (
        "each_deal = 1 - each_deal"
    ),
    "Split by time, precision and recall are lower than in random splits of the same size.": (
        "by_split = by_split.iloc[[1, 0, 2]]"
    ),
}

HOLDS_ON_NOISE: set[str] = {
    "Of the payments to which SMOTE's model gives 50 to 90 %, fewer than half are frauds.",
    "The formula takes back most of what SMOTE costs in the Brier score.",
    "After recalibration on resampled rows, the probabilities are still too high.",
    "Recalibrated SMOTE is not shown to rank better than no resampling.",
    "With Elkan's rule, SMOTE's probabilities cost more than the corrected ones.",
}
