"""The staff navigation as one table: where, what it is called, its icon, and which roles need it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from huying.cases.public import desk_tabs
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


TODAY = Entry("/desk/", pgettext_lazy("menu", "今天"), icon="sun", roles=ANYONE)
DESK_ICONS = {
    "intake": "phone-incoming", "dispatch": "send", "unit": "inbox", "approval": "checkbox", "adjudication": "scale",
    "callback": "phone-calling", "grid": "map-pin", "street": "building-community", "county": "chart-bar",
    "supervision": "eye-check", "open-matters": "hourglass",
}  # fmt: skip
WIDE_DESKS = ("street", "county", "supervision", "open-matters")
"""Desks from which one looks over the work of others."""

FIGURES = (
    "intake", "dispatcher", "adjudicator", "street_coordinator", "county_command", "supervisor", "callback", "reviewer",
    "dpo", "list_keeper", "community_secretary", "handler", "unit_lead",
)  # fmt: skip

MENU = (
    Group(
        _("数据"),
        (
            Entry(
                "/desk/topics/",
                _("热点诉求"),
                icon="flame",
                roles=("dispatcher", "street_coordinator", "county_command", "supervisor"),
            ),
            Entry("/desk/figures/here/", _("指标看板"), icon="chart-bar", roles=FIGURES),
            Entry("/desk/figures/numbers/", _("指标目录"), icon="list-details", roles=FIGURES),
            Entry(
                "/desk/figures/alerts/",
                _("要看一眼的数"),
                icon="alert-triangle",
                roles=("county_command", "supervisor", "reviewer", "street_coordinator", "list_keeper"),
            ),
        ),
    ),
    Group(
        _("管理"),
        (
            Entry(
                "/manage/accounts/", _("账号"), icon="users", roles=("system_admin", "security_admin", "audit_admin")
            ),
            Entry("/manage/roles/", _("岗位权限"), icon="shield-lock", roles=("security_admin", "audit_admin")),
            Entry("/manage/bodies/", pgettext_lazy("several", "单位"), icon="building", roles=("security_admin",)),
            Entry("/manage/posts/", _("职务与任职"), icon="id-badge-2", roles=("security_admin",)),
            Entry("/manage/kinds/", _("单位种类"), icon="hierarchy-2", roles=("security_admin",)),
            Entry("/manage/functions/", _("单位职能"), icon="tags", roles=("security_admin",)),
            Entry("/manage/areas/", _("区划网格"), icon="map", roles=("system_admin",)),
            Entry("/manage/categories/", _("事项分类"), icon="category", roles=("list_keeper", "system_admin")),
            Entry("/manage/language/", _("类别建议"), icon="bulb", roles=("list_keeper", "system_admin")),
            Entry("/manage/lists/", _("职责清单"), icon="list-check", roles=("list_keeper",)),
            Entry(
                "/manage/limits/",
                _("办理时限"),
                icon="clock",
                roles=("list_keeper", "system_admin", "county_command"),
            ),
            Entry(
                "/manage/likeness/",
                _("重复件标准"),
                icon="copy",
                roles=("list_keeper", "system_admin", "county_command"),
            ),
            Entry("/manage/calendar/", _("工作日历"), icon="calendar", roles=("system_admin",)),
            Entry(
                "/manage/knowledge/",
                _("知识库"),
                icon="book-2",
                roles=("list_keeper", "system_admin", "county_command"),
            ),
            Entry("/manage/templates/", _("消息模板"), icon="message-2", roles=("system_admin",)),
            Entry("/manage/messages/", _("没送出的消息"), icon="mail-exclamation", roles=("system_admin",)),
            Entry("/manage/body-channels/", _("单位收信渠道"), icon="broadcast", roles=("system_admin",)),
            Entry("/manage/deliveries/", _("卡住的处理"), icon="alert-triangle", roles=("system_admin",)),
            Entry("/manage/uploads/", _("上传限制"), icon="upload", roles=("system_admin",)),
            Entry("/manage/tokens/", _("系统令牌"), icon="key", roles=("system_admin",)),
            Entry(
                "/manage/dictionary/",
                _("数据字典"),
                icon="book-2",
                roles=("system_admin", "audit_admin", "list_keeper", "dpo"),
            ),
            Entry(
                "/exports/cases/",
                _("导出诉求件"),
                icon="download",
                roles=("dispatcher", "county_command", "supervisor", "reviewer"),
            ),
            Entry("/manage/exchange/", _("数据交换"), icon="broadcast", roles=("system_admin",)),
            Entry("/manage/site/", _("站点信息"), icon="info-circle", roles=("system_admin",)),
            Entry("/manage/feedback/", _("对平台的意见"), icon="message-heart", roles=("system_admin",)),
        ),
    ),
    Group(
        _("监督"),
        (
            Entry("/manage/reads/", _("查看记录"), icon="eye", roles=("audit_admin", "dpo")),
            Entry("/manage/journal/", _("操作日志"), icon="eye-check", roles=("audit_admin",)),
            Entry("/manage/sign-ins/", _("登录记录"), icon="login", roles=("audit_admin",)),
            Entry("/manage/rights/", _("个人信息请求"), icon="user-question", roles=("dpo",)),
            Entry("/manage/exports/", _("导出审批"), icon="file-export", roles=("dpo", "security_admin")),
            Entry("/manage/purposes/", _("处理目的"), icon="file-text", roles=("dpo",)),
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


def desks_for(actor: Actor) -> tuple[list[Entry], list[Entry]]:
    """The desks of this actor, as `cases` names them: where one works, and where one looks over the whole."""
    found = [
        (desk.code, Entry(f"/desk/{desk.code}/", desk.word, icon=DESK_ICONS[desk.code], roles=desk.roles))
        for desk in desk_tabs(actor)
    ]
    work = [entry for code, entry in found if code not in WIDE_DESKS]
    return work, [entry for code, entry in found if code in WIDE_DESKS]


def entries_for(actor: Actor) -> Iterator[tuple[Any, list[Entry]]]:
    """Label and lines of each group; a line is there when the actor's roles need it and its page stands."""
    work, wide = desks_for(actor)
    yield "", [TODAY, *work]
    if wide:
        yield _("看全局"), wide
    for group in MENU:
        found = [entry for entry in group.entries if actor.holds(*entry.roles) and stands(entry.href)]
        if found:
            yield group.label, found


def navigation_for(actor: Actor, path: str) -> list[dict[str, Any]]:
    """What the side of a desk shows; the longest address that the page lies under is the current one."""
    groups = list(entries_for(actor))
    hrefs = [entry.href for _label, entries in groups for entry in entries]
    here = max((h for h in hrefs if path == h or (path.startswith(h) and h != "/desk/")), key=len, default="")
    return [
        {
            "label": label,
            "items": [{"href": e.href, "label": e.label, "icon": e.icon, "current": e.href == here} for e in entries],
        }
        for label, entries in groups
    ]
