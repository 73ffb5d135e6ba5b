"""Wrong inputs for the statements of lesson 01."""

WRONG: dict[str, str] = {
    "Fewer than two payments of a hundred are frauds.": "y = 1 - y",
    "With a share p of frauds, 500 payments hold none with probability (1 − p)⁵⁰⁰.": (
        "none_seen = (frauds_seen <= 1).mean()"
    ),
    "Most frauds lie outside the range of nearly all legitimate payments, but some inside it.": (
        "overlap = df.loc[y == 0, top[0]].between(*middle).mean()"
    ),
    "Frauds fall between hour 1 and hour 6 more than twice as often as legitimate payments.": (
        "night = night.rename({0: 1, 1: 0})"
    ),
    "The mean amount lies above the median, and most payments are smaller than the mean.": (
        "share_below = (X['Amount'] > typical['mean']).mean()"
    ),
    "The imputer leaves no cell empty, and fills both sets with medians of the training set.": (
        "imputer = SimpleImputer(strategy='median').fit(X)"
    ),
    "Changed test rows move the median of all rows, but not that of the training set.": (
        "medians = medians.iloc[::-1]"
    ),
}

HOLDS_ON_NOISE = {
    "Fewer than two payments of a hundred are frauds.",
    "The mean amount lies above the median, and most payments are smaller than the mean.",
    "Changed test rows move the median of all rows, but not that of the training set.",
}
