"""Wrong inputs for the statements of lesson 11."""

WRONG: dict[str, str] = {
    "On shuffled labels, four of five samplers score above 0.7 before the split, none inside.": (
        "noise = noise.set_axis(noise.columns[::-1], axis=1)"
    ),
    "SMOTE before the split picks one nearest neighbour, inside the folds logistic regression.": (
        "choice = choice[choice.columns[::-1]]"
    ),
    "A scaler before the split hardly matters on the vehicles; on rows with huge values it does.": (
        "gains = -gains"
    ),
    "Columns selected by the labels before the split make noise look predictive.": (
        "select_before, select_inside = select_inside, select_before"
    ),
    "Twins raise the score: only twins among the rare wines are found, and grouped folds score "
    "less.": "plain, grouped = grouped, plain",
    "The lead of the model that was chosen by the test set is gone on fresh rows.": (
        "best = fifty.loc[fifty['fresh'].idxmax()]"
    ),
    "Unscaled, another unit gives SMOTE other rows; scaled, it gives the same rows.": (
        "same_unscaled, same_scaled = same_scaled, same_unscaled"
    ),
    "Each distance finds fewer strays among the rows that were made with it.": (
        "stray = stray.iloc[::-1]"
    ),
    "As integers, synthetic grades are too low; as floats, also rounded ones, they are not.": (
        "total = total.set_axis(total.index[::-1])"
    ),
    "As booleans, a synthetic patient can have two grades at once; no genuine one has.": (
        "twice = (itching.sum(axis=1) > 1).mean()"
    ),
    "Bytes put synthetic rows below all rows of their class, and the ratio 0.29 loses one row.": (
        "by_type = {'int64': by_type['int64'], 'uint8': by_type['int64']}"
    ),
    "Of the payments to which SMOTE's model gives 50 to 90 %, fewer than half are frauds.": (
        "right = between.sum() - right"
    ),
    "The formula takes back most of what SMOTE costs in the Brier score.": "formula = smote",
    "After recalibration on resampled rows, the probabilities are still too high.": "wrong = platt",
    "Recalibrated SMOTE is not shown to rank better than no resampling.": ("paired = -paired"),
    "A balanced 0.5 is the share of frauds in the world.": "correct = lambda y_score: y_score",
    "The plain model is cheaper at Elkan's threshold than at 0.5.": (
        "cost = cost.set_axis(cost.columns[[1, 0, 2]], axis=1)"
    ),
    "At Elkan's threshold, SMOTE's probabilities cost more than 1.5 times what corrected ones "
    "cost.": "cost = cost.set_axis(cost.index[[0, 2, 1]])",
    "Where frauds become rarer, average precision falls and ROC-AUC stays.": (
        "by_share = by_share[::-1]"
    ),
    "The generalist has the higher ROC-AUC, and more than 20 false alarms for each fraud.": (
        "rare = rare.set_axis(rare.index[::-1])"
    ),
    "Recall and balanced accuracy are best at 1 : 1, F1 earlier; average precision falls.": (
        "peaks = by_ratio.idxmin()"
    ),
}

HOLDS_ON_NOISE: set[str] = {
    "Of the payments to which SMOTE's model gives 50 to 90 %, fewer than half are frauds.",
    "The formula takes back most of what SMOTE costs in the Brier score.",
    "After recalibration on resampled rows, the probabilities are still too high.",
    "Recalibrated SMOTE is not shown to rank better than no resampling.",
}
