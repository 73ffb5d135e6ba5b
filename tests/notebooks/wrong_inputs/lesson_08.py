"""Wrong inputs for the statements of lesson 08."""

WRONG: dict[str, str] = {
    "A foreign nearest neighbour is not yet a Tomek link.": (
        "pairs = np.column_stack([np.flatnonzero(foreign), nearest[foreign]])"
    ),
    "`TomekLinks` alone removes the majority row of each link, SMOTE-Tomek removes both rows.": (
        "alone = by_hand.smote_tomek(X, y, k_neighbors=3, random_state=0)"
    ),
    "Cutting Tomek links can make new ones.": (
        "for _ in range(3):\n    both = tomek_links(both.X, both.y, sampling_strategy='all')"
    ),
    "By hand and imbalanced-learn give the same rows, to the last bit.": (
        "both = by_hand.smote_tomek(X, y, k_neighbors=3, random_state=1)"
    ),
    "A plain `TomekLinks()` after SMOTE removes minority rows only.": (
        "from functools import partial\nTomekLinks = partial(TomekLinks, sampling_strategy='all')"
    ),
    "`FastTomekLinks` keeps the rows that imbalanced-learn's `TomekLinks` keeps.": (
        "FastTomekLinks = lambda sampling_strategy: TomekLinks()"
    ),
    "SMOTE leaves next to none of the Tomek links.": "n_before, n_after = n_after, n_before",
    "After SMOTE, nearly every fraud has another fraud as its nearest neighbour.": (
        "before, after = after, before"
    ),
    "In these made-up sets, SMOTE makes Tomek links with 2 features and breaks nearly all of them "
    "with 10.": "links = links.set_axis(links.columns[::-1], axis=1)",
    "If there is no link to cut, SMOTE-Tomek trains the same model as SMOTE, to the last bit.": (
        "n_after, variant = 0, models[0]"
    ),
    "SMOTE-Tomek scores within 0.02 of SMOTE alone, intervals included.": ("variant = models[0]"),
}

HOLDS_ON_NOISE: set[str] = {
    "SMOTE leaves next to none of the Tomek links.",
    "After SMOTE, nearly every fraud has another fraud as its nearest neighbour.",
    "SMOTE-Tomek scores within 0.02 of SMOTE alone, intervals included.",
}
