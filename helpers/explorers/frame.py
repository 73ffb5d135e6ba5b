"""An explorer: a picture with one or two controls, and a task whose answer Python has computed.

It is one piece of HTML in two forms. First stands what needs no script: the picture at the start,
the question, and a reply for each choice, in elements ``details``. JupyterLab keeps these also in a
notebook that it does not trust, and a static page shows them. Below stands a frame in which the
same task is played; its script closes the first form. The frame needs no kernel, and its policy
forbids every request.

Each control has few stops, so there are few states, and Python computes for each of them what is
said and what is replied. The JavaScript only looks it up and draws: no algorithm is written twice.
"""

import base64
import html
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

import matplotlib.pyplot as plt

from helpers.display.figures import SHORTEST, description

HERE = Path(__file__).parent
LARGEST = 12_000
"""Bytes that the state of an explorer may have."""
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'"


@dataclass(frozen=True)
class Control:
    """One thing that the learner sets.

    Attributes
    ----------
    label : str
    stops : sequence of str
        What can be set, in words.
    start : int
        Position of the stop at the start.
    stride : int
        Stops by which an arrow key moves the slider; with shift it moves by one. 0 for a control
        with buttons.
    """

    label: str
    stops: Sequence[str]
    start: int = 0
    stride: int = 0


@dataclass(frozen=True)
class State:
    """What is to be explored.

    Attributes
    ----------
    controls : sequence of Control
    say : callable
        Takes a position for each control and returns one sentence: what is the case there.
        ``{0}`` in it stands for the stop of the first control.
    hidden : str
        The sentence before the first answer. It gives no result away.
    data : dict
        What the script draws, ready for JSON; ``size`` is the width and height of the drawing.
    """

    controls: Sequence[Control]
    say: Callable[..., str]
    hidden: str
    data: dict


@dataclass(frozen=True)
class Task:
    """What the learner is to find, with a reply to each answer.

    Attributes
    ----------
    title, ask : str
    reply : callable
        Takes a position for each control, and returns whether it is a right answer, and the reply.
    choices : sequence of (str, str)
        Answers and their replies, for readers whose page runs no script.
    keep : str
        The sentence to remember, shown when the task is solved.
    part : int, optional
        The control of which each stop is a task of its own, such as the goal or the metric.
    """

    title: str
    ask: str
    reply: Callable[..., tuple[bool, str]]
    choices: Sequence[tuple[str, str]]
    keep: str
    part: int | None = None


class Explorer:
    """What `explore` returns; a notebook shows it as HTML, a terminal as text."""

    def __init__(self, page: str, state: str, text: str):
        self.html = page
        self.state = state
        self._text = text

    def __repr__(self) -> str:
        return self._text

    def _repr_html_(self) -> str:
        return self.html


def explore(name: str, state: State, task: Task, picture) -> Explorer:
    """Put an explorer together.

    Parameters
    ----------
    name : str
        The file of this folder, without ``.js``, whose function ``draw`` draws a state.
    state : State
    task : Task
    picture : Figure or Axes
        The state at the start, drawn small, with a description (`helpers.display.describe`). It is
        closed.

    Returns
    -------
    Explorer
        The same text for the same state, task and picture.

    Raises
    ------
    ValueError
        If a part of the task has no right answer, the picture no description, or the state more
        than 12,000 bytes.
    """
    figure = getattr(picture, "figure", picture)
    alt = description(figure)
    if len(alt) < SHORTEST:
        raise ValueError("The picture of an explorer needs a description: describe(ax, ...).")
    said = _compact(_table(state, task, alt))
    if len(said.encode()) > LARGEST:
        raise ValueError(f"The state has {len(said.encode()):,} bytes, more than {LARGEST:,}.")
    script = "\n".join((HERE / f"{part}.js").read_text("utf-8") for part in (name, "explorer"))
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        f"<title>{html.escape(task.title)}</title>"
        f"<style>{(HERE / 'explorer.css').read_text('utf-8')}</style></head><body><main></main>"
        f'<script type="application/json" id="state">{said}</script>'
        f'<script type="module">{script}</script></body></html>'
    )
    choices = "".join(
        f"<details><summary>{letter}) {html.escape(choice)}</summary><p>{html.escape(reply)}</p>"
        "</details>"
        for letter, (choice, reply) in zip("abcdef", task.choices, strict=False)
    )
    whole = (
        "<div><details open><summary>Picture, question and replies, for pages that run no script"
        f'</summary><figure><img alt="{html.escape(alt)}" src="{_data_uri(figure)}">'
        f"<figcaption>{html.escape(task.title)}</figcaption></figure>"
        f"<p>{html.escape(task.ask)}</p>{choices}</details>"
        f'<iframe title="Explorer: {html.escape(task.title)}" srcdoc="{html.escape(page)}" '
        'style="width:100%;height:560px;border:0"></iframe></div>'
    )
    return Explorer(whole, said, f"{task.title}. {task.ask}\n{alt}")


def _table(state, task, alt):
    """Return all that the script looks up, with each text once."""
    spots = list(product(*(range(len(control.stops)) for control in state.controls)))
    said, said_at = _distinct([state.say(*spot) for spot in spots])
    replies, reply_at = _distinct([task.reply(*spot) for spot in spots])
    right = {
        spot[task.part] if task.part is not None else 0
        for spot, at in zip(spots, reply_at, strict=True)
        if replies[at][0]
    }
    parts = 1 if task.part is None else len(state.controls[task.part].stops)
    if len(right) < parts:
        raise ValueError("Each part of a task needs a right answer.")
    return {
        "controls": [vars(control) for control in state.controls],
        "said": said,
        "saidAt": said_at,
        "hidden": state.hidden,
        "data": state.data,
        "task": {
            "title": task.title,
            "ask": task.ask,
            "replies": replies,
            "replyAt": reply_at,
            "keep": task.keep,
            "part": task.part,
        },
    }


def _distinct(items):
    known = {item: place for place, item in enumerate(dict.fromkeys(items))}
    return list(known), [known[item] for item in items]


def _compact(table):
    text = json.dumps(table, ensure_ascii=False, separators=(",", ":"))
    return text.replace("</", "<\\/")  # no text may end the element in which it stands


def _data_uri(figure):
    png = io.BytesIO()
    figure.savefig(png, format="png", dpi=72, bbox_inches="tight", metadata={"Software": None})
    plt.close(figure)
    return f"data:image/png;base64,{base64.b64encode(png.getvalue()).decode()}"
