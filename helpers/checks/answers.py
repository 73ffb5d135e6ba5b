"""Read what learners hand in: every correct form is accepted, every other one explained.

Each function returns the answer in one form, or raises `Wrong` with a message for the learner.
"""

import numbers
from collections.abc import Callable, Iterable, Sequence

import numpy as np
import pandas as pd

from helpers.checks.core import Wrong, in_short


def describe(answer: object, length: int = 60) -> str:
    """Name an answer in a few words, whatever it is.

    Examples
    --------
    >>> describe(np.zeros((3, 2))), describe("fraud"), describe(None)
    ('an array of shape (3, 2)', "the text 'fraud'", 'nothing (None)')
    """
    if answer is None:
        return "nothing (None)"
    if isinstance(answer, np.ndarray):
        return f"an array of shape {answer.shape}"
    if isinstance(answer, pd.DataFrame | pd.Series):
        return f"a {type(answer).__name__} of shape {answer.shape}"
    if isinstance(answer, str):
        return f"the text {answer[:length]!r}"
    if isinstance(answer, bool | np.bool_ | numbers.Number):
        return f"{answer}"[:length]
    if isinstance(answer, list | tuple | set | dict):
        return f"a {type(answer).__name__} of length {len(answer)}"
    if isinstance(answer, type):
        return f"the class {answer.__name__}, not an object made from it"
    return f"an object of type {type(answer).__name__}"


def filled(answer: object, what: str) -> object:
    """Return the answer unless it is blank (``None`` or ``...``)."""
    if answer is None or answer is Ellipsis:
        raise Wrong(f"There is nothing in {what} yet.")
    return answer


def _has_blank(answer: object) -> bool:
    """Tell whether a blank stands anywhere in an answer."""
    if isinstance(answer, np.ndarray | pd.Series):
        answer = answer.tolist()
    return answer is Ellipsis or (isinstance(answer, list | tuple) and any(map(_has_blank, answer)))


def array(answer: object, what: str, *, shape: tuple | None = None) -> np.ndarray:
    """Return numbers as a float array.

    Parameters
    ----------
    answer : object
        A number, list, tuple, array, Series, Index, DataFrame, or dict (its values).
    what : str
        How messages call it: "`weights`".
    shape : tuple of int or None, optional
        The shape asked for; None stands for any length.

    Raises
    ------
    Wrong
        If it is blank, holds no numbers or a missing one, or has another shape.

    Examples
    --------
    >>> array([1, 2], "`weights`", shape=(2,))
    array([1., 2.])
    """
    filled(answer, what)
    if callable(answer) and not hasattr(answer, "__array__"):
        raise Wrong(f"{what} is a function: call it, and hand in what it returns.")
    if isinstance(answer, dict):
        answer = list(answer.values())
    elif isinstance(answer, set | frozenset):
        answer = sorted(answer)
    try:
        values = np.asarray(answer, dtype=float)
    except (TypeError, ValueError) as error:
        if _has_blank(answer):
            raise Wrong("A number is still blank. Put one in place of each `...`.") from error
        raise Wrong(f"{what} should hold numbers, but it is {describe(answer)}.") from error
    if shape is not None:
        if values.ndim == 2 and len(shape) == 1 and 1 in values.shape:
            values = values.ravel()  # a column or a row is a vector as well
        fits = values.ndim == len(shape) and all(
            want in (None, have) for want, have in zip(shape, values.shape, strict=True)
        )
        if not fits:
            asked = " × ".join("any" if n is None else str(n) for n in shape) or "a single number"
            got = " × ".join(map(str, values.shape)) or "a single number"
            raise Wrong(f"{what} should have the shape {asked}; yours is {got}.")
    if not np.isfinite(values).all():
        n_bad = int((~np.isfinite(values)).sum())
        raise Wrong(f"{what} holds {n_bad} missing or infinite value(s).")
    return values


def in_order(answer: object, names: Sequence[str], missing: str) -> object:
    """Return the values under the names, of a dictionary or Series; anything else as it is.

    `missing` is the message if there is no such name; the name takes the place of its ``{}``.

    Examples
    --------
    >>> in_order({"b": 2, "a": 1}, ["a", "b"], "There is no {}."), in_order(3, ["a"], "")
    ([1, 2], 3)
    """
    if isinstance(answer, pd.Series) and answer.index.isin(names).all():
        answer = answer.to_dict()
    if not isinstance(answer, dict):
        return answer
    for name in names:
        if name not in answer:
            raise Wrong(missing.format(name))
    return [answer[name] for name in names]


def entries(answer: object, names: Sequence[str], what: str) -> list:
    """Return the values that stand under the names; a list in the same order will do.

    Raises
    ------
    Wrong
        If a name is missing, a value is blank, or the answer is something else.

    Examples
    --------
    >>> entries({"b": 2, "a": 1}, ["a", "b"], "`counts`"), entries((1, 2), ["a", "b"], "`counts`")
    ([1, 2], [1, 2])
    """
    filled(answer, what)
    values = in_order(answer, names, what + ' has no entry "{}". Keep the names as they are.')
    forms = list | tuple | np.ndarray | pd.Series
    if not isinstance(values, forms) or len(values) != len(names):
        raise Wrong(
            f"{what} should be a dictionary of {len(names)} entries, but it is {describe(answer)}."
        )
    values = list(values)
    for name, value in zip(names, values, strict=True):
        if value is None or value is Ellipsis:
            raise Wrong(f'"{name}" is still blank in {what}. Put an answer in place of the dots.')
    return values


def number(answer: object, what: str, *, low: float = -np.inf, high: float = np.inf) -> float:
    """Return one number; an array or list of one number will do.

    Examples
    --------
    >>> number([0.5], "the recall", low=0, high=1)
    0.5
    """
    values = array(answer, what)
    if values.size != 1:
        raise Wrong(f"{what} should be a single number, but it is {describe(answer)}.")
    value = float(values.ravel()[0])
    if not low <= value <= high:
        hint = " Did you give a percentage?" if high == 1 and 1 < value <= 100 else ""
        limits = f"below {low:g}" if high == np.inf else f"outside {low:g} to {high:g}"
        raise Wrong(f"{what} is {value:g}, {limits}.{hint}")
    return value


def share(answer: object, what: str, right: float) -> float:
    """Return a share from 0 to 1; tell a percentage from a number that is no part of a whole.

    Examples
    --------
    >>> share(0.25, "the recall", 0.5)
    0.25
    >>> share(50, "the recall", 0.5)
    Traceback (most recent call last):
    helpers.checks.core.Wrong: the recall is 50. Did you give a percentage? A share is at most 1.
    """
    value = number(answer, what)
    if 0 <= value <= 1:
        return value
    if abs(value - 100 * right) <= 0.51:
        raise Wrong(f"{what} is {value:g}. Did you give a percentage? A share is at most 1.")
    kind = "a count" if value == round(value) else "a ratio of two parts"
    raise Wrong(
        f"{what} is {value:.4g}: that is {kind}. A share is a part of a whole, from 0 to 1; "
        "which whole do you divide by?"
    )


def whole(answer: object, what: str, **limits: float) -> int:
    """Return one whole number."""
    value = number(answer, what, **limits)
    if value != round(value):
        raise Wrong(f"{what} should be a whole number, but it is {value:g}.")
    return round(value)


def indices(answer: object, what: str, n_rows: int) -> np.ndarray:
    """Return row numbers, sorted and without repetition; a Boolean mask of `n_rows` is fine too.

    Examples
    --------
    >>> indices([False, True, True], "`danger`", 3), indices((2, 1), "`danger`", 3)
    (array([1, 2]), array([1, 2]))
    """
    filled(answer, what)
    if not isinstance(answer, set | frozenset | dict) and not callable(answer):
        mask = np.asarray(answer)
        if mask.dtype == bool:
            if mask.ravel().shape != (n_rows,):
                raise Wrong(f"{what} is a mask of {mask.size} values; there are {n_rows} rows.")
            return np.flatnonzero(mask)
        if isinstance(answer, tuple) and len(answer) == 1:  # what `np.where` returns
            answer = answer[0]
    values = array(answer, what).ravel()
    if (values != np.round(values)).any() or ((values < 0) | (values >= n_rows)).any():
        raise Wrong(f"{what} should hold row numbers from 0 to {n_rows - 1}.")
    return np.unique(values.astype(int))


def choice(answer: object, what: str, options: Sequence[str]) -> str:
    """Return one of the options; case and blanks do not matter.

    Examples
    --------
    >>> choice(" Recall", "your answer", ["recall", "precision"])
    'recall'
    """
    filled(answer, what)
    text = answer.strip().lower() if isinstance(answer, str) else None
    for option in options:
        if text == option.lower():
            return option
    known = ", ".join(f'"{option}"' for option in options)
    raise Wrong(f"{what} should be one of {known}; it is {describe(answer)}.")


def choices(answer: object, what: str, options: Sequence[str]) -> set[str]:
    """Return a set of options from a list, a tuple, a set or a single text."""
    filled(answer, what)
    if isinstance(answer, str):
        answer = [answer]
    if not isinstance(answer, list | tuple | set | frozenset | np.ndarray | pd.Series | pd.Index):
        raise Wrong(f"{what} should be a list of texts, but it is {describe(answer)}.")
    if _has_blank(list(answer)):
        raise Wrong(f"{what} still holds the dots. Put texts in their place.")
    return {choice(one, f"each part of {what}", options) for one in answer}


def function(answer: object, what: str) -> Callable:
    """Return a function, in a form in which its errors become messages for the learner.

    Examples
    --------
    >>> function(len, "`count`")([1, 2])
    2
    """
    filled(answer, what)
    if isinstance(answer, type) or not callable(answer):
        raise Wrong(
            f"{what} should be a function, but it is {describe(answer)}. Hand in the function "
            "itself, without calling it."
        )

    def call(*arguments: object, **keywords: object) -> object:
        try:
            result = answer(*arguments, **keywords)
        except Exception as error:
            text = in_short(error).rstrip(".")
            raise Wrong(
                f"{what} raised {type(error).__name__} when it was called: {text}."
            ) from error
        if result is None or result is Ellipsis:
            raise Wrong(f"{what} returned nothing. Is the blank filled, with a `return`?")
        return result

    return call


def things(answer: object, what: str, n: int, names: str) -> tuple | list:
    """Return what a function returned, if it is `n` things (two or four).

    Examples
    --------
    >>> things((1, 2), "`balance`", 2, "the table and the labels")
    (1, 2)
    """
    if not isinstance(answer, tuple | list) or len(answer) != n:
        raise Wrong(f"{what} should return {'two' if n == 2 else 'four'} things: {names}.")
    return answer


def train_and_test(answer: object, what: str, n_columns: int) -> list[np.ndarray]:
    """Return X_train, X_test, y_train and y_test as arrays of numbers that fit each other.

    Examples
    --------
    >>> parts = [[[1], [2]], [[3]], [0, 1], [1]]
    >>> [part.shape for part in train_and_test(parts, "`split`", 1)]
    [(2, 1), (1, 1), (2,), (1,)]
    """
    names = ["X_train", "X_test", "y_train", "y_test"]
    parts = things(answer, what, 4, ", ".join(names))
    if [np.asarray(part).ndim for part in parts[:3]] == [2, 1, 2]:
        raise Wrong(
            f"{what} returns rows, labels, rows, labels. Keep the order of the task: first both "
            "parts of the rows, then both parts of the labels."
        )
    found = []
    for name, part in zip(names[:2], parts, strict=False):
        columns = np.asarray(part).shape[1:]
        if len(columns) == 1 and columns[0] != n_columns:
            raise Wrong(
                f"{name} has {columns[0]} of the {n_columns} columns of `X`. Keep them all."
            )
        found.append(array(part, name, shape=(None, n_columns)))
    for name, part, rows in zip(names[2:], parts[2:], list(found), strict=True):
        labels = array(part, name)
        if len(labels.ravel()) != len(rows):
            raise Wrong(
                f"{name} holds {labels.size} labels for {len(rows)} rows. Each step that changes "
                "the rows has to change their labels too."
            )
        found.append(labels.ravel())
    return found


def diagnose(
    given: object,
    right: object,
    misconceptions: Iterable[tuple[object, str]],
    *,
    same: Callable[[object, object], bool] = np.array_equal,
) -> bool:
    """Tell whether an answer is right; if it is a known misconception, say which one.

    An answer that is neither is left to the checker, for its last hint.

    Parameters
    ----------
    given, right : object
        The learner's answer and the right one.
    misconceptions : iterable of (object, str)
        Wrong answers and their messages, tried in order; a generator is run only as far as needed.
    same : callable, default=np.array_equal
        Compares the learner's answer, which comes first, with another one.

    Raises
    ------
    Wrong
        With the message of the first misconception that leads to the answer.

    Examples
    --------
    >>> known = [(3, "You added."), (1, "You divided.")]
    >>> diagnose(2, 2, known), diagnose(5, 2, known)
    (True, False)
    >>> diagnose(3, 2, known)
    Traceback (most recent call last):
    helpers.checks.core.Wrong: You added.
    """
    if same(given, right):
        return True
    for wrong, message in misconceptions:
        if same(given, wrong):
            raise Wrong(message)
    return False


def close(value: object, expected: object, *, decimals: int = 3) -> bool:
    """Tell whether numbers agree, those rounded to `decimals` included.

    Examples
    --------
    >>> close(0.667, 2 / 3), close(0.67, 2 / 3)
    (True, False)
    """
    value, expected = np.asarray(value, float), np.asarray(expected, float)
    tolerance = 0.51 * 10.0**-decimals + 1e-9 * np.abs(expected)
    return value.shape == expected.shape and bool((np.abs(value - expected) <= tolerance).all())
