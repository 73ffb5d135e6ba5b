"""Draw frauds whose neighbourhoods are those of their model rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from helpers.data.simulator.coordinates import TIME, to_rows
from helpers.data.simulator.exact import COARSE, allocate, to_grid
from helpers.data.simulator.legitimate import draw_legitimate
from helpers.data.simulator.mixture import bend, draw_latent
from helpers.data.simulator.neighbourhoods import (
    HIDDEN,
    LEGITIMATE_PER_FRAUD,
    SAFE,
    find_kinds,
    nearest_legitimate,
    to_places,
)

AMOUNT_MAX = 2_125.87
SWEEPS = 12
REPEATED, JITTER = 0.15, 0.3
"""Share of the safe frauds that nearly repeat another one, and how near, in the group's spread."""
CHOSEN, CANDIDATES = 0.6, 3_000
"""Share of the hidden frauds that are chosen legitimate rows, and from how many."""
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
    legitimate = to_places(legitimate, scale)
    group = allocate(n, model["rows"], rng)
    kind = model["kind"][group]
    rows = to_rows(
        _draw(group, parameters, rng, repeat=True), parameters["coordinates"], AMOUNT_MAX
    )
    places = to_places(rows, scale)
    near = nearest_legitimate(places, legitimate)
    for _ in range(SWEEPS):
        wrong = np.flatnonzero(find_kinds(places, near) != kind)
        if not len(wrong):
            break
        x = _draw(group[wrong], parameters, rng)
        rows[wrong] = to_rows(x, parameters["coordinates"], AMOUNT_MAX)
        places[wrong] = to_places(rows[wrong], scale)
        near[wrong] = nearest_legitimate(places[wrong], legitimate)
    return rows


def _draw(group, parameters, rng, repeat=False):
    """Return coordinates of one fraud from each of the groups."""
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
    chosen = np.flatnonzero((kind == HIDDEN) & (rng.random(len(group)) < CHOSEN))
    if len(chosen):
        x[chosen, :TIME] = _choose(len(chosen), parameters, rng)[:, :TIME]
    return x


def _choose(n, parameters, rng):
    """Return coordinates of legitimate rows that lie where hidden frauds lie.

    Candidates come from groups beside hidden frauds and are moved by the usual gap between the
    two. For each of ``n`` places on the line along which hidden frauds part from legitimate rows,
    the candidate nearest to it is taken.
    """
    hidden, model = parameters["fraud"], parameters["legitimate"]
    group = allocate(max(n, CANDIDATES), hidden["beside"], rng)
    x = bend(draw_latent(group, model, rng), model) + to_grid(hidden["gap"])
    score = x @ to_grid(hidden["line"], COARSE)
    middle, spread = hidden["places"][allocate(n, np.ones(len(hidden["places"])), rng)].T
    taken = []
    for place in middle + spread * rng.standard_normal(n):
        taken.append(np.argmin(np.abs(score - place)))
        score[taken[-1]] = np.inf
    return x[taken]
