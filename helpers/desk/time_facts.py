"""What two days of payments show about time: bursts, the second day, and who carries the money.

``python -m helpers.desk creditcard.csv`` stores what a real file shows, without a row.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.data import load_creditcard
from helpers.desk.parts import AMOUNT, DECIDE, FIT, HOUR, LABEL, SEALED, card_parts
from helpers.desk.rivals import probability
from helpers.files import write_file
from helpers.models import make_model
from helpers.paths import RESULTS

STORED = RESULTS / "desk_time.json"
NEAR, N_DRAWS = 60, 200  # seconds between neighbours in a burst; draws without bursts
FALSE_ALARMS = 0.001
FEATURES = [f"V{i}" for i in range(1, 29)]


def near_share(times: np.ndarray) -> float:
    """Return the share of times with another one within a minute.

    Examples
    --------
    >>> near_share(np.array([0, 50, 500, 9_000]))
    0.5
    """
    gaps = np.r_[np.inf, np.diff(np.sort(times)), np.inf]
    return float((np.minimum(gaps[:-1], gaps[1:]) <= NEAR).mean())


def time_facts(labelled: pd.DataFrame) -> dict:
    """Return what labelled card payments of the first day show about time.

    Parameters
    ----------
    labelled : DataFrame
        With ``Time``, ``Amount`` and ``Class``, such as *fit* and *decide* together.

    Returns
    -------
    dict
        ``frauds``; ``busiest_hour`` and ``in_busiest_hour``, its frauds; ``near``, the share of the
        frauds with another one within 60 s, and ``near_if_independent``, the mean of this share if
        each came at any second of its hour; ``alike``, how far a fraud lies from the one before it
        if that came within 60 s, as a share of its distance to others of the hour (medians);
        ``largest_tenth``, the share of the frauds' money that the largest tenth carries.
    """
    frauds = labelled[labelled[LABEL] == 1]
    times = frauds["Time"].to_numpy()
    hours = pd.Series(times // HOUR).value_counts()
    rng, start = np.random.default_rng(0), times // HOUR * HOUR
    apart = [near_share(start + rng.integers(HOUR, size=len(times))) for _ in range(N_DRAWS)]
    return {
        "frauds": len(frauds),
        "busiest_hour": int(hours.index[0]),
        "in_busiest_hour": int(hours.iloc[0]),
        "near": round(near_share(times), 3),
        "near_if_independent": round(float(np.mean(apart)), 3),
        "alike": round(alike(frauds), 2),
        "largest_tenth": round(largest_tenth(frauds[AMOUNT]), 3),
    }


def alike(frauds: pd.DataFrame) -> float:
    """Return how near frauds of one burst lie to each other, compared with others of their hour.

    Parameters
    ----------
    frauds : DataFrame
        With ``Time`` and the scores ``V1`` to ``V28``; blank ones count as 0, their mean.

    Returns
    -------
    float
        The median distance to the fraud before, where that came within 60 s, over the median
        distance to those of the same hour that are further away in time; NaN without bursts.
    """
    frauds = frauds.sort_values("Time")
    times, X = frauds["Time"].to_numpy(), frauds[FEATURES].fillna(0.0).to_numpy()
    apart, same_hour = np.abs(times[:, None] - times), times[:, None] // HOUR == times // HOUR
    distances = np.linalg.norm(X[:, None] - X, axis=2)
    before = np.eye(len(times), k=-1, dtype=bool) & (apart <= NEAR)
    others = same_hour & (apart > NEAR)
    if not (before.any() and others.any()):
        return float("nan")
    return float(np.median(distances[before]) / np.median(distances[others]))


def largest_tenth(amounts: pd.Series) -> float:
    """Return the share of a sum that its largest tenth carries.

    Examples
    --------
    >>> largest_tenth(pd.Series([9, 1, 1, 1, 1, 1, 1, 1, 1, 1]))
    0.5
    """
    money = amounts.sort_values(ascending=False)
    return float(money.head(int(np.ceil(len(money) / 10))).sum() / money.sum())


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


def store(path: Path) -> None:
    """Store what a real file shows: its first day until 22:00, and the second day beside it."""
    payments = load_creditcard(path)
    parts = card_parts(payments)
    facts = {
        "source": f"{len(payments):,} real rows",
        "first_day": time_facts(payments[parts.isin([FIT, DECIDE])]),
        "frauds": payments[LABEL].groupby(parts, observed=True).sum().astype(int).to_dict(),
        "recall": recall_later(payments, parts),
    }
    write_file(STORED, json.dumps(facts, indent=1) + "\n")
