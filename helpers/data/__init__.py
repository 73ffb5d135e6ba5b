"""Where rows come from: the real file, the stand-in, OpenML, real sets, and made-up tables."""

from helpers.data.creditcard import creditcard_csv, load_creditcard
from helpers.data.generators import (
    make_hard_regions,
    make_imbalanced,
    make_mislabelled,
    make_mixed,
    make_near_boundary,
    make_overlapping,
)
from helpers.data.keel import imbalanced_sets, load_imbalanced
from helpers.data.real_sets import load_real_set, real_sets
from helpers.data.schema import COLUMNS
from helpers.data.transactions import CATEGORIES, NUMERIC, load_transactions
from helpers.data.validation import require_minority, require_rows, require_some

__all__ = [
    "CATEGORIES",
    "COLUMNS",
    "NUMERIC",
    "creditcard_csv",
    "imbalanced_sets",
    "load_creditcard",
    "load_imbalanced",
    "load_real_set",
    "load_transactions",
    "make_hard_regions",
    "make_imbalanced",
    "make_mislabelled",
    "make_mixed",
    "make_near_boundary",
    "make_overlapping",
    "real_sets",
    "require_minority",
    "require_rows",
    "require_some",
]
