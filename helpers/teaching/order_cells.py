"""From the tasks in ``helpers/checks/lines/`` to two cells of an exercise notebook."""

import copy

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output

from helpers.checks.orders import Order, how_to_answer, lessons, load
from helpers.errors import CourseError
from helpers.notebook_tools.exercise_format import HEADING, role
from helpers.notebook_tools.files import normalise

HEAD = "## Lines in order: "
TEXT = (
    "Not marked, and a good start. Below stand the lines of a short program, mixed up, and some "
    "that are not needed, because each of them is a common mistake."
)


def order_cells(order: Order) -> list[NotebookNode]:
    """Return the cell with the task and its lines, and the cell for the answer."""
    lines = "\n".join(f"{line.letter}   {line.code}" for line in order.lines)
    text = f"{HEAD}{order.title}\n\n{TEXT} {order.ask}\n\n```text\n{lines}\n```"
    said = how_to_answer(order)
    output = new_output("display_data", {"text/html": f"<p>{said}</p>", "text/plain": said})
    source = f'check("{order.lesson}-order", "")'
    return [new_markdown_cell(text), new_code_cell(source, outputs=[output])]


def with_order(notebook: NotebookNode, lesson: str) -> NotebookNode:
    """Return an exercise notebook with its lines to put in order, before the first exercise.

    Cells of an earlier version are replaced. A lesson without such a task keeps none.

    Raises
    ------
    CourseError
        If the notebook has no exercise.
    """
    result = copy.deepcopy(notebook)
    cells = [cell for cell in result.cells if not _is_ours(cell)]
    if lesson in lessons():
        first = next((n for n, cell in enumerate(cells) if _begins_exercise(cell)), None)
        if first is None:
            raise CourseError(f"The notebook of lesson {lesson} has no exercise.")
        cells[first:first] = order_cells(load(lesson))
    result.cells = cells
    return normalise(result)


def _is_ours(cell: NotebookNode) -> bool:
    is_text = cell.cell_type == "markdown" and cell.source.startswith(HEAD)
    return is_text or role(cell) == "practice"


def _begins_exercise(cell: NotebookNode) -> bool:
    return cell.cell_type == "markdown" and HEADING.search(cell.source) is not None
