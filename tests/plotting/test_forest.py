"""What breaks for a reader here: a row that says something else than its numbers."""

import numpy as np
import pandas as pd
import pytest

from helpers.display import figures
from helpers.plotting import VERDICTS, plot_forest


def table(**columns):
    rows = pd.DataFrame(
        [
            ("SMOTE", 0.030, 0.020, 0.040, "better"),
            ("ADASYN", -0.050, -0.090, -0.010, "worse"),
            ("SMOTE-ENN", 0.001, -0.004, 0.006, "equivalent"),
            ("SMOTE-Tomek", 0.010, -0.020, 0.040, "inconclusive"),
        ],
        columns=["label", "difference", "low", "high", "verdict"],
    )
    return rows.assign(**columns)


def drawn(ax):
    """Return label to interval and to point of each row, as drawn."""
    lines = [line for line in ax.lines if not np.allclose(line.get_xdata(), 0)]
    names = dict(zip(ax.get_yticks(), [t.get_text() for t in ax.get_yticklabels()], strict=True))
    intervals, points = {}, {}
    for line in lines:
        place = names[line.get_ydata()[0]]
        (intervals if len(line.get_xdata()) == 2 else points)[place] = line
    return intervals, points


def test_each_row_is_drawn_at_its_label():
    intervals, points = drawn(plot_forest(table()))
    for row in table().itertuples():
        assert intervals[row.label].get_xdata().tolist() == [row.low, row.high]
        assert points[row.label].get_xdata().tolist() == [row.difference]
        colour, marker = VERDICTS[row.verdict]
        assert (points[row.label].get_color(), points[row.label].get_marker()) == (colour, marker)
    assert len({tuple(v) for v in VERDICTS.values()}) == len({m for _, m in VERDICTS.values()}) == 4


def test_the_rows_stand_from_top_to_bottom_below_their_headings():
    ax = plot_forest(table(group=["rank", "rank", "decide", "decide"]))
    labels = {t.get_text(): t for t in ax.get_yticklabels()}
    places = dict(zip(labels, ax.get_yticks(), strict=True))
    order = sorted(places, key=places.get)
    assert order == ["rank", "SMOTE", "ADASYN", "decide", "SMOTE-ENN", "SMOTE-Tomek"]
    assert ax.get_ylim()[0] > ax.get_ylim()[1]
    assert [n for n in order if labels[n].get_fontweight() == "bold"] == ["rank", "decide"]
    assert set(drawn(ax)[1]) == set(table()["label"])


def test_the_same_label_may_stand_in_two_groups():
    rows = table(group=["a", "a", "b", "b"], label=["SMOTE", "ADASYN"] * 2)
    texts = [t.get_text() for t in plot_forest(rows).get_yticklabels()]
    assert texts.count("SMOTE") == 2


def test_the_band_and_the_numbers():
    ax = plot_forest(table(), too_small=0.02)
    band = ax.patches[0]
    assert (band.get_x(), band.get_width()) == pytest.approx((-0.02, 0.04))
    assert [t.get_text() for t in ax.texts][1] == "−0.050 [−0.090, −0.010]"
    legend = [t.get_text() for t in ax.get_legend().get_texts()]
    assert legend == [*VERDICTS, "too small to matter (±0.02)"]


def test_the_figure_has_a_sentence_with_its_findings(monkeypatch):
    shown = {}
    monkeypatch.setattr(figures, "display", lambda bundle, **_: shown.update(bundle))
    figures.show(plot_forest(table(group="trees")))
    text = shown["text/plain"]
    assert "4 comparisons" in text
    assert "1 better, 1 worse, 1 equivalent, 1 inconclusive" in text
    assert "Better: trees: SMOTE +0.030 [+0.020, +0.040]." in text
    assert "Worse: trees: ADASYN −0.050 [−0.090, −0.010]." in text


def test_of_many_gains_the_sentence_names_the_largest(monkeypatch):
    rows = pd.concat([table().head(1)] * 6).assign(difference=np.arange(1, 7) / 100)
    rows = rows.assign(label=[f"way {n}" for n in range(6)])
    shown = {}
    monkeypatch.setattr(figures, "display", lambda bundle, **_: shown.update(bundle))
    figures.show(plot_forest(rows))
    assert "Better, the 3 largest of 6: way 5 +0.060" in shown["text/plain"]
    assert "way 2" not in shown["text/plain"]


def test_what_has_no_interval_or_no_value_says_so():
    rows = table(low=np.nan, high=np.nan, verdict="inconclusive")
    rows.loc[1, "difference"] = np.nan
    ax = plot_forest(rows)
    assert [t.get_text() for t in ax.texts][:2] == ["+0.030", "undefined"]


def test_tables_that_cannot_be_drawn_are_refused():
    with pytest.raises(ValueError, match="lacks low, verdict"):
        plot_forest(table().drop(columns=["low", "verdict"]))
    with pytest.raises(ValueError, match="not cannot tell"):
        plot_forest(table(verdict="cannot tell"))
    with pytest.raises(ValueError, match="at least one comparison"):
        plot_forest(table().head(0))
