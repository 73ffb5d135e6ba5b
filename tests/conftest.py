"""One Chromium for all tests that look at pages, of the explorers and of the site."""

import os
import shutil

import pytest

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def missing(what):
    """Skip the test; but CI installs what its tests need, so there it is a fault."""
    (pytest.fail if os.environ.get("CI") else pytest.skip)(f"{what} is not installed.")


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium, or another one that is installed; Playwright brings none here."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        missing("Chromium")
    # Here, because each process of tests would wait for it.
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        # Chromium's own sandbox does not start as root, as in most containers.
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()
