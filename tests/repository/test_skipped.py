"""Continuous integration ends with what it skipped, and fails if a test could have run."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest
import skipped

from helpers.paths import ROOT

SCRIPT = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
TESTS = """
import os
import pytest

def test_one():
    assert "SKIPPED_TESTS" not in os.environ
    pytest.skip("no network")

@pytest.mark.skipif(True, reason="no such system")
def test_two():
    pass

def test_three():
    pass
"""


@pytest.mark.slow
def test_a_run_notes_each_skipped_test_once_also_in_several_processes(tmp_path):
    shutil.copy(ROOT / "conftest.py", tmp_path)
    (tmp_path / "test_a.py").write_text(TESTS)
    (tmp_path / "empty.ini").write_text("[pytest]\n")
    notes = tmp_path / "notes"
    command = [sys.executable, "-m", "pytest", "-q", "-n2", "-c", "empty.ini"]
    environment = os.environ | {"SKIPPED_TESTS": str(notes)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert sorted(map(json.loads, notes.read_text().splitlines())) == [
        ["test_a.py::test_one", "no network"],
        ["test_a.py::test_two", "no such system"],
    ]


def test_what_could_have_run_fails_and_is_named(tmp_path, capsys):
    notes = tmp_path / "notes"
    pairs = [("tests/a.py::test_1[x]", "no b"), ("tests/a.py::test_2", "no b")]
    notes.write_text("".join(json.dumps(pair) + "\n" for pair in pairs))
    assert skipped.main(notes) == 1
    assert "2 skipped that could have run: no b (tests/a.py)" in capsys.readouterr().out


def test_what_cannot_run_is_listed_with_the_reason_and_does_not_fail(monkeypatch):
    monkeypatch.setattr(skipped, "MAY_BE_SKIPPED", {"no .*": "none is near"})
    lines, fine = skipped.judge([["tests/a.py::test_1", "no b"]])
    assert lines == ["1 skipped that cannot run (none is near): no b (tests/a.py)"]
    assert fine


def test_each_reason_that_ci_allows_is_one_that_a_test_gives():
    given = "\n".join(path.read_text("utf-8") for path in ROOT.glob("[th]e*s/**/*.py"))
    for pattern, why in skipped.MAY_BE_SKIPPED.items():
        assert len(why) > 20
        assert re.split("[:(]", pattern)[0] in given


def test_ci_notes_what_each_run_skips_and_ends_with_the_list():
    lines = [line for line in SCRIPT.splitlines() if not line.startswith("#")]
    export = next(n for n, line in enumerate(lines) if line.startswith("export SKIPPED_TESTS="))
    runs = [n for n, line in enumerate(lines) if re.search("make (?!lint)", line)]
    assert export < min(runs)
    assert lines[-1] == 'python3 tools/skipped.py "$SKIPPED_TESTS"'
    assert "export CI=true" in SCRIPT
    groups = re.findall(r"--group (\w+)", SCRIPT)
    assert {"nbgrader", "study"} <= {*groups}, "their tests are skipped without them"
