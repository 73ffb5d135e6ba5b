"""What two days of payments show about time: bursts, the second day, and who carries the money.

``python -m helpers.desk creditcard.csv`` stores what a real file shows, without a row.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.data import load_creditcard
from helpers.desk.parts import AMOUNT, DAY, DECIDE, FIT, HOUR, LABEL, LATE, SEALED, card_parts
from helpers.desk.rivals import probability
from helpers.files import write_file
from helpers.models import make_model
from helpers.paths import RESULTS

STORED = RESULTS / "desk_time.json"
NEAR, N_DRAWS = 60, 200  # seconds between neighbours in a burst; draws without bursts
FALSE_ALARMS = 0.001


def near_share(times: np.ndarray) -> float:
    """Return the share of times with another one within a minute.

    Examples
    --------
    >>> near_share(np.array([0, 50, 500, 9_000]))
    0.5
    """
    gaps = np.r_[np.inf, np.diff(np.sort(times)), np.inf]
    return float((np.minimum(gaps[:-1], gaps[1:]) <= NEAR).mean())


def time_facts(payments: pd.DataFrame) -> dict:
    """Return what a table of card payments shows about time.

    Parameters
    ----------
    payments : DataFrame
        As `load_creditcard` returns it.

    Returns
    -------
    dict
        ``frauds`` by part; ``busiest_hour`` of the first day, with its ``hour``, its frauds and
        those of ``day_1``; ``near``, the share of frauds with another one within 60 s, and
        ``near_if_independent``, the mean if each came at any second of its hour;
        ``largest_tenth``, the share of the frauds' money that the largest tenth carries;
        ``recall``, on *decide* and the second day, of the plain model learned from *fit*, at one
        false alarm in 1,000.
    """
    frauds = payments[payments[LABEL] == 1]
    parts, times = card_parts(payments), frauds["Time"].to_numpy()
    hours = pd.Series(times[times < DAY] // HOUR).value_counts()
    rng = np.random.default_rng(0)
    apart = []
    for _ in range(N_DRAWS):
        apart.append(near_share(times // HOUR * HOUR + rng.integers(HOUR, size=len(times))))
    money = frauds[AMOUNT].dropna().sort_values(ascending=False)
    counts = parts[payments[LABEL] == 1].value_counts()
    return {
        "rows": len(payments),
        "frauds": {part: int(counts.get(part, 0)) for part in (FIT, DECIDE, LATE, SEALED)},
        "busiest_hour": {
            "hour": int(hours.index[0]),
            "frauds": int(hours.iloc[0]),
            "day_1": int(hours.sum()),
        },
        "near": round(near_share(times), 3),
        "near_if_independent": round(float(np.mean(apart)), 3),
        "largest_tenth": round(
            float(money.head(int(np.ceil(len(money) / 10))).sum() / money.sum()), 3
        ),
        "recall": recall_later(payments, parts),
    }


def recall_later(payments: pd.DataFrame, parts: pd.Series) -> dict[str, float]:
    """Return the plain model's recall on the two later parts, at one false alarm in 1,000."""
    probable = probability(make_model(), payments[parts == FIT])
    found = {}
    for part in (DECIDE, SEALED):
        rows = payments[parts == part]
        p, y = probable(rows), rows[LABEL].to_numpy()
        cut = np.quantile(p[y == 0], 1 - FALSE_ALARMS)
        found[part] = round(float((p[y == 1] > cut).mean()), 3)
    return found


def real_time_facts() -> dict:
    """Return what real rows have shown; ``source`` says which."""
    return json.loads(STORED.read_text(encoding="utf-8"))


def store(path: Path, source: str = "") -> None:
    """Store what a real file shows."""
    payments = load_creditcard(path)
    facts = {"source": source or f"{len(payments):,} real rows"} | time_facts(payments)
    write_file(STORED, json.dumps(facts, indent=1) + "\n")
