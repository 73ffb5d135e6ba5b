"""List a tree's tests, or run those of them that another tree has too.

`race.py` starts it in each tree: ``python race_tests.py`` prints the node ids as JSON, and
``python race_tests.py FILE`` runs the tests that FILE lists as `names_of` gives them. Cells of
notebooks are left out: a lesson that was written again has other cells.
"""

import contextlib
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # `race.py` imports this without the tree's packages
    import pytest

FOLDERS = ("tests", "helpers")


def name_of(node_id: str) -> str:
    """Return a test's name and parameters without its module and class, which may have moved.

    Examples
    --------
    >>> name_of("tests/test_smote.py::TestNew::test_seed[a::b]")
    'test_seed[a::b]'
    >>> name_of("helpers/data/keel.py::helpers.data.keel.load_imbalanced")
    'example of load_imbalanced'
    """
    path, _, name = node_id.partition("::")
    if path.split("/")[0] != "tests":
        return f"example of {name.rpartition('.')[2]}"
    return re.sub(r"^(\w+::)+", "", name)


def names_of(node_ids: Iterable[str]) -> Counter[str]:
    """Count the names, because two modules may have tests of one name."""
    return Counter(map(name_of, node_ids))


class Chosen:
    """pytest plugin: leaves out all tests but the given ones, and remembers what is left."""

    def __init__(self, names: Counter[str] | None):
        self.names = names
        self.node_ids = []

    def pytest_collection_modifyitems(self, config: "pytest.Config", items: "list[pytest.Item]"):
        """Keep as many tests of a name as asked for, the first ones."""
        if self.names is not None:
            left, kept, dropped = Counter(self.names), [], []
            for item in items:
                name = name_of(item.nodeid)
                (kept if left[name] > 0 else dropped).append(item)
                left[name] -= 1
            items[:] = kept
            config.hook.pytest_deselected(items=dropped)
        self.node_ids = [item.nodeid for item in items]


def main(argv: list[str]) -> int:
    """Print the node ids, or run the tests that a file lists; return pytest's exit code."""
    import pytest

    if argv:
        names = Counter(json.loads(Path(argv[0]).read_text(encoding="utf-8")))
        return int(pytest.main(["--quiet", *FOLDERS], plugins=[Chosen(names)]))
    chosen = Chosen(None)
    with contextlib.redirect_stdout(sys.stderr):
        code = pytest.main(["--quiet", "--collect-only", *FOLDERS], plugins=[chosen])
    print(json.dumps(chosen.node_ids))
    return int(code)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
