"""One page a sampler for the site: its steps, its lesson, its paper, and what the study found.

Nothing is told twice: the steps are the first lines of the functions in `helpers.by_hand`, claims
and papers those of the samplers' registry, and the findings are computed from the stored results.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from helpers.by_hand import (
    adasyn,
    borderline_smote,
    edited_nearest_neighbours,
    smote,
    smote_enn,
    smote_nc,
    smote_tomek,
    tomek_links,
)
from helpers.models.samplers import SAMPLERS, Sampler
from helpers.notebook_tools.files import find_lessons
from helpers.paths import NOTEBOOKS, TEMPLATES
from helpers.study.across_origins import (
    GROUPS,
    NOTHING,
    TUNED,
    Comparison,
    judge_comparisons,
    write_answer,
)
from helpers.study.claims import name_of, reference_sampler
from helpers.study.real_results import load_real_set_results


@dataclass(frozen=True)
class Source:
    """Where a sampler's page takes its facts: lesson, steps, class of imbalanced-learn."""

    lesson: str
    by_hand: ModuleType
    then: ModuleType | None
    library: str
    call: str


SOURCES = {
    "smote": Source("03", smote, None, "imblearn.over_sampling", "SMOTE(random_state=0)"),
    "adasyn": Source("05", adasyn, None, "imblearn.over_sampling", "ADASYN(random_state=0)"),
    "borderline": Source(
        "06", borderline_smote, None, "imblearn.over_sampling", "BorderlineSMOTE(random_state=0)"
    ),
    "smote_enn": Source(
        "07", smote_enn, edited_nearest_neighbours, "imblearn.combine", "SMOTEENN(random_state=0)"
    ),
    "smote_tomek": Source(
        "08", smote_tomek, tomek_links, "imblearn.combine", "SMOTETomek(random_state=0)"
    ),
    "smote_nc": Source(
        "09",
        smote_nc,
        None,
        "imblearn.over_sampling",
        'SMOTENC(categorical_features=["channel"], random_state=0)',
    ),
}
METRICS = {
    "balanced_accuracy": "balanced accuracy",
    "mcc": "Matthews correlation",
    "average_precision": "average precision (ranking)",
    "brier": "Brier score (lower is better)",
}


def sampler_pages() -> dict[str, str]:
    """Return the pages in Markdown, by their names below the site's first page.

    Examples
    --------
    >>> list(sampler_pages())[:2]
    ['samplers/smote.md', 'samplers/adasyn.md']
    """
    found = _findings()
    return {f"samplers/{key}.md": _page(key, SAMPLERS[key], found[key]) for key in SOURCES}


def _page(key: str, sampler: Sampler, found: str) -> str:
    source = SOURCES[key]
    lesson = next(p for p in find_lessons(NOTEBOOKS) if p.name.startswith(source.lesson))
    exercise = next(TEMPLATES.glob(f"ex_{source.lesson}_*.ipynb"))
    summary = source.by_hand.__doc__.splitlines()[0].partition(": ")[2]
    papers = "\n".join(f"- {paper.citation}" for paper in sampler.papers)
    name = source.call.partition("(")[0]
    return f"""# {sampler.name}

{summary[0].upper()}{summary[1:]}

Learn it in [lesson {source.lesson}](../notebooks/{lesson.name}), then do the \
[exercises](../notebooks/exercises/{exercise.name}).

## Its steps

{_steps(source)}

The lesson carries them out on a few rows, by hand, and shows that the result equals the library's.

## Use it

```python
from {source.library} import {name}

X_new, y_new = {source.call}.fit_resample(X_train, y_train)
```

Resample the training set only, after the split, and inside each fold of a cross-validation.

## What is said of it

| | |
|---|---|
| recommended for | {sampler.best_use} |
| main strength | {sampler.strength} |
| to watch | {sampler.notes} |
| cost | {sampler.cost} |

These are the claims of tutorials. [Lesson 10](../notebooks/10_choose_a_variant.ipynb) tests them.

## What the study found

{found}

A difference of up to 0.01 counts as too small to matter. *Inconclusive* means that nobody knows \
yet. [Lesson 12](../notebooks/12_choose_on_real_data.ipynb) explains the study.

## Papers

{papers}
"""


def _steps(source: Source) -> str:
    """Return the numbered steps; of a sampler that cleans, those of SMOTE are named in one line."""
    lines = list(_first_lines(source.then or source.by_hand))
    if source.then is not None:
        lines.insert(0, "Over-sample with [SMOTE](smote.md).")
    return "\n".join(f"1. {line}" for line in lines)


def _first_lines(module: ModuleType) -> Iterator[str]:
    for function in module.STEPS:
        line = function.__doc__.splitlines()[0].partition(": ")[2]
        yield line[0].upper() + line[1:]


def _findings() -> dict[str, str]:
    """Return for each sampler a table of its gains over simpler ways, across real data sets.

    All answers of all pages are corrected together for their number.
    """
    results = load_real_set_results()
    asked = [
        (key, group, rival, metric)
        for key in SOURCES
        for group in GROUPS
        for rival in ("simpler", "plain")
        for metric in METRICS
    ]
    answers = judge_comparisons(results, [_comparison(*one) for one in asked])
    answers[["key", "group", "rival", "metric"]] = asked
    return {
        key: _table(key, rows.set_index(["metric", "group", "rival"]))
        for key, rows in answers.groupby("key")
    }


def _comparison(key: str, group: str, rival: str, metric: str) -> Comparison:
    cut = "tuned" if metric in ("balanced_accuracy", "mcc") else "0.5"
    plain = TUNED if cut == "tuned" else NOTHING
    against = plain if rival == "plain" else (reference_sampler(key), cut)
    return Comparison((key, cut), against, metric, GROUPS[group])


def _table(key, answers) -> str:
    simpler = name_of(reference_sampler(key))
    head = (
        f"| metric | classifiers | against {simpler} | against no new rows |\n|---|---|---|---|\n"
    )
    lines = [
        f"| {label} | {group} | {write_answer(answers.loc[metric, group, 'simpler'])} |"
        f" {write_answer(answers.loc[metric, group, 'plain'])} |"
        for metric, label in METRICS.items()
        for group in GROUPS
    ]
    origins = int(answers["n_origins"].max())
    return (
        f"Mean differences over real data sets of {origins} origins, with 95 % intervals. In the"
        " first two metrics both sides have thresholds tuned for the metric.\n\n"
        f"{head}|---|---|---|---|\n" + "\n".join(lines)
    )
