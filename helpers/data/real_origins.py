"""Where the real sets come from: for each origin its creators, its source and its licence.

Sets that were cut from one table, or measured on the same things, have one origin: their results
are not independent. The licences are those which the sources state; they were looked up in November
2026.
"""

from typing import NamedTuple

CC_BY = "CC BY 4.0"
UNKNOWN = "unknown"


class Origin(NamedTuple):
    """One source of rows.

    Attributes
    ----------
    reference : str
        Creators, year, and where to find it.
    licence : str
        As the source states it, ``"unknown"`` if it states none.
    measured : bool
        False if a rule or a program made the rows.
    """

    reference: str
    licence: str = CC_BY
    measured: bool = True


def _uci(creators: str, number: int, title: str) -> str:
    """Refer to a set of the UCI Machine Learning Repository by its number there."""
    return f"{creators}: {title}. UCI, https://archive.ics.uci.edu/dataset/{number}"


_NAKAI = "Nakai, K."
ORIGINS = {
    "abalone": Origin(_uci("Nash, W. et al. (1994)", 1, "Abalone")),
    "breast cytology": Origin(
        _uci("Wolberg, W. et al. (1990, 1993)", 15, "Breast Cancer Wisconsin, also as dataset 17")
    ),
    "breast recurrence": Origin(_uci("Zwitter, M. & Soklic, M. (1988)", 14, "Breast Cancer")),
    "car": Origin(_uci("Bohanec, M. (1988)", 19, "Car Evaluation"), measured=False),
    "balance": Origin(_uci("Siegler, R. (1976)", 12, "Balance Scale"), measured=False),
    "census": Origin(
        _uci("Becker, B. & Kohavi, R. (1996)", 2, "Adult")
        + "; recoded as ADA by Guyon, I. (2006), Agnostic Learning vs. Prior Knowledge"
    ),
    "contraceptive": Origin(_uci("Lim, T.-S. (1999)", 30, "Contraceptive Method Choice")),
    "cylinder bands": Origin(_uci("Evans, B. (1994)", 32, "Cylinder Bands")),
    "dermatology": Origin(_uci("Ilter, N. & Guvenir, H. (1998)", 33, "Dermatology")),
    "digits": Origin(
        _uci("Alpaydin, E. & Kaynak, C. (1998)", 80, "Optical Recognition of Handwritten Digits")
    ),
    "ecoli": Origin(_uci(f"{_NAKAI} (1996)", 39, "Ecoli")),
    "forest cover": Origin(
        _uci("Blackard, J. (1998)", 31, "Covertype")
        + "; recoded as SYLVA by Guyon, I. (2006), Agnostic Learning vs. Prior Knowledge"
    ),
    "garvan thyroid": Origin(_uci("Quinlan, R. (1986)", 102, "Thyroid Disease (hypothyroid)")),
    "german credit": Origin(_uci("Hofmann, H. (1994)", 144, "Statlog (German Credit Data)")),
    "glass": Origin(_uci("German, B. (1987)", 42, "Glass Identification")),
    "haberman": Origin(_uci("Haberman, S. (1976)", 43, "Haberman's Survival")),
    "heart disease": Origin(_uci("Janosi, A. et al. (1989)", 45, "Heart Disease (Cleveland)")),
    "hepatitis": Origin(_uci("Gong, G. (1988)", 46, "Hepatitis")),
    "hiv screen": Origin(
        "US National Cancer Institute: DTP AIDS Antiviral Screen; recoded as HIVA by Guyon, I. "
        "(2006), Agnostic Learning vs. Prior Knowledge, http://clopinet.com/isabelle/Projects/agnostic",
        UNKNOWN,
    ),
    "ionosphere": Origin(_uci("Sigillito, V. et al. (1989)", 52, "Ionosphere")),
    "iris": Origin(_uci("Fisher, R. A. (1936)", 53, "Iris")),
    "kdd cup 1999": Origin(_uci("Stolfo, S. et al. (1999)", 130, "KDD Cup 1999 Data")),
    "king-rook-king": Origin(
        _uci("Bain, M. & Hoff, A. (1994)", 23, "Chess (King-Rook vs. King)"), measured=False
    ),
    "led digits": Origin(
        _uci("Breiman, L. et al. (1984)", 57, "LED Display Domain"), measured=False
    ),
    "letter": Origin(_uci("Slate, D. (1991)", 59, "Letter Recognition")),
    "magic telescope": Origin(_uci("Bock, R. (2004)", 159, "MAGIC Gamma Telescope")),
    "marketing": Origin(
        "Impact Resources, Columbus, Ohio (1987): Marketing, as in Hastie, T., Tibshirani, R. & "
        "Friedman, J., The Elements of Statistical Learning",
        UNKNOWN,
    ),
    "mushroom": Origin(_uci("UCI names none (1981)", 73, "Mushroom")),
    "nasa software": Origin(
        "NASA Metrics Data Program (2004): CM1, KC1, PC1; PROMISE Software Engineering Repository",
        UNKNOWN,
    ),
    "new-thyroid": Origin(_uci("Coomans, D. et al. (1983)", 102, "Thyroid Disease (new-thyroid)")),
    "nursery": Origin(_uci("Rajkovic, V. (1989)", 76, "Nursery"), measured=False),
    "page-blocks": Origin(_uci("Malerba, D. (1994)", 78, "Page Blocks Classification")),
    "pen digits": Origin(
        _uci(
            "Alpaydin, E. & Alimoglu, F. (1998)", 81, "Pen-Based Recognition of Handwritten Digits"
        )
    ),
    "phoneme": Origin("Alinat, P. (1993): Phoneme; ELENA project, in KEEL", UNKNOWN),
    "pima": Origin(
        "Smith, J. W. et al. (1988), National Institute of Diabetes and Digestive and Kidney "
        "Diseases: Pima Indians Diabetes; no longer at UCI",
        UNKNOWN,
    ),
    "saheart": Origin(
        "Rousseauw, J. et al. (1983): South African Heart Disease, as in Hastie, T., Tibshirani, "
        "R. & Friedman, J., The Elements of Statistical Learning",
        UNKNOWN,
    ),
    "satimage": Origin(_uci("Srinivasan, A. (1993)", 146, "Statlog (Landsat Satellite)")),
    "segment": Origin(
        _uci("Vision Group, University of Massachusetts (1990)", 50, "Image Segmentation")
    ),
    "shuttle": Origin(_uci("NASA", 148, "Statlog (Shuttle)")),
    "solar flare": Origin(_uci("Bradshaw, G. (1989)", 89, "Solar Flare")),
    "spambase": Origin(_uci("Hopkins, M. et al. (1999)", 94, "Spambase")),
    "spect heart": Origin(_uci("Kurgan, L. et al. (2001)", 96, "SPECTF Heart")),
    "splice": Origin(_uci("Towell, G. et al. (1991)", 69, "Molecular Biology (Splice-junction)")),
    "teaching": Origin(_uci("Loh, W.-Y. (1997)", 100, "Teaching Assistant Evaluation")),
    "texture": Origin("Guerin-Dugue, A. et al. (1995): Texture; ELENA project, in KEEL", UNKNOWN),
    "tic-tac-toe": Origin(_uci("Aha, D. (1991)", 101, "Tic-Tac-Toe Endgame"), measured=False),
    "titanic": Origin("Dawson, R. J. M. (1995): Titanic; in KEEL", UNKNOWN),
    "vehicle": Origin(_uci("Mowforth, P. & Shepherd, B.", 149, "Statlog (Vehicle Silhouettes)")),
    "vowel": Origin(
        _uci("Deterding, D. et al. (1988)", 152, "Connectionist Bench (Vowel Recognition)")
    ),
    "wine": Origin(_uci("Aeberhard, S. & Forina, M. (1992)", 109, "Wine")),
    "wine quality": Origin(_uci("Cortez, P. et al. (2009)", 186, "Wine Quality")),
    "yeast": Origin(_uci(f"{_NAKAI} (1991)", 110, "Yeast")),
}
"""Each origin by its name."""
