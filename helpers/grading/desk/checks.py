"""The twelve checks of one project."""

import io
from pathlib import Path

import pandas as pd

from helpers.data import imbalanced_sets
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
from helpers.desk.verdicts import FAILED, OPEN, TITLES, Result
from helpers.grading.desk.handed_in import Project
from helpers.grading.desk.runs import OPENINGS, TWINS, Run
from helpers.grading.house import House
from helpers.grading.limits import Limits
from helpers.grading.scratch import scratch_folder
from helpers.grading.texts import printable

MANY_ROWS, LONG_LINE = 300_000, 100_000  # characters


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
        except PolicyError as error:
            said = printable(f"Not judged, because its desk could not be opened here. {error}")
            return [Result(one, OPEN, said) for one in TITLES], [*project.notes, said]
        runs = _Runs(self, project, trial)
        try:
            found = judge_policy(runs.learn, trial, self.seed)
            found += [runs.twins(), runs.opened(), *self.memo(project, own)]
            return sorted(found, key=lambda one: one.check), project.notes + runs.problems
        finally:
            runs.close()

    def open_for(self, project: Project) -> tuple[Desk, Desk]:
        """Return the desk that the notebook opens, and one of the same kind for the trial."""
        places, words = project.opened_with
        key = repr((places, words))
        if key not in self.desks or project.files.get(str((*places, "")[0])):
            self.desks[key] = self._open(project, places, words)
        return self.desks[key]

    def _open(self, project: Project, places: tuple, words: dict) -> tuple[Desk, Desk]:
        """Open the desk here, from the course's data or a file that was handed in."""
        source = str((*places, words.get("source", CARDS))[0])
        known = {CARDS, *project.files, *imbalanced_sets()["name"]}
        if source not in known:  # a path or an address of the learner's choice is not opened here
            raise PolicyError(f"{source!r} is no set of the course, and no file was handed in.")
        if words.get("rows") is not None and words["rows"] not in range(MANY_ROWS):
            raise PolicyError(f"{words['rows']!r} rows cannot be had.")
        try:
            if source == CARDS:
                return open_desk(*places, **words), trial_desk(self.seed)
            with scratch_folder() as folder:
                if source in project.files:
                    content = project.files[source]
                    if any(len(line) > LONG_LINE for line in io.BytesIO(content)):
                        raise PolicyError(f"{source!r} has too many columns.")
                    path = Path(folder, Path(source).name)
                    path.write_bytes(content)
                    places, words = (path,), {k: v for k, v in words.items() if k != "source"}
                trial = words | {"seed": self.seed}
                return open_desk(*places, **words), open_desk(*places, **trial)
        except (TypeError, LookupError, ValueError) as error:  # whatever they wrote into the call
            raise PolicyError(f"{type(error).__name__}: {error}") from error

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
        if own.source not in self.rivals:
            self.rivals[own.source] = {
                name: scorer(policy, fit, decide)(rows) for name, policy in RIVALS.items()
            }
        hidden = without_answers(own, self.seed)
        run = Run(self.house, self.limits, project.cells, hidden, project.files)
        try:
            scores = {"mine": run.learned()(rows)} | self.rivals[own.source]
        finally:
            run.close()
        return money_table(scores, own.part(SEALED), own.budgets[SEALED], CALL_COST)


class _Runs:
    """The runs of one project on the variations of a desk."""

    def __init__(self, bench: Bench, project: Project, desk: Desk):
        self.bench, self.project, self.desk, self.runs = bench, project, desk, {}

    def run(self, name: str) -> Run:
        """Return the project's run on a variation; a run that failed fails again."""
        if name not in self.runs:
            bench, desk = self.bench, varied(self.desk, name, self.bench.seed)
            cells, files = self.project.cells, self.project.files
            self.runs[name] = Run(bench.house, bench.limits, cells, desk, files)
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
        return self.runs[PLAIN].problems if PLAIN in self.runs else []

    def close(self) -> None:
        for run in self.runs.values():
            run.close()
