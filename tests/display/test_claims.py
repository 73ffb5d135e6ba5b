"""A statement that is false never passes for true."""

import json

import numpy as np
import pandas as pd
import pytest

from helpers.data import load_creditcard
from helpers.display import claim, claims, findings_on, stored_findings
from helpers.errors import ClaimError


@pytest.fixture(autouse=True)
def results(tmp_path, monkeypatch):
    """The folder of stored results, empty."""
    monkeypatch.setattr(stored_findings, "RESULTS", tmp_path)
    return tmp_path


@pytest.fixture
def shown(monkeypatch):
    """Return a function that states something and gives the two forms shown, and the metadata."""
    outputs = []
    monkeypatch.setattr(claims, "display", lambda what, metadata: outputs.append((what, metadata)))

    def state(how, *arguments, **numbers):
        how(*arguments, **numbers)
        [(sentence, metadata)] = outputs
        outputs.clear()
        return repr(sentence), sentence._repr_markdown_(), metadata

    return state


@pytest.mark.parametrize("holds", [True, np.True_, {"a": True, "b": np.True_}])
def test_what_holds_is_shown(holds, shown):
    assert shown(claim, "It rises.", holds) == ("✓ It rises.", "✓ It rises.", {})


@pytest.mark.parametrize("state", [claim, findings_on(True)])
@pytest.mark.parametrize("holds", [False, np.False_, {"a": True, "b": False}])
def test_what_does_not_hold_raises_its_sentence(state, holds):
    with pytest.raises(ClaimError, match=r"^It rises\."):
        state("It rises.", holds)


def test_the_part_that_does_not_hold_is_named():
    with pytest.raises(ClaimError) as error:
        claim("It rises.", {"recall": True, "precision": False})
    assert str(error.value) == "It rises. (not: precision)"


@pytest.mark.parametrize("state", [claim, findings_on(True), findings_on(False)])
@pytest.mark.parametrize("holds", [None, 1, "yes", np.array([True]), pd.NA, {}, {"a": None}])
def test_what_is_neither_true_nor_false_is_refused(state, holds):
    # `if holds` would take "no" and a full array for true.
    with pytest.raises(TypeError, match=r"It rises\."):
        state("It rises.", holds)


def test_on_real_rows_a_finding_that_does_not_hold_is_a_result(shown):
    finding = findings_on(False)
    _, markdown, metadata = shown(finding, "It rises.", False)
    assert markdown == "✗ It rises. Not on these data."
    assert metadata == {"finding": {"text": "It rises.", "holds": False, "numbers": {}}}
    _, markdown, metadata = shown(finding, "It rises.", True)
    assert markdown == "✓ It rises."
    assert metadata["finding"]["holds"]


@pytest.mark.slow
def test_the_rows_say_whether_they_are_simulated(tmp_path):
    frame = load_creditcard("simulated", n_samples=20_000)
    with pytest.raises(ClaimError):
        findings_on(frame)("It rises.", False)
    frame.to_csv(tmp_path / "own.csv", index=False)
    findings_on(load_creditcard(tmp_path / "own.csv"))("It rises.", False)
    with pytest.raises(ValueError, match="load_creditcard"):
        findings_on(pd.DataFrame({"Class": [0, 1]}))


def store(path, words, holds, **numbers):
    found = {"It rises.": {"lesson": "04", "holds": holds, "numbers": numbers}}
    path.write_text(json.dumps({"rows": {"words": words}, "findings": found}))


def test_what_real_rows_show_stands_beside(shown, results, monkeypatch):
    store(results / "real_rows.json", "22,726 real rows", True, gain=[0.1, 0.04, 0.16])
    store(results / "own_rows.json", "900 real rows", False)
    expected = [
        "✓ It rises.",
        "On these data: gain 0.214 [0.15, 0.28], rows 284,807",
        "On 22,726 real rows: yes: gain 0.1 [0.04, 0.16]",
    ]
    state = findings_on(True), "It rises.", True
    numbers = {"gain": (0.214, 0.15, 0.28), "rows": 284_807}
    text, markdown, _ = shown(*state, **numbers)
    assert text.splitlines() == expected
    assert markdown == "  \n".join(expected)

    monkeypatch.setenv("COURSE_DATA", "own.csv")  # only then the reader's own results count
    assert shown(*state, **numbers)[0].splitlines() == [*expected, "On 900 real rows: no"]
    assert shown(findings_on(True), "Nobody looked.", True)[0] == "✓ Nobody looked."


def test_a_number_that_is_undefined_or_without_limit_says_so(shown):
    numbers = {"price": (52.0, 37.25, np.inf), "gain": (np.nan, np.nan, np.nan)}
    text, _, metadata = shown(findings_on(False), "It costs.", False, **numbers)
    assert text.splitlines()[1] == "On these data: price 52 [37.2, no limit], gain undefined"
    stored = {"price": [52, 37.25, None], "gain": [None, None, None]}  # NaN is no JSON
    assert metadata["finding"]["numbers"] == stored
