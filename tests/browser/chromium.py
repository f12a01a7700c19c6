"""The system's Chromium, quiet and offline, for tests and for screenshots."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The one without windows first: it needs half the processor time. The others are as good."""
QUIET = [
    "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--disable-quic", "--disable-dev-shm-usage", "--lang=zh-CN",
]  # fmt: skip


def path() -> str:
    """Where Chromium lies; dev.py test installs it when it is missing."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        raise FileNotFoundError(
            "Chromium is missing: install the package `chromium-headless-shell` (and `fonts-noto-cjk`)."
        )
    return found


@contextmanager
def launched() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path(), headless=True, args=QUIET)
        try:
            yield browser
        finally:
            browser.close()
