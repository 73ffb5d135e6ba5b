"""A statement that is false never passes for true."""

import numpy as np
import pandas as pd
import pytest

from helpers.data import load_creditcard
from helpers.display import claim, claims, findings_on
from helpers.errors import ClaimError


@pytest.fixture
def shown(monkeypatch):
    """Return a function that states something and gives the two forms shown, and the metadata."""
    outputs = []
    monkeypatch.setattr(claims, "display", lambda what, metadata: outputs.append((what, metadata)))

    def state(how, *arguments):
        how(*arguments)
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


def test_the_rows_say_whether_they_are_simulated(tmp_path):
    frame = load_creditcard("simulated", n_samples=20_000)
    with pytest.raises(ClaimError):
        findings_on(frame)("It rises.", False)
    frame.to_csv(tmp_path / "own.csv", index=False)
    findings_on(load_creditcard(tmp_path / "own.csv"))("It rises.", False)
    with pytest.raises(ValueError, match="load_creditcard"):
        findings_on(pd.DataFrame({"Class": [0, 1]}))


def test_a_number_that_is_undefined_or_without_limit_says_so(shown):
    finding, price = findings_on(False), (52.0, 37.25, np.inf)
    sentence, _, metadata = shown(lambda: finding("It costs.", True, price=price, gain=np.nan))
    assert sentence == "✓ It costs. (price 52 [37.2, no limit], gain undefined)"
    assert metadata["finding"]["numbers"] == {"price": [52, 37.25, None], "gain": [None]}
