"""Turn what a learner hands in into data; `helpers.grading.reader` makes values of them again."""

import collections.abc
import contextlib
import dataclasses
import itertools
import json
import math
import re

import numpy as np
import pandas as pd
from scipy import sparse

from helpers.checks import core

from .wire import DTYPE, EXCEPTIONS, MAX_BLOB, MAX_DEPTH, MAX_JSON, VALUES, frame

MANY, LONG = 1_000_000, 1_000_000  # entries of an iterator, characters of a text
MANY_NAMES = 200  # that a function uses
CONTAINERS = {list: "l", tuple: "tp", set: "st", frozenset: "fs"}


class Writer:
    """Writes one frame.

    Parameters
    ----------
    functions : list
        Grows by each function that the frame names; the reader calls them by their place in it.
    """

    def __init__(self, functions: list):
        self.functions, self.blob, self.size, self.left = functions, [], 0, VALUES

    def frame(self, kind: str, value: object) -> bytes:
        """Return a frame with a value; one that is too large says so instead."""
        head = json.dumps([kind, self.put(value)]).encode()
        if len(head) > MAX_JSON or self.size > MAX_BLOB:
            large = {"t": "o", "c": "something larger than 190 MB"}
            return frame(json.dumps([kind, large]).encode(), b"")
        return frame(head, b"".join(self.blob))

    def put(self, value: object, depth: int = 0) -> object:
        """Return a value as JSON; an object that raises when it is looked at goes by its type."""
        self.left -= 1
        if self.left < 0:
            return {"t": "o", "c": "something with too many parts"}
        if depth > MAX_DEPTH:
            return {"t": "o", "c": "something nested very deeply"}
        try:
            for describe in (plain, self.rows, self.container, self.other):
                described = describe(value, lambda part: self.put(part, depth + 1))
                if described is not NotImplemented:
                    return described
        except Exception as error:
            told = {"t": "o", "c": type(value).__name__}
            with contextlib.suppress(Exception):  # an error may refuse to be looked at, too
                told |= {"e": self.error(error)}
            return told
        return {"t": "o", "c": type(value).__name__}

    def array(self, values: np.ndarray) -> dict:
        """Put the bytes of an array into the blob."""
        raw = np.ascontiguousarray(values).tobytes()
        self.blob.append(raw)
        start, self.size = self.size, self.size + len(raw)
        shape = list(values.shape)
        return {"t": "a", "d": values.dtype.str, "s": shape, "o": start, "n": len(raw)}

    def rows(self, x, go):
        """Describe what NumPy, pandas and SciPy hold."""
        match x:
            case np.generic():
                known = DTYPE.fullmatch(x.dtype.str)
                return {"t": "g", "v": self.array(np.asarray(x))} if known else go(x.item())
            case pd.DataFrame():
                columns = [x.iloc[:, i].reset_index(drop=True) for i in range(x.shape[1])]
                return {
                    "t": "df",
                    "i": go(x.index),
                    "n": [go(name) for name in x.columns],
                    "v": [go(column) for column in columns],
                }
            case pd.Series():
                return {"t": "sr", "i": go(x.index), "n": go(x.name), "v": go(x.array)}
            case pd.RangeIndex():
                return {"t": "ri", "v": [x.start, x.stop, x.step], "n": go(x.name)}
            case pd.Index():
                return {"t": "ix", "v": go(x.array), "n": go(x.name)}
            case pd.Categorical():
                codes = self.array(np.asarray(x.codes))
                return {"t": "ct", "c": go(x.categories), "v": codes, "o": bool(x.ordered)}
            case pd.api.extensions.ExtensionArray():
                return go(np.asarray(x.to_numpy() if hasattr(x, "to_numpy") else x))
            case np.ndarray():
                x = np.asarray(x)
                if DTYPE.fullmatch(x.dtype.str):
                    return self.array(x)
                entries = [go(one) for one in x.ravel()[: 2 * MANY].tolist()]
                return {"t": "oa", "s": list(x.shape), "v": entries}
        if sparse.issparse(x):
            x = x.tocsr()
            parts = [self.array(part) for part in (x.data, x.indices, x.indptr)]
            return {"t": "sp", "v": parts, "s": list(x.shape)}
        return NotImplemented

    def container(self, x, go):
        """Describe what holds other values."""
        if isinstance(x, dict):
            return {"t": "d", "v": [[go(key), go(one)] for key, one in dict.items(x)]}
        for kind, name in CONTAINERS.items():
            if isinstance(x, kind):
                return {"t": name, "v": [go(one) for one in kind.__iter__(x)]}
        if isinstance(x, range):
            return {"t": "rg", "v": [x.start, x.stop, x.step]}
        if isinstance(x, collections.abc.Iterator):
            entries = [go(one) for one in itertools.islice(x, MANY)]
            return {"t": "it", "c": type(x).__name__, "v": entries}
        return NotImplemented

    def other(self, x, go):
        """Describe errors, classes, estimators and functions."""
        if isinstance(x, BaseException):
            return self.error(x) | {"k": go(x.__cause__)}
        if isinstance(x, type):
            return {"t": "cl", "c": x.__name__}
        if hasattr(x, "get_params") and type(x).__module__.split(".")[0] in ("sklearn", "imblearn"):
            parameters = [[key, go(one)] for key, one in x.get_params(deep=False).items()]
            name = f"{type(x).__module__}.{type(x).__qualname__}"
            return {"t": "es", "c": name, "p": parameters}
        if dataclasses.is_dataclass(x) and type(x).__module__.startswith("helpers."):
            fields = [[one.name, go(getattr(x, one.name))] for one in dataclasses.fields(x)]
            return {"t": "es", "c": f"{type(x).__module__}.{type(x).__qualname__}", "p": fields}
        if callable(x):
            self.functions.append(x)
            name = getattr(x, "__name__", type(x).__name__)
            names = getattr(getattr(x, "__code__", None), "co_names", ())[:MANY_NAMES]
            table = re.search(r"`(\w+)`", core.data_of_the_notebook((x,)))
            told = {"g": list(names), "y": table[1] if table else ""}
            return {"t": "fn", "v": len(self.functions) - 1, "n": name} | told
        return NotImplemented

    def error(self, x: BaseException) -> dict:
        """Describe an error without its cause; of its arguments, numbers and short texts."""
        known = [kind.__name__ for kind in type(x).__mro__ if kind.__name__ in EXCEPTIONS]
        given = [one for one in x.args[:5] if type(one) in (bool, int, float, str)]
        given = [plain(one[:LONG] if type(one) is str else one, None) for one in given]
        text = str(x)[:20_000]
        return {"t": "ex", "c": known or ["Exception"], "m": text, "a": given, "k": None}


def plain(x, go):
    """Describe numbers and texts; of subclasses, which may hold anything, only the value."""
    match x:
        case None | bool():
            return x
        case np.generic():
            return NotImplemented
        case int():
            x = int.__int__(x)
            return x if abs(x) < 2**53 else {"t": "i", "v": str(x)[:400]}
        case float():
            x = float.__float__(x)
            return x if math.isfinite(x) else {"t": "f", "v": repr(x)}
        case complex():
            return {"t": "c", "v": [go(x.real), go(x.imag)]}
        case str():
            return str.__str__(x)[:LONG]
    return {"t": "..."} if x is Ellipsis else NotImplemented
