"""Answers travel as data: what is right arrives, what is forged is refused, nothing is run."""

import json
import pickle
import random
import struct

import numpy as np
import pandas as pd
import pytest
from scipy import sparse
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.pipeline import make_pipeline

from helpers.checks import core, watching
from helpers.grading.checker import Court
from helpers.grading.reader import Opaque, Reader
from helpers.grading.room.notebook import Notebook
from helpers.grading.room.wire import BadFrameError
from helpers.grading.room.writer import Writer
from helpers.study import Comparison


def parts(frame):
    """Return the JSON and the blob of a frame."""
    head, _ = struct.unpack("<II", frame[:8])
    return frame[8 : 8 + head], frame[8 + head :]


def travel(value, call=None):
    """Return what arrives of a value."""
    return Reader(call).frame(*parts(Writer([]).frame("values", value)))[1]


@pytest.mark.parametrize(
    "value",
    [
        None,
        ...,
        True,
        10**30,
        -0.5,
        float("inf"),
        2 + 1j,
        "a",
        {"a": [1, (2, 3)], 4: {5}},
        frozenset({1}),
        range(3),
        Comparison(("smote", "tuned"), ("none", "tuned"), "mcc", "weak"),
    ],
)
def test_plain_values_arrive(value):
    assert travel(value) == value
    assert type(travel(value)) is type(value)


def test_arrays_and_tables_arrive():
    for array in (np.arange(6.0).reshape(2, 3), np.array(["a", None], object), np.float32(1.5)):
        assert np.array_equal(travel(array), array)
        assert travel(array).dtype == array.dtype
    table = pd.DataFrame({"x": [1.0, None], "y": pd.Categorical(["a", "b"])}, index=[3, 7])
    pd.testing.assert_frame_equal(travel(table), table)
    pd.testing.assert_series_equal(travel(table["x"]), table["x"])
    assert (travel(sparse.eye(3)) != sparse.eye(3)).nnz == 0


def test_estimators_arrive_as_class_and_parameters():
    made = travel(make_pipeline(RandomForestClassifier(n_estimators=7, n_jobs=8)))
    assert made[-1].n_estimators == 7
    assert made[-1].n_jobs is None
    assert isinstance(travel(CountVectorizer(input="filename")), Opaque)


def test_a_learners_class_is_a_name_and_its_operators_are_gone():
    class Agreeable(float):
        def __eq__(self, other):
            return True

        __hash__ = float.__hash__

    class Chameleon:
        def __eq__(self, other):
            return True

        def __array__(self, *_):
            raise SystemExit

    assert type(travel(Agreeable(2))) is float
    assert travel(Agreeable(2)) != 3
    arrived = travel(Chameleon())
    assert type(arrived).__name__ == "Chameleon"
    assert arrived != 1


def test_a_function_is_called_where_it_is():
    calls = []
    proxy = travel(len, lambda *asked: calls.append(asked) or 5)
    assert proxy([1], key=2) == 5
    assert calls == [(0, ([1],), {"key": 2})]


def test_answers_without_end_become_messages():
    endless = np.broadcast_to(np.zeros(1), (10**12,))
    assert isinstance(travel(endless), Opaque)
    nested = []
    nested.append(nested)
    assert travel(nested)


TYPES = [
    "a",
    "g",
    "i",
    "f",
    "c",
    "l",
    "st",
    "d",
    "rg",
    "ri",
    "ct",
    "sr",
    "df",
    "oa",
    "sp",
    "es",
    "fn",
]


def mutate(value, rng):
    """Return JSON with something else somewhere."""
    if isinstance(value, dict) and value and rng.random() < 0.8:
        key = rng.choice(list(value))
        if rng.random() < 0.2:
            return {**value, "t": rng.choice(TYPES)}
        return {**value, key: mutate(value[key], rng)}
    if isinstance(value, list) and value and rng.random() < 0.8:
        place = rng.randrange(len(value))
        return [*value[:place], mutate(value[place], rng), *value[place + 1 :]]
    odd = [None, -1, 2**40, "x", "<f8", "O", [], {}, {"t": "fn", "v": 10**9, "n": "x"}]
    return rng.choice([*odd, {"t": "rg", "v": [0, 10**12, 1]}, "os.system", {"t": "es", "c": "os"}])


def test_forged_frames_are_refused_or_are_data():
    rng, refused = random.Random(1), 0
    values = [{"a": 1.5, "b": [1, {2}]}, np.arange(6.0), sparse.eye(3), ValueError("x"), len]
    values += [
        pd.DataFrame({"x": [1, 2], "y": ["a", "b"]}),
        make_pipeline(RandomForestClassifier()),
    ]
    pool = [parts(Writer([]).frame("values", value)) for value in values]
    for _ in range(1_500):
        head, blob = rng.choice(pool)
        forged = json.loads(head)
        for _ in range(rng.randrange(1, 4)):
            forged = mutate(forged, rng)
        try:
            Reader(None).frame(json.dumps(forged).encode(), blob)
        except BadFrameError:
            refused += 1
    assert refused > 300
    for head in (b"[" * 200_000, b"\xff", b"{}", b'["v", {"t": "a"}]'):
        with pytest.raises(BadFrameError):
            Reader(None).frame(head, b"")


class Loop(Notebook):
    """A learner's side without a process: it computes what it is asked, as `Notebook` does."""

    def __init__(self, answers):
        self.functions = []
        self.first = parts(Writer(self.functions).frame("values", list(answers)))

    def asked(self, action, *rest):
        try:
            kind, value = action, getattr(self, action)(*rest)
        except BaseException as error:
            text = f"{type(error).__name__}: {error}"
            kind, value = "raised", error if isinstance(error, Exception) else Exception(text)
        return parts(Writer(self.functions).frame(kind, value))


def across(name, *answers):
    """Return the verdict on answers that went through frames, calls included."""
    loop = Loop(answers)

    class Near(Court):
        def reply(self, kind, body):
            self.sock = Socket(loop.asked(*pickle.loads(body)))

    found = Near(None).judge(name, loop.first)
    return core.Verdict(name, found["passed"], found["message"])


class Socket:
    """Gives the bytes of one frame."""

    def __init__(self, frame):
        head, blob = frame
        self.rest = struct.pack("<II", len(head), len(blob)) + head + blob

    def recv(self, n):
        part, self.rest = self.rest[:n], self.rest[n:]
        return part


def test_a_verdict_across_frames_is_the_verdict():
    from sklearn.model_selection import train_test_split

    def on_segments(parents, neighbours, random_state):
        gaps = random_state.uniform(size=(len(parents), 1))
        return parents + gaps * (neighbours - parents)

    assert across("03-1", on_segments).passed
    assert across("03-2", {"auto": 840, "0.5": 390, "{1: 100}": 40}).passed
    for name, answer in (("03-1", lambda *_: 1 / 0), ("03-2", [900, 450, 100]), ("03-2", ...)):
        assert across(name, answer) == core.verdict(name, answer)
    unbalanced = across("03-3", lambda X, y: train_test_split(X, y, stratify=y, random_state=0))
    assert "nothing was resampled" in unbalanced.message


@pytest.mark.parametrize(
    "error",
    [KeyError(1), KeyError("a"), ValueError("a", 2), SystemExit(), OSError(2, "No such file")],
)
def test_an_error_arrives_with_its_arguments_and_its_text(error):
    arrived = travel(error)
    assert (type(arrived), arrived.args, str(arrived)) == (type(error), error.args, str(error))


def test_an_object_that_refuses_to_be_looked_at_refuses_it_here_too():
    class Shy:
        def __getattr__(self, name):
            raise RuntimeError("no")

    class ShyError(Exception):
        def __str__(self):
            raise self

    class Both:
        def __getattr__(self, name):
            raise ShyError

    with pytest.raises(RuntimeError, match="no"):
        travel(Shy()).anything  # noqa: B018
    assert type(travel(Both())).__name__ == "Both"


def test_an_iterator_arrives_once_and_under_its_name():
    arrived = travel(n for n in range(3))
    assert type(arrived).__name__ == "generator"
    assert (list(arrived), list(arrived)) == ([0, 1, 2], [])


def test_a_function_keeps_the_names_it_uses_but_not_what_they_stand_for():
    table = np.zeros(3)
    source = "def f(x):\n    return find(x) + table"
    exec(source, known := {"table": table, "find": len})
    arrived = travel(known["f"], lambda number, arguments, keywords: (number, arguments))
    assert arrived(7) == (0, (7,))
    assert {"find", "table"} <= set(arrived.__code__.co_names)
    assert "`table`" in core.data_of_the_notebook((arrived,))
    assert not arrived.__globals__["table"].size


def test_what_a_function_fits_is_seen_from_the_other_room(monkeypatch):
    from sklearn.neighbors import KNeighborsClassifier

    def fit(X, y):
        return KNeighborsClassifier(1).fit(X, y).predict(X).sum()

    loop = Loop([fit])

    class Near(Court):
        def reply(self, kind, body):
            self.sock = Socket(loop.asked(*pickle.loads(body)))

    court = Near(None)
    (arrived,) = court.read(loop.first)[1]
    X, y = np.arange(4.0)[:, None], np.array([0, 0, 0, 1])
    seen = []
    monkeypatch.setattr(watching, "_watchers", [seen])  # as while a check watches
    assert arrived(X, y) == 1
    assert [one[0] for one in seen] == ["fit", "predict"]
    assert np.array_equal(seen[0][2], y)
    assert np.array_equal(seen[1][1], X)
    monkeypatch.setattr(watching, "_watchers", [])
    assert arrived(X, y) == 1
    assert len(seen) == 2
