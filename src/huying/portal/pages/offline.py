"""What a phone keeps for a place without signal: the shell of the form, the worker that serves it, the app's manifest.

The shell is asked for without cookies, so that nothing of the reader lies in the phone's cache.
"""

import hashlib
import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from huying.kernel import built
from huying.portal.queries import place_name, site

ISLANDS = ("draft", "photos", "clock")


def kept_files() -> list[str]:
    """The built files that the shell needs: style, script, its islands, icons."""
    manifest = built.manifest()
    wanted = ["src/app.css", "src/app.ts", *(f"src/islands/{name}.ts" for name in ISLANDS)]
    files: list[str] = []
    while wanted:
        entry = manifest.get(wanted.pop(), {})
        wanted += [name for name in entry.get("imports", ()) if manifest.get(name, {}).get("file") not in files]
        files += [file for file in (entry.get("file"), *entry.get("css", ())) if file and file not in files]
    return [*(static(f"build/{file}") for file in files), *filter(None, [built.sprite_url()])]


def language_of(request: HttpRequest) -> str:
    """The language is part of the address: what a phone keeps is asked for without cookies."""
    asked = request.GET.get("language", "")
    return asked if asked in dict(settings.LANGUAGES) else str(request.LANGUAGE_CODE)


def shell(request: HttpRequest) -> HttpResponse:
    with translation.override(language_of(request)):
        return render(request, "portal/offline.html")


@cache_control(no_cache=True)
def worker(request: HttpRequest) -> HttpResponse:
    files, language = kept_files(), language_of(request)
    told = {
        "files": json.dumps(files),
        "version": hashlib.sha256(json.dumps([files, language]).encode()).hexdigest()[:12],
        "shell": f"{reverse('portal:offline')}?language={language}",
    }
    return render(request, "portal/worker.js", told, content_type="text/javascript; charset=utf-8")


@cache_control(max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    place = place_name(site())
    return JsonResponse(
        {
            "name": f"{_('呼应')} {place}".strip(),
            "short_name": str(_("呼应")),
            "lang": request.LANGUAGE_CODE,
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#F6F7F9",
            "theme_color": "#FFFFFF",
            "icons": [{"src": static("mark.svg"), "sizes": "any", "type": "image/svg+xml", "purpose": "any"}],
            "shortcuts": [
                {"name": str(_("我要反映")), "url": "/report/"},
                {"name": str(_("查进度")), "url": "/track/"},
            ],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": settings.DEBUG},
    )
