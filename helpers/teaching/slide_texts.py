"""What of a cell fits on a slide: a heading and a few short blocks. The rest is for the speaker."""

import html
import re

from nbformat import NotebookNode

WORDS = 60
"""On one slide; the first block stands there in any case, cut after a sentence."""
ITEMS = 6
LINES = 13  # of code
ROWS = 8  # of a table; of a longer one the first column is shown
DENSE = 400  # characters; a table with more is set in smaller type
HEADING = re.compile(r"^(#+) (.+)$", re.MULTILINE)
CHOICE = re.compile(r"<details><summary>(.*?)</summary>\s*(.*?)\s*</details>", re.DOTALL)
ANSWER = re.compile(r"<details><summary><b>Answer</b></summary>\s*(.*?)\s*</details>", re.DOTALL)
LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]\([^)\s]*\)")
SENTENCE = re.compile(r"(?<=[.!?:])(?:\*\*)?\s+(?=[A-Z*`\"“])")


def first_heading(source: str) -> tuple[str, str, str]:
    r"""Return what stands before the first heading of a text, the heading, and what follows.

    A heading at once below it becomes a paragraph in bold.

    Examples
    --------
    >>> first_heading("So far.\n\n## Why?\n\nBecause.")
    ('So far.', 'Why?', 'Because.')
    >>> first_heading("Because.")
    ('Because.', '', '')
    """
    found = HEADING.search(source)
    if not found:
        return source, "", ""
    rest = source[found.end() :].strip()
    rest = re.sub(r"\A#+ (.+)$", r"**\1**", rest, count=1, flags=re.MULTILINE)
    return source[: found.start()].strip(), found[2], rest


def split_text(source: str) -> tuple[str, str]:
    r"""Return the part of a text that stands on a slide, and what the speaker says.

    Links lose their targets, choices of a prediction their replies. A second heading of the same
    cell begins what is said.

    Examples
    --------
    >>> split_text("Look at [this](a.md). It is short.\n\n## Later\n\nMore.")
    ('Look at this. It is short.', '## Later\n\nMore.')
    >>> split_text("Which?\n\n<details><summary>a) Both.</summary>\n\nNo.\n\n</details>")
    ('Which?\n\n- a) Both.', '- a) Both. **No.**')
    """
    shown, said, room, is_full = [], [], WORDS, False
    for block in _blocks(LINK.sub(r"\1", source)):
        part, rest = _fit(block, room, first=not shown)
        is_full = is_full or not part
        if is_full:
            said.append(_reply(block))
            continue
        shown.append(part)
        said.extend([rest] if rest else [])
        room -= 0 if CHOICE.match(block) or block.startswith("|") else len(part.split())
    if is_full and shown[-1].endswith(":") and len(SENTENCE.split(shown[-1])) > 1:
        last = SENTENCE.split(shown[-1])[-1]  # it announces what has no room
        shown[-1] = shown[-1].removesuffix(last).rstrip()
        said.insert(0, last)
    return "\n\n".join(shown), "\n\n".join(said)


def open_answer(text: str) -> str:
    """Return a computed answer without its fold: on a slide it comes after the prediction."""
    return ANSWER.sub(r"\1", text)


def _blocks(source):
    """Yield paragraphs, lists, tables and fences; the choices of a prediction are one block."""
    parts = re.split(r"((?:<details>.*?</details>\s*)+|^```.*?^```$)", source, flags=re.S | re.M)
    for part in parts:
        if part.startswith(("<details>", "```")):
            yield part.strip()
        else:
            yield from filter(None, map(str.strip, re.split(r"\n\s*\n", part)))


def _fit(block, room, *, first):
    """Return what of a block is shown, empty if it has no room, and what is said in its place."""
    if CHOICE.match(block):
        choices = CHOICE.findall(block)
        return "\n".join(f"- {choice}" for choice, _ in choices), _reply(block)
    if HEADING.match(block) or room <= 0:
        return "", block
    if block.startswith("```"):
        return (block, "") if block.count("\n") < LINES else ("", block)
    if block.startswith("|"):
        return _fit_table(block)
    if re.match(r"(-|\d+\.) ", block):
        items = re.split(r"\n(?=(?:-|\d+\.) )", block)
        short = [SENTENCE.split(item)[0] for item in items[:ITEMS]]
        while len(short) > 1 and len(" ".join(short).split()) > room + WORDS // 3:
            short.pop()
        shown = "\n".join(short)
        return re.sub(r";$", "", shown, flags=re.MULTILINE), block if shown != block else ""
    sentences, kept = SENTENCE.split(block), []
    for sentence in sentences:
        if len(" ".join([*kept, sentence]).split()) > room and (kept or not first):
            break
        kept.append(sentence)
    shown = block[: block.find(kept[-1]) + len(kept[-1])] if kept else ""
    shown += "**" if shown.count("**") % 2 else ""
    return shown, block.removeprefix(shown).strip()


def _fit_table(block):
    rows = block.splitlines()[2:]
    if len(rows) > ROWS:
        first = (row.split("|")[1].strip() for row in rows)
        return "\n".join("- " + re.sub(r"^(\d+)\. ", r"\1 ", one) for one in first), block
    short = re.sub(r"<br>[^|\n]*", "", block)
    return _dense(short, len(short)), block if short != block else ""


def _dense(table, size):
    return f'<div class="dense">\n\n{table}\n\n</div>' if size > DENSE else table


def _reply(block):
    """Return the choices of a prediction with their replies; other blocks as they are."""
    if not CHOICE.match(block):
        return block
    replies = ((choice, " ".join(reply.split())) for choice, reply in CHOICE.findall(block))
    return "\n".join(f"- {choice} **{reply}**" for choice, reply in replies)


def show_outputs(cell: NotebookNode) -> str:
    """Return a code cell's outputs as they stand on a slide: one picture or table, statements.

    Printed lines are shown only where nothing else is: above a folded output they only name it.
    """
    shown, printed = [], []
    for output in cell.outputs:
        data = output.get("data", {})
        if "image/png" in data:
            alt = html.escape(output.metadata["image/png"]["alt"])
            image = "".join(data["image/png"].split())
            shown.append(f'<img alt="{alt}" src="data:image/png;base64,{image}">')
        elif "<iframe" in data.get("text/html", ""):
            shown.append(_explorer(data["text/html"]))
        elif "text/html" in data:
            table = re.sub(r"<style.*?</style>|\n\s*", "", data["text/html"], flags=re.DOTALL)
            shown.append(_dense(table, len(re.sub("<[^>]*>", "", table))))
        elif "text/markdown" in data:
            shown.append(_state(data["text/markdown"]))
        else:
            printed.append(output.get("text") or data.get("text/plain", ""))
    if not shown:
        lines = "".join(printed).rstrip().splitlines()
        shown = [f"<pre>{html.escape(chr(10).join(lines[:LINES]))}</pre>"] if lines else []
    return "\n\n".join(shown)


def _state(text):
    """Return Markdown as it is shown; a statement that was tested is set in large type."""
    if not text.startswith(("✓", "✗")):
        return split_text(open_answer(text))[0]
    sentence, _, rest = text.partition("\n")
    sentence = re.sub(r"`([^`]*)`", r"<code>\1</code>", sentence.strip())
    return f'<p class="statement">{sentence}</p>\n\n{rest.strip()}'.strip()


def _explorer(page):
    """Return the picture of an explorer and its task: what a page shows without a script."""
    picture = re.search(r"<img [^>]*>", page)[0]
    title = re.search(r"<figcaption>(.*?)</figcaption>", page)[1]
    ask = re.search(r"</figure><p>(.*?)</p>", page)[1]
    return f"**{title}.** {ask}\n\n{picture}"


def tell_outputs(cell: NotebookNode) -> str:
    """Return what the speaker says of a cell's pictures: their text alternatives."""
    found = (one.get("metadata", {}).get("image/png", {}).get("alt") for one in cell.outputs)
    return "\n\n".join(filter(None, found))
