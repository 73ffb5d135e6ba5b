"""What a project starts with: the log, to be filled before each result, and the memo."""

LOG = """# Log

Three predictions, each written down *before* its result.
A wrong one is worth as much as a right one.

| number | date and time | I expect, and why | what came | what I changed |
|---|---|---|---|---|
| 1 | | which rival will be hardest to beat on *decide*: | | |
| 2 | | what my policy will save on *decide*, in EUR: | | |
| 3 | | what it will save on the sealed day, in EUR, from … to …: | | |
"""

MEMO = """# Memo to the head of the fraud desk

Rows: (what `desk.source` says)

**What to run tomorrow.** (One sentence. Whom do we call?)

**What it will bring.** (EUR and frauds, from … to …. Against what?)

(The table: paste what `print(as_markdown(table))` shows.)

| policy | calls | frauds caught | EUR saved | 95 % interval | mine is ahead by |
|---|---:|---:|---:|---:|---:|

(The figure: `![what it shows, with its numbers](figure.png)`)

**How sure I am.** (How few frauds is this based on? How much hangs on the largest?)

**Stop if** (something that the desk itself can count, a number, and what to do then.)
"""
