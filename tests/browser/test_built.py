"""What the build must hold, whatever page asks for it."""

import gzip
import re
from pathlib import Path

import pytest

from huying.kernel import built
from huying.kernel.templatetags.pieces import TONE_ICONS
from huying.portal.pages.menu import DESK_ICONS, MENU, TODAY

PRODUCT = Path(built.__file__).parent.parent
NAMED = re.compile(r"""\{% icon ["']([a-z0-9-]+)["']""")


def size(name: str) -> int:
    """Bytes on the wire of one entry with all that it imports at once."""
    entry = built.manifest()[name]
    files = [entry["file"], *(built.manifest()[other]["file"] for other in entry.get("imports", ()))]
    return sum(len(gzip.compress((built.BUILD / file).read_bytes())) for file in files)


@pytest.mark.parametrize(("name", "most"), [("src/app.css", 30), ("src/app.ts", 30)])
def test_what_every_page_fetches_stays_small(name, most):
    assert size(name) <= most * 1024


def test_every_icon_that_a_page_names_is_in_the_sprite():
    templates = {name for path in PRODUCT.rglob("*.html") for name in NAMED.findall(path.read_text(encoding="utf-8"))}
    menu = {entry.icon for group in MENU for entry in group.entries} | set(DESK_ICONS.values()) | {TODAY.icon}

    assert (templates | menu | set(TONE_ICONS.values())) - set(built.sprite()["names"]) == set()


def test_the_build_reaches_for_nothing_outside():
    """Leaflet's licence and links in comments apart, no address of another host is in what we serve."""
    allowed = (
        "http://www.w3.org/",
        "https://t{s}.tianditu.gov.cn/",
        "https://leafletjs.com",
        "https://github.com/",
        "https://htmx.org",
    )
    for path in [*built.BUILD.rglob("*.js"), *built.BUILD.rglob("*.css")]:
        found = re.findall(r"https?://[^\s\"'`)]+", path.read_text(encoding="utf-8"))
        assert [url for url in found if not url.startswith(allowed)] == [], path.name
