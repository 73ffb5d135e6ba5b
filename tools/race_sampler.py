"""Resample one data set in the tree that lies in the working folder; `race.py` runs this in each.

The last line that it prints is ``resampled WALL CPU DIGEST``.
"""

import hashlib
import sys
import time
from importlib import import_module
from pathlib import Path

import numpy as np

FEATURES = 29


def make_data(name: str, n_rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Draw rows with NumPy alone, so that every tree has the same.

    Parameters
    ----------
    name : str
        "credit card" (one fraud in 579 rows, and as many synthetic ones as legitimate), "random
        labels", "overlapping classes", "100 features", "200 classes" or "mixed".
    n_rows : int
        Genuine rows.

    Returns
    -------
    X, y : ndarrays of shapes (n_samples, n_features) and (n_samples,)

    Examples
    --------
    >>> X, y = make_data("random labels", 10)
    >>> X.shape, len(y)
    ((10, 29), 10)
    """
    rng = np.random.default_rng(0)
    if name == "credit card":
        return _cards(n_rows, rng)
    if name == "mixed":
        X = rng.standard_normal((n_rows, FEATURES))
        codes = [(rng.random(n_rows) ** 3 * levels).astype(int) for levels in (5, 20, 200)]
        return np.column_stack([X, *codes]), _rare(n_rows)
    X = rng.standard_normal((n_rows, 100 if name == "100 features" else FEATURES))
    y = rng.integers(0, 200 if name == "200 classes" else 2, n_rows)
    if name == "overlapping classes":
        X += 0.5 * y[:, None]
    elif name == "100 features":
        X[:, 0] += 6 * y
    elif name == "200 classes":
        X += 3 * rng.standard_normal((200, FEATURES))[y]
    return X, y


def _rare(n_rows):
    y = np.zeros(n_rows, dtype=int)
    y[: max(20, n_rows // 579)] = 1
    return y


def _cards(n_rows, rng):
    """Draw heavy-tailed rows like card payments, and rows on segments between frauds."""
    from imblearn.over_sampling import SMOTE

    y = _rare(n_rows)
    X = rng.standard_t(5, (n_rows, FEATURES)) * rng.uniform(0.3, 1.5, FEATURES)
    X[y == 1] = 2 * X[y == 1] + rng.normal(0, 2, FEATURES)
    return SMOTE(random_state=0).fit_resample(X, y)


def make_sampler(name: str):
    """Return the tree's own sampler; imbalanced-learn's where the tree has none."""
    if name == "SMOTE-NC":
        columns = list(range(FEATURES, FEATURES + 3))
        try:
            kind = import_module("helpers.models").FastSMOTENC
        except (ImportError, AttributeError):
            kind = import_module("imblearn.over_sampling").SMOTENC
        return kind(columns, random_state=0)
    cleaning = import_module("helpers.cleaning")
    kind = cleaning.FastEditedNearestNeighbours if name == "ENN" else cleaning.FastTomekLinks
    return kind(sampling_strategy="all")


def main() -> None:
    """Time one sampler on one data set."""
    sampler, data, rows = sys.argv[1:]
    sys.path.insert(0, str(Path.cwd()))
    X, y = make_data(data, int(rows))
    sampler = make_sampler(sampler)
    sampler.fit_resample(X[:2_000:2], np.arange(1_000) % 2)  # imports, threads
    wall, cpu = time.perf_counter(), time.process_time()
    X_resampled, y_resampled = sampler.fit_resample(X, y)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    digest = hashlib.blake2b(digest_size=8)
    for array in (X_resampled, y_resampled):
        digest.update(np.ascontiguousarray(array).tobytes())
    print("resampled", wall, cpu, digest.hexdigest())


if __name__ == "__main__":
    main()
