"""Compare how near drawn rows lie to real ones with how near real rows lie to each other."""

import numpy as np
import pandas as pd
from sklearn.neighbors import NearestNeighbors

from helpers.data.schema import FEATURES

SHARES = (0.0, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75)
LARGEST = 5_000


def compare_nearness(real: pd.DataFrame, drawn: pd.DataFrame) -> pd.DataFrame:
    """Return quantiles of the distance to the nearest real row of the same class.

    A model that had kept rows would draw some that lie nearer to a real row than real rows lie to
    each other.

    Parameters
    ----------
    real, drawn : DataFrame
        Real rows without copies, and drawn ones. Of a class at most 5,000 are looked at, but all
        real ones can be the nearest.

    Returns
    -------
    DataFrame
        Columns ``class``, ``share`` (which quantile), ``real`` and ``drawn``: distances over
        ``V1``..``V28`` in standard deviations of the real legitimate rows.
    """
    spread = real.loc[real["Class"] == 0, FEATURES].std()
    rows = []
    for label in (0, 1):
        among, new = (
            (table.loc[table["Class"] == label, FEATURES] / spread).drop_duplicates()
            for table in (real, drawn)
        )
        index = NearestNeighbors(n_neighbors=2).fit(among.to_numpy())
        each = among.sample(min(len(among), LARGEST), random_state=0)
        others = index.kneighbors(each.to_numpy())[0][:, 1]
        new = new.sample(min(len(new), LARGEST), random_state=0)
        nearest = index.kneighbors(new.to_numpy())[0][:, 0]
        rows += [
            (label, share, np.quantile(others, share), np.quantile(nearest, share))
            for share in SHARES
        ]
    return pd.DataFrame(rows, columns=["class", "share", "real", "drawn"])
