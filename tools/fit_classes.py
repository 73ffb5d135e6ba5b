"""Fit the coordinates, the legitimate rows and the frauds of the stand-in."""

from __future__ import annotations

from typing import Any

import numpy as np
from fit_groups import (
    aggregate,
    curve,
    describe,
    halve,
    many_draws,
    neighbour_covariances,
    normal_scores,
    scaled_covariances,
)
from sklearn.decomposition import FastICA
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import NearestNeighbors

from helpers.data.simulator import frauds, legitimate
from helpers.data.simulator.coordinates import AMOUNT, RESIDUAL, TIME
from helpers.data.simulator.exact import COARSE, to_grid
from helpers.data.simulator.neighbourhoods import (
    BORDER,
    HIDDEN,
    LEGITIMATE_PER_FRAUD,
    SAFE,
    LegitimateRows,
    find_kinds,
    to_places,
)

SETTINGS: dict[str, Any] = {
    "ica_rows": 8_000,
    "legitimate": {"smallest": 10, "most": 2_048, "prior": 10, "beside": 4, "width": 0.7},
    "frauds": {"smallest": 5, "prior": 0.5, "floor": 0.18, "width": [0.85, 0.7, 0.85]},
    "knots": [400, 60],
    "beside": 4,
    "among_frauds": {"frauds": 2, "of": 5},
}


def every(rows: np.ndarray, count: int) -> np.ndarray:
    """Take about ``count`` rows at even steps: the same ones every time."""
    return rows if len(rows) <= count else rows[np.linspace(0, len(rows) - 1, count).astype(int)]


def fit_coordinates(ok: np.ndarray, bad: np.ndarray) -> dict[str, np.ndarray]:
    """Find the line of the amount, and directions far from normal beside it.

    Parameters
    ----------
    ok, bad : ndarray of shape (n, 30)
        Legitimate rows and frauds: ``V1``..``V28``, ``Amount``, ``Time``.

    Returns
    -------
    dict
        For `helpers.data.simulator.coordinates`, with the ``scale`` of the neighbourhoods.

    References
    ----------
    A. Hyvärinen and E. Oja, "Independent component analysis: algorithms and applications", Neural
    Networks 13 (2000) 411-430, doi:10.1016/S0893-6080(00)00026-5.
    """
    features, amount = ok[:, :AMOUNT], ok[:, AMOUNT]
    centre = features.mean(axis=0)
    spread, axes = np.linalg.eigh(np.cov(features.T))
    white = axes * spread**-0.5 @ axes.T
    z = (features - centre) @ white
    intercept, *slopes = np.linalg.lstsq(np.c_[np.ones(len(z)), z], amount, rcond=None)[0]
    slope = np.linalg.norm(slopes)
    to_amount = np.array(slopes) / slope
    others = np.linalg.qr(np.c_[to_amount, np.eye(RESIDUAL + 1)])[0][:, 1 : RESIDUAL + 1]
    ica = FastICA(whiten="unit-variance", random_state=0, max_iter=300, tol=1e-3)
    ica.fit(every(z, SETTINGS["ica_rows"]) @ others)
    left, _, right = np.linalg.svd(ica.components_)
    turn = np.c_[others @ (left @ right).T, to_amount]
    both = np.concatenate([ok, bad])[:, : AMOUNT + 1]
    return {
        "mixing": to_grid(turn.T @ np.linalg.inv(white), COARSE),
        "centre": centre,
        "amount": np.array([intercept, slope]),
        "scale": np.stack([both.mean(axis=0), both.std(axis=0)]),
    }


def fit_legitimate(x: np.ndarray, rng: np.random.Generator):
    """Fit the legitimate rows.

    Parameters
    ----------
    x : ndarray of shape (n, 30)
        Coordinates.
    rng : Generator

    Returns
    -------
    model : dict
    groups : list of int ndarray
    """
    settings = SETTINGS["legitimate"]
    scores = normal_scores(x, rng)
    groups = halve(scores, max(settings["smallest"], len(x) // settings["most"]))
    covariances = neighbour_covariances(scores, groups, settings["prior"], settings["beside"])
    model = describe(scores, groups, covariances, settings["width"])
    draws = many_draws(model, rng)
    for j in range(x.shape[1]):
        model[f"curve_{j}"] = curve(draws[:, j], x[:, j], SETTINGS["knots"][0], spikes=j == AMOUNT)
    model["curve_28"] = _up_to(model["curve_28"], draws[:, AMOUNT], legitimate.AMOUNT_MAX)
    return model, groups


def fit_frauds(ok, bad, x, f, groups, scale, rng):
    """Fit the frauds: small groups of each kind, and how they lie beside legitimate rows.

    Parameters
    ----------
    ok, bad : ndarray of shape (n, 30)
        Rows.
    x, f : ndarray of shape (n, 30)
        Their coordinates.
    groups : list of int ndarray
        Of the legitimate rows.
    scale : ndarray of shape (2, 29)
    rng : Generator

    Returns
    -------
    model : dict
    share : float
        Of the legitimate rows that lie among frauds.
    """
    settings = SETTINGS["frauds"]
    beside = every(np.arange(len(ok)), LEGITIMATE_PER_FRAUD * len(bad))
    places, ok_places = to_places(bad, scale), to_places(ok, scale)
    kind = find_kinds(places, LegitimateRows(ok_places[beside]).nearest(places))
    flat = np.arcsinh(f)
    flat[:, [RESIDUAL, AMOUNT]] *= 0.7
    parts, own_group = [], np.empty(len(f), int)
    for k in (SAFE, BORDER, HIDDEN):
        members = np.flatnonzero(kind == k)
        if len(members) < settings["smallest"]:
            continue
        own = [members[rows] for rows in aggregate(flat[members], settings["smallest"])]
        covariances = scaled_covariances(f, own, settings["prior"], settings["floor"])
        part = describe(f, own, covariances, settings["width"][k])
        parts.append(part | {"kind": np.full(len(own), k, np.int8)})
        n_before = sum(len(part["rows"]) for part in parts[:-1])
        for j, rows in enumerate(own):
            own_group[rows] = n_before + j
    model = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    draws = many_draws(model, rng)
    for j in (AMOUNT, TIME):
        model[f"curve_{j}"] = curve(draws[:, j], f[:, j], SETTINGS["knots"][1], spikes=j == AMOUNT)
    model["curve_28"] = _up_to(model["curve_28"], draws[:, AMOUNT], frauds.AMOUNT_MAX)
    model |= _describe_edge(x, f, ok_places, places, kind, beside, groups)
    model |= _find_places(ok_places, places, kind)
    nearest = _nearest_frauds(ok_places, places)
    safe = own_group[nearest[kind[nearest] == SAFE]]
    model["beside_legitimate"] = np.bincount(safe, minlength=len(model["rows"]))
    return model, len(nearest) / len(ok)


def _describe_edge(x, f, ok_places, places, kind, beside, groups):
    """Say which legitimate groups border and hidden frauds lie beside, and at what gap."""
    near = NearestNeighbors(n_neighbors=SETTINGS["beside"]).fit(ok_places[beside])
    near = beside[near.kneighbors(places, return_distance=False)]
    gaps = f - x[near].mean(axis=1)
    group = np.empty(len(x), int)
    for j, rows in enumerate(groups):
        group[rows] = j
    counts, gap = np.zeros((2, len(groups)), int), np.zeros((2, x.shape[1]))
    for j, k in enumerate((BORDER, HIDDEN)):
        if np.sum(kind == k) >= SETTINGS["frauds"]["smallest"]:
            counts[j] = np.bincount(group[near[kind == k].ravel()], minlength=len(groups))
            gap[j] = np.median(gaps[kind == k], axis=0)
    return {"beside": counts, "gap": gap}


def _find_places(ok_places, places, kind):
    """Say where frauds lie on the line along which logistic regression parts the classes.

    A place is the mean and the standard deviation of five frauds of a kind, or a few more, that
    follow each other on the line.
    """
    model = LogisticRegression(solver="newton-cholesky", class_weight="balanced", max_iter=200)
    labels = np.repeat([0, 1], [len(ok_places), len(places)])
    line = model.fit(np.concatenate([ok_places, places]), labels).coef_[0]
    line = to_grid(line / np.abs(line).max(), COARSE)
    found, smallest = [], SETTINGS["frauds"]["smallest"]
    for k in (BORDER, HIDDEN):
        score = np.sort(places[kind == k] @ line)
        if len(score) >= smallest:
            parts = np.array_split(score, len(score) // smallest)
            found += [(k, part.mean(), part.std()) for part in parts]
    return {"line": line, "places": np.array(found).reshape(-1, 3)}


def _nearest_frauds(ok_places, places, candidates=3_000):
    """Return the fraud nearest to each legitimate row that has two frauds among 5 neighbours."""
    settings = SETTINGS["among_frauds"]
    distance, nearest = NearestNeighbors(n_neighbors=1).fit(places).kneighbors(ok_places)
    close = np.argsort(distance[:, 0], kind="stable")[:candidates]
    index = NearestNeighbors(n_neighbors=settings["of"] + 1)
    index.fit(np.concatenate([ok_places, places]))
    others = index.kneighbors(ok_places[close], return_distance=False)[:, 1:]
    among = (others >= len(ok_places)).sum(axis=1) >= settings["frauds"]
    return nearest[close[among], 0]


def _up_to(curve, draws, amount):
    """Let a curve of the amount end at the largest amount of the full file."""
    end = [draws.max(), max(np.log1p(amount), curve[1, -1])]
    return np.c_[curve, end]
