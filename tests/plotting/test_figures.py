"""What breaks for a reader here: a figure that says something else than the numbers behind it."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from sklearn.metrics import precision_recall_curve

from helpers.evaluation.scores import evaluate_scores
from helpers.plotting import figures as plotting


@pytest.fixture(autouse=True)
def _without_a_screen():
    with mpl.rc_context({"backend": "agg"}):
        plt.style.use("helpers.course")
        yield
        plt.close("all")


@pytest.fixture
def pair():
    rng = np.random.default_rng(0)
    y = np.r_[np.zeros(900, int), np.ones(100, int)]
    before = evaluate_scores(y, rng.random(1000) * 0.6 + 0.3 * y, name="before", n_resamples=50)
    after = evaluate_scores(y, rng.random(1000) * 0.6 + 0.4 * y, name="after", n_resamples=50)
    return before, after


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_class_distribution_shows_a_tiny_class_with_count_and_percent():
    ax = plotting.plot_class_distribution(np.r_[np.zeros(99_830), np.ones(170)])
    assert texts(ax) == ["99,830 (99.83%)", "170 (0.17%)"]
    assert ax.get_xscale() == "log"
    assert [t.get_text() for t in ax.get_yticklabels()] == ["legitimate", "fraud"]
    widths = [bar.get_x() + bar.get_width() for bar in ax.patches]
    assert widths == pytest.approx([99_830, 170])


def test_confusion_matrix_shows_counts_and_row_percent(pair):
    counts = pair[0].confusion
    ax = plotting.plot_confusion_matrix(pair[0])
    shown = [text for text in texts(ax) if text]
    assert [int(t.split("\n")[0].replace(",", "")) for t in shown] == list(counts)
    assert shown[3].endswith(f"{counts['tp'] / 100:.2%} of row")
    assert (ax.get_xlabel(), ax.get_ylabel()) == ("predicted class", "true class")
    assert ax.get_title(loc="left") == "before"


def test_precision_recall_marks_the_threshold_on_the_curve_and_draws_no_skill(pair):
    before = pair[0]
    ax = plotting.plot_precision_recall([before, before.at(0.7)])
    curve, *points = (line for line in ax.lines if "no skill" not in line.get_label())
    assert len(points) == 2, "one curve, two thresholds on it"
    precision, recall, _ = precision_recall_curve(before.y_true, before.y_score)
    assert set(zip(*curve.get_data(), strict=True)) >= set(zip(recall, precision, strict=True))
    for point, e in zip(points, [before, before.at(0.7)], strict=True):
        assert (point.get_xdata()[0], point.get_ydata()[0]) == (e["recall"], e["precision"])
    (no_skill,) = (line for line in ax.lines if "no skill" in line.get_label())
    assert no_skill.get_ydata()[0] == pytest.approx(0.1)


def test_each_model_has_its_own_curve_and_colour(pair):
    ax = plotting.plot_precision_recall(list(pair))
    curves = [line for line in ax.lines if len(line.get_xdata()) > 100]
    assert len(curves) == 2
    assert curves[0].get_color() != curves[1].get_color()
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    for e, label in zip(pair, labels, strict=False):
        assert label == f"{e.name}: threshold 0.5, average precision {e['average_precision']:.3f}"


def test_before_after_writes_the_scores_and_draws_their_intervals(pair):
    ax = plotting.plot_before_after(*pair, metrics=["recall", "roc_auc"])
    expected = [f"{e[m]:.3f}" for e in pair for m in ["recall", "roc_auc"]]
    assert texts(ax) == expected
    for container, e in zip(ax.containers, pair, strict=True):
        (bars,) = container.lines[2]
        ends = [segment[:, 0] for segment in bars.get_segments()]
        interval = e.scores.loc[["recall", "roc_auc"], ["low", "high"]].to_numpy()
        assert np.allclose(ends, interval)


def test_classes_differ_in_colour_and_in_marker():
    assert len({plotting.COLOURS[key] for key in (0, 1, "synthetic")}) == 3
    assert len({plotting.MARKERS[key] for key in (0, 1, "synthetic")}) == 3


def test_synthetic_points_are_joined_to_parent_and_neighbour():
    X = np.array([[0.0, 0.0], [2.0, 2.0], [5.0, 0.0]])
    ax = plotting.plot_points(X, [1, 1, 0])
    plotting.plot_synthetic([[1.0, 1.0]], X[:1], X[1:2], ax)
    lines, points = ax.collections[-2:]
    assert np.array_equal(lines.get_segments()[0], X[:2])
    assert np.array_equal(points.get_offsets(), [[1.0, 1.0]])
    assert [t.get_text() for t in ax.legend().get_texts()] == ["legitimate", "fraud", "synthetic"]
