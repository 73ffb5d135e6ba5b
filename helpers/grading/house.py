"""The rooms of one run, and what stands in them."""

import ast
import contextlib
import os
import threading
from pathlib import Path

from nbformat import NotebookNode

from helpers.checks.class_seed import NOTEBOOK
from helpers.grading import sandbox
from helpers.grading.assembly import plan
from helpers.grading.records import Grade
from helpers.grading.rooms import Checker, ForkServer, GraderError
from helpers.grading.scratch import scratch_folder
from helpers.grading.trial import Outcome, Trial
from helpers.notebook_tools.exercise_format import titles


def modules_of(templates: dict[str, NotebookNode]) -> list[str]:
    """Return the modules that the templates import."""
    found = set()
    for blank in templates.values():
        for cell in blank.cells:
            for node in ast.walk(ast.parse(cell.source)) if cell.cell_type == "code" else ():
                if isinstance(node, ast.ImportFrom):
                    found.add(node.module)
                elif isinstance(node, ast.Import):
                    found |= {alias.name for alias in node.names}
    return sorted(found)


class House:
    """The rooms of one run, made when the first notebook needs them; a context manager.

    Parameters
    ----------
    templates : dict of str to NotebookNode
    limits : Limits
    locked : bool
        If not, learners' code runs with the teacher's rights.
    seed : int, default=NOTEBOOK
        Of the class's trial data; by default those of the notebooks.
    log : Path, optional
        For what the rooms print.
    """

    def __init__(self, templates, limits, *, locked, seed=NOTEBOOK, log: Path | None = None):
        self.templates, self.limits, self.locked, self.seed = templates, limits, locked, seed
        log = log or Path(os.devnull)
        log.parent.mkdir(parents=True, exist_ok=True)
        self.log = log.open("wb")
        self.lock, self.own = threading.Lock(), threading.local()
        self.checkers, self.server, self.stopped = [], None, False
        self.scratch = contextlib.ExitStack()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()
        self.scratch.close()
        self.log.close()

    def close(self) -> None:
        """End the rooms.

        This belongs before the end of the threads that started them: with a thread, the kernel
        kills what is to die with its parent, and its CPU seconds are lost.
        """
        for checker in self.checkers:
            checker.close()
        if self.server is not None:
            self.server.close()

    def stop(self) -> None:
        """End what runs; notebooks in work fail, and none is begun."""
        with self.lock:
            self.stopped = True
            if self.server is not None:
                self.server.close()

    def open(self) -> None:
        """Copy what the rooms show, and start the fork server."""
        if self.stopped:
            raise GraderError("the run was interrupted")
        if self.server is not None:
            return
        folder = self.scratch.enter_context(scratch_folder())
        course = sandbox.snapshot(folder / "course", for_checks=False)
        self.with_checks = sandbox.snapshot(folder / "checks", for_checks=True)
        modules = modules_of(self.templates)
        sandbox.compile_packages(modules)
        self.server = ForkServer(course, modules, self.limits, self.log, locked=self.locked)

    def checker(self) -> Checker:
        """Return this thread's own judge."""
        if not hasattr(self.own, "checker"):
            names = [name for blank in self.templates.values() for name in titles(blank)]
            self.own.checker = Checker(
                self.with_checks, names, self.seed, self.log, locked=self.locked
            )
            self.checkers.append(self.own.checker)
        return self.own.checker

    def try_notebook(self, grade: Grade, notebook: NotebookNode, beside: dict) -> Outcome:
        """Run a notebook and have it judged."""
        with self.lock:
            self.open()
        steps, notes = plan(notebook, self.templates[grade.notebook])
        outcome = Trial(self.server, self.checker(), self.limits, beside).run(steps)
        outcome.notes[:0] = notes
        return outcome
