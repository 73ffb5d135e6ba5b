"""Who votes on the categories of SMOTE-NC's new rows, and what is elected."""

from itertools import product

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd

from helpers.by_hand import smote_nc as by_hand
from helpers.display.figures import describe
from helpers.explorers.frame import Control, Explorer, State, Task, explore


def election(X, y, k_values=range(2, 6)) -> Explorer:
    """Let the learner search for a parent whose children get none of its categories.

    Parameters
    ----------
    X : DataFrame of shape (n_rows, n_features)
        At least two numeric columns, of which the first two are drawn, and columns of pandas' type
        ``category``. The index names the rows.
    y : ndarray of shape (n_rows,)
        Labels, 1 for the minority.
    k_values : sequence of int
        Numbers of voters, smaller than the number of minority rows.

    Returns
    -------
    Explorer

    Raises
    ------
    ValueError
        If every parent's neighbours elect at least one of its categories, or draw lots for one:
        then there is no answer.
    """
    minority = np.flatnonzero(y == 1)
    rows = X.iloc[minority]
    numbers, kinds = rows.select_dtypes("number"), rows.select_dtypes("category").astype(str)
    median_std = by_hand.median_of_standard_deviations(numbers.to_numpy(float))
    one_hot = pd.get_dummies(kinds).to_numpy(float)
    encoded, _ = by_hand.encode_categories(numbers.to_numpy(float), one_hot, median_std)
    k_values, every_row = list(k_values), np.arange(len(rows))
    nearest = by_hand.find_minority_neighbours(encoded, every_row, max(k_values))
    votes = {(row, k): _count(kinds.iloc[nearest[row, :k]]) for row in every_row for k in k_values}
    lost = {k: _never(kinds, [votes[row, k] for row in every_row]) for k in k_values}

    def at(parent, stop):
        return every_row[parent], k_values[stop]

    def say(*spot):
        row, k = at(*spot)
        voters = ", ".join(str(name) for name in rows.index[nearest[row, :k]])
        counted = "; ".join(
            f"{name} {', '.join(f'{kind} {n}' for kind, n in count)}"
            for name, count in votes[row, k].items()
        )
        results = ", ".join(" or ".join(_winners(count)) for count in votes[row, k].values())
        return f"Parent {{0}}, k = {{1}}: rows {voters} vote: {counted}. Elected: {results}."

    def outcome(*spot):
        row, k = at(*spot)
        for name, count in votes[row, k].items():
            elected = _winners(count)
            if len(elected) > 1:
                return "drawn", elected
            if elected == [kinds[name].iloc[row]]:
                return "kept", elected
        return "new", list(kinds.iloc[row])

    def reply(*spot):
        what, values = outcome(*spot)
        if what == "drawn":
            return False, (
                f"Not yet: {' and '.join(values)} have equal votes, and one is drawn at random."
            )
        if what == "kept":
            return False, (
                f"Not yet: {values[0]} is elected, which the parent has too. It did not hand it "
                "down: its neighbours voted so."
            )
        return True, (
            f"Yes. Row {{0}} is {', '.join(values)}, and its children are not. Parents hand down "
            "no category: the neighbours of a parent vote, and it has no vote itself."
        )

    spots = list(product(range(len(rows)), range(len(k_values))))
    first = {outcome(*spot)[0]: spot for spot in reversed(spots)}  # one spot for each outcome
    if "new" not in first:
        raise ValueError("No parent has children that surely get none of its categories.")
    begin = first.get("drawn") or first.get("kept") or spots[0]
    names = [str(name) for name in rows.index]
    texts = [f"{name} {', '.join(kinds.iloc[row])}" for row, name in enumerate(names)]
    task = Task(
        title="The election",
        ask=(
            f"The k neighbours of a parent vote on {' and '.join(kinds)}. Find a parent and a k "
            "with which all its children surely get categories that the parent does not have. Set "
            "both, and press Answer."
        ),
        reply=reply,
        choices=[
            (
                f"Parent {names[row]}, k = {k_values[stop]}.",
                reply(row, stop)[1].replace("{0}", names[row]),
            )
            for row, stop in sorted(first.values())
        ],
        keep=(
            "Parents hand down no category. Never elected, whoever is the parent: "
            + "; ".join(f"with k = {k} {', '.join(gone) or 'none'}" for k, gone in lost.items())
            + ". What is rare among the neighbours is lost."
        ),
    )
    state = State(
        controls=[
            Control("parent", names, start=begin[0]),
            Control("k", [str(k) for k in k_values], start=begin[1], stride=1),
        ],
        say=say,
        hidden="You say parent {0}, k = {1}. The voters appear with your answer.",
        data={
            "size": [600, 330],
            "points": numbers.iloc[:, :2].round(2).to_numpy().tolist(),
            "texts": texts,
            "axes": list(numbers.columns[:2]),
            "columns": list(kinds),
            "nearest": nearest.tolist(),
            "votes": [list(count.values()) for count in votes.values()],
        },
    )
    return explore("election", state, task, _picture(numbers, texts))


def _count(ballots):
    """Return for each column the categories with their votes, most votes first."""
    return {
        name: [(kind, int(n)) for kind, n in column.value_counts(sort=False).items()]
        for name, column in ballots.items()
    }


def _winners(count):
    return [kind for kind, n in count if n == max(n for _, n in count)]


def _never(kinds, all_votes):
    """Return the categories that no parent's children can get."""
    return [
        kind
        for name in kinds
        for kind in sorted({*kinds[name]} - {one for v in all_votes for one in _winners(v[name])})
    ]


def _picture(numbers, texts):
    ax = plt.subplots(figsize=(5.0, 3.2))[1]
    x, y = (numbers.iloc[:, column] for column in (0, 1))
    ax.scatter(x, y, s=30, c="C1", marker="^")
    for text, *place in zip(texts, x, y, strict=True):
        ax.annotate(text, place, xytext=(5, 5), textcoords="offset points", size=8)
    ax.set(xlabel=numbers.columns[0], ylabel=numbers.columns[1])
    ax.margins(0.25, 0.1)
    return describe(ax, f"{len(texts)} minority rows with their categories: {'; '.join(texts)}.")
