"""What every layout knows of the reader and the place: `look` and `navigation`."""

from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from huying.kernel.actor import GUEST, Actor
from huying.notices.public import unread
from huying.portal.models import Site
from huying.portal.pages.menu import navigation_for, stands
from huying.portal.queries import place_name, site, site_facts

ELDER_COOKIE = "huying_elder"
FOOT: tuple[tuple[str, Callable[[], str]], ...] = (
    ("about", lambda: _("关于呼应")),
    ("privacy", lambda: _("隐私说明")),
    ("accessibility", lambda: _("无障碍")),
    ("feedback", lambda: _("对平台提意见")),
)


def actor_of(request: HttpRequest) -> Actor:
    return getattr(request, "actor", GUEST)


def is_elder(request: HttpRequest) -> bool:
    """What the account says; a guest's choice is kept on the device."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return bool(user.elder)
    return request.COOKIES.get(ELDER_COOKIE) == "on"


def known_site() -> Site | None:
    """A page that says what went wrong must stand even when the database is what went wrong."""
    try:
        return site()
    except DatabaseError:
        return None


def known_place(row: Site | None) -> str:
    try:
        return place_name(row)
    except DatabaseError:
        return ""


def look(request: HttpRequest) -> dict[str, Any]:
    """For templates; what costs a query is asked only when a template says it."""
    row: Callable[[], Site | None] = cache(known_site)
    actor = actor_of(request)
    told = {
        "name": _("呼应"),
        "elder": is_elder(request),
        "tenant": cache(lambda: known_place(row())),
        "site": lambda: {"facts": site_facts(row())},
        "demonstration": lambda: bool(getattr(row(), "demonstration", False)),
        "foot_links": [{"href": reverse(f"portal:{name}"), "label": label()} for name, label in FOOT],
        "home_href": reverse("portal:home"),
        "desk_href": "/desk/",
        "elder_href": reverse("portal:elder"),
        "language_href": reverse("portal:language"),
        "manifest_href": reverse("portal:manifest"),
        "mark_href": static("mark.svg"),
        "worker_href": f"{reverse('portal:worker')}?language={get_language()}",
        "map_layers": "/api/v1/territory/layers" if stands("/api/v1/territory/layers") else "",
        "tianditu_key": settings.HUYING_TIANDITU_KEY,
        **_account(request, actor),
    }
    return {"look": told, "navigation": lambda: navigation_for(actor, request.path) if actor.is_staff else []}


def _account(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    if actor.account_id is None:
        return {"login_href": settings.LOGIN_URL if stands(settings.LOGIN_URL) else ""}
    return {
        "account": getattr(request.user, "public_name", "") or _("我的账号"),
        "account_links": [item for item in _account_links(actor) if stands(item["href"])],
        "logout_href": next((href for href in ("/account/logout/",) if stands(href)), ""),
        "search_href": "/search/" if actor.is_staff else "",
    }


def _account_links(actor: Actor) -> list[dict[str, Any]]:
    links: list[dict[str, Any]] = [
        {"href": "/my/", "label": _("我的诉求"), "icon": "list-details"},
        {"href": "/inbox/", "label": _("我的消息"), "icon": "bell", "count": cache(lambda: unread(actor))},
        {"href": "/account/", "label": _("账号与安全"), "icon": "shield-check"},
    ]
    if actor.is_staff:
        links[0] = {"href": "/?resident=1", "label": _("居民页面"), "icon": "home"}
    return links
