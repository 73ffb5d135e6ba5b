"""Made-up card payments with numeric and categorical columns, for SMOTE-NC.

Nothing here is fitted to real payments: the shares below are set by hand to look plausible. The
columns are drawn in the order merchant, entry, country, card, and then the numbers that depend on
them. Whether a payment is a fraud is drawn last, from a logistic model with interactions between
columns. ``data/README.md`` describes the table.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.data.validation import check_count

NUMERIC = ["amount", "hour", "account_days", "distance_km", "payments_24h"]
CATEGORIES = {
    "merchant": (
        "cash",
        "clothing",
        "electronics",
        "fuel",
        "gaming",
        "groceries",
        "restaurant",
        "travel",
    ),
    "entry": ("chip", "contactless", "online", "swipe"),
    "country": ("home", "EU", "other"),
    "card": ("debit", "credit", "prepaid"),
    "weekday": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
"""Categorical columns and their values."""

MERCHANT = [0.06, 0.12, 0.06, 0.10, 0.08, 0.33, 0.18, 0.07]
# one row per merchant: chip, contactless, online, swipe
ENTRY = [
    [0.93, 0.00, 0.00, 0.07],
    [0.20, 0.33, 0.45, 0.02],
    [0.26, 0.18, 0.54, 0.02],
    [0.46, 0.50, 0.00, 0.04],
    [0.02, 0.04, 0.94, 0.00],
    [0.32, 0.59, 0.07, 0.02],
    [0.30, 0.60, 0.06, 0.04],
    [0.18, 0.14, 0.64, 0.04],
]
# one row per entry mode: home, EU, other
COUNTRY = [[0.91, 0.07, 0.02], [0.93, 0.06, 0.01], [0.74, 0.19, 0.07], [0.78, 0.10, 0.12]]
CARD = [0.62, 0.30, 0.08]
WEEKDAY = [0.13, 0.13, 0.13, 0.14, 0.17, 0.18, 0.12]
# payments per hour, from midnight on: one row for shops, one for online
HOUR = [
    [0.3, 0.2, 0.1, 0.1, 0.1, 0.3, 1, 3, 5, 6, 7, 8, 9, 8, 6, 6, 8, 10, 9, 6, 4, 2, 1, 0.5],
    [3, 2, 1.5, 1, 1, 1, 1, 2, 3, 4, 4, 4, 5, 5, 4, 4, 4, 5, 6, 8, 9, 9, 7, 5],
]
AMOUNT_MEDIAN = [80.0, 45.0, 110.0, 48.0, 9.0, 24.0, 22.0, 140.0]  # euros, one per merchant
AMOUNT_SPREAD = [0.6, 0.7, 1.0, 0.4, 0.9, 0.8, 0.6, 1.0]
DISTANCE = [(0.1, 600.0), (150.0, 3_500.0), (1_200.0, 16_000.0)]  # km, one pair per country
DISTANCE_MEDIAN = [6.0, 900.0, 5_500.0]
DISTANCE_SPREAD = [1.4, 0.6, 0.5]
CONTACTLESS_LIMIT = 50.0  # euros

INTERCEPT = -6.15
EFFECTS = {
    "online": 0.6,
    "swipe": 0.5,
    "EU": 0.3,
    "other": 0.7,
    "electronics": 0.4,
    "gaming": 0.2,
    "travel": 0.2,
    "prepaid": 0.4,
    "amount": 0.15,  # per unit of the logarithm, from the merchant's median
    "payments_24h": 0.08,  # per payment
}
"""Effects of single columns on the log-odds of fraud."""
INTERACTIONS = {
    "online, far from home, at night": 5.0,
    "swipe, abroad": 4.0,
    "electronics, large amount": 1.8,  # per unit of the logarithm above the merchant's median
    "gaming, many payments": 4.2,
    "prepaid, new account": 3.4,
}
"""What single columns do not tell: these conditions count only together."""


def load_transactions(n_samples: int = 20_000, *, random_state: int | None = 0) -> pd.DataFrame:
    """Make a table of card payments with numeric and categorical columns.

    Parameters
    ----------
    n_samples : int
        Rows. Frauds are drawn row by row, 1.5 % on average, so that a small table may have none.
    random_state : int or None
        Seed. The same integer gives the same rows.

    Returns
    -------
    pandas.DataFrame, shape (n_samples, 11)
        ``amount`` (euros and cents), ``hour`` (int64, 0 to 23), ``account_days`` (int64, at least
        1), ``distance_km`` (from the cardholder's home, one decimal), ``payments_24h`` (int64,
        this one included), the columns of ``CATEGORIES`` as pandas ``category``, and ``Class``
        (int64, 1 = fraud). ``attrs["source"]`` says that the rows are made up.

    Raises
    ------
    TypeError, ValueError
        If ``n_samples`` is no whole number, or is less than 1.

    Examples
    --------
    >>> df = load_transactions(5_000)
    >>> df.shape
    (5000, 11)
    >>> df.attrs["source"]
    'made-up card payments (5,000 rows, 73 frauds, seed 0)'
    """
    check_count("n_samples", n_samples)
    rng = np.random.default_rng(random_state)
    frame = _draw_columns(n_samples, rng)
    probability = 1 / (1 + np.exp(-log_odds(frame)))
    frame["Class"] = (rng.random(n_samples) < probability).astype(np.int64)
    counts = f"{n_samples:,} rows, {frame['Class'].sum():,} frauds"
    frame.attrs["source"] = f"made-up card payments ({counts}, seed {random_state})"
    return frame


def log_odds(frame: pd.DataFrame) -> np.ndarray:
    """Compute the log-odds of fraud that the rows were labelled with.

    Parameters
    ----------
    frame : DataFrame of shape (n_samples, n_columns)
        The columns of `load_transactions`; ``Class`` is not looked at.

    Returns
    -------
    ndarray of shape (n_samples,)

    Examples
    --------
    >>> df = load_transactions(1_000)
    >>> bool(log_odds(df[df["Class"] == 1]).mean() > log_odds(df[df["Class"] == 0]).mean())
    True
    """
    merchant, entry, country = frame["merchant"], frame["entry"], frame["country"]
    typical = np.asarray(AMOUNT_MEDIAN)[merchant.cat.codes]
    dearer = np.log(frame["amount"] / typical)  # 0 for the merchant's usual amount
    conditions = {
        "online": entry == "online",
        "swipe": entry == "swipe",
        "EU": country == "EU",
        "other": country == "other",
        "electronics": merchant == "electronics",
        "gaming": merchant == "gaming",
        "travel": merchant == "travel",
        "prepaid": frame["card"] == "prepaid",
        "amount": dearer,
        "payments_24h": frame["payments_24h"],
        "online, far from home, at night": (
            (entry == "online") & (frame["distance_km"] > 500) & (frame["hour"] < 6)
        ),
        "swipe, abroad": (entry == "swipe") & (country != "home"),
        "electronics, large amount": (merchant == "electronics") * dearer.clip(lower=0),
        "gaming, many payments": (merchant == "gaming") & (frame["payments_24h"] >= 8),
        "prepaid, new account": (frame["card"] == "prepaid") & (frame["account_days"] < 60),
    }
    weights = EFFECTS | INTERACTIONS
    terms = [weights[name] * value.to_numpy(dtype=float) for name, value in conditions.items()]
    return INTERCEPT + np.sum(terms, axis=0)


def _draw_columns(n_samples: int, rng: np.random.Generator) -> pd.DataFrame:
    """Draw all columns but the label, each given those that it depends on."""
    everyone = np.zeros(n_samples, dtype=int)
    merchant = _choose([MERCHANT], everyone, rng)
    amount = _log_normal(AMOUNT_MEDIAN, AMOUNT_SPREAD, merchant, rng).clip(0.5, 5_000).round(2)
    cash = merchant == CATEGORIES["merchant"].index("cash")
    amount[cash] = amount[cash].round(-1).clip(10)  # machines give notes

    entry = _choose(ENTRY, merchant, rng)
    chip, contactless, online = (
        CATEGORIES["entry"].index(v) for v in ("chip", "contactless", "online")
    )
    entry[(entry == contactless) & (amount > CONTACTLESS_LIMIT)] = chip
    country = _choose(COUNTRY, entry, rng)
    low, high = np.transpose(DISTANCE)[:, country]
    distance = _log_normal(DISTANCE_MEDIAN, DISTANCE_SPREAD, country, rng).clip(low, high)

    card = _choose([CARD], everyone, rng)
    young = np.where(card == CATEGORIES["card"].index("prepaid"), 0.2, 1.0)
    numeric = {
        "amount": amount,
        "hour": _choose(HOUR, (entry == online).astype(int), rng),
        "account_days": 1
        + (young * rng.gamma(1.1, 1_400, n_samples)).clip(0, 12_000).astype(np.int64),
        "distance_km": distance.round(1),
        "payments_24h": 1 + rng.negative_binomial(1.2, 0.35, n_samples).astype(np.int64),
    }
    weekday = _choose([WEEKDAY], everyone, rng)
    codes = dict(zip(CATEGORIES, (merchant, entry, country, card, weekday), strict=True))
    categorical = {
        name: pd.Categorical.from_codes(codes[name], categories=list(values))
        for name, values in CATEGORIES.items()
    }
    return pd.DataFrame(numeric | categorical)


def _choose(weights: list[list[float]], group: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Draw for each row one of the options, with the weights of the row's group; as int64."""
    shares = np.asarray(weights, dtype=float)
    limits = np.cumsum(shares / shares.sum(axis=1, keepdims=True), axis=1)[:, :-1]
    return (rng.random(len(group))[:, None] >= limits[group]).sum(axis=1)


def _log_normal(
    median: list[float], spread: list[float], group: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Draw for each row a log-normal number with the median and spread of the row's group."""
    return np.asarray(median)[group] * np.exp(
        np.asarray(spread)[group] * rng.standard_normal(len(group))
    )
