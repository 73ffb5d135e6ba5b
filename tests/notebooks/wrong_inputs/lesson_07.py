"""Wrong inputs for the statements of lesson 07."""

WRONG: dict[str, str] = {
    'Both rules remove A and B, and the rule "all" removes more rows than "mode".': (
        "rows = {'all': rows['mode'], 'mode': rows['all']}"
    ),
    'Under the rule "all", rows with right labels are removed because of A alone.': (
        "rules = {'all': rules['mode']}"
    ),
    "By hand and imbalanced-learn give the same rows under both rules, to the last bit.": (
        "rules = {'all': rules['mode'], 'mode': rules['all']}"
    ),
    "A plain `EditedNearestNeighbours()` after SMOTE removes minority rows only.": (
        "from functools import partial\n"
        "EditedNearestNeighbours = partial(EditedNearestNeighbours, sampling_strategy='all')"
    ),
    "The more unequal the classes, the fewer of the false minority rows are removed.": (
        "false = false.set_axis(false.index[::-1])"
    ),
    "With 1,000 majority rows, missed minority rows are removed more often than false ones.": (
        "false, missed = missed, false"
    ),
    "The faster SMOTE-ENN keeps the rows that imbalanced-learn's keeps.": (
        "enn = EditedNearestNeighbours(sampling_strategy='all', n_neighbors=4)\n"
        "fast = SMOTEENN(enn=enn, random_state=42)\n"
        "fast.fit_resample(X_scaled[some], labels[some])"
    ),
    "Nearly all rows that SMOTE-ENN removes are legitimate payments, outvoted by synthetic rows.": (
        "lost = lost.set_axis(lost.index[::-1])"
    ),
    "After SMOTE, the vote finds few of the false frauds and most of the missed frauds.": (
        "before, after = after, before"
    ),
    "Before SMOTE, the vote finds the false frauds, but it outvotes more genuine frauds than "
    "after.": "before, after = after, before",
    "SMOTE-ENN raises more false alarms than SMOTE alone, and no gain in recall is shown.": (
        "extra = smote.confusion - variant.confusion"
    ),
}

HOLDS_ON_NOISE: set[str] = {
    "Nearly all rows that SMOTE-ENN removes are legitimate payments, outvoted by synthetic rows.",
    "Before SMOTE, the vote finds the false frauds, but it outvotes more genuine frauds than "
    "after.",
}
