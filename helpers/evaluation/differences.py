"""The paired differences between two models, and a table of several for reading."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from helpers.evaluation.arguments import check_metrics
from helpers.evaluation.comparison import compare
from helpers.evaluation.metrics import METRICS
from helpers.evaluation.scores import Evaluation


def compare_pair(model: Evaluation, reference: Evaluation) -> pd.DataFrame:
    """Return the paired differences of two models, as `helpers.evaluation.compare` takes them.

    Parameters
    ----------
    model, reference : Evaluation
        Of one test set, on the same resamples, each with a name of its own.

    Returns
    -------
    DataFrame
        One row per metric: ``difference`` (model minus reference), the bounds ``low`` and ``high``
        of its interval, and the ``verdict``: "better", "worse" or "inconclusive".

    Examples
    --------
    >>> from helpers.evaluation import evaluate_scores
    >>> y = np.repeat([0, 1], [50, 10])
    >>> strict = evaluate_scores(y, np.repeat([0.1, 0.4, 0.9], [40, 15, 5]))
    >>> row = compare_pair(strict.at(0.3), strict).loc["recall"]
    >>> print(row["difference"], row["verdict"])  # five frauds decide, which are too few
    0.5 inconclusive
    """
    table = compare([reference, model]).query("model == @model.name").set_index("metric")
    names = {"difference": "difference", "difference_low": "low", "difference_high": "high"}
    return table[[*names, "verdict"]].rename(columns=names)


def difference_table(
    pairs: Mapping[str, tuple[Evaluation, Evaluation]], metrics: Sequence[str]
) -> pd.DataFrame:
    """Lay several paired differences out for reading.

    Parameters
    ----------
    pairs : mapping of str to (Evaluation, Evaluation)
        What each row is called, and its model and reference.
    metrics : sequence of str
        Columns, in order; any keys of `helpers.evaluation.METRICS`.

    Returns
    -------
    DataFrame of str
        One row per pair; each cell is written by `signed`.

    Raises
    ------
    ValueError
        If there is no such metric.
    """
    metrics = check_metrics(metrics)
    tables = {label: compare_pair(*pair) for label, pair in pairs.items()}
    cells = {
        label: {METRICS[m]: signed(*table.loc[m, ["difference", "low", "high"]]) for m in metrics}
        for label, table in tables.items()
    }
    return pd.DataFrame.from_dict(cells, orient="index")


def signed(difference: float, low: float, high: float, decimals: int = 3) -> str:
    """Write a difference and its interval, each with its sign.

    Examples
    --------
    >>> signed(0.2141, 0.1329, 0.2962)
    '+0.214 [+0.133, +0.296]'
    >>> signed(-0.004, -0.012, 0.0001, decimals=2), signed(float("nan"), -1, 1)
    ('0.00 [−0.01, 0.00]', 'undefined')
    """
    if np.isnan(difference):
        return "undefined"
    value, *bounds = (_with_sign(number, decimals) for number in (difference, low, high))
    return f"{value} [{', '.join(bounds)}]"


def _with_sign(number: float, decimals: int) -> str:
    text = f"{abs(number):.{decimals}f}"
    if not float(text):
        return text
    return f"{'+' if number > 0 else '−'}{text}"
