"""The handout works by itself: no solution in it, no dead link, no command that fails."""

import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from datetime import date

import pytest

from helpers.checks import quizzes, summary
from helpers.course.cli import REPOSITORY_ONLY
from helpers.errors import CourseError
from helpers.notebook_tools.exercise_format import find_solutions, role
from helpers.notebook_tools.files import find_lessons, read
from helpers.paths import ROOT, SOLUTIONS
from helpers.teaching import handout
from helpers.teaching.handout import BEGIN, END, for_learners, pack

PATHS = find_solutions()
with_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


@pytest.fixture(scope="module")
def packed(tmp_path_factory):
    path = pack(date(2026, 9, 1), tmp_path_factory.mktemp("handout"))
    with zipfile.ZipFile(path) as archive:
        return path, {
            name: archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
        }


@pytest.fixture(scope="module")
def unpacked(packed, tmp_path_factory):
    """Return the folder of an unpacked handout."""
    folder = tmp_path_factory.mktemp("learner's folder")
    with zipfile.ZipFile(packed[0]) as archive:
        archive.extractall(folder)
    return folder / packed[0].stem


def test_the_handout_is_dated_and_holds_what_a_learner_needs(packed):
    path, files = packed
    assert path.name == "smote-course-2026-09-01.zip"
    names = {name.removeprefix("smote-course-2026-09-01/") for name in files}
    assert {"Makefile", "pyproject.toml", "uv.lock", "environment.yml", "README.md"} <= names
    assert {"tools/get_uv.py", "helpers/checks/core.py", "data/creditcard_simulator.npz"} <= names
    assert {f"notebooks/exercises/{path.name}" for path in PATHS} <= names
    assert {f"helpers/checks/questions/{number}.json" for number in quizzes.lessons()} <= names
    assert {f"notebooks/{path.name}" for path in SOLUTIONS.parent.glob("*.ipynb")} <= names


def test_lessons_are_handed_out_without_outputs_and_otherwise_as_they_are(packed):
    _, files = packed
    lessons = {name.split("/")[-1]: text for name, text in files.items() if ".ipynb" in name}
    assert len(lessons) == len(find_lessons(SOLUTIONS.parent)) + len(PATHS)
    for path in find_lessons(SOLUTIONS.parent):
        cells = json.loads(lessons[path.name])["cells"]
        assert ["".join(cell["source"]) for cell in cells] == [c.source for c in read(path).cells]
        code = [cell for cell in cells if cell["cell_type"] == "code"]
        assert not [cell for cell in code if cell["outputs"] or cell["execution_count"]], path.name


def solution_texts(path):
    """Return what stands between the markers and in solution cells, without indentation."""
    texts = []
    for cell in read(path).cells:
        texts += re.findall(r"### BEGIN SOLUTION\n(.*?)### END SOLUTION", cell.source, re.DOTALL)
        texts += [cell.source] if role(cell) == "solution" else []
    return [[line.strip() for line in text.splitlines() if line.strip()] for text in texts]


def test_no_solution_stands_anywhere_in_the_handout(packed):
    _, files = packed
    assert not [name for name in files if "solutions" in name or "teaching" in name]
    notebooks = {name: json.loads(text) for name, text in files.items() if ".ipynb" in name}
    sources = {
        name: [[line.strip() for line in cell["source"]] for cell in notebook["cells"]]
        for name, notebook in notebooks.items()
    }
    for path in PATHS:
        texts = solution_texts(path)
        assert texts, path.name
        for name, cells in sources.items():
            for lines in texts:
                found = [cell for cell in cells if holds(cell, lines)]
                assert not found, (path.name, name, lines)


def holds(cell, lines):
    """Tell whether the lines stand in the cell, one after the other."""
    text = "\n" + "\n".join(line for line in cell if line) + "\n"
    return "\n" + "\n".join(lines) + "\n" in text


def test_the_same_day_gives_the_same_bytes(packed, tmp_path):
    path, _ = packed
    assert pack(date(2026, 9, 1), tmp_path).read_bytes() == path.read_bytes()


def test_an_outdated_template_is_not_handed_out(tmp_path, monkeypatch):
    monkeypatch.setattr(handout, "TEMPLATES", tmp_path)
    with pytest.raises(CourseError, match="make exercises"):
        pack(folder=tmp_path)


LINK = re.compile(r"\]\(([^)\s]+)|(?:href|src)=[\"']([^\"']+)")


def prose(path):
    """Return what a reader sees as Markdown: a text file, or a notebook's cells and outputs."""
    if path.suffix == ".md":
        return path.read_text(encoding="utf-8")
    texts = []
    for cell in read(path).cells:
        texts += [cell.source] if cell.cell_type == "markdown" else []
        for output in cell.get("outputs", []):
            texts.append(output.get("data", {}).get("text/markdown", ""))
    return "\n".join(texts)


def dead_links(path):
    """Return the relative links of a document that lead nowhere."""
    targets = [(first or second).split("#")[0] for first, second in LINK.findall(prose(path))]
    relative = {target for target in targets if not target.startswith(("http", "mailto:", "data:"))}
    return sorted(target for target in relative if not (path.parent / target).exists())


def documents(folder):
    """Return all Markdown files and notebooks of an unpacked handout."""
    found = sorted({*folder.rglob("*.md"), *folder.rglob("*.ipynb")})
    assert folder / "README.md" in found
    assert len(found) > 2 * len(PATHS)
    return found


def test_no_link_in_the_handout_is_dead(unpacked):
    dead = {path.name: dead_links(path) for path in documents(unpacked)}
    assert not {name: links for name, links in dead.items() if links}


@pytest.mark.parametrize(
    "path",
    [
        ROOT / "data" / "README.md",
        *sorted(ROOT.glob("*.md")),
        *sorted((ROOT / "docs").glob("*.md")),
    ],
    ids=lambda path: path.name,
)
def test_no_link_in_the_repositorys_documents_is_dead(path):
    assert dead_links(path) == []


def test_a_dead_link_is_found(tmp_path):
    path = tmp_path / "a.md"
    path.write_text("[a](a.md#top) [b](b.md) [c](https://x.org/c) ![d](d.png) <a href='e.md'>e</a>")
    assert dead_links(path) == ["b.md", "d.png", "e.md"]


def commands(path, program):
    """Return the sub-commands of `make` or `course` that a document names as code."""
    return set(
        re.findall(rf"(?:^|`)(?:\w+=\S+ |uv run )*{program} ([\w-]+)", prose(path), re.MULTILINE)
    )


@with_make
def test_the_handouts_readme_names_only_commands_that_work_there(unpacked):
    readme = unpacked / "README.md"
    shown = subprocess.run(["make"], cwd=unpacked, capture_output=True, text=True, check=True)
    targets = set(re.findall(r"^  make ([\w-]+)", shown.stdout, re.MULTILINE))
    learners = {"lab", "course", "progress", "review"}
    assert targets == learners | {"data", "real-results", "setup", "parquet", "clean"}
    assert learners <= commands(readme, "make") <= targets
    assert commands(readme, "course") == {"lab", "run", "progress", "review"}
    assert "git clone" not in readme.read_text(encoding="utf-8")


def test_no_document_in_the_handout_names_a_command_that_is_refused_there(unpacked):
    refused = {*REPOSITORY_ONLY, "lint"}
    for path in documents(unpacked):
        assert not refused & (commands(path, "make") | commands(path, "course")), path.name


def test_the_repositorys_readme_names_more():
    # Otherwise the two tests above would pass with commands that nobody finds.
    assert {"handout", "grade", "test"} <= commands(ROOT / "README.md", "make")


@pytest.mark.slow
def test_what_needs_the_repository_says_so_in_a_handout(unpacked):
    code = (
        "import sys; from pathlib import Path; from helpers import course, paths;"
        "from helpers.course.cli import main;"
        "assert Path.cwd().samefile(paths.ROOT);"
        "calls = [[name, 'x'][: 1 + (name in ('grade', 'nbgrader'))] for name in sys.argv[1:]];"
        "sys.exit(sum(main(call) for call in calls))"
    )
    names = REPOSITORY_ONLY
    done = subprocess.run(
        [sys.executable, "-c", code, *names], cwd=unpacked, capture_output=True, text=True
    )
    assert done.returncode == len(names)
    sentence = "`course {}` needs the whole repository. This is a handout, which has neither"
    for name, line in zip(names, done.stderr.splitlines(), strict=True):
        assert line.startswith(sentence.format(name))


@pytest.mark.slow
def test_the_handout_works_without_the_code_that_teachers_keep(unpacked):
    for kept_back in ("teaching", "grading", "course/changes.py", "course/teacher_commands.py"):
        assert not (unpacked / "helpers" / kept_back).exists()
    env = os.environ | {"PYTHONPATH": str(unpacked), "COURSE_DATA": "simulated"}
    n_exercises = len(summary())
    for call, shown in [
        (["progress"], f"Solved: 0 of {n_exercises}"),
        (["run", "00"], "00_start_here "),
    ]:
        command = [sys.executable, "-m", "helpers.course", *call]
        done = subprocess.run(command, cwd=unpacked, env=env, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert shown in done.stdout


@with_make
def test_a_handout_can_be_cleaned(unpacked):
    (unpacked / "build").mkdir(exist_ok=True)
    subprocess.run(["make", "clean"], cwd=unpacked, capture_output=True, check=True)
    assert not (unpacked / "build").exists()
    assert (unpacked / "helpers" / "course" / "cli.py").exists()


@pytest.mark.parametrize(
    "text",
    [
        f"a\n{BEGIN}\nb",
        f"a\n{END}\nb",
        f"{BEGIN}\na\n{BEGIN}\nb\n{END}\n",
        f"a {BEGIN}\nb\n{END}\n",
        f"{BEGIN}\na\n{END} b\n",
    ],
)
def test_markers_without_a_partner_or_a_line_are_refused(text):
    with pytest.raises(CourseError, match="a line of its own, and a partner"):
        for_learners(text)


def test_all_marked_parts_are_cut_and_the_rest_stays():
    part = f"{BEGIN}\nteachers\n\n{END}\n"
    assert for_learners(f"a\n\n{part}b\n\n{part}c\n\n{part}").split() == ["a", "b", "c"]
    assert for_learners("a\n\n\nb\n") == "a\n\n\nb"
