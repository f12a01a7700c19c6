"""Open311 for writing: a strict client made from the specification's own examples, and every edge of the list."""

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from huying.cases import actions as do
from huying.cases.models import Case
from huying.documents.public import documents_of
from huying.exchange.actions import NewAttribute, end_attribute, forget_tracking, set_attribute
from huying.exchange.models import Posting
from huying.exchange.queries import attributes
from huying.kernel.actor import SYSTEM
from huying.kernel.clock import now
from huying.people.actions.tokens import NewToken, make_token, revoke_token
from huying.people.models import ApiToken, SealedRecord
from huying.people.public import masked
from huying.territory.public import set_jurisdiction
from tests.cases.makers import ELEMENTS, LAMPS, MONDAY, RUBBISH, Settled, a_case, settle
from tests.documents.conftest import a_photo
from tests.exchange import shapes
from tests.exchange.asking import Answer, get, get_xml, plain, read, read_xml
from tests.people.makers import an_account, with_role

pytestmark = pytest.mark.django_db
ADDRESS = "/open311/v2/requests"
FORM = "application/x-www-form-urlencoded; charset=utf-8"
SECRET_KIND = "1302"


@pytest.fixture
def town() -> Settled:
    found = settle()
    set_jurisdiction(SYSTEM, area_id=found.county.pk, at=MONDAY)
    return found


@pytest.fixture
def key(town: Settled) -> str:
    return a_key()


def a_key(*scopes: str, per_minute: int = 600) -> str:
    new = NewToken(
        "随手拍", scopes or ("exchange:write",), now() + timedelta(days=9), account_id=an_account().pk,
        per_minute=per_minute,
    )  # fmt: skip
    return make_token(with_role("system_admin"), new=new, reason="接入", at=now())[1]


def body(key: str, town: Settled, **given: Any) -> dict[str, Any]:
    usual: dict[str, Any] = {
        "api_key": key, "service_code": LAMPS, "address_id": town.grid.code, "description": "楼道灯不亮，晚上摸黑。",
    }  # fmt: skip
    return {name: value for name, value in {**usual, **given}.items() if value is not None}


def post(form: str = "json", *, headers: dict[str, str] | None = None, **sent: Any) -> Any:
    return Client().post(f"{ADDRESS}.{form}", urlencode(sent, doseq=True), content_type=FORM, headers=headers or {})


def posted(**sent: Any) -> Answer:
    return read(post(**sent), shapes.CREATED)


def strictly(element: Element) -> str:
    """The specification's own answer: one request, a number and no token, a notice, an empty account."""
    assert [one.tag for one in element] == ["request"]
    told = {one.tag: one.text for one in element[0]}
    assert list(told) == ["service_request_id", "service_notice", "account_id"]
    assert told["account_id"] is None
    assert told["service_request_id"]
    return told["service_request_id"]


def test_the_example_of_the_specification_is_taken_as_it_stands(town: Settled, key: str) -> None:
    """Its point lies in San Francisco and its kind is its own; everything else is as written there."""
    example = (
        f"api_key={key}&jurisdiction_id={town.county.code}&service_code={LAMPS}&lat=32.06&long=118.77&"
        f"address_id={town.grid.code}&address_string=1234+5th+street&email=smit333%40sfgov.edu&device_id=tt222111&"
        "account_id=123456&first_name=john&last_name=smith&phone=111111111&description=A+large+sinkhole+is+destroying+"
        "the+street&media_url=http%3A%2F%2Ffarm3.static.flickr.com%2F2002%2F2212426634_5ed477a060.jpg&"
        "attribute[WHISPAWN]=123456&attribute[WHISDORN]=COISL001"
    )
    status, said = read_xml(Client().post(f"{ADDRESS}.xml", example, content_type=FORM))
    number = strictly(said)
    case = Case.objects.get(number=number)
    assert "没有去取 media_url 的照片" in (said[0].findtext("service_notice") or "")
    assert (status, case.words, case.place) == (200, "A large sinkhole is destroying the street", "1234 5th street")
    assert (case.channel, case.kind, case.confidentiality, case.lon, case.lat) == (
        "system",
        "complaint",
        "P2",
        118.77,
        32.06,
    )
    assert not SealedRecord.objects.exists(), "nobody said that John Smith agreed"
    assert get(f"requests/{number}.json").status == 404, "who is not known is not public"


def test_a_person_who_agreed_is_kept_sealed_and_is_never_read_out(town: Settled, key: str) -> None:
    sent = body(key, town, phone="13812345678", last_name="张", first_name="三", consent="2026-1")
    answer = posted(**sent, extensions="true")
    case = Case.objects.get(number=answer.said[0]["service_request_id"])
    record = case.reporters.get().record_id
    assert (case.confidentiality, masked(record or 0)["phone"]) == ("P0", "138****5678")
    public = get(f"requests/{case.number}.json", shapes.EXTENDED, extensions="true")
    assert public.status == 200
    assert not [word for word in ("1381234", "5678", "张", "摸黑") if word in public.response.content.decode()]
    hidden = posted(
        **body(key, town, phone="13812345678", consent="2026-1", confidential="true", description="另一件事情")
    )
    assert Case.objects.get(number=hidden.said[0]["service_request_id"]).confidentiality == "P1"


def test_every_key_that_is_none_is_refused_in_the_form_that_was_asked_for(town: Settled, key: str) -> None:
    old = a_key()
    revoke_token(with_role("system_admin"), token_id=ApiToken.objects.latest("pk").pk, reason="停用", at=now())
    for wrong in ("", "nonsense", "hy_of_another_place", old, a_key("cases:write")):
        answer = posted(**body(wrong, town))
        assert (answer.status, answer.codes) == (403, ["403"])
        status, said = read_xml(post("xml", **body(wrong, town)))
        assert (status, said.tag, said[0][0].text) == (403, "errors", "403")
    assert Case.objects.count() == 0


REFUSED: list[tuple[dict[str, Any], int, list[str]]] = [
    ({"service_code": None}, 400, ["400.service_code"]),
    ({"service_code": ""}, 400, ["400.service_code"]),
    ({"service_code": "9999"}, 404, ["404.service_code"]),
    ({"jurisdiction_id": "city.gov"}, 404, ["404.jurisdiction_id"]),
    ({"address_id": None}, 400, ["400.location"]),
    ({"address_id": "", "address_string": " ", "lat": ""}, 400, ["400.location"]),
    ({"address_id": "99"}, 400, ["400.address_id"]),
    ({"lat": "32.06"}, 400, ["400.lat"]),
    ({"lat": "91", "long": "118.77"}, 400, ["400.lat"]),
    ({"lat": "NaN", "long": "118.77"}, 400, ["400.lat"]),
    ({"lat": "32.06", "long": "118.77", "crs": "moon"}, 400, ["400.crs"]),
    ({"lat": "37.76524078", "long": "-122.4212043", "address_id": None}, 400, ["400.place"]),
    ({"description": "灯" * 4001}, 400, ["400.description"]),
    ({"attribute[kind]": "joke"}, 400, ["400.attribute.kind"]),
    ({"attribute[LAMP]": ""}, 400, ["400.attribute.LAMP"]),
    ({"attribute[LAMP]": ["1", "2"]}, 400, ["400.attribute.LAMP"]),
    ({"attribute[SIDES]": "up"}, 400, ["400.attribute.SIDES"]),
    ({"attribute[SINCE]": "yesterday"}, 400, ["400.attribute.SINCE"]),
    ({"attribute[LAMP]": "x", "lat": "1", "description": "灯" * 4001}, 400,
     ["400.attribute.LAMP", "400.description", "400.lat"]),
]  # fmt: skip


@pytest.fixture
def _asked_more(town: Settled) -> None:
    """Lamps have a number, which must be given; sides, of which several may be; and a day."""
    more = [
        NewAttribute(LAMPS, "LAMP", "灯杆编号", "number", required=True),
        NewAttribute(LAMPS[:4], "SIDES", "哪几面", "multivaluelist", choices=(("n", "北面"), ("s", "南面"))),
        NewAttribute(LAMPS, "SINCE", "从何时起", "datetime"),
        NewAttribute(LAMPS, "NOTE", "请勿自行登高", "text", variable=False),
    ]
    for one in more:
        set_attribute(with_role("list_keeper"), attribute=one, reason="路灯所要求", at=MONDAY)


@pytest.mark.usefixtures("_asked_more")
def test_what_is_wrong_is_said_all_at_once_and_nothing_is_filed(town: Settled, key: str) -> None:
    for wrong, status, codes in REFUSED:
        sent = body(key, town, **({"attribute[LAMP]": "17"} | wrong))
        answer = posted(**sent)
        assert (answer.status, answer.codes) == (status, codes), wrong
        got, said = read_xml(post("xml", **sent))
        assert (got, plain(said)) == (status, answer.said)
    assert Case.objects.count() == 0
    assert "LAMP" in answer.said[0]["description"]


@pytest.mark.usefixtures("_asked_more")
def test_answers_to_questions_stand_in_the_words_of_the_case(town: Settled, key: str) -> None:
    asked = get(f"services/{LAMPS}.json", shapes.DEFINITION).said["attributes"]
    assert [(one["code"], one["order"], one["required"]) for one in asked] == [
        ("kind", 1, False), ("wish", 2, False), ("SIDES", 3, False), ("LAMP", 4, True), ("SINCE", 5, False),
        ("NOTE", 6, False),
    ]  # fmt: skip
    answer = posted(**body(
        key, town, **{"attribute[LAMP]": "17", "attribute[SIDES][]": ["n", "s"], "attribute[kind]": "help",
                      "attribute[SINCE]": "2026-11-16T08:00:00+08:00", "attribute[wish]": "今晚修好"},
    ))  # fmt: skip
    case = Case.objects.get(number=answer.said[0]["service_request_id"])
    assert (case.kind, case.wish) == ("help", "今晚修好")
    assert case.words.splitlines()[1:] == ["哪几面：北面、南面", "灯杆编号：17", "从何时起：2026-11-16T08:00:00+08:00"]
    one = posted(**body(key, town, **{"attribute[LAMP]": "18", "attribute[SIDES]": "n"}))
    assert Case.objects.get(number=one.said[0]["service_request_id"]).words.endswith("哪几面：北面\n灯杆编号：18")
    gone = next(row for row in attributes() if row.code == "LAMP")
    end_attribute(with_role("list_keeper"), attribute_id=gone.pk, reason="不再需要", at=MONDAY)
    assert posted(**body(key, town, description="不写灯杆编号")).status == 200


def test_markup_and_what_no_document_can_carry_do_no_harm(town: Settled, key: str) -> None:
    words = "<script>alert(1)</script> ]]> &amp; \x00\x08\x0b <!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]>&e;\r\n第二行"
    number = posted(**body(key, town, description=words)).said[0]["service_request_id"]
    case = Case.objects.get(number=number)
    assert case.words.endswith("&e;\n第二行")
    assert not set("\x00\x08\x0b\r") & set(case.words)
    status, said = read_xml(post("xml", **body(key, town, service_code="<&]]>\x01")))
    assert (status, said[0][0].text) == (404, "404.service_code")


def test_the_same_post_again_stays_one_case(town: Settled, key: str) -> None:
    first, again = posted(**body(key, town)), posted(**body(key, town), extensions="true")
    number = first.said[0]["service_request_id"]
    assert Case.objects.count() == 2, "extensions=true is another post"
    assert posted(**body(key, town)).said == first.said, "the tracking code too, in case the answer was lost"
    assert again.said[0]["extended_attributes"]["already_taken"] is False
    keyed = [
        posted(**body(key, town), idempotency_key="K1").said[0],
        posted(**body(key, town), idempotency_key="K1").said[0],
    ]
    assert keyed[0] == keyed[1]
    assert keyed[0]["service_request_id"] != number
    other = read(post(headers={"Idempotency-Key": "K1"}, **body(key, town, description="另一件完全不同的事")))
    assert (other.status, other.codes) == (400, ["400.conflict"])
    assert posted(**body(a_key(), town), idempotency_key="K1").said[0] != keyed[0], "another sender's key is another"
    forget_tracking(at=now() + timedelta(days=2))
    assert not Posting.objects.filter(tracking__isnull=False).exists()


def test_a_confidential_kind_gets_a_token_and_its_number_when_the_desk_has_taken_it(town: Settled, key: str) -> None:
    kinds = {one["service_code"]: one["type"] for one in get("services.json", shapes.SERVICES).said}
    code = next(code for code, kind in kinds.items() if kind == "batch")
    said = posted(**body(key, town, service_code=code)).said[0]
    assert "service_request_id" not in said
    token, case = said["token"], Case.objects.get()
    assert get(f"tokens/{token}.json", shapes.TOKENS).said == [{"service_request_id": None, "token": token}]
    assert plain(get_xml(f"tokens/{token}.xml")[1]) == [{"service_request_id": None, "token": token}]
    accepted = do.Acceptance(elements=ELEMENTS, wish="请处理")
    do.accept(town.actor("受理员"), case_id=case.pk, acceptance=accepted, at=now())
    assert get(f"tokens/{token}.json", shapes.TOKENS).said[0]["service_request_id"] == case.number
    assert get(f"requests/{case.number}.json").status == 404
    assert get("tokens/nonsense.json").codes == ["404.not_found"]


def test_photos_come_as_files_and_are_taken_in_like_any_other(town: Settled, key: str) -> None:
    photo = SimpleUploadedFile("lamp.jpg", a_photo().read(), "image/jpeg")
    answer = read(Client().post(f"{ADDRESS}.json", {**body(key, town), "media": photo}), shapes.CREATED)
    case = Case.objects.get(number=answer.said[0]["service_request_id"])
    text = SimpleUploadedFile("lamp.jpg", b"no photo at all", "image/jpeg")
    refused = read(Client().post(f"{ADDRESS}.json", {**body(key, town, description="再来一次"), "media": text}))
    assert len(documents_of("case", case.pk, at=now(), unmasked=True)) == 1
    assert refused.status == 400
    assert Case.objects.count() == 1


def test_a_key_has_its_limit_and_a_session_counts_for_nothing(town: Settled) -> None:
    slow = a_key(per_minute=1)
    assert posted(**body(slow, town)).status == 200
    limited = posted(**body(slow, town, description="第二件不同的事"))
    assert (limited.status, limited.codes) == (429, ["429.too_many"])
    case = a_case(town, category_code=RUBBISH)
    assert get(f"requests/{case.number}.json").status == 200
