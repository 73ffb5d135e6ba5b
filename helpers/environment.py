"""Compare the packages that are installed with those that the course needs."""

from importlib.metadata import PackageNotFoundError, requires, version

import pandas as pd
from packaging.requirements import Requirement


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
