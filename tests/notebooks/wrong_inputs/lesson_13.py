"""Wrong inputs for the statements of lesson 13."""

WRONG: dict[str, str] = {
    # the sum not squared
    "The distance of two categories is the squared sum of the differences between their class "
    "shares.": "by_hand = np.sqrt(by_hand)",
    # the parents drawn with another seed
    "SMOTE-N by hand makes the rows of imbalanced-learn.": (
        "X_hand = children.iloc[np.random.RandomState(43).choice(len(frauds), size=n_new)]"
    ),
    # the rows of the majority counted
    "SMOTE-N makes at most as many different new rows as there are minority rows.": (
        "counts = {'SMOTE-N': len(X_train[y_train == 0].drop_duplicates())}"
    ),
    # each column drawn by itself, in place of the vote
    "In this made-up table most new rows of SMOTE-N have the categories of a genuine fraud.": """
drawn = zip(*(X_train[name].sample(5_000, random_state=n) for n, name in enumerate(names)))
repeats = np.array([row in genuine for row in drawn])
""",
    # copies of the frauds in place of new rows
    "In this made-up table SMOTE-N loses the combinations of more than a third of the frauds, "
    "SMOTE-NC of fewer.": "kept = {sampler: found_again(frauds) for sampler in new_rows}",
    "In this made-up table SMOTE-NC makes the commonest merchant and card of the frauds more "
    "common still.": """
shares = shares.rename(columns={"genuine": "SMOTE-NC", "SMOTE-NC": "genuine"})
""",
    # the sampler taken for the reference
    "In this made-up table SMOTE-N is not shown to rank better than class weights or no "
    "sampler.": "pairs = {name: pair[::-1] for name, pair in pairs.items()}",
    # no sampler in place of SMOTE-NC
    "With 32 rare abalone it is inconclusive whether SMOTE-NC or SMOTE gives the better "
    "scores.": """
table = run(
    {"abalone19": (animals, y_animals)},
    {"smote": "smote", "smote_nc": "none"},
    {"logistic regression": logistic()[1]},
    progress=False,
)
differences = paired_differences(table, "recall", "smote")
""",
}
