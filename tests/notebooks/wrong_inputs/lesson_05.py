"""Wrong inputs for the statements of lesson 05."""

WRONG: dict[str, str] = {
    # as many rows for each parent, as with SMOTE
    "The surrounded point gets the most rows; one without a majority neighbour none.": (
        "n_new = np.full(12, 2)"
    ),
    # another seed
    "The rows made by hand equal those of the library, to the last bit.": (
        "X_new, _ = by_hand.generate_rows(X, minority, neighbours, n_new, np.random.RandomState(1))"
    ),
    # the classes not moved apart
    "Where no row is difficult, ADASYN stops with an error.": (
        "stopped = ''\n"
        "try:\n"
        "    ADASYN().fit_resample(X, y)\n"
        "except RuntimeError as error:\n"
        "    stopped = str(error)"
    ),
    # as many rows for each parent
    "Surrounded frauds get far more than their share of the rows.": (
        "hard = pd.Series({'frauds': hard['frauds'], 'new rows': hard['frauds']})"
    ),
    # fraudulent neighbours counted, not legitimate ones
    "The baseline finds surrounded frauds harder to catch.": (
        "caught = caught.iloc[::-1].set_axis(caught.index)"
    ),
    # each model at its own number of alarms
    "At equal alarms the baseline catches nearly as many frauds as ADASYN, or more.": (
        "at_equal_alarms = {m.name: int(m.confusion['tp']) for m in models}"
    ),
    # the two samplers swapped
    "ADASYN raises more false alarms than SMOTE, and is less precise.": (
        "with_smote, with_adasyn = with_adasyn, with_smote"
    ),
    # SMOTE compared with itself
    "G-mean moves by less than a tenth while precision falls by more than a quarter.": (
        "g_means = g_means | {'ADASYN': g_means['SMOTE']}\n"
        "precision = precision | {'ADASYN': precision['SMOTE']}"
    ),
    # nothing left out
    "Without children of surrounded frauds, over half of the false alarms go.": (
        "without = with_adasyn"
    ),
}

HOLDS_ON_NOISE: set[str] = {
    "At equal alarms the baseline catches nearly as many frauds as ADASYN, or more.",
}
"""Findings that state no gain, so that they may hold on shuffled labels too."""
