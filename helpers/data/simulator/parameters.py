"""Read and write the parameters of the stand-in."""

from __future__ import annotations

import io
import json
import zipfile
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from helpers.paths import DATA

PARAMETERS = DATA / "creditcard_simulator.npz"
ROWS = 284_807  # as many as the real file has
PARTS = {"about", "population", "coordinates", "legitimate", "fraud"}


@cache
def load_parameters(path: str | Path = PARAMETERS) -> dict[str, Any]:
    """Read the fitted parameters.

    Parameters
    ----------
    path : str or Path
        File written by ``python tools/fit_simulator.py``.

    Returns
    -------
    dict
        ``about`` and ``population`` (numbers and texts), ``coordinates``, ``legitimate`` and
        ``fraud`` (arrays).

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is not a parameter file of this simulator.

    Examples
    --------
    >>> sorted(load_parameters())
    ['about', 'coordinates', 'fraud', 'legitimate', 'population']
    """
    path = Path(path)
    try:
        with np.load(io.BytesIO(path.read_bytes())) as stored:
            arrays = {name: stored[name] for name in stored.files}
        parameters = json.loads(str(arrays.pop("texts")))
    except FileNotFoundError:
        raise FileNotFoundError(
            f"{path} is missing; restore it with git, or refit it from the real file with "
            "'make refit FILE=path'"
        ) from None
    except (AttributeError, EOFError, KeyError, OSError, ValueError, zipfile.BadZipFile) as error:
        raise ValueError(
            f"{path} holds no simulator parameters ({error}); restore it or refit it"
        ) from error
    for name, array in arrays.items():
        part, _, key = name.partition(".")
        parameters.setdefault(part, {})[key] = array
    if not set(parameters) >= PARTS:
        raise ValueError(f"{path} holds no simulator parameters; restore it or refit it")
    return parameters


def pack_parameters(parameters: dict[str, Any]) -> bytes:
    """Return the bytes of a parameter file: the same parameters give the same bytes.

    Parameters
    ----------
    parameters : dict
        As `load_parameters` returns them.
    """
    texts = {name: part for name, part in parameters.items() if name in ("about", "population")}
    arrays = {
        f"{name}.{key}": array
        for name, part in parameters.items()
        if name not in texts
        for key, array in part.items()
    }
    file = io.BytesIO()
    np.savez_compressed(file, texts=np.array(json.dumps(texts)), **arrays)
    return file.getvalue()
