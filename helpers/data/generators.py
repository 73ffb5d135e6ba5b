"""Made-up rows with one property each, and a parameter that turns it up.

Each function stands for one row of the table "when to use which sampler". Turning the parameter
with the same ``random_state`` keeps everything else: the same random numbers, the same number of
minority rows. Columns ``x1`` and ``x2`` carry the structure and can be drawn; ``x3`` and ``x4`` are
noise that says nothing about the class, as real tables have it. ``Class`` is 1 for the minority.
"""

from __future__ import annotations

import numbers

import numpy as np
import pandas as pd
from scipy.special import ndtri

ARC_RADIUS, ARC_WIDTH, CORE = 2.4, 0.3, 0.8
BLUR = 0.15
CATEGORIES = np.array(["amber", "birch", "cedar", "dune"])


def make_imbalanced(
    n_samples: int = 1000, minority: float = 0.1, *, random_state: int | None = 0
) -> pd.DataFrame:
    """Make an arc of minority rows over a cloud of majority rows; the parameter is their share.

    Parameters
    ----------
    n_samples : int
        Rows.
    minority : float
        The parameter: share of minority rows, above 0 and at most 0.5.
    random_state : int or None
        Seed.

    Returns
    -------
    DataFrame of shape (n_samples, 5)
        ``x1``..``x4`` and ``Class``, the majority first. ``attrs["source"]`` says what it is.

    Raises
    ------
    ValueError
        If the parameter is out of its range, or a class would have no row.

    Examples
    --------
    >>> make_imbalanced(200, minority=0.05).attrs["source"]
    'made-up rows: arc over a cloud (200 rows, 10 of the minority, minority 0.05, seed 0)'
    """
    y, rng = _classes(n_samples, minority, random_state)
    return _frame(_arc(y, rng), y, "arc over a cloud", "minority", minority, random_state)


def make_hard_regions(
    n_samples: int = 1000,
    hardness: float = 0.5,
    *,
    minority: float = 0.1,
    random_state: int | None = 0,
) -> pd.DataFrame:
    """Make four groups of minority rows and a disc of majority rows, which takes two of them in.

    Parameters
    ----------
    n_samples : int
    hardness : float
        The parameter, 0 to 1. At 0 all four groups lie outside the disc; at 1 two of them, half of
        the minority, lie in it, where majority rows outnumber them.
    minority : float
    random_state : int or None

    Returns
    -------
    DataFrame
        As of `make_imbalanced`.

    Raises
    ------
    ValueError
        As in `make_imbalanced`.

    Examples
    --------
    >>> make_hard_regions(200, 1).groupby("Class").size().to_dict()
    {0: 180, 1: 20}
    """
    _check("hardness", hardness, 0, 1)
    y, rng = _classes(n_samples, minority, random_state)
    n_rare = int(y.sum())
    angle, radius = rng.uniform(0, 2 * np.pi, n_samples), 2 * np.sqrt(rng.uniform(size=n_samples))
    X = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    group = np.arange(n_rare) % 4
    distance = np.where(group % 2 == 0, 3.2, 3.2 - 2.2 * hardness)
    direction = np.pi / 5 * (group + 1)
    centre = distance[:, None] * np.column_stack([np.cos(direction), np.sin(direction)])
    X[y == 1] = centre + rng.normal(scale=0.35, size=(n_rare, 2))
    X = np.column_stack([X, rng.normal(size=(n_samples, 2))])
    return _frame(X, y, "groups over a disc", "hardness", hardness, random_state)


def boundary(x1):
    """Return ``x2`` on the boundary of `make_near_boundary`.

    Examples
    --------
    >>> float(boundary(0.0))
    0.0
    """
    return 0.8 * np.sin(1.5 * np.asarray(x1))


def make_near_boundary(
    n_samples: int = 1000,
    near: float = 0.5,
    *,
    minority: float = 0.1,
    random_state: int | None = 0,
) -> pd.DataFrame:
    """Make two classes on either side of a wave; the parameter brings the minority close.

    Parameters
    ----------
    n_samples : int
    near : float
        The parameter, 0 to 1: share of the minority rows that lie within about 0.4 of the boundary;
        the others keep a distance of 1 to 3. Majority rows lie at 0 to 3 from it. All places are
        blurred a little, so that a few rows cross.
    minority : float
    random_state : int or None

    Returns
    -------
    DataFrame
        As of `make_imbalanced`.

    Raises
    ------
    ValueError
        As in `make_imbalanced`.

    Examples
    --------
    >>> make_near_boundary(200, 1).columns.tolist()
    ['x1', 'x2', 'x3', 'x4', 'Class']
    """
    _check("near", near, 0, 1)
    y, rng = _classes(n_samples, minority, random_state)
    n_rare = int(y.sum())
    x1, depth = rng.uniform(-3, 3, n_samples), rng.uniform(0, 3, n_samples)
    close, far = 0.2 * np.abs(rng.normal(size=n_rare)), rng.uniform(1, 3, n_rare)
    is_close = rng.permutation(n_rare) < round(near * n_rare)
    side = np.where(y == 1, 1, -1)
    depth[y == 1] = np.where(is_close, close, far)
    x2 = boundary(x1) + side * depth + rng.normal(scale=BLUR, size=n_samples)
    X = np.column_stack([x1, x2, rng.normal(size=(n_samples, 2))])
    return _frame(X, y, "two sides of a wave", "near", near, random_state)


def make_mislabelled(
    n_samples: int = 1000,
    flipped: float = 0.2,
    *,
    minority: float = 0.1,
    random_state: int | None = 0,
) -> pd.DataFrame:
    """Make the rows of `make_imbalanced` and exchange some labels; the parameter says how many.

    Parameters
    ----------
    n_samples : int
    flipped : float
        The parameter, 0 to 0.5: share of the rows labelled minority that are majority rows. As many
        minority rows are labelled majority, so that the class counts stay.
    minority : float
    random_state : int or None

    Returns
    -------
    DataFrame
        As of `make_imbalanced`.

    Raises
    ------
    ValueError
        As in `make_imbalanced`.

    Examples
    --------
    >>> clean, noisy = (make_mislabelled(1000, share)["Class"] for share in (0, 0.2))
    >>> int((clean != noisy).sum()), int(noisy.sum())
    (40, 100)
    """
    _check("flipped", flipped, 0, 0.5)
    y, rng = _classes(n_samples, minority, random_state)
    X = _arc(y, rng)
    n_flipped = round(flipped * int(y.sum()))
    exchanged = [rng.permutation(np.flatnonzero(y == label))[:n_flipped] for label in (0, 1)]
    y[np.concatenate(exchanged)] ^= 1
    return _frame(X, y, "arc with wrong labels", "flipped", flipped, random_state)


def make_overlapping(
    n_samples: int = 1000,
    overlap: float = 0.3,
    *,
    minority: float = 0.1,
    random_state: int | None = 0,
) -> pd.DataFrame:
    """Make two round clouds; the parameter is how much of them they have in common.

    Parameters
    ----------
    n_samples : int
    overlap : float
        The parameter, above 0 and below 1: the overlapping coefficient, that is the area under the
        lower of the two densities. With classes of equal size, half of it is the smallest possible
        error.
    minority : float
    random_state : int or None

    Returns
    -------
    DataFrame
        As of `make_imbalanced`.

    Raises
    ------
    ValueError
        As in `make_imbalanced`.

    Examples
    --------
    >>> make_overlapping(2000, 0.9)["Class"].mean().item()
    0.1
    """
    _check("overlap", overlap, 1e-6, 1 - 1e-6)
    y, rng = _classes(n_samples, minority, random_state)
    X = rng.normal(size=(n_samples, 4))
    X[:, 0] += y * -2 * ndtri(overlap / 2)  # two unit normals at this distance overlap so much
    return _frame(X, y, "two clouds", "overlap", overlap, random_state)


def make_mixed(
    n_samples: int = 1000,
    n_categorical: int = 4,
    *,
    minority: float = 0.1,
    random_state: int | None = 0,
) -> pd.DataFrame:
    """Make eight informative columns; the parameter is how many of them hold categories.

    The minority is two clouds, on the same side of the majority in four of the columns and on
    opposite sides in the other four. A categorical column is a number cut at its quartiles, the
    four pieces named in no particular order.

    Parameters
    ----------
    n_samples : int
    n_categorical : int
        The parameter: 0 to 8 categorical columns.
    minority : float
    random_state : int or None

    Returns
    -------
    DataFrame of shape (n_samples, 9)
        ``x1``..``x8``, the first of them of type ``category``, and ``Class``.

    Raises
    ------
    ValueError
        As in `make_imbalanced`.

    Examples
    --------
    >>> make_mixed(200, 3).dtypes.astype(str).tolist()[2:5]
    ['category', 'float64', 'float64']
    """
    _check("n_categorical", n_categorical, 0, 8)
    y, rng = _classes(n_samples, minority, random_state)
    signs = rng.choice([-1, 1], size=8)
    opposite = (np.arange(n_samples)[:, None] % 2 == 1) & (np.arange(8) % 2 == 0)
    X = rng.normal(size=(n_samples, 8)) + 0.9 * y[:, None] * signs * np.where(opposite, -1, 1)
    names = [rng.permutation(CATEGORIES) for _ in range(8)]
    frame = _frame(X, y, "mixed columns", "n_categorical", n_categorical, random_state)
    for number in range(n_categorical):
        piece = np.searchsorted(np.quantile(X[:, number], [0.25, 0.5, 0.75]), X[:, number])
        frame[f"x{number + 1}"] = pd.Categorical(names[number][piece], categories=CATEGORIES)
    return frame


def _check(name, value, low, high):
    if not (isinstance(value, numbers.Real) and low <= value <= high):
        raise ValueError(f"{name} must lie between {low:g} and {high:g}, not {value!r}.")


def _classes(n_samples, minority, random_state):
    """Return labels, the majority first, and the random generator."""
    _check("minority", minority, 0, 0.5)
    n_rare = round(n_samples * minority)
    if not 0 < n_rare < n_samples:
        raise ValueError(f"{n_samples} rows with a share of {minority} leave a class without rows.")
    y = np.repeat(np.array([0, 1]), [n_samples - n_rare, n_rare])
    return y, np.random.default_rng(random_state)


def _arc(y, rng):
    """Return a cloud of majority rows under an arc of minority rows, and two columns of noise."""
    n_samples, is_rare = len(y), (y == 1)[:, None]
    normal, angle = rng.normal(size=(n_samples, 3)), rng.uniform(0, np.pi, n_samples)
    radius = ARC_RADIUS + ARC_WIDTH * normal[:, 2]
    arc = np.column_stack([radius * np.cos(angle), radius * np.sin(angle)])
    X = np.where(is_rare, arc, CORE * normal[:, :2])
    return np.column_stack([X, rng.normal(size=(n_samples, 2))])


def _frame(X, y, what, parameter, value, random_state):
    frame = pd.DataFrame(X, columns=[f"x{number}" for number in range(1, X.shape[1] + 1)])
    frame["Class"] = y.astype("int64")
    counts = (
        f"{len(y):,} rows, {y.sum()} of the minority, {parameter} {value:g}, seed {random_state}"
    )
    frame.attrs["source"] = f"made-up rows: {what} ({counts})"
    return frame
