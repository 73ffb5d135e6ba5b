"""Who opens explorers in Chromium."""

import pytest

from .playing import Player


@pytest.fixture
def player(chromium):
    """Return who opens explorers; what the page complains of or asks for fails the test."""
    page = chromium.new_page(viewport={"width": 800, "height": 900})
    player = Player(page)
    yield player
    page.close()
    assert player.complaints == []
    assert player.requests == []
