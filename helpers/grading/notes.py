"""From what the worker reports to what the learner reads, at the exercise where it happened."""

import re

from helpers.grading.limits import Stop

EXERCISE = re.compile(r"\d\d-\d+")
SYNTAX = re.compile(r"(.*?),? \(\d+\.py, line (\d+)\)")
UNDEFINED = re.compile(r"name '(\w+)' is not defined")
# Who is to blame comes first; what a check or a given cell raises mostly follows from it.
WHO = {
    "answer": "Your cell",
    "changed": "A given cell that you changed",
    "added": "A cell that you added",
    "given": "A given cell",
    "check": "The check of your answer",
}
THEIRS = ("answer", "changed", "added")
NO_VERDICT = "The check gave no verdict. Please ask your teacher."


def kind(cell: str) -> str:
    """Return the first word of a cell's id, a key of `WHO`; ``"given"`` if it is none."""
    word = cell.split("-")[0]
    return word if word in WHO else "given"


def exercise_of(cell: str) -> str:
    """Return the exercise in a cell's id, ``""`` if none.

    Examples
    --------
    >>> exercise_of("given-03-2-1"), exercise_of("given-1")
    ('03-2', '')
    """
    match = EXERCISE.search(cell)
    return match[0] if match else ""


def sentence(event: dict) -> str:
    """Return what happened in a cell, for the learner.

    Parameters
    ----------
    event : dict
        A line of the worker with ``cell`` and ``error``, or ``cell`` and ``ended``; or ``cell``
        and ``stopped``, a clause.

    Examples
    --------
    >>> sentence({"cell": "answer-03-1", "error": "SyntaxError", "line": 1, "late": None,
    ...           "text": "expected ':' (123.py, line 1)"})
    "Your cell could not run: SyntaxError in line 1, expected ':'."
    """
    who = WHO[kind(event["cell"])]
    if "stopped" in event:
        return f"{who} did not finish: {event['stopped']} and was stopped."
    if event.get("ended") == "died":
        return f"{who} ended the kernel: it called exit, or the memory ran out."
    if event.get("ended"):
        return f"{who} took too long and could not be stopped."
    if event["late"]:
        return f"{who} ran longer than {event['late']:g} s and was stopped."
    error, text = event["error"], event["text"]
    syntax = SYNTAX.fullmatch(text)
    if syntax:
        return f"{who} could not run: {error} in line {syntax[2]}, {syntax[1]}."
    name = UNDEFINED.search(text)
    if kind(event["cell"]) == "check" and error == "NameError" and name:
        return f"Your answer does not define `{name[1]}`, which the check needs."
    line = f" in line {event['line']}" if event["line"] else ""
    return f"{who} stopped with {error}{line}: {text.rstrip('.')}."


def explain(
    lines: list[dict], exercises: list[str], stop: Stop
) -> tuple[dict[str, dict], list[str]]:
    """Return a verdict for each exercise and notes on the whole notebook.

    Parameters
    ----------
    lines : list of dict
        What `helpers.grading.worker.run` reported, in its order.
    exercises : list of str
        All exercises of the notebook.
    stop : Stop
        Why the run ended early, if it did.

    Returns
    -------
    verdicts : dict of str to dict
        Per exercise ``passed``, ``message`` (of the check, or why there is none) and ``cause``
        (what went wrong in the learner's cells, ``""`` if nothing did).
    notes : list of str
        What belongs to no single unsolved exercise.
    """
    notes = [line["note"] for line in lines if "note" in line]
    starts = [line["start"] for line in lines if "start" in line]
    events = [line for line in lines if "cell" in line]
    if stop.kind == "limit":
        notes.append(f"It was stopped: {stop.reason}.")
        events += [{"cell": cell, "stopped": stop.reason} for cell in starts[-1:]]
    elif stop.kind == "failure":
        notes.append(f"The run failed: {stop.reason}")
    given = {line["exercise"]: line for line in lines if "exercise" in line}
    verdicts = {}
    for exercise in exercises:
        here = [event for event in events if exercise_of(event["cell"]) == exercise]
        here.sort(key=lambda event: list(WHO).index(kind(event["cell"])))
        mine = [sentence(event) for event in here if kind(event["cell"]) in THEIRS]
        if exercise not in given:
            cause = sentence(here[0]) if here else unreached(exercise, starts, events, stop)
            verdicts[exercise] = {"passed": False, "message": "", "cause": cause}
            continue
        passed, message = given[exercise]["passed"], given[exercise]["message"]
        cause = mine[0] if mine and not passed else ""
        verdicts[exercise] = {"passed": passed, "message": message, "cause": cause}
        if mine and passed:
            notes.append(f"{exercise}: {mine[0]} The check passed all the same.")
    notes += [sentence(event) for event in events if not exercise_of(event["cell"])]
    return verdicts, notes


def unreached(exercise: str, starts: list[str], events: list[dict], stop: Stop) -> str:
    """Return why nothing is known about an exercise."""
    if f"check-{exercise}" in starts:
        return NO_VERDICT
    if stop.kind == "failure":
        return "Not reached: the run failed. Please ask your teacher."
    if stop.kind == "limit" and not starts:
        return f"Not reached: {stop.reason} before its first cell ran."
    last = events[-1] if events else {}
    happened = "the notebook had been stopped" if "stopped" in last else "the kernel had ended"
    if "stopped" not in last and "ended" not in last:
        return NO_VERDICT
    where = exercise_of(last["cell"])
    return f"Not reached: {happened} before ({f'in exercise {where}' if where else 'at the top'})."
