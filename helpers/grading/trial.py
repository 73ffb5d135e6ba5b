"""Run one notebook and have its answers judged."""

import contextlib
import time
from dataclasses import dataclass, field

from helpers.grading.assembly import Step, bound, used
from helpers.grading.limits import Limits
from helpers.grading.notes import NOT_REACHED, WHO, sentence, undefined
from helpers.grading.process import Process
from helpers.grading.rooms import Checker, CheckerDied, Dead, ForkServer

UNBEARABLE = "The check used up time or memory over this answer, twice."
DEATHS = 6  # of one notebook; after that it is ended


@dataclass
class Outcome:
    """What running a notebook found out.

    Attributes
    ----------
    verdicts : dict of str to dict
        Per exercise ``passed`` (bool), ``message`` (of the check) and ``cause`` (what went wrong in
        the learner's cells, ``""`` if nothing did), both texts.
    notes : list of str
        What belongs to no unsolved exercise.
    limited : bool
        Whether a limit ended something; other limits may give another grade.
    seconds : float
        CPU seconds on the learner's side.
    """

    verdicts: dict[str, dict] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    limited: bool = False
    seconds: float = 0.0


class Trial:
    """Runs the steps of a notebook; a process that dies is replaced, and costs one cell.

    Parameters
    ----------
    server : ForkServer
    checker : Checker
    limits : Limits
    files : dict of str to bytes, optional
        What lies beside the notebook.
    """

    def __init__(
        self,
        server: ForkServer,
        checker: Checker,
        limits: Limits,
        files: dict[str, bytes] | None = None,
    ):
        self.server, self.checker, self.limits = server, checker, limits
        self.files, self.outcome = files or {}, Outcome()
        self.ran, self.causes, self.last_try = [], {}, {}
        self.deaths, self.until = 0, time.monotonic() + limits.patience(limits.seconds)
        self.process = None

    def run(self, steps: list[Step]) -> Outcome:
        """Run steps in their order and return what came of it.

        Raises
        ------
        GraderError
            If a part of the grader failed.
        """
        exercises = [step.exercise for step in steps if step.kind == "check"]
        try:
            self.renew()
            for number, step in enumerate(steps):
                self.take(step)
                following = steps[number + 1].exercise if number + 1 < len(steps) else None
                if following != step.exercise:
                    self.try_again(step.exercise)
        except Dead:  # too often, or its time is over
            self.outcome.limited = True
        finally:
            self.close()
        for name in exercises:
            self.outcome.verdicts.setdefault(name, verdict(False, "", NOT_REACHED))
        self.explain()
        return self.outcome

    def take(self, step: Step) -> None:
        """Run one step; if the process dies of it, go on without it."""
        try:
            if step.kind == "check":
                self.judge(step)
                return
            error = self.process.run(step.source)
            self.ran.append(step)
            if error is not None:
                self.blame(step, sentence(step.kind, error, self.limits.cell_seconds))
                self.outcome.limited |= error["name"] == "KeyboardInterrupt"
        except Dead as dead:
            self.blame(step, f"{WHO[step.kind]} {dead}.")
            if step.kind == "check":
                self.outcome.verdicts.setdefault(step.exercise, verdict(False, "", ""))
                self.last_try[step.exercise] = step, len(self.ran)
            self.renew()

    def judge(self, step: Step) -> None:
        """Have an answer judged; of several tries the best counts, else the last."""
        wait = self.limits.patience(self.limits.cell_seconds) * 3
        found = {"passed": False, "message": UNBEARABLE, "undefined": ""}
        for _ in range(2):  # the second time it was the answer, and not this computer
            values = self.process.ask("values", list(step.expressions))
            with contextlib.suppress(CheckerDied):
                found = self.checker.judge(step.exercise, values, self.process.send, wait)
                break
        else:
            self.outcome.limited = True
        message = undefined(found["undefined"]) or found["message"]
        self.outcome.verdicts[step.exercise] = verdict(found["passed"], message, "")
        self.last_try[step.exercise] = step, len(self.ran)

    def try_again(self, section: str) -> None:
        """Judge again what the learner has answered anew below a check that failed."""
        for name, (check, n_ran) in list(self.last_try.items()):
            below = [step for step in self.ran[n_ran:] if step.is_theirs]
            needed = set().union(*map(used, check.expressions))
            anew = any(step.exercise == name or bound(step.source) & needed for step in below)
            if anew and not self.outcome.verdicts[name]["passed"]:
                self.take(check)

    def blame(self, step: Step, cause: str) -> None:
        """Keep what went wrong in a step; the learner's own cells come first."""
        self.causes.setdefault(step.exercise, []).append((not step.is_theirs, cause))

    def explain(self) -> None:
        """Put causes to the exercises that they explain, all others into the notes."""
        for exercise, causes in self.causes.items():
            _, cause = min(causes, key=lambda one: one[0])
            found = self.outcome.verdicts.get(exercise)
            if found is None:
                self.outcome.notes += [text for _, text in causes]
            elif not found["passed"]:
                found["cause"] = cause
            elif not min(causes)[0]:
                self.outcome.notes.append(f"{exercise}: {cause} The check passed all the same.")

    def renew(self) -> None:
        """Start a process, and run again in it what has run.

        Raises
        ------
        Dead
            If the notebook has used up what it may.
        """
        if self.process is not None:
            self.close()
            self.deaths += 1
            self.outcome.limited = True
        left = self.limits.seconds - self.outcome.seconds
        if self.deaths > DEATHS or left < 1 or time.monotonic() > self.until:
            self.outcome.notes.append("It had used up what a notebook may use, and was ended.")
            raise Dead("was ended")
        self.process = Process(self.server, self.limits, left, self.until)
        for name, content in self.files.items():
            self.process.ask("file", name, content)
        for step in self.ran:
            self.process.run(step.source)

    def close(self) -> None:
        """End the process, if there is one, and count its time."""
        if self.process is not None:
            self.outcome.seconds += self.process.close()
            self.process = None


def verdict(passed: bool, message: str, cause: str) -> dict:
    """Return a verdict in the form in which it is kept."""
    return {"passed": passed, "message": message, "cause": cause}
