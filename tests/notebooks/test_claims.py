"""What the lessons state: each statement can fail, and none stops a lesson on an honest file.

``COURSE_REAL_ROWS=FILE`` takes the honest files from real rows (a CSV of the public file's columns)
instead of from the stand-in.
"""

import ast
import importlib
import os
from pathlib import Path

import matplotlib
import nbformat
import pandas as pd
import pytest
from IPython.utils.capture import capture_output

from helpers.data import load_creditcard
from helpers.display.stored_findings import PUBLISHED, load
from helpers.errors import ClaimError
from helpers.notebook_tools.files import find_lessons, read
from helpers.paths import NOTEBOOKS, RESULTS

from .honest_files import KINDS, write_honest_files
from .shared_kernels import run_in_two_kernels
from .statements import calls, run, sentence_of, statements, tree_of, with_one_statement
from .stored import stored_notebook

LESSONS = find_lessons(NOTEBOOKS)
ON_THE_CARD_DATA = [path for path in LESSONS if "load_creditcard" in path.read_text("utf-8")]


def beside(path):
    """Return what stands beside a lesson: its wrong inputs, and what may hold on noise.

    ``WRONG`` has, by sentence, code that runs before the statement's cell. ``HOLDS_ON_NOISE``, if
    it is there, has the findings that state no gain and so may hold on shuffled labels.
    """
    return importlib.import_module(f"tests.notebooks.wrong_inputs.lesson_{path.name[:2]}")


def no_bare_assert(notebook):
    """A lesson states sentences; an `assert` would fail without one."""
    return [
        f"cell {n}: {ast.unparse(node)}"
        for n, cell in enumerate(notebook.cells)
        if cell.cell_type == "code"
        for node in ast.walk(tree_of(cell))
        if isinstance(node, ast.Assert)
    ]


def statements_can_be_read(notebook):
    """Each statement is a whole sentence, written out, on a line of its own, and stands once."""
    problems = []
    found = statements(notebook)
    for one in found:
        if not one.text.strip().endswith((".", "?", "!")) or one.text[:1].islower():
            problems.append(f"cell {one.cell}: {ast.unparse(one.call)} is no whole sentence")
        body = tree_of(notebook.cells[one.cell]).body
        if not any(isinstance(n, ast.Expr) and same(n.value, one.call) for n in body):
            problems.append(f"cell {one.cell}: {one.text!r} stands inside other code")
    texts = [one.text for one in found]
    return problems + [f"{text!r} is stated twice" for text in {*texts} if texts.count(text) > 1]


def same(one, other):
    return ast.unparse(one) == ast.unparse(other)


def statements_depend_on_the_lesson(notebook):
    """What is stated is computed from the lesson's variables, so that it can be false."""
    return [
        f"cell {one.cell}: {one.text!r}"
        for one in statements(notebook)
        if not any(isinstance(n, ast.Name) for arg in one.call.args[1:] for n in ast.walk(arg))
    ]


RULES = [no_bare_assert, statements_can_be_read, statements_depend_on_the_lesson]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lesson(path, rule):
    problems = rule(stored_notebook(path))
    assert not problems, f"{path.name}: {rule.__doc__}\n" + "\n".join(problems)


@pytest.mark.parametrize(
    ("rule", "source"),
    [
        (no_bare_assert, "assert x > 1"),
        (no_bare_assert, "for x in range(3):\n    assert x < 3"),
        (statements_can_be_read, "claim(f'It has {x} rows.', x > 1)"),
        (statements_can_be_read, "claim('it rises', x > 1)"),
        (statements_can_be_read, "for x in rows:\n    claim('It rises.', x > 1)"),
        (statements_can_be_read, "claim('It rises.', x > 1)\nfinding('It rises.', y > 1)"),
        (statements_depend_on_the_lesson, "claim('It rises.', True)"),
        (statements_depend_on_the_lesson, "finding('It rises.', 3 > 2)"),
    ],
)
def test_each_rule_finds_its_fault(rule, source):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    assert len(rule(notebook)) == 1
    good = "claim('It rises.', after > before)\nfinding('It falls.', {'a': x < y, 'b': x < z})"
    assert not rule(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(good)]))


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:vert. bool was deprecated")  # seaborn's box plots
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_each_statement_fails_on_a_wrong_input(path, monkeypatch):
    """A statement that no wrong input can break would teach nothing."""
    monkeypatch.chdir(path.parent)
    monkeypatch.setenv("COURSE_DATA", "simulated")
    monkeypatch.setenv("COURSE_PROGRESS", "off")
    notebook, wrong = read(path), beside(path).WRONG
    texts = [one.text for one in statements(notebook)]
    assert sorted(wrong) == sorted(texts), "one wrong input for each statement, and none beside"
    namespace, passed = {"__name__": "lesson"}, []
    with matplotlib.rc_context({"backend": "agg"}), capture_output():
        for cell in notebook.cells:
            if cell.cell_type != "code":
                continue
            tree = tree_of(cell)
            for call in calls(tree):
                text, changed = sentence_of(call), dict(namespace)
                try:
                    exec(wrong[text], changed)
                    run(with_one_statement(tree, call), changed)
                except ClaimError as error:
                    if str(error).startswith(text):
                        continue
                passed.append(text)
            run(tree, namespace)
    assert not passed, "these hold on their wrong input:\n" + "\n".join(passed)


@pytest.mark.parametrize("path", ON_THE_CARD_DATA, ids=lambda path: path.stem)
def test_what_a_lesson_finds_was_found_on_real_rows(path):
    """``make real-results FILE=... ARGS=--publish`` stores it anew."""
    stored = load(RESULTS / PUBLISHED)["findings"]
    texts = [one.text for one in statements(stored_notebook(path)) if one.kind == "finding"]
    assert not [text for text in texts if text not in stored], "not looked at on real rows"
    assert not [text for text in texts if not stored[text]["holds"]], "real rows contradict this"


@pytest.fixture(scope="module")
def honest_files(tmp_path_factory):
    """One file of each kind, from the user's real rows or small ones from the stand-in."""
    given = os.environ.get("COURSE_REAL_ROWS")
    if given:
        rows = load_creditcard(Path(given))
    else:
        rows = load_creditcard("simulated")
        legitimate = rows[rows["Class"] == 0].sample(8_000, random_state=0)
        rows = pd.concat([legitimate, rows[rows["Class"] == 1].head(300)]).sort_index()
    return write_honest_files(rows, tmp_path_factory.mktemp("honest"))


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_lesson_on_every_honest_file(kind, honest_files, monkeypatch):
    """It ends, or says what it needs; a gain that noise shows too is none."""
    monkeypatch.setenv("COURSE_DATA", str(honest_files[kind]))
    executions = run_in_two_kernels(ON_THE_CARD_DATA)
    findings = [finding for one in executions for finding in one.findings]
    held = {finding.text for finding in findings if finding.holds}
    failed = {finding.text for finding in findings if not finding.holds}
    if kind == "shuffled labels":
        no_gain = set().union(*(getattr(beside(path), "HOLDS_ON_NOISE", ()) for path in LESSONS))
        assert held <= no_gain
    elif kind in ("all rows", "first half", "second half") and "COURSE_REAL_ROWS" in os.environ:
        assert not failed, "a finding of the course is found on real rows, and on half of them"


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_findings_hold_on_other_seeds_of_the_stand_in(seed, tmp_path, monkeypatch):
    """As a user's own file at full size; what one seed alone shows is no finding."""
    path = tmp_path / "creditcard.csv"
    load_creditcard("simulated", random_state=seed).to_csv(path, index=False)
    monkeypatch.setenv("COURSE_DATA", str(path))
    executions = run_in_two_kernels(ON_THE_CARD_DATA)
    assert not [one.needs for one in executions if one.needs]
    failed = [one.text for run in executions for one in run.findings if not one.holds]
    assert not failed
