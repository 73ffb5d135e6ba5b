"""The desk: two labelled parts, hours whose labels are late, and a day that is opened once."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.data import load_creditcard, load_imbalanced
from helpers.desk import openings
from helpers.desk.money import money_table
from helpers.desk.parts import (
    AMOUNT,
    CALL_COST,
    CALLS_A_DAY,
    CHARGEBACK,
    CONFIRMED,
    DAY,
    DECIDE,
    DECIDE_FROM,
    FIT,
    LABEL,
    LATE,
    LATE_FROM,
    POSITIVE_WORTH,
    SEALED,
    card_parts,
    plant,
    table_parts,
)
from helpers.desk.scoring import scorer
from helpers.errors import DataError

SETTING = "COURSE_DESK"
"""The environment variable that names a pickled desk; the grader lays one beside the notebook."""
CARDS = "cards"


@dataclass(frozen=True)
class Desk:
    """What the head of the desk gives you.

    Parameters
    ----------
    table : DataFrame
        All rows, with ``part``, label, amount and the planted column.
    source : str
        What the rows are.
    budgets : dict of str to int
        Calls that *decide* and the sealed day allow.
    later : str
        The planted column: known only weeks later.
    """

    table: pd.DataFrame
    source: str
    budgets: dict[str, int]
    later: str = CHARGEBACK

    def part(self, name: str, *, labelled: bool = True) -> pd.DataFrame:
        """Return the rows of a part, with their labels or without."""
        rows = self.table[self.table["part"] == name].drop(columns="part")
        return rows if labelled else rows.drop(columns=LABEL)

    @property
    def fit(self) -> pd.DataFrame:
        """The rows to learn from."""
        return self.part(FIT)

    @property
    def decide(self) -> pd.DataFrame:
        """The rows to choose with: which policy, which cut."""
        return self.part(DECIDE)

    @property
    def late(self) -> pd.DataFrame:
        """The last two hours of the first day, whose labels have not come in yet."""
        return self.part(LATE, labelled=False)

    def compare(self, policies: Mapping[str, Callable]) -> pd.DataFrame:
        """Return what each policy saves on *decide*; see `helpers.desk.money.money_table`."""
        return self._table(self._scores(policies, DECIDE), DECIDE)

    def judge(self, policy: Callable, rivals: Mapping[str, Callable] | None = None) -> pd.DataFrame:
        """Open the sealed day, write that into the log, and return what was saved.

        Only the first opening counts. The same policy may be judged again: that is no new opening.

        Parameters
        ----------
        policy : callable
            Takes *fit* and *decide*, returns an object with a method ``score(rows)``.
        rivals : mapping of str to callable, optional
            To be shown beside it.

        Returns
        -------
        DataFrame
            As `compare` returns it, the policy first, as ``mine``.
        """
        scores = self._scores({"mine": policy} | dict(rivals or {}), SEALED)
        table = self._table(scores, SEALED)
        number = openings.record(scores["mine"], self.source, table.loc["mine", "EUR saved"])
        if number > 1:
            print(f"This is opening {number} of the sealed day. The first one counts.")
        return table

    def _scores(self, policies: Mapping[str, Callable], part: str) -> dict[str, np.ndarray]:
        fit, decide, rows = self.fit, self.decide, self.part(part, labelled=False)
        return {name: scorer(policy, fit, decide)(rows) for name, policy in policies.items()}

    def _table(self, scores: dict[str, np.ndarray], part: str) -> pd.DataFrame:
        return money_table(scores, self.part(part), self.budgets[part], CALL_COST)


def open_desk(
    source: str | Path = CARDS,
    *,
    rows: int | None = None,
    label: str = LABEL,
    amount: str | None = None,
    groups: str | None = None,
    seed: int = 0,
) -> Desk:
    """Open the desk on the card payments, on a KEEL set, or on a table of your own.

    Parameters
    ----------
    source : str or Path
        ``"cards"``: your credit card file or the stand-in, split by time. A KEEL set such as
        ``"yeast4"``, or a path that ends in ``.csv``: three random parts.
    rows : int, optional
        Of the card payments; all by default. Few are for trials.
    label, amount, groups : str, optional
        Columns of your CSV file: 1 for the rare class and 0 for the other; what a missed positive
        costs, in EUR (50 by default); rows that belong together and stay in one part.
    seed : int
        Of the random parts and the planted column.

    Raises
    ------
    DataError
        If the table cannot be used.
    """
    if path := os.environ.get(SETTING):
        return pd.read_pickle(path)
    if source == CARDS:
        return card_desk(load_creditcard(n_samples=rows), seed=seed)
    if str(source).lower().endswith(".csv"):
        table = pd.read_csv(source)
        check_table(table, label, amount, groups)
        name = f"file {Path(source).name}"
    else:
        table, name = load_imbalanced(str(source)), f"KEEL set {source}"
    return table_desk(table, name, label=label, amount=amount, groups=groups, seed=seed)


def card_desk(payments: pd.DataFrame, *, seed: int = 0) -> Desk:
    """Return the desk on card payments, by time; payments without an amount are left out."""
    known = payments[payments[AMOUNT].notna()].reset_index(drop=True)
    table = plant(known.assign(part=card_parts(known)), CHARGEBACK, seed)
    gone = len(payments) - len(known)
    note = f"; {gone:,} payments without an amount left out" if gone else ""
    share = (LATE_FROM - DECIDE_FROM) / DAY
    budgets = {DECIDE: round(CALLS_A_DAY * share), SEALED: CALLS_A_DAY}
    return Desk(table, payments.attrs.get("source", "card payments") + note, budgets)


def table_desk(
    table: pd.DataFrame,
    name: str,
    *,
    label: str = LABEL,
    amount: str | None = None,
    groups: str | None = None,
    seed: int = 0,
) -> Desk:
    """Return the desk on another table, in random parts; twice as many calls as positives."""
    together = table[groups] if groups else None
    table = table.drop(columns=groups) if groups else table
    table = table.rename(columns={label: LABEL} | ({amount: AMOUNT} if amount else {}))
    texts = table.select_dtypes(exclude=["number", "bool", "category"]).columns
    table = table.astype(dict.fromkeys(texts, "category") | {LABEL: "int64"})
    parts = table_parts(table, together, seed)
    if AMOUNT not in table:
        table = table.assign(**{AMOUNT: POSITIVE_WORTH})
    table = plant(table.assign(part=parts), CONFIRMED, seed)
    positives = table[LABEL].groupby(table["part"], observed=True).sum()
    budgets = {part: 2 * int(positives[part]) for part in (DECIDE, SEALED)}
    source = f"{name} ({len(table):,} rows, {int(positives.sum()):,} positives)"
    return Desk(table, source, budgets, CONFIRMED)


def check_table(table: pd.DataFrame, label: str, amount: str | None, groups: str | None) -> None:
    """Raise `DataError`, with the remedy, for a table of one's own that cannot be used."""
    missing = [name for name in (label, amount, groups) if name and name not in table]
    if missing:
        raise DataError(f"There is no column {missing[0]!r}; there are {', '.join(table.columns)}.")
    if not set(table[label].unique()) <= {0, 1}:
        raise DataError(f"The label {label!r} must be 1 for the rare class and 0 for the other.")
    if table[label].sum() < 30:
        raise DataError(f"{table[label].sum()} positives are too few for three parts; bring 30.")
    if amount and not np.isfinite(pd.to_numeric(table[amount], errors="coerce")).all():
        raise DataError(f"Each row needs a number in the column of amounts, {amount!r}.")
