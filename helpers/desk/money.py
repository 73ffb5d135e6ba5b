"""From scores to calls, and from calls to euros with an interval."""

import numpy as np
import pandas as pd

from helpers.desk.parts import AMOUNT, LABEL

N_DRAWS, LEVEL = 2_000, 0.95
ORACLE = "oracle"


def choose(scores: np.ndarray, rows: pd.DataFrame, budget: int) -> np.ndarray:
    """Return the positions of the rows to call, the most urgent first.

    The highest scores are called, at most as many as the budget, and only those above 0. Of equal
    scores the larger amount comes first, then the earlier row, whatever the order in the table.

    Examples
    --------
    >>> rows = pd.DataFrame({"Amount": [5.0, 9.0, 7.0, 1.0]})
    >>> choose(np.array([0.2, 0.2, 0.9, 0.0]), rows, 2).tolist()
    [2, 1]
    """
    order = np.lexsort((rows.index, -rows[AMOUNT].to_numpy(), -scores))[:budget]
    return order[scores[order] > 0]


def gains(rows: pd.DataFrame, call_cost: float) -> np.ndarray:
    """Return what a call to each row brings: the amount if it is a fraud, less the call, in EUR."""
    return np.where(rows[LABEL] == 1, rows[AMOUNT], 0.0) - call_cost


def interval(gain: np.ndarray) -> tuple[float, float]:
    """Return the bounds of a sum of gains, had such payments come more or less often.

    Each row is drawn as often as a Poisson variable with mean 1 says: the bootstrap of a day whose
    number of payments is not fixed.
    """
    often = np.random.default_rng(0).poisson(1.0, (N_DRAWS, len(gain)))
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(often @ gain, [tail, 1 - tail])
    return float(low), float(high)


def money_table(
    scores: dict[str, np.ndarray], rows: pd.DataFrame, budget: int, call_cost: float
) -> pd.DataFrame:
    """Return what each policy saves, and what the first saves more than each other.

    Parameters
    ----------
    scores : dict of str to ndarray of shape (n_samples,)
        By policy; the first is compared with all others, on the same rows.
    rows : DataFrame
        With label and amount.
    budget : int
        Calls.
    call_cost : float
        EUR of a call.

    Returns
    -------
    DataFrame
        A row for each policy and one for the oracle, which knows the labels: ``calls``,
        ``caught``, ``EUR saved`` against calling nobody, with its interval ``from`` and ``to``
        (95 %); ``ahead``, what the first saves more, with ``ahead from`` and ``ahead to``.
    """
    gain, n = gains(rows, call_cost), len(rows)
    called = {name: np.zeros(n, bool) for name in (*scores, ORACLE)}
    for name, found in (scores | {ORACLE: gain}).items():
        called[name][choose(found, rows, budget)] = True
    first, table = next(iter(called.values())), {}
    for name, mine in called.items():
        low, high = interval(gain[mine])
        differs = first != mine
        ahead = np.where(first, gain, -gain)[differs]
        bounds = interval(ahead) if differs.any() else (0.0, 0.0)
        caught = int(rows.loc[mine, LABEL].sum())
        row = [int(mine.sum()), caught, gain[mine].sum(), low, high, ahead.sum(), *bounds]
        table[name] = dict(zip(COLUMNS, row, strict=True))
    return pd.DataFrame.from_dict(table, orient="index").astype({"calls": int, "caught": int})


COLUMNS = ["calls", "caught", "EUR saved", "from", "to", "ahead", "ahead from", "ahead to"]
