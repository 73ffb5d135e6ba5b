"""The stand-in has the schema of the real file, and the same seed gives the same rows."""

import hashlib
import subprocess
import sys

import fit_simulator
import numpy as np
import pandas as pd
import pytest
from fit_groups import aggregate, curve, describe, halve

from helpers.data.schema import COLUMNS, FEATURES, LATENT
from helpers.data.simulator import PARAMETERS, frauds, load_parameters, sample
from helpers.data.simulator.coordinates import to_coordinates, to_rows
from helpers.data.simulator.exact import COARSE, FINE, allocate, to_grid
from helpers.data.simulator.legitimate import draw_legitimate
from helpers.data.simulator.mixture import draw_latent
from helpers.data.simulator.neighbourhoods import (
    BORDER,
    HIDDEN,
    LegitimateRows,
    find_kinds,
    to_places,
)
from helpers.paths import ROOT


@pytest.fixture(scope="module")
def small():
    """Rows to refit from: a case-control sample, without blanks."""
    return sample(1_500, n_frauds=300, missing=0, random_state=3)


@pytest.fixture(scope="module")
def enough():
    """As many rows as a refit needs."""
    return sample(5_300, n_frauds=300, missing=0, random_state=3)


@pytest.mark.slow
def test_full_size_has_the_published_counts(full):
    assert list(full.columns) == COLUMNS
    assert full.shape == (284_807, 31)
    assert full["Class"].sum() == 492
    assert full.isna().sum().sum() == 0
    copies = full[full.duplicated()]
    assert (len(copies), copies["Class"].sum()) == (1_081, 19)


@pytest.mark.parametrize("size", ["small", pytest.param("full", marks=pytest.mark.slow)])
def test_values_read_like_the_real_file(size, request):
    df = request.getfixturevalue(size)
    assert df["Time"].dtype == df["Class"].dtype == np.int64
    assert df["Time"].is_monotonic_increasing
    assert df["Time"].between(0, 172_792).all()
    assert df["Amount"].between(0, 25_691.16).all()
    assert np.array_equal(df["Amount"], df["Amount"].round(2))
    assert np.array_equal(df[FEATURES], df[FEATURES].round(6))
    assert df.loc[df["Class"] == 1, "Amount"].max() <= 2_125.87


@pytest.mark.slow
def test_same_seed_same_rows_and_other_seed_other_rows():
    first = sample(2_000, random_state=5)
    pd.testing.assert_frame_equal(first, sample(2_000, random_state=5))
    pd.testing.assert_frame_equal(first, sample(2_000, random_state=np.int64(5)))
    assert not first.equals(sample(2_000, random_state=6))


@pytest.mark.slow
def test_generators_alike_draw_the_same_rows():
    generators = [np.random.default_rng(5) for _ in range(2)]
    twice = [sample(2_000, random_state=generator) for generator in generators]
    pd.testing.assert_frame_equal(*twice)


@pytest.mark.slow
def test_whole_numbers_count_from_the_stored_seed():
    stored = load_parameters()["about"]["first_seed"]
    generator = np.random.default_rng(stored + 2)
    pd.testing.assert_frame_equal(
        sample(2_000, random_state=2), sample(2_000, random_state=generator)
    )


@pytest.mark.slow
def test_blanks_do_not_change_the_other_cells():
    blanked, whole = sample(3_000, missing=0.1), sample(3_000, missing=None)
    assert blanked[["Time", "Class"]].equals(whole[["Time", "Class"]])
    assert blanked.where(blanked.notna(), whole).equals(whole)
    assert not whole.isna().any().any()


@pytest.mark.slow
def test_blanks_are_as_frequent_as_asked_and_never_in_time_or_class():
    df = sample(20_000, n_frauds=1_000, missing=0.05)
    blank = df.isna()
    assert not blank[["Time", "Class"]].any().any()
    # 580,000 cells: the standard error of the share is 0.0003
    assert blank[[*FEATURES, "Amount"]].to_numpy().mean() == pytest.approx(0.05, abs=0.0015)
    by_class = blank[[*FEATURES, "Amount"]].mean(axis=1).groupby(df["Class"]).mean()
    # 29,000 cells of frauds: 0.0013
    assert by_class[0] == pytest.approx(by_class[1], abs=0.006)


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
    assert PARAMETERS.stat().st_size <= 2_500_000
    about = load_parameters()["about"]
    assert {"what", "fitted_to", "versions", "settings", "licence", "citation"} <= set(about)
    assert "22,726 genuine rows" in about["fitted_to"]


def test_no_group_stands_for_a_few_real_rows():
    """10 legitimate rows or more, 5 frauds or more; all together no more than there are."""
    parameters = load_parameters()
    for name, fewest, rows in (("legitimate", 10, 22_394), ("fraud", 5, 332)):
        assert parameters[name]["rows"].min() >= fewest
        assert parameters[name]["rows"].sum() == rows, "groups overlap"
    fraud = parameters["fraud"]
    for kind in (BORDER, HIDDEN):
        n_places = np.sum(fraud["places"][:, 0] == kind)
        assert 0 < n_places <= fraud["rows"][fraud["kind"] == kind].sum() / 5


def test_damaged_parameter_files_are_refused(tmp_path):
    path = tmp_path / "parameters.npz"
    with pytest.raises(FileNotFoundError, match="is missing; restore it with git, or refit it"):
        load_parameters(path)
    whole = PARAMETERS.read_bytes()
    for content in (b"", b"no archive", whole[: len(whole) // 2]):
        path.write_bytes(content)
        load_parameters.cache_clear()
        with pytest.raises(ValueError, match="holds no simulator parameters"):
            load_parameters(path)
    np.savez(path, texts=np.array('{"about": {}}'))
    with pytest.raises(ValueError, match="holds no simulator parameters"):
        load_parameters(path)
    np.savez(path, numbers=np.arange(3))
    with pytest.raises(ValueError, match="holds no simulator parameters"):
        load_parameters(path)


def test_products_are_exact_so_the_order_of_summation_cannot_matter():
    rng = np.random.default_rng(0)
    # As large as they come: coordinates below 2,048, entries of the matrix below 2.
    linear = to_grid(rng.uniform(-2_048, 2_048, (2_000, 28)), FINE)
    mixing = to_grid(rng.uniform(-2, 2, (28, 28)), COARSE)
    assert np.array_equal(linear @ mixing, linear[:, ::-1] @ mixing[::-1])
    # Without the grid the last bits do depend on the order: the test can fail.
    rough = rng.standard_normal((2_000, 28))
    assert not np.array_equal(rough @ mixing, rough[:, ::-1] @ mixing[::-1])


def test_what_is_multiplied_stays_within_these_limits():
    parameters = load_parameters()
    rows = sample(30_000, missing=0)[LATENT].to_numpy(float)
    linear = (rows[:, :28] - parameters["coordinates"]["centre"]) @ np.linalg.inv(
        parameters["coordinates"]["mixing"]
    )
    assert np.abs(linear).max() < 2_048
    assert np.abs(parameters["coordinates"]["mixing"]).max() < 2
    # Places are below 64 and in 2**16: 29 products of 2**22 * 2**16.
    line = parameters["fraud"]["line"]
    assert np.abs(line).max() <= 1
    assert np.array_equal(line, to_grid(line, COARSE))
    for name in ("legitimate", "fraud"):
        # Normal numbers stay below 6 in 2**20, loadings are in 2**10: 30 products of 2**23 * 2**18.
        assert np.abs(parameters[name]["loadings"].astype(int)).max() < 2**18


@pytest.mark.slow
def test_another_processor_gives_the_same_bits():
    """OpenBLAS's kernel for another processor, with one thread, in a process of its own."""
    code = (
        "import hashlib; from helpers.data.simulator import sample; "
        "print(hashlib.sha256(sample(30_000).to_numpy().tobytes()).hexdigest())"
    )
    here = hashlib.sha256(sample(30_000).to_numpy().tobytes()).hexdigest()
    for kernel in ("Haswell", "Nehalem"):
        there = subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            env={"OPENBLAS_CORETYPE": kernel, "OPENBLAS_NUM_THREADS": "1", "PATH": ""},
            capture_output=True,
            text=True,
            check=True,
        )
        assert there.stdout.strip() == here, kernel


def test_coordinates_lead_back_to_the_rows():
    model = load_parameters()["coordinates"]
    rows = sample(2_000, n_frauds=100, missing=0)[LATENT].to_numpy(float)
    back = to_rows(to_coordinates(rows, model), model, amount_max=30_000)
    # Coordinates are on a grid of 1e-6 only where they are drawn; V has 6 decimals.
    np.testing.assert_allclose(back[:, :29], rows[:, :29], atol=2e-4, rtol=0)
    assert np.abs(back[:, 29] - rows[:, 29]).max() <= 1


def test_draws_are_shared_out_in_proportion():
    weights = np.array([5, 0, 7, 3])
    for seed in range(20):
        counts = np.bincount(allocate(101, weights, np.random.default_rng(seed)), minlength=4)
        assert counts.sum() == 101
        assert (np.abs(counts - 101 * weights / 15) < 1).all()
    assert allocate(0, weights, np.random.default_rng(0)).size == 0


def test_kinds_are_told_by_ten_neighbours():
    rng = np.random.default_rng(0)
    legitimate = rng.normal(0, 1, (500, 29))
    crowd = rng.normal(30, 1, (30, 29))  # frauds among themselves
    alone = rng.normal(0, 1, (1, 29))  # in the middle of legitimate rows
    between = rng.normal(60, 0.1, (4, 29))  # four frauds, and legitimate rows beside them
    legitimate[:20] = rng.normal(60, 0.2, (20, 29))
    standard = np.stack([np.zeros(29), np.ones(29)])
    places = to_places(np.concatenate([crowd, alone, between]), standard)
    near = LegitimateRows(legitimate).nearest(places)
    assert find_kinds(places, near).tolist() == [0] * 30 + [2] + [1] * 4


@pytest.mark.parametrize("n_legitimate", [10, 640, 1_279, 1_280, 4_000])
@pytest.mark.parametrize("n_frauds", [1, 9, 11, 150])
def test_kinds_are_those_of_a_plain_search_also_among_equal_distances(n_legitimate, n_frauds):
    rng = np.random.default_rng(n_legitimate + n_frauds)
    legitimate = rng.integers(-1, 2, (n_legitimate, 29)).astype(float)
    places = rng.integers(0, 2, (n_frauds, 29)).astype(float)
    places[: n_frauds // 2] = legitimate[rng.integers(0, n_legitimate, n_frauds // 2)]
    squared = ((places[:, None] - np.concatenate([legitimate, places])) ** 2).sum(axis=2)
    squared[np.arange(n_frauds), n_legitimate + np.arange(n_frauds)] = np.inf
    near = LegitimateRows(legitimate).nearest(places)
    plain = np.sort(squared[:, :n_legitimate], axis=1)[:, :10]
    assert np.array_equal(np.sort(near, axis=1), plain)
    first = np.argsort(squared, axis=1, kind="stable")[:, :10]
    count = (first < n_legitimate).sum(axis=1)
    assert find_kinds(places, near).tolist() == ((count >= 5) + (count == 10) * 1).tolist()


@pytest.mark.slow
def test_hidden_frauds_lie_as_far_between_the_classes_as_real_ones(monkeypatch):
    """Most of them are nowhere near the boundary: the lowest tenth tells the two ways apart."""
    parameters = load_parameters()
    model, scale = parameters["fraud"], parameters["coordinates"]["scale"]
    _, middle, spread = model["places"][model["places"][:, 0] == HIDDEN].T
    noise = np.random.default_rng(0).standard_normal((10_000, len(middle)))
    expected = np.quantile(middle + spread * noise, 0.1)

    def lowest_tenth(n_candidates):
        monkeypatch.setattr(frauds, "CANDIDATES", n_candidates)
        scores = []
        for seed in range(3):
            rng = np.random.default_rng(seed)
            legitimate = draw_legitimate(22_244, parameters, rng)
            places = to_places(frauds.draw_frauds(332, legitimate, parameters, rng), scale)
            near = LegitimateRows(to_places(legitimate, scale)).nearest(places)
            scores.append(places[find_kinds(places, near) == HIDDEN] @ model["line"])
        return np.quantile(np.concatenate(scores), 0.1)

    assert abs(lowest_tenth(frauds.CANDIDATES) - expected) < 0.4
    assert lowest_tenth(1) < expected - 0.4


@pytest.mark.parametrize(("n", "smallest"), [(57, 10), (10, 10), (400, 7)])
@pytest.mark.parametrize("grouping", [halve, aggregate])
def test_groups_are_disjoint_and_large_enough(grouping, n, smallest):
    groups = grouping(np.random.default_rng(0).normal(size=(n, 5)), smallest)
    assert sorted(np.concatenate(groups)) == list(range(n))
    assert smallest <= min(map(len, groups))
    assert max(map(len, groups)) < 2 * smallest


def test_wide_groups_are_drawn_as_wide_as_they_are():
    rng = np.random.default_rng(0)
    x = 60 * rng.normal(size=(400, 30))
    model = describe(x, [np.arange(400)], np.cov(x.T)[None], 1)
    drawn = draw_latent(np.zeros(20_000, int), model, rng)
    # The standard error of a standard deviation of 20,000 draws is 0.5 %.
    np.testing.assert_allclose(drawn.std(axis=0), x.std(axis=0, ddof=1), rtol=0.03)


def test_a_curve_keeps_spikes_and_both_ends():
    rng = np.random.default_rng(0)
    values = np.r_[np.full(300, 1.0), rng.exponential(20, 700)]
    at, value = curve(rng.normal(size=100_000), values, 30, spikes=True)
    assert (np.diff(at) >= 0).all()
    assert (value[0], value[-1]) == (values.min(), values.max())
    drawn = np.interp(rng.normal(size=100_000), at, value)
    # 100,000 draws: the standard error of the share is 0.0015.
    assert (drawn == 1.0).mean() == pytest.approx(0.3, abs=0.01)


@pytest.mark.slow
def test_refit_writes_parameters_that_can_be_sampled(enough, tmp_path, capsys):
    source, output = tmp_path / "rows.csv", tmp_path / "new" / "parameters.npz"
    enough.to_csv(source, index=False)
    assert fit_simulator.main([str(source), "--output", str(output), "--seeds", "0"]) == 0
    report = capsys.readouterr().out
    distinct = enough.drop_duplicates()
    n_frauds = distinct["Class"].sum()
    expected = f"({len(distinct) - n_frauds:,} legitimate, {n_frauds} fraud)"
    assert f"{len(distinct):,} genuine rows {expected}" in report
    assert str(output) in report
    assert [path.name for path in output.parent.iterdir()] == ["parameters.npz"]
    parameters = load_parameters(output)
    df = sample(3_000, n_frauds=600, missing=0, parameters=parameters)
    fraud, given = df[df["Class"] == 1], enough[enough["Class"] == 1]
    # Refitting to simulated rows must find the same fraud again: 300 rows, sd of V14 about 4.
    assert fraud["V14"].mean() == pytest.approx(given["V14"].mean(), abs=1)
    first = output.read_bytes()
    assert fit_simulator.main([str(source), "--output", str(output), "--seeds", "0"]) == 0
    assert output.read_bytes() == first


@pytest.mark.slow
def test_refit_takes_fair_rows_only(enough, tmp_path, capsys):
    """Legitimate rows of the first hours, marked as such, do not enter; copies count once."""
    early = enough[enough["Class"] == 0].iloc[:100].assign(sampling="early")
    marked = enough.assign(sampling="uniform")
    source, output = tmp_path / "rows.csv.gz", tmp_path / "parameters.npz"
    changed = early.assign(V1=early["V1"] + 100)
    pd.concat([marked, changed, marked.iloc[:50]]).assign(copies=1).to_csv(source, index=False)
    assert fit_simulator.main([str(source), "--output", str(output), "--seeds", "0"]) == 0
    assert f"{len(enough.drop_duplicates()):,} genuine rows" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda df: df.drop(columns="V7"), "columns missing: V7"),
        (lambda df: df.assign(V3="x"), "column V3 holds text"),
        (lambda df: df.assign(Class=2), "column Class must hold 0 and 1 only"),
        (lambda df: df.assign(V9=np.inf), "column V9 holds infinite values"),
        (lambda df: df.assign(Amount=-1.0), "column Amount holds negative values"),
        (lambda df: df[df["Class"] == 0], "only 0 complete rows of class 1; at least 50"),
        pytest.param(
            lambda df: pd.concat([df[df["Class"] == 1], df[df["Class"] == 0].iloc[:400]]),
            "take more legitimate rows, about 5,000 do",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_refit_refuses_bad_files_and_leaves_the_old_parameters(
    small, tmp_path, capsys, spoil, message
):
    source, output = tmp_path / "rows.csv", tmp_path / "parameters.npz"
    output.write_text("old")
    spoil(small).to_csv(source, index=False)
    assert fit_simulator.main([str(source), "--output", str(output), "--seeds", "0"]) == 1
    assert message in capsys.readouterr().err
    assert output.read_text() == "old"


def test_refit_names_a_file_that_is_not_there(tmp_path, capsys):
    assert fit_simulator.main([str(tmp_path / "none.csv")]) == 1
    assert "none.csv is not a file" in capsys.readouterr().err
