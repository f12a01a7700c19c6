"""An error page is a page like any other: small, clear, accessible, in both languages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect


@pytest.mark.parametrize(("language", "words"), [("zh-CN", "没有找到"), ("en-US", "Not found")])
def test_a_wrong_address_says_what_to_do(
    open_page: Callable[..., Page],
    axe_finds_nothing: Callable[[Page], None],
    fits: Callable[[Page], None],
    language: str,
    words: str,
) -> None:
    page = open_page(viewport={"width": 360, "height": 740}, locale=language)
    answer = page.goto("/no-such-page/")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text(words)
    axe_finds_nothing(page)
    fits(page)
