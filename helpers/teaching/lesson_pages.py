"""The teacher's page of each lesson: ``docs/lessons/NN.md``.

A person writes the page: what should stay, when to vote, three moves, a plan in minutes. What the
course knows already stands between the lines ``<!-- written: NAME -->`` and ``<!-- end of NAME
-->``, and `update_pages` writes it: from the lesson, its quiz, its exercises and the guide.
"""

import re
from pathlib import Path

from nbformat import NotebookNode

from helpers.checks import orders
from helpers.checks.ideas import IDEAS
from helpers.checks.quizzes import LETTERS, load
from helpers.errors import CourseError
from helpers.files import write_file
from helpers.notebook_tools.exercise_format import HEADING, find_solutions
from helpers.notebook_tools.files import find_lessons, read
from helpers.paths import NOTEBOOKS, ROOT

PAGES = ROOT / "docs" / "lessons"
GUIDE = ROOT / "docs" / "teaching.md"
BLOCK = re.compile(r"<!-- written: (\w+) -->\n.*?<!-- end of \1 -->", re.DOTALL)
OBJECTIVES = re.compile(r"^\*\*After this \w+ you can\*\*\n\n((?:- .+\n)+)", re.MULTILINE)
MINUTES = re.compile(r"about (\d+) minutes")
DIFFICULTY = re.compile(r"^\*Difficulty: (\d) of 3", re.MULTILINE)
FRAME = re.compile(r'<iframe title="Explorer: ([^"]+)"')
TITLE = re.compile(r"^#+ (?!Prediction)(.+)$", re.MULTILINE)


def update_pages(folder: Path = PAGES) -> list[Path]:
    """Write what each page takes from the course, and return the pages that changed.

    Raises
    ------
    CourseError
        If a lesson has no page, or a page has not the parts that it should have; the message names
        them. Nothing is written then.
    """
    wanted = {folder / f"{path.name[:2]}.md": path.name[:2] for path in find_lessons(NOTEBOOKS)}
    missing = [path.name for path in wanted if not path.exists()]
    if missing:
        raise CourseError(f"No teacher's page: {', '.join(missing)} in {folder.name}/.")
    pages = {path: filled(path.read_text(encoding="utf-8"), n) for path, n in wanted.items()}
    changed = [path for path, text in pages.items() if path.read_text(encoding="utf-8") != text]
    for path in changed:
        write_file(path, pages[path])
    return changed


def filled(text: str, lesson: str) -> str:
    """Return a page with its written parts as they should be.

    Raises
    ------
    CourseError
        If a part is missing, stands twice, or is unknown.
    """
    parts, found = written(lesson), BLOCK.findall(text)
    if sorted(found) != sorted(parts):
        raise CourseError(
            f"The teacher's page {lesson}.md has the written parts {', '.join(found) or 'none'}; "
            f"it should have {', '.join(parts)}."
        )

    def part(match: re.Match) -> str:
        name = match[1]
        return f"<!-- written: {name} -->\n\n{parts[name]}\n\n<!-- end of {name} -->"

    return BLOCK.sub(part, text)


def written(lesson: str) -> dict[str, str]:
    """Return the parts of a lesson's page that the course writes, by name, in Markdown."""
    [path] = [one for one in find_lessons(NOTEBOOKS) if one.name.startswith(lesson)]
    solutions = [one for one in find_solutions() if one.name.startswith(f"ex_{lesson}_")]
    notebook = read(path)
    parts = {
        "facts": _facts(path, notebook, solutions),
        "vote": _vote(lesson),
        "explorer": _explorer(notebook),
    }
    if solutions:
        parts["exercises"] = _exercises(read(solutions[0]))
    if lesson in orders.lessons():
        parts["order"] = _order(orders.load(lesson))
    if guide := _guide(lesson):
        parts["guide"] = guide
    return parts


def _facts(path: Path, notebook: NotebookNode, solutions: list[Path]) -> str:
    first = notebook.cells[0].source
    title = first.partition("\n")[0].removeprefix("# ")
    where = f"[{title}](../../notebooks/{path.name}), {MINUTES.search(first)[1]} minutes to read"
    for solution in solutions:
        minutes = MINUTES.search(read(solution).cells[0].source)[1]
        where += f"; [exercises with solutions](../../notebooks/solutions/{solution.name})"
        where += f", {minutes} minutes"
    return f"{where}.\n\nAfterwards a learner can\n\n{OBJECTIVES.search(first)[1].rstrip()}"


def _vote(lesson: str) -> str:
    [question] = [one for one in load(lesson).questions if one.vote]
    rows = [
        f"| {letter}) {_cell(choice.text)} | "
        f"{'**right**' if choice.right else IDEAS[choice.idea]} | {_cell(choice.reply)} |"
        for letter, choice in zip(LETTERS, question.choices, strict=False)
    ]
    head = ["| choice | what it means | the reply that learners read |", "|---|---|---|"]
    table = "\n".join([*head, *rows])
    return (
        f"**{question.ask}**\n\n{table}\n\nExplained under “{question.why}”. "
        "[How to run a vote](../quizzes.md)."
    )


def _cell(text: str) -> str:
    """Return text for a cell of a table."""
    return text.replace("|", r"\|")


def _explorer(notebook: NotebookNode) -> str:
    found, heading = [], ""
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            heading = (TITLE.findall(cell.source) or [heading])[-1]
        for output in cell.get("outputs", []):
            title = FRAME.search(output.get("data", {}).get("text/html", ""))
            if title:
                found.append(f"**{title[1]}**, under “{heading}”.")
    return "\n\n".join(found) or "This lesson has no explorer."


def _exercises(notebook: NotebookNode) -> str:
    rows = []
    for cell in notebook.cells:
        heading = HEADING.search(cell.source) if cell.cell_type == "markdown" else None
        if heading:
            difficulty = DIFFICULTY.search(cell.source)[1]
            rows.append(f"| {heading[1]} | {heading[2]} | {difficulty} of 3 |")
    return "| exercise | title | difficulty |\n|---|---|---|\n" + "\n".join(rows)


def _order(order: orders.Order) -> str:
    right = list(orders.right_orders(order))
    others = f"; {len(right)} orders are right" if len(right) > 1 else ", and no other"
    lines = [
        f"- Line {trap.letter} is not needed: `{trap.code}`. The idea: {IDEAS[trap.idea]}"
        for trap in order.traps.values()
    ]
    lines += [f"- Line {one.line} above {one.before}: {one.reply}" for one in order.early]
    found = "\n".join(lines)
    return (
        f"**Lines in order: {order.title}** (`{order.lesson}-order`, before the first exercise, "
        f"not marked). Right is `{' '.join(right[0])}`{others}. What the check names:\n\n{found}"
    )


def _guide(lesson: str) -> str:
    """Return the guide's section on a lesson, without its heading; ``""`` if there is none."""
    text = GUIDE.read_text(encoding="utf-8")
    found = re.search(rf"^### {lesson} [^\n]+\n\n(.*?)(?=^##)", text, re.MULTILINE | re.DOTALL)
    return found[1].strip() if found else ""
