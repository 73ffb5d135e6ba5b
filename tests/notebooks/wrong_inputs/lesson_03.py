"""Wrong inputs for the statements of lesson 03."""

WRONG: dict[str, str] = {
    "The six steps and imbalanced-learn give the same rows, to the last bit.": (
        "gap_per_feature = np.random.RandomState(1).uniform(size=(n_new, 2))\n"
        "X_balanced = np.vstack([X, interpolate(parents, partners, gap_per_feature)])"
    ),
    "Unscaled, Amount decides which frauds are near each other; scaled, it no longer does.": (
        "shares = dict.fromkeys(shares, shares['unscaled'])"
    ),
    (
        "SMOTE adds rows until both classes are equal, "
        "and leaves the rows it was given as they are."
    ): "after, X_resampled = before, X_scaled",
    "In every feature, all synthetic frauds lie within the range of the real ones.": (
        "X_synthetic = X_synthetic + 1.5 * (X_synthetic - X_synthetic.mean())"
    ),
    (
        "Parents left out, synthetic frauds are nearest to legitimate rows "
        "about as often as real ones."
    ): ("without_parents = among_majority"),
    "SMOTE only adds rows: it refuses a ratio below the one there is.": "current = 4 * current",
    "The larger k is, the farther do synthetic frauds lie from the nearest genuine row.": (
        "by_k = by_k.iloc[::-1]"
    ),
    "SMOTE refuses more neighbours than a row can have.": (
        "X, y = np.vstack([X, X]), np.tile(y, 2)"
    ),
}

HOLDS_ON_NOISE = {
    "Unscaled, Amount decides which frauds are near each other; scaled, it no longer does.",
    (
        "Parents left out, synthetic frauds are nearest to legitimate rows "
        "about as often as real ones."
    ),
    "The larger k is, the farther do synthetic frauds lie from the nearest genuine row.",
}
