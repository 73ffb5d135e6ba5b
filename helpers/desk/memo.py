"""The memo and the log: their templates, and what a check reads in them."""

import re
from pathlib import Path

import pandas as pd

from helpers.desk.rivals import RIVALS
from helpers.desk.templates import LOG, MEMO
from helpers.desk.verdicts import FAILED, OPEN, Result, result
from helpers.files import write_file

HEADER = ["policy", "calls", "frauds caught", "EUR saved", "95 % interval", "mine is ahead by"]
MINE = "mine"
RULE = re.compile(r":?-+:?")
SOURCE = re.compile(r"^Rows: *(\S.*)", re.MULTILINE)


def start_project(folder: str | Path = ".") -> None:
    """Write ``log.md`` and ``memo.md`` beside the notebook, unless they are there."""
    for name, text in {"log.md": LOG, "memo.md": MEMO}.items():
        path = Path(folder, name)
        if path.exists():
            print(f"{name} is there; it stays as it is.")
        else:
            write_file(path, text)
            print(f"{name} written: open it beside this notebook.")


def as_markdown(table: pd.DataFrame) -> str:
    """Return the table of a judgement in the form that the memo needs.

    Parameters
    ----------
    table : DataFrame
        What `Desk.judge` returned.
    """
    lines = ["| " + " | ".join(HEADER) + " |", "|---" + "|---:" * (len(HEADER) - 1) + "|"]
    for name, row in table.iterrows():
        span = f"{row['from']:,.0f} to {row['to']:,.0f}"
        ahead = f"{row['ahead']:,.0f} ({row['ahead from']:,.0f} to {row['ahead to']:,.0f})"
        words = [name, f"{row['calls']:.0f}", f"{row['caught']:.0f}", f"{row['EUR saved']:,.0f}"]
        lines.append("| " + " | ".join([*words, span, "–" if name == MINE else ahead]) + " |")
    return "\n".join(lines)


def read_table(text: str) -> dict[str, dict[str, str]]:
    r"""Return the first table of a memo that has a column of policies: row, column, cell.

    Examples
    --------
    >>> read_table("| Policy | EUR saved |\n|---|---|\n| mine | 1,200 |")
    {'mine': {'policy': 'mine', 'eur saved': '1,200'}}
    """
    header, rows = [], {}
    for line in text.splitlines():
        cells = [one.strip(" *`") for one in line.strip().strip("|").split("|")]
        if not line.strip().startswith("|"):
            if rows:
                break
            header = []
        elif all(RULE.fullmatch(one) for one in cells):
            continue
        elif not header:
            header = [one.lower() for one in cells]
        elif "policy" in header and len(cells) == len(header):
            row = dict(zip(header, cells, strict=True))
            rows[row["policy"].lower()] = row
    return rows


def plain(cell: str) -> str:
    """Return the numbers of a cell, however thousands and minus signs are written.

    Examples
    --------
    >>> plain("−1,200 (5 to 7)")
    '-1200 5 7'
    """
    text = cell.replace("−", "-").replace("\N{NO-BREAK SPACE}", "")
    return " ".join(re.findall(r"-?\d+\.?\d*", re.sub(r"(?<=\d)[,' ](?=\d{3}\b)", "", text)))


def rivals_named(memo: str) -> Result:
    """Return K: a row for each of the six rivals."""
    table = read_table(memo)
    missing = [name for name in RIVALS if name not in table]
    if not table:
        return Result("K", FAILED, "memo.md has no table with a column *policy*.")
    return result(
        "K",
        not missing,
        f"The memo's table has no row for: {', '.join(missing)}. Without them nobody can tell "
        "whether your policy is worth its work. `desk.judge(policy, RIVALS)` puts them there.",
    )


def numbers_hold(memo: str, recomputed: pd.DataFrame, source: str) -> Result:
    """Return J: every number of the memo's table against one that was computed again."""
    theirs, ours = read_table(memo), read_table(as_markdown(recomputed))
    told = SOURCE.search(memo)
    if told and told[1].strip() != source:
        why = f"The memo is about other rows ({told[1].strip()}) than those at hand ({source})."
        return Result("J", OPEN, why)
    if "eur saved" not in theirs.get(MINE, {}):
        return Result("J", FAILED, "The memo's table needs a row *mine* with *EUR saved*.")
    for name, row in theirs.items():
        for column, cell in row.items():
            right = ours.get(name, {}).get(column)
            if column != "policy" and right is not None and plain(cell) != plain(right):
                reply = f"Of *{name}*, {column} is {cell!r} in the memo and {right!r} when computed"
                return Result("J", FAILED, f"{reply} again. Paste the table anew after each run.")
    return result("J", True, "")
