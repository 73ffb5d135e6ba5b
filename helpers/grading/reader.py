"""Make values of what a learner's process sent, and of nothing else.

The learner's side may send anything. Only values of the types below come into being, each by code
that says so: no pickle, no eval, no class or attribute looked up by a name that was sent; the
classes of estimators come from a list made beforehand. A function arrives as a number, and calling
it asks the learner's process.
"""

import contextlib
import json
import math
import re
from collections.abc import Callable, Iterator
from functools import cache
from types import FunctionType

import imblearn.pipeline
import numpy as np
import pandas as pd
from imblearn.utils.testing import all_estimators as all_samplers
from scipy import sparse
from sklearn.utils import all_estimators

from helpers.grading.room.wire import DTYPE, EXCEPTIONS, MAX_DEPTH, VALUES, BadFrameError
from helpers.study import Comparison

NOT_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
NO_FILES_NO_PROCESSES = ("memory", "n_jobs")
READS_FILES = ("sklearn.feature_extraction.text", "sklearn.datasets")


class Opaque:
    """Stands for an object that cannot travel; a subclass has the name of its type."""


class Entries(Iterator):
    """Stands for any iterator; a subclass has the name of its type."""

    def __init__(self, entries: list):
        self.entries = iter(entries)

    def __next__(self) -> object:
        return next(self.entries)


@cache
def buildable() -> dict[str, type]:
    """Return the classes that may be built, by full name.

    They are scikit-learn's and imbalanced-learn's, and the records of the course's study.
    """
    found = [kind for _, kind in (*all_estimators(), *all_samplers())]
    found += [imblearn.pipeline.Pipeline, Comparison]
    return {
        f"{kind.__module__}.{kind.__qualname__}": kind
        for kind in found
        if not kind.__module__.startswith(READS_FILES)
    }


def name_of(text: object, otherwise: str) -> str:
    """Return a text that was sent as a name for a class or function."""
    return re.sub(r"\W", "_", str(text))[:60] or otherwise


class Reader:
    """Reads one frame.

    Parameters
    ----------
    call : callable
        Called with a function's number, a tuple of arguments and a dict of keywords.
    """

    def __init__(self, call: Callable[[int, tuple, dict], object]):
        self.call, self.left = call, VALUES

    def frame(self, head: bytes, blob: bytes) -> tuple[str, object]:
        """Return kind and value of a frame.

        Raises
        ------
        BadFrameError
            If anything at all is wrong with it.
        """
        self.blob = memoryview(blob)
        try:
            kind, value = json.loads(head)
            if not isinstance(kind, str):
                raise BadFrameError("kind")
            return kind, self.get(value)
        except BadFrameError:
            raise
        except Exception as error:  # whatever is wrong, it is their frame
            raise BadFrameError(f"{type(error).__name__}: {error}"[:200]) from None

    def array(self, v: dict) -> np.ndarray:
        """Return an array from the blob."""
        kind, shape, start, size = v["d"], v["s"], v["o"], v["n"]
        if not (isinstance(kind, str) and DTYPE.fullmatch(kind) and len(shape) <= 8):
            raise BadFrameError("dtype")
        if any(type(n) is not int or n < 0 for n in (*shape, start, size)):
            raise BadFrameError("shape")
        dtype = np.dtype(kind)
        if math.prod(shape) * dtype.itemsize != size or start + size > len(self.blob):
            raise BadFrameError("size")
        return np.frombuffer(self.blob[start : start + size], dtype).reshape(shape).copy()

    def get(self, v: object, depth: int = 0) -> object:
        """Return the value of a piece of JSON."""
        self.left -= 1
        if depth > MAX_DEPTH + 2 or self.left < 0:
            raise BadFrameError("too deep or too much")
        if v is None or type(v) in (bool, int, float, str):
            return v
        if type(v) is not dict:
            raise BadFrameError("type")

        def go(part):
            return self.get(part, depth + 1)

        for read in (self.plain, self.rows, self.other):
            value = read(v, go)
            if value is not NotImplemented:
                return value
        raise BadFrameError("unknown")

    def plain(self, v, go):
        """Read numbers and containers."""
        match v["t"]:
            case "...":
                return Ellipsis
            case "i":
                return int(v["v"][:400])
            case "f":
                return NOT_FINITE[v["v"]]
            case "c":
                return complex(*map(go, v["v"]))
            case "l":
                return [go(one) for one in v["v"]]
            case "tp":
                return tuple(go(one) for one in v["v"])
            case "st":
                return {go(one) for one in v["v"]}
            case "fs":
                return frozenset(go(one) for one in v["v"])
            case "it":
                entries = [go(one) for one in v["v"]]
                return type(name_of(v["c"], "iterator"), (Entries,), {})(entries)
            case "d":
                return {go(key): go(one) for key, one in v["v"]}
            case "rg":
                return range(*map(int, v["v"]))
        return NotImplemented

    def rows(self, v, go):
        """Read what NumPy, pandas and SciPy hold."""
        match v["t"]:
            case "a":
                return self.array(v)
            case "g":
                return self.array(v["v"])[()]
            case "ri":
                return pd.RangeIndex(*map(int, v["v"]), name=go(v["n"]))
            case "ix":
                return pd.Index(go(v["v"]), name=go(v["n"]))
            case "ct":
                codes, categories = self.array(v["v"]), go(v["c"])
                return pd.Categorical.from_codes(codes, categories, ordered=bool(v["o"]))
            case "sr":
                return pd.Series(go(v["v"]), index=go(v["i"]), name=go(v["n"]))
            case "df":
                made = pd.DataFrame({i: go(column) for i, column in enumerate(v["v"])})
                made.columns, made.index = [go(name) for name in v["n"]], go(v["i"])
                return made
            case "oa":
                made = np.empty(len(v["v"]), object)
                made[:] = [go(one) for one in v["v"]]
                return made.reshape([int(n) for n in v["s"]])
            case "sp":
                parts = tuple(self.array(part) for part in v["v"])
                made = sparse.csr_matrix(parts, shape=tuple(int(n) for n in v["s"]))
                made.check_format(full_check=True)
                return made
        return NotImplemented

    def other(self, v, go):
        """Read errors, classes, estimators, functions and what cannot travel."""
        match v["t"]:
            case "cl":
                return type(name_of(v["c"], "C"), (), {})
            case "ex":
                kind, text = EXCEPTIONS.get(str(v["c"][0]), Exception), str(v["m"])
                made = self.error(kind, text, [go(one) for one in v["a"]])
                made.__cause__ = go(v["k"])
                return made
            case "es":
                kind = buildable().get(v["c"])
                if kind is None:
                    return self.opaque(v["c"].rpartition(".")[2])
                given = {str(key): go(one) for key, one in v["p"]}
                return kind(**given | {k: None for k in NO_FILES_NO_PROCESSES if k in given})
            case "fn":
                names = [name_of(one, "f") for one in v["g"][:200]]
                return self.proxy(int(v["v"]), name_of(v["n"], "f"), names, name_of(v["y"], ""))
            case "o":
                return self.opaque(v["c"], go(v.get("e")))
        return NotImplemented

    def error(self, kind: type[BaseException], text: str, given: list) -> BaseException:
        """Return an error that says a text, from its arguments if they make it say so."""
        for arguments in (given, [text]):
            with contextlib.suppress(TypeError):  # UnicodeDecodeError wants five of them
                made = kind(*arguments)
                if str(made) == text:
                    return made
        return kind(text) if kind is KeyError else Exception(text)

    def opaque(self, name: object, error: object = None) -> Opaque:
        """Return an object whose type has a name, for messages, and nothing else.

        If there is an error, then looking at it raises that, as it did in the learner's process.
        """

        def raises(self, _):
            raise error

        inside = {"__getattr__": raises} if isinstance(error, Exception) else {}
        return type(name_of(name, "object"), (Opaque,), inside)()

    def proxy(self, number: int, name: str, names: list[str], table: str) -> Callable:
        """Return a function that the learner's process computes.

        Checkers look into a function's code for names that it should not use. The proxy's code
        holds the same `names`, and `table`, that of the notebook's data which it uses (if any).
        """
        call = self.call

        def proxy(*arguments, **keywords):
            name_of  # noqa: B018 - its place in the code is the table's
            return call(number, arguments, keywords)

        table = "" if table.startswith("__") else table
        known = {"__name__": name} | ({table: np.empty(0)} if table else {})
        code = proxy.__code__.replace(co_names=(table or "__name__", *names))
        return FunctionType(code, known, name, None, proxy.__closure__)
