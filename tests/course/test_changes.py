"""`make quick` runs the lessons that have changed, and no test that is marked as slow."""

import os
import subprocess

import pytest

from helpers.course import changes, teacher_commands
from helpers.course.cli import main

HERE = {name: text for name, text in os.environ.items() if not name.startswith("GIT_")}
AUTHOR = {f"GIT_{who}_{what}": "a" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}


@pytest.fixture
def git(tmp_path, monkeypatch):
    """Make a clone with two lessons and a solution, all committed; return a function for git."""
    root = tmp_path / "Zoé's clone"
    (root / "notebooks" / "solutions").mkdir(parents=True)
    names = ["00_start_here", "01_next", "solutions/ex_01_next"]
    for name in names:
        (root / "notebooks" / f"{name}.ipynb").write_text("{}")
    monkeypatch.setattr(changes, "ROOT", root)
    monkeypatch.setattr(changes, "NOTEBOOKS", root / "notebooks")
    solutions = root / "notebooks" / "solutions"
    monkeypatch.setattr(changes, "find_solutions", lambda: sorted(solutions.glob("ex_*.ipynb")))
    for name in os.environ.keys() - HERE.keys():
        monkeypatch.delenv(name)

    def run(*command):
        subprocess.run(["git", *command], cwd=root, env=HERE | AUTHOR, check=True)

    run("init", "--quiet", "--initial-branch", "main")
    run("add", ".")
    run("commit", "--quiet", "--message", "first")
    return run


def edit(name):
    (changes.NOTEBOOKS / f"{name}.ipynb").write_text('{"cells": []}')


def changed():
    return [path.stem for path in changes.changed_notebooks()]


def test_nothing_changed_is_nothing_to_run(git):
    assert changed() == []


def test_what_is_not_committed_counts_also_when_it_is_new(git):
    edit("solutions/ex_01_next")
    edit("01_next")
    edit("02_new")
    git("add", "notebooks/01_next.ipynb")
    (changes.NOTEBOOKS / "scratch.ipynb").write_text("no lesson")
    assert changed() == ["01_next", "02_new", "ex_01_next"]


def test_a_branch_is_compared_with_where_it_left_main(git):
    """Else a lesson that was committed, or one that somebody else changed, would be mistaken."""
    git("checkout", "--quiet", "-b", "mine")
    edit("01_next")
    git("commit", "--quiet", "--all", "--message", "mine")
    git("checkout", "--quiet", "main")
    assert changed() == []
    edit("00_start_here")
    git("commit", "--quiet", "--all", "--message", "theirs")
    git("checkout", "--quiet", "mine")
    assert changed() == ["01_next"]


def test_without_a_main_branch_the_last_commit_counts(git):
    git("branch", "--quiet", "--move", "trunk")
    edit("00_start_here")
    assert changed() == ["00_start_here"]


def test_a_folder_without_a_repository_is_one_sentence(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(changes, "ROOT", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main(["quick"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("git cannot tell which lessons have changed (fatal: not a git repo")
    assert line.endswith("run `make test`, which needs no git.")


def test_without_git_the_remedy_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert main(["quick"]) == 1
    assert "git is not installed" in capsys.readouterr().err


def test_quick_leaves_out_the_slow_tests_and_takes_the_changed_lessons(monkeypatch, capsys):
    seen, threads = [], []
    lesson = changes.NOTEBOOKS / "01_load_and_explore.ipynb"
    monkeypatch.setattr(teacher_commands, "changed_notebooks", lambda: [lesson])

    def run(args):
        seen.append(args)
        threads.append(os.environ.get("OPENBLAS_NUM_THREADS"))
        return 5

    monkeypatch.setattr(pytest, "main", run)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "7")
    monkeypatch.chdir(changes.ROOT)
    assert main(["quick", "-x"]) == 5
    assert (threads, os.environ["OPENBLAS_NUM_THREADS"]) == (["1"], "7"), "two processes share"
    name = "notebooks/01_load_and_explore.ipynb"
    [given] = seen
    assert given[:2] == ["-m", "not slow"]
    assert given[-4:] == ["tests", "helpers", name, "-x"]
    assert capsys.readouterr().out == f"Notebooks that have changed: {name}\n"
