"""Compute a stored grid: ``python -m helpers.study lesson10``."""

import argparse
import sys
from collections.abc import Sequence

from helpers.study.grids import GRIDS


def main(argv: Sequence[str] | None = None) -> int:
    """Compute a stored grid again: ``python -m helpers.study lesson10``."""
    parser = argparse.ArgumentParser(prog="python -m helpers.study", description=main.__doc__)
    parser.add_argument("grid", choices=GRIDS)
    parser.add_argument("--n-jobs", type=int, default=-1, help="workers (default: all cores)")
    arguments = parser.parse_args(argv)
    try:
        print(GRIDS[arguments.grid](n_jobs=arguments.n_jobs))
    except KeyboardInterrupt:
        print("Interrupted. The same command goes on from here.", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
