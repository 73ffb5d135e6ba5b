"""The CSV that lesson 01 reads, at full size.

It stays in the course's folder: lesson 01 and the example of `creditcard_csv` write the same one.
"""

from itertools import islice

import pandas as pd
import pytest

from helpers.data import creditcard
from helpers.data.creditcard import creditcard_csv, load_creditcard


@pytest.mark.slow
def test_plain_read_csv_gives_what_the_loader_gives(tmp_path):
    """The full stand-in: same values to the last bit, same types, same empty cells."""
    path, frame = creditcard_csv(), load_creditcard()
    assert path.parent == creditcard.DATA
    pd.testing.assert_frame_equal(pd.read_csv(path), frame, check_exact=True)
    # An earlier run may have left it: what is written today is the same.
    creditcard._write_csv(frame.head(1_000), tmp_path / "head.csv")
    with path.open(encoding="utf-8") as lines:
        assert list(islice(lines, 1_001)) == (tmp_path / "head.csv").read_text().splitlines(True)
