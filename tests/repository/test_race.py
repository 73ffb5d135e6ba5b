"""The race of two trees: what it runs, in which order, and what it refuses to compare."""

import json
import os
import subprocess
import sys

import nbformat
import numpy as np
import pytest
import race
import race_class
import race_sampler
import race_tests

from helpers.notebook_tools.exercise_format import find_solutions
from helpers.notebook_tools.files import read
from helpers.paths import ROOT, SOLUTIONS

HERE = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
MAKEFILE = """
course:
\t@"{python}" -c "{code}" && echo $$(basename $$PWD) >> {log}
test:
\t@true
"""


@pytest.fixture
def repository(tmp_path, monkeypatch):
    """Make a repository with two commits, whose `make course` works a little and notes its turn."""
    folder, log = tmp_path / "repository", tmp_path / "log"
    folder.mkdir()

    def git(*command):
        author = {f"GIT_{who}_{what}": "a" for who in ("AUTHOR", "COMMITTER") for what in NAMES}
        subprocess.run(["git", *command], cwd=folder, env=HERE | author, check=True)

    git("init", "--quiet")
    for number, work in enumerate([2_000_000, 20_000_000]):
        code = f"sum(range({work}))"
        text = MAKEFILE.format(python=sys.executable, code=code, log=log)
        (folder / "Makefile").write_text(text)
        git("add", "Makefile")
        git("commit", "--quiet", "--message", str(number))
        git("tag", f"v{number}")
    monkeypatch.setattr(race, "ROOT", folder)
    return log


NAMES = ("NAME", "EMAIL")


@pytest.mark.slow
def test_both_trees_run_by_turns_and_the_table_has_their_seconds(repository, capsys):
    assert race.main(["--against", "v0", "--parts", "course", "--rounds", "2"]) == 0
    assert repository.read_text().split() == ["older", "newer", "newer", "older"]
    out = capsys.readouterr().out.splitlines()
    cells = out[-1].split("|")
    assert cells[1].strip() == "all lessons"
    older, newer = (float(cell.split("/")[1]) for cell in cells[2:4])
    assert newer > older, "the newer tree counts ten times as far"
    assert float(cells[5]) > 1


def test_a_command_that_fails_ends_the_race_with_what_it_said(tmp_path):
    code = "print('so far'); raise SystemExit('broken')"
    task = race.Task("a case", (sys.executable, "-c", code))
    with pytest.raises(RuntimeError, match=r"(?s)a case.*so far.*broken"):
        race.run(task, tmp_path)


ORPHAN = """
import subprocess, sys
subprocess.Popen([sys.executable, "-c", {code!r}])
"""


def time_orphan(code, first="pass"):
    """Time a command that ends at once and leaves a process behind."""
    command = [sys.executable, "-c", ORPHAN.format(code=code)]
    timer = f"import sys, race_timer as r; {first}; sys.exit(r.main(sys.argv[1:]))"
    return subprocess.run(
        [sys.executable, "-c", timer, *command],
        env=HERE | {"PYTHONPATH": str(ROOT / "tools")},
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans on")
def test_cpu_seconds_of_a_process_that_outlives_its_parent_count():
    busy = "import time\nwhile time.process_time() < 0.8: pass"
    *_, last = time_orphan(busy).stdout.splitlines()
    took, _, cpu, _ = last.split()
    assert took == "took"
    assert float(cpu) >= 0.8


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands orphans on")
def test_a_process_that_does_not_end_ends_the_race():
    done = time_orphan("import time; time.sleep(3)", "r.PATIENCE = 0.2")
    assert done.returncode == 1
    assert "still runs after 0.2 seconds" in done.stderr


def test_trees_that_return_other_rows_are_not_compared(tmp_path):
    code = "import os; print('resampled 1.0 1.0', os.path.basename(os.getcwd()))"
    task = race.Task("ENN", (sys.executable, "-c", code))
    trees = [tmp_path / "a", tmp_path / "b"]
    for tree in trees:
        tree.mkdir()
    with pytest.raises(RuntimeError, match="ENN: the two trees differ"):
        race.race(task, trees, 1)
    assert [[one.wall for one in side] for side in race.race(task, [trees[0]] * 2, 1)] == [[1], [1]]


OLDER_TESTS = """
import pytest
@pytest.mark.parametrize("n", [1, 2])
def test_moved(n, note): note(f"moved {n}")
def test_gone(note): note("gone")
def test_twice(note): note("twice")
"""
NEWER_TESTS = """
import pytest
class TestThings:
    @pytest.mark.parametrize("n", [2, 3])
    def test_moved(self, n, note): note(f"moved {n}")
def test_twice(note): note("twice")
def test_new(note): note("new")
"""
NOTE = """
import pytest
@pytest.fixture
def note(): return lambda text: print(text, file=open("log", "a"))
"""


@pytest.fixture
def trees(tmp_path):
    """Make two trees whose tests write their names to a file."""
    for name, module, text in [("a", "test_old", OLDER_TESTS), ("b", "sub/test_new", NEWER_TESTS)]:
        file = tmp_path / name / "tests" / f"{module}.py"
        file.parent.mkdir(parents=True)
        file.write_text(text)
        (tmp_path / name / "tests" / "conftest.py").write_text(NOTE)
        (tmp_path / name / "helpers").mkdir()
        python = tmp_path / name / ".venv" / "bin" / "python"
        python.parent.mkdir(parents=True)
        # a link would lose the packages of the environment
        python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
        python.chmod(0o755)
    return tmp_path / "a", tmp_path / "b"


@pytest.mark.slow
def test_only_the_tests_of_both_trees_are_timed_and_the_others_counted(trees, tmp_path):
    shared = race.share_tests(trees, tmp_path / "both.json")
    assert json.loads(shared.file.read_text()) == {"test_moved[2]": 1, "test_twice": 1}
    [task] = race.tasks(["same-tests"], shared)
    assert task.name == "the 2 tests of both trees"
    for tree in trees:
        assert race.run(task, tree).cpu > 0
        assert (tree / "log").read_text().splitlines() == ["moved 2", "twice"]
    assert str(shared).endswith(
        "(cells of notebooks not counted) the newer one has 2 by name and parameters; "
        "2 are only in the older tree, 2 only in the newer one."
    )


@pytest.mark.slow
def test_tests_that_cannot_be_listed_end_the_race_with_the_reason(trees, tmp_path):
    (trees[1] / "tests" / "test_broken.py").write_text("import nothing_of_that_name")
    with pytest.raises(RuntimeError, match=r"(?s)could not be listed.*nothing_of_that_name"):
        race.share_tests(trees, tmp_path / "both.json")


def test_a_name_that_two_modules_use_counts_twice():
    names = race_tests.names_of(
        ["tests/a.py::test_x", "tests/b.py::TestB::test_x", "tests/c.py::y"]
    )
    assert names == {"test_x": 2, "y": 1}
    assert race_tests.name_of("tests/a.py::test_x[a.py::b]") == "test_x[a.py::b]"
    assert race_tests.name_of("helpers/a.py::helpers.a.f") != race_tests.name_of("tests/a.py::f")


@pytest.mark.slow
@pytest.mark.parametrize("data", [*race.CLEANED, "mixed"])
def test_data_are_the_same_in_every_process(data):
    code = (
        "import sys; from race_sampler import make_data; import hashlib;"
        "X, y = make_data(sys.argv[1], 2_000);"
        "print(hashlib.sha256(X.tobytes() + y.tobytes()).hexdigest())"
    )
    command = [sys.executable, "-c", code, data]
    digests = {
        subprocess.run(command, cwd=ROOT / "tools", capture_output=True, text=True).stdout
        for _ in range(2)
    }
    assert len(digests) == 1
    assert digests != {""}
    X, y = race_sampler.make_data(data, 2_000)
    assert len(X) == len(y)
    assert np.isfinite(X).all()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sampler", "data"),
    [("ENN", "overlapping classes"), ("Tomek", "credit card"), ("SMOTE-NC", "mixed")],
)
def test_the_script_times_this_trees_sampler(sampler, data):
    command = [sys.executable, str(race.SAMPLER_SCRIPT), sampler, data, "5000"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    word, wall, cpu, digest = done.stdout.split()
    assert word == "resampled", done.stderr
    assert float(wall) > 0
    assert float(cpu) > 0
    assert len(digest) == 16


def test_a_class_is_made_from_the_solutions_with_random_faults(tmp_path):
    n_learners = 2 * len(find_solutions())
    for name in ("one", "other"):
        race_class.make_class(ROOT, tmp_path / name, n_learners)
    paths = sorted((tmp_path / "one").rglob("*.ipynb"))
    assert len(paths) == n_learners
    right = wrong = 0
    for path in paths:
        again = tmp_path / "other" / path.relative_to(tmp_path / "one")
        assert again.read_text() == path.read_text()
        solved = {cell.id: cell.source for cell in read(SOLUTIONS / path.name).cells}
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.id.startswith("answer-"):
                lines = solved[cell.id].splitlines()
                whole = [one for one in lines if not one.strip().startswith("### ")]
                right += cell.source.splitlines() == whole
                wrong += cell.source.splitlines() != whole
    assert 0.55 < right / (right + wrong) < 0.85
