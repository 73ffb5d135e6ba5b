"""List the tests that were skipped, and fail if one of them could have run.

Usage: ``python3 tools/skipped.py NOTES``, after runs of the tests with ``SKIPPED_TESTS=NOTES`` in
the environment. ``.ci/run`` ends with it. Only the standard library is needed.
"""

import json
import re
import sys
from collections import Counter
from pathlib import Path

MAY_BE_SKIPPED = {
    r"No room can be locked here: this system does not let bubblewrap lock a room": (
        "the kernel of some hosts forbids it, and nothing inside a container can allow it"
    ),
    r"it makes Unix users, so it needs root": "the class server's test changes the system's users",
}
"""What continuous integration may skip: the tests' reason (a pattern), and why it cannot run."""


def judge(notes):
    """Return what is to be said of skipped tests, and whether all of them may be skipped.

    Parameters
    ----------
    notes : list of [str, str]
        The test and its reason.

    Examples
    --------
    >>> judge([["tests/test_a.py::test_b", "no network"]])
    (['1 skipped that could have run: no network (tests/test_a.py)'], False)
    >>> judge([])
    (['No test was skipped.'], True)
    """
    files = {}
    for test, reason in notes:
        files.setdefault(reason, Counter())[test.partition("::")[0]] += 1
    lines, fine = [], True
    for reason, counts in files.items():
        why = next((why for p, why in MAY_BE_SKIPPED.items() if re.match(p, reason)), None)
        fine = fine and why is not None
        verdict = "could have run" if why is None else f"cannot run ({why})"
        where = ", ".join(sorted(counts))
        lines.append(f"{counts.total()} skipped that {verdict}: {reason} ({where})")
    return lines or ["No test was skipped."], fine


def main(path):
    """Print the list for the notes in a file, which is missing where no test ran to its end."""
    text = Path(path).read_text(encoding="utf-8")
    lines, fine = judge([json.loads(line) for line in text.splitlines()])
    print(*lines, sep="\n")
    if not fine:
        print("Let .ci/run install what they need, or name the reason in tools/skipped.py.")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
