"""Wrong inputs for the statements of lesson 09."""

WRONG: dict[str, str] = {
    # the codes left as floats
    "In integer columns SMOTE drops the decimals, so that a row can get a category of neither "
    "parent.": "resampled = smote(whole.astype(float), y_train, random_state=42)[0]",
    "From boolean one-hot columns SMOTE makes rows of two categories, from integer ones rows of "
    "none.": "modes = modes.rename(columns={'bool': 'int', 'int': 'bool'})",
    # the median of all rows in place of the minority's
    "Each category that differs adds the squared median to the squared distance, which can change "
    "who is nearest.": "median_std = by_hand.median_of_standard_deviations(numbers)",
    # the categories of the parent in place of the vote
    "The vote can give a row a category that neither parent has.": """
parents = X_hand["entry"].loc[pairs["parent"]].tolist()
X_hand = X_hand.assign(entry=[*X_hand["entry"][:12], *parents])
""",
    "SMOTE-NC by hand makes the rows of imbalanced-learn, equal to the last bit.": (
        "SEED = SEED + 1"
    ),
    # the numbers scaled, which makes floats
    "If all numeric columns are integers, SMOTE-NC can make categories that no minority row "
    "has.": "rows = rows.assign(int=rows['float'])",
    # plain SMOTE in place of SMOTE-NC
    "On scaled numbers SMOTE-NC makes whole categories only, and only such as a genuine minority "
    "row has.": "dummies_nc = X_plain.loc[is_new, is_dummy]",
    # the scaler left out
    "`FastSMOTENC` makes the rows of imbalanced-learn's SMOTENC, equal to the last bit.": (
        "X_scaled = X_train"
    ),
    # a tree trained without a sampler
    "In this made-up table the tree recognises impossible rows: made whole, they move its alarms "
    "towards SMOTE-NC's.": """
tree = tree_classifier().fit(flat, y_train)
cut = tree.tree_.threshold[np.isin(tree.tree_.feature, np.flatnonzero(is_dummy))]
odd_cuts = (np.abs(cut - 0.5) > 0.01).mean()
""",
    # the reference taken for the sampler
    "In this made-up table SMOTE-NC ranks the payments worse than class weights do, with both "
    "classifiers.": """
trees = {**trees, "SMOTE-NC": trees["class weights"], "class weights": trees["SMOTE-NC"]}
""",
    # the rules counted in genuine rows
    "In this made-up table SMOTE-NC makes rows that break rules which every genuine row keeps.": (
        "broken = {**broken, 'SMOTE-NC': broken_rules(X_train[y_train == 1])}"
    ),
}
