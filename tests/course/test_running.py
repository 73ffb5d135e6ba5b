"""Lessons side by side, and no second run of what has not changed."""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from helpers.course import commands, running
from helpers.course.cli import main
from helpers.paths import ROOT

from .common import is_running, lesson, wait_for

MEET = """
import pathlib, time
pathlib.Path("{own}").touch()
end = time.monotonic() + 60
while not pathlib.Path("{other}").exists():
    assert time.monotonic() < end, "waited in vain"
    time.sleep(0.05)
"""
SLEEP = """
import os, pathlib, time
pathlib.Path("{pid}").write_text(f"{{os.getpid()}} {{os.getppid()}}")
time.sleep(60)
"""


def runs(folder):
    """Return how often each lesson written by `counted` has run."""
    return Counter((folder / "runs.txt").read_text().split())


def counted(folder, name, *more):
    """Write a lesson that notes each of its runs."""
    note = f"with open('runs.txt', 'a') as file:\n    file.write('{name[:2]} ')"
    return lesson(folder, name, note, *more)


@pytest.mark.slow
def test_two_lessons_run_at_the_same_time_and_the_table_is_in_order(folder, capsys):
    lesson(folder, "00_one", MEET.format(own="a", other="b"), "import time; time.sleep(1)")
    lesson(folder, "01_two", MEET.format(own="b", other="a"))
    lesson(folder, "02_three", "print(1)")
    assert main(["run", "--jobs", "2"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sorted(line[:2] for line in lines[:3]) == ["00", "01", "02"]
    table = lines[lines.index("Lesson    Cells  Seconds  Findings") :]
    assert [line.split()[0] for line in table[1:5]] == ["00_one", "01_two", "02_three", "Total"]


@pytest.mark.slow
def test_one_job_runs_one_lesson_after_the_other(folder):
    for name in ("00_one", "01_two", "02_three"):
        counted(folder, name)
    assert main(["run", "--jobs", "1"]) == 0
    assert (folder / "runs.txt").read_text() == "00 01 02 "


def test_lessons_that_share_remembered_fits_run_one_after_the_other(folder):
    """Else both would fit the same models, and wait for each other's processor."""
    shares = "# evaluate_models(keys)"
    paths = [lesson(folder, f"0{n}_x", shares if n in (1, 3) else "1") for n in range(5)]
    names = [[path.stem[:2] for path in group] for group in running.grouped(paths, jobs=2)]
    assert names == [["01", "03"], ["00"], ["02"], ["04"]]
    assert running.grouped(paths, jobs=1) == [[path] for path in paths]


def test_a_long_lesson_does_not_begin_last(folder):
    cells = {"00_short": 1, "01_long": 5, "02_middle": 3, "03_short": 1}
    paths = [lesson(folder, name, *["1"] * n) for name, n in cells.items()]
    names = [group[0].stem for group in running.grouped(paths, jobs=2)]
    assert names == ["01_long", "02_middle", "00_short", "03_short"]


STATES = """
from helpers.display import claim, findings_on
claim("Two are two.", 1 + 1 == 2)
finding = findings_on({simulated})
finding("It rises.", True)
finding("It falls.", False)
"""
NEEDS = """
import pandas as pd
from helpers.data import require_rows
require_rows(pd.Series([0] * 90 + [1] * 10), "five folds hold eight each", frauds=40)
"""


@pytest.mark.slow
def test_findings_are_counted_and_a_lesson_that_cannot_be_shown_has_not_failed(folder, capsys):
    lesson(folder, "00_states", STATES.format(simulated=False))
    lesson(folder, "01_needs", NEEDS, "print('never')")
    lesson(folder, "02_next", "print(1)", tags=["comparison"])
    lesson(folder, "03_needs", NEEDS, "print('never')", tags=["comparison"])
    for unchanged in ("", "unchanged"):  # a second run says the same of the stored copies
        assert main(["run"]) == 0
        out = capsys.readouterr().out
        assert unchanged in out
        table = out[out.index("Lesson ") :].split("\n\n")
        rows = [line.split(maxsplit=3) for line in table[0].splitlines()]
        assert [row[0] for row in rows] == [
            "Lesson", "00_states", "01_needs", "02_next", "03_needs", "Total",
        ]  # fmt: skip
        assert [row[3:] for row in rows[1:]] == [
            ["1 of 2"], ["not here"], [], ["not here"], ["1 of 2"],
        ]  # fmt: skip
        assert table[1].splitlines()[1:] == ["  00  It falls."]
        needed = table[2].splitlines()[1]
        assert needed.startswith("  01  This needs at least 40 frauds, because five folds hold")
        assert out.endswith("Comparison of all models\n1\n")


@pytest.mark.slow
def test_a_finding_that_is_false_on_the_stand_in_is_a_fault_of_the_lesson(folder, capsys):
    lesson(folder, "00_states", STATES.format(simulated=True))
    assert main(["run"]) == 1
    error = capsys.readouterr().err
    assert "line 6: finding(" in error
    assert "ClaimError: It falls." in error


@pytest.mark.slow
def test_the_first_failure_stops_what_runs_beside_it(folder, capsys):
    lesson(folder, "00_long", SLEEP.format(pid="long.pid"))
    wait = "while not pathlib.Path('long.pid').exists(): time.sleep(0.05)"
    lesson(folder, "01_fails", f"import pathlib, time\n{wait}\n1 / 0")
    counted(folder, "02_never")
    assert main(["run", "--jobs", "2"]) == 1
    message = capsys.readouterr().err
    assert "Lesson 01_fails failed" in message
    assert "ZeroDivisionError" in message
    wait_for(lambda: not is_running(int((folder / "long.pid").read_text().split()[0])))
    assert not (folder / "runs.txt").exists()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
@pytest.mark.parametrize(
    ("jobs", "sent", "code", "said"),
    [
        ("1", signal.SIGINT, 130, "Interrupted.\n"),
        ("2", signal.SIGINT, 130, "Interrupted.\n"),
        ("2", signal.SIGKILL, -9, ""),
    ],
)
def test_ctrl_c_or_a_kill_leaves_no_process(folder, jobs, sent, code, said):
    # A kernel left behind would keep its memory until the reader logs out.
    lesson(folder, "00_start_here", SLEEP.format(pid="0.pid"))
    lesson(folder, "01_next", SLEEP.format(pid="1.pid"))
    source = (
        "import pathlib, signal, sys; from helpers.course import cli, commands;"
        "signal.signal(signal.SIGINT, signal.default_int_handler);"  # a shell's job ignores it
        "commands.NOTEBOOKS, commands.EXECUTED = map(pathlib.Path, sys.argv[1:3]);"
        "sys.exit(cli.main(['run', '--jobs', sys.argv[3]]))"
    )
    command = [sys.executable, "-c", source, str(folder), str(commands.EXECUTED), jobs]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT) as process:
        noted = [folder / f"{number}.pid" for number in range(int(jobs))]
        wait_for(lambda: all(file.exists() and file.read_text() for file in noted))
        pids = {int(pid) for file in noted for pid in file.read_text().split()}
        process.send_signal(sent)
        _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (code, said)
    for pid in pids:  # of the kernels and of what started them
        wait_for(lambda pid=pid: not is_running(pid))


@pytest.mark.slow
def test_an_unchanged_lesson_is_not_run_again(folder, capsys):
    counted(folder, "00_one")
    counted(folder, "01_two")
    assert main(["run"]) == main(["run"]) == 0
    assert runs(folder) == {"00": 1, "01": 1}
    assert "00_one 1 cells unchanged, not run again" in " ".join(capsys.readouterr().out.split())

    counted(folder, "01_two", "print('new')")
    assert main(["run"]) == 0
    assert runs(folder) == {"00": 1, "01": 2}

    assert main(["run", "--again"]) == 0
    assert runs(folder) == {"00": 2, "01": 3}

    (commands.EXECUTED / "00_one.ipynb").unlink()
    assert main(["run"]) == 0
    assert runs(folder) == {"00": 3, "01": 3}

    (commands.EXECUTED / "made_from.json").write_text("{")
    assert main(["run"]) == 0
    assert runs(folder) == {"00": 4, "01": 4}


@pytest.mark.slow
def test_a_lesson_runs_again_when_data_packages_settings_or_code_changed(folder, monkeypatch):
    counted(folder, "00_one")
    assert main(["run"]) == 0
    data = folder / "rows.csv"
    for number, change in enumerate(
        [
            lambda: (data.write_text("1"), monkeypatch.setenv("COURSE_DATA", str(data))),
            lambda: data.write_text("2"),  # same name and size, other rows
            lambda: monkeypatch.setenv("OMP_NUM_THREADS", "1"),
            lambda: monkeypatch.setattr("helpers.course.remembered.distributions", list),
            lambda: monkeypatch.setattr("helpers.course.remembered.code_digest", lambda _: "new"),
        ],
        start=2,
    ):
        change()
        assert main(["run"]) == main(["run"]) == 0
        assert runs(folder) == {"00": number}


@pytest.mark.slow
def test_a_lesson_that_failed_runs_again(folder):
    counted(folder, "00_one", "import pathlib; assert pathlib.Path('mended').exists()")
    assert main(["run"]) == main(["run"]) == 1
    assert runs(folder) == {"00": 2}
    Path(folder, "mended").touch()
    assert main(["run"]) == main(["run"]) == 0
    assert runs(folder) == {"00": 3}


@pytest.mark.parametrize(
    ("processors", "memory", "expected"), [(2, 8e9, 2), (8, 16e9, 2), (1, 8e9, 1), (2, 4e9, 1)]
)
def test_a_small_machine_runs_one_lesson_at_a_time(monkeypatch, processors, memory, expected):
    monkeypatch.setattr(running, "cpu_count", lambda: processors)
    monkeypatch.setattr(running, "_memory", lambda: memory)
    assert running.default_jobs() == expected


@pytest.mark.skipif(not Path("/proc/meminfo").exists(), reason="Linux tells the memory there")
def test_the_memory_is_what_the_system_says():
    line = Path("/proc/meminfo").read_text().splitlines()[0]
    assert running._memory() == int(line.split()[1]) * 1024
