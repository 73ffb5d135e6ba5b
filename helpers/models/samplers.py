"""The one registry of samplers: what each is called, how it is built, and where it comes from.

Lessons, comparisons, the table "when to use which" and the documentation all read it. A sampler is
changed here or nowhere.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd

from helpers.cleaning.cleaners import FastEditedNearestNeighbours, FastTomekLinks
from helpers.models.explained_samplers import (
    ADASYN,
    SMOTE,
    SMOTEENN,
    SMOTENC,
    BorderlineSMOTE,
    SMOTETomek,
)


@dataclass(frozen=True)
class Paper:
    """Where a method was published."""

    authors: str
    year: int
    title: str
    doi: str

    @property
    def citation(self):
        """One line for a list of references, with the DOI as a link in Markdown."""
        link = f"[doi:{self.doi}](https://doi.org/{self.doi})"
        return f"{self.authors} ({self.year}). {self.title}. {link}"


@dataclass(frozen=True)
class Sampler:
    """One sampler of the course.

    Attributes
    ----------
    name : str
        The name in tables and figures.
    family : str
        "over-sampling", or "over-sampling, then cleaning".
    build : callable
        ``build(random_state=..., **parameters)`` returns an unfitted sampler.
    papers : tuple of Paper
        The method's origin, or the study that made it known, first.
    best_use : str
        What tutorials recommend it for: a claim to be tested, not a finding.
    strength : str
        What tutorials name as its main strength, also a claim.
    notes : str
        What tutorials tell you to watch.
    cost : str
        What grows with the data: ``n`` rows in all, ``m`` minority rows, ``s`` rows after SMOTE.
    """

    name: str
    family: str
    build: Callable
    papers: tuple[Paper, ...]
    best_use: str
    strength: str
    notes: str
    cost: str


def _smote_enn(*, random_state=None, enn=None, **parameters):
    enn = FastEditedNearestNeighbours(sampling_strategy="all") if enn is None else enn
    return SMOTEENN(random_state=random_state, enn=enn, **parameters)


def _smote_nc(*, random_state=None, **parameters):
    if "categorical_features" not in parameters:
        raise TypeError(
            "SMOTE-NC needs `categorical_features`: 'auto' for pandas' type category, or a list of "
            "column names or of positions."
        )
    return SMOTENC(random_state=random_state, **parameters)


def _smote_tomek(*, random_state=None, tomek=None, **parameters):
    tomek = FastTomekLinks(sampling_strategy="all") if tomek is None else tomek
    return SMOTETomek(random_state=random_state, tomek=tomek, **parameters)


_SMOTE = Paper(
    "Chawla, N. V., Bowyer, K. W., Hall, L. O. and Kegelmeyer, W. P.",
    2002,
    "SMOTE: synthetic minority over-sampling technique. Journal of Artificial Intelligence "
    "Research 16, 321–357",
    "10.1613/jair.953",
)
_ADASYN = Paper(
    "He, H., Bai, Y., Garcia, E. A. and Li, S.",
    2008,
    "ADASYN: adaptive synthetic sampling approach for imbalanced learning. IEEE International "
    "Joint Conference on Neural Networks, 1322–1328",
    "10.1109/IJCNN.2008.4633969",
)
_BORDERLINE = Paper(
    "Han, H., Wang, W.-Y. and Mao, B.-H.",
    2005,
    "Borderline-SMOTE: a new over-sampling method in imbalanced data sets learning. Advances in "
    "Intelligent Computing, LNCS 3644, 878–887",
    "10.1007/11538059_91",
)
_BATISTA = Paper(
    "Batista, G. E. A. P. A., Prati, R. C. and Monard, M. C.",
    2004,
    "A study of the behavior of several methods for balancing machine learning training data. "
    "ACM SIGKDD Explorations Newsletter 6(1), 20–29",
    "10.1145/1007730.1007735",
)
_WILSON = Paper(
    "Wilson, D. L.",
    1972,
    "Asymptotic properties of nearest neighbor rules using edited data. IEEE Transactions on "
    "Systems, Man, and Cybernetics SMC-2(3), 408–421",
    "10.1109/TSMC.1972.4309137",
)
_TOMEK = Paper(
    "Tomek, I.",
    1976,
    "Two modifications of CNN. IEEE Transactions on Systems, Man, and Cybernetics SMC-6(11), "
    "769–772",
    "10.1109/TSMC.1976.4309452",
)

SAMPLERS = {
    "smote": Sampler(
        "SMOTE",
        "over-sampling",
        SMOTE,
        (_SMOTE,),
        "moderately imbalanced, continuous features, little noise",
        "places new rows between minority rows instead of copying them",
        "new rows may also lie among majority rows or beside noise",
        "neighbours among the m minority rows",
    ),
    "adasyn": Sampler(
        "ADASYN",
        "over-sampling",
        ADASYN,
        (_ADASYN,),
        "imbalance that differs by region; minority rows that are hard to learn",
        "makes more new rows where the minority is hard to learn",
        "may multiply noise and outliers",
        "neighbours of the m minority rows among all n",
    ),
    "borderline": Sampler(
        "Borderline-SMOTE",
        "over-sampling",
        BorderlineSMOTE,
        (_BORDERLINE,),
        "minority rows near the class boundary",
        "makes new rows only near the boundary, where errors are likely",
        "needs enough minority rows near the boundary; noise there matters",
        "neighbours of the m minority rows among all n",
    ),
    "smote_enn": Sampler(
        "SMOTE-ENN",
        "over-sampling, then cleaning",
        _smote_enn,
        (_BATISTA, _WILSON),
        "noisy or mislabelled data",
        "removes rows that their neighbours contradict, after SMOTE",
        "may remove useful rows too; takes longer",
        "neighbours of all s rows after SMOTE among all s: s² unless pruned",
    ),
    "smote_tomek": Sampler(
        "SMOTE-Tomek",
        "over-sampling, then cleaning",
        _smote_tomek,
        (_BATISTA, _TOMEK),
        "overlapping classes",
        "removes pairs of neighbours from opposite classes, after SMOTE",
        "may remove few rows; does not correct noise elsewhere",
        "nearest neighbour of all s rows after SMOTE: s² unless pruned",
    ),
    "smote_nc": Sampler(
        "SMOTE-NC",
        "over-sampling",
        _smote_nc,
        (_SMOTE,),
        "numeric and categorical features together",
        "new rows have only categories that exist",
        "you must name the categorical columns; with categories only, use SMOTE-N",
        "neighbours among the m minority rows, with one column per category",
    ),
}
"""Key to `Sampler`, in the order of the lessons."""


def make_sampler(key, *, random_state=None, **parameters):
    """Build the sampler that a key names.

    Parameters
    ----------
    key : str
        A key of `SAMPLERS`.
    random_state : int, RandomState instance or None
    **parameters
        Passed to imbalanced-learn's constructor, e.g. ``k_neighbors=3``.

    Returns
    -------
    sampler
        Unfitted, of imbalanced-learn's class; where it refuses data, its error names the cause.
        SMOTE-ENN and SMOTE-Tomek carry the course's cleaners, which return the same rows as
        imbalanced-learn's in less time.

    Raises
    ------
    KeyError
        If there is no such key.
    TypeError
        If there is no such parameter, or SMOTE-NC's `categorical_features` is missing.

    Examples
    --------
    >>> make_sampler("adasyn", random_state=0, n_neighbors=3)
    ADASYN(n_neighbors=3, random_state=0)
    """
    if key not in SAMPLERS:
        raise KeyError(f"There is no sampler {key!r}; the keys are {', '.join(SAMPLERS)}.")
    return SAMPLERS[key].build(random_state=random_state, **parameters)


def when_to_use_which():
    """Return the table "when to use which".

    Returns
    -------
    DataFrame
        One row per sampler, with ``family``; what tutorials say, ``recommended for``,
        ``main strength`` and ``key notes``; ``cost``; and ``published`` (authors' first name on the
        paper, and year).

    Examples
    --------
    >>> when_to_use_which().loc["SMOTE-NC", "recommended for"]
    'numeric and categorical features together'
    """
    rows = {
        s.name: {
            "family": s.family,
            "recommended for": s.best_use,
            "main strength": s.strength,
            "key notes": s.notes,
            "cost": s.cost,
            "published": f"{s.papers[0].authors.split(',')[0]} {s.papers[0].year}",
        }
        for s in SAMPLERS.values()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("sampler")
