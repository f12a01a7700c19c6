"""The staff navigation as one table: where, what it is called, its icon, and which roles need it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _

from huying.kernel.actor import Actor

ANYONE = ("*",)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the navigation; `roles` ("*" is every colleague) see it."""

    href: str
    label: Any
    icon: str
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    label: Any
    entries: tuple[Entry, ...]


MENU = (
    Group(
        "",
        (
            Entry("/desk/", _("今天"), "sun", ANYONE),
            Entry("/desk/intake/", _("受理台"), "phone-incoming", ("intake",)),
            Entry("/desk/dispatch/", _("派单台"), "send", ("dispatcher",)),
            Entry("/desk/unit/", _("本单位"), "inbox", ("handler", "unit_lead", "community_secretary")),
            Entry("/desk/grid/", _("网格"), "map-pin", ("grid_worker",)),
            Entry("/desk/approval/", _("审批"), "checkbox", ("dispatcher", "unit_lead", "reviewer")),
            Entry("/desk/adjudication/", _("裁定"), "scale", ("adjudicator",)),
            Entry("/desk/callback/", _("回访"), "phone-calling", ("callback",)),
        ),
    ),
    Group(
        _("看全局"),
        (
            Entry("/desk/county/", _("总览"), "chart-bar", ("county_command", "street_coordinator", "supervisor")),
            Entry("/desk/supervision/", _("督办"), "eye-check", ("supervisor", "county_command")),
            Entry("/desk/open-matters/", _("暂缓事项"), "hourglass", ("reviewer", "county_command", "supervisor")),
        ),
    ),
    Group(
        _("管理"),
        (
            Entry("/manage/accounts/", _("账号"), "users", ("system_admin", "security_admin")),
            Entry("/manage/grants/", _("岗位权限"), "shield-lock", ("security_admin",)),
            Entry("/manage/bodies/", _("单位"), "building", ("system_admin", "security_admin")),
            Entry("/manage/areas/", _("区划网格"), "map", ("system_admin",)),
            Entry("/manage/categories/", _("事项分类"), "category", ("list_keeper", "system_admin")),
            Entry("/manage/lists/", _("职责清单"), "list-check", ("list_keeper",)),
            Entry("/manage/calendar/", _("工作日历"), "calendar", ("system_admin",)),
            Entry("/manage/templates/", _("短信与通知"), "message-2", ("system_admin",)),
            Entry("/manage/knowledge/", _("知识库"), "book-2", ("system_admin", "intake")),
            Entry("/manage/deliveries/", _("未送达"), "alert-triangle", ("system_admin",)),
            Entry("/manage/site/", _("站点信息"), "info-circle", ("system_admin",)),
            Entry("/manage/feedback/", _("对平台的意见"), "message-heart", ("system_admin",)),
            Entry("/manage/journal/", _("审计"), "fingerprint", ("audit_admin",)),
            Entry("/manage/reads/", _("查看记录"), "eye", ("audit_admin", "dpo")),
        ),
    ),
)


@lru_cache(maxsize=256)
def stands(href: str) -> bool:
    """Whether some context serves this address in this deployment."""
    try:
        resolve(href)
    except Resolver404:
        return False
    return True


def entries_for(actor: Actor) -> Iterator[tuple[Group, list[Entry]]]:
    for group in MENU:
        found = [e for e in group.entries if (e.roles == ANYONE or actor.holds(*e.roles)) and stands(e.href)]
        if found:
            yield group, found


def navigation_for(actor: Actor, path: str) -> list[dict[str, Any]]:
    """What the side of a desk shows; the longest address that the page lies under is the current one."""
    groups = list(entries_for(actor))
    hrefs = [entry.href for _group, entries in groups for entry in entries]
    here = max((h for h in hrefs if path == h or (path.startswith(h) and h != "/desk/")), key=len, default="")
    return [
        {
            "label": group.label,
            "items": [{"href": e.href, "label": e.label, "icon": e.icon, "current": e.href == here} for e in entries],
        }
        for group, entries in groups
    ]
