"""The pieces that return on every page. `docs/pages.md` lists them; `/styleguide/` shows them."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import template
from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huying.kernel import built, clock, wording

register = template.Library()

# State is said by word, icon and colour, in this order of weight.
TONE_ICONS = {
    "going": "progress",
    "done": "circle-check",
    "soon": "clock-exclamation",
    "late": "alert-triangle",
    "asked": "message-question",
    "waiting": "hourglass",
    "ended": "archive",
    "info": "info-circle",
    "error": "alert-circle",
}
LINKS = (
    ("accept", gettext_lazy("受理")),
    ("handle", gettext_lazy("办理")),
    ("answer", gettext_lazy("反馈")),
    ("rate", gettext_lazy("评价")),
)


def _at(context: template.Context) -> datetime:
    request = context.get("request")
    return getattr(request, "at", None) or clock.now()


@register.simple_tag
def entry(name: str) -> SafeString:
    """Scripts or styles of one Vite entry."""
    return built.asset(name)


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """One outline icon. Silent beside a word; with `label` it is read out in place of a word."""
    said = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    return format_html(
        '<svg class="icon" {} focusable="false" width="20" height="20" fill="none" stroke="currentColor">'
        '<use href="{}#{}"></use></svg>',
        said,
        built.sprite_url(),
        name,
    )


@register.inclusion_tag("pieces/state_chip.html")
def state_chip(code: str, label: str, tone: str = "going", icon_name: str = "") -> dict[str, Any]:
    return {"code": code, "label": label, "tone": tone, "icon_name": icon_name or TONE_ICONS.get(tone, "progress")}


@register.inclusion_tag("pieces/clock_chip.html", takes_context=True)
def clock_chip(
    context: template.Context, due_at: datetime | None, state: str = "running", **more: Any
) -> dict[str, Any]:
    """`state` is running, stopped or done. `more`: rule, limit, stopped_since, provisional, soon_hours, at, short."""
    at = more.pop("at", None) or _at(context)
    told = {"state": state, "due_at": due_at, "tone": "waiting", **more}
    if state == "running" and due_at:
        words = wording.clock_words(due_at, at=at, soon=timedelta(hours=more.get("soon_hours", 4)))
        told |= {"tone": words.tone, "left": words.left, "until": words.until}
    if state == "done":
        told["tone"] = "done"
    if more.get("stopped_since"):
        told["since"] = wording.moment_words(more["stopped_since"], at=at)
    told["icon_name"] = {"stopped": "player-pause", "done": "check"}.get(state) or TONE_ICONS.get(told["tone"], "clock")
    if told["tone"] == "going":
        told["icon_name"] = "clock"
    return told


@register.inclusion_tag("pieces/four_links.html", takes_context=True)
def four_links(
    context: template.Context, current: str, who: str = "", until: datetime | None = None, ended: bool = False
) -> dict[str, Any]:
    """`current` is accept, handle, answer or rate; `ended` marks all four as done."""
    place = next((i for i, (code, _label) in enumerate(LINKS) if code == current), 0)
    links = [
        {"code": code, "label": label, "done": ended or i < place, "current": not ended and i == place}
        for i, (code, label) in enumerate(LINKS)
    ]
    said = wording.clock_words(until, at=_at(context)) if until else None
    return {"links": links, "who": who, "until": said, "ended": ended, "current": LINKS[place][1]}


@register.inclusion_tag("pieces/why_card.html")
def why_card(title: str, reason: str = "", **more: Any) -> dict[str, Any]:
    """The reason beside a decision. `more`: basis (law or list), others (items with title and why), heading."""
    return {"title": title, "reason": reason, "heading": _("为什么"), **more}


@register.inclusion_tag("pieces/person_line.html")
def person_line(name: str, role: str = "", **more: Any) -> dict[str, Any]:
    """`more`: office, phone (shown as a link unless masked), masked (bool), ask_href (how to ask for more)."""
    return {"name": name, "role": role, **more}


@register.inclusion_tag("pieces/timeline.html", takes_context=True)
def timeline(context: template.Context, items: Any, order: str = "newest", fold: bool = True) -> dict[str, Any]:
    """Items (mapping or object): at, text, who, next, tone, icon, system, detail. `order`: newest or oldest."""
    groups: list[dict[str, Any]] = []
    for item in items:
        quiet = fold and bool(item.get("system") if isinstance(item, dict) else getattr(item, "system", False))
        if quiet and groups and groups[-1]["quiet"]:
            groups[-1]["rows"].append(item)
        else:
            groups.append({"quiet": quiet, "rows": [item]})
    return {"groups": groups, "order": order, "request": context.get("request")}


@register.simple_tag(takes_context=True)
def moment(context: template.Context, when: datetime | None) -> SafeString | str:
    """今天 17:30, with the full date for machines and on hover."""
    if when is None:
        return "—"
    there = wording.local(when)
    said = wording.moment_words(when, at=_at(context))
    return format_html('<time datetime="{}" title="{}">{}</time>', there.isoformat(), f"{there:%Y-%m-%d %H:%M}", said)


@register.inclusion_tag("pieces/number.html", takes_context=True)
def number(context: template.Context, value: Any, label: str = "", **more: Any) -> dict[str, Any]:
    """A figure with its source. `more`: unit, n, least (smallest n that may be shown), low, high, at, href, note."""
    few = more.get("least") is not None and (more.get("n") or 0) < more["least"]
    return {"value": value, "label": label, "few": few, "source": _source(more, few=few, now=_at(context)), **more}


def _source(more: dict[str, Any], *, few: bool, now: datetime) -> list[str]:
    """n = 42 · 区间 0.81–0.93 · 截至今天 09:00"""
    said = [f"n = {more['n']}"] if more.get("n") is not None else []
    if more.get("low") is not None and not few:
        said.append(_("区间 %(low)s–%(high)s") % {"low": more["low"], "high": more["high"]})
    if more.get("at"):
        said.append(_("截至%(moment)s") % {"moment": wording.moment_words(more["at"], at=now)})
    return [*said, more["note"]] if more.get("note") else said


@register.inclusion_tag("pieces/empty.html")
def empty_state(
    title: str, text: str = "", action: str = "", href: str = "", icon_name: str = "inbox"
) -> dict[str, Any]:
    return {"title": title, "text": text, "action": action, "href": href, "icon_name": icon_name}


@register.simple_block_tag
def notice(content: SafeString, tone: str = "info", title: str = "") -> str:
    """A boxed message: {% notice "soon" _("还差一样") %}…{% endnotice %}. Tones: info done soon late asked error."""
    told = {"content": content, "tone": tone, "title": title, "icon_name": TONE_ICONS.get(tone, "info-circle")}
    return render_to_string("pieces/notice.html", told)


@register.inclusion_tag("pieces/messages.html", takes_context=True)
def told_messages(context: template.Context) -> dict[str, Any]:
    """What the last step said, once: the messages framework."""
    tones = {"success": "done", "warning": "soon", "error": "error"}
    told = [(tones.get(one.level_tag, "info"), one) for one in context.get("messages") or ()]
    return {"told": [{"tone": tone, "icon_name": TONE_ICONS[tone], "text": one} for tone, one in told]}


@register.inclusion_tag("pieces/refusal.html")
def refusal(error: Any) -> dict[str, Any]:
    """A DomainError as a sentence: what is so, and the way out."""
    return {"error": error, "icon_name": TONE_ICONS["error"]}


@register.inclusion_tag("pieces/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """What must be changed, each a link to its field; nothing when the form has no errors."""
    rows = [
        {"label": _named(form[name]), "target": _target(form[name]), "errors": errors}
        for name, errors in form.errors.items()
        if name in form.fields
    ]
    return {"form": form, "rows": rows, "general": form.non_field_errors() if form.errors else ()}


@register.inclusion_tag("pieces/field.html")
def field(bound: BoundField, **more: Any) -> dict[str, Any]:
    """Label, help, error and control of one form field. `more`: label, help, suffix, hide_label, optional."""
    return {"field": bound, "shape": _shape(bound), "optional": not bound.field.required, **more}


def _named(bound: BoundField) -> str:
    """The label before a colon: without its own full stop or question mark, and none for a sentence to tick."""
    return "" if _shape(bound) == "tick" else str(bound.label).rstrip("？?。.：: ")


def _target(bound: BoundField) -> str:
    """The id of what can be focused: the control, or the first choice of a group."""
    return bound.id_for_label or f"{bound.auto_id}_0"


def _shape(bound: BoundField) -> str:
    kind = getattr(bound.field.widget, "input_type", "")
    if bound.is_hidden:
        return "hidden"
    if kind == "checkbox" and not bound.field.widget.__class__.__name__.endswith("Multiple"):
        return "tick"
    return "group" if bound.use_fieldset else "line"


@register.inclusion_tag("pieces/step_form.html", takes_context=True)
def step_form(context: template.Context, form: Any, action: str, label: str, **more: Any) -> dict[str, Any]:
    """A form for one step. `more`: look (primary, outline, danger), key, confirm (a sentence), intro, id."""
    return {"form": form, "action": action, "label": label, "csrf_token": context.get("csrf_token"), **more}


@register.inclusion_tag("pieces/press.html", takes_context=True)
def press(context: template.Context, action: str, label: str, **more: Any) -> dict[str, Any]:
    """A button that posts. `more`: look, key, confirm, icon_name, name, value, undo_href."""
    return {"action": action, "label": label, "csrf_token": context.get("csrf_token"), **more}


@register.inclusion_tag("pieces/tabs.html", takes_context=True)
def tabs(context: template.Context, items: Any, current: str = "", label: str = "") -> dict[str, Any]:
    """Saved filters as tabs. Items: mapping or object with code, label, href, count (None for none), tone."""
    return {"items": items, "current": current, "label": label or _("筛选")}


@register.simple_block_tag
def table(content: SafeString, label: str = "", keys: bool = False, cards: bool = False) -> str:
    """A wide table that scrolls by itself: {% table "待派单" keys=True %}<thead>…<tbody data-rows>…{% endtable %}

    With `cards` its rows are cards on a phone; a cell says its column as `data-label`.
    """
    told = {"content": content, "label": label, "keys": keys, "cards": cards}
    return render_to_string("pieces/table.html", told)


@register.inclusion_tag("pieces/more.html", takes_context=True)
def more_link(context: template.Context, page: Any, name: str = "after") -> dict[str, Any]:
    """更多: the next rows of a keyset page, in place with htmx, as a page without."""
    cursor = getattr(page, "next_cursor", None)
    kept = [(k, v) for k, values in _query(context).items() for v in values if k != name]
    return {"href": "?" + urlencode([*kept, (name, cursor)]) if cursor else "", "shown": len(page.items) if page else 0}


def _query(context: template.Context) -> dict[str, list[str]]:
    request = context.get("request")
    return dict(request.GET.lists()) if request else {}


@register.inclusion_tag("pieces/progress.html")
def progress(value: float, most: float = 100, label: str = "") -> dict[str, Any]:
    return {"value": value, "most": most, "label": label}


@register.inclusion_tag("pieces/photo_grid.html")
def photo_grid(photos: Any, empty: str = "") -> dict[str, Any]:
    """Photos: mapping or object with thumb, href, name, state (private, masked)."""
    return {"photos": photos, "empty": empty}


@register.inclusion_tag("pieces/map.html", takes_context=True)
def map_block(context: template.Context, label: str, **more: Any) -> dict[str, Any]:
    """A map and its text. `more`: lon, lat, text, layers (URL), points (URL), pick_lon and pick_lat (ids), tall."""
    look = context.get("look") or {}
    told = {"layers": look.get("map_layers", ""), "tianditu": look.get("tianditu_key", "")}
    return {"label": label, **told, **more}


@register.inclusion_tag("pieces/undo.html", takes_context=True)
def undo_bar(context: template.Context, href: str, text: str, seconds: int = 8) -> dict[str, Any]:
    return {"href": href, "text": text, "seconds": seconds, "csrf_token": context.get("csrf_token")}


@register.inclusion_tag("pieces/copy.html")
def copy_text(text: str, label: str = "") -> dict[str, Any]:
    return {"text": text, "label": label or _("复制")}


@register.inclusion_tag("pieces/print.html")
def print_button(label: str = "") -> dict[str, Any]:
    return {"label": label or _("打印")}
