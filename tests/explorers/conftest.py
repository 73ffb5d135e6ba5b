"""Explorers are tested in Chromium; where it or Playwright is missing, these tests are skipped."""

import shutil

import pytest

from .playing import Player


@pytest.fixture(scope="session")
def chromium():
    api = pytest.importorskip(
        "playwright.sync_api", reason="Playwright is missing: uv sync --group browser"
    )
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("Chromium is missing: apt install chromium")
    with api.sync_playwright() as playwright:
        # Chromium's own sandbox does not start as root, as in most containers.
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def player(chromium):
    """Return who opens explorers; what the page complains of or asks for fails the test."""
    page = chromium.new_page(viewport={"width": 800, "height": 900})
    player = Player(page)
    yield player
    page.close()
    assert player.complaints == []
    assert player.requests == []
