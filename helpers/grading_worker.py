"""Run one returned notebook and report each verdict at once (a process of `helpers.grading`)."""

import json
import os
import sys
from pathlib import Path

from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode

from helpers.lessons import Client, read

PRINTED = 1_000_000  # characters; what a notebook prints beyond is dropped


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


def run(notebook: NotebookNode, folder: Path, results: Path, seal: str, seconds: float) -> None:
    """Run all cells, whatever fails; append verdicts and notes to `results`, one line each.

    Parameters
    ----------
    notebook : NotebookNode
        As `helpers.grading.assemble` puts it together.
    folder : Path
        Where the kernel works.
    results : Path
        JSON lines: ``exercise, passed, message`` or ``note``.
    seal : str
        Verdicts without it were not given by `helpers.checks`.
    seconds : float
        The longest that one cell may take.
    """

    def tell(**line) -> None:
        with results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def after_cell(cell: NotebookNode, **_) -> None:
        for out in cell.outputs:
            course = out.get("metadata", {}).get("course", {})
            if cell.id.startswith("check-") and course.get("seal") == seal:
                tell(**{key: course[key] for key in ("exercise", "passed", "message")})
            if out.output_type == "error":
                late = " (it took too long)" if out.ename == "KeyboardInterrupt" else ""
                text = " ".join(f"{out.ename}: {out.evalue}".split())[:200]
                tell(note=f"The cell {cell.id} raised {text}{late}.")

    client = _Grader(
        notebook,
        timeout=seconds,
        interrupt_on_timeout=True,
        allow_errors=True,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(folder)}},
        on_cell_executed=after_cell,
    )
    client.log.disabled = True
    try:
        client.execute()
    except DeadKernelError:
        tell(note="The kernel died: it was out of memory, or something ended it.")
    except CellTimeoutError:
        tell(note="A cell could not be interrupted; the cells after it did not run.")
    if client.printed > PRINTED:
        tell(note=f"It printed more than {PRINTED:,} characters; the rest was dropped.")


def main() -> None:
    """Read the command line and the environment that `helpers.grading` sets."""
    path, results = map(Path, sys.argv[1:])
    seconds = float(os.environ["COURSE_GRADING_CELL_SECONDS"])
    run(read(path), path.parent, results, os.environ["COURSE_GRADING"], seconds)


if __name__ == "__main__":
    main()
