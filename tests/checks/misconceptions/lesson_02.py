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
            scores(recall=PRECISION, precision=RECALL, specificity=TN / (TN + FN)),
        ),
        ("recall and precision exchanged", scores(recall=PRECISION, precision=RECALL)),
        ("false-alarm rate for specificity", scores(specificity=FP / (TN + FP))),
        ("share of the silent rows for specificity", scores(specificity=TN / (TN + FN))),
        (
            "classes exchanged",
            scores(recall=SPECIFICITY, precision=TN / (TN + FN), specificity=RECALL),
        ),
        ("percentage for share", scores(recall=100 * RECALL)),
        ("error rate for accuracy", scores(accuracy=(FP + FN) / N)),
        ("balanced accuracy for accuracy", scores(accuracy=(RECALL + SPECIFICITY) / 2)),
        ("F1 for precision", scores(precision=F1)),
        ("recall of all rows", scores(recall=TP / N)),
        ("precision of all rows", scores(precision=TP / N)),
        ("caught by missed", scores(recall=TP / FN)),
        ("caught by false alarms", scores(precision=TP / FP)),
        ("missed share for recall", scores(recall=FN / (TP + FN))),
        ("count for share", scores(recall=TP)),
    ],
    "02-2": [
        ("alarm above the threshold only", cheapest(alarm=np.greater)),
        ("costs exchanged", cheapest(cost=swap_costs)),
        ("place for threshold", cheapest(give=lambda candidates, costs, place: place)),
        ("cost for threshold", cheapest(give=lambda candidates, costs, place: costs[place])),
        ("even grid", cheapest(grid=lambda scores: np.linspace(0, 1, 21))),
        ("formula for perfect probabilities", lambda y, s, cost_fn, cost_fp: cost_fp / (cost_fp + cost_fn)),
        ("habit of 0.5", lambda y, s, cost_fn, cost_fp: 0.5),
        ("errors counted alike", cheapest(cost=lambda fn, fp, tp, tn, *costs: fn + fp)),
        ("F1 for costs", f1_best),
        ("caught minus false alarms, as rates", youden),
        ("highest cost for lowest", cheapest(best=np.argmax)),
        ("notebook's scores, not the argument", global_scores),
        ("notebook's costs, not the argument", cost_argument_unused),
        (
            "caught rows cost, missed do not",
            cheapest(cost=lambda fn, fp, tp, tn, cost_fn, cost_fp: tp * cost_fn + fp * cost_fp),
        ),
        ("rates for counts", cheapest(cost=in_rates)),
        ("false alarms forgotten", cheapest(cost=lambda fn, fp, tp, tn, cost_fn, cost_fp: fn * cost_fn)),
        ("missed forgotten", cheapest(cost=lambda fn, fp, tp, tn, cost_fn, cost_fp: fp * cost_fp)),
        ("threshold rounded", lambda *given: round(cheapest()(*given), 1)),
    ],
    "02-3": [
        ("frauds for calls as the whole", metrics(a="recall")),
        ("all payments for calls as the whole", metrics(a="accuracy")),
        ("alarms for frauds as the whole", metrics(b="precision")),
        ("all payments for frauds as the whole", metrics(b="accuracy")),
        ("precision and recall exchanged", metrics(a="recall", b="precision")),
        ("order for probabilities", metrics(c="ROC-AUC")),
        ("order at the top for probabilities", metrics(c="average precision")),
        ("share right for probabilities", metrics(c="accuracy")),
        ("ROC-AUC hides false alarms", metrics(d="ROC-AUC")),
        ("one threshold for a ranking", metrics(d="precision")),
        ("probabilities for order", metrics(d="Brier score")),
        ("share right is not precision", metrics(e="precision")),
        ("share right is not recall", metrics(e="recall")),
        ("share right is not ROC-AUC", metrics(e="ROC-AUC")),
    ],
}
