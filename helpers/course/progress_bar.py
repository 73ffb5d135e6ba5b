"""The line that says which lesson runs, and for how long."""

import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from tqdm import tqdm

from helpers.notebook_tools.executed import Execution
from helpers.notebook_tools.files import read


class ProgressBar:
    """Names the lesson and its seconds: a redrawn bar on a terminal, plain lines elsewhere."""

    def __init__(self, paths: Sequence[Path]):
        self._cells = {path: _count_code_cells(path) for path in paths}
        self._running = {}
        self._width = max(len(path.stem) for path in paths)
        self._bar = tqdm(
            total=sum(self._cells.values()),
            unit="cell",
            file=sys.stderr,
            disable=not sys.stderr.isatty(),
            dynamic_ncols=True,
            leave=False,
            bar_format="{desc} |{bar}| {n_fmt}/{total_fmt} cells {elapsed}",
        )

    def __enter__(self) -> "ProgressBar":
        return self

    def __exit__(self, *_) -> None:
        self._bar.close()

    def start(self, path: Path) -> None:
        """Begin with a lesson; several may run at the same time, each in its thread."""
        self._running[path] = [perf_counter(), 0]
        self._describe()

    def on_cell(self, path: Path) -> None:
        """Count an executed cell of a lesson."""
        self._running[path][1] += 1
        self._bar.update()
        self._describe()

    def finish(self, path: Path, execution: Execution, note: str = "") -> None:
        """Print the lesson's line; a note stands for the seconds of one that did not run."""
        if self._running.pop(path, None) is None:
            self._bar.update(execution.n_cells)
        name, cells = f"{execution.name:<{self._width}}", f"{execution.n_cells:>3} cells"
        self._bar.write(
            f"{name}  {cells}  {note or f'{execution.seconds:6.1f} s'}", file=sys.stdout
        )
        sys.stdout.flush()

    def _describe(self) -> None:
        now = perf_counter()
        names = [
            f"{path.stem} [{done}/{self._cells[path]}] {now - start:.0f} s"
            for path, (start, done) in list(self._running.items())
        ]
        self._bar.set_description_str(", ".join(names))


def _count_code_cells(path: Path) -> int:
    return sum(cell.cell_type == "code" for cell in read(path).cells)
