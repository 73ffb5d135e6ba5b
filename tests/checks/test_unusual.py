"""Unusual ways to a right answer: other idioms and types, and detours that lead to the same."""

import numpy as np
import pandas as pd
import pytest
from imblearn.over_sampling import SMOTE
from scipy.spatial import cKDTree

from helpers.checks.core import judge

from .misconceptions import lesson_03, lesson_05, lesson_09, lesson_10, lesson_11, lesson_12

pytestmark = pytest.mark.slow


def assert_right(name, *answers):
    result = judge(name, answers, lambda checker, given: checker.function(*given))
    assert result.passed, result.message


def in_place(parents, neighbours, random_state):
    parents += random_state.uniform(size=(len(parents), 1)) * (neighbours - parents)
    return parents


def single_precision(parents, neighbours, random_state):
    return lesson_03.on_the_way()(parents, neighbours, random_state).astype(np.float32)


def as_frame(parents, neighbours, random_state):
    return pd.DataFrame(lesson_03.on_the_way()(parents, neighbours, random_state))


@pytest.mark.parametrize("create_rows", [in_place, single_precision, as_frame])
def test_rows_on_the_segment_in_other_forms(create_rows):
    assert_right("03-1", create_rows)


def test_the_row_itself_may_stay_among_the_neighbours_where_it_cancels():
    """It is never of the majority: every share falls alike, and the count does not change."""
    assert_right("05-1", lesson_05.rows(drop=0))
    assert_right("10-1", lesson_10.share(drop=0))


def test_a_tree_of_scipy_finds_the_same_neighbours():
    def find_danger(X, y, m_neighbors):
        rows = np.flatnonzero(y == 1)
        neighbours = cKDTree(X).query(X[rows], k=m_neighbors + 1)[1][:, 1:]
        n = (np.asarray(y)[neighbours] == 0).sum(axis=1)
        return pd.Index(rows[(2 * n >= m_neighbors) & (n < m_neighbors)])

    assert_right("06-1", find_danger)


def one_hot(X, y):
    """Return SMOTE's rows on one-hot columns, each with the category that is nearest to 1."""
    names = lesson_09.NAMES
    table = pd.get_dummies(lesson_09.floats(X), columns=names, dtype=float)
    X_more, y_more = SMOTE(random_state=0).fit_resample(table, y)
    for name in names:
        mine = [column for column in table if column.startswith(f"{name}_")]
        X_more[name] = X_more[mine].idxmax(axis=1).str.removeprefix(f"{name}_")
    return X_more[list(X.columns)], y_more


def test_whole_categories_by_way_of_one_hot_columns():
    assert_right("09-3", one_hot)


def test_a_coarser_group_keeps_twins_together_too():
    by_one_column = lesson_11.split(lambda X, y: X.iloc[:, 0].rank(method="dense"))
    assert_right("11-3", lesson_11.N_LEAKED, by_one_column)


def test_all_cells_of_an_origin_may_be_averaged_at_once():
    average = lesson_12.gain(average=lambda gaps: gaps.groupby("origin").mean().mean())
    assert_right("12-2", lesson_12.mine("haberman", "ecoli3"), average)
