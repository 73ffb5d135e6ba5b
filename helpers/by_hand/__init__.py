"""Each resampling algorithm written out step by step, with a trace of what it did.

Every module holds one algorithm: its steps as short functions, and one function that calls them
in the order in which the lesson numbers them. ``STEPS`` in each module lists those functions, so
that a lesson can print their source.

====================================  ==========================================================
module                                top function
====================================  ==========================================================
``smote``                             ``smote(X, y, ...)``
``adasyn``                            ``adasyn(X, y, ...)``
``borderline_smote``                  ``borderline_smote(X, y, ...)``, kinds 1 and 2
``edited_nearest_neighbours``         ``edited_nearest_neighbours(X, y, ...)``
``tomek_links``                       ``tomek_links(X, y, ...)``
``smote_nc``                          ``smote_nc(X, y, categorical_features, ...)``
``smote_enn``                         ``smote_enn(X, y, ...)``
``smote_tomek``                       ``smote_tomek(X, y, ...)``
====================================  ==========================================================

No sampler of imbalanced-learn is used here: the tests compare these functions with it. Given the
same ``random_state``, the rows, their order, the labels and the dtypes are equal to those of
imbalanced-learn 0.14, bit for bit, also where narrow integers wrap round and where booleans or
ratios are cut (see ``smote``). Each module's docstring names what it shares with the paper, and
where imbalanced-learn, and so this module, departs from the paper. What imbalanced-learn refuses is
refused with the same type of error, and a sentence that names the class or column at fault.

Input and output: ``X`` is a dense NumPy array or a pandas DataFrame, ``y`` a one-dimensional
NumPy array or pandas Series. As in imbalanced-learn, a DataFrame or Series gives back the same
container, with the same column names and dtypes and a fresh index 0, 1, 2, ...; everything else
gives back NumPy arrays. Sparse matrices and one-hot encoded targets are not taken.

Examples
--------
>>> import numpy as np
>>> from helpers.by_hand import smote
>>> X = np.array([[0.0], [1.0], [2.0], [3.0], [4.0], [10.0], [11.0]])
>>> y = np.array([0, 0, 0, 0, 0, 1, 1])
>>> result = smote.smote(X, y, k_neighbors=1, random_state=0)
>>> result.y.tolist()
[0, 0, 0, 0, 0, 1, 1, 1, 1, 1]
>>> result.trace.synthetic[["row", "parent", "neighbour"]].values.tolist()
[[7, 5, 6], [8, 6, 5], [9, 6, 5]]
"""

from helpers.by_hand import (
    adasyn,
    borderline_smote,
    edited_nearest_neighbours,
    smote,
    smote_enn,
    smote_nc,
    smote_tomek,
    tomek_links,
)
from helpers.by_hand.trace import Resampled, Trace

__all__ = [
    "Resampled",
    "Trace",
    "adasyn",
    "borderline_smote",
    "edited_nearest_neighbours",
    "smote",
    "smote_enn",
    "smote_nc",
    "smote_tomek",
    "tomek_links",
]
