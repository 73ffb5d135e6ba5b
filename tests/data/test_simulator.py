"""The stand-in has the schema of the real file, and the same seed gives the same rows."""

import json

import fit_simulator
import numpy as np
import pandas as pd
import pytest
from student_mixture import t_mixture

from helpers.data import simulator
from helpers.data.schema import COLUMNS, FEATURES
from helpers.data.simulator import PARAMETERS, load_parameters, sample


@pytest.fixture(scope="module")
def full():
    return sample(missing=0)


@pytest.fixture(scope="module")
def small():
    """Rows to refit from: a case-control sample, without blanks."""
    return sample(1_500, n_frauds=300, missing=0, random_state=3)


@pytest.mark.slow
def test_full_size_has_the_published_counts(full):
    assert list(full.columns) == COLUMNS
    assert full.shape == (284_807, 31)
    assert full["Class"].sum() == 492
    assert full.isna().sum().sum() == 0
    copies = full[full.duplicated()]
    assert (len(copies), copies["Class"].sum()) == (1_081, 19)


def test_values_read_like_the_real_file(full):
    assert full["Time"].dtype == full["Class"].dtype == np.int64
    assert full["Time"].is_monotonic_increasing
    assert full["Time"].between(0, 172_792).all()
    assert full["Amount"].between(0, 25_691.16).all()
    assert np.array_equal(full["Amount"], full["Amount"].round(2))
    assert np.array_equal(full[FEATURES], full[FEATURES].round(6))
    assert full.loc[full["Class"] == 1, "Amount"].max() <= 2_125.87


def test_same_seed_same_rows_and_other_seed_other_rows():
    first = sample(2_000, random_state=5)
    pd.testing.assert_frame_equal(first, sample(2_000, random_state=5))
    pd.testing.assert_frame_equal(first, sample(2_000, random_state=np.random.default_rng(5)))
    assert not first.equals(sample(2_000, random_state=6))


def test_blanks_do_not_change_the_other_cells():
    blanked, whole = sample(3_000, missing=0.1), sample(3_000, missing=None)
    assert blanked[["Time", "Class"]].equals(whole[["Time", "Class"]])
    assert blanked.where(blanked.notna(), whole).equals(whole)
    assert not whole.isna().any().any()


def test_blanks_are_as_frequent_as_asked_and_never_in_time_or_class():
    df = sample(20_000, n_frauds=10_000, missing=0.05)
    blank = df.isna()
    assert not blank[["Time", "Class"]].any().any()
    # 580,000 cells: the standard error of the share is 0.0003
    assert blank[[*FEATURES, "Amount"]].to_numpy().mean() == pytest.approx(0.05, abs=0.0015)
    by_class = blank[[*FEATURES, "Amount"]].mean(axis=1).groupby(df["Class"]).mean()
    assert by_class[0] == pytest.approx(by_class[1], abs=0.003)


@pytest.mark.parametrize(
    ("n_samples", "n_frauds", "expected"),
    [(1, None, 1), (10, None, 1), (10_000, None, 17), (50, 0, 0), (50, 50, 50), (1, 0, 0)],
)
def test_any_size_and_ratio(n_samples, n_frauds, expected):
    df = sample(n_samples, n_frauds=n_frauds)
    assert (len(df), df["Class"].sum()) == (n_samples, expected)


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        ({"n_samples": 0}, ValueError, "n_samples must be at least 1, not 0"),
        ({"n_samples": 10.5}, TypeError, "n_samples must be a whole number, not 10.5"),
        ({"n_samples": True}, TypeError, "n_samples must be a whole number, not True"),
        ({"n_samples": 5, "n_frauds": 6}, ValueError, "n_frauds must be between 0 and 5, not 6"),
        ({"n_samples": 5, "n_frauds": -1}, ValueError, "n_frauds must be between 0 and 5, not -1"),
        ({"missing": 1}, ValueError, "missing must be at least 0 and below 1, not 1"),
        ({"missing": float("nan")}, ValueError, "missing must be at least 0 and below 1, not nan"),
        ({"missing": "some"}, TypeError, "missing must be a number or None, not 'some'"),
        ({"random_state": "seed"}, TypeError, "random_state must be None, a whole number >= 0"),
        ({"random_state": -1}, ValueError, "random_state must be None, a whole number >= 0"),
    ],
)
def test_bad_arguments_are_refused_by_name(arguments, error, message):
    with pytest.raises(error, match=message.replace("(", r"\(")):
        sample(**arguments)


def test_parameter_file_is_small_and_says_where_it_comes_from():
    assert PARAMETERS.stat().st_size <= 200_000
    about = load_parameters()["about"]
    assert {"what", "fitted_to", "date", "versions", "settings", "licence", "citation"} <= set(
        about
    )
    assert "4,489 genuine rows" in about["fitted_to"]


def test_no_component_stands_for_a_few_real_rows():
    for model in load_parameters()["classes"].values():
        assert min(model["effective_rows"]) >= 50


def test_damaged_parameter_files_are_refused(tmp_path):
    path = tmp_path / "parameters.json"
    with pytest.raises(FileNotFoundError, match="is missing; restore it with git, or refit it"):
        load_parameters(path)
    path.write_text('{"about": ')
    with pytest.raises(ValueError, match="is not valid JSON"):
        load_parameters(path)
    path.write_text('{"about": {}}')
    with pytest.raises(ValueError, match="holds no simulator parameters"):
        load_parameters(path)


def test_products_are_exact_so_the_order_of_summation_cannot_matter():
    rng = np.random.default_rng(0)
    normal = simulator._to_grid(rng.standard_normal((30, 2_000)), simulator._GRID_NORMAL)
    loading = simulator._to_grid(rng.uniform(-8, 8, (30, 30)), simulator._GRID_LOADING)
    backwards = loading[:, ::-1] @ normal[::-1]
    assert np.array_equal(loading @ normal, backwards)
    # Without the grid the last bits do depend on the order: the test can fail.
    rough = rng.standard_normal((30, 2_000))
    assert not np.array_equal(loading @ rough, loading[:, ::-1] @ rough[::-1])


@pytest.mark.slow
def test_refit_writes_parameters_that_can_be_sampled(small, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(fit_simulator.SETTINGS, "components", {"0": 3, "1": 2})  # quick
    monkeypatch.setitem(fit_simulator.SETTINGS, "n_init", 1)
    source, output = tmp_path / "rows.csv", tmp_path / "new" / "parameters.json"
    small.to_csv(source, index=False)
    assert fit_simulator.main([str(source), "--output", str(output)]) == 0
    report = capsys.readouterr().out
    assert "1,500 genuine rows (1,200 legitimate, 300 fraud)" in report
    assert str(output) in report
    assert [path.name for path in output.parent.iterdir()] == ["parameters.json"]
    df = sample(3_000, n_frauds=1_000, missing=0, parameters=load_parameters(output))
    fraud, given = df[df["Class"] == 1], small[small["Class"] == 1]
    # Refitting to simulated rows must find the same fraud again: 300 rows, sd of V14 about 4.
    assert fraud["V14"].mean() == pytest.approx(given["V14"].mean(), abs=1.5)
    again = fit_simulator.fit(small)
    assert again["classes"] == json.loads(output.read_text())["classes"]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda df: df.drop(columns="V7"), "columns missing: V7"),
        (lambda df: df.assign(V3="x"), "column V3 holds text"),
        (lambda df: df.assign(Class=2), "column Class must hold 0 and 1 only"),
        (lambda df: df.assign(V9=np.inf), "column V9 holds infinite values"),
        (lambda df: df.assign(Amount=-1.0), "column Amount holds negative values"),
        (lambda df: df[df["Class"] == 0], "only 0 complete rows of class 1; at least 50"),
    ],
)
def test_refit_refuses_bad_files_and_leaves_the_old_parameters(
    small, tmp_path, capsys, spoil, message
):
    source, output = tmp_path / "rows.csv", tmp_path / "parameters.json"
    output.write_text("old")
    spoil(small).to_csv(source, index=False)
    assert fit_simulator.main([str(source), "--output", str(output)]) == 1
    assert message in capsys.readouterr().err
    assert output.read_text() == "old"


def test_refit_names_a_file_that_is_not_there(tmp_path, capsys):
    assert fit_simulator.main([str(tmp_path / "none.csv")]) == 1
    assert "none.csv is not a file" in capsys.readouterr().err


def test_mixture_finds_heavy_tails_where_they_are():
    rng = np.random.default_rng(0)
    normal = rng.standard_normal((4_000, 3))
    heavy = normal / np.sqrt(rng.chisquare(4, 4_000) / 4)[:, None]
    dof = {
        name: t_mixture(X, 1, shrinkage=0, dof=(2.5, 100))["dof"][0]
        for name, X in (("normal", normal), ("heavy", heavy))
    }
    assert dof["heavy"] == pytest.approx(4, abs=0.8)
    assert dof["normal"] > 20
