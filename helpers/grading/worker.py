"""Run one returned notebook and report each verdict at once (a process of its own)."""

import json
import os
import re
import sys
import threading
import time
from pathlib import Path

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from helpers.grading.processes import family, kill
from helpers.notebook_tools.execution import ANSI, Client
from helpers.notebook_tools.files import read

PRINTED = 1_000_000  # characters; what a notebook prints beyond is dropped
FRAME = re.compile(r"Cell In\[(\d+)\], line (\d+)")


class _Grader(Client):
    """Counts what the notebook prints and drops it beyond a limit; verdicts always pass."""

    printed = 0

    def process_message(
        self, msg: dict, cell: NotebookNode, cell_index: int
    ) -> NotebookNode | None:
        """Handle one message of the kernel."""
        content = msg["content"]
        if msg["msg_type"] in ("stream", "display_data", "update_display_data", "execute_result"):
            forms = content.get("data", {}).values()
            self.printed += len(content.get("text", "")) + sum(len(str(form)) for form in forms)
            if self.printed > PRINTED and "course" not in content.get("metadata", {}):
                return None
        return super().process_message(msg, cell, cell_index)


def line_number(traceback: list[str]) -> int | None:
    """Return the innermost line that a traceback names in the cell that ran, None if it has none.

    Examples
    --------
    >>> line_number(["Cell In[3], line 5", "Cell In[3], line 2, in f(x)", "Cell In[1], line 9"])
    2
    """
    frames = FRAME.findall(ANSI.sub("", "\n".join(traceback)))
    lines = [int(line) for cell, line in frames if cell == frames[0][0]]
    return lines[-1] if lines else None


def run(notebook: NotebookNode, folder: Path, results: Path, seal: str, seconds: float) -> None:
    """Run all cells, whatever fails; append what happens to `results`, one line each.

    Parameters
    ----------
    notebook : NotebookNode
        As `helpers.grading.assembly.assemble` puts it together.
    folder : Path
        Where the kernel works.
    results : Path
        JSON lines: ``exercise, passed, message`` (a verdict), ``start`` (the id of a cell),
        ``cell, error, text, line, late`` (it raised; ``late`` is the limit in seconds if it was
        interrupted, else None), ``cell, ended`` (the kernel died or did not answer) or ``note``.
    seal : str
        Verdicts without it were not given by `helpers.checks`.
    seconds : float
        The longest that one cell may take.
    """
    running, exits = {"cell": "", "since": 0.0}, []

    def tell(**line) -> None:
        with results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def before_cell(cell: NotebookNode, **_) -> None:
        running.update(cell=cell.id, since=time.monotonic())
        tell(start=cell.id)

    def after_cell(cell: NotebookNode, execute_reply: dict | None = None, **_) -> None:
        late = seconds if time.monotonic() - running["since"] >= seconds else None
        payload = ((execute_reply or {}).get("content") or {}).get("payload") or []
        if any(part.get("source") == "ask_exit" for part in payload):
            exits.append(cell.id)
        for out in cell.outputs:
            course = out.get("metadata", {}).get("course", {})
            if cell.id.startswith("check-") and course.get("seal") == seal:
                tell(**{key: course[key] for key in ("exercise", "passed", "message")})
            if out.output_type == "error":
                text = " ".join(str(out.get("evalue", "")).split())[:200]
                line = line_number(out.get("traceback", []))
                name = out.get("ename", "an error")
                was_late = late if name == "KeyboardInterrupt" else None
                tell(cell=cell.id, error=name, text=text, line=line, late=was_late)

    client = _Grader(
        notebook,
        timeout=seconds,
        interrupt_on_timeout=True,
        allow_errors=True,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
        on_cell_execute=before_cell,
        on_cell_executed=after_cell,
    )
    client.log.disabled = True
    try:
        client.execute()
    except DeadKernelError:
        # After exit(), the kernel lives on for a moment, perhaps into the next cell.
        tell(cell=exits[0] if exits else running["cell"], ended="died")
    except CellTimeoutError:
        tell(cell=running["cell"], ended="stuck")
    if client.printed > PRINTED:
        tell(note=f"It printed more than {PRINTED:,} characters; the rest was dropped.")


def end_with_parent() -> None:
    """Wait until the process that started this one is gone, then end this one and its kernel."""
    while os.read(0, 1):
        pass
    me, *others = family(os.getpid())
    kill([*others, me])


def main() -> None:
    """Read the command line and the environment that `helpers.grading.grade` sets."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    path, results = map(Path, sys.argv[1:])
    seconds = float(os.environ["COURSE_GRADING_CELL_SECONDS"])
    run(read(path), path.parent, results, os.environ["COURSE_GRADING"], seconds)


if __name__ == "__main__":
    main()
