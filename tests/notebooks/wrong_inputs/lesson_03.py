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
        "In this made-up table, the model with SMOTE finds more minority rows "
        "and raises more false alarms."
    ): "with_smote = without",
    (
        "SMOTE adds rows until both classes have the same size, and does not change the given rows."
    ): "y_resampled, X_resampled = y_train, X_scaled",
    "In every feature, all synthetic frauds lie within the range of the real ones.": (
        "X_synthetic = X_synthetic + 1.5 * (X_synthetic - X_synthetic.mean())"
    ),
    (
        "With their parents left out, synthetic frauds are near legitimate rows "
        "about as often as real frauds."
    ): "without_parents = with_parents",
    "SMOTE only adds rows: it refuses a ratio below the present one.": "current = 4 * current",
    "With a larger k, synthetic frauds lie farther from the nearest genuine row.": (
        "by_k = by_k.iloc[::-1]"
    ),
    "SMOTE refuses more neighbours than a row can have.": (
        "X, y = np.vstack([X, X]), np.tile(y, 2)"
    ),
}

HOLDS_ON_NOISE = {
    "Unscaled, Amount decides which frauds are near each other; scaled, it no longer does.",
    (
        "With their parents left out, synthetic frauds are near legitimate rows "
        "about as often as real frauds."
    ),
    "With a larger k, synthetic frauds lie farther from the nearest genuine row.",
}
