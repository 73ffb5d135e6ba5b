"""What the tests of the loaders share."""

import pytest

from helpers.data import creditcard as datasets
from helpers.data import simulator


@pytest.fixture(scope="session")
def full():
    """As many rows as the real file has, without blanks."""
    return simulator.sample(missing=0)


@pytest.fixture(scope="session")
def frame():
    """300 rows with 20 frauds and no empty cell; the first row is legitimate."""
    made = simulator.sample(300, n_frauds=20, missing=0, random_state=3)
    return made.sort_values("Class", kind="stable", ignore_index=True)


@pytest.fixture(scope="session")
def enough():
    """300 rows of each class."""
    return simulator.sample(600, n_frauds=300, missing=0, random_state=3)


@pytest.fixture
def own_folders(tmp_path, monkeypatch):
    """Keep the reader's data folder and COURSE_DATA out of these tests."""
    (tmp_path / "repository" / "data").mkdir(parents=True)
    (tmp_path / "work").mkdir()
    monkeypatch.setattr(datasets, "ROOT", tmp_path / "repository")
    monkeypatch.setattr(datasets, "DATA", tmp_path / "repository" / "data")
    monkeypatch.delenv("COURSE_DATA", raising=False)
    monkeypatch.chdir(tmp_path / "work")
