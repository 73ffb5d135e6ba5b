"""Wrong answers to the exercises of 02."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix, roc_curve
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from helpers.data import load_imbalanced


def classifier():
    return make_pipeline(StandardScaler(), LogisticRegression(solver="newton-cholesky", tol=1e-8))


def four_counts():
    df = load_imbalanced("yeast3")
    X_train, X_test, y_train, y_test = train_test_split(
        df.drop(columns="Class"), df["Class"], test_size=0.2, stratify=df["Class"], random_state=42
    )
    return confusion_matrix(y_test, classifier().fit(X_train, y_train).predict(X_test)).ravel()


TN, FP, FN, TP = (int(count) for count in four_counts())
N = TN + FP + FN + TP
RECALL, PRECISION, SPECIFICITY = TP / (TP + FN), TP / (TP + FP), TN / (TN + FP)
ACCURACY = (TP + TN) / N
F1 = 2 * TP / (2 * TP + FP + FN)


def scores(**changed):
    """The right scores, with some of them changed."""
    right = {"recall": RECALL, "precision": PRECISION, "specificity": SPECIFICITY}
    return right | {"accuracy": ACCURACY} | changed


def blocks():
    df = load_imbalanced("page-blocks0")
    X, y = df.drop(columns="Class"), df["Class"].to_numpy()
    X_rest, _, y_rest, _ = train_test_split(X, y, test_size=1 / 3, stratify=y, random_state=42)
    X_train, X_choose, y_train, y_choose = train_test_split(
        X_rest, y_rest, test_size=0.5, stratify=y_rest, random_state=42
    )
    return y_choose, classifier().fit(X_train, y_train).predict_proba(X_choose)[:, 1]


def cheapest(grid=np.unique, alarm=np.greater_equal, cost=None, best=np.argmin, give=None):
    """A search for the cheapest threshold, with one of its parts changed."""
    cost = cost or (lambda fn, fp, tp, tn, cost_fn, cost_fp: fn * cost_fn + fp * cost_fp)
    give = give or (lambda candidates, costs, place: candidates[place])

    def best_threshold(y_true, scores, cost_fn, cost_fp):
        y_true, candidates, costs = np.asarray(y_true), grid(scores), []
        for threshold in candidates:
            alarms = alarm(scores, threshold)
            fn, fp = np.sum(~alarms & (y_true == 1)), np.sum(alarms & (y_true == 0))
            tp, tn = np.sum(alarms & (y_true == 1)), np.sum(~alarms & (y_true == 0))
            costs.append(cost(fn, fp, tp, tn, cost_fn, cost_fp))
        return give(candidates, costs, best(costs))

    return best_threshold


def f1_best(y_true, scores, cost_fn, cost_fp):
    candidates = np.unique(scores)
    alarms = scores >= candidates[:, None]
    f1 = 2 * (alarms & (y_true == 1)).sum(axis=1) / (alarms.sum(axis=1) + y_true.sum())
    return candidates[np.argmax(f1)]


def youden(y_true, scores, cost_fn, cost_fp):
    false_alarms, caught, thresholds = roc_curve(y_true, scores, drop_intermediate=False)
    return thresholds[np.argmax(caught - false_alarms)]


Y_CHOOSE, SCORES_CHOOSE = blocks()


def global_scores(y_true, scores, cost_fn, cost_fp):
    return cheapest()(Y_CHOOSE, SCORES_CHOOSE, cost_fn, cost_fp)


def cost_argument_unused(y_true, scores, cost_fn, cost_fp):
    return cheapest()(y_true, scores, 10, 1)


def swap_costs(fn, fp, tp, tn, cost_fn, cost_fp):
    return fn * cost_fp + fp * cost_fn


def in_rates(fn, fp, tp, tn, cost_fn, cost_fp):
    return fn / (fn + tp) * cost_fn + fp / (fp + tn) * cost_fp


def metrics(**changed):
    """The right metrics, with some of them changed."""
    right = {"a": "precision", "b": "recall", "c": "Brier score", "d": "average precision"}
    return right | {"e": "accuracy"} | changed


WRONG = {
    "02-1": [
        (
            "table read the wrong way round",
            "You took the rows of the",
            scores(recall=PRECISION, precision=RECALL, specificity=TN / (TN + FN)),
        ),
        (
            "recall and precision exchanged",
            "You exchanged recall and precision. Which",
            scores(recall=PRECISION, precision=RECALL),
        ),
        (
            "false-alarm rate for specificity",
            "For specificity you give its complement",
            scores(specificity=FP / (TN + FP)),
        ),
        (
            "share of the silent rows for specificity",
            "For specificity you divided by the",
            scores(specificity=TN / (TN + FN)),
        ),
        (
            "classes exchanged",
            "for the class that is looked",
            scores(recall=SPECIFICITY, precision=TN / (TN + FN), specificity=RECALL),
        ),
        ("percentage for share", "Did you give a percentage? A", scores(recall=100 * RECALL)),
        (
            "error rate for accuracy",
            "For accuracy you give its complement",
            scores(accuracy=(FP + FN) / N),
        ),
        (
            "balanced accuracy for accuracy",
            "is the mean of recall and",
            scores(accuracy=(RECALL + SPECIFICITY) / 2),
        ),
        ("F1 for precision", "which mixes recall and precision", scores(precision=F1)),
        ("recall of all rows", "For recall you divided the hits", scores(recall=TP / N)),
        ("precision of all rows", "For precision you divided the hits", scores(precision=TP / N)),
        ("caught by missed", "is 2.3: that is", scores(recall=TP / FN)),
        ("caught by false alarms", "is 2.875: that is", scores(precision=TP / FP)),
        (
            "missed share for recall",
            "For recall you give its complement",
            scores(recall=FN / (TP + FN)),
        ),
        ("count for share", "that is a count. A share", scores(recall=TP)),
    ],
    "02-2": [
        ("alarm above the threshold only", "You let a row raise an", cheapest(alarm=np.greater)),
        ("costs exchanged", "You exchanged the two costs: `cost_fn`", cheapest(cost=swap_costs)),
        (
            "place for threshold",
            "is that a place in a",
            cheapest(give=lambda candidates, costs, place: place),
        ),
        (
            "cost for threshold",
            "You return the lowest cost. We",
            cheapest(give=lambda candidates, costs, place: costs[place]),
        ),
        (
            "even grid",
            "All your thresholds have one or",
            cheapest(grid=lambda scores: np.linspace(0, 1, 21)),
        ),
        (
            "formula for perfect probabilities",
            "Your threshold is right if the",
            lambda y, s, cost_fn, cost_fp: cost_fp / (cost_fp + cost_fn),
        ),
        ("habit of 0.5", "whatever the costs are", lambda y, s, cost_fn, cost_fp: 0.5),
        (
            "errors counted alike",
            "You count the errors, but you",
            cheapest(cost=lambda fn, fp, tp, tn, *costs: fn + fp),
        ),
        ("F1 for costs", "which does not know what the", f1_best),
        ("caught minus false alarms, as rates", "You add up the error rates", youden),
        ("highest cost for lowest", "You picked the *highest* cost", cheapest(best=np.argmax)),
        (
            "notebook's scores, not the argument",
            "Your function uses `Y_CHOOSE` of the",
            global_scores,
        ),
        (
            "notebook's costs, not the argument",
            "You always weigh with the costs",
            cost_argument_unused,
        ),
        (
            "caught rows cost, missed do not",
            "You raise as few alarms as",
            cheapest(cost=lambda fn, fp, tp, tn, cost_fn, cost_fp: tp * cost_fn + fp * cost_fp),
        ),
        ("rates for counts", "You weigh *shares* of the two", cheapest(cost=in_rates)),
        (
            "false alarms forgotten",
            "You look at missed rows only",
            cheapest(cost=lambda fn, fp, tp, tn, cost_fn, cost_fp: fn * cost_fn),
        ),
        (
            "missed forgotten",
            "You raise as few alarms as",
            cheapest(cost=lambda fn, fp, tp, tn, cost_fn, cost_fp: fp * cost_fp),
        ),
        (
            "threshold rounded",
            "All your thresholds have one or",
            lambda *given: round(cheapest()(*given), 1),
        ),
    ],
    "02-3": [
        ("frauds for calls as the whole", "a: recall is a share of", metrics(a="recall")),
        ("all payments for calls as the whole", "a: accuracy is a share of", metrics(a="accuracy")),
        ("alarms for frauds as the whole", "b: precision is a share of", metrics(b="precision")),
        (
            "all payments for frauds as the whole",
            "b: accuracy is a share of",
            metrics(b="accuracy"),
        ),
        (
            "precision and recall exchanged",
            "For a and b you exchanged",
            metrics(a="recall", b="precision"),
        ),
        ("order for probabilities", "c: ROC-AUC looks at the order", metrics(c="ROC-AUC")),
        (
            "order at the top for probabilities",
            "c: average precision looks at the",
            metrics(c="average precision"),
        ),
        ("share right for probabilities", "c: accuracy looks at alarms at", metrics(c="accuracy")),
        ("ROC-AUC hides false alarms", "d: ROC-AUC does judge the order", metrics(d="ROC-AUC")),
        (
            "one threshold for a ranking",
            "d: precision needs a threshold, and",
            metrics(d="precision"),
        ),
        ("probabilities for order", "d: the developer asks about the", metrics(d="Brier score")),
        ("share right is not precision", "a model may have poor precision", metrics(e="precision")),
        ("share right is not recall", "a model may have poor recall", metrics(e="recall")),
        ("share right is not ROC-AUC", "a model may have poor ROC-AUC", metrics(e="ROC-AUC")),
    ],
}
