"""Compute stored results: ``python -m helpers.study lesson10``, ``... real-sets``."""

import argparse
import sys
from collections.abc import Sequence
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from helpers.errors import TasksFailedError
from helpers.study.grids import GRIDS
from helpers.study.own_cells import store_card_results
from helpers.study.real_grid import PARTS, make_parts
from helpers.study.real_plan import make_plan, show_status
from helpers.study.real_results import compare_with_stored, store
from helpers.study.real_sets import rerun, run_real_sets


def main(argv: Sequence[str] | None = None) -> int:
    """Compute stored results again: ``python -m helpers.study lesson10``."""
    parser = argparse.ArgumentParser(prog="python -m helpers.study", description=main.__doc__)
    names = parser.add_subparsers(dest="grid", required=True, metavar="{lesson10, ..., real-sets}")
    for name in GRIDS:
        _add_workers(names.add_parser(name, help="a grid of simulated worlds"))
    real = names.add_parser("real-sets", help="the study on real sets (docs/real-sets.md)")
    _add_workers(real)
    real.add_argument("--scheduler", metavar="ADDRESS", help="of Dask, such as tcp://10.0.0.1:8786")
    real.add_argument(
        "--parts", type=Path, default=PARTS, metavar="FOLDER", help="where finished cells are kept"
    )
    what = real.add_mutually_exclusive_group()
    what.add_argument("--status", action="store_true", help="say how far it is")
    what.add_argument("--plan", action="store_true", help="time a hundredth and say what all costs")
    what.add_argument("--collect", action="store_true", help="store the cells that are done")
    what.add_argument("--rerun", metavar="ORIGIN", help="compute one origin's cells again, compare")
    card = "compute its cells on the credit card payments, which are stored beside the study"
    what.add_argument("--card", type=Path, metavar="FILE", help=card)
    arguments = parser.parse_args(argv)
    try:
        print(_run(arguments))
    except KeyboardInterrupt:
        print("Interrupted. The same command goes on from here.", file=sys.stderr)
        return 130
    except (TasksFailedError, BrokenProcessPool, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _add_workers(parser):
    parser.add_argument("--n-jobs", type=int, default=-1, help="workers (default: all cores)")


def _run(arguments) -> str:
    if arguments.grid in GRIDS:
        return GRIDS[arguments.grid](n_jobs=arguments.n_jobs)
    if arguments.status:
        return show_status(folder=arguments.parts)
    if arguments.collect:
        return store(make_parts(folder=arguments.parts).read())
    if arguments.rerun:
        return compare_with_stored(rerun(arguments.rerun, n_jobs=arguments.n_jobs))
    if arguments.card:
        return store_card_results(arguments.card)
    command = make_plan if arguments.plan else run_real_sets
    return command(folder=arguments.parts, n_jobs=arguments.n_jobs, scheduler=arguments.scheduler)


if __name__ == "__main__":
    sys.exit(main())
