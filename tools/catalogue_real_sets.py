"""Count the real sets and write ``data/real_sets.csv``: ``make catalogue``."""

import pandas as pd

from helpers.data.real_sets import CATALOGUE, describe, load_real_set
from helpers.data.real_tables import REAL_SETS
from helpers.files import write_file


def catalogue() -> str:
    """Return the catalogue's text: CSV with a line for each set."""
    return pd.DataFrame([describe(name, load_real_set(name)) for name in REAL_SETS]).to_csv(
        index=False
    )


if __name__ == "__main__":
    write_file(CATALOGUE, catalogue())
    print(f"{len(REAL_SETS)} sets in {CATALOGUE.name}")
