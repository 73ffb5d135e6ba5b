"""Checks for the exercises of lesson 02: scores from counts, costs, and choosing a metric."""

import functools

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from helpers.checks import answers
from helpers.checks.class_seed import trial_seed
from helpers.checks.core import Wrong, exercise
from helpers.checks.metrics import METRIC_CHOICES, spelled
from helpers.data.keel import load_imbalanced


@functools.cache
def yeast_counts():
    """Return tn, fp, fn, tp of the exercise's model."""
    df = load_imbalanced("yeast3")
    X_train, X_test, y_train, y_test = train_test_split(
        df.drop(columns="Class"), df["Class"], test_size=0.2, stratify=df["Class"], random_state=42
    )
    model = make_pipeline(StandardScaler(), LogisticRegression(solver="newton-cholesky", tol=1e-8))
    return tuple(confusion_matrix(y_test, model.fit(X_train, y_train).predict(X_test)).ravel())


@exercise("02-1", "a dictionary of four numbers")
def scores_from_counts(scores):
    """Read the table the right way round; divide by the right sum."""
    names = ("recall", "precision", "specificity", "accuracy")
    values = answers.entries(scores, names, "`scores`")
    tn, fp, fn, tp = yeast_counts()
    n = tn + fp + fn + tp
    true = {
        "recall": tp / (tp + fn),
        "precision": tp / (tp + fp),
        "specificity": tn / (tn + fp),
        "accuracy": (tp + tn) / n,
    }
    given = {
        name: answers.share(value, f'"{name}"', true[name])
        for name, value in zip(names, values, strict=True)
    }

    def is_near(name, value):
        return answers.close(given[name], value)

    if all(is_near(name, value) for name, value in true.items()):
        return "All four. Each score is a share; what differs is the whole that it is a share of."
    if is_near("recall", true["precision"]) and is_near("precision", true["recall"]):
        if is_near("specificity", tn / (tn + fn)):
            raise Wrong(
                "You took the rows of the table for the true classes. Here the rows are what was "
                "*predicted*; read the labels, and exchange the two kinds of error."
            )
        raise Wrong(
            "You exchanged recall and precision. Which of the two is a share of the true minority "
            "rows, and which a share of the alarms?"
        )
    if is_near("recall", true["specificity"]) and is_near("specificity", true["recall"]):
        raise Wrong(
            "You took class 0 for the class that is looked for. Recall and precision are about the "
            "rare class, 1."
        )
    wholes = {tp: "hits", tn: "majority rows left in peace"}
    for name, count in [("recall", tp), ("precision", tp), ("specificity", tn)]:
        if is_near(name, count / n) and not is_near(name, true[name]):
            raise Wrong(
                f"For {name} you divided the {wholes[count]} by *all* rows. Of which rows is it a "
                "share?"
            )
    if is_near("accuracy", (true["recall"] + true["specificity"]) / 2):
        raise Wrong(
            'Your "accuracy" is the mean of recall and specificity. The lesson calls that balanced '
            "accuracy; plain accuracy counts rows."
        )
    if is_near("accuracy", tp / n):
        raise Wrong("For accuracy you counted one kind of right answer only. There are two.")
    complements = {
        "recall": "minority rows that were *missed*",
        "precision": "alarms that were *false*",
        "specificity": "majority rows that *did* raise an alarm, the false-alarm rate",
        "accuracy": "rows that were called *wrongly*",
    }
    for name, what in complements.items():
        if is_near(name, 1 - true[name]) and not is_near(name, true[name]):
            raise Wrong(f"For {name} you give its complement: the share of {what}.")
    for name in ("recall", "precision"):
        if is_near(name, 2 * tp / (2 * tp + fp + fn)) and not is_near(name, true[name]):
            raise Wrong(f"For {name} you give F1, which mixes recall and precision.")
    if is_near("specificity", tn / (tn + fn)):
        raise Wrong(
            "For specificity you divided by the rows *called* majority. It is a share of the rows "
            "that *are* majority."
        )
    name = next(name for name, value in true.items() if not is_near(name, value))
    if np.isclose(given[name], np.floor(1000 * true[name]) / 1000, rtol=0, atol=1e-9):
        raise Wrong(f"{name.capitalize()} is near: round to three decimals, do not cut off.")
    if answers.close(given[name], true[name], decimals=2):
        raise Wrong(f"{name.capitalize()} is near; give it to three decimals.")
    raise Wrong(f"{name.capitalize()} is not right yet. Write down tn, fp, fn and tp first.")


def total_cost(y, scores, threshold, cost_fn, cost_fp):
    """Return the cost of the errors at a threshold."""
    alarm = scores >= threshold
    return cost_fn * np.sum(~alarm & (y == 1)) + cost_fp * np.sum(alarm & (y == 0))


def trial_scores(seed, power):
    """Return labels and scores with ties, for which a low power makes every score too high."""
    rng = np.random.default_rng(trial_seed(seed))
    y = (np.arange(400) % 8 == 0).astype(int)
    scores = 1 / (1 + np.exp(-1.5 * y + rng.normal(size=400) + 0.5))
    scores = np.round(scores**power, 3)
    scores[np.argmax(scores)], y[np.argmax(scores)] = 0.999, 1  # so one alarm beats no alarm
    return y, scores


def crowded_scores():
    """Return labels and scores that lie within a thousandth, so that a fixed grid misses them."""
    y, scores = trial_scores(4, 1)
    return y, 0.37 + (1 + scores) / 2500


def tied_scores():
    """Return labels and scores with a tie that looks cheap to whoever could cut through it."""
    y = np.array([1, 1, 0, 0, 0, 0, 0, 0, 1, 0, 0])
    return y, np.array([0.9, *[0.5] * 8, 0.2, 0.1])


@functools.cache
def trials():
    """Return labels, scores, cost_fn and cost_fp of each trial, the tie last."""
    return (
        (*trial_scores(0, 1), 10, 1),
        (*trial_scores(1, 6), 20, 1),
        (*trial_scores(2, 1), 1, 4),
        (*trial_scores(3, 0.3), 2, 1),
        (*crowded_scores(), 5, 1),
        (*tied_scores(), 1, 1),
    )


@exercise("02-2", "a function of `y_true`, `scores`, `cost_fn` and `cost_fp`")
def threshold_of_lowest_cost(best_threshold):
    """Weigh the right errors by the right costs; try every cut."""
    best_threshold = answers.function(best_threshold, "`best_threshold`")
    what = "The threshold that `best_threshold` returns"
    tried = []
    for y, scores, *costs in trials():
        given = answers.number(best_threshold(y.copy(), scores.copy(), *costs), what)
        tried.append((given, y, scores, *costs))
    judge_thresholds(tried)
    return "On six trial sets with different costs, no threshold is cheaper than yours."


def everywhere(tried, cost):
    """Tell whether in all trials the given threshold has the lowest cost, in a sense of cost."""
    return all(
        cost(y, scores, given, *costs)
        <= min(cost(y, scores, t, *costs) for t in np.unique(scores)) + 1e-9
        for given, y, scores, *costs in tried
    )


def judge_thresholds(tried):
    """Refuse thresholds that are not the cheapest in all trials; say what explains them."""
    lowest = [min(total_cost(y, s, t, *costs) for t in np.unique(s)) for _, y, s, *costs in tried]
    given = np.array([threshold for threshold, *_ in tried])
    if np.allclose(given, lowest):
        raise Wrong("You return the lowest cost. We ask for the threshold at which it occurs.")
    if (given == given.round()).all() and given.max() > 1:
        raise Wrong(
            f"You return {given.max():g}: is that a place in a list? Return the threshold that "
            "stands there."
        )
    if (given == 0.5).all():
        raise Wrong("You stay at 0.5, whatever the costs are.")
    if np.allclose(given, [cost_fp / (cost_fp + cost_fn) for *_, cost_fn, cost_fp in tried]):
        raise Wrong(
            "Your threshold is right if the scores are probabilities that can be believed; in the "
            "trial sets they are not. Let the rows decide: compare costs."
        )
    explanations = [
        (
            lambda y, s, t, cost_fn, cost_fp: total_cost(y, s, t, cost_fp, cost_fn),
            "You exchanged the two costs: `cost_fn` belongs to the minority rows *below* the "
            "threshold.",
        ),
        (
            lambda y, s, t, cost_fn, cost_fp: total_cost(y, s, t, 1, 1),
            "You count the errors, but you do not weigh them by their costs.",
        ),
        (
            lambda y, s, t, cost_fn, cost_fp: -np.sum(y[s >= t]) / (np.sum(s >= t) + np.sum(y)),
            "Your threshold is best for F1, which does not know what the errors cost.",
        ),
        (
            lambda y, s, t, cost_fn, cost_fp: -total_cost(y, s, t, cost_fn, cost_fp),
            "You picked the *highest* cost.",
        ),
        (
            lambda y, s, t, cost_fn, cost_fp: total_cost(y, s, t, 1, 0),
            "You look at missed rows only. False alarms have a cost as well.",
        ),
        (
            lambda y, s, t, cost_fn, cost_fp: total_cost(y, s, t, 0, 1),
            "You raise as few alarms as possible, as if a missed row cost nothing. In which count "
            "are the missed rows, and does it grow when fewer alarms are raised?",
        ),
        (
            lambda y, s, t, cost_fn, cost_fp: (
                cost_fn * np.mean(s[y == 1] < t) + cost_fp * np.mean(s[y == 0] >= t)
            ),
            "You weigh *shares* of the two classes by the costs. Each single error costs: take "
            "counts, of which the large class has more.",
        ),
        (
            lambda y, s, t, cost_fn, cost_fp: np.mean(s[y == 1] < t) + np.mean(s[y == 0] >= t),
            "You add up the error rates of the two classes. They know neither the costs nor how "
            "many rows each class has.",
        ),
        (
            lambda y, s, t, cost_fn, cost_fp: total_cost(y, s, t, 10, 1),
            "You always weigh with the costs 10 and 1. Use `cost_fn` and `cost_fp`.",
        ),
        (
            lambda y, s, t, cost_fn, cost_fp: (
                cost_fn * np.sum((s < t) & (y == 1)) + cost_fp * np.sum(s >= t)
            ),
            "You charge for every alarm. Only false ones cost.",
        ),
        (
            lambda y, s, t, *costs: total_cost(y, s, np.nextafter(t, np.inf), *costs),
            "You let a row raise an alarm when its score is *above* the threshold. It should when "
            "it is *at least* the threshold; several rows can have that very score.",
        ),
    ]
    if answers.diagnose(tried, total_cost, explanations, same=everywhere):
        return
    reached = np.array([total_cost(y, scores, t, *costs) for t, y, scores, *costs in tried])
    excess = reached / lowest
    if (excess[:-1] < 1.1).all() and excess[-1] > 1:
        raise Wrong(
            "Your threshold fails where many rows have the same score: a threshold takes all of "
            "them or none, and cannot cut through the middle. Which errors do you count for it?"
        )
    worst = int(np.argmax(excess))
    if np.ptp(given) > 0 and np.allclose(100 * given, np.round(100 * given)):
        raise Wrong(
            "All your thresholds have one or two decimals: from an even grid, or by rounding. "
            "Between two neighbouring scores nothing changes: which values are worth a trial?"
        )
    on_a_grid = np.ptp(given) > 0 and np.allclose(1000 * given, np.round(1000 * given))
    if on_a_grid or excess[worst] < 1.25:
        raise Wrong(
            "Your thresholds are sensible, but some other cut is cheaper. Does a grid step over "
            "it? Which values of the threshold make a difference at all?"
        )
    cost_fn, cost_fp = tried[worst][3:]
    raise Wrong(
        f"With costs {cost_fn} : {cost_fp}, your threshold {given[worst]:.3g} costs "
        f"{excess[worst]:.1f} times as high as necessary. Print the cost at a few "
        "thresholds, and see where it is lowest."
    )


RIGHT = {
    "a": "precision",
    "b": "recall",
    "c": "Brier score",
    "d": "average precision",
    "e": "accuracy",
}


@exercise("02-3", "a dictionary of five metrics")
def measure_for_a_question(metrics):
    """Ask for the whole, the threshold and the order behind each question."""
    values = answers.entries(metrics, tuple(RIGHT), "`metrics`")
    given = {}
    for question, value in zip(RIGHT, values, strict=True):
        given[question] = answers.choice(spelled(value), f'"{question}"', METRIC_CHOICES)
    if given["a"] == "recall" and given["b"] == "precision":
        raise Wrong(
            "For a and b you exchanged precision and recall. The call centre asks about its "
            "*alarms*, the auditor about the *frauds*."
        )
    for question, value in given.items():
        if value != RIGHT[question]:
            raise Wrong(f"{question}: {why_not_this(question, value)}")
    return "All five. You asked what each of them takes a share of, and whether a threshold is set."


def why_not_this(question, metric):
    """Say what the metric would answer instead."""
    only_order = "average precision", "ROC-AUC"
    if question in "ab":
        if metric == "accuracy":
            return (
                "accuracy is a share of *all* payments, and nearly all of them are neither frauds "
                "nor alarms."
            )
        if metric in (*only_order, "Brier score"):
            return f"the question is about alarms that were raised; {metric} knows no alarms."
        whole = "frauds" if metric == "recall" else "alarms"
        return f"{metric} is a share of the {whole}. What is this person's whole?"
    if question == "c":
        if metric in only_order:
            return (
                f"{metric} looks at the order only. Divide all probabilities by ten: it stays as "
                "it is, and the accountant's sum does not."
            )
        return (
            f"{metric} looks at alarms at one threshold. The accountant uses each probability as "
            "a number."
        )
    if question == "d":
        if metric == "ROC-AUC":
            return (
                "ROC-AUC does judge the order, but it takes false alarms as a share of the "
                "legitimate payments. Here that share looks small when the list is full of them."
            )
        if metric == "Brier score":
            return "the developer asks about the order of the list, not about the numbers in it."
        return f"{metric} needs a threshold, and none has been set yet."
    return (
        f"a model may have poor {metric}, and the salesman's sentence still be true. \"Right for "
        'so many of all payments": that is a share of which rows?'
    )
