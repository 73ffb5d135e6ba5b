"""What a learner does with an explorer, done in Chromium."""

from itertools import product

import numpy as np
import pytest

from .cases import CACHED
from .playing import numbers

pytestmark = pytest.mark.slow


@pytest.fixture(params=CACHED)
def make(request):
    return CACHED[request.param]


def right_spots(case):
    """Return the positions at which the answer is right, by part of the task."""
    task, found = case.state["task"], {}
    for spot, reply in zip(product(*map(range, case.shape)), task["replyAt"], strict=True):
        if task["replies"][reply][0]:
            found.setdefault(0 if task["part"] is None else spot[task["part"]], []).append(spot)
    return found


def lift_the_mask(player, case):
    for spots in right_spots(case).values():
        player.set(spots[0])
        player.press("Show me")


def assert_said(said, expected):
    if isinstance(expected, str):
        assert said == expected
    else:
        assert numbers(said) == pytest.approx(expected, abs=0.0051)  # two decimals are shown


def assert_all_said(player, case, spots):
    spots = list(spots)
    said, _ = player.walk(spots)
    for sentence, spot in zip(said, spots, strict=True):
        assert_said(sentence, case.expected(*spot))


def test_each_stop_shows_what_python_computes_in_another_way(player, make):
    case = make(0)
    player.open(case.explorer)
    lift_the_mask(player, case)
    assert_all_said(player, case, product(*map(range, case.shape)))


def test_two_hundred_random_states_too(player, make):
    rng = np.random.default_rng(0)
    for seed in range(1, 11):
        case = make(seed)
        player.open(case.explorer)
        lift_the_mask(player, case)
        assert_all_said(player, case, rng.integers(case.shape, size=(20, len(case.shape))).tolist())


def test_before_moving_the_answer_is_wrong_and_after_it_right(player, make):
    case = make(0)
    player.open(case.explorer)
    assert player.press("Answer")
    assert player.frame.locator(".reply.wrong").count() == 1
    for spots in right_spots(case).values():
        player.set(spots[-1])
        player.press("Answer")
        assert player.frame.locator(".reply.right").count() == 1
    assert player.text(".keep").startswith("Keep this: ")


def test_the_result_is_masked_until_the_first_answer(player, make):
    case = make(0)
    player.open(case.explorer)
    before = [player.text(".sentence"), player.frame.locator("svg").inner_html()]
    assert case.state["hidden"].split("}")[-1] in before[0]
    player.press("Answer")
    after = [player.text(".sentence"), player.frame.locator("svg").inner_html()]
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_show_me_ends_at_a_right_answer(player, make):
    case = make(0)
    player.open(case.explorer)
    assert player.press("Show me")
    assert player.frame.locator(".reply.right").count() == 1


def test_the_cells_that_change_sides_are_all_drawn(player):
    case = CACHED["borders"](0)
    player.open(case.explorer)
    lift_the_mask(player, case)
    for spot in product(*map(range, case.shape)):
        won, lost = numbers(player.set(spot))[-2:]
        for name, share in [("won", won), ("lost", lost)]:
            drawn = player.frame.locator(f"#{name}").get_attribute("d").count("M")
            assert 100 * drawn / 2400 == pytest.approx(share, abs=0.051)


def focus(player, n, key):
    """Press a key, Tab or Shift+Tab, until control n has the focus."""
    inside = f"""() => document.querySelectorAll("main > div, main > fieldset, main > p")[{n}]
        .contains(document.activeElement)"""
    for _ in range(30):
        player.page.keyboard.press(key)
        if player.frame.evaluate(inside):
            return
    raise AssertionError(f"{key} never reaches control {n}")


def test_the_keyboard_alone_solves_it(player, make):
    case = make(0)
    player.open(case.explorer)
    at = [control["start"] for control in case.state["controls"]]
    strides = [control["stride"] for control in case.state["controls"]]
    key = "Tab"
    for spots in right_spots(case).values():
        for n, stop in enumerate(spots[0]):
            focus(player, n + 1, key)  # 0 is the paragraph with the question
            key = "Tab"
            arrow = "ArrowRight" if stop > at[n] else "ArrowLeft"
            for _ in range(abs(stop - at[n])):
                player.page.keyboard.press(f"Shift+{arrow}" if strides[n] else arrow)
            at[n] = stop
        focus(player, len(at) + 1, "Tab")
        player.page.keyboard.press("Enter")
        assert player.frame.locator(".reply.right").count() == 1
        key = "Shift+Tab"
    assert player.text(".keep").startswith("Keep this: ")


def test_an_arrow_is_a_step_and_with_shift_a_small_one(player):
    player.open(CACHED["fourth bar"](0).explorer)
    player.frame.locator("[type=range]").focus()
    for key in ["ArrowRight", "ArrowRight", "Shift+ArrowLeft"]:
        player.page.keyboard.press(key)
    assert player.text("output") == "0.09"


def test_one_sentence_is_spoken_after_the_last_input(player, make):
    case = make(0)
    player.open(case.explorer)
    spots = [[*(0 for _ in case.shape[1:]), stop] for stop in range(case.shape[-1])]
    _, spoken = player.walk(spots)
    assert spoken == ""
    for _ in range(50):
        player.page.wait_for_timeout(100)
        if player.text(".spoken"):
            break
    assert player.text(".spoken") == player.text(".sentence")
    for slider in player.frame.locator("[type=range]").all():
        assert slider.get_attribute("aria-valuetext") == player.text(".sentence")


def test_the_frame_follows_its_content_and_the_plain_form_steps_back(player, make):
    player.open(make(0).explorer)
    assert not player.page.locator("details").first.evaluate("one => one.open")
    heights = "[innerHeight, document.querySelector('main').offsetHeight]"
    for width in (800, 420):
        player.page.set_viewport_size({"width": width, "height": 900})
        player.press("Answer")
        for _ in range(50):
            player.page.wait_for_timeout(100)
            frame, content = player.frame.evaluate(heights)
            if 0 <= frame - content < 6:
                break
        assert 0 <= frame - content < 6


def test_axe_finds_nothing(player, make):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    case = make(0)
    player.open(case.explorer)
    assert axe.run(player.page).violations_count == 0
    player.page.set_content(player.page.locator("iframe").get_attribute("srcdoc"))
    for button in ("Answer", "Show me"):
        player.page.get_by_role("button", name=button).click()
        found = axe.run(player.page)
        assert found.violations_count == 0, found.generate_report()
