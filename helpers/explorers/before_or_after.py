"""Cleaning before SMOTE or after it, by two rules, with few neighbours or more."""

import matplotlib.pyplot as plt
import numpy as np

from helpers.by_hand.edited_nearest_neighbours import edited_nearest_neighbours
from helpers.by_hand.smote import smote
from helpers.by_hand.smote_enn import smote_enn
from helpers.display.figures import describe
from helpers.explorers.frame import Control, Explorer, State, Task, explore

ORDERS = ("after", "before")
RULES = ("all", "mode")
VOTERS = (1, 3, 5, 7)


def before_or_after(X, y, wrong, k_neighbors=3, random_state=0) -> Explorer:
    """Let the learner search for the cleaning that takes the wrong labels and little else.

    Parameters
    ----------
    X : ndarray of shape (n_rows, 2)
    y : ndarray of shape (n_rows,)
        Labels, 1 for the minority. All rows but those of `wrong` are labelled rightly.
    wrong : mapping of str to int
        Names and positions of the rows with a wrong label.
    k_neighbors, random_state : int
        Of SMOTE.

    Returns
    -------
    Explorer
    """
    options = {"k_neighbors": k_neighbors, "random_state": random_state}
    removed = {
        (order, rule, voters): _removed(X, y, ORDERS[order], RULES[rule], VOTERS[voters], options)
        for order in range(len(ORDERS))
        for rule in range(len(RULES))
        for voters in range(len(VOTERS))
    }
    bystanders = {
        spot: sum(row < len(y) and row not in wrong.values() for row in rows)
        for spot, rows in removed.items()
    }
    complete = [spot for spot, rows in removed.items() if {*wrong.values()} <= {*rows}]
    # Where no cleaning takes all wrong labels, those are right that take most of them.
    caught = {spot: len({*wrong.values()} & {*rows}) for spot, rows in removed.items()}
    most = [spot for spot in removed if caught[spot] == max(caught.values())]
    least = min(bystanders[spot] for spot in complete or most)
    gentlest = [spot for spot in complete or most if bystanders[spot] == least]

    def counted(spot):
        rows = removed[spot]
        names = [name for name, row in wrong.items() if row in rows] or ["neither wrong label"]
        parts = [*names, f"{bystanders[spot]} with right labels"]
        if ORDERS[spot[0]] == "after":
            parts.append(f"{sum(row >= len(y) for row in rows)} synthetic")
        return f"{len(rows)} rows are removed: {', '.join(parts)}"

    def say(*spot):
        return f"Cleaning {{0}} SMOTE, rule {{1}}, neighbours {{2}}: {counted(spot)}."

    def reply(*spot):
        left = [name for name, row in wrong.items() if row not in removed[spot]]
        if spot in gentlest:
            return True, f"Yes, {counted(spot)}. No other setting spares more rows."
        if left:
            why = "Too few neighbours disagree."
            if ORDERS[spot[0]] == "after" and any(y[wrong[name]] == 1 for name in left):
                why = "SMOTE put rows near a wrong minority label, and they vote for it."
            return False, f"Not yet: left over: {' and '.join(left)}. {why}"
        hint = (
            "One neighbour that disagrees is enough under this rule. Try the other."
            if RULES[spot[1]] == "all"
            else "Try the other order, or another number of neighbours."
        )
        return False, f"Not yet: {counted(spot)}. {hint}"

    def name(spot):
        order, rule, voters = spot
        return (
            f"{ORDERS[order].capitalize()} SMOTE, rule {RULES[rule]}, {VOTERS[voters]} neighbours"
        )

    by_order = [
        min((bystanders[spot] for spot in complete if spot[0] == order), default=None)
        for order in range(len(ORDERS))
    ]
    best = [
        f"{place} SMOTE {'no setting takes them all' if least is None else f'at least {least}'}"
        for place, least in zip(ORDERS, by_order, strict=True)
    ]
    choices = dict.fromkeys([(0, 0, 1), (0, 1, 1), gentlest[-1]])
    task = Task(
        title="Clean before SMOTE or after it",
        ask=(
            f"The labels of {' and '.join(wrong)} are wrong. Find a cleaning that removes them and "
            "as few original rows with right labels as possible. Set the order, the rule and the "
            "number of neighbours, and press Answer."
        ),
        reply=reply,
        choices=[(f"{name(spot)}.", reply(*spot)[1]) for spot in choices],
        keep=(
            f"With the wrong labels go, of the original rows with right labels: {'; '.join(best)}. "
            "Order and rule decide what a cleaning costs."
        ),
    )
    X_all = smote(X, y, **options).X
    state = State(
        controls=[
            Control("clean", ORDERS),
            Control("rule", RULES),
            Control("neighbours", [str(n) for n in VOTERS], start=1),
        ],
        say=say,
        hidden="You say: {0} SMOTE, rule {1}, neighbours {2}. What is removed appears with your "
        "answer.",
        data={
            "size": [560, 340],
            "points": X_all.round(2).tolist(),
            "minority": [int(label) for label in y],
            "wrong": wrong,
            "removed": [list(rows) for rows in removed.values()],
        },
    )
    return explore("before_or_after", state, task, _picture(X_all, y, wrong))


def _removed(X, y, order, rule, n_voters, options):
    """Return the positions of the removed rows; synthetic rows stand behind the originals."""
    if order == "after":
        result = smote_enn(X, y, n_neighbors=n_voters, kind_sel=rule, **options)
    else:
        result = edited_nearest_neighbours(
            X, y, sampling_strategy="all", n_neighbors=n_voters, kind_sel=rule
        )
    return tuple(int(row) for row in np.unique(result.trace.removed["row"]))


def _picture(X_all, y, wrong):
    ax = plt.subplots(figsize=(5.0, 3.2))[1]
    synthetic = X_all[len(y) :]
    ax.scatter(*synthetic.T, s=14, c="C2", marker="D", label="synthetic")
    for label, marker, text in [(0, "o", "majority"), (1, "^", "minority")]:
        ax.scatter(*X_all[: len(y)][y == label].T, s=24, c=f"C{label}", marker=marker, label=text)
    for name, row in wrong.items():
        ax.annotate(name, X_all[row], xytext=(5, 5), textcoords="offset points", weight="bold")
    ax.set(xlabel="feature 1", ylabel="feature 2")
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3, fontsize=8)
    return describe(
        ax,
        f"Scatter after SMOTE: {np.sum(y == 0)} majority, {np.sum(y == 1)} minority and "
        f"{len(synthetic)} synthetic points. {' and '.join(wrong)} have a wrong label. Nothing is "
        "removed yet.",
    )
