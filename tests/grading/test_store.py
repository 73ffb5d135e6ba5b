"""An interruption loses no verdict, and the next run grades only what is new."""

import os
import signal
import subprocess
import sys
import threading
import time

import nbformat
import pandas as pd
import psutil
import pytest

from helpers.course.cli import main
from helpers.grading import grade as grading
from helpers.grading import store as grading_store
from helpers.grading.limits import Interrupted, Limits, Stop, run_limited
from helpers.grading.worker import line_number
from helpers.notebook_tools.files import read, write
from helpers.paths import SOLUTIONS
from helpers.teaching.templates import template

SOURCE = SOLUTIONS / "ex_03_balance_with_smote.ipynb"
BLANK = template(read(SOURCE))
RESULT = {"verdicts": {}, "notes": [], "limited": False}


def blank_with(source):
    """Return the template with another first answer."""
    notebook = template(read(SOURCE))
    next(cell for cell in notebook.cells if cell.id == "answer-03-1").source = source
    return notebook


def wait_for(condition, seconds=90):
    """Wait until a condition holds; the time limit is for slow machines."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.1)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT to a group of processes")
def test_an_interruption_keeps_what_was_graded_and_the_next_run_goes_on(tmp_path, capsys):
    folder, output = tmp_path / "class", tmp_path / "class_graded"
    started = tmp_path / "started"
    loop = f"open({str(started)!r}, 'w').close()\nimport time\nwhile True:\n    time.sleep(0.01)"
    write(BLANK, folder / "ada" / SOURCE.name)
    write(blank_with(loop), folder / "bob" / SOURCE.name)
    command = [sys.executable, "-m", "helpers.course", "grade", str(folder)]
    run = subprocess.Popen(command, start_new_session=True, stdout=subprocess.PIPE, text=True)
    wait_for(started.exists)
    children = psutil.Process(run.pid).children(recursive=True)
    workers = [child for child in children if "helpers.grading.worker" in child.cmdline()]
    assert workers
    assert all(os.getpgid(worker.pid) != run.pid for worker in workers)  # Ctrl-C passes them by
    os.killpg(run.pid, signal.SIGINT)  # as Ctrl-C does
    text, _ = run.communicate(timeout=60)
    assert run.returncode == 130
    assert "The same command goes on from here." in text
    assert "bob" not in text
    assert pd.read_csv(output / "grades.csv")["learner"].tolist() == ["ada"]
    assert [path.stem for path in (output / "feedback").iterdir()] == ["ada"]
    assert not [child for child in children if child.is_running()]

    write(blank_with("mine = 1"), folder / "bob" / SOURCE.name)
    assert main(["grade", str(folder)]) == 0
    text = capsys.readouterr().out
    assert "ada/" not in text
    assert f"bob/{SOURCE.name}: 0 of 3" in text
    assert "Taken over from an earlier run, because nothing changed: 1 of 2 notebooks" in text
    assert pd.read_csv(output / "grades.csv")["learner"].tolist() == ["ada", "bob"]


def test_only_what_changed_is_run_again(tmp_path, monkeypatch):
    runs = []

    def run(*_):
        runs.append(1)
        return Stop()

    monkeypatch.setattr(grading, "run_limited", run)
    folder, output = tmp_path / "class", tmp_path / "out"
    for learner in ("ada", "bob"):
        write(blank_with(learner), folder / learner / SOURCE.name)
    write(BLANK, folder / "ada" / "ex_03_balance_with_smote (1).ipynb")

    def n_runs(**options):
        runs.clear()
        grades = grading.grade_folder(folder, output, **options)
        assert len(runs) == sum(not grade.taken_over for grade in grades)
        return len(runs)

    assert n_runs() == 3
    assert n_runs() == 0
    assert n_runs(regrade=True) == 3
    write(blank_with("other"), folder / "bob" / SOURCE.name)
    assert n_runs() == 1
    (folder / "ada").rename(folder / "eve")
    (output / "feedback" / "mine.html").write_text("The teacher's own page.")
    assert n_runs() == 0
    pages = {path.name for path in (output / "feedback").iterdir()}
    assert pages == {"bob.html", "eve.html", "mine.html"}
    rows = pd.read_csv(output / "grades.csv").set_index("learner")
    assert sorted(rows.index) == ["bob", "eve", "eve"]
    assert rows.loc["eve", "notes"].str.contains("Handed in more than once: see also eve/").all()


def test_a_run_that_failed_is_tried_again(tmp_path, monkeypatch):
    monkeypatch.setattr(grading, "run_limited", lambda *_: Stop("failure", "disk full"))
    write(BLANK, tmp_path / "class" / "ada" / SOURCE.name)
    for _ in range(2):
        [grade] = grading.grade_folder(tmp_path / "class", tmp_path / "out")
        assert not grade.taken_over
        assert grade.notes == ["The run failed: disk full"]


def test_an_error_in_grading_keeps_the_others(tmp_path, monkeypatch):
    def run(notebook, *_):
        if "bob" in notebook.read_text(encoding="utf-8"):
            raise OSError("disk full")
        return Stop()

    monkeypatch.setattr(grading, "run_limited", run)
    for learner in ("ada", "bob"):
        write(blank_with(learner), tmp_path / "class" / learner / SOURCE.name)
    earlier = tmp_path / "out" / "feedback" / "bob.html"
    earlier.parent.mkdir(parents=True)
    earlier.write_text("<title>Feedback for bob</title>")
    with pytest.raises(OSError, match="disk full"):
        grading.grade_folder(tmp_path / "class", tmp_path / "out")
    assert pd.read_csv(tmp_path / "out" / "grades.csv")["learner"].tolist() == ["ada"]
    assert earlier.exists()


def test_verdicts_depend_on_the_submission_the_exercise_and_the_checks(monkeypatch):
    keys = {grading_store.key(b"1", BLANK), grading_store.key(b"2", BLANK)}
    keys.add(grading_store.key(b"1", blank_with("other")))
    monkeypatch.setattr(grading_store, "checks_digest", lambda: "other")
    keys.add(grading_store.key(b"1", BLANK))
    assert len(keys) == 4


def test_a_verdict_from_a_limit_holds_under_that_limit_only(tmp_path):
    for limited in (True, False):
        grading_store.save(tmp_path, "a", RESULT | {"limited": limited}, Limits(seconds=9))
        assert grading_store.load(tmp_path, "a", Limits(seconds=9))["limited"] == limited
        assert (grading_store.load(tmp_path, "a", Limits()) is None) == limited


def test_half_a_verdict_is_none(tmp_path):
    assert grading_store.load(tmp_path, "a", Limits()) is None
    (tmp_path / "a.json").write_text('{"verdicts": {')
    assert grading_store.load(tmp_path, "a", Limits()) is None


def test_the_line_is_the_learners_own_even_if_an_error_comes_from_deeper():
    error = nbformat.v4.new_output("error", ename="E", evalue="", traceback=[])
    error.traceback = ["\x1b[36mCell\x1b[39m \x1b[32mIn[2]\x1b[39m, line 7", "File x.py:99, in f"]
    assert line_number(error.traceback) == 7
    assert line_number(["SystemExit: 1"]) is None


def test_a_worker_that_was_ended_by_the_interruption_is_no_failure(tmp_path):
    interrupted = threading.Event()
    interrupted.set()
    missing = tmp_path / "missing.ipynb"
    with pytest.raises(Interrupted):
        run_limited(missing, tmp_path / "results.jsonl", "", Limits(), interrupted)
    assert run_limited(missing, tmp_path / "results.jsonl", "", Limits()).kind == "failure"


@pytest.mark.slow
def test_a_worker_ends_with_the_grader(tmp_path):
    path = tmp_path / "work" / SOURCE.name
    started = tmp_path / "started"
    write(blank_with(f"open({str(started)!r}, 'w').close()\nwhile True:\n    pass"), path)
    grader = (
        "import sys; from pathlib import Path\n"
        "from helpers.grading.limits import Limits, run_limited\n"
        "run_limited(Path(sys.argv[1]), Path(sys.argv[2]), '', Limits())"
    )
    run = subprocess.Popen([sys.executable, "-c", grader, path, tmp_path / "results.jsonl"])
    wait_for(started.exists)
    children = psutil.Process(run.pid).children(recursive=True)
    assert len(children) >= 2
    run.kill()
    run.wait()
    _, left = psutil.wait_procs(children, timeout=20)
    assert not left
