"""Every address that answers a GET, with numbers and codes of things that are there, and whoever may see it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import get_resolver

from huying.cases.models import Case
from huying.cases.public import Filing, file_case
from huying.cases.queries import DESKS
from huying.demonstration import roster
from huying.demonstration.roster import RESIDENT_PHONE
from huying.duties.models import Knowledge, ListItem
from huying.duties.public import draft_list
from huying.kernel.actor import SYSTEM, Actor
from huying.notices.models import Message
from huying.organisations.models import Appointment, Body, RoleGrant
from huying.organisations.pages.body_steps import STEPS as BODY_STEPS
from huying.organisations.public import Term, appoint, open_post
from huying.people.models import Account
from huying.people.queries import phone_indexes
from huying.territory.models import Alias, Area, LearnedPlace
from huying.territory.pages.steps import STEPS as AREA_STEPS
from huying.territory.public import learn_place

WHO = {
    "manage/bodies/": ("security", "system"),
    "manage/roles/": ("security",),
    "manage/functions/": ("security",),
    "manage/kinds/": ("security",),
    "manage/posts/": ("security",),
    "manage/appointments/": ("security",),
    "manage/journal/": ("audit",),
    "manage/reads/": ("audit",),
    "manage/sign-ins/": ("audit",),
    "manage/lists/": ("lists",),
    "manage/purposes/": ("dpo",),
    "manage/rights/": ("dpo",),
    "manage/": ("system", "security", "lists"),
    "desk/unit/": ("lead",),
    "desk/adjudication/": ("adjudicator",),
    "desk/callback/": ("callback",),
    "desk/supervision/": ("supervisor",),
    "desk/open-matters/": ("reviewer",),
    "desk/county/": ("county",),
    "desk/street/": ("street",),
    "desk/grid/": ("grid",),
    "desk/figures/weights/": ("county",),
    "desk/figures/numbers/I20/define/": ("county",),
    "desk/figures/alerts/rules/": ("county",),
    "desk/": ("dispatcher", "intake"),
    "search/": ("dispatcher",),
    "exports/cases/": ("dispatcher",),
    "account/": ("resident", "dispatcher"),
    "inbox/": ("resident",),
    "c/": ("resident",),
    "my/": ("resident",),
}
"""Who is asked, by the beginning of the address; all others are open to guests."""
ELSEWHERE = {
    "manage/areas/boundaries/<int:draft_id>/": "a file of outlines waits: tests/territory",
    "manage/rights/<int:request_id>/": "somebody asked: tests/people, tests/browser/test_account_pages",
    "manage/exports/<int:approval_id>/": "somebody asked: tests/people",
    "manage/lists/proposals/<int:proposal_id>/": "an adjudication proposes: tests/duties, tests/browser/test_approvals",
    "manage/feedback/<int:feedback_id>/": "somebody wrote: tests/portal",
    "documents/<int:document_id>/mask/": "a picture is there: tests/documents, tests/browser/test_masking",
    "documents/<int:document_id>/everybody/": "a picture is there: tests/documents",
    "d/<str:token>/": "a file, not a page: tests/documents",
    "photos/<str:key>.jpg": "a file, not a page: tests/documents",
    "rate/<str:token>/": "a letter with a link: tests/cases/test_rating_page",
    "report/filed/": "after a report only: tests/browser/test_resident_way",
    "report/like/<int:case_id>/": "after looking for likes only: tests/cases/test_gathering",
    "desk/filing/done/": "after a filing only: tests/cases",
    "desk/cases/<str:number>/reporter/": "asks for a purpose first: tests/cases",
    "feedback/sent/": "after writing only: tests/portal",
    "account/guardian/withdraw/": "a guardian only: tests/people",
    "account/outside/*": "comes from another provider: tests/people/test_outside_identities",
    "account/second-factor/*": "needs a factor or a fresh password: tests/people, tests/browser/test_account_pages",
    "account/inactive/": "for closed accounts: tests/people",
    "manage/calendar/days/<day:day>/restore/": "a day that was changed: tests/calendars",
    "manage/areas/": "leads to the area served",
    "manage/exchange/runs/<int:run_id>/": "a file came: tests/exchange/test_import_pages",
    "manage/exchange/runs/<int:run_id>/errors.csv": "a file, not a page: tests/exchange/test_import_pages",
    "manage/exchange/proposals/<int:proposal_id>/": "two may be one: tests/exchange/test_import_pages",
    "manage/exchange/sources/<slug:code>/": "a source was described: tests/exchange/test_import_pages",
    "manage/exchange/sources/<slug:code>/categories/": "a source was described: tests/exchange",
    "manage/exchange/sources/<slug:code>/files/": "a source was described: tests/exchange/test_import_pages",
    "manage/exchange/webhooks/<int:hook_id>/": "a webhook was made: tests/exchange/test_webhooks",
    "manage/exchange/webhooks/<int:hook_id>/replay/": "a webhook was made: tests/exchange/test_webhooks",
    "manage/exchange/webhooks/<int:hook_id>/secret/": "takes POST only: tests/exchange/test_webhooks",
    "manage/exchange/webhooks/<int:hook_id>/end/": "a webhook was made: tests/exchange/test_webhooks",
    "desk/topics/<int:topic_id>/": "many said the same: tests/cases/test_topics",
    "readyz": "no page, and no worker beats here: tests/config/test_health",
}
"""What needs something that this world has not; a star stands for all that begins so."""
IN_BOTH = {
    "manage/templates/case.accepted/": "the wordings in both languages",
    "styleguide/": "samples for developers",
    "inbox/": "a letter is in the language of its day",
}
FOR_PROGRAMS = ("api/", "open311/", "^open311/")
ON_PAPER = {"print/": "an order on A4"}


def is_elsewhere(address: str) -> bool:
    return any(address == left or (left[-1:] == "*" and address.startswith(left[:-1])) for left in ELSEWHERE)


def addresses(resolver: Any = None, above: str = "") -> Iterator[str]:
    for part in (resolver or get_resolver()).url_patterns:
        here = above + str(part.pattern)
        if hasattr(part, "url_patterns"):
            yield from addresses(part, here)
        elif not here.startswith(FOR_PROGRAMS):
            yield here


def one_more_of_each(at: datetime) -> None:
    """A report of the resident's own, a post with somebody on it, and a list that is being written."""
    resident = came_as("resident").session["_auth_user_id"]
    actor = Actor(kind="person", account_id=int(resident))
    estate = Area.objects.filter(level="estate").order_by("pk")[0]
    words = "楼道灯坏了三天，请来修。"
    filing = Filing(words=words, category_code="0101", area_id=estate.pk, consent_version="2026-1")
    file_case(actor, filing=filing, at=at)
    body, account = Body.objects.get(name=roster.DEPARTMENTS[2][0]), Account.objects.get(login_name="handler")
    post = open_post(SYSTEM, body_id=body.pk, title="值班员", kind="member", at=at)
    appoint(SYSTEM, post_id=post.pk, account_id=account.pk, term=Term(since=at.date()), reason="试岗", at=at)
    learn_place(SYSTEM, said="老机修厂", area_id=estate.pk, origin_id=1, at=at)
    draft_list(SYSTEM, kind="L1", area_id=body.area_id, no="L1-试", title="草稿（演示）", at=at)


def things(at: datetime) -> dict[str, list[Any]]:
    """Values for the names in the addresses, by the address up to the name."""
    return {**in_the_records(at), **at_the_desks()}


def in_the_records(at: datetime) -> dict[str, list[Any]]:
    """What administrators keep: places, accounts, bodies, calendars, lists, texts."""
    item = ListItem.objects.filter(doc__no="L1-试").order_by("pk")[0]
    post, area = Appointment.objects.order_by("-pk")[0], Area.objects.filter(level="community").order_by("pk")[0]
    return {
        "manage/areas/": [area.pk],
        "manage/areas/*/": [step for step in AREA_STEPS if step not in ("duty", "building")],
        "manage/areas/*/aliases/": [Alias.objects.filter(area=area)[0].pk],
        "manage/areas/learned/": [LearnedPlace.objects.order_by("pk")[0].pk],
        "grids/": [Area.objects.filter(level="grid").order_by("pk")[0].code],
        "grids/of/": [area.pk],
        "manage/accounts/": [Account.objects.get(login_name="handler").pk],
        "manage/accounts/*/": ["lock"],
        "manage/tokens/": [1],
        "manage/messages/": [1],
        "manage/body-channels/": [1],
        "manage/purposes/": ["case_contact"],
        "account/consents/": ["satisfaction_call"],
        "manage/bodies/": [post.post.body_id],
        "manage/bodies/*/": list(BODY_STEPS),
        "manage/posts/": [post.post_id],
        "manage/appointments/": [post.pk],
        "manage/roles/": [RoleGrant.objects.order_by("pk")[0].pk],
        "manage/kinds/": ["G10"],
        "manage/functions/": ["housing"],
        "manage/calendar/": [at.year],
        "manage/calendar/days/": [at.date().isoformat()],
        "manage/language/": ["case_category"],
        "manage/uploads/": ["case.report"],
        "manage/categories/": ["0101"],
        "manage/lists/forms/": ["L1"],
        "manage/lists/": [item.doc_id],
        "manage/lists/*/items/": [item.pk],
        "manage/knowledge/": [Knowledge.objects.order_by("pk")[0].pk],
        "manage/templates/": ["case.accepted"],
    }


def at_the_desks() -> dict[str, list[Any]]:
    """What residents and staff work with: a case of one's own and of others, messages, figures."""
    case = Case.objects.filter(ended_at=None).order_by("pk")[0]
    resident = account_of("resident").pk
    own = Case.objects.filter(reporters__account_id=resident).order_by("-pk")[0]
    post, area = Appointment.objects.order_by("-pk")[0], Area.objects.filter(level="community").order_by("pk")[0]
    return {
        "inbox/": [Message.objects.filter(account_id=resident).order_by("-pk")[0].pk],
        "c/": [own.number],
        "c/*/": ["add"],
        "desk/cases/": [case.number],
        "desk/cases/*/": ["sign"],
        "desk/filters/": [1],
        "desk/figures/areas/": [area.pk],
        "desk/figures/areas/*/": ["areas", "kinds", "months"],
        "desk/figures/units/": [post.post.body_id],
        "desk/figures/units/*/": ["reasons", "others"],
        "desk/figures/numbers/": ["I20"],
        "desk/figures/weights/": ["plain"],
        "desk/figures/rows/": ["inputs"],
        "desk/figures/open/": ["late"],
        "desk/figures/alerts/": [1],
        "desk/figures/alerts/rules/": ["burst"],
        "desk/figures/take/": [f"area-{area.pk}"],
        "desk/figures/take/*/": ["parts.csv"],
        "desk/": list(DESKS),
    }


def filled(address: str, values: dict[str, list[Any]]) -> list[str]:
    """The address with each of the things that are there; empty where there is none."""
    found, known = [""], ""
    for part in address.replace(".xlsx", "/.xlsx").split("/"):
        choices = [str(value) for value in values.get(known, [])] if "<" in part else [part]
        found = [f"{before}{choice}/" for before in found for choice in choices]
        known += ("*" if "<" in part else part) + "/"
    return [one.removesuffix("/").replace("/.xlsx", ".xlsx") for one in found]


def asked(address: str) -> tuple[str, ...]:
    return next((who for beginning, who in WHO.items() if address.startswith(beginning)), ("",))


def account_of(login: str) -> Account:
    by_phone = {"phone_index__in": phone_indexes(RESIDENT_PHONE), "staff": False}
    return Account.objects.get(**by_phone if login == "resident" else {"login_name": login})


def came_as(login: str) -> Client:
    """Large type and English lie with the account, and with the device of a guest."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.cookies[settings.HUYING_ELDER_COOKIE] = "on"
    if login:
        account = account_of(login)
        Account.objects.filter(pk=account.pk).update(language="en", elder=True)
        client.force_login(account, settings.AUTHENTICATION_BACKENDS[-1])
    return client
