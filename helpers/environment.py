"""What results depend on besides their arguments: installed packages and the course's code."""

import hashlib
import sys
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import pandas as pd
from packaging.requirements import Requirement

OPENMP_THREADS = "2"
"""With how many threads of OpenMP the lessons' stored outputs are made and compared.

Of two rows that lie equally near, which one a search finds first depends on it.
"""


def check_environment(distribution="smote-course"):
    """Compare the installed packages with what a distribution declares that it needs.

    Parameters
    ----------
    distribution : str
        Name of an installed distribution.

    Returns
    -------
    DataFrame
        One row per package: ``package``, ``needed`` (version specifier), ``installed`` (version, or
        "missing") and ``ok``.

    Raises
    ------
    RuntimeError
        If the distribution itself is not installed.

    Examples
    --------
    >>> bool(check_environment()["ok"].all())
    True
    """
    try:
        requirements = [Requirement(text) for text in requires(distribution) or []]
    except PackageNotFoundError:
        raise RuntimeError(
            f"{distribution} is not installed in this Python. Start JupyterLab with 'make lab' or "
            "'uv run course lab', from the folder of the course."
        ) from None
    rows = []
    for requirement in requirements:
        if requirement.marker is not None and not requirement.marker.evaluate():
            continue
        try:
            installed = version(requirement.name)
        except PackageNotFoundError:
            installed = "missing"
        ok = installed != "missing" and requirement.specifier.contains(installed, prereleases=True)
        rows.append((requirement.name, str(requirement.specifier), installed, ok))
    return pd.DataFrame(rows, columns=["package", "needed", "installed", "ok"])


def versions() -> dict[str, str]:
    """Return the versions of Python and of the packages that results depend on."""
    packages = ("imbalanced-learn", "numpy", "scikit-learn", "scipy", "pandas")
    python = ".".join(map(str, sys.version_info[:3]))
    return {"python": python} | {name: version(name) for name in packages}


def code_digest(*folders: Path) -> str:
    """Return a digest of all Python files in folders, at any depth, and of their names.

    What was remembered under another digest was computed by other code.

    Raises
    ------
    FileNotFoundError
        If a folder holds no Python file: its digest would say nothing.
    """
    digest = hashlib.sha256()
    for folder in folders:
        paths = sorted(folder.rglob("*.py"))
        if not paths:
            raise FileNotFoundError(f"{folder} holds no Python file.")
        for path in paths:
            name = path.relative_to(folder.parent).as_posix()
            digest.update(name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
