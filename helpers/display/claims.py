"""What a lesson states, tested where it is stated.

Two kinds of statement, each in its form. A *claim* is a definition, a property of an algorithm, or
a result on data that never change: it raises wherever it is false. A *finding* is about the credit
card rows at hand, which may be the user's own: it says whether it holds on these data, and raises
on the simulated stand-in only, where the lesson would be at fault.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
import pandas as pd
from IPython.display import display

from helpers.display.stored_findings import stored_findings
from helpers.errors import ClaimError

Holds = bool | np.bool_ | Mapping[str, "bool | np.bool_"]
Number = float | Sequence[float]
NOT_HERE = "Not on these data."


def claim(text: str, holds: Holds) -> None:
    """Show a sentence that is true on any data, or raise.

    Parameters
    ----------
    text : str
        A whole sentence; Markdown.
    holds : bool, or mapping of str to bool
        Whether it is true. Of a mapping all must be; the error names those that are not.

    Raises
    ------
    ClaimError
        If it is false.
    TypeError
        If `holds` is anything else, such as an array or a missing value.

    Examples
    --------
    >>> claim("Two of three are even.", sum(n % 2 == 0 for n in (2, 3, 4)) == 2)
    ✓ Two of three are even.
    """
    failed = _failed(text, holds)
    if failed is not None:
        raise ClaimError(failed)
    _show(f"✓ {text}", {})


def findings_on(data: pd.DataFrame | bool) -> Callable[..., None]:
    """Return the function that states findings on these credit card rows.

    Parameters
    ----------
    data : DataFrame or bool
        As `helpers.data.load_creditcard` returns it (``attrs["simulated"]``), or whether the rows
        are simulated.

    Returns
    -------
    callable
        ``finding(text, holds, **numbers)``, with the arguments of `claim`. A finding that is false
        raises ClaimError on simulated rows. On others the sentence is shown as not holding. Each
        number is a value, or a value with the two bounds of its interval; its name is its label,
        with blanks for underscores; NaN is shown as "undefined", an infinite bound as "no limit".
        What is stored of the same finding on real rows stands below.

    Raises
    ------
    ValueError
        If the DataFrame does not say where its rows come from.

    Examples
    --------
    >>> finding = findings_on(False)
    >>> finding("Frauds are cheaper.", 122.2 < 88.3)
    ✗ Frauds are cheaper. Not on these data.
    >>> finding("Frauds are rare.", 492 < 28_480, frauds=492, share=(0.1727, 0.158, 0.188))
    ✓ Frauds are rare.
    On these data: frauds 492, share 0.173 [0.158, 0.188]
    """
    if isinstance(data, pd.DataFrame):
        if "simulated" not in data.attrs:
            raise ValueError("these rows do not come from load_creditcard: pass True or False")
        data = data.attrs["simulated"]
    return partial(_finding, bool(data))


def _finding(simulated: bool, text: str, holds: Holds, **numbers: Number) -> None:
    failed = _failed(text, holds)
    if failed is not None and simulated:
        raise ClaimError(failed)
    values = {
        name.replace("_", " "): [_rounded(part) for part in np.atleast_1d(number)]
        for name, number in numbers.items()
    }
    lines = [f"✓ {text}" if failed is None else f"✗ {text} {NOT_HERE}"]
    stored = list(stored_findings(text))
    if values:
        lines.append(f"On these data: {_listed(values)}")
    for rows, found in stored:
        words = "yes" if found["holds"] else "no"
        listed = f": {_listed(found['numbers'])}" if found["numbers"] else ""
        lines.append(f"On {rows}: {words}{listed}")
    finding = {"text": text, "holds": failed is None, "numbers": values}
    _show("\n".join(lines), {"finding": finding})


def _listed(values: Mapping[str, Sequence[float | None]]) -> str:
    return ", ".join(f"{name} {_written(number)}" for name, number in values.items())


def _rounded(part: float) -> float | None:
    """Round to four digits, counts excepted; JSON has no NaN and no infinity."""
    if not np.isfinite(part):
        return None
    return float(part if part == round(part) else f"{part:.4g}")


def _written(number: Sequence[float | None]) -> str:
    value, *bounds = number
    if value is None:
        return "undefined"
    limits = ("no limit" if bound is None else _digits(bound) for bound in bounds)
    return f"{_digits(value)} [{', '.join(limits)}]" if bounds else _digits(value)


def _digits(part: float) -> str:
    return f"{part:,.0f}" if part == round(part) or abs(part) >= 1000 else f"{part:.3g}"


def _failed(text: str, holds: Holds) -> str | None:
    """Return the message of a statement that does not hold, None if it does."""
    parts = holds if isinstance(holds, Mapping) else {"": holds}
    if not parts:
        raise TypeError(f"{text!r} has nothing to be tested by")
    for part in parts.values():
        if not isinstance(part, bool | np.bool_):
            raise TypeError(f"{text!r} needs True or False, not {type(part).__name__}")
    false = [str(name) for name, part in parts.items() if not part]
    if not false:
        return None
    return f"{text} (not: {', '.join(false)})" if false != [""] else text


class _Sentence:
    """A sentence on the page, as plain text and as Markdown."""

    def __init__(self, text: str):
        self._text = text

    def __repr__(self) -> str:
        return self._text

    def _repr_markdown_(self) -> str:
        return "  \n".join(self._text.splitlines())


def _show(text: str, metadata: dict) -> None:
    display(_Sentence(text), metadata=metadata)
