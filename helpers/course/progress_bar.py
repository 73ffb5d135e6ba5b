"""The line that says which lesson runs, and for how long."""

import sys
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from tqdm import tqdm

from helpers.notebook_tools.execution import Execution
from helpers.notebook_tools.files import read


class ProgressBar:
    """Names the lesson and its seconds: a redrawn bar on a terminal, plain lines elsewhere."""

    def __init__(self, paths: Sequence[Path]):
        self._cells = {path: _count_code_cells(path) for path in paths}
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
        """Begin with a lesson."""
        self._path, self._start, self._done = path, perf_counter(), 0
        self._describe()

    def on_cell(self) -> None:
        """Count an executed cell."""
        self._done += 1
        self._bar.update()
        self._describe()

    def finish(self, execution: Execution) -> None:
        """Print the lesson's line."""
        name, cells = f"{execution.name:<{self._width}}", f"{execution.n_cells:>3} cells"
        self._bar.write(f"{name}  {cells}  {execution.seconds:6.1f} s", file=sys.stdout)
        sys.stdout.flush()

    def _describe(self) -> None:
        seconds = perf_counter() - self._start
        done = f"[{self._done}/{self._cells[self._path]}]"
        self._bar.set_description_str(f"{self._path.stem} {done} {seconds:.0f} s")


def _count_code_cells(path: Path) -> int:
    return sum(cell.cell_type == "code" for cell in read(path).cells)
