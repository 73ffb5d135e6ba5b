"""Run a project in the locked room, and have it score rows; only numbers come back."""

import json
import pickle
import time

import numpy as np
import pandas as pd

from helpers.data.schema import COLUMNS
from helpers.desk import openings
from helpers.desk.desk import Desk
from helpers.desk.scoring import PolicyError, Scorer, checked
from helpers.grading.house import House
from helpers.grading.limits import Limits
from helpers.grading.notes import sentence
from helpers.grading.process import Process
from helpers.grading.rooms import Dead
from helpers.grading.texts import printable

SET_UP = """import os
for name in os.listdir():
    os.chmod(name, 0o644)  # the notebook may write its figure and its memo again
os.environ["COURSE_DESK"] = os.path.abspath("desk.pkl")
if os.path.exists("creditcard.csv"):
    os.environ["COURSE_DATA"] = os.path.abspath("creditcard.csv")"""
MODULE = '__import__("helpers.desk.{0}", fromlist=["{0}"])'
LEARNED = f"{MODULE.format('judging')}.learned(policy)"
TWINS, OPENINGS = "float(twins)", f"{MODULE.format('openings')}.here()"
MOST_ROWS = 50_000  # of a credit card file that is laid beside a notebook; a room takes 128 MB
FLOAT = np.dtype("<f8")
MOST = 2**53


class Run:
    """A project that has run on a desk; closed, it leaves nothing behind.

    Parameters
    ----------
    house : House
    limits : Limits
    cells : list of str
        The notebook's code.
    desk : Desk
        What it finds in its place.
    files : dict of str to bytes
        Beside it; the log of openings is left out, so that this run's own can be read.
    """

    def __init__(self, house: House, limits: Limits, cells, desk: Desk, files):
        house.open()
        until = time.monotonic() + limits.patience(limits.seconds)
        self.process = Process(house.server, limits, limits.seconds, until)
        self.problems = []
        try:
            self._must(lambda: self._prepare(desk, files))
            for number, source in enumerate(cells, 1):
                error = self._must(lambda source=source: self.process.run(source))
                if error is not None:
                    said = sentence("answer", error, limits.cell_seconds)
                    self.problems.append(said.replace("Your cell", f"Code cell {number}"))
        except PolicyError:
            self.close()
            raise

    def _prepare(self, desk: Desk, files: dict[str, bytes]) -> None:
        for name, content in files.items():
            if name != openings.LOG:
                self.process.ask("file", name, content)
        self.process.ask("file", "desk.pkl", pickle.dumps(desk))
        if set(COLUMNS) <= set(desk.table) and len(desk.table) < MOST_ROWS:
            self.process.ask("file", "creditcard.csv", as_csv(desk.table))
        self.process.run(SET_UP)

    def learned(self) -> Scorer:
        """Let the policy learn on the desk, and return its scorer.

        Raises
        ------
        PolicyError
            If it stopped, here or when rows are scored.
        """
        told = self._value(LEARNED)
        if not isinstance(told, dict) or told.get("t") != "fn" or type(told.get("v")) is not int:
            raise PolicyError("it is no function")
        number = told["v"]

        def score(rows: pd.DataFrame) -> np.ndarray:
            request = pickle.dumps(("call", number, (rows,), {}, False))
            head, blob = self._must(lambda: self.process.send(request))
            found = part(answer(head), 0)
            return checked(array(found, blob), len(rows))

        return score

    def number(self, expression: str) -> float | None:
        """Return a number that the notebook knows; None if it knows none, or no finite one."""
        try:
            told = self._value(expression)
        except PolicyError:
            return None
        return told if type(told) in (int, float) and abs(told) < MOST else None

    def _value(self, expression: str) -> object:
        head, _ = self._must(lambda: self.process.ask("values", [expression]))
        return part(answer(head), 0)

    def _must(self, action):
        try:
            return action()
        except Dead as dead:
            raise PolicyError(f"The notebook {dead}.") from None

    def close(self) -> None:
        """End it."""
        self.process.close()


def as_csv(table: pd.DataFrame) -> bytes:
    """Return a desk's rows as a credit card file, for notebooks that read one beside the desk."""
    return table.sort_values("Time", kind="stable")[COLUMNS].to_csv(index=False).encode()


def answer(head: bytes) -> object:
    """Return what a frame says, as JSON.

    Raises
    ------
    PolicyError
        If it tells of an error, or says nothing that can be understood.
    """
    try:
        kind, value = json.loads(head)
        if kind == "raised":
            name, text = str(value["c"][0]), str(value["m"])
            raise PolicyError(printable(f"{name}: {text}"[:400]))
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        raise PolicyError("It sent something that is no answer.") from None
    return value


def part(value: object, place: int) -> object:
    """Return one entry of a list that was sent."""
    try:
        return value["v"][place]
    except (KeyError, TypeError, IndexError):
        raise PolicyError("It sent something that is no answer.") from None


def array(value: object, blob: bytes) -> np.ndarray:
    """Return an array of floats that was sent; nothing else comes into being."""
    try:
        kind, start, size = np.dtype(str(value["d"])), int(value["o"]), int(value["n"])
        if value["t"] != "a" or kind != FLOAT or not 0 <= start <= start + size <= len(blob):
            raise ValueError("bounds")
        return np.frombuffer(blob[start : start + size], FLOAT)
    except (KeyError, TypeError, ValueError):
        raise PolicyError("score(rows) returned no numbers.") from None
