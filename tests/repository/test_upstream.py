"""The changes that docs/upstream.md proposes fit the installed packages and keep their results."""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

import imblearn
import numpy as np
import pytest
import sklearn
from imblearn.over_sampling import SMOTENC
from sklearn.impute import SimpleImputer

from helpers.paths import ROOT

TEXT = (ROOT / "docs" / "upstream.md").read_text(encoding="utf-8")
DIFFS = re.findall(r"^```diff\n(.*?^)```$", TEXT, re.MULTILINE | re.DOTALL)
PACKAGES = [Path(package.__file__).parents[1] for package in (imblearn, sklearn)]

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git applies the changes")


def changed(tmp_path, diff, packages):
    """Apply a proposed change to a copy of the installed file; return the copy as a module."""
    name = re.search(r"^--- a/(.*)", diff)[1]
    copy = tmp_path / name
    copy.parent.mkdir(parents=True)
    shutil.copy(packages / name, copy)
    subprocess.run(["git", "apply"], input=diff, text=True, cwd=tmp_path, check=True)
    package = ".".join(Path(name).parts[:-1])  # its own, so that relative imports work
    spec = importlib.util.spec_from_file_location(f"{package}._changed", copy)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_there_are_two_changes():
    assert len(DIFFS) == len(PACKAGES)


@pytest.mark.parametrize("scale", [1.0, 1e-10, 0.0])
def test_the_changed_smotenc_makes_the_same_rows(tmp_path, scale):
    module = changed(tmp_path, DIFFS[0], PACKAGES[0])
    random = np.random.RandomState(0)
    y = np.repeat([0, 1, 2], [120, 40, 15])
    X = np.column_stack([random.randint(4, size=175), random.normal(size=175) * scale, y])
    for k in (1, 2, 5):
        theirs, ours = (
            sampler([2, 0], k_neighbors=k, random_state=np.random.RandomState(k))
            for sampler in (SMOTENC, module.SMOTENC)
        )
        assert ours.fit_resample(X, y)[0].tobytes() == theirs.fit_resample(X, y)[0].tobytes()
        assert ours.random_state.randint(2**30) == theirs.random_state.randint(2**30)


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
@pytest.mark.parametrize("missing_values", [np.nan, -1])
@pytest.mark.parametrize("keep", [True, False])
def test_the_changed_imputer_learns_the_same_medians(tmp_path, dtype, missing_values, keep):
    module = changed(tmp_path, DIFFS[1], PACKAGES[1])
    random = np.random.RandomState(0)
    for n_rows in (1, 2, 5, 50, 51):
        X = np.abs(random.normal(size=(n_rows, 8))).astype(dtype)
        X[random.uniform(size=X.shape) < 0.3] = missing_values
        X[:, 0] = missing_values
        theirs, ours = (
            imputer(strategy="median", missing_values=missing_values, keep_empty_features=keep)
            .fit(X)
            .statistics_
            for imputer in (SimpleImputer, module.SimpleImputer)
        )
        assert ours.dtype == theirs.dtype
        np.testing.assert_array_equal(ours, theirs)
