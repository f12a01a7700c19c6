"""By which rules somebody is told to look; the county's command tries, changes and switches them off."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from huying.dashboards.forms import AlertRuleForm, SwitchOffForm
from huying.dashboards.pages.defining import history_of
from huying.dashboards.words import LEVEL_WORDS, RULE_WORDS, SETTING_WORDS
from huying.evaluation.public import (
    SHARES,
    AlertRule,
    Rung,
    all_alert_rules,
    area_scope,
    changed_rule,
    decides_definitions,
    define_alert_rule,
    enter_definitions,
    rehearse,
    rule_words,
    rules_in_force,
    sign_words,
)
from huying.kernel.edge import AskedRequest, tell
from huying.kernel.errors import DomainError, NotFound
from huying.kernel.stepping import staff_only, step_page
from huying.organisations.public import roles

MOST_SHOWN = 50


def general(one: AlertRule, name: str) -> str:
    """What a rule says, with its own line, and words where an alert has its own place and numbers."""
    text = rule_words(one, name)
    border = one.settings.get("above", one.settings.get("below"))
    for mark, word in (RULE_WORDS | ({"compared": f"{border * 100:g}%"} if border is not None else {})).items():
        text = text.replace(f"{{{mark}}}", str(word))
    return text


@staff_only
@require_safe
def rules_page(request: AskedRequest) -> HttpResponse:
    """What is looked out for today, where, by which numbers, and to whom it is given; what comes, and what is off."""
    versions = all_alert_rules(request.actor)
    here = {
        "rows": [_row(one, versions) for one in rules_in_force(request.at.date())],
        "decides": decides_definitions(request.actor),
    }
    return render(request, "dashboards/alert_rules.html", here)


def _row(one: AlertRule, versions: list[AlertRule]) -> dict[str, Any]:
    said = {name: general(one, name) for name in ("name", "why", "next")}
    coming = [other for other in versions if other.code == one.code and other.version > one.version]
    return {"one": one, "numbers": numbers_of(one), "where": _where(one), "owners": _owners(one),
            "coming": coming[-1] if coming else None, **said}  # fmt: skip


def numbers_of(one: AlertRule) -> list[tuple[object, str]]:
    """The numbers of a rule in words."""
    known = [(name, word) for name, word in SETTING_WORDS.items() if name in one.settings]
    return [(word, _said(one, name, one.settings[name])) for name, word in known]


def _said(one: AlertRule, name: str, value: Any) -> str:
    if name == "indicator":
        return rule_words(
            AlertRule(settings={name: value}, since=one.since, name_zh="{indicator}", name_en="{indicator}"), "name"
        )
    if name == "level":
        return str(LEVEL_WORDS.get(value, value))
    return f"{value * 100:g}" if name in SHARES else f"{value:g}"


def _where(one: AlertRule) -> str:
    scope = area_scope(one.place_id) if one.place_id else None
    return scope.name if scope else _("全部地方")


def _owners(one: AlertRule) -> list[str]:
    known = dict(roles())
    return [str(known.get(role, role)) for role in one.owners]


def _versions(request: AskedRequest, code: str) -> list[AlertRule]:
    enter_definitions(request.actor)
    found = [one for one in all_alert_rules(request.actor) if one.code == code]
    if not found:
        raise NotFound(rule=code)
    return found


def _about(versions: list[AlertRule]) -> dict[str, Any]:
    last = versions[-1]
    history = [
        row | {"name": general(row["one"], "name"), "numbers": numbers_of(row["one"]),
               "where": _where(row["one"]), "owners": _owners(row["one"])}
        for row in history_of("alert_rule", versions)
    ]  # fmt: skip
    return {
        "one": last, "name": general(last, "name"), "why": general(last, "why"),
        "history": history, "back": reverse("dashboards:alert-rules"),
    }  # fmt: skip


@staff_only
@require_http_methods(["GET", "POST"])
def rule_page(request: AskedRequest, code: str) -> HttpResponse:
    """The form stands filled with the newest version; what was typed is tried on the last thirty nights before it can
    be decided, and tried again when a number or the area was changed after that."""
    versions = _versions(request, code)
    last, here = versions[-1], _about(versions)
    first = AlertRuleForm.first_values(last) | {"since": request.at.date() + timedelta(days=1)}
    form = AlertRuleForm(request.POST or None, initial=first, rule=last)
    if request.method == "POST" and form.is_valid():
        here["trial"] = _tried(request, form, last)
        if form.errors or form.cleaned_data["seen"] != form.tried_hash():
            return _try_page(request, form, here)

    def act(typed: dict[str, Any]) -> AlertRule:
        return define_alert_rule(
            request.actor,
            code=code,
            changes=form.changes(),
            since=typed["since"],
            reason=typed["reason"],
            at=request.at,
        )

    return step_page(
        request, form, act, done=reverse("dashboards:alert-rules"), told=_("新的提醒规则定下来了，到日子起用。"),
        template="dashboards/alert_rule.html", **here,
    )  # fmt: skip


def _try_page(request: AskedRequest, form: AlertRuleForm, here: dict[str, Any]) -> HttpResponse:
    """Nothing is kept yet; the form now carries what was tried."""
    refused = bool(form.errors)
    if not refused:
        form = AlertRuleForm({**request.POST.dict(), "seen": form.tried_hash()}, rule=here["one"])
    return render(request, "dashboards/alert_rule.html", {"form": form, **here}, status=422 if refused else 200)


def _tried(request: AskedRequest, form: AlertRuleForm, last: AlertRule) -> dict[str, Any] | None:
    try:
        rule = changed_rule(last, form.changes(), since=form.cleaned_data["since"])
    except DomainError as refused:
        tell(form, refused)
        return None
    found = rehearse(rule, at=request.at)
    return {
        "since": found.since, "until": request.at.date(), "now": len(found.now), "then": len(found.then),
        "rows": [_rung(one) for one in found.then[:MOST_SHOWN]], "most": MOST_SHOWN,
        "of_units": rule.settings.get("of") == "unit",
    }  # fmt: skip


def _rung(one: Rung) -> dict[str, Any]:
    return {"night": one.night, "scope": one.sign.scope, "why": sign_words(one.sign, "why")}


@staff_only
@require_http_methods(["GET", "POST"])
def stop_page(request: AskedRequest, code: str) -> HttpResponse:
    """A rule is switched off by a version of its own, with a day and a reason; a new version switches it on again."""
    versions = _versions(request, code)
    form = SwitchOffForm(request.POST or None, initial={"since": request.at.date() + timedelta(days=1)})

    def act(typed: dict[str, Any]) -> AlertRule:
        return define_alert_rule(
            request.actor,
            code=code,
            changes={"active": False},
            since=typed["since"],
            reason=typed["reason"],
            at=request.at,
        )

    return step_page(
        request, form, act, done=reverse("dashboards:alert-rules"), told=_("到日子就停用，可以随时定新的一版再起用。"),
        template="dashboards/alert_rule_stop.html", **_about(versions),
    )  # fmt: skip


urlpatterns = [
    path("desk/figures/alerts/rules/", rules_page, name="alert-rules"),
    path("desk/figures/alerts/rules/<slug:code>/", rule_page, name="alert-rule"),
    path("desk/figures/alerts/rules/<slug:code>/stop/", stop_page, name="stop-alert-rule"),
]
