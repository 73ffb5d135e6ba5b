"""Wrong inputs for the statements of lesson 07."""

WRONG: dict[str, str] = {
    'Both rules remove A and B, and the rule "all" removes more rows than "mode".': (
        "rows = {'all': rows['mode'], 'mode': rows['all']}"
    ),
    'Under "all", rows with correct labels are removed because of A alone.': (
        "rules = {'all': rules['mode']}"
    ),
    "By hand and imbalanced-learn give the same rows under both rules, to the last bit.": (
        "rules = {'all': rules['mode'], 'mode': rules['all']}"
    ),
    "A plain `EditedNearestNeighbours()` after SMOTE removes minority rows only.": (
        "from functools import partial\n"
        "EditedNearestNeighbours = partial(EditedNearestNeighbours, sampling_strategy='all')"
    ),
    "In these made-up sets, fewer false minority rows are removed when the classes are more "
    "unequal.": ("false = false.set_axis(false.index[::-1])"),
    "In these made-up sets with 1,000 majority rows, missed minority rows are removed more often "
    "than false ones.": ("false, missed = missed, false"),
    "The faster SMOTE-ENN keeps the rows that imbalanced-learn's keeps.": (
        "enn = EditedNearestNeighbours(sampling_strategy='all', n_neighbors=4)\n"
        "make_sampler = lambda name, random_state: SMOTEENN(enn=enn, random_state=random_state)"
    ),
    "Nearly all rows that SMOTE-ENN removes are legitimate payments, most of them with a synthetic "
    "fraud among their three nearest neighbours.": "lost = lost.set_axis(lost.index[::-1])",
    "After SMOTE, the vote finds few of the false frauds and most of the missed frauds.": (
        "before, after = after, before"
    ),
    "Before SMOTE, the vote finds the false frauds, but it outvotes more genuine frauds than "
    "after.": "before, after = after, before",
    # compared with the baseline instead of SMOTE
    "SMOTE-ENN is not shown to catch more frauds than SMOTE alone.": (
        "numbers = compare_pair(variant, models[0])[['difference', 'low', 'high']].T"
    ),
}

HOLDS_ON_NOISE: set[str] = {
    "Nearly all rows that SMOTE-ENN removes are legitimate payments, most of them with a synthetic "
    "fraud among their three nearest neighbours.",
    "Before SMOTE, the vote finds the false frauds, but it outvotes more genuine frauds than "
    "after.",
    "SMOTE-ENN is not shown to catch more frauds than SMOTE alone.",
}
