"""What breaks for a reader here: a figure that says something else than the numbers behind it."""

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from sklearn.metrics import precision_recall_curve

from helpers import plotting
from helpers.display.figures import description
from helpers.evaluation.scores import evaluate_scores


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


@pytest.mark.parametrize("missing", [np.nan, None, pd.NA])
def test_rows_without_a_label_count_in_the_shares(missing):
    ax = plotting.plot_class_distribution([0, missing, 1])
    assert texts(ax) == ["1 (33.33%)"] * 3
    assert [t.get_text() for t in ax.get_yticklabels()] == ["legitimate", "fraud", "missing"]
    assert len({bar.get_facecolor() for bar in ax.patches}) == 3


@pytest.mark.parametrize(
    ("labels", "names"),
    [
        (["ok", "fraud"], ["fraud", "ok"]),
        ([-1, 1], ["-1", "1"]),
        ([1, 2], ["1", "2"]),
        ([False, True], ["legitimate", "fraud"]),
        ([0, "1"], ["0", "1"]),
    ],
)
def test_any_two_labels_are_drawn_and_the_rarer_is_the_minority(labels, names):
    y = np.array([labels[0]] * 9 + [labels[1]], dtype=object)
    ax = plotting.plot_class_distribution(y)
    assert [t.get_text() for t in ax.get_yticklabels()] == names
    rare = int(np.argmin([bar.get_width() for bar in ax.patches]))
    assert texts(ax)[rare] == "1 (10.00%)"
    colours = [mpl.colors.to_hex(bar.get_facecolor()).upper() for bar in ax.patches]
    assert colours[rare] == plotting.COLOURS[1]
    assert colours[1 - rare] == plotting.COLOURS[0]
    X = np.arange(20.0).reshape(10, 2)
    points = plotting.plot_points(X, y).collections
    assert [c.get_label() for c in points] == names
    assert points[rare].get_offsets().tolist() == [[18.0, 19.0]]
    assert mpl.colors.to_hex(points[rare].get_facecolor()[0]).upper() == plotting.COLOURS[1]


def test_names_can_be_given_for_other_labels_and_two_classes_may_share_one():
    ax = plotting.plot_class_distribution(["b", "a", "a"], class_names={"a": "same", "b": "same"})
    assert [t.get_text() for t in ax.get_yticklabels()] == ["same", "same"]
    assert texts(ax) == ["2 (66.67%)", "1 (33.33%)"]
    assert [bar.get_y() for bar in ax.patches] == pytest.approx([-0.4, 0.6])  # not one on the other
    more = plotting.plot_class_distribution([0, 1, 1, 2, 2, 2])
    assert texts(more) == ["1 (16.67%)", "2 (33.33%)", "3 (50.00%)"]


def test_a_label_column_may_be_a_table_of_one_column():
    ax = plotting.plot_class_distribution(pd.DataFrame({"Class": [0, 0, 1]}))
    assert texts(ax) == ["2 (66.67%)", "1 (33.33%)"]
    assert len(plotting.plot_points([[0, 1], [1, 0]], [[0], [1]]).collections) == 2


@pytest.mark.parametrize(
    ("y", "message"),
    [([], "y is empty"), ((label for label in [0, 1]), r"list\(y\)"), ("0110", "not a str")],
)
def test_a_distribution_of_nothing_is_refused(y, message):
    with pytest.raises(ValueError, match=message):
        plotting.plot_class_distribution(y)
    assert not plt.get_fignums()  # no empty figure is left behind


@pytest.mark.parametrize(
    ("X", "y", "message"),
    [
        ([[0, 1], [1, 0]], [0, np.nan], "no label in 1 of 2 rows"),
        ([[0, 1], [1, 0], [1, 1]], [0, 1, 2], "plot_points draws two classes, got 3"),
        ([[0, 1], [1, np.nan]], [0, 1], "In 1 of 2 rows X has a missing or infinite value"),
        ([[0, 1], [1, np.inf]], [0, 1], "In 1 of 2 rows X has a missing or infinite value"),
        ([[0, 1, 2], [1, 0, 2]], [0, 1], r"X of shape \(n_samples, 2\), got \(2, 3\)"),
        ([0, 1], [0, 1], r"X of shape \(n_samples, 2\), got \(2,\)"),
        ([[0, 1], [1, 0]], [0], "one row each per point, got 2 and 1"),
        ([[0, 1], [1, 0]], [], "y is empty"),
    ],
)
def test_points_that_would_vanish_are_refused(X, y, message):
    with pytest.raises(ValueError, match=message):
        plotting.plot_points(X, y)


def test_synthetic_rows_without_a_partner_are_refused():
    ax = plotting.plot_points([[0, 1], [1, 0]], [1, 1])
    with pytest.raises(ValueError, match=r"got \[2, 1, 2\] rows; repeat a parent"):
        plotting.plot_synthetic([[0, 0], [1, 1]], [[0, 1]], [[1, 0], [1, 0]], ax)
    with pytest.raises(ValueError, match="In 1 of 1 rows X has a missing"):
        plotting.plot_synthetic([[0, np.nan]], [[0, 1]], [[1, 0]], ax)


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


def test_a_model_without_alarms_is_in_the_legend_of_the_curves(pair):
    ax = plotting.plot_precision_recall([pair[0], pair[0].at(1.0, name="never alarm")])
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels[1].startswith("never alarm: threshold 1")
    assert labels[1].endswith("precision undefined")


def test_figures_of_several_models_take_any_iterable(pair):
    for models, n_models in [(pair[0], 1), ((e for e in pair), 2)]:
        legend = plotting.plot_precision_recall(models).get_legend()
        assert len(legend.get_texts()) == n_models + 1  # and one for no skill


@pytest.mark.parametrize("nothing", [[], (), iter([]), None, [0.5]])
def test_figures_without_an_evaluation_are_refused(nothing):
    with pytest.raises(ValueError, match="evaluations, each from evaluate or evaluate_scores"):
        plotting.plot_precision_recall(nothing)
    with pytest.raises(ValueError, match="evaluations, each from"):
        plotting.plot_confusion_matrix(nothing)


def test_curves_of_two_test_sets_are_refused(pair):
    other = evaluate_scores(pair[0].y_true[::-1], pair[0].y_score, name="other", n_resamples=5)
    with pytest.raises(ValueError, match="different test rows"):
        plotting.plot_precision_recall([pair[0], other])


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


def test_confusion_matrices_stand_side_by_side_and_name_the_true_class_once(pair):
    fig = plotting.plot_confusion_matrices(pair)
    assert [ax.get_title(loc="left") for ax in fig.axes] == ["before", "after"]
    assert [ax.get_ylabel() for ax in fig.axes] == ["true class", ""]
    for ax, e in zip(fig.axes, pair, strict=True):
        assert [int(t.split("\n")[0].replace(",", "")) for t in texts(ax)] == list(e.confusion)


def test_the_counts_of_errors_are_bold_and_the_cells_of_right_predictions_shaded(pair):
    ax = plotting.plot_confusion_matrix(pair[0])
    assert [text.get_weight() for text in ax.texts] == ["normal", "bold", "bold", "normal"]
    (image,) = ax.images
    assert (image.get_array() > 0).tolist() == [[True, False], [False, True]]
    darkest = image.cmap(image.norm(image.get_array())).min()
    assert darkest > 0.6, "black numbers could not be read on it"


def drawings(pair):
    before, _ = pair
    X = np.array([[0.0, 0.0], [2.0, 2.0], [5.0, 0.0]])
    tp, fn, fp = (before.confusion[cell] for cell in ("tp", "fn", "fp"))
    points = plotting.plot_points(X, [1, 1, 0])
    return {
        plotting.plot_class_distribution([0, 0, 0, 1], title="Before"): (
            "Before, on a logarithmic scale: legitimate 3 (75.00%), fraud 1 (25.00%)."
        ),
        plotting.plot_synthetic(X[:1], X[:1], X[1:2], points): (
            "Scatter of feature 2 against feature 1: 1 legitimate, 2 fraud. "
            "Added: 1 synthetic, each on the line from its parent to its neighbour."
        ),
        plotting.plot_confusion_matrix(before): (
            f"before: of 100 rows of class fraud, {tp} are found and {fn} missed; "
            f"of 900 of class legitimate, {fp} are false alarms."
        ),
        plotting.plot_precision_recall(before.at(0.7, name="strict")): (
            "Precision-recall curves: strict at threshold 0.7 has recall "
            f"{before.at(0.7)['recall']:.2f} and precision {before.at(0.7)['precision']:.2f}. "
            "No skill is 0.1000."
        ),
    }


def test_each_figure_describes_itself_with_its_numbers(pair):
    for ax, sentence in drawings(pair).items():
        assert description(ax.figure) == sentence
