"""How many rows to create, and which classes to clean: the argument ``sampling_strategy``."""

from collections.abc import Mapping
from numbers import Real

import numpy as np


def count_classes(y):
    """Count the rows of each class.

    Parameters
    ----------
    y : ndarray of shape (n_rows,)
        Class labels.

    Returns
    -------
    dict
        Class label to number of rows, sorted by label.

    Raises
    ------
    ValueError
        If there is only one class.

    Examples
    --------
    >>> count_classes(np.array(["ok", "fraud", "ok"]))
    {'fraud': 1, 'ok': 2}
    """
    labels, counts = np.unique(y, return_counts=True)
    if len(labels) < 2:
        raise ValueError(
            f"The target 'y' needs to have more than 1 class. Got {len(labels)} class instead"
        )
    return dict(zip(labels.tolist(), counts.tolist(), strict=True))


def rows_to_create(sampling_strategy, y):
    """Work out how many synthetic rows each class needs.

    Parameters
    ----------
    sampling_strategy : str, float, dict or callable
        A string names the classes that grow to the size of the majority class: "minority",
        "not minority", "not majority", "all", or "auto" (the same as "not majority").
        A float in (0, 1] is the wanted ratio of minority to majority rows, for two classes; the
        product is cut off, so that 0.29 of 100 rows are 28 (100 * 0.29 is 28.999… in floats).
        A dict gives the wanted number of rows for each class, originals included.
        A callable takes `y` and returns such a dict.
    y : ndarray of shape (n_rows,)
        Class labels.

    Returns
    -------
    dict
        Class label to number of rows to create, sorted by label; classes that need none are
        left out.

    Raises
    ------
    ValueError
        If the strategy is unknown, asks for fewer rows than there are, or names a missing class.

    Examples
    --------
    >>> y = np.array([0] * 100 + [1] * 20)
    >>> rows_to_create("auto", y)
    {1: 80}
    >>> rows_to_create(0.5, y)
    {1: 30}
    >>> rows_to_create(0.29, y)  # 28 - 20
    {1: 8}
    >>> rows_to_create({1: 25}, y)
    {1: 5}
    """
    counts = count_classes(y)
    if isinstance(sampling_strategy, str):
        new_rows = _fill_up_to_majority(sampling_strategy, counts)
    elif isinstance(sampling_strategy, Mapping):
        new_rows = _fill_up_to_wanted(sampling_strategy, counts)
    elif isinstance(sampling_strategy, Real):
        new_rows = _fill_up_to_ratio(sampling_strategy, counts)
    elif callable(sampling_strategy):
        new_rows = _fill_up_to_wanted(sampling_strategy(y), counts)
    else:
        raise ValueError(
            "'sampling_strategy' needs to be a string, a ratio, a dict or a callable. "
            f"Got {sampling_strategy!r} instead."
        )
    return {label: n_new for label, n_new in sorted(new_rows.items()) if n_new != 0}


def _fill_up_to_majority(name, counts):
    """Make every class that `name` covers grow to the size of the majority class."""
    largest = max(counts.values())
    return {label: largest - counts[label] for label in _classes_named(name, counts, "majority")}


def _fill_up_to_wanted(wanted, counts):
    """Make every class in `wanted` grow to the number of rows given there."""
    _check_present(wanted, counts)
    for label, n_wanted in wanted.items():
        if n_wanted < 0:
            raise ValueError(
                "The number of samples in a class cannot be negative. "
                f"'sampling_strategy' contains some negative value: {wanted}"
            )
        if n_wanted < counts[label]:
            raise ValueError(
                "With over-sampling methods, the number of samples in a class should be greater "
                "or equal to the original number of samples. Originally, there is "
                f"{counts[label]} samples and {n_wanted} samples are asked."
            )
    return {label: n_wanted - counts[label] for label, n_wanted in wanted.items()}


def _fill_up_to_ratio(ratio, counts):
    """Make the smaller of two classes grow to `ratio` times the larger one."""
    if not 0 < ratio <= 1:
        raise ValueError(
            "When 'sampling_strategy' is a float, it should be in the range (0, 1]. "
            f"Got {ratio} instead."
        )
    if len(counts) > 2:
        raise ValueError(
            '"sampling_strategy" can be a float only when the type of target is binary. '
            "For multi-class, use a dict."
        )
    majority = max(counts, key=counts.get)
    (minority,) = set(counts) - {majority}
    n_new = int(counts[majority] * ratio - counts[minority])
    if n_new <= 0:
        raise ValueError(
            "The specified ratio required to remove samples from the minority class while trying "
            "to generate new samples. Please increase the ratio."
        )
    return {minority: n_new}


def classes_to_clean(sampling_strategy, y):
    """Work out from which classes a cleaning method may remove rows.

    Parameters
    ----------
    sampling_strategy : str or list
        "majority", "not minority", "not majority", "all", "auto" (the same as "not minority"),
        or a list of class labels.
    y : ndarray of shape (n_rows,)
        Class labels.

    Returns
    -------
    list
        Class labels.

    Raises
    ------
    ValueError
        If the strategy is neither a known string nor a list of classes that occur in `y`.

    Examples
    --------
    >>> y = np.array([0] * 100 + [1] * 20)
    >>> classes_to_clean("auto", y), classes_to_clean("all", y), classes_to_clean([1], y)
    ([0], [0, 1], [1])
    """
    counts = count_classes(y)
    if isinstance(sampling_strategy, str):
        return _classes_named(sampling_strategy, counts, "minority")
    if isinstance(sampling_strategy, list):
        _check_present(sampling_strategy, counts)
        return sampling_strategy
    raise ValueError(
        "'sampling_strategy' of a cleaning method needs to be a string or a list of classes. "
        f"Got {sampling_strategy!r} instead."
    )


def _classes_named(name, counts, spared):
    """List the classes that a strategy's name covers.

    The class in `spared` is the one that the method never touches on its own: "majority" for
    over-sampling, "minority" for cleaning.
    """
    minority, majority = min(counts, key=counts.get), max(counts, key=counts.get)
    named = {
        "minority": [minority],
        "majority": [majority],
        "not minority": [label for label in counts if label != minority],
        "not majority": [label for label in counts if label != majority],
        "all": list(counts),
    }
    del named[spared]
    named["auto"] = named[f"not {spared}"]
    if name not in named:
        raise ValueError(
            "When 'sampling_strategy' is a string, it needs to be one of "
            f"{sorted(named)}. Got {name!r} instead."
        )
    return named[name]


def _check_present(labels, counts):
    """Raise if a label does not occur in the data."""
    missing = set(labels) - set(counts)
    if missing:
        raise ValueError(f"The {missing} target class is/are not present in the data.")
