"""Results of a real file: its findings and counts are stored, never a row."""

import json

import numpy as np
import pandas as pd
import pytest

from helpers.course import real_results
from helpers.course.cli import main
from helpers.data import simulator

from .common import lesson

STATES = """
from helpers.data import load_creditcard
from helpers.display import findings_on
df = load_creditcard()
finding = findings_on(df)
finding("Frauds are rare.", df["Class"].mean() < 0.1, share=(df["Class"].mean(), 0.05, 0.09))
finding("Frauds are cheaper.", df["Amount"].max() < 0)
"""


@pytest.fixture
def stored(folder, tmp_path, monkeypatch):
    """Run the command on a file of 300 rows; return a function that reads what it stored."""
    results = tmp_path / "results"
    results.mkdir()
    monkeypatch.setattr(real_results, "RESULTS", results)
    monkeypatch.setattr(real_results, "NOTEBOOKS", folder)
    rows = simulator.sample(300, n_frauds=20, missing=0, random_state=3)
    rows.to_csv(tmp_path / "own.csv", index=False)

    def run(*options):
        assert main(["real-results", str(tmp_path / "own.csv"), *options]) == 0
        return {path.name: json.loads(path.read_text()) for path in results.iterdir()}

    return run


@pytest.mark.slow
def test_findings_are_stored_with_what_they_were_found_on(folder, stored, capsys):
    lesson(folder, "00_start_here", "1 / 0  # states nothing, so it is not run")
    lesson(folder, "01_states", STATES)
    [(name, found)] = stored().items()
    assert name == "own_rows.json", "the course's own results are kept"
    assert found["rows"] == {
        "words": "300 real rows (20 frauds)",
        "rows": 300,
        "frauds": 20,
        "legitimate_per_fraud": 14.0,
        "scores_at_legitimate_per_fraud": 577.9,
    }
    assert found["findings"] == {
        "Frauds are rare.": {
            "lesson": "01",
            "holds": True,
            "numbers": {"share": [0.06667, 0.05, 0.09]},
        },
        "Frauds are cheaper.": {"lesson": "01", "holds": False, "numbers": {}},
    }
    assert {"numpy", "imbalanced-learn"} < set(found["versions"])
    assert "1 of 2" in capsys.readouterr().out
    assert set(stored("--publish")) == {"own_rows.json", "real_rows.json"}


@pytest.mark.slow
def test_a_file_on_which_nothing_was_found_stores_nothing(folder, stored, capsys):
    lesson(folder, "01_states", "# findings_on(nothing)")
    with pytest.raises(AssertionError):
        stored()
    assert "No lesson found anything on" in capsys.readouterr().err


def test_only_fair_rows_count_where_a_file_names_them(tmp_path):
    rows = simulator.sample(400, n_frauds=60, missing=0, random_state=3)
    plain = tmp_path / "plain.csv"
    rows.to_csv(plain, index=False)
    assert real_results._fair(plain, tmp_path)[0] == plain
    legitimate = (rows["Class"] == 0).cumsum() * (rows["Class"] == 0)
    marked = rows.assign(sampling=np.where(legitimate > 300, "early", "uniform"))
    marked.to_csv(tmp_path / "marked.csv.gz", index=False)
    folder = tmp_path / "fair"
    folder.mkdir()
    fair = pd.read_csv(real_results._fair(tmp_path / "marked.csv.gz", folder)[0])
    expected = marked.loc[marked["sampling"] == "uniform", rows.columns].drop_duplicates()
    assert len(fair) == len(expected) < 400
    assert fair["Class"].sum() == expected["Class"].sum()
