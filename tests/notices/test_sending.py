"""A message is told once, kept sealed, carried out after the commit, tried again, and shown when it is stuck."""

import io
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.db import connection, transaction

from huying.kernel.actor import SYSTEM, Actor, Post
from huying.kernel.errors import Invalid, NotAllowed, StepNotAllowed
from huying.kernel.models import JournalRow
from huying.notices import actions, worker
from huying.notices.models import Message, Sending
from huying.notices.moments import Words
from huying.notices.queries import box
from huying.notices.recipients import Recipient
from huying.people.models import ReadLog
from huying.people.public import erase, seal_person
from tests.notices.conftest import ADMINISTRATOR, DISPATCHED, ORDER, PHONE, PROGRESS, Outside

pytestmark = pytest.mark.django_db


def tell(at: datetime, *, template: str = "case.dispatched", facts: dict[str, str] = DISPATCHED, **to: Any) -> Message:
    return actions.send(to=Recipient(**to), template=template, facts=facts, about=("case", 17), at=at)


def test_a_phone_that_was_left_gets_an_sms_and_the_box_shows_the_same(
    sms: Outside, left_phone: int, at: datetime
) -> None:
    message = tell(at, record_id=left_phone, box="case:17")
    assert worker.deliver_due(at=at) == 1
    (sent,) = sms.got
    assert sent["phone"] == PHONE
    assert sent["text"] == box("case", 17)[0].text
    assert sms.headers[0]["Authorization"] == "Bearer gateway-token"
    assert sms.headers[0]["Idempotency-Key"] == sent["id"] == f"message:{message.pk}:{message.sendings.get().pk}"
    assert message.sendings.get().state == "sent"
    assert worker.deliver_due(at=at + timedelta(days=1)) == 0


def test_a_wording_for_sms_goes_by_sms_only_and_is_sealed_and_emptied_too(
    sms: Outside, left_phone: int, at: datetime
) -> None:
    short = Words("派单", "{number} 已派{unit}，{until} 前办结。")
    actions.change_template(
        ADMINISTRATOR, code="case.dispatched", language="zh-hans", channel="sms", words=short, reason="要短", at=at
    )
    message = tell(at, record_id=left_phone, box="case:17")
    sealed = bytes(message.sendings.get().words or b"")
    assert "已派".encode() not in sealed
    worker.deliver_due(at=at)
    assert sms.got[0]["text"] == "GL-2026-008213 已派宁海路街道城管中队，12 月 4 日（周五）17:30 前办结。"
    assert box("case", 17)[0].text.startswith("“楼道灯不亮”（GL-2026-008213）已派给")
    actions.reduce_messages(at=at + timedelta(days=366))
    assert message.sendings.get().words is None


def test_the_look_at_the_phone_is_written_down_with_the_message_as_its_task(
    sms: Outside, left_phone: int, at: datetime
) -> None:
    message = tell(at, record_id=left_phone)
    worker.deliver_due(at=at)
    look = ReadLog.objects.get(task=f"message:{message.pk}")
    assert list(look.fields) == ["phone"]


def test_the_same_is_told_once_in_each_round_and_on_each_occasion(sms: Outside, left_phone: int, at: datetime) -> None:
    first, again = (tell(at, record_id=left_phone) for _ in range(2))
    assert first.pk == again.pk
    assert Sending.objects.count() == 1
    to = Recipient(record_id=left_phone)
    second = actions.send(to=to, template="case.dispatched", facts=DISPATCHED, about=("case", 17), at=at, round=2)
    third = actions.send(
        to=to, template="case.dispatched", facts=DISPATCHED, about=("case", 17), at=at, occasion="hop2"
    )
    assert len({first.pk, second.pk, third.pk}) == 3


def test_what_is_rolled_back_was_never_told(sms: Outside, left_phone: int, at: datetime) -> None:
    @transaction.atomic
    def in_vain() -> None:
        tell(at, record_id=left_phone)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        in_vain()
    assert not Message.objects.exists()
    assert worker.deliver_due(at=at) == 0
    assert sms.got == []


def test_a_gateway_that_stumbles_is_tried_later_and_later_and_then_listed(
    sms: Outside, left_phone: int, at: datetime
) -> None:
    sms.answers = [500, 503, 429, 500, 500, 500]
    sending = tell(at, record_id=left_phone).sendings.get()
    waits = []
    for _ in range(6):
        sending.refresh_from_db()
        assert worker.deliver_due(at=sending.next_at - timedelta(seconds=1)) == 0
        waits.append(sending.next_at)
        assert worker.deliver_due(at=sending.next_at) == 1
    sending.refresh_from_db()
    assert (sending.state, sending.tries, sending.trouble) == ("failed", 6, "sms_status_500")
    gaps = [later - earlier for earlier, later in pairwise(waits)]
    assert gaps == [timedelta(minutes=minutes) for minutes in worker.PAUSES]
    assert len({one["id"] for one in sms.got}) == 1
    assert JournalRow.objects.get(code="notices.sending_failed").facts["trouble"] == "sms_status_500"


def test_a_number_the_gateway_refuses_is_listed_at_once(sms: Outside, left_phone: int, at: datetime) -> None:
    sms.answers = [400]
    sending = tell(at, record_id=left_phone).sendings.get()
    worker.deliver_due(at=at)
    sending.refresh_from_db()
    assert (sending.state, sending.tries) == ("failed", 1)


def test_a_failed_message_is_sent_again_with_a_reason_or_given_up(sms: Outside, left_phone: int, at: datetime) -> None:
    sms.answers = [400]
    sending = tell(at, record_id=left_phone).sendings.get()
    worker.deliver_due(at=at)
    with pytest.raises(Invalid):
        actions.resend(ADMINISTRATOR, sending_id=sending.pk, reason="", at=at)
    with pytest.raises(NotAllowed):
        actions.resend(Actor("person", 3, (Post("dispatcher", "/1/"),)), sending_id=sending.pk, reason="x", at=at)
    actions.resend(ADMINISTRATOR, sending_id=sending.pk, reason="网关已恢复", at=at)
    assert worker.deliver_due(at=at) == 1
    sending.refresh_from_db()
    assert sending.state == "sent"
    with pytest.raises(StepNotAllowed):
        actions.drop_sending(ADMINISTRATOR, sending_id=sending.pk, reason="x", at=at)


def test_a_gateway_that_is_not_there_is_trouble_and_not_a_loss(settings: Any, left_phone: int, at: datetime) -> None:
    settings.HUYING_SMS_URL, settings.HUYING_SMS_TOKEN = "http://127.0.0.1:9/", ""
    sending = tell(at, record_id=left_phone).sendings.get()
    worker.deliver_due(at=at)
    sending.refresh_from_db()
    assert (sending.state, sending.tries) == ("waiting", 1)
    assert sending.trouble.startswith("sms_")


def test_who_was_erased_is_not_written_to(sms: Outside, left_phone: int, at: datetime) -> None:
    sending = tell(at, record_id=left_phone).sendings.get()
    erase(SYSTEM, record_id=left_phone, reason="asked", at=at)
    worker.deliver_due(at=at)
    sending.refresh_from_db()
    assert (sending.state, sending.trouble) == ("dropped", "address_erased")
    assert sms.got == []


def test_a_worker_that_died_leaves_its_sendings_to_the_next(sms: Outside, left_phone: int, at: datetime) -> None:
    tell(at, record_id=left_phone)
    assert len(worker._lease(at=at, limit=10)) == 1  # and then the worker is killed
    assert worker.deliver_due(at=at + timedelta(minutes=1)) == 0
    assert worker.deliver_due(at=at + worker.LEASE + timedelta(seconds=1)) == 1
    assert len(sms.got) == 1


def test_a_slow_worker_whose_lease_was_lost_writes_nothing(sms: Outside, left_phone: int, at: datetime) -> None:
    tell(at, record_id=left_phone)
    (slow,) = worker._lease(at=at, limit=10)
    worker.deliver_due(at=at + timedelta(minutes=6))
    worker._write(slow, "fail", "sms_late", at=at + timedelta(minutes=7))
    assert Sending.objects.get().state == "sent"


def test_what_is_not_urgent_waits_for_the_morning(sms: Outside, left_phone: int, at: datetime) -> None:
    late = at.replace(hour=22)
    calm = tell(late, record_id=left_phone).sendings.get()
    assert calm.next_at == (late + timedelta(days=1)).replace(hour=8)
    early = at.replace(hour=5)
    other = tell(early, template="case.resumed", record_id=left_phone).sendings.get()
    assert other.next_at == early.replace(hour=8)
    urgent = tell(late, template="case.progress", facts=PROGRESS, record_id=left_phone).sendings.get()
    assert urgent.next_at == late


def test_an_account_chooses_its_ways_and_an_elder_gets_sms(
    sms: Outside, account_of: Callable[..., int], settings: Any, at: datetime
) -> None:
    elder, plain = account_of("13800138001", elder=True), account_of("13800138002")
    accepted = {"title": "灯", "number": "1", "until": "明天"}
    assert [s.channel for s in tell(at, template="case.accepted", facts=accepted, account_id=elder).sendings.all()] == [
        "sms"
    ]
    assert tell(at, template="case.accepted", facts=accepted, account_id=plain).sendings.count() == 0
    quiet = {"quiet_from": at.time().replace(hour=21), "quiet_to": at.time().replace(hour=8)}
    actions.set_preference(Actor("person", plain), sms=False, email=False, at=at, **quiet)
    assert tell(at, account_id=plain).sendings.count() == 0
    assert worker.deliver_due(at=at) == 1
    assert sms.got[0]["phone"] == "13800138001"


def test_without_a_gateway_there_is_nothing_to_fail(left_phone: int, at: datetime, settings: Any) -> None:
    settings.HUYING_SMS_URL = ""
    assert tell(at, record_id=left_phone, box="case:17").sendings.count() == 0
    assert len(box("case", 17)) == 1


def test_a_unit_is_told_in_its_group_and_the_secret_of_the_robot_is_sealed(outside: Outside, at: datetime) -> None:
    address = outside.url.replace("http://", "json://").replace("/sms?account=huying", "/robot/GROUP-SECRET")
    row = actions.set_body_channel(ADMINISTRATOR, body_id=3, name="中队群", address=address, reason="工作群", at=at)
    assert b"GROUP-SECRET" not in bytes(row.address)
    tell(at, template="unit.dispatched", facts=ORDER, body_id=3)
    assert worker.deliver_due(at=at) == 1
    assert outside.got[0]["title"] == "新派单 GL-1"
    assert "请在明天 17:30 前签收" in outside.got[0]["message"]
    outside.answers = [500]
    tell(at, template="unit.due_soon", facts={"number": "GL-1", "title": "灯", "until": "周五"}, body_id=3)
    worker.deliver_due(at=at)
    assert Sending.objects.get(message__template="unit.due_soon").trouble == "group_not_taken"
    actions.switch_off_body_channel(ADMINISTRATOR, body_channel_id=row.pk, reason="群已解散", at=at)
    assert (
        tell(
            at, template="unit.reopened", facts={"number": "1", "title": "灯", "reason": "x", "until": "y"}, body_id=3
        ).sendings.count()
        == 0
    )


@pytest.mark.parametrize(
    "address", ["slack://a/b/c", "tgram://1:a/2", "file:///etc/passwd", "https://x", "", "dingtalk://"]
)
def test_foreign_or_unreadable_robots_are_refused(address: str, at: datetime) -> None:
    with pytest.raises(Invalid):
        actions.set_body_channel(ADMINISTRATOR, body_id=3, name="x", address=address, reason="工作群", at=at)


@pytest.mark.parametrize("address", ["dingtalk://token12345", "wecombot://abcdef-botkey", "feishu://abcdef-token"])
def test_robots_used_here_are_understood(address: str, at: datetime) -> None:
    assert actions.set_body_channel(ADMINISTRATOR, body_id=3, name="x", address=address, reason="工作群", at=at).active


def test_nothing_personal_in_logs_journal_or_rows(sms: Outside, left_phone: int, at: datetime) -> None:
    """The phone, the name and the words are searched for everywhere they must not be."""
    marker = "PLANTED-咪咪在三单元"
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    logging.getLogger().addHandler(handler)
    logging.getLogger("huying").addHandler(handler)
    sms.answers = [500, 400]
    try:
        tell(at, facts=DISPATCHED | {"title": marker}, record_id=left_phone, box="case:17")
        worker.deliver_due(at=at)
        worker.deliver_due(at=at + timedelta(minutes=2))
    finally:
        logging.getLogger().removeHandler(handler)
        logging.getLogger("huying").removeHandler(handler)
    with connection.cursor() as cursor:
        for table in (
            "notices_message",
            "notices_sending",
            "kernel_journalrow",
            "kernel_delivery",
            "procrastinate_jobs",
        ):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            rows = cursor.fetchone()[0]
            for personal in (marker, PHONE, "张桂芳", marker.encode().hex(), PHONE.encode().hex()):
                assert personal not in rows, f"{personal} in {table}"
    assert not any(personal in written.getvalue() for personal in (marker, PHONE, "张桂芳"))
    assert marker in box("case", 17)[0].text


def test_words_are_emptied_after_a_year_and_that_something_was_told_stays(at: datetime) -> None:
    tell(at, box="case:17")
    assert actions.reduce_messages(at=at + timedelta(days=364)) == 0
    assert actions.reduce_messages(at=at + timedelta(days=365)) == 1
    (left,) = box("case", 17)
    assert (left.subject, left.text) == ("（内容已按保存期限清除）", "")
    assert bytes(Message.objects.get().words) == b""


@pytest.fixture
def mail_on(settings: Any) -> None:
    settings.HUYING_MAIL_ON = True


def test_mail_goes_to_who_chose_it(
    mail_on: None, account_of: Callable[..., int], at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:

    account = account_of()
    seal_person(
        SYSTEM,
        purpose="account",
        fields={"name": "李四", "phone": PHONE, "email": "li@example.cn"},
        at=at,
        owner_id=account,
        agreed="1",
    )
    quiet = {"quiet_from": at.time().replace(hour=21), "quiet_to": at.time().replace(hour=8)}
    actions.set_preference(Actor("person", account), sms=True, email=True, at=at, **quiet)
    tell(at, account_id=account)
    worker.deliver_due(at=at)
    (letter,) = mail.outbox
    assert letter.to == ["li@example.cn"]
    assert "宁海路街道城管中队" in letter.body

    def refuses(self: Any) -> None:
        raise SMTPRecipientsRefused({})

    monkeypatch.setattr(mail.EmailMessage, "send", refuses)
    tell(at, template="case.resumed", account_id=account)
    worker.deliver_due(at=at)
    assert Sending.objects.get(message__template="case.resumed").trouble == "email_recipient_refused"
