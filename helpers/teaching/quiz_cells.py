"""From the quizzes in ``helpers/checks/questions/`` to the cells of the lessons.

A choice is a ``<details>`` element with its reply inside: it opens by mouse, keyboard and screen
reader, without code, and where a front end removes scripts. The cells have ids of their own
(``quiz-05-1`` …), so `update_lessons` can take them out and write them again at any time.
"""

import copy
import html
import re
from collections.abc import Iterator
from pathlib import Path

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from helpers.checks.ideas import IDEAS, IN_EXERCISES
from helpers.checks.quizzes import (
    LETTERS,
    NUMBERS,
    Question,
    Quiz,
    find,
    how_to_answer,
    lessons,
    load,
)
from helpers.errors import CourseError
from helpers.files import write_file
from helpers.notebook_tools.files import find_lessons, normalise, read, write
from helpers.paths import NOTEBOOKS, ROOT

ID = re.compile(r"quiz-\d\d-[\w-]+")
END = re.compile(r"^## (?:Key points|The checklist)$", re.MULTILINE)
"""The heading of a lesson's end: the quiz stands before it, so that nothing gives answers away."""
PAGE = ROOT / "docs" / "quizzes.md"
LONGEST_REPLY = 35  # words
THE_QUIZ = "\n\n".join(
    [
        "## Quiz",
        "{Number} questions, about five minutes. Nobody marks them. Choose your answers first and "
        "type their letters into the cell below the questions, with a `!` where you are sure. You "
        "can also open a choice here: each has a reply.",
    ]
)
BEFORE = "\n\n".join(
    [
        "## Before you begin",
        "{Number} from earlier lessons. Answer from memory, then open your choice. (If you have "
        "not read a lesson, leave its question out.)",
    ]
)
PAGE_HEAD = "\n".join(
    [
        "# The quizzes, for teachers",
        "",
        "`make quizzes` writes this page from the questions in `helpers/checks/questions/`. It "
        "holds answers and is not part of the handout. Nothing in a quiz is graded.",
        "",
        "## One question a lesson to vote on",
        "",
        "Ask it before the end of the lesson. Everybody votes alone; then neighbours talk for two "
        "minutes; then all vote again. What you do depends on the first vote:",
        "",
        "- **Most are right:** let one of them say why, and go on.",
        "- **Most chose the same wrong choice:** it is one idea, and the table names it. Show the "
        "place in the lesson to which the reply of this choice points, and vote again.",
        "- **The votes are spread:** let neighbours who disagree talk. If the second vote is "
        "spread too, go back to the section that explains the answer.",
    ]
)


def choices_as_details(question: Question) -> str:
    """Return one ``<details>`` element for each choice, with its reply inside."""
    return "\n".join(
        f"<details><summary>{letter}) {_inline(choice.text)}</summary>\n\n"
        f"{'✓' if choice.right else '✗'} {choice.reply}\n\n</details>"
        for letter, choice in zip(LETTERS, question.choices, strict=False)
    )


def _inline(text: str) -> str:
    """Return text with `code` and *emphasis* as HTML: inside of HTML, Markdown is left alone."""
    return re.sub(
        r"`([^`]+)`|\*([^\s*`][^*`]*)\*",
        lambda found: f"<code>{found[1]}</code>" if found[1] else f"<em>{found[2]}</em>",
        html.escape(text, quote=False),
    )


def start_cells(quiz: Quiz) -> list[NotebookNode]:
    """Return a cell for each question of an earlier lesson that is asked again."""
    cells = []
    for n, question in enumerate(map(find, quiz.again), 1):
        lead = f"**From lesson {question.lesson}.** {question.ask}"
        text = f"{lead}\n\n{choices_as_details(question)}"
        if n == 1:
            text = f"{BEFORE.format(Number=_number(len(quiz.again)))}\n\n{text}"
        cells.append(new_markdown_cell(text, id=f"quiz-{quiz.lesson}-before-{n}"))
    return cells


def end_cells(quiz: Quiz) -> list[NotebookNode]:
    """Return a cell for each question, and the code cell for the answers."""
    cells = []
    for n, question in enumerate(quiz.questions, 1):
        text = f"**Question {n}.** {question.ask}\n\n{choices_as_details(question)}"
        if n == 1:
            text = f"{THE_QUIZ.format(Number=NUMBERS[len(quiz.questions)].capitalize())}\n\n{text}"
        cells.append(new_markdown_cell(text, id=f"quiz-{quiz.lesson}-{n}"))
    source = f'from helpers.checks import check\n\ncheck("{quiz.lesson}-quiz", "")'
    cells.append(new_code_cell(source, id=f"quiz-{quiz.lesson}-check"))
    return cells


def _number(count: int) -> str:
    return "One question" if count == 1 else f"{NUMBERS[count].capitalize()} questions"


def with_quiz(notebook: NotebookNode, quiz: Quiz) -> NotebookNode:
    """Return a lesson with the cells of its quiz; cells that it has already are replaced.

    No other cell changes. Where the end of the lesson begins inside of a cell, this cell is
    divided. The output of the code cell is what it prints before anything is typed. It is the last
    code cell wherever a lesson ends without code, so that no other is numbered anew.

    Raises
    ------
    CourseError
        If the lesson has no heading "Key points" (or, in lesson 11, "The checklist").
    """
    result = copy.deepcopy(notebook)
    cells = [cell for cell in result.cells if not ID.fullmatch(cell.id)]
    at = next((n for n, cell in enumerate(cells) if _ends_in(cell)), None)
    if at is None:
        raise CourseError(f"Lesson {quiz.lesson} has no heading '## Key points'.")
    begin = END.search(cells[at].source).start()
    if begin > 0:
        tail = new_markdown_cell(cells[at].source[begin:], id=f"{cells[at].id}-end")
        cells[at].source = cells[at].source[:begin].rstrip()
        cells.insert(at + 1, tail)
        at += 1
    end = end_cells(quiz)
    end[-1].outputs = [_before_an_answer(quiz)]
    result.cells = [cells[0], *start_cells(quiz), *cells[1:at], *end, *cells[at:]]
    return normalise(result)


def _ends_in(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" and END.search(cell.source) is not None


def _before_an_answer(quiz: Quiz) -> NotebookNode:
    text = how_to_answer(quiz)
    return new_output("display_data", {"text/html": f"<p>{text}</p>", "text/plain": text})


def problems(quiz: Quiz) -> list[str]:
    """Return what is wrong with a quiz, one sentence each."""
    found = []
    for n, question in enumerate(quiz.questions, 1):
        if question.id != f"{quiz.lesson}-q{n}":
            found.append(f"The id of question {n} is {question.id}, not {quiz.lesson}-q{n}.")
        found += [f"{question.id}: {problem}" for problem in _problems_of(question)]
    if [one.vote for one in quiz.questions].count(True) != 1:
        found.append(f"Lesson {quiz.lesson}: one question should have the entry vote.")
    for name in quiz.again:
        if find(name) is None or name[:2] >= quiz.lesson:
            found.append(f"Lesson {quiz.lesson} asks {name} again, which no earlier lesson has.")
    return found


def _problems_of(question: Question) -> Iterator[str]:
    if not 3 <= len(question.choices) <= 4:
        yield "it needs three or four choices."
    if sum(choice.right for choice in question.choices) != 1:
        yield "it needs exactly one right choice."
    if len({choice.text for choice in question.choices}) < len(question.choices):
        yield "two choices are the same."
    for letter, choice in zip(LETTERS, question.choices, strict=False):
        if choice.right != (choice.idea is None):
            yield f"choice {letter} is right or has an idea, never both."
        elif not choice.right and choice.idea not in IDEAS:
            yield f"the idea {choice.idea!r} of choice {letter} is not in helpers/checks/ideas.py."
        if not 1 <= len(choice.reply.split()) <= LONGEST_REPLY:
            n = len(choice.reply.split())
            yield f"the reply to {letter} has {n} words, not 1 to {LONGEST_REPLY}."
        if re.search(r"\b(all|none) of the (above|others)\b", choice.text, re.IGNORECASE):
            yield f"choice {letter} points at other choices."


def update_lessons(folder: Path = NOTEBOOKS, page: Path = PAGE) -> list[Path]:
    """Write all quizzes into their lessons and onto the teacher's page; return what changed.

    Raises
    ------
    CourseError
        If a question breaks a rule, or a lesson has no place for its quiz; nothing is written.
    """
    found = [problem for lesson in lessons() for problem in problems(load(lesson))]
    if found:
        raise CourseError("\n".join(found))
    paths = {path.name[:2]: path for path in find_lessons(folder)}
    wanted = {}
    for lesson in lessons():
        path = paths[lesson]
        before = read(path)
        after = with_quiz(before, load(lesson))
        if after != before:
            wanted[path] = after
    for path, notebook in wanted.items():
        write(notebook, path)
    changed = list(wanted)
    text = teachers_page()
    if not page.exists() or page.read_text(encoding="utf-8") != text:
        write_file(page, text)
        changed.append(page)
    return changed


def teachers_page() -> str:
    """Return the page with one question a lesson to vote on, and what each choice means."""
    parts = [PAGE_HEAD]
    for lesson in lessons():
        [question] = [one for one in load(lesson).questions if one.vote]
        rows = [
            f"| {letter}) {choice.text} | {'**right**' if choice.right else IDEAS[choice.idea]} |"
            for letter, choice in zip(LETTERS, question.choices, strict=False)
        ]
        parts.append(
            f"### {lesson}: {question.ask}\n\nExplained under “{question.why}”.\n\n"
            "| choice | what it means |\n|---|---|\n" + "\n".join(rows)
        )
    users = {idea: [] for idea in IDEAS}
    for lesson in lessons():
        for question in load(lesson).questions:
            for letter, choice in zip(LETTERS, question.choices, strict=False):
                if choice.idea:
                    users[choice.idea].append(f"{question.id} {letter}")
    checked = {
        idea: [exercise for exercise, known in IN_EXERCISES.items() if idea in known.values()]
        for idea in IDEAS
    }
    rows = [
        f"| {name} | {IDEAS[name]} | {', '.join(users[name])} | {', '.join(checked[name]) or '–'} |"
        for name in IDEAS
    ]
    head = (
        "## The ideas\n\n`05-q2 a` is choice a of the second question of lesson 05. Checks of the "
        "exercises in the last column recognise the idea, too.\n\n"
        "| name | idea | choices | exercises |\n|---|---|---|---|\n"
    )
    return "\n\n".join([*parts, head + "\n".join(rows)]) + "\n"
