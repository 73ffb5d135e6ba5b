"""The parameters: if one did something else than it says, lesson 10 would test another claim."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import ndtri
from sklearn.neighbors import NearestNeighbors

from helpers import data
from helpers.data.generators import (
    boundary,
    make_hard_regions,
    make_imbalanced,
    make_mislabelled,
    make_mixed,
    make_near_boundary,
    make_overlapping,
)

PARAMETERS = [
    (make_imbalanced, "minority", [0.3, 0.03]),
    (make_hard_regions, "hardness", [0, 1]),
    (make_near_boundary, "near", [0, 1]),
    (make_mislabelled, "flipped", [0, 0.3]),
    (make_overlapping, "overlap", [0.1, 0.7]),
    (make_mixed, "n_categorical", [1, 7]),
]
each_dial = pytest.mark.parametrize(
    ("make", "parameter", "values"), PARAMETERS, ids=[d[1] for d in PARAMETERS]
)


def foreign_neighbours(frame, k=5):
    """Return, for each minority row, the majority rows among its neighbours in the plane."""
    plane, y = frame[["x1", "x2"]].to_numpy(), frame["Class"].to_numpy()
    near = NearestNeighbors(n_neighbors=k).fit(plane).kneighbors(return_distance=False)
    return (y[near[y == 1]] == 0).sum(axis=1)


@each_dial
def test_a_seed_gives_the_same_rows_and_another_others(make, parameter, values):
    first = make(300, **{parameter: values[1]}, random_state=3)
    pd.testing.assert_frame_equal(first, make(300, **{parameter: values[1]}, random_state=3))
    assert not first.equals(make(300, **{parameter: values[1]}, random_state=4))


@each_dial
def test_every_set_says_what_it_is_and_keeps_the_schema(make, parameter, values):
    frame = make(300, **{parameter: values[0]})
    assert f"{parameter} {values[0]:g}, seed 0" in frame.attrs["source"]
    assert f"300 rows, {frame['Class'].sum()} of the minority" in frame.attrs["source"]
    assert frame.columns[-1] == "Class"
    assert frame["Class"].dtype == "int64"
    assert frame.notna().all(axis=None)


@pytest.mark.parametrize(
    ("make", "parameter", "values"), PARAMETERS[1:], ids=[d[1] for d in PARAMETERS[1:]]
)
def test_the_dial_does_not_change_the_imbalance(make, parameter, values):
    for value in values:
        assert make(500, **{parameter: value}, minority=0.06)["Class"].sum() == 30


@each_dial
def test_a_dial_out_of_range_is_refused(make, parameter, values):
    with pytest.raises(ValueError, match=f"{parameter} must lie between"):
        make(300, **{parameter: -0.1})
    with pytest.raises(ValueError, match=f"{parameter} must lie between"):
        make(300, **{parameter: 9})
    with pytest.raises(ValueError, match=f"{parameter} must lie between"):
        make(300, **{parameter: "much"})


def test_a_class_without_rows_is_refused():
    with pytest.raises(ValueError, match=r"20 rows with a share of 0\.01 leave a class"):
        make_imbalanced(20, 0.01)


@pytest.mark.parametrize("share", [0.5, 0.3, 0.07, 0.01])
def test_minority_is_the_share_of_minority_rows(share):
    assert make_imbalanced(1000, share)["Class"].mean() == pytest.approx(share)


def test_imbalance_leaves_the_classes_well_apart():
    # "little noise": most minority rows have mostly minority neighbours
    assert (foreign_neighbours(make_imbalanced(2000, 0.1)) >= 3).mean() < 0.2


def test_hardness_surrounds_half_of_the_minority_and_leaves_the_other_half():
    surrounded = [
        (foreign_neighbours(make_hard_regions(2000, h)) >= 3).mean() for h in (0, 0.4, 0.7, 1)
    ]
    assert surrounded[0] < 0.05
    assert surrounded[0] + 0.1 < surrounded[1] < surrounded[2] - 0.1
    assert all(0.4 < share <= 0.5 for share in surrounded[2:])


def test_hardness_moves_only_the_two_groups():
    easy, hard = (make_hard_regions(400, h) for h in (0, 1))
    moved = (easy != hard).any(axis=1)
    assert moved.sum() == easy["Class"].sum() / 2
    assert (easy.loc[moved, "Class"] == 1).all()


@pytest.mark.parametrize("near", [0, 0.5, 1])
def test_near_is_the_share_of_minority_rows_close_to_the_boundary(near):
    rare = make_near_boundary(4000, near).query("Class == 1")
    height = rare["x2"] - boundary(rare["x1"])
    # 0.7 lies between the close rows (|normal| * 0.2, blurred by 0.15) and the far ones
    assert (height < 0.7).mean() == pytest.approx(near, abs=0.02)


def test_near_puts_more_minority_rows_in_danger():
    danger = []
    for near in (0, 0.33, 0.67, 1):
        foreign = foreign_neighbours(make_near_boundary(2000, near))
        danger.append(((foreign >= 3) & (foreign < 5)).mean())
    assert np.all(np.diff(danger) > 0)


@pytest.mark.parametrize("flipped", [0, 0.1, 0.3])
def test_flipped_exchanges_labels_and_touches_no_feature(flipped):
    clean, noisy = make_mislabelled(1000, 0), make_mislabelled(1000, flipped)
    wrong = clean["Class"] != noisy["Class"]
    assert wrong[noisy["Class"] == 1].mean() == pytest.approx(flipped)
    assert noisy["Class"].sum() == clean["Class"].sum()
    pd.testing.assert_frame_equal(clean.drop(columns="Class"), noisy.drop(columns="Class"))


@pytest.mark.parametrize("overlap", [0.1, 0.4, 0.7])
def test_overlap_is_twice_the_smallest_possible_error_of_equal_classes(overlap):
    frame = make_overlapping(20_000, overlap, minority=0.5)
    middle = -ndtri(overlap / 2)
    error = ((frame["x1"] > middle) != frame["Class"]).mean()
    # a share of 20,000 rows has a standard error of at most 0.0035
    assert error == pytest.approx(overlap / 2, abs=0.015)


@pytest.mark.parametrize("number", [0, 1, 5, 8])
def test_n_categorical_is_the_number_of_categorical_columns(number):
    frame = make_mixed(400, number)
    assert frame.select_dtypes("category").columns.tolist() == [
        f"x{i}" for i in range(1, number + 1)
    ]
    assert all(frame[f"x{i}"].value_counts().eq(100).all() for i in range(1, number + 1))


def test_categories_hold_what_the_numbers_held_and_are_out_of_order():
    numbers, names = make_mixed(2000, 0), make_mixed(2000, 8)
    means = [numbers[f"x{i}"].groupby(names[f"x{i}"]).mean() for i in range(1, 9)]
    assert all(mean.max() - mean.min() > 2 for mean in means)
    assert not all(mean.is_monotonic_increasing for mean in means)
    assert not all(mean.is_monotonic_decreasing for mean in means)


def test_the_generators_can_be_had_from_the_face():
    for make, _, _ in PARAMETERS:
        assert getattr(data, make.__name__) is make
        assert make.__name__ in data.__all__
