"""A matter is brought: by the resident, by somebody for them, by telephone, at the desk, or by nobody known."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from huying.cases import timing
from huying.cases.apart import attach
from huying.cases.effort import spend_proof
from huying.cases.limits import limits_for
from huying.cases.models import Case, Reporter
from huying.cases.moving import need, need_code, note, tell
from huying.cases.queries.near import joinable
from huying.cases.states import S
from huying.cases.telling import tell_reporter
from huying.cases.titles import title_of
from huying.cases.words import CHANNELS, CONFIDENTIALITY, KINDS
from huying.duties.public import CategoryBrief, category
from huying.kernel import throttle
from huying.kernel.actor import GUEST, Actor
from huying.kernel.errors import Invalid
from huying.kernel.opening import opening_number
from huying.kernel.publicnumber import code_hash, tracking_code
from huying.organisations.public import body_brief
from huying.people.public import seal_person
from huying.territory.public import AreaBrief, area_brief, locate_point, locate_text, to_cgcs2000

WEST, EAST, SOUTH, NORTH = 73.0, 136.0, 3.0, 54.0
ANONYMOUS_AN_HOUR, ACCOUNT_AN_HOUR = 5, 20
WITHOUT_EFFORT_AN_HOUR, ALL_WITHOUT_EFFORT_AN_HOUR = 1, 20
LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True, slots=True)
class Point:
    """Where, as the device or the map said it."""

    lon: float
    lat: float
    crs: str = "wgs84"
    accuracy_m: int | None = None


@dataclass(frozen=True, slots=True)
class Filing:
    """What is wrong, where, and who may know who says so."""

    words: str
    category_code: str
    kind: str = "complaint"
    channel: str = "web"
    wish: str = ""
    area_id: int | None = None
    place: str = ""
    point: Point | None = None
    confidentiality: str = "P0"
    name: str = ""
    phone: str = ""
    consent_version: str = ""
    for_account_id: int | None = None
    on_behalf: bool = False
    target_body_id: int | None = None
    target_name: str = ""
    """The unit complained about in the resident's words, where none of the list was meant."""
    safety_of_others: bool = False
    handles: tuple[str, ...] = ()
    language: str = ""
    """In which the resident is written to, zh-hans or en; empty: that of the account or of the place."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The effort that an anonymous visitor's device has spent, and where from (kept only as a keyed count)."""

    challenge: str
    nonce: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """What the resident keeps: the case, and the tracking code that is shown only now."""

    case: Case
    tracking_code: str
    reporter: Reporter

    @property
    def reporter_id(self) -> int:
        return self.reporter.pk


@dataclass(frozen=True, slots=True)
class _Who:
    """Whose case it becomes, and who stands in the journal for it."""

    level: str
    by: Actor
    account_id: int | None = None
    helper_id: int | None = None
    record_id: int | None = None
    language: str = ""

    def accounts(self) -> tuple[int | None, ...]:
        return self.account_id, self.helper_id


def file_case(actor: Actor, *, filing: Filing, at: datetime, proof: Proof | None = None) -> Filed:
    """T01. Starts the accept clock. Anonymous visitors show a proof of effort; a short rate limit holds for all."""
    _check(filing)
    guard_intake(actor, proof, at=at)
    return _file(actor, filing, at=at)


def _check(filing: Filing) -> None:
    need(filing.words, "words", _("请写下发生了什么。"), at_least=4)
    need_code(filing.kind, KINDS, "kind", _("请选择是咨询、求助、投诉、举报、建议还是表扬。"))
    need_code(filing.channel, CHANNELS, "channel", _("请选择来源渠道。"))
    need_code(filing.language, ("", *LANGUAGES), "language", _("请选择中文或英文。"))
    need_code(filing.confidentiality, CONFIDENTIALITY, "confidentiality", _("请选择谁可以知道是您。"))
    if not filing.consent_version and filing.confidentiality != "P2":
        raise Invalid(fields={"consent": _("请先看过并同意个人信息怎样使用，或选择匿名。")})


def guard_intake(actor: Actor, proof: Proof | None, *, at: datetime) -> None:
    """The open door: effort once for each filing, and few of them an hour; from a device without scripts one, and of
    those few over the whole place. Called outside of a transaction."""
    if actor.is_staff or actor.is_system or actor.kind == "token":
        return
    if actor.account_id is not None:
        throttle.check(f"cases.file:account:{actor.account_id}", ACCOUNT_AN_HOUR, timedelta(hours=1), at)
        return
    proof = proof or Proof("", "")
    throttle.check(f"cases.file:{proof.source}", ANONYMOUS_AN_HOUR, timedelta(hours=1), at)
    spend_proof(proof.challenge, proof.nonce, at=at)
    if not proof.nonce:
        throttle.check(f"cases.file:slow:{proof.source}", WITHOUT_EFFORT_AN_HOUR, timedelta(hours=1), at)
        throttle.check("cases.file:slow", ALL_WITHOUT_EFFORT_AN_HOUR, timedelta(hours=1), at)


@transaction.atomic
def _file(actor: Actor, filing: Filing, *, at: datetime) -> Filed:
    number = opening_number("case", at=at)
    area, point = place_of(filing)
    matter = category_of(filing.category_code)
    if filing.target_body_id is not None and body_brief(filing.target_body_id) is None:
        raise Invalid(fields={"target_body_id": _("没有找到这个单位，请重新查找。")})
    who = _who(actor, filing, confidential=matter.confidential, at=at)
    klass = "C" if filing.kind in ("enquiry", "praise") else matter.klass
    limits = limits_for(
        klass=klass, category_code=filing.category_code, area_id=area.id, area_path=area.path, on=at.date()
    )
    limit = limits.get(f"accept_{filing.channel}") or limits.need("accept")
    due_at = timing.due_of(at, limit)
    case = Case(
        number=number, kind=filing.kind, channel=filing.channel, words=filing.words.strip(),
        title=title_of(filing.words, matter.name, named=who.level == "P0", names=[filing.name], owners=who.accounts()),
        wish=filing.wish.strip(),
        category_code=filing.category_code, klass=klass, area_id=area.id, place=filing.place.strip()[:200],
        lon=point[0] if point else None, lat=point[1] if point else None,
        src_crs=filing.point.crs if filing.point else "",
        accuracy_m=filing.point.accuracy_m if filing.point else None,
        confidentiality=who.level, filed_by_id=who.account_id, helper_id=who.helper_id, on_behalf=filing.on_behalf,
        on_site_check=matter.on_site, target_body_id=filing.target_body_id,
        safety_of_others=filing.safety_of_others, apart=matter.confidential,
        filed_at=at, due_at=due_at, warn_at=due_at, due_kind="accept",
    )  # fmt: skip
    clock = timing.new_clock(case, "accept", at=at, limit=limit, basis=(limits.rule_id, limits.basis))
    timing.refresh(case, clock)
    case.save()
    clock.case = case
    filed = _reporter(case, who, version=filing.consent_version, main=True, at=at)
    timing.start_all(case, [clock])
    if filing.handles:
        attach(actor, case, handles=filing.handles, at=at)
    note(case, "target_named", filing.target_name[:60], actor=GUEST, at=at)
    tell(case, "file", actor=who.by, at=at, edge=("T01", S.DRAFT.value, S.SUBMITTED.value))
    tell_reporter(case, filed.reporter, "sent", at=at)
    return filed


def category_of(code: str) -> CategoryBrief:
    """Level 2 is required, level 3 may be given."""
    if len(code) not in (4, 6):
        raise Invalid(fields={"category_code": _("请选择是什么事。")})
    found = category(code)
    if found is None or not found.active:
        raise Invalid(fields={"category_code": _("没有这个类别，请重新选择。")})
    return found


def _who(actor: Actor, filing: Filing, *, confidential: bool, at: datetime) -> _Who:
    """Reports and sensitive kinds are confidential at least; of an anonymous reporter nothing is kept."""
    for_others = filing.on_behalf or actor.kind == "token" or (actor.is_staff and filing.channel != "web")
    if filing.confidentiality == "P2":
        return _Who(level="P2", by=actor if for_others else GUEST, language=filing.language)
    hidden = filing.confidentiality == "P1" or filing.kind == "report" or confidential
    account_id = filing.for_account_id if for_others else actor.account_id
    if account_id is None and not (for_others and (filing.name.strip() or filing.phone.strip())):
        raise Invalid(fields={"phone": _("请留下并确认联系电话，或选择匿名。")})
    return _Who(
        level="P1" if hidden else "P0",
        by=actor if for_others or not hidden else GUEST,
        account_id=account_id,
        language=filing.language,
        helper_id=actor.account_id if for_others else None,
        record_id=_sealed(actor, filing, hidden=hidden, for_others=for_others, account_id=account_id, at=at),
    )


def _sealed(
    actor: Actor, filing: Filing, *, hidden: bool, for_others: bool, account_id: int | None, at: datetime
) -> int | None:
    fields = {"name": filing.name.strip(), "phone": filing.phone.strip()}
    if not any(fields.values()):
        return None
    purpose = "helped_person" if for_others else "case_confidential" if hidden else "case_contact"
    return seal_person(actor, purpose=purpose, fields=fields, at=at, owner_id=account_id, agreed=filing.consent_version)


def place_of(filing: Filing) -> tuple[AreaBrief, tuple[float, float] | None]:
    """The area: named, or found by the point, or by the typed address; and the point in CGCS2000."""
    point = None
    if filing.point:
        lon, lat = to_cgcs2000(filing.point.lon, filing.point.lat, filing.point.crs)
        if not (WEST <= lon <= EAST and SOUTH <= lat <= NORTH):
            raise Invalid(fields={"place": _("这个位置不在服务范围内，请重新选择地点。")})
        point = (lon, lat)
    if filing.area_id:
        return area_brief(filing.area_id), point
    if filing.point and (found := locate_point(filing.point.lon, filing.point.lat, crs=filing.point.crs)):
        return area_brief(found.area_id), point
    guesses = locate_text(filing.place) if filing.place.strip() else []
    if guesses:
        return area_brief(guesses[0].area_id), point
    raise Invalid(fields={"place": _("请写明在哪里：小区、楼栋或路名，或者在地图上点一下。")})


def _reporter(case: Case, who: _Who, *, version: str, main: bool, at: datetime, words: str = "") -> Filed:
    code = tracking_code()
    reporter = Reporter.objects.create(
        case=case, main=main, account_id=who.account_id, record_id=who.record_id, confidentiality=who.level,
        tracking_index=code_hash(code, "case"), consent_version=version, words=words, joined_at=at,
        language=who.language,
    )  # fmt: skip
    return Filed(case, code, reporter)


def join_case(
    actor: Actor, *, case_id: int, at: datetime, words: str = "", language: str = "", proof: Proof | None = None
) -> Filed:
    """“Me too”: one more reporter on an open, ordinary case. Moves no clock; each reporter is answered."""
    guard_intake(actor, proof, at=at)
    return joined(actor, case_id, words, language=language, at=at)


@transaction.atomic
def joined(
    actor: Actor, case_id: int, words: str, *, at: datetime, language: str = "", like: Reporter | None = None
) -> Filed:
    """`like`: the same person as this reporter of another case, hidden as there."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("area")
    case = rows.filter(**joinable(), pk=case_id).first()
    if case is None:
        raise Invalid(fields={"case": _("这件事不能附议了，请单独反映。")})
    if actor.account_id and case.reporters.filter(account_id=actor.account_id).exists():
        raise Invalid(fields={"case": _("您已经反映过这件事了，可以在“我的事项”里看进展。")})
    who = _Who("P0", actor, actor.account_id, language=language)
    if not actor.account_id:
        who = _Who("P2", GUEST, language=language)
    if like is not None:
        by = actor if like.confidentiality == "P0" else GUEST
        who = _Who(like.confidentiality, by, like.account_id, record_id=like.record_id, language=like.language)
    filed = _reporter(case, who, version="", main=False, at=at, words=words.strip())
    tell(case, "join", actor=who.by, at=at)
    reporter = filed.reporter
    tell_reporter(case, reporter, "joined", at=at, main_number=case.number, occasion=f"reporter:{reporter.pk}")
    return filed
