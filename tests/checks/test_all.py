"""What holds for every exercise: solved, unsolved, wrong in three ways, and with nonsense."""

import ast
import functools
import importlib
import re
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression

from helpers.checks import verdict
from helpers.notebook_tools.exercise_format import find_solutions, role, titles
from helpers.notebook_tools.files import find_lessons, read
from helpers.paths import SOLUTIONS, TEMPLATES

PATHS = find_solutions()
NAMES = [path.stem for path in PATHS]
load = functools.cache(read)


def check_cells(path):
    """Return exercise and call of each check cell."""
    found = {}
    for cell in load(path).cells:
        if role(cell) == "check":
            call = ast.parse(cell.source).body[-1].value
            found[ast.literal_eval(call.args[0])] = call
    return found


EXERCISES = [(path, name) for path in PATHS for name in check_cells(path)]
IDS = [name for _, name in EXERCISES]


class Evil:
    """Answers every question with an error."""

    def __getattr__(self, name):
        raise RuntimeError("no")

    def __eq__(self, other):
        raise RuntimeError("no")

    __hash__ = None

    def __len__(self):
        raise RuntimeError("no")

    def __repr__(self):
        raise RuntimeError("no")


def recursive(*arguments, **keywords):
    return recursive(*arguments, **keywords)


def leave(*arguments, **keywords):
    raise SystemExit


GARBAGE = {
    "None": None,
    "text": "x",
    "empty text": "",
    "nan": float("nan"),
    "infinity": np.inf,
    "huge": 10**400,
    "complex": 1j,
    "list": [],
    "ragged": [[1], [1, 2]],
    "dict": {},
    "set": {object()},
    "array": np.zeros((2, 2)),
    "no rows": np.zeros((0, 3)),
    "missing": np.full(3, np.nan),
    "frame": pd.DataFrame({"a": ["x"]}),
    "series": pd.Series(dtype=object),
    "object": object(),
    "evil": Evil(),
    "class": LogisticRegression,
    "unfitted": LogisticRegression(),
    "generator": (i for i in ()),
    "fails": lambda: 1 / 0,
    "returns nothing": lambda *_, **__: None,
    "returns itself": recursive,
    "returns text": lambda *_, **__: "x",
    "returns missing": lambda *_, **__: np.nan,
    "leaves": leave,
}


def test_every_lesson_from_01_has_exercises():
    lessons = [path.name[:2] for path in find_lessons(SOLUTIONS.parent)]
    lessons.remove("13")  # optional, and its exercises are those of 09
    assert [name[3:5] for name in NAMES] == lessons[1:]


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_two_to_four_exercises_numbered_in_order(path):
    numbers = list(titles(load(path)))
    assert 2 <= len(numbers) <= 4
    assert numbers == [f"{path.name[3:5]}-{n}" for n in range(1, len(numbers) + 1)]
    assert numbers == list(check_cells(path))


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_every_exercise_has_two_or_three_hints_and_an_explanation(path):
    text = "\n".join(c.source for c in load(path).cells if c.cell_type == "markdown")
    parts = re.split(r"^## ", text, flags=re.MULTILINE)  # a harder task may come after the last
    for part in (part for part in parts if part.startswith("Exercise ")):
        assert 2 <= part.count("<summary>Hint") <= 3, part[:40]
        assert part.count("<summary>After the tick") == 1, part[:40]
        assert part.count("<details>") == part.count("</details>"), part[:40]


def test_at_least_a_third_of_the_exercises_use_real_data():
    real, loads = 0, r"(?:load_imbalanced|load_real_set\w*)\("
    for path in PATHS:
        parts, current = {}, None
        for cell in load(path).cells:
            heading = re.search(r"^## Exercise (\S+):", cell.source, re.MULTILINE)
            current = heading[1] if heading and cell.cell_type == "markdown" else current
            parts.setdefault(current, []).append(cell.source)
        start = "\n".join(parts.pop(None, []))
        shared = re.findall(rf"^(\w+)[^=\n]*= {loads}", start, re.MULTILINE)
        real += sum(
            bool(re.search(loads, "\n".join(cells)))
            or any(re.search(rf"\b{name}\b", "\n".join(cells)) for name in shared)
            for cells in parts.values()
        )
    assert real >= len(EXERCISES) / 3


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_the_stored_solutions_pass_their_checks(path):
    for cell in load(path).cells:
        if role(cell) == "check":
            assert cell.outputs[0]["data"]["text/plain"].startswith("✓"), cell.source


@pytest.mark.slow
@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_an_unfilled_template_fails_with_help_and_without_a_traceback(path, capsys, monkeypatch):
    """Each runs in this process; a kernel would first have to import all packages."""
    monkeypatch.chdir(TEMPLATES)
    names = {}
    with plt.rc_context():
        for cell in read(TEMPLATES / path.name).cells:
            if cell.cell_type != "code":
                continue
            exec(compile(cell.source, cell.id, "exec"), names)
            said = capsys.readouterr().out.strip()
            if role(cell) == "check":
                assert said.startswith("✗"), cell.source
                assert re.search(r"blank|dots|nothing|yet|still", said), said
        plt.close("all")


@pytest.mark.parametrize("path", PATHS, ids=NAMES)
def test_three_wrong_answers_get_messages_of_their_own(path):
    # Each case itself is tested in the lesson's module; here it is counted.
    module = importlib.import_module(f".test_lesson_{path.name[3:5]}", __package__)
    for name in check_cells(path):
        messages = {message for exercise, _, message in module.WRONG if exercise == name}
        assert len(messages) >= 3, name


@pytest.mark.parametrize("kind", GARBAGE)
@pytest.mark.parametrize(("path", "name"), EXERCISES, ids=IDS)
def test_garbage_gets_a_sentence_and_does_not_crash(path, name, kind):
    n_answers = len(check_cells(path)[name].args) - 1
    result = verdict(name, *[GARBAGE[kind]] * n_answers)
    assert not result.passed
    assert len(result.message) > 20
    assert result.message.rstrip()[-1] in ".?!)"


@pytest.mark.parametrize(("path", "name"), EXERCISES, ids=IDS)
def test_too_few_or_too_many_answers_do_not_crash(path, name):
    assert not verdict(name).passed
    assert not verdict(name, *[1] * 9).passed


def test_the_explorer_of_files_names_no_solution_in_templates():
    for path in TEMPLATES.glob("*.ipynb"):
        assert "SOLUTION" not in path.read_text(encoding="utf-8"), path.name
    assert sorted(p.name for p in TEMPLATES.glob("*.ipynb")) == sorted(p.name for p in PATHS)


def test_paths_are_found():
    assert all(isinstance(path, Path) for path in PATHS)
    assert EXERCISES
