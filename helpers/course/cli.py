"""The command line behind the Makefile: ``course run``, ``lab``, ``test`` and so on."""

import argparse
import errno
import sys
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from helpers.course import commands
from helpers.errors import OPTIMIZED, CourseError, DataError

READ_ONLY = (errno.EROFS, errno.EACCES, errno.EPERM)
FULL = (errno.ENOSPC, errno.EDQUOT)
REPOSITORY_ONLY = (
    "desk",
    "exercises",
    "grade",
    "handout",
    "nbgrader",
    "quick",
    "quizzes",
    "refresh",
    "site",
    "slides",
    "test",
)


def _parser(*, in_repository: bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="course", description="Run the SMOTE course.")
    parser.set_defaults(passes_on=False)
    known = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    commands.add_parsers(known)
    if in_repository:
        from helpers.course import teacher_commands

        teacher_commands.add_parsers(known)
    return parser


def cannot_be_written(error: OSError) -> str:
    """Return the sentence for a folder that is read-only or full.

    Examples
    --------
    >>> cannot_be_written(OSError(errno.ENOSPC, "No space left on device", "no-such-folder/a.csv"))
    'no-such-folder cannot be written (No space left on device): free some space and try again.'
    """
    path = Path(error.filename or ".")
    folder = path if path.is_dir() else path.parent
    remedy = (
        "free some space and try again."
        if error.errno in FULL
        else "copy the course to a folder of your own and run the command there."
    )
    return f"{folder} cannot be written ({error.strerror}): {remedy}"


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code: 0, 1 (failure), 2 (usage) or 130 (Ctrl-C)."""
    argv = sys.argv[1:] if argv is None else argv
    if sys.flags.optimize:
        print(OPTIMIZED, file=sys.stderr)
        return 1
    in_repository = find_spec("helpers.teaching") is not None
    if not in_repository and argv and argv[0] in REPOSITORY_ONLY:
        print(
            f"`course {argv[0]}` needs the whole repository. This is a handout, which has neither "
            "the solutions nor the tests.",
            file=sys.stderr,
        )
        return 1
    parser = _parser(in_repository=in_repository)
    given, extra = parser.parse_known_args(argv)
    if extra and not given.passes_on:
        parser.error(f"unrecognized arguments: {' '.join(extra)}")
    given.extra = extra
    try:
        result = given.call(given)
    except (CourseError, DataError) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno not in READ_ONLY + FULL:
            raise
        print(cannot_be_written(error), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted.", file=sys.stderr)
        return 130
    return result if isinstance(result, int) else 0
