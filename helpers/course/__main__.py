"""``python -m helpers.course`` is the ``course`` command."""

import sys

from helpers.course.cli import main

if __name__ == "__main__":
    sys.exit(main())
