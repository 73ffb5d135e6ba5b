"""Lines in order: an order is judged right exactly if its program does the right thing.

So the judge is compared with Python: every right order is executed and gives the same result, and
orders that are judged wrong raise an error or give another one.
"""

import ast
import contextlib
import io
import itertools
import random
import warnings

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE, SMOTENC
from imblearn.pipeline import make_pipeline
from imblearn.under_sampling import EditedNearestNeighbours
from sklearn.calibration import CalibratedClassifierCV
from sklearn.compose import make_column_transformer
from sklearn.datasets import make_classification
from sklearn.frozen import FrozenEstimator
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import recall_score
from sklearn.model_selection import cross_val_predict, train_test_split
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from helpers.by_hand.adasyn import generate_rows, measure_difficulty
from helpers.by_hand.neighbours import nearest_neighbours
from helpers.by_hand.smote import find_minority_neighbours
from helpers.checks import check, progress
from helpers.checks.ideas import IDEAS
from helpers.checks.orders import (
    Line,
    Unclear,
    judge,
    lessons,
    load,
    order_report,
    read_letters,
    right_orders,
    used,
)

ORDERS = {number: load(number) for number in lessons()}
RIGHT = {number: list(right_orders(order)) for number, order in ORDERS.items()}


def rows(**options):
    """Return rows of two classes that overlap, in columns with different units."""
    settings = {"n_features": 4, "weights": [0.75], "class_sep": 0.6, "random_state": 1}
    X, y = make_classification(160, **settings | options)
    return X * [1, 10, 100, 0.1], y


def with_gaps():
    X, y = rows()
    X[np.random.RandomState(0).uniform(size=X.shape) < 0.1] = np.nan
    return X, y


def cost(y, alarm):
    return int(5 * (y > alarm).sum() + (y < alarm).sum())


def cheapest(model, X, y):
    p = model.predict_proba(X)[:, 1]
    return min(np.linspace(0, 1, 21), key=lambda t: cost(y, p >= t))


def small_set():
    rng = np.random.RandomState(8)
    X = np.vstack([rng.normal(size=(30, 2)), rng.normal([1.2, 0.4], size=(12, 2))])
    return X, np.repeat([0, 1], [30, 12])


NUMBERS, KIND = ["amount", "hour", "days", "km"], ["entry"]


def mixed():
    X, y = rows()
    table = pd.DataFrame(X, columns=NUMBERS)
    table["entry"] = np.random.RandomState(0).choice(["chip", "online", "swipe"], size=len(X))
    return table.astype({"entry": "category"}), y


def only(transformer, columns):
    """Return what transforms some columns of a table and passes the others on."""
    options = {"remainder": "passthrough", "verbose_feature_names_out": False}
    return make_column_transformer((transformer, columns), **options).set_output(transform="pandas")


def scaled_numbers():
    return only(StandardScaler(), NUMBERS)


def one_hot():
    return only(OneHotEncoder(sparse_output=False), KIND)


def world(number):
    """Return the names that the lines of a task may use."""
    X, y = {"02": with_gaps, "05": small_set, "09": mixed}.get(number, rows)()
    X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
    known = {
        **{"X": X, "y": y, "X_train": X_train, "y_train": y_train, "X_test": X_test},
        **{"y_test": y_test, "np": np, "random": np.random.RandomState(0), "cost": cost},
        **{"thresholds": list(np.linspace(0, 1, 21)), "cheapest": cheapest},
    }
    for one in (
        *(SMOTE, make_pipeline, EditedNearestNeighbours, CalibratedClassifierCV, FrozenEstimator),
        *(SimpleImputer, LogisticRegression, recall_score, cross_val_predict, train_test_split),
        *(
            SMOTENC,
            scaled_numbers,
            one_hot,
            StandardScaler,
            generate_rows,
            measure_difficulty,
            nearest_neighbours,
        ),
        find_minority_neighbours,
    ):
        known[one.__name__] = one
    return {name: known[name] for name in ORDERS[number].given if name in known}


def outcome(number, letters):
    """Return what a program prints and leaves, None if it stops with an error."""
    space, printed = world(number), io.StringIO()
    code = "\n".join(ORDERS[number].needed[letter].code for letter in letters)
    with contextlib.redirect_stdout(printed), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(code, space)
        except (NameError, ValueError, AttributeError):  # not fitted is an AttributeError, too
            return None
    left = [space.get(name) for name in ("X_new", "X_test", "threshold")]
    left += [space["model"].coef_] if hasattr(space.get("model"), "coef_") else []
    return printed.getvalue(), *(np.asarray(one).tolist() for one in left if one is not None)


def neighbours(letters):
    """Yield the orders in which two lines that follow each other are exchanged."""
    for n in range(len(letters) - 1):
        yield letters[:n] + letters[n + 1] + letters[n] + letters[n + 2 :]


def wrong_orders(number):
    """Return wrong orders: the nearest to the right ones, and some at random."""
    right = RIGHT[number]
    found = {one for letters in right for one in neighbours(letters)}
    draw = random.Random(0)
    found |= {"".join(draw.sample(right[0], len(right[0]))) for _ in range(80)}
    return sorted(found - set(right))


@pytest.mark.parametrize("number", lessons())
def test_every_right_order_is_accepted_and_does_the_same(number):
    results = {str(outcome(number, letters)) for letters in RIGHT[number]}
    assert len(results) == 1
    if number != "11":  # its model draws at random
        assert "None" not in results
    assert all(judge(ORDERS[number], letters).right for letters in RIGHT[number])


@pytest.mark.parametrize("number", [number for number in lessons() if number != "11"])
def test_an_order_that_is_judged_wrong_fails_or_does_something_else(number):
    right = outcome(number, RIGHT[number][0])
    wrong = wrong_orders(number)
    assert len(wrong) > 40
    for letters in wrong:
        assert not judge(ORDERS[number], letters).right, letters
        assert outcome(number, letters) != right, letters


def test_the_program_of_lesson_11_runs():
    assert outcome("11", RIGHT["11"][0])[0].strip().isdigit()


@pytest.mark.parametrize("number", lessons())
def test_wrong_orders_get_a_reply_that_names_the_reason(number):
    for letters in wrong_orders(number):
        reply = judge(ORDERS[number], letters).reply
        assert "stands too high" not in reply, letters
        assert ORDERS[number].right not in reply


@pytest.mark.parametrize("number", lessons())
def test_each_trap_is_named_wherever_it_stands(number):
    order, letters = ORDERS[number], RIGHT[number][0]
    assert order.traps
    for letter, trap in order.traps.items():
        for n in range(len(letters) + 1):
            judged = judge(order, letters[:n] + letter + letters[n:])
            assert not judged.right
            assert trap.reply in judged.reply
            assert judged.idea == trap.idea


@pytest.mark.parametrize("number", lessons())
def test_each_step_too_early_is_named(number):
    order = ORDERS[number]
    for early in order.early:
        replies = [judge(order, letters) for letters in wrong_orders(number)]
        assert [one for one in replies if one.reply == early.reply], early
        assert {one.idea for one in replies if one.reply == early.reply} == {early.idea}


@pytest.mark.parametrize("number", lessons())
def test_a_missing_line_is_named_by_what_it_does(number):
    order, letters = ORDERS[number], RIGHT[number][0]
    reply = judge(order, letters[:-1]).reply
    assert order.needed[letters[-1]].does in reply
    for n, letter in enumerate(letters):
        judged = judge(order, letters[:n] + letters[n + 1 :])
        assert not judged.right, letter


@pytest.mark.parametrize("number", lessons())
def test_a_task_keeps_to_the_rules(number):
    order = ORDERS[number]
    shown = "".join(line.letter for line in order.lines)
    assert shown == "abcdefghij"[: len(shown)]
    assert "".join(one for one in shown if one in order.needed) not in RIGHT[number]
    assert 5 <= len(order.needed) <= 7
    assert 2 <= len(order.traps) <= 3
    for line in order.lines:
        ast.parse(line.code)
        assert len(line.code) <= 98, "it has to fit on a page"
    for one in (*order.traps.values(), *order.early):
        assert one.idea in IDEAS
        assert len(one.reply.split()) <= 35
    made = {name for line in order.needed.values() for name in used(line.code)}
    given = {name for line in order.lines for name in used(line.code)}
    assert set(order.given) <= given, "a name is given that no line uses"
    assert made <= set(order.given) | assigned(order)


def assigned(order):
    trees = [ast.parse(line.code) for line in order.lines if isinstance(line, Line)]
    nodes = itertools.chain.from_iterable(map(ast.walk, trees))
    return {n.id for n in nodes if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}


@pytest.mark.parametrize("text", ["c f", "CF", "c, f", "1) c 2) f", ["c", "f"], " c -> f "])
def test_letters_are_read_in_every_form(text):
    assert read_letters(ORDERS["03"], text) == "cf"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Type the letters"),
        (None, "Type the letters"),
        (..., "Type the letters"),
        (3, "should be a text in quotes"),
        ("c z", "'c z' is not a row of the letters a, b"),
        ("--", "is not a row of the letters"),
        ("c f c", "Line c stands twice"),
    ],
)
def test_what_is_no_answer_is_explained_and_not_recorded(text, message, record, capsys):
    with pytest.raises(Unclear) as unclear:
        read_letters(ORDERS["03"], text)
    assert message in str(unclear.value)
    check("03-order", text)
    assert message in capsys.readouterr().out
    assert not record.exists()


@pytest.fixture
def record(monkeypatch, tmp_path):
    """Return the file that keeps the progress of one test."""
    path = tmp_path / "progress.json"
    monkeypatch.setenv("COURSE_PROGRESS", str(path))
    return path


def test_the_verdict_is_shown_and_recorded(record, capsys):
    check("03-order", "a " + " ".join(RIGHT["03"][0]))
    assert capsys.readouterr().out.startswith("✗ 03-order  Line a is not needed. It resamples all")
    assert progress.load() == {"03-order": {"tries": 1, "passed": False}}
    check("03-order", RIGHT["03"][0])
    out = capsys.readouterr().out
    assert out.startswith("✓ 03-order  Split, scale, resample, fit.")
    assert "Other orders are right, too" in out
    assert progress.load()["03-order"] == {"tries": 2, "passed": True}
    assert "03 ✓" in order_report(progress.load())
    check("07-order", *RIGHT["07"][0])
    assert "Other orders" not in capsys.readouterr().out


def test_lines_in_order_are_never_graded(record, monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    check("03-order", "a")
    assert "✗ 03-order" in capsys.readouterr().out


def test_a_folder_that_cannot_be_written_does_not_stop_the_reply(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("COURSE_PROGRESS", str(tmp_path / "missing" / "progress.json"))
    check("03-order", "a")
    out = capsys.readouterr().out
    assert "Line a is not needed" in out
    assert "Your progress was not saved: No such file" in out


def test_an_unknown_task_is_the_authors_error():
    with pytest.raises(ValueError, match="There is no task 99-order"):
        check("99-order", "a")
