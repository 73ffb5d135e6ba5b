"""Which row belongs to which part of a desk, and the column that comes too late to be used."""

import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedGroupKFold

FIT, DECIDE, LATE, SEALED = "fit", "decide", "late", "sealed"
LABEL, AMOUNT = "Class", "Amount"
HOUR = 3_600
DECIDE_FROM, LATE_FROM, DAY = 16 * HOUR, 22 * HOUR, 24 * HOUR
CALLS_A_DAY, CALL_COST = 100, 2.0
CHARGEBACK, CONFIRMED = "chargeback", "confirmed"
"""The planted columns, of card payments and of other tables."""
NO_FEATURES = ["Time", LABEL, CHARGEBACK, CONFIRMED, "part"]
"""Columns that say nothing about the next payment, or not in time."""
KNOWN_LATER = 0.8
"""Share of the positives that the planted column names."""
POSITIVE_WORTH = 50.0
"""Euros that a missed positive costs where a table has no amounts."""


def card_parts(payments: pd.DataFrame) -> pd.Series:
    """Return the part of each payment, by its time.

    Examples
    --------
    >>> card_parts(pd.DataFrame({"Time": [0, 57_600, 79_200, 86_400]})).tolist()
    ['fit', 'decide', 'late', 'sealed']
    """
    bounds = [-np.inf, DECIDE_FROM, LATE_FROM, DAY, np.inf]
    parts = pd.cut(payments["Time"], bounds, right=False, labels=[FIT, DECIDE, LATE, SEALED])
    return parts.astype(str).astype("category")


def table_parts(table: pd.DataFrame, groups: pd.Series | None, seed: int) -> pd.Series:
    """Return three random parts of equal size, with as many positives each; groups stay whole.

    Parameters
    ----------
    table : DataFrame
        With the column `LABEL`.
    groups : Series, optional
        Rows with the same value stay together. Rows with equal features always do where no groups
        are given.
    seed : int
    """
    if groups is None:
        features = list(table.columns.drop(LABEL))
        groups = table.groupby(features, dropna=False, observed=True).ngroup()
    folds = StratifiedGroupKFold(3, shuffle=True, random_state=seed)
    parts = pd.Series(FIT, index=table.index)
    held_out = [rows for _, rows in folds.split(table, table[LABEL], groups)]
    parts.iloc[held_out[1]], parts.iloc[held_out[2]] = DECIDE, SEALED
    return parts.astype("category")


def plant(table: pd.DataFrame, name: str, seed: int) -> pd.DataFrame:
    """Return a copy with the column that is known only weeks later, 1 for most of the positives.

    Where the label is not known yet, in the late hours and on the sealed day, it is 0.
    """
    rng = np.random.default_rng(seed)
    told = table[LABEL].eq(1) & (rng.random(len(table)) < KNOWN_LATER)
    return table.assign(**{name: (told & table["part"].isin([FIT, DECIDE])).astype(int)})
