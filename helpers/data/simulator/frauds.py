"""Draw frauds whose neighbourhoods are those of their model rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers.data.simulator.coordinates import TIME, to_rows
from helpers.data.simulator.exact import COARSE, allocate, to_grid
from helpers.data.simulator.legitimate import draw_legitimate
from helpers.data.simulator.mixture import bend, draw_latent
from helpers.data.simulator.neighbourhoods import (
    BORDER,
    HIDDEN,
    LEGITIMATE_PER_FRAUD,
    NEIGHBOURS,
    SAFE,
    LegitimateRows,
    find_kinds,
    to_places,
)

AMOUNT_MAX = 2_125.87
SWEEPS = 24
REPEATED, JITTER = 0.15, 0.3
"""Share of the safe frauds that nearly repeat another one, and how near, in the group's spread."""
CHOSEN = np.array([0.0, 0.25, 0.45])  # safe, border, hidden
"""Share of the frauds of each kind whose features come from a legitimate row beside frauds."""
CANDIDATES = 32
"""Draws from which one of the other frauds takes the row that fits its place."""
_FEWEST, _MOST = 332, 500  # frauds that are judged together


def draw_frauds(
    n: int, legitimate: np.ndarray, parameters: dict[str, Any], rng: np.random.Generator
) -> np.ndarray:
    """Draw frauds to stand among legitimate rows.

    A fraud of the fit was safe, on the border or hidden; a row drawn in its place is drawn again
    until it is so, too, among other drawn frauds and drawn legitimate rows.

    Parameters
    ----------
    n : int
    legitimate : ndarray of shape (n_legitimate, 30)
        Drawn legitimate rows. Where there are too few to judge neighbourhoods, others are drawn.
    parameters : dict
        From `load_parameters`.
    rng : Generator

    Returns
    -------
    ndarray of shape (n, 30)
        ``V1``..``V28``, ``Amount``, ``Time``.
    """
    drawn = [np.empty((0, TIME + 1))]
    for part in np.array_split(np.arange(n), -(-n // _MOST)) if n else []:
        size = max(len(part), _FEWEST)
        n_beside = size * LEGITIMATE_PER_FRAUD
        if len(legitimate) >= n_beside:
            beside = legitimate[rng.choice(len(legitimate), n_beside, replace=False)]
        else:
            beside = draw_legitimate(n_beside, parameters, rng)
        rows = _draw_together(size, beside, parameters, rng)
        drawn.append(rows[rng.choice(size, len(part), replace=False)])
    return np.concatenate(drawn)


def _draw_together(n, legitimate, parameters, rng):
    model, scale = parameters["fraud"], parameters["coordinates"]["scale"]
    line = to_grid(model["line"], COARSE)
    beside = LegitimateRows(to_places(legitimate, scale))
    group = allocate(n, model["rows"], rng)
    kind = model["kind"][group]
    chosen = rng.random(n) < CHOSEN[kind]
    rows = _draw(group, chosen, parameters, rng, repeat=True)
    places = to_places(rows, scale)
    aim = _aim(kind, places @ line, model["places"], rng)
    safe = kind == SAFE
    near = np.empty((n, NEIGHBOURS))
    near[safe] = beside.nearest(places[safe])  # the others are drawn anew first
    wrong = np.flatnonzero(~safe)
    for _ in range(SWEEPS):
        owner = np.repeat(wrong, np.where(kind[wrong] == SAFE, 1, CANDIDATES))
        drawn = _draw(group[owner], chosen[owner], parameters, rng)
        off = np.abs(to_places(drawn, scale) @ line - aim[owner])
        order = np.lexsort((off, owner))
        best = order[np.unique(owner[order], return_index=True)[1]]
        rows[wrong] = drawn[best]
        places[wrong] = to_places(rows[wrong], scale)
        near[wrong] = beside.nearest(places[wrong])
        wrong = np.flatnonzero(find_kinds(places, near) != kind)
        if not len(wrong):
            break
    return rows


def _draw(group, chosen, parameters, rng, repeat=False):
    """Return a row for each of the groups; the features of the chosen ones are legitimate ones."""
    model = parameters["fraud"]
    x = draw_latent(group, model, rng)
    kind = model["kind"][group]
    if repeat:
        safe = np.flatnonzero(kind == SAFE)
        again, first = np.split(rng.permutation(safe), [int(REPEATED * len(safe))])
        if len(first):
            source = rng.choice(first, len(again))
            spread = draw_latent(group[source], model, rng) - model["means"][group[source]]
            x[again] = x[source] + JITTER * spread
    x = bend(x, model)
    for k, beside, gap in zip((BORDER, HIDDEN), model["beside"], model["gap"], strict=True):
        members = np.flatnonzero(chosen & (kind == k))
        of = rng.permutation(allocate(len(members), beside, rng))
        ok = bend(draw_latent(of, parameters["legitimate"], rng), parameters["legitimate"])
        x[members, :TIME] = (ok + to_grid(gap))[:, :TIME]
    return to_rows(x, parameters["coordinates"], AMOUNT_MAX)


def _aim(kind, score, places, rng):
    """Return where each fraud shall lie on the line between the classes.

    Frauds of a kind share the places of that kind, in the order in which they lie already. Safe
    ones, of which each is drawn only once, stay where they fall.
    """
    aim = score.copy()
    for k in (BORDER, HIDDEN):
        members = np.flatnonzero(kind == k)
        _, middle, spread = places[places[:, 0] == k].T
        band = allocate(len(members), np.ones(len(middle)), rng)
        drawn = middle[band] + spread[band] * rng.standard_normal(len(members))
        aim[members[np.argsort(score[members], kind="stable")]] = np.sort(drawn)
    return aim
