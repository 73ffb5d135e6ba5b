"""The twelve checks of one project."""

import io
from pathlib import Path

import pandas as pd

from helpers.data import imbalanced_sets
from helpers.data.simulator import ROWS
from helpers.desk import openings, verdicts
from helpers.desk.desk import CARDS, Desk, open_desk
from helpers.desk.judging import judge_policy
from helpers.desk.memo import numbers_hold, rivals_named
from helpers.desk.money import money_table
from helpers.desk.parts import CALL_COST, SEALED
from helpers.desk.rivals import RIVALS
from helpers.desk.scoring import PolicyError, Scorer, scorer
from helpers.desk.steps import count_twins, mistaken_twins
from helpers.desk.trials import PLAIN, trial_desk, varied, without_answers
from helpers.desk.verdicts import FAILED, OPEN, Result
from helpers.errors import CourseError, DataError
from helpers.files import digest
from helpers.grading.desk.handed_in import Project
from helpers.grading.desk.runs import OPENINGS, TWINS, Run
from helpers.grading.house import House
from helpers.grading.limits import Limits
from helpers.grading.scratch import scratch_folder
from helpers.grading.texts import printable

LONG_LINE = 100_000
"""Characters; a table with more columns takes too long to read."""


class Bench:
    """Checks projects one after the other; rooms and rivals are shared.

    Parameters
    ----------
    house : House
    limits : Limits
    seed : int
        Of the trial data.
    """

    def __init__(self, house: House, limits: Limits, seed: int):
        self.house, self.limits, self.seed = house, limits, seed
        self.desks, self.rivals = {}, {}

    def check(self, project: Project) -> tuple[list[Result], list[str]]:
        """Return the results A to L, and what happened in the notebook's cells."""
        try:
            own, trial = self.open_for(project)
        except (CourseError, DataError, TypeError, ValueError, LookupError, OSError) as error:
            why = project.problem or f"The desk could not be opened: {error}"
            results = [Result(one, OPEN, "Not run.") for one in verdicts.TITLES]
            return results, [*project.notes, printable(why)]
        runs = _Runs(self, project, trial)
        try:
            found = judge_policy(runs.learn, trial, self.seed)
            found += [runs.twins(), runs.opened(), *self.memo(project, own)]
            return sorted(found, key=lambda one: one.check), project.notes + runs.problems
        finally:
            runs.close()

    def open_for(self, project: Project) -> tuple[Desk, Desk]:
        """Return the desk that the notebook opens, and one of the same kind for the trial."""
        if project.problem:
            raise CourseError(project.problem)
        key = self._key(project)
        if key not in self.desks:
            self.desks[key] = self._open(project, *project.opened_with)
        return self.desks[key]

    def _key(self, project: Project) -> tuple:
        """Return what a project's desk depends on: the call, and the file that it may name."""
        places, words = project.opened_with
        source = str((*places, words.get("source", CARDS))[0])
        return repr((places, words)), digest(project.files.get(source, b""))

    def _open(self, project: Project, places: tuple, words: dict) -> tuple[Desk, Desk]:
        source = str((*places, words.get("source", CARDS))[0])
        if words.get("rows") is not None and words["rows"] not in range(1, ROWS + 1):
            raise CourseError(f"rows={words['rows']!r} is no number of rows up to {ROWS:,}")
        if source not in {CARDS, *project.files, *imbalanced_sets()["name"]}:
            raise CourseError(f"{source!r} is no KEEL set and does not lie beside the notebook")
        if source == CARDS:
            return open_desk(*places, **words), trial_desk(self.seed)
        with scratch_folder() as folder:
            if source in project.files:
                content = project.files[source]
                if any(len(line) > LONG_LINE for line in io.BytesIO(content)):
                    raise CourseError(f"{source!r} has too many columns")
                path = Path(folder, Path(source).name)
                path.write_bytes(content)
                places, words = (path,), {k: v for k, v in words.items() if k != "source"}
            return open_desk(*places, **words), open_desk(*places, **words | {"seed": self.seed})

    def memo(self, project: Project, own: Desk) -> list[Result]:
        """Return J and K."""
        memo = project.text("memo.md")
        if not memo:
            return [Result(one, FAILED, "There is no memo.md beside the notebook.") for one in "JK"]
        try:
            told = numbers_hold(memo, self.recompute(project, own), own.source)
        except PolicyError as error:
            told = Result("J", OPEN, f"The policy stopped on the rows of the memo: {error}")
        return [told, rivals_named(memo)]

    def recompute(self, project: Project, own: Desk) -> pd.DataFrame:
        """Return the table of the sealed day, from the scores of a fresh run."""
        rows, fit, decide = own.part(SEALED, labelled=False), own.fit, own.decide
        key = self._key(project)
        if key not in self.rivals:
            self.rivals[key] = {
                name: scorer(policy, fit, decide)(rows) for name, policy in RIVALS.items()
            }
        hidden = without_answers(own, self.seed)
        run = Run(self.house, self.limits, project.cells, hidden, project.files)
        try:
            scores = {"mine": run.learned()(rows)} | self.rivals[key]
        finally:
            run.close()
        return money_table(scores, own.part(SEALED), own.budgets[SEALED], CALL_COST)


class _Runs:
    """The runs of one project on the variations of a desk."""

    def __init__(self, bench: Bench, project: Project, desk: Desk):
        self.bench, self.project, self.desk, self.runs = bench, project, desk, {}

    def run(self, name: str) -> Run:
        """Return the project's run on a variation; one that failed is not tried again."""
        if name not in self.runs:
            bench, desk = self.bench, varied(self.desk, name, self.bench.seed)
            cells, files = self.project.cells, self.project.files
            try:
                self.runs[name] = Run(bench.house, bench.limits, cells, desk, files)
            except PolicyError as error:
                self.runs[name] = error
        if isinstance(self.runs[name], PolicyError):
            raise self.runs[name]
        return self.runs[name]

    def learn(self, name: str) -> Scorer:
        return self.run(name).learned()

    def twins(self) -> Result:
        try:
            told = self.run(PLAIN).number(TWINS)
        except PolicyError as error:
            return Result("H", OPEN, str(error))
        return verdicts.twins_counted(told, count_twins(self.desk), mistaken_twins(self.desk))

    def opened(self) -> Result:
        try:
            in_run = int(self.run(PLAIN).number(OPENINGS) or 0)
        except PolicyError as error:
            return Result("I", OPEN, str(error))
        return verdicts.opened_once(in_run, openings.count(self.project.text(openings.LOG)))

    @property
    def problems(self) -> list[str]:
        return getattr(self.runs.get(PLAIN), "problems", [])

    def close(self) -> None:
        for run in self.runs.values():
            if isinstance(run, Run):
                run.close()
