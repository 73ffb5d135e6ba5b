"""What an executed lesson shows: findings, the table for the summary, the README's pictures."""

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode

from helpers.errors import NotOnTheseDataError

NOT_ON_THESE_DATA = NotOnTheseDataError.__name__


@dataclass(frozen=True)
class Finding:
    """What a lesson found on its rows: a sentence, whether it holds there, and its numbers.

    Each number has a name and is a value, or a value with the two bounds of its interval; None
    where it is undefined or has no limit.
    """

    text: str
    holds: bool
    numbers: Mapping[str, Sequence[float | None]] = field(default_factory=dict)


@dataclass(frozen=True)
class Execution:
    """One executed lesson.

    Attributes
    ----------
    name : str
    notebook : NotebookNode
        With outputs.
    n_cells : int
        Code cells.
    seconds : float
    findings : tuple of Finding
        In the lesson's order.
    needs : str or None
        What the lesson needs and these data lack; None if it ran to its end.
    """

    name: str
    notebook: NotebookNode
    n_cells: int
    seconds: float
    findings: tuple[Finding, ...] = ()
    needs: str | None = None

    @classmethod
    def from_notebook(cls, name: str, notebook: NotebookNode, seconds: float) -> "Execution":
        """Count the code cells of an executed notebook and collect what it found."""
        cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
        outputs = [output for cell in cells for output in cell.outputs]
        stored = [output.get("metadata", {}).get("finding") for output in outputs]
        findings = tuple(Finding(**finding) for finding in stored if finding)
        needs = [output.evalue for output in outputs if output.get("ename") == NOT_ON_THESE_DATA]
        return cls(name, notebook, len(cells), seconds, findings, needs[0] if needs else None)


def comparison(executions: Sequence[Execution]) -> str | None:
    """Return the text of the last executed cell tagged ``comparison``, None if none has any."""
    for execution in reversed(executions):
        for cell in reversed(execution.notebook.cells):
            if "comparison" in cell.metadata.get("tags", []) and cell.cell_type == "code":
                texts = [
                    out.get("text") or out.get("data", {}).get("text/plain", "")
                    for out in cell.outputs
                ]
                if any(texts):
                    return "\n".join(text.rstrip("\n") for text in texts if text)
    return None


def readme_pictures(notebook: NotebookNode) -> list[tuple[str, bytes]]:
    """Return file name and PNG of each picture that the README shows.

    They are the outputs of cells tagged ``readme``; the file is named after the cell's id.
    """
    return [
        (f"{cell.id}.png", base64.b64decode(output["data"]["image/png"]))
        for cell in notebook.cells
        if "readme" in cell.metadata.get("tags", [])
        for output in cell.outputs
        if "image/png" in output.get("data", {})
    ]
