"""Wrong inputs for the statements of lesson 11."""

WRONG: dict[str, str] = {
    "Before the split, four of five samplers score above 0.7 on shuffled labels, and SMOTE picks "
    "the wrong classifier.": "noise = noise.set_axis(noise.columns[::-1], axis=1)",
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
    "SMOTE's probabilities are far too high, and the formula takes back most of what this costs in "
    "the Brier score.": "formula = smote",
    "With Elkan's rule, the model without resampling costs less than at 0.5, and SMOTE's more than "
    "its corrected one.": "euros = euros.set_axis(euros.index[[0, 2, 1]])",
    "ROC-AUC prefers the generalist, average precision the specialist; each is wrong for one "
    "budget.": "rare = rare.set_axis(rare.index[::-1])",
    "Sorted by probability × amount and not by probability, the alarms catch fewer frauds, and "
    "with SMOTE fewer euros.": "budget = budget.iloc[[1, 0, 2, 3]]",
    "Recall and balanced accuracy are best at 1 : 1, F1 earlier; average precision falls.": (
        "each_deal = 1 - each_deal"
    ),
    "Split by time, precision and recall are lower than in random splits of the same size.": (
        "by_split = by_split.iloc[[1, 0, 2]]"
    ),
}

HOLDS_ON_NOISE: set[str] = {
    "SMOTE's probabilities are far too high, and the formula takes back most of what this costs in "
    "the Brier score.",
}
