"""Everything a page needs comes from us: no address of others in templates, styles, scripts or policy."""

import re
from pathlib import Path

from huying.config.middleware import content_security_policy
from tests.house.places import ROOT, SOURCE, short

ADDRESS = re.compile(r"""(?:https?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+""", re.IGNORECASE)
NAMES_ONLY = re.compile(r"https?://(www\.)?w3\.org/\S*")  # names of XML dialects, never fetched
INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")[^>]*>|\son[a-z]+=\"|\sstyle=\"|<style")


def ours(*patterns: str) -> list[Path]:
    found = [path for pattern in patterns for path in SOURCE.rglob(pattern) if "build" not in path.parts]
    front = [path for pattern in patterns for path in (ROOT / "frontend").rglob(pattern)]
    return found + [path for path in front if not {"node_modules", "dist"} & set(path.parts)]


def test_no_page_style_or_script_leads_to_a_foreign_address() -> None:
    found = []
    for path in ours("*.html", "*.css", "*.scss", "*.ts", "*.svg"):
        text = NAMES_ONLY.sub("", path.read_text(encoding="utf-8"))
        found += [f"{short(path)}: {hit}" for hit in ADDRESS.findall(text)]
    assert found == []


def test_no_template_has_inline_scripts_or_styles() -> None:
    found = []
    for path in ours("*.html"):
        hits = INLINE.findall(path.read_text(encoding="utf-8"))
        if hits and "/email" not in short(path):
            found.append(f"{short(path)}: {hits}")
    assert found == []


def test_the_policy_allows_nothing_inline_and_nobody_else() -> None:
    policy = content_security_policy()
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "default-src 'self'" in policy


def test_the_policy_lets_in_only_the_tiles_that_were_chosen() -> None:
    assert "img-src 'self' data: blob: https://*.tianditu.gov.cn;" in content_security_policy(
        images=("https://*.tianditu.gov.cn",)
    )
