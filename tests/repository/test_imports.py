"""The house's walls: imports go one way, lessons meet faces only, and nothing hashes too little."""

import ast
import re
import shutil
import subprocess
import sys

import pytest

from helpers import environment
from helpers.data import creditcard, stand_in
from helpers.grading import results
from helpers.models import course_model
from helpers.notebook_tools.exercise_format import find_solutions
from helpers.notebook_tools.files import find_lessons, read
from helpers.paths import HELPERS, NOTEBOOKS, ROOT

FACES = {path.parent.name for path in HELPERS.glob("*/__init__.py")}


def lint(folder):
    """Run the import contracts in a folder that has pyproject.toml and helpers/."""
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", code, "--no-cache"], cwd=folder, capture_output=True, text=True
    )


def test_the_contracts_are_kept():
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("evaluation/metrics.py", "import helpers.study.claims", "One way down"),
        ("plotting/style.py", "import helpers.models.samplers", "One way down"),
        ("cellar/__init__.py", "", "One way down"),  # a folder without a layer
        ("by_hand/strategy.py", "import imblearn.over_sampling", "by_hand stands alone"),
        ("checks/answers.py", "import helpers.grading.grade", "What learners get never needs"),
        ("study/claims.py", "import helpers.study.figures", "No circles"),
    ],
)
def test_a_planted_violation_breaks_a_contract(tmp_path, file, line, contract):
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(HELPERS, tmp_path / "helpers", ignore=shutil.ignore_patterns("__pycache__"))
    target = tmp_path / "helpers" / file
    target.parent.mkdir(exist_ok=True)
    with target.open("a", encoding="utf-8") as text:
        text.write(f"\n{line}\n")
    done = lint(tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert re.search(rf"^{contract}.* BROKEN$", done.stdout, re.MULTILINE), done.stdout


def deep_imports(source):
    """Return the modules below a face that code imports, `by_hand` excepted."""
    found = []
    for node in ast.walk(ast.parse(source)):
        names = [node.module] if isinstance(node, ast.ImportFrom) else []
        names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        found += [name for name in names if name and name.startswith("helpers.")]
    return [name for name in found if name.count(".") > 1 and "helpers.by_hand." not in name]


@pytest.mark.parametrize(
    "path", [*find_lessons(NOTEBOOKS), *find_solutions()], ids=lambda path: path.stem
)
def test_a_lesson_imports_from_the_faces_only(path):
    for cell in read(path).cells:
        if cell.cell_type == "code" and "helpers" in cell.source:
            assert deep_imports(cell.source) == []


def test_a_deep_import_is_found():
    assert deep_imports("from helpers.data.keel import load_imbalanced") == ["helpers.data.keel"]
    assert deep_imports("import helpers.data.keel") == ["helpers.data.keel"]
    assert deep_imports("from helpers.by_hand.neighbours import nearest_neighbours") == []


@pytest.mark.parametrize("face", sorted(FACES))
def test_a_face_lists_what_it_hands_on(face):
    path = HELPERS / face / "__init__.py"
    code = ast.parse(path.read_text(encoding="utf-8"))
    handed_on = [
        alias.name for node in code.body if isinstance(node, ast.ImportFrom) for alias in node.names
    ]
    [listed] = [
        ast.literal_eval(node.value) for node in code.body if isinstance(node, ast.Assign)
    ] or [[]]
    assert sorted(handed_on) == sorted(listed)


def test_no_code_asks_for_the_progress_bar_that_warns():
    # tqdm.auto wants ipywidgets in every kernel and warns without it, under a lesson's first cell.
    for path in HELPERS.rglob("*.py"):
        assert "tqdm.auto" not in path.read_text(encoding="utf-8"), path.name


def test_the_root_of_the_package_imports_nothing():
    # Whatever it imported, every checker and the grader's rooms would load too.
    assert len(ast.parse((HELPERS / "__init__.py").read_text(encoding="utf-8")).body) == 1


def changed_copy(tmp_path, monkeypatch, module, file):
    """Let a module see a copy of the package in which one file has a byte more."""
    copy = tmp_path / "helpers"
    shutil.copytree(HELPERS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(module, "HELPERS", copy)
    with (copy / file).open("a", encoding="utf-8") as text:
        text.write("\n")


@pytest.mark.parametrize(
    "file", ["checks/lesson_03.py", "data/generators.py", "grading/grade.py", "errors.py"]
)
def test_verdicts_are_not_believed_after_any_code_changed(tmp_path, monkeypatch, file):
    before = results.checks_digest.__wrapped__()
    changed_copy(tmp_path, monkeypatch, results, file)
    assert results.checks_digest.__wrapped__() != before


@pytest.mark.parametrize("file", ["cleaning/bounds.py", "cleaning/cleaners.py"])
def test_remembered_scores_do_not_survive_another_cleaner(tmp_path, monkeypatch, file):
    before = course_model._environment()
    changed_copy(tmp_path, monkeypatch, course_model, file)
    assert course_model._environment() != before


@pytest.mark.parametrize("file", ["scores.py", "metrics.py"])
def test_remembered_scores_do_not_survive_another_evaluation(tmp_path, monkeypatch, file):
    before = course_model._environment()
    changed_copy(tmp_path, monkeypatch, course_model, f"evaluation/{file}")
    assert course_model._environment() != before


@pytest.mark.parametrize("file", ["simulator/frauds.py", "simulator/exact.py", "schema.py"])
def test_the_written_csv_is_named_after_the_code_that_made_it(tmp_path, monkeypatch, file):
    monkeypatch.setenv("COURSE_DATA", "simulated")
    monkeypatch.setattr(
        creditcard, "_write_once", lambda folder, prefix, key, make: folder / f"{prefix}-{key}"
    )
    before = creditcard.creditcard_csv()
    copy = tmp_path / "data"
    shutil.copytree(HELPERS / "data", copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(stand_in.simulator, "__file__", str(copy / "simulator" / "__init__.py"))
    monkeypatch.setattr(stand_in.schema, "__file__", str(copy / "schema.py"))
    assert creditcard.creditcard_csv() == before
    with (copy / file).open("a", encoding="utf-8") as text:
        text.write("\n")
    assert creditcard.creditcard_csv() != before


def test_the_digest_sees_names_and_bytes(tmp_path):
    (tmp_path / "a.py").write_text("1")
    first = environment.code_digest(tmp_path)
    (tmp_path / "a.py").rename(tmp_path / "b.py")
    second = environment.code_digest(tmp_path)
    (tmp_path / "b.py").write_text("2")
    assert len({first, second, environment.code_digest(tmp_path)}) == 3
