"""What a lesson of the second edition keeps to: what is seen teaches, and no answer lies open.

Each rule is a function that takes a notebook and returns one sentence per breach, as in
`test_lessons`. The rules run on every lesson.
"""

import ast
import re

import imblearn.combine
import imblearn.ensemble
import imblearn.over_sampling
import imblearn.under_sampling
import pytest
from nbformat.v4 import new_code_cell, new_notebook, new_output

from helpers import plotting, study
from helpers.notebook_tools.files import find_lessons
from helpers.paths import NOTEBOOKS

from .statements import tree_of
from .stored import stored_notebook
from .teaching import is_folded, lines_that_teach

LEAST_SHARE = 0.6
LONGEST_LINE = 98  # characters; JupyterLab cuts longer ones off, without a sign
FOLDED = [("hide-input", "source_hidden"), ("hide-output", "outputs_hidden")]
SAMPLERS = {
    name
    for module in ("over_sampling", "under_sampling", "combine", "ensemble")
    for name in getattr(imblearn, module).__all__
} | {"make_sampler", "make_model", "evaluate_models"}
OUR_FIGURES = {
    name for face in (plotting, study) for name in face.__all__ if name.startswith("plot_")
}
GIVEN_AWAY = re.compile(
    r"[✓✗]|\d|\b(rises?|falls?|higher|lower|more|less|fewer|better|worse|same|equal|none|no|not)\b",
    re.IGNORECASE,
)


def code_cells(notebook):
    """Return the code cells, numbered from 1 as the reader sees them."""
    return enumerate((cell for cell in notebook.cells if cell.cell_type == "code"), 1)


def visible(notebook):
    """Return the code cells whose input the reader sees without opening it."""
    return [(n, cell) for n, cell in code_cells(notebook) if not is_folded(cell)]


def first_line(cell):
    """Return what JupyterLab previews of a cell's folded output."""
    for out in cell.outputs[:1]:
        text = out.get("text") or out.get("data", {}).get("text/plain", "")
        return next(filter(None, map(str.strip, text.splitlines())), "")
    return ""


def folded_for_everyone(notebook):
    """The tag, by which a site folds, and the metadata, by which JupyterLab does, go together."""
    return [
        f"code cell {n} has one of {tag} and {key}"
        for n, cell in code_cells(notebook)
        for tag, key in FOLDED
        if (tag in cell.metadata.get("tags", [])) != bool(cell.metadata.get("jupyter", {}).get(key))
    ]


def what_is_taught_is_seen(notebook):
    """No folded cell fits a model, resamples, or names a sampler."""
    problems = []
    for n, cell in code_cells(notebook):
        if is_folded(cell):
            nodes = [*ast.walk(tree_of(cell))]
            names = {node.id for node in nodes if isinstance(node, ast.Name)}
            names |= {node.attr for node in nodes if isinstance(node, ast.Attribute)}
            hidden = names & (SAMPLERS | {"fit", "fit_resample", "fit_predict", "fit_transform"})
            problems += [f"folded code cell {n} has {name}" for name in sorted(hidden)]
    return problems


def most_of_what_is_seen_teaches(notebook):
    """At least 60 % of the visible lines are about data, models and metrics, or state a result."""
    teaching, lines = lines_that_teach(notebook)
    if teaching >= LEAST_SHARE * lines:
        return []
    return [f"{teaching} of {lines} visible lines teach, {teaching / lines:.0%}"]


def no_prose_in_code(notebook):
    """A visible cell holds no f-string of several lines: prose with numbers is folded."""
    return [
        f"code cell {n}: f-string from line {node.lineno} to {node.end_lineno}"
        for n, cell in visible(notebook)
        for node in ast.walk(tree_of(cell))
        if isinstance(node, ast.JoinedStr) and node.end_lineno > node.lineno
    ]


def our_figures_describe_themselves(notebook):
    """No visible cell writes a text alternative for a figure that a helper draws."""
    return [
        f"code cell {n} has alt="
        for n, cell in visible(notebook)
        if OUR_FIGURES & {node.id for node in ast.walk(tree_of(cell)) if isinstance(node, ast.Name)}
        and any(
            node.arg == "alt" for node in ast.walk(tree_of(cell)) if isinstance(node, ast.keyword)
        )
    ]


def lines_fit_the_page(notebook):
    """No visible line is longer than a page of JupyterLab is wide."""
    return [
        f"code cell {n} has a line of {len(line)} characters"
        for n, cell in visible(notebook)
        for line in cell.source.splitlines()
        if len(line) > LONGEST_LINE
    ]


def folded_code_has_a_name(notebook):
    """A folded input starts with a comment that says what is in it, and gives no answer away."""
    problems = []
    for n, cell in code_cells(notebook):
        first = cell.source.split("\n", 1)[0]
        if is_folded(cell) and (not re.match(r"# \w+", first) or GIVEN_AWAY.search(first)):
            problems.append(f"folded code cell {n} begins with {first!r}")
    return problems


def folded_outputs_give_nothing_away(notebook):
    """The first line of a folded output, which JupyterLab previews, is the head of a table or so.

    A statement or the text alternative of a figure would be the answer to the prediction.
    """
    return [
        f"the folded output of code cell {n} begins with {first_line(cell)!r}"
        for n, cell in code_cells(notebook)
        if cell.metadata.get("jupyter", {}).get("outputs_hidden")
        and (
            GIVEN_AWAY.search(first_line(cell))
            or any(
                kind.startswith("image/")
                for out in cell.outputs[:1]
                for kind in out.get("data", {})
            )
        )
    ]


RULES = [
    folded_for_everyone,
    what_is_taught_is_seen,
    folded_code_has_a_name,
    most_of_what_is_seen_teaches,
    no_prose_in_code,
    our_figures_describe_themselves,
    lines_fit_the_page,
    folded_outputs_give_nothing_away,
]
LESSONS = find_lessons(NOTEBOOKS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("path", LESSONS, ids=lambda path: path.stem)
def test_lesson(path, rule):
    problems = rule(stored_notebook(path))
    assert not problems, f"{path.name}: {rule.__doc__}\n" + "\n".join(problems)


def cell(source, *tags, outputs=()):
    """Return a code cell, folded as its tags say."""
    hidden = {key: True for tag, key in FOLDED if tag in tags}
    metadata = {"tags": list(tags)} | ({"jupyter": hidden} if hidden else {})
    return new_code_cell(source, metadata=metadata, outputs=list(outputs))


def text(words):
    """Return an output of text."""
    return new_output("stream", text=words)


def figure():
    """Return a figure whose text alternative is neutral."""
    return new_output("display_data", {"image/png": "aGk=", "text/plain": "A figure of bars."})


def good():
    """Return cells that keep to every rule."""
    table = text("\n        recall  precision\nSMOTE     0.9        0.1\n")
    return [
        cell("import numpy as np\nmodel = SMOTE().fit(X_train)"),
        cell("score = evaluate(model)\nscore", "hide-output", outputs=[table, figure()]),
        cell("show(plot_points(X, y))"),
        cell("# The result in words\nMarkdown(f'''Recall is\n{score}.''')", "hide-input"),
        cell("claim('It holds.', score > 1)"),
    ]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_good_cells_pass(rule):
    assert rule(new_notebook(cells=good())) == []


ONE_SIDED = new_code_cell("# Words\nx", metadata={"tags": ["hide-input"]})
UNTAGGED = new_code_cell("# Words\nx", metadata={"jupyter": {"source_hidden": True}})
ONLY_OUTPUT = new_code_cell("x", metadata={"jupyter": {"outputs_hidden": True}})


@pytest.mark.parametrize(
    ("rule", "bad"),
    [
        (folded_for_everyone, ONE_SIDED),
        (folded_for_everyone, UNTAGGED),
        (folded_for_everyone, ONLY_OUTPUT),
        (what_is_taught_is_seen, cell("# The models\nm = model.fit(X, y)", "hide-input")),
        (what_is_taught_is_seen, cell("# Rows\nfit_resample = s.fit_resample", "hide-input")),
        (what_is_taught_is_seen, cell("# Rows\nsampler = ADASYN()", "hide-input")),
        (what_is_taught_is_seen, cell("# Rows\nb = make_sampler('smote')", "hide-input")),
        (most_of_what_is_seen_teaches, cell("print(f'{score} is high')\n" * 5)),
        (most_of_what_is_seen_teaches, cell("ax.set(xlim=(0, 1))\n" * 5)),
        (no_prose_in_code, cell("Markdown(f'{a}' \\\n f'{b}')")),
        (no_prose_in_code, cell('x = f"""One {a}\ntwo."""')),
        (our_figures_describe_themselves, cell("show(plot_points(X, y), alt='Two points.')")),
        (our_figures_describe_themselves, cell("ax = plot_points(X, y)\nshow(ax, alt='Two.')")),
        (lines_fit_the_page, cell("x = " + "1" * 95)),
        (folded_code_has_a_name, cell("x = 1", "hide-input")),
        (folded_code_has_a_name, cell("# Recall rises, in words\nx = 1", "hide-input")),
        (folded_code_has_a_name, cell("# 52 false alarms\nx = 1", "hide-input")),
        (folded_outputs_give_nothing_away, cell("x", "hide-output", outputs=[figure()])),
        (folded_outputs_give_nothing_away, cell("x", "hide-output", outputs=[text("✓ Yes.")])),
        (folded_outputs_give_nothing_away, cell("x", "hide-output", outputs=[text("\n52 calls")])),
        (folded_outputs_give_nothing_away, cell("x", "hide-output", outputs=[text("It falls.")])),
    ],
)
def test_a_breach_is_caught(rule, bad):
    assert rule(new_notebook(cells=[*good(), bad]))


@pytest.mark.parametrize(
    ("source", "teaching", "visible_lines"),
    [
        ("import numpy as np\nplt.style.use('x')\nX = load_x()", 1, 1),
        ("before = evaluate(a)\nafter = evaluate(b)\nprint(after)", 3, 3),
        ("gain = after - before\nprint(f'{gain} more')", 0, 2),
        ("gain = after - before\nprint(gain)", 2, 2),
        ("gain = compare(after, before)\nprint(f'{gain} more')", 1, 2),
        ("fig, ax = plt.subplots()\nax.plot(x)\nshow(fig, alt='A line.')", 0, 3),
        ("show(plot_points(X, y))", 1, 1),
        ("claim('It holds.', a > b)\nassert a > b", 1, 2),
        ("def f(x):\n    return x", 2, 2),
        ("table.round(3)", 0, 1),
        ("for ax in axes:\n    ax.plot()", 0, 2),
    ],
)
def test_lines_that_teach(source, teaching, visible_lines):
    notebook = new_notebook(cells=[cell(source)])
    assert lines_that_teach(notebook) == (teaching, visible_lines)


def test_folded_lines_are_neither_counted_nor_a_use():
    cells = [cell("gain = after - before"), cell("# Words\nprint(gain)", "hide-input")]
    assert lines_that_teach(new_notebook(cells=cells)) == (0, 1)
