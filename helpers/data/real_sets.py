"""Imbalanced sets from many independent sources, for studies across data sets; all offline."""

import difflib
import hashlib
from functools import cache

import numpy as np
import pandas as pd

from helpers.data.real_origins import ORIGINS
from helpers.data.real_tables import REAL_SETS
from helpers.errors import DataError
from helpers.paths import DATA

CATALOGUE = DATA / "real_sets.csv"
MOST_MISSING = 0.5
"""Share of the cells of a feature that may be missing."""
MISSING = "missing"
"""The category of a missing cell."""


def load_real_set(name: str) -> pd.DataFrame:
    """Load one real set, with two classes, by its name.

    Parameters
    ----------
    name : str
        Such as ``"yeast4"``; `real_sets` lists all.

    Returns
    -------
    pandas.DataFrame, shape (n_samples, n_features + 1)
        The features, in the units of the source, categorical ones as ``category``; and ``Class``
        (int64, 1 = minority). Missing numbers are NaN; missing categories are one more category,
        ``"missing"``. Features with a single value, or with more than half of the cells missing,
        are left out. ``attrs`` has ``source`` (what it is), ``origin``, ``package`` and
        ``reference`` (whence).

    Raises
    ------
    DataError
        If there is no such set, or the package that holds it is not installed.

    Examples
    --------
    >>> df = load_real_set("german")
    >>> df.shape, int(df["Class"].sum())
    ((1000, 21), 300)
    >>> df.attrs["source"]
    'german (1,000 rows, 300 of the minority, 1 : 2.3)'
    """
    if name not in REAL_SETS:
        near = difflib.get_close_matches(str(name), REAL_SETS, n=3, cutoff=0.4)
        hint = f"; did you mean {' or '.join(near)}?" if near else "; see real_sets()"
        raise DataError(f"There is no real set named {name!r}{hint}")
    entry = REAL_SETS[name]
    features, labels = entry.read(entry.package, entry.file, **entry.options)
    frame = _tidy(features)
    frame["Class"] = labels.isin(entry.minority).astype("int64").to_numpy()
    minority = int(frame["Class"].sum())
    ratio = f"1 : {(len(frame) - minority) / minority:.1f}"
    frame.attrs["source"] = f"{name} ({len(frame):,} rows, {minority} of the minority, {ratio})"
    frame.attrs["origin"] = entry.origin
    frame.attrs["package"] = entry.package
    frame.attrs["reference"] = ORIGINS[entry.origin].reference
    return frame


def _tidy(features: pd.DataFrame) -> pd.DataFrame:
    """Make text categorical, leave out columns that say nothing, and name missing categories."""
    n_values, missing = features.nunique(), features.isna().mean()
    features = features.loc[:, (n_values > 1) & (missing <= MOST_MISSING)].copy()
    for column in features.select_dtypes(exclude="number"):
        text = features[column].astype("object")
        features[column] = text.where(text.notna(), MISSING).astype(str).astype("category")
    return features


def describe(name: str, frame: pd.DataFrame) -> dict:
    """Count what one set holds: its row of the catalogue.

    Parameters
    ----------
    name : str
        A key of `REAL_SETS`.
    frame : pandas.DataFrame
        What `load_real_set` returned for it.

    Returns
    -------
    dict
        ``dataset``, ``origin``, ``package``, ``file`` (inside the package; of scikit-learn, the
        loader), ``rows``, ``minority`` (rows), ``numeric`` and ``categorical`` (features),
        ``missing`` (numeric cells), ``repeated`` (rows that equal an earlier one, label included),
        ``ratio`` (majority rows for each minority row), ``measured`` (False if a rule made the
        rows), ``licence`` and ``digest`` (of all cells, whatever the order of the rows).
    """
    entry = REAL_SETS[name]
    features = frame.drop(columns="Class")
    numeric = features.select_dtypes("number")
    minority = int(frame["Class"].sum())
    return {
        "dataset": name,
        "origin": entry.origin,
        "package": entry.package,
        "file": entry.file,
        "rows": len(frame),
        "minority": minority,
        "numeric": numeric.shape[1],
        "categorical": features.shape[1] - numeric.shape[1],
        "missing": int(np.isnan(numeric.to_numpy("<f8")).sum()),
        "repeated": int(frame.duplicated().sum()),
        "ratio": round((len(frame) - minority) / minority, 2),
        "measured": ORIGINS[entry.origin].measured,
        "licence": ORIGINS[entry.origin].licence,
        "digest": table_digest(frame),
    }


def row_digests(frame: pd.DataFrame) -> list[str]:
    """Return a digest of each row, the same for equal values in columns of any names.

    Numeric cells count as 64-bit floats, categories as text.
    """
    numeric = frame.select_dtypes("number").to_numpy("<f8") + 0.0  # minus zero becomes zero
    numeric = np.where(np.isnan(numeric), np.nan, numeric)
    text = frame.select_dtypes("category").astype(str).to_numpy(dtype=object)
    return [
        hashlib.sha256(row.tobytes() + "\t".join(words).encode()).hexdigest()
        for row, words in zip(numeric, text, strict=True)
    ]


def table_digest(frame: pd.DataFrame) -> str:
    """Return a digest of all rows, the same in any order of them."""
    return hashlib.sha256("".join(sorted(row_digests(frame))).encode()).hexdigest()[:16]


@cache
def _catalogue() -> pd.DataFrame:
    return pd.read_csv(CATALOGUE).drop(columns="file")


def real_sets() -> pd.DataFrame:
    """List the sets that `load_real_set` can load.

    Returns
    -------
    pandas.DataFrame
        One row per set, in an order that stays: ``dataset``, ``origin``, ``package``, ``rows``,
        ``minority`` (rows), ``numeric`` and ``categorical`` (features), ``missing`` (numeric
        cells), ``repeated`` (rows that equal an earlier one, label included), ``ratio`` (majority
        rows for each minority row), ``measured`` (False if a rule made the rows), ``licence``,
        ``digest`` (of all cells).
    """
    return _catalogue().copy()
