"""A course folder that cannot be written, such as a class server's share: one sentence.

Root may write anywhere, so the tests with real folders give up its rights; the others put the error
of a read-only disk where files are written.
"""

import errno
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers import files
from helpers.course import commands, teacher_commands
from helpers.course.cli import main
from helpers.notebook_tools import execution
from helpers.paths import ROOT

NOBODY = 65534
AS_NOBODY = """
import contextlib, functools, io, json, os, pathlib, sys
import jupyterlab.labapp
from helpers.course import cli, commands, lab, teacher_commands
from helpers.teaching import handout

base = pathlib.Path(sys.argv[1])
for module in (commands, lab, teacher_commands):
    module.NOTEBOOKS = base / "notebooks"
for module in (commands, lab):
    module.MY_COURSE = base / "my-course"
lab.ROOT = base
commands.EXECUTED = base / "build" / "notebooks"
teacher_commands.pack = functools.partial(handout.pack, folder=base / "build" / "handout")
jupyterlab.labapp.LabApp.launch_instance = lambda argv: print("Lab starts", argv[1])
"".encode("unicode_escape")  # loads what nobody may not read
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(NOBODY)
    os.setuid(NOBODY)
results = {}
for call in ("run", "refresh 00", "handout", f"nbgrader {base}/new", "progress", "lab"):
    argv, out, err = call.split(" ", 1), io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main(argv)
    results[argv[0]] = [code, out.getvalue(), err.getvalue()]
print(json.dumps(results))
""".replace("NOBODY", str(NOBODY))


@pytest.fixture
def share(tmp_path):
    """Return a course folder that can be read but not written."""
    base = tmp_path / "share"
    (base / "notebooks").mkdir(parents=True)
    path = base / "notebooks" / "00_start_here.ipynb"
    nbformat.write(new_notebook(cells=[new_code_cell("1 / 0", id="a")]), path)
    for folder in (base, base / "notebooks"):
        folder.chmod(0o555)
    temporary = Path(tempfile.gettempdir())
    for parent in (p for p in (tmp_path, *tmp_path.parents) if temporary in p.parents):
        parent.chmod(parent.stat().st_mode | 0o011)  # nobody has to reach it
    yield base
    for folder in (base, base / "notebooks"):
        folder.chmod(0o755)


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_commands_that_write_say_so_in_one_sentence_and_the_others_work(share):
    command = [sys.executable, "-c", AS_NOBODY, str(share)]
    environment = {name: value for name, value in os.environ.items() if name != "COURSE_DATA"}
    done = subprocess.run(
        command, cwd=ROOT, env=environment | {"HOME": str(share)}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    remedy = "copy the course to a folder of your own and run the command there."
    for name in ("run", "refresh", "handout", "nbgrader"):
        folder = share / "notebooks" if name == "refresh" else share
        sentence = f"{folder} cannot be written (Permission denied): {remedy}\n"
        assert results[name] == [1, "", sentence]
    assert results["progress"][0::2] == [0, ""]
    code, out, err = results["lab"]
    assert (code, out) == (
        0,
        "Lab starts --LabApp.default_url=/lab/tree/notebooks/00_start_here.ipynb\n",
    )
    (line,) = err.splitlines()
    assert line.startswith(f"{share / 'my-course'} cannot be written: what you do in the course")
    assert not (share / "build").exists()


@pytest.fixture
def course(tmp_path, monkeypatch):
    """Return a function that writes the only lesson of a course."""
    folder = tmp_path / "notebooks"
    folder.mkdir()
    for module in (commands, teacher_commands):
        monkeypatch.setattr(module, "NOTEBOOKS", folder)
    monkeypatch.setattr(commands, "EXECUTED", tmp_path / "build" / "notebooks")
    monkeypatch.setenv("COURSE_DATA", "simulated")

    def write_lesson(source):
        path = folder / "00_start_here.ipynb"
        nbformat.write(new_notebook(cells=[new_code_cell(source, id="a")]), path)

    return write_lesson


def fails_with(number):
    def write(*args, **kwargs):
        raise OSError(number, os.strerror(number), str(commands.EXECUTED / ".part"))

    return write


@pytest.mark.slow
@pytest.mark.parametrize(
    ("number", "remedy"),
    [
        (errno.EROFS, "copy the course to a folder of your own and run the command there."),
        pytest.param(errno.ENOSPC, "free some space and try again.", marks=pytest.mark.slow),
    ],
)
def test_a_disk_that_takes_no_more_is_one_sentence(course, monkeypatch, capsys, number, remedy):
    course("print(1)")
    monkeypatch.setattr(execution, "write", fails_with(number))
    assert main(["run"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line == f"{commands.EXECUTED} cannot be written ({os.strerror(number)}): {remedy}"


@pytest.mark.slow
def test_a_cell_that_failed_is_not_hidden_by_a_copy_that_cannot_be_kept(
    course, monkeypatch, capsys
):
    course("x = 0\n1 / x")
    monkeypatch.setattr(execution, "write", fails_with(errno.EROFS))
    assert main(["run"]) == 1
    message = capsys.readouterr().err
    assert message.startswith(
        "Lesson 00_start_here failed in cell [1], line 2: 1 / x\nZeroDivision"
    )
    assert "up to this cell" not in message, "there is no copy to look at"


def test_a_lesson_is_not_executed_where_its_copy_cannot_be_kept(course, monkeypatch, capsys):
    course("import pathlib\npathlib.Path('ran').touch()")
    monkeypatch.setattr(files.tempfile, "TemporaryFile", fails_with(errno.EROFS))
    assert main(["run"]) == 1
    assert "cannot be written (Read-only file system)" in capsys.readouterr().err
    assert not (commands.NOTEBOOKS / "ran").exists()


@pytest.mark.slow
def test_another_error_of_the_system_keeps_its_traceback(course, monkeypatch):
    course("print(1)")
    monkeypatch.setattr(execution, "write", fails_with(errno.EIO))
    with pytest.raises(OSError, match=os.strerror(errno.EIO)):
        main(["run"])
