"""The words of every moment: shipped in two languages, checked, changed with a reason, filled without surprises."""

import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from huying.kernel.errors import Invalid, NotAllowed
from huying.kernel.models import JournalRow
from huying.notices import actions, composing
from huying.notices.errors import FactsMissing, UnknownMoment, WrongWords
from huying.notices.moments import LANGUAGES, SAMPLES, Words, moment, moments
from huying.notices.queries import box
from huying.notices.recipients import Recipient
from tests.notices.conftest import ADMINISTRATOR, DISPATCHED, SENT

ALL = sorted(moments())
NOT_TO_RESIDENTS = re.compile(r"系统提示|\b[STN]\d\d\b|R-[A-Z]{3}|null|None")


@pytest.mark.parametrize("code", ALL)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_shipped_wording_passes_its_own_check(code: str, language: str) -> None:
    composing.check_words(moment(code), moment(code).words(language))


@pytest.mark.parametrize("code", ALL)
def test_every_wording_reads_whole_with_all_facts_and_with_the_needed_ones_only(code: str) -> None:
    told = moment(code)
    for language in LANGUAGES:
        for names in (told.facts, told.needs):
            words = composing.composed(told.words(language), {name: SAMPLES[name] for name in names})
            assert (
                not re.search(r"[{}\[\]]{1,2}|（）|\(\)|，，|。。|  ", words.text.replace("［", ""))
                or "[Solved]" in words.text
            )
            assert not NOT_TO_RESIDENTS.search(words.text)
            assert words.subject.strip()


def test_each_fact_has_a_sample_for_the_preview() -> None:
    assert {name for told in moments().values() for name in told.facts} <= set(SAMPLES)


def test_chinese_and_english_use_the_same_facts() -> None:
    for told in moments().values():
        used = [
            set(re.findall(r"\{([a-z_]+)\}", "".join([told.words(one).subject, told.words(one).text])))
            for one in LANGUAGES
        ]
        assert used[0] == used[1], told.code


def test_the_moments_of_the_design_are_there() -> None:
    said = composing.preview(moment("case.sent"), moment("case.sent").words("zh-hans")).text
    assert said.startswith("已收到您反映的“楼道灯不亮”。编号 GL-2026-008213，查询码 7F2K-")
    late = composing.preview(moment("case.late"), moment("case.late").words("zh-hans"))
    assert "对不起" in late.text
    assert "今天 18:00" in late.text


def test_a_refusal_always_holds_reason_other_way_and_objection() -> None:
    for code in ("case.not_accepted", "case.ended"):
        for language in LANGUAGES:
            assert {"reason", "basis", "route", "until"} <= set(
                re.findall(r"\{(\w+)\}", moment(code).words(language).text)
            )


def test_silence_is_never_called_satisfied() -> None:
    for code in ("case.answered", "case.closed_unrated"):
        assert "满意" in moment(code).words("zh-hans").text
        assert "不" in moment(code).words("zh-hans").text.split("满意")[0][-8:]


def test_optional_parts_fall_away_whole() -> None:
    words = Words("{title}", "编号 {number}[[，查询码 {tracking}]]。")
    assert composing.composed(words, {"title": "灯", "number": "1"}).text == "编号 1。"
    assert composing.composed(words, {"title": "灯", "number": "1", "tracking": "X"}).text == "编号 1，查询码 X。"


def test_braces_inside_a_fact_are_only_words() -> None:
    words = Words("{title}", "[[{title}]]{number}")
    said = composing.composed(words, {"title": "{number} [[ {title.__class__} ]]", "number": "1"})
    assert said.subject == "{number} [[ {title.__class__} ]]"


@pytest.mark.django_db
def test_a_message_without_its_facts_or_with_unknown_ones_is_refused(at: datetime) -> None:
    to = Recipient(box="case:17")
    for facts in ({}, SENT | {"until": ""}, SENT | {"home_address": "x"}):
        with pytest.raises(FactsMissing):
            actions.send(to=to, template="case.sent", facts=facts, about=("case", 17), at=at)
    with pytest.raises(UnknownMoment):
        actions.send(to=to, template="case.nothing", facts={}, about=("case", 17), at=at)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("“{title}”{number}，{untill}前", "{untill}"),
        ("“{title}”{number}", "{until}"),
        ("“{title}”{number}，{until}前，{tracking}", "[["),
        ("“{title}”{number}，{until}前[[，{tracking}", "成对"),
        ("“{title”{number}，{until}前", "成对"),
        ("“{title.__class__}”{number}，{until}前", "成对"),
        ("{until}" + "长" * 1001, "太长"),
    ],
)
def test_wrong_placeholders_are_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(WrongWords) as refused:
        composing.check_words(moment("case.sent"), Words("已收到", text))
    assert why in str(refused.value.fields["text"])


NEW = Words("收到啦", "收到“{title}”（{number}）。{until}前回话。")


@pytest.mark.django_db
def test_a_changed_wording_counts_at_once_and_old_messages_stay_as_they_were(at: datetime) -> None:
    actions.send(to=Recipient(box="case:17"), template="case.sent", facts=SENT, about=("case", 17), at=at)
    actions.change_template(ADMINISTRATOR, code="case.sent", language="zh-hans", words=NEW, reason="更口语", at=at)
    again = actions.send(to=Recipient(box="case:18"), template="case.sent", facts=SENT, about=("case", 18), at=at)
    assert again.template_version == 1
    assert box("case", 18)[0].text == "收到“楼道灯不亮”（GL-2026-008213）。今天 11:30前回话。"
    assert box("case", 17)[0].text.startswith("已收到您反映的")
    row = JournalRow.objects.get(code="notices.template_changed")
    assert row.facts["version"] == 1
    assert "收到啦" not in str(row.facts)


@pytest.mark.django_db
def test_a_change_needs_a_reason_and_the_system_administrator(at: datetime) -> None:
    change: dict[str, Any] = {"code": "case.sent", "language": "zh-hans", "words": NEW, "at": at}
    with pytest.raises(Invalid):
        actions.change_template(ADMINISTRATOR, reason=" ", **change)
    for role in ("dispatcher", "security_admin", "audit_admin"):
        other = type(ADMINISTRATOR)("person", account_id=2, posts=(type(ADMINISTRATOR.posts[0])(role, "/1/"),))
        with pytest.raises(NotAllowed):
            actions.change_template(other, reason="x", **change)


@pytest.mark.django_db
def test_english_readers_get_english(at: datetime) -> None:
    actions.send(
        to=Recipient(box="case:17", language="en"),
        template="case.dispatched",
        facts=DISPATCHED,
        about=("case", 17),
        at=at,
    )
    assert box("case", 17)[0].text.startswith("“楼道灯不亮” (GL-2026-008213) has been assigned to")


@pytest.mark.django_db
def test_times_and_words_are_said_in_the_language_of_the_reader_and_never_as_tomorrow(at: datetime) -> None:
    facts = DISPATCHED | {"until": at + timedelta(days=1), "contact_until": at + timedelta(hours=2)}
    for case, language in ((17, "zh-hans"), (18, "en")):
        to = Recipient(box=f"case:{case}", language=language)
        actions.send(to=to, template="case.dispatched", facts=facts, about=("case", case), at=at)
    assert "最晚 11 月 17 日（周二） 10:00 前办结。他们会在今天 12:00 前先与您联系。" in box("case", 17)[0].text
    english = box("case", 18)[0].text
    assert "10:00" in english
    assert not re.search(r"[一-鿿]", english.replace("楼道灯不亮", "").replace("宁海路街道城管中队", ""))
