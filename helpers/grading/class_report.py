"""What the class found hard: per exercise how many passed, and which reason stopped how many.

No learner's name stands in it, so that it can be shown in class.
"""

import base64
import builtins
import html
import io
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from helpers.checks.core import GREEN, RED
from helpers.checks.ideas import IDEAS, idea_behind
from helpers.files import write_file
from helpers.grading.answered import Answered
from helpers.grading.feedback import PAGE
from helpers.grading.notes import NOT_REACHED
from helpers.grading.records import Grade, write_rows

NUMBER = re.compile(r"\d[\d.,]*(?<=\d)")
STOPPED = re.compile(r"(stopped with|could not run:) (\w+)")
UNUSABLE = re.compile(r"\((\w+): .*\)\. (It expects .*)", re.DOTALL)
NOT_GRADED = "Not graded."
TITLE = "What the class found hard"
PARTS = {  # colour and hatch
    "passed": (GREEN, ""),
    "did not pass": (RED, "//"),
    "left blank": ("#DDDDDD", ""),
}


@dataclass
class Tally:
    """What became of one exercise.

    Attributes
    ----------
    title : str
    passed, failed, blank : int
        Learners.
    reasons : Counter
        Of those who tried and did not pass.
    """

    title: str
    passed: int = 0
    failed: int = 0
    blank: int = 0
    reasons: Counter = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Learners who handed it in, blank or not."""
        return self.passed + self.failed + self.blank


def error_name(name: str) -> str:
    """Return the name of a kind of error that is Python's own; learners may write in others."""
    return name if hasattr(builtins, name) else "an error"


def reason(verdict: dict, names: set[str]) -> str:
    """Return why an exercise was not passed, without what is the learner's own.

    Parameters
    ----------
    verdict : dict
        See `helpers.grading.trial.Outcome`.
    names : set of str
        Learners' names, which are left out.

    Examples
    --------
    >>> cause = "Your cell stopped with KeyError in line 4: 'Ada'."
    >>> reason({"cause": cause, "message": ""}, set())
    'A cell stopped with KeyError.'
    """
    cause, message = verdict["cause"], verdict["message"]
    if stopped := STOPPED.search(cause):
        return f"A cell {stopped[1]} {error_name(stopped[2])}."
    if cause and cause != NOT_REACHED:
        return "A cell used up its time or memory, or ended its process."
    if unusable := UNUSABLE.search(message):
        error = error_name(unusable[1])
        return f"The check could not use the answer ({error}). {unusable[2]}"
    text = cause or message
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"(?i)\b{re.escape(name)}\b", "…", text)
    return text


def tally(grades: list[Grade], answers: dict[str, Answered]) -> dict[str, Tally]:
    """Count what became of each exercise, over the files that count.

    Parameters
    ----------
    grades : list of Grade
    answers : dict of str to Answered
        By file; files without one could not be read and do not count.
    """
    senders = [one.sender for one in grades if one.sender]
    names = {one.learner for one in grades}
    names |= {part for one in senders for part in (one.name, one.login, one.id)}
    names = {name for name in names if len(name) > 2}
    found, reasons = {}, defaultdict(list)
    for grade in grades:
        own = answers.get(grade.file)
        if own is None or not grade.counts:
            continue
        for name, verdict in grade.verdicts.items():
            one = found.setdefault(name, Tally(grade.titles[name]))
            if verdict["passed"]:
                one.passed += 1
            elif name in own.blank:
                one.blank += 1
            else:
                one.failed += 1
                reasons[name].append(reason(verdict, names))
    for name, one in found.items():
        one.reasons = counted(reasons[name])
    return dict(sorted(found.items()))


def counted(texts: list[str]) -> Counter:
    """Count texts that differ in numbers only as one.

    Examples
    --------
    >>> counted(["You gave 3.", "You gave 4.", "Why?"]).most_common()
    [('You gave ….', 2), ('Why?', 1)]
    """
    alike = defaultdict(list)
    for text in texts:
        alike[NUMBER.sub("…", text)].append(text)
    return Counter(
        {same[0] if len(set(same)) == 1 else key: len(same) for key, same in alike.items()}
    )


def advice(tallies: dict[str, Tally]) -> str:
    """Return a sentence for the next session."""
    if not tallies:
        return "No notebook could be graded."
    name, hardest = min(tallies.items(), key=lambda item: item[1].passed / item[1].total)
    if hardest.passed == hardest.total:
        return "Everybody who handed in passed every exercise: nothing needs to be taken up again."
    start = (
        f"Begin the next session with exercise {name} ({hardest.title}): "
        f"{hardest.passed} of {hardest.total} passed"
    )
    text, times = next(iter(hardest.reasons.most_common(1)), ("", 0))
    if hardest.blank >= max(times, 2):
        return f"{start}, and {hardest.blank} left it blank."
    if times < 2:
        return f"{start}, each of the others for a reason of their own."
    return f"{start}, and the commonest reason ({times} times) was: {text}"


def picture(tallies: dict[str, Tally]) -> tuple[str, str]:
    """Return a picture of the counts as SVG, and its text alternative."""
    # Here, because each command would wait for it.
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    names = list(tallies)
    figure = Figure(figsize=(7, 0.9 + 0.35 * len(names)), layout="constrained")
    ax, left = figure.subplots(), [0] * len(names)
    for (part, (colour, hatch)), of in zip(
        PARTS.items(), ("passed", "failed", "blank"), strict=True
    ):
        width = [getattr(tallies[name], of) for name in names]
        bars = ax.barh(
            names, width, left=left, color=colour, hatch=hatch, label=part, edgecolor="w"
        )
        labels = [str(value) if value else "" for value in width]
        box = {"facecolor": "w", "edgecolor": "none", "pad": 1.5}
        for label in ax.bar_label(bars, labels, label_type="center"):
            label.set_bbox(box if label.get_text() else None)
        left = [start + more for start, more in zip(left, width, strict=True)]
    ax.invert_yaxis()
    ax.set_xlabel("learners")
    ax.xaxis.set_major_locator(MaxNLocator(integer=True))
    figure.legend(loc="outside upper center", ncols=3, frameon=False)
    ax.spines[["top", "right"]].set_visible(False)
    drawn = io.StringIO()
    with mpl.rc_context({"svg.hashsalt": "class", "svg.fonttype": "none"}):
        figure.savefig(drawn, format="svg", metadata={"Date": None})
    counts = [
        f"{name}: {one.passed} passed, {one.failed} did not, {one.blank} left it blank"
        for name, one in tallies.items()
    ]
    return drawn.getvalue(), f"Bars for each exercise. {'; '.join(counts)}."


def ideas(tallies: dict[str, Tally]) -> Counter:
    """Count the ideas behind the reasons, over all exercises; most reasons name none.

    Examples
    --------
    >>> one = Tally("Count", reasons=Counter({"You counted neighbours of the *own* class.": 3}))
    >>> ideas({"06-1": one})
    Counter({'own-class-counted': 3})
    """
    found = Counter()
    for name, one in tallies.items():
        for text, times in one.reasons.items():
            if idea := idea_behind(name, text):
                found[idea] += times
    return found


def in_html(text: str) -> str:
    """Return a text with what stands in backticks as code."""
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))


def write_report(
    grades: list[Grade], answers: dict[str, Answered], output: Path, *, n_missing: int | None = None
) -> None:
    """Write ``class_report.html`` and ``class_report.csv``.

    Parameters
    ----------
    grades : list of Grade
    answers : dict of str to Answered
        By file.
    output : Path
        The folder.
    n_missing : int, optional
        People on the roster from whom nothing came, None without a roster.
    """
    tallies = tally(grades, answers)
    lines = [f"Learners who handed in: {len({one.learner for one in grades})}."]
    if n_missing is not None:
        lines.append(f"On the roster, but nothing handed in: {n_missing}.")
    if unread := sum(one.file not in answers for one in grades):
        lines.append(f"Files that could not be graded: {unread}.")
    body = [
        f"<h1>{TITLE}</h1>",
        f"<p><strong>{in_html(advice(tallies))}</strong></p>",
        f"<p>{' '.join(lines)}</p>",
    ]
    if tallies:
        drawn, alt = picture(tallies)
        data = base64.b64encode(drawn.encode()).decode()
        image = f'<img style="max-width: 100%" src="data:image/svg+xml;base64,{data}"'
        body.append(f'{image} alt="{html.escape(alt)}">')
    rows = []
    for name, one in tallies.items():
        body.append(
            f"<h2>{name}: {html.escape(one.title)}</h2><p>{one.passed} of {one.total} passed, "
            f"{one.failed} tried and did not pass, {one.blank} left it blank.</p>"
        )
        reasons = one.reasons.most_common()
        items = "".join(f"<li>{times} ×: {in_html(text)}</li>" for text, times in reasons)
        body += [f"<ul>{items}</ul>"] if items else []
        first = {"exercise": name, "title": one.title, "handed in": one.total, "passed": one.passed}
        first |= {"did not pass": one.failed, "left blank": one.blank}
        rows += [
            first | {"reason": text, "times": n, "idea": idea_behind(name, text) or ""}
            for text, n in reasons or [("", "")]
        ]
    if behind := ideas(tallies).most_common():
        body.append("<h2>The ideas behind them</h2><p>The quizzes ask about these ideas too.</p>")
        body.append(
            "".join(f"<p>{times} ×: {html.escape(IDEAS[one])}</p>" for one, times in behind)
        )
    write_file(output / "class_report.html", PAGE.format(title=TITLE, body="\n".join(body)))
    if rows:
        write_rows(rows, output / "class_report.csv")
