"""What the README and the guides promise agrees with the notebooks and the licences."""

import re
import tomllib

import pytest
import yaml

from helpers.data import keel
from helpers.models import when_to_use_which
from helpers.notebook_tools.exercise_format import find_solutions, titles
from helpers.notebook_tools.files import find_lessons, read
from helpers.paths import NOTEBOOKS, SOLUTIONS
from tests.notebooks.statements import statements

DOCS = SOLUTIONS.parents[1] / "docs"
PATHS = find_solutions()
PLAN = re.compile(
    r"^\| (?P<lesson>\d\d) [^|]*\| (?P<read>\d+) min \| (?P<count>\d+): (?P<list>[^|]+)"
    r" \| (?P<do>\d+) min \|",
    re.MULTILINE,
)


def minutes(path):
    """Return the minutes that a notebook's first cell promises."""
    return int(re.search(r"about (\d+) minutes", read(path).cells[0].source)[1])


@pytest.fixture(scope="module")
def plan():
    """Return the rows of the teaching guide's plan, by lesson."""
    text = (DOCS / "teaching.md").read_text(encoding="utf-8")
    return {row["lesson"]: row for row in PLAN.finditer(text)}


def test_the_plan_has_a_row_for_each_lesson_with_exercises(plan):
    assert list(plan) == [path.name[3:5] for path in PATHS]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_plan_counts_and_lists_the_exercises_of_a_lesson(plan, path):
    row = plan[path.name[3:5]]
    assert int(row["count"]) == len(titles(read(path)))
    assert len(row["list"].split(", ")) == len(titles(read(path)))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_the_plan_has_the_minutes_of_the_lesson_and_its_exercises(plan, path):
    row = plan[path.name[3:5]]
    assert int(row["do"]) == minutes(path)
    assert int(row["read"]) == minutes(SOLUTIONS.parent / path.name.removeprefix("ex_"))


def test_every_glossary_entry_leads_to_the_lesson_it_names():
    text = (DOCS / "glossary.md").read_text(encoding="utf-8")
    for entry in re.findall(r"^\*\*.*", text, re.MULTILINE):
        links = re.findall(r"\[(\d\d)\]\(\.\./notebooks/(\d\d)_", entry)
        assert links, entry
        assert all(shown == target for shown, target in links), entry


@pytest.mark.parametrize(
    "path", sorted([*DOCS.glob("*.md"), *DOCS.parent.glob("*.md")]), ids=lambda path: path.name
)
def test_no_placeholder_is_left_in_the_docs(path):
    text = path.read_text(encoding="utf-8")
    assert "@@" not in re.sub(r"^```diff\n.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)


CROSSWALK = re.compile(
    r"^\| (?P<part>[^|]+) \| \[(?P<lesson>\d\d)\]\((?P<path>[^)]+)\) \| (?P<heading>[^|]+) \|$",
    re.MULTILINE,
)
IN_ORDER = [  # the tutorial's own parts
    "what SMOTE is",
    *(f"working, {number}" for number in range(1, 7)),
    *(f"step {number}" for number in range(1, 6)),
    "ADASYN",
    "Borderline-SMOTE",
    "SMOTE-ENN",
    "SMOTE-Tomek",
    "SMOTE-NC",
    "table: when to use each",
    "the cost",
]


@pytest.fixture(scope="module")
def crosswalk():
    """Return the rows of the table that leads from the tutorial to the lessons."""
    text = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    rows = list(CROSSWALK.finditer(text))
    assert len(rows) == text.count("\n| ") - 1, "a row has another form"
    return rows


def start_page():
    """Return the prose of lesson 00."""
    cells = read(NOTEBOOKS / "00_start_here.ipynb").cells
    return "\n".join(cell.source for cell in cells if cell.cell_type == "markdown")


@pytest.fixture(scope="module")
def short_crosswalk():
    """Return the rows of the shorter table in lesson 00."""
    text = start_page().split("### Where the tutorial's steps are")[1].split("\n##")[0]
    rows = list(CROSSWALK.finditer(text))
    assert len(rows) == text.count("\n| ") - 1, "a row has another form"
    return rows


def headings(path):
    """Return {heading: whether a picture stands under it or its subheadings} of a notebook."""
    found, open_ones = {}, []
    for cell in read(path).cells:
        if cell.cell_type == "markdown":
            for signs, heading in re.findall(r"^(#+) (.+)$", cell.source, re.MULTILINE):
                open_ones = [one for one in open_ones if len(one[0]) < len(signs)]
                open_ones.append((signs, heading))
                found[heading] = False
        elif any("image/png" in output.get("data", {}) for output in cell.outputs):
            # The title stands over every picture, so it would lead nowhere.
            found |= {heading: True for signs, heading in open_ones if len(signs) > 1}
    return found


def test_every_part_of_the_tutorial_leads_to_a_heading_that_exists(crosswalk, short_crosswalk):
    for folder, row in [
        *((DOCS, row) for row in crosswalk),
        *((NOTEBOOKS, row) for row in short_crosswalk),
    ]:
        path = (folder / row["path"]).resolve()
        assert path.name.startswith(row["lesson"])
        found = headings(path)
        assert row["heading"] in found, row[0]
        if "figure" in row["part"]:
            assert found[row["heading"]], f"no picture: {row[0]}"


def test_lesson_00_leads_to_the_same_places_as_the_longer_table(crosswalk, short_crosswalk):
    long = [(row["lesson"], row["heading"]) for row in crosswalk]
    for row in short_crosswalk:
        assert (row["lesson"], row["heading"]) in long, row[0]
    figures = [
        int(number) for row in short_crosswalk for number in re.findall(r"figure (\d)", row["part"])
    ]
    assert figures == list(range(1, 8))
    parts = " ".join(row["part"] for row in short_crosswalk)
    steps = [f"step {number}" for number in range(1, 6)]
    assert [step for step in [*steps, "SMOTE-Tomek", "SMOTE-NC"] if step not in parts] == []


def test_the_closing_table_in_lesson_00_is_the_registrys_with_a_lesson_for_each_sampler():
    text = start_page().split("### The tutorial's closing table")[1].split("\n##")[0]
    rows = re.findall(
        r"^\| \[([^]]+)\]\((\d\d)_[^)]+\) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", text, re.MULTILINE
    )
    columns = ["recommended for", "main strength", "key notes"]
    assert [(name, *words) for name, _, *words in rows] == [
        (name, *row[columns]) for name, row in when_to_use_which().iterrows()
    ]
    assert [number for _, number, *_ in rows] == ["03", "05", "06", "07", "08", "09"]


def test_what_lesson_00_says_of_lesson_12_is_stated_there():
    [sentence] = re.findall(r"in one sentence</summary>\n\n([^(]+\.) \(", start_page())
    lesson = read(NOTEBOOKS / "12_choose_on_real_data.ipynb")
    assert sentence in [one.text for one in statements(lesson)]


def test_the_three_ways_take_as_long_as_their_lessons(plan):
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    lessons = {path.name[:2]: minutes(path) for path in find_lessons(NOTEBOOKS)}
    exercises = sum(int(row["do"]) for row in plan.values())
    ways = {
        r"about (\d+) hours: lessons 00 to 04": lambda lesson: lesson <= "04",
        r"about (\d+) hours: lessons 05 to 09": lambda lesson: "05" <= lesson <= "09",
    }
    for words, on_the_way in ways.items():
        [hours] = re.findall(words, readme)
        total = sum(time for lesson, time in lessons.items() if on_the_way(lesson))
        assert abs(60 * int(hours) - total) <= 20, words
    [hours] = re.findall(r"about (\d+) hours with all exercises", readme)
    assert abs(60 * int(hours) - sum(lessons.values()) - exercises) <= 45
    assert "02 to 04 alone take an hour and a half" in readme
    assert abs(90 - sum(lessons[lesson] for lesson in ("02", "03", "04"))) <= 10


def test_the_tutorials_parts_and_figures_are_all_there_and_in_order(crosswalk):
    parts = [row["part"] for row in crosswalk]
    first = [next(i for i, part in enumerate(parts) if part.startswith(name)) for name in IN_ORDER]
    assert first == sorted(first)
    figures = [int(number) for part in parts for number in re.findall(r"figure (\d)", part)]
    assert figures == list(range(1, 8))


def test_the_readme_names_each_part_of_the_tutorial_at_the_same_lesson(crosswalk):
    readme = (DOCS.parent / "README.md").read_text(encoding="utf-8")
    lessons = dict(
        re.findall(r"^\| \[(\d\d) [^|]*\|[^|]*\|[^|]*\|([^|]*)\|$", readme, re.MULTILINE)
    )
    for row in crosswalk:
        for number in re.findall(r"figure (\d)", row["part"]):
            assert f"figure {number}" in lessons[row["lesson"]]


def test_code_licence_version_and_name_are_the_same_everywhere():
    root = DOCS.parent
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["cff-version"] == "1.2.0"
    assert {"message", "title", "authors"} <= citation.keys()
    assert citation["license"] == project["license"] == "BSD-3-Clause"
    assert citation["version"] == project["version"]
    assert citation["authors"] == [{"name": "the authors of smote-course"}]
    for name in project["license-files"]:
        assert "the authors of smote-course" in (root / name).read_text(encoding="utf-8")


def test_hooks_fetch_nothing():
    text = (DOCS.parent / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert [one["repo"] for one in yaml.safe_load(text)["repos"]] == ["local"]


@pytest.mark.parametrize("path", sorted((DOCS.parent / ".github" / "workflows").glob("*.yml")))
def test_a_workflow_calls_commands_that_exist(path):
    text = path.read_text(encoding="utf-8")
    assert "ot run" in text.splitlines()[0], "the first line says that it was not run"
    makefile = (DOCS.parent / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.*)", makefile, re.MULTILINE)[1].split()
    steps = [step for job in yaml.safe_load(text)["jobs"].values() for step in job["steps"]]
    commands = [step["run"] for step in steps if "run" in step]
    made = [command.split()[1] for command in commands if command.startswith("make ")]
    assert made
    assert set(made) <= set(targets)


def test_every_small_set_that_a_notebook_uses_has_its_creators_named():
    table = (DOCS.parent / "data" / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`[^|]*)\|", table, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    paths = [*SOLUTIONS.parent.glob("*.ipynb"), *PATHS]
    text = "\n".join(cell.source for path in paths for cell in read(path).cells)
    used = {name for name in keel._files() if f'"{name}"' in text}
    assert len(used) > 10
    assert used - named == set()


def test_the_guide_says_what_each_line_of_ci_costs_and_the_budget_holds():
    text = (DOCS.parent / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(make [^`]+)` \| ([\d,]+) \| (?:[\d,]+|–) \|$", text, re.MULTILINE)
    script = (DOCS.parent / ".ci" / "run").read_text(encoding="utf-8")
    assert [line for line, _ in rows] == re.findall(
        r"^(?:\w+=\S+ )*(make .*)", script, re.MULTILINE
    )
    [budget] = re.findall(r"is ([\d,]+) seconds, 40 minutes", text)
    seconds = [int(number.replace(",", "")) for number in (budget, *(cost for _, cost in rows))]
    assert sum(seconds[1:]) <= seconds[0]


def test_ci_executes_each_lesson_once_and_runs_all_that_make_test_runs():
    script = (DOCS.parent / ".ci" / "run").read_text(encoding="utf-8")
    lines = re.findall(r"^.*make test.*", script, re.MULTILINE)
    folders = [name for line in lines for name in re.search(r'ARGS="?([^"]+)', line)[1].split()]
    content = tomllib.loads((DOCS.parent / "pyproject.toml").read_text(encoding="utf-8"))
    assert sorted(folders) == sorted(content["tool"]["pytest"]["ini_options"]["testpaths"])
    [lessons] = [line for line in lines if "notebooks" in line]
    assert "OPENBLAS_CORETYPE=Haswell" in lessons
    assert "OPENBLAS_NUM_THREADS=1" in lessons
