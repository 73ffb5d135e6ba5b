"""The three graded examples: ``python -m helpers.grading.desk.examples`` runs them again.

Each notebook writes its own memo, so that every number in it is one of the rows at hand. After a
change of the stand-in, run this and read the memos again.
"""

import os
from pathlib import Path

from helpers.desk.openings import LOG
from helpers.notebook_tools.execution import clean_environment, execute
from helpers.paths import SOLUTIONS

FOLDER = SOLUTIONS / "project"
NOTEBOOK = "fraud_desk.ipynb"


def examples() -> list[Path]:
    """Return the folders of the examples, from level 1 to level 3."""
    return sorted(path.parent for path in FOLDER.glob(f"*/{NOTEBOOK}"))


def write_memos() -> None:
    """Run each example in its folder, on the stand-in; the notebooks are stored without outputs."""
    with clean_environment():
        os.environ["COURSE_DATA"] = "simulated"
        for folder in examples():
            execute(folder / NOTEBOOK)
            (folder / LOG).unlink(missing_ok=True)
            print(f"{folder.name}: memo written")


if __name__ == "__main__":
    write_memos()
