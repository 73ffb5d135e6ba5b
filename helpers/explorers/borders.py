"""The border between the classes before and after the new rows, for three classifiers."""

import base64

import matplotlib.pyplot as plt
import numpy as np
from imblearn.over_sampling import SMOTE
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from helpers.display.figures import describe
from helpers.explorers.frame import Control, Explorer, State, Task, explore

CLASSIFIERS = {
    "1 nearest neighbour": KNeighborsClassifier(n_neighbors=1),
    "logistic regression": LogisticRegression(),
    "decision tree": DecisionTreeClassifier(max_depth=4, random_state=0),
}
WIDE, HIGH = 60, 40
"""Points of the grid on which a border is drawn."""


def borders(X, y, samplers) -> Explorer:
    """Let the learner tell with which classifier new rows move the border most.

    Parameters
    ----------
    X : ndarray of shape (n_rows, 2)
    y : ndarray of shape (n_rows,)
        Labels, 1 for the minority.
    samplers : mapping of str to sampler
        Names and samplers with a seed, to be compared with SMOTE.

    Returns
    -------
    Explorer
    """
    samplers = {"SMOTE": SMOTE(random_state=0)} | samplers
    names, whos = list(samplers), list(CLASSIFIERS)
    ends = [X.min(axis=0) - 0.3, X.max(axis=0) + 0.3]
    before = [_sides(who, X, y, ends) for who in CLASSIFIERS.values()]
    rows = [sampler.fit_resample(X, y) for sampler in samplers.values()]
    after = [[_sides(who, *some, ends) for who in CLASSIFIERS.values()] for some in rows]
    won = [[int(np.sum(b > a)) for a, b in zip(before, each, strict=True)] for each in after]
    lost = [[int(np.sum(b < a)) for a, b in zip(before, each, strict=True)] for each in after]
    moved = np.add(won, lost)

    def share(count):
        return f"{count / (WIDE * HIGH):.1%}".replace("%", " %")

    def counted(sampler, who):
        return (
            f"{share(won[sampler][who])} of the plane goes to the minority, and "
            f"{share(lost[sampler][who])} to the majority"
        )

    def reply(sampler, who):
        if moved[sampler, who] == moved[sampler].max():
            return True, f"Yes: {counted(sampler, who)}. No other border moves more."
        most = whos[int(moved[sampler].argmax())]
        return False, (
            f"Not yet: with {{1}} {counted(sampler, who)}. More changes sides with another: "
            f"{most}. The same new rows move each border in another way."
        )

    listed = "; ".join(
        f"{name}: "
        + ", ".join(f"{who} {share(n)}" for who, n in zip(whos, moved[row], strict=True))
        for row, name in enumerate(names)
    )
    task = Task(
        title="The border before and after",
        ask=(
            f"New rows of {' or '.join(names)} move the border between the classes. With which "
            "classifier does most of the plane change sides? Choose it for each sampler, and press "
            "Answer."
        ),
        reply=reply,
        choices=[
            (f"{names[-1]}: {who}.", reply(len(names) - 1, n)[1].replace("{1}", who))
            for n, who in enumerate(whos)
        ],
        keep=(
            f"Parts of the plane that change sides, in this small set: {listed}. A sampler has no "
            "border of its own: how the border moves depends on the classifier."
        ),
        part=0,
    )
    start = int(moved[0].argmin())  # a wrong answer
    state = State(
        controls=[Control("new rows", names), Control("classifier", whos, start=start)],
        say=lambda sampler, who: f"{{0}}, {{1}}: {counted(sampler, who)}.",
        hidden="{0}: you say {1}. The border with new rows appears with your answer.",
        data={
            "size": [560, 394],
            "grid": [WIDE, HIGH],
            "points": [_points(X, y, X, ends), *(_points(*some, X, ends) for some in rows)],
            "before": [_bits(side) for side in before],
            "after": [[_bits(side) for side in each] for each in after],
        },
    )
    return explore("borders", state, task, _picture(X, y, before[start], whos[start], ends))


def _sides(classifier, X, y, ends):
    """Return the predicted class at each point of the grid, by rows from the top."""
    (left, low), (right, high) = ends
    places = np.meshgrid(np.linspace(left, right, WIDE), np.linspace(high, low, HIGH))
    found = clone(classifier).fit(X, y).predict(np.column_stack([one.ravel() for one in places]))
    return found.astype(int).reshape(HIGH, WIDE)


def _bits(side):
    return base64.b64encode(np.packbits(side.ravel().astype(bool)).tobytes()).decode()


def _points(rows, labels, X, ends):
    """Return place on the grid, from left and top, and kind of each row; 2 is a new one."""
    left, high = ends[0][0], ends[1][1]
    step = (ends[1] - ends[0]) / [WIDE - 1, HIGH - 1]
    known = {tuple(row) for row in X}
    return [
        [
            round(float((x - left) / step[0]), 1),
            round(float((high - y) / step[1]), 1),
            int(label) if (x, y) in known else 2,
        ]
        for (x, y), label in zip(rows, labels, strict=True)
    ]


def _picture(X, y, side, who, ends):
    ax = plt.subplots(figsize=(5.0, 3.2))[1]
    (left, low), (right, high) = ends
    ax.contour(side, [0.5], colors="black", linestyles="--", extent=(left, right, high, low))
    for label, marker, name in [(0, "o", "majority"), (1, "^", "minority")]:
        ax.scatter(*X[y == label].T, s=24, c=f"C{label}", marker=marker, label=name)
    ax.set(xlabel="feature 1", ylabel="feature 2")
    ax.legend(loc="lower center", bbox_to_anchor=(0.5, 1), ncols=3, fontsize=8)
    return describe(
        ax,
        f"Scatter of {np.sum(y == 0)} majority and {np.sum(y == 1)} minority points, with the "
        f"border of {who} before new rows: {side.mean():.0%} of the plane is on the minority's "
        "side. How the border moves is asked for.",
    )
