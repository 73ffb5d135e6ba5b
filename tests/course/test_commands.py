"""The commands behind the Makefile: what a reader sees, what is left on disk, and the exit code."""

import json
import os
import re
import shutil
import subprocess
import sys
import urllib.error
import urllib.request

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from helpers import pytest_plugin as testing
from helpers.course import commands
from helpers.course.cli import main
from helpers.notebook_tools import executed, files
from helpers.paths import ROOT

from .common import lesson, wait_for


@pytest.fixture
def shadowed(tmp_path, monkeypatch):
    """Register a broken kernel as the user's own python3, and a start-up file that fails."""
    spec = tmp_path / "jupyter" / "kernels" / "python3"
    spec.mkdir(parents=True)
    content = {"argv": ["no-such-python"], "display_name": "Mine", "language": "python"}
    (spec / "kernel.json").write_text(json.dumps(content))
    monkeypatch.setenv("JUPYTER_PATH", str(tmp_path / "jupyter"))
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00.py").write_text("leaked = True")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))


@pytest.mark.slow
def test_run_executes_all_lessons_and_reports(folder, shadowed, monkeypatch, capsys):
    # A reader's own kernels and start-up files must not change what the course does.
    monkeypatch.chdir(folder.parent)
    monkeypatch.setenv("COURSE_DATA", "some/file.csv")
    (folder.parent / "some").mkdir()
    (folder.parent / "some" / "file.csv").write_text("not read here")
    lesson(folder, "00_start_here", "x = 1", "import os, sys; print(os.getcwd(), sys.executable)")
    checks = ["assert 'x' not in dir()", "assert 'leaked' not in dir()"]
    checks += ["import os; print(os.environ['COURSE_DATA'])"]
    lesson(folder, "01_first", *checks, "print('model A')", tags=["comparison"])
    table = "import pandas as pd; pd.DataFrame({'recall': [0.5, 0.9]}, index=['plain', 'SMOTE'])"
    lesson(folder, "02_second", table, tags=["comparison"])
    (folder / "scratch.ipynb").write_text("no lesson, never read")
    before = {path: path.read_bytes() for path in folder.iterdir()}

    assert main(["run"]) == 0

    out = capsys.readouterr().out.splitlines()
    assert [line.split()[:2] for line in sorted(out[:3])] == [
        ["00_start_here", "2"],
        ["01_first", "4"],
        ["02_second", "1"],
    ]
    at = out.index("Lesson         Cells  Seconds  Findings")
    assert out[at + 4].split()[:2] == ["Total", "7"]
    # the last lesson's comparison, as this run computed it
    assert out[-3:] == ["       recall", "plain     0.5", "SMOTE     0.9"]
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
    copies = sorted(path.name for path in commands.EXECUTED.glob("*.ipynb"))
    assert copies == ["00_start_here.ipynb", "01_first.ipynb", "02_second.ipynb"]
    first = nbformat.read(commands.EXECUTED / copies[0], as_version=4).cells[2].outputs[0].text
    assert first.split() == [*f"{folder} {sys.executable}".split()]
    second = nbformat.read(commands.EXECUTED / copies[1], as_version=4).cells[3].outputs[0].text
    assert second.strip() == str(folder.parent / "some" / "file.csv")
    assert os.environ["COURSE_DATA"] == "some/file.csv", "the caller's environment is not changed"


def test_a_failing_cell_is_named_and_the_copy_kept(folder, capsys):
    lesson(folder, "00_start_here", "x = 1", "\n# divide\nprint('so far')\nx / 0", "x = 2")
    lesson(folder, "01_next", "print('never reached')")
    assert main(["run", "--jobs", "1"]) == 1
    captured = capsys.readouterr()
    assert "Lesson 00_start_here failed in cell [2], line 4: x / 0\nZeroDiv" in captured.err
    assert "ZeroDivisionError: division by zero" in captured.err
    assert re.search(r"-> \d x / 0", captured.err), "the line that failed is marked"
    assert "\x1b[" not in captured.err, "colour codes must not reach a log file"
    assert "Total" not in captured.out
    copies = list(commands.EXECUTED.glob("*.ipynb"))
    assert [path.name for path in copies] == ["00_start_here.ipynb"]
    cells = nbformat.read(copies[0], as_version=4).cells
    assert cells[2].outputs[0].text == "so far\n"
    assert cells[3].execution_count is None


@pytest.mark.slow
def test_a_dying_kernel_is_reported_like_a_failing_cell(folder, capsys):
    lesson(folder, "00_start_here", "x = 1", "import os\nos._exit(1)")
    assert main(["run"]) == 1
    message = capsys.readouterr().err
    assert "Lesson 00_start_here failed in cell [2], which begins with: import os" in message
    assert "The kernel died" in message
    assert (commands.EXECUTED / "00_start_here.ipynb").exists()


@pytest.mark.slow
def test_a_cell_that_takes_too_long_is_stopped(folder, capsys):
    lesson(folder, "00_start_here", "import time; time.sleep(60)")
    assert main(["run", "--timeout", "1"]) == 1
    message = capsys.readouterr().err
    assert "failed in cell [1], which begins with: import time; time.sleep(60)" in message
    assert "longer than 1 seconds" in message


def test_a_selection_runs_in_reading_order(folder):
    paths = [folder / f"{name}.ipynb" for name in ("00_start_here", "01_one", "03_three", "10_ten")]
    for wanted in (["03", "1"], ["3", "01_one"], ["notebooks/03_three.ipynb", "01_one.ipynb"]):
        assert files.select_lessons(paths, wanted) == [paths[1], paths[2]]
    assert files.select_lessons(paths, ["0"]) == [paths[0]]
    assert files.select_lessons(paths, []) == paths


@pytest.mark.parametrize("wanted", ["9", "three", "1_one"])
def test_an_unknown_lesson_is_refused_with_the_known_ones(folder, wanted, capsys):
    lesson(folder, "01_one", "1")
    assert main(["run", wanted]) == 1
    message = capsys.readouterr().err
    assert f"There is no lesson '{wanted}'" in message
    assert "01_one" in message


def test_an_empty_folder_is_an_error(folder, capsys):
    # Otherwise a broken checkout would pass for a course that runs.
    assert main(["run"]) == 1
    assert "No lesson" in capsys.readouterr().err


def test_a_file_that_is_no_notebook_is_named(folder, capsys):
    (folder / "00_start_here.ipynb").write_text("<html>")
    assert main(["run"]) == 1
    assert "00_start_here.ipynb is no readable notebook" in capsys.readouterr().err


@pytest.mark.slow
def test_refresh_stores_the_same_bytes_every_time(folder):
    # Otherwise a contributor's commit would touch every lesson.
    sources = ["import sys; print(1); print(2)", "sum([1, 2])", "print('a'); 3"]
    path = lesson(folder, "00_start_here", *sources, tags=["comparison"])
    content = json.loads(path.read_text())
    content["metadata"] = {"widgets": {}, "language_info": {"name": "python", "version": "3.0"}}
    content["cells"][1]["metadata"] = {"execution": {"iopub.status.busy": "now"}, "tags": ["keep"]}
    path.write_text(json.dumps(content))

    solution = folder.parent / "solutions" / "ex_01_tiny.ipynb"
    paths = [path, solution, folder.parent / "exercises" / solution.name]
    assert main(["refresh"]) == 0
    stored = [one.read_bytes() for one in paths]
    assert main(["refresh"]) == 0
    assert [one.read_bytes() for one in paths] == stored
    first = stored[0]
    assert [cell.execution_count for cell in files.read(solution).cells[2:]] == [1, 2]

    notebook = nbformat.read(path, as_version=4)
    assert notebook.metadata["language_info"] == {"name": "python"}
    assert notebook.metadata["kernelspec"]["name"] == "python3"
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert [cell.id for cell in notebook.cells] == ["title", "code-0", "code-1", "code-2"]
    assert [cell.execution_count for cell in notebook.cells[1:]] == [1, 2, 3]
    assert [cell.metadata for cell in notebook.cells[1:]] == [
        {"tags": ["keep"]},
        {},
        {"tags": ["comparison"]},
    ]
    assert notebook.cells[1].outputs[0].text == "1\n2\n"
    assert first.endswith(b"}\n")
    assert not list(folder.glob(".*")), "no temporary file stays behind"


@pytest.mark.slow
def test_refresh_writes_nothing_when_a_cell_fails(folder, capsys):
    path = lesson(folder, "00_start_here", "print(1)", "raise ValueError('no')")
    before = path.read_bytes()
    assert main(["refresh", "00"]) == 1
    assert "ValueError: no" in capsys.readouterr().err
    assert path.read_bytes() == before


@pytest.mark.slow
def test_an_exercise_is_made_only_from_a_solution_that_runs(folder):
    path = lesson(
        folder, "00_start_here", "import pathlib\nlist(pathlib.Path('../exercises').iterdir())"
    )
    solution = folder.parent / "solutions" / "ex_01_tiny.ipynb"
    exercise = folder.parent / "exercises" / solution.name
    mended = solution.read_text()
    before = path.read_bytes()
    solution.write_text(mended.replace("x = 2", "1 / 0"))
    assert main(["refresh"]) == 1
    assert not exercise.exists()
    assert path.read_bytes() == before
    solution.write_text(mended)
    assert main(["refresh"]) == 0
    assert exercise.exists()
    assert exercise.name in files.read(path).cells[1].outputs[0].data["text/plain"], "counted first"


def test_refresh_refuses_real_data(folder, monkeypatch, capsys):
    # Stored outputs of one reader's file would fail everybody else's tests.
    path = lesson(folder, "00_start_here", "print(1)")
    before = path.read_bytes()
    monkeypatch.setenv("COURSE_DATA", "real.csv")
    assert main(["refresh"]) == 1
    assert "Unset COURSE_DATA" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_widget_ids_are_not_stored():
    data = {files.WIDGET_VIEW: {"model_id": "random"}, "text/plain": "IntSlider(value=5)"}
    output = nbformat.v4.new_output("display_data", data)
    notebook = new_notebook(cells=[new_code_cell("slider", outputs=[output], id="a")])
    assert files.normalise(notebook).cells[0].outputs[0].data == {
        "text/plain": "IntSlider(value=5)"
    }
    assert files.WIDGET_VIEW in notebook.cells[0].outputs[0].data, "the argument is left alone"


def test_options_of_the_test_command_reach_pytest(monkeypatch):
    seen = []
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(pytest, "main", lambda args: seen.append(args) or 5)
    assert main(["test", "-k", "simulator", "notebooks"]) == 5
    assert seen == [["-k", "simulator", "notebooks"]]


def test_tests_never_see_the_readers_own_data(pytestconfig):
    # The stored outputs show the stand-in; with other data every lesson would fail its test.
    assert pytestconfig.pluginmanager.has_plugin("helpers.pytest_plugin")
    testing.pytest_configure()
    assert os.environ["COURSE_DATA"] == "simulated"


def test_the_readme_shows_the_picture_of_the_stored_lesson():
    pictures = [
        (name, png)
        for path in files.find_lessons(ROOT / "notebooks")
        for name, png in executed.readme_pictures(files.read(path))
    ]
    assert pictures
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, png in pictures:
        assert f"(docs/images/{name})" in readme
        assert (ROOT / "docs" / "images" / name).read_bytes() == png, "run 'make refresh'"


@pytest.mark.slow
def test_a_command_starts_without_what_only_lessons_and_the_desk_need():
    """To import it would take longer than all the rest of the start."""
    source = "import sys, helpers.course.teacher_commands; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", source], cwd=ROOT, capture_output=True, text=True)
    heavy = {"sklearn", "imblearn", "matplotlib.pyplot", "scipy.stats", "helpers.desk"}
    assert "helpers.course.running" in done.stdout.split()
    assert heavy.isdisjoint(done.stdout.split())


def test_an_unknown_option_is_a_usage_error(capsys):
    with pytest.raises(SystemExit, match="2"):
        main(["run", "--no-such-option"])
    assert "--no-such-option" in capsys.readouterr().err


def answers(get):
    """Tell whether the server listens yet, which on a busy machine is after it wrote its file."""
    try:
        return get("api/status")
    except urllib.error.URLError:
        return None


@pytest.mark.slow
def test_lab_opens_the_start_page(tmp_path):
    # The promise of `make lab`: a server on the course whose own address is the start page.
    # In a folder of its own, because the contributor's own copies are no business of a test.
    lesson(tmp_path / "notebooks", "00_start_here", "print(1)")
    code = (
        "import pathlib, sys; from helpers.course import cli, lab; lab.ROOT = pathlib.Path.cwd();"
        "lab.NOTEBOOKS, lab.MY_COURSE = lab.ROOT / 'notebooks', lab.ROOT / 'my-course';"
        "lab.CONFIG, lab.WORKSPACES = lab.MY_COURSE / 'jupyter', lab.MY_COURSE / 'workspaces';"
        "sys.exit(cli.main(sys.argv[1:]))"
    )
    environment = {**os.environ, "JUPYTER_RUNTIME_DIR": str(tmp_path), "HOME": str(tmp_path)}
    command = [sys.executable, "-c", code, "lab", "--no-browser", "--port=0", "--allow-root"]
    with (tmp_path / "log").open("w+") as log:
        process = subprocess.Popen(
            command, cwd=tmp_path, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
        try:
            found = wait_for(lambda: list(tmp_path.glob("jpserver-*.json")))
            server = json.loads(found[0].read_text())

            def get(path):
                header = {"Authorization": f"token {server['token']}"}
                request = urllib.request.Request(server["url"] + path, headers=header)
                with urllib.request.urlopen(request, timeout=60) as answer:
                    return json.load(answer)

            wait_for(lambda: answers(get))
            saved = {
                folder: get(f"api/contents/{folder}/00_start_here.ipynb?content=0")["writable"]
                for folder in ("my-course", "notebooks")
            }
            kernels = get("api/kernelspecs")
        finally:
            process.terminate()
            process.wait(timeout=60)
        log.seek(0)
        assert "/lab/tree/my-course/00_start_here.ipynb?token=" in log.read()
    assert saved == {"my-course": True, "notebooks": False}
    assert kernels["default"] == "python3"


@pytest.mark.slow
def test_kernels_never_skip_the_asserts_of_a_lesson(folder, monkeypatch, capsys):
    lesson(folder, "00_start_here", "assert 1 == 2, 'seen'")
    monkeypatch.setenv("PYTHONOPTIMIZE", "1")
    assert main(["run"]) == 1
    assert "AssertionError: seen" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("name", ["run", "test", "refresh"])
def test_a_run_that_would_skip_asserts_stops_with_one_sentence(name):
    command = [sys.executable, "-m", "helpers.course", name]
    env = os.environ | {"PYTHONOPTIMIZE": "1"}
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True)
    assert done.returncode == 1
    assert "skips every assert" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.slow
def test_pytest_refuses_a_python_that_skips_asserts():
    command = [sys.executable, "-O", "-m", "pytest", "tests/repository/test_docs.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode != 0
    assert "assert statements are not executed" in done.stderr


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")
@pytest.mark.parametrize("name", ["ada's", 'class "b"', "two words"])
def test_make_takes_a_folder_of_any_name(name, tmp_path):
    (tmp_path / name).mkdir()
    command = ["make", "grade", f"SUBMISSIONS={tmp_path / name}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert f"There is no notebook in {tmp_path / name}." in done.stderr


@pytest.mark.parametrize(
    "call",
    [
        ["grade", "x", "--jobs", "0"],
        ["grade", "x", "--seconds", "0"],
        ["run", "--timeout", "nan"],
        ["run", "--timeout", "-1"],
    ],
    ids=" ".join,
)
def test_a_number_that_makes_no_sense_is_a_usage_error(call, capsys):
    with pytest.raises(SystemExit) as caught:
        main(call)
    assert caught.value.code == 2
    assert "invalid" in capsys.readouterr().err


def test_data_that_cannot_be_used_are_one_sentence(monkeypatch, capsys):
    monkeypatch.setenv("COURSE_DATA", "no/such/file.csv")
    assert main(["data"]) == 1
    assert "COURSE_DATA: no/such/file.csv" in capsys.readouterr().err
