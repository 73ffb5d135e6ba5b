"""Wrong inputs for the statements of lesson 06."""

WRONG: dict[str, str] = {
    # the definition that some guides give
    "A row is in danger if at least half, not all, of its neighbours are of another class.": (
        "kind = np.where(half_same, 'danger', 'safe')"
    ),
    # another seed
    "The rows made by hand equal those of the library, to the last bit, for both kinds.": (
        "same = {\n"
        "    kind: np.array_equal(\n"
        "        result.X,\n"
        "        BorderlineSMOTE(\n"
        "            kind=kind, k_neighbors=3, m_neighbors=6, random_state=1\n"
        "        ).fit_resample(X, y)[0],\n"
        "    )\n"
        "    for kind, result in results.items()\n"
        "}"
    ),
    # the wrong definition of danger
    "Only rows in danger have children, for both kinds.": (
        "parents = {\n"
        "    kind: set(result.trace.synthetic['parent']) <= set(minority[half_same])\n"
        "    for kind, result in results.items()\n"
        "}"
    ),
    # the paper's kind 2 in place of the library's
    "Towards the majority the library's kind 2 stays nearer to its parents than the paper's.": (
        "gaps = gaps.assign(mean=paper)"
    ),
    # classes that touch
    "Without a row in danger Borderline-SMOTE adds nothing and gives no warning.": (
        "added = BorderlineSMOTE(k_neighbors=3, m_neighbors=6).fit_resample(X, y)[1]\n"
        "outcome = {'touching': [18, len(added) - len(y), 0, 'safe, danger, noise']}"
    ),
    # SMOTE, for which all frauds are parents
    "Borderline-SMOTE makes all rows from fewer than a quarter of the frauds.": (
        "by_kind = by_kind.assign(frauds=len(frauds))"
    ),
    # SMOTE's rows for ADASYN's
    "Noise gets more rows from ADASYN than from SMOTE, and none from Borderline-SMOTE.": (
        "new_rows = new_rows.assign(ADASYN=new_rows['SMOTE'])"
    ),
    # m read in the wrong direction
    "With more neighbours no row becomes noise.": "by_m = by_m[by_m.columns[::-1]]",
    # every difference taken for a gain
    "Borderline-SMOTE is not shown to beat SMOTE in both TP rate and F-value.": (
        "paired = paired.assign(verdict='better')"
    ),
    # the names of two samplers swapped
    "Trees rank better without new rows than with SMOTE or Borderline-SMOTE.": (
        "scores = scores.rename({'no new rows': 'SMOTE', 'SMOTE': 'no new rows'}, level='sampler')"
    ),
}

HOLDS_ON_NOISE: set[str] = {
    "Borderline-SMOTE makes all rows from fewer than a quarter of the frauds.",
    "Borderline-SMOTE is not shown to beat SMOTE in both TP rate and F-value.",
}
"""Findings that state no gain, so that they may hold on shuffled labels too."""
