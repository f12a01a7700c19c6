"""Where the built front end lies: scripts and styles through django-vite, icons through one sprite.

A checkout without `npm run build` still serves every page (plain, without scripts); a production process refuses.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError, DjangoViteManifestError

BUILD = Path(__file__).resolve().parent.parent / "static" / "build"


def asset(name: str) -> SafeString:
    """The tags of one entry, e.g. `src/app.ts`."""
    loader = DjangoViteAssetLoader.instance()
    try:
        if name.endswith(".css"):
            return format_html('<link rel="stylesheet" href="{}">', loader.generate_vite_asset_url(name, "default"))
        # Vite's own tags; the names come from our templates, never from a request.
        return SafeString(loader.generate_vite_asset(name, "default"))
    except (DjangoViteAssetNotFoundError, DjangoViteManifestError):
        if settings.HUYING_PRODUCTION:
            raise
        return SafeString("")


@lru_cache(maxsize=1)
def sprite() -> dict[str, Any]:
    """`{"file": …, "names": […]}` of the icon sprite; empty when the front end was not built."""
    try:
        found: dict[str, Any] = json.loads((BUILD / "sprite.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {"file": "", "names": []}
    return found


@lru_cache(maxsize=1)
def sprite_url() -> str:
    file = sprite()["file"]
    return static(f"build/{file}") if file else ""


@lru_cache(maxsize=1)
def manifest() -> dict[str, Any]:
    """Vite's manifest as it lies on disk; empty when the front end was not built."""
    try:
        found: dict[str, Any] = json.loads((BUILD / "manifest.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return found
