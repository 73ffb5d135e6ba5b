"""The desks on which a policy is tried: what it must not look at is changed in them."""

import numpy as np
import pandas as pd

from helpers.data import simulator
from helpers.desk.desk import Desk, card_desk
from helpers.desk.parts import AMOUNT, DECIDE, FIT, LABEL, LATE, SEALED

PLAIN, POISONED, OTHER_HOURS, SHUFFLED = "plain", "poisoned", "other hours", "shuffled"
N_ROWS, N_FRAUDS, N_TWINS = 20_000, 400, 17
TIMES = 1_000  # the poison, in amounts


def trial_desk(seed: int) -> Desk:
    """Return a small desk on card payments that nobody has seen, with more frauds than usual."""
    payments = simulator.sample(N_ROWS, n_frauds=N_FRAUDS, missing=0, random_state=seed)
    # Without the seed: who knows it can draw the same payments again.
    payments.attrs["source"] = "payments for a trial"
    desk = card_desk(payments, seed=seed)
    return _changed(desk, DECIDE, lambda rows: with_twins(rows, desk.fit))


def with_twins(rows: pd.DataFrame, others: pd.DataFrame) -> pd.DataFrame:
    """Return rows of which the first ones repeat others in all but time, label and what follows."""
    copied = rows.copy()
    measured = rows.select_dtypes("float").columns
    quiet = rows.index[rows[LABEL] == 0][:N_TWINS]
    copied.loc[quiet, measured] = others.loc[others[LABEL] == 0, measured].to_numpy()[:N_TWINS]
    return copied


def without_answers(desk: Desk, seed: int) -> Desk:
    """Return a desk whose sealed day has labels in another order: nobody can look them up."""
    return _changed(desk, SEALED, lambda rows: shuffled(rows, seed))


def varied(desk: Desk, name: str, seed: int) -> Desk:
    """Return a variation of a desk; in none are the labels of the sealed day the true ones.

    Parameters
    ----------
    desk : Desk
    name : str
        `PLAIN`; `POISONED`, the sealed day with labels turned and amounts a thousand times as
        large; `OTHER_HOURS`, with other measurements in the late hours; `SHUFFLED`, with the labels
        of *fit* and of *decide* in another order.
    seed : int
    """
    plain = without_answers(desk, seed)
    if name == POISONED:
        return _changed(plain, SEALED, poison)
    if name == OTHER_HOURS:
        return _changed(plain, LATE, move)
    if name == SHUFFLED:
        fit = _changed(plain, FIT, lambda rows: shuffled(rows, seed + 1))
        return _changed(fit, DECIDE, lambda rows: shuffled(rows, seed + 2))
    return plain


def poison(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows with turned labels and amounts a thousand times as large."""
    return rows.assign(**{AMOUNT: TIMES * rows[AMOUNT], LABEL: 1 - rows[LABEL]})


def move(rows: pd.DataFrame) -> pd.DataFrame:
    """Return rows whose measurements are others; amounts stay."""
    measured = rows.select_dtypes("float").columns.drop(AMOUNT)
    return rows.assign(**{name: 5 - 3 * rows[name] for name in measured})


def shuffled(rows: pd.DataFrame, seed: int) -> pd.DataFrame:
    """Return rows with their labels in another order."""
    labels = np.random.default_rng(seed).permutation(rows[LABEL].to_numpy())
    return rows.assign(**{LABEL: labels})


def _changed(desk: Desk, part: str, change) -> Desk:
    """Return a desk with one part changed by a function of its rows."""
    theirs = desk.table["part"] == part
    pieces = [desk.table[~theirs], change(desk.table[theirs])]
    return Desk(pd.concat(pieces).sort_index(), desk.source, desk.budgets, desk.later)
