"""Whoever holds a receipt can check that the story behind it was not changed."""

import json
from pathlib import Path

import pytest
from django.template import Context, Template
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from huying.kernel import merkle, sealing
from huying.kernel.errors import NotFound
from huying.kernel.journal import announce, story
from huying.kernel.models import Seal
from huying.kernel.receipts import check_receipt, receipt_for
from tests.kernel.world import AT, CLERK, PathSwept, behind_the_back

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings, tmp_path: Path) -> None:
    settings.HUYING_HOME = tmp_path


def sweep(path_id: int = 5, times: int = 1) -> None:
    for _ in range(times):
        announce(PathSwept(path_id=path_id), by=CLERK, at=AT)


def test_a_receipt_holds_before_and_after_sealing_and_while_the_story_goes_on() -> None:
    sweep(times=3)
    receipt = receipt_for("path", 5)
    assert (check_receipt(receipt.code).state, receipt.proof) == ("unsealed", None)
    sealing.seal_committed(at=AT)
    sealed = check_receipt(receipt.code)
    assert (sealed.state, sealed.seq, sealed.steps, sealed.seal_id, sealed.sealed_at) == ("unchanged", 3, 3, 1, AT)
    sweep(times=2)
    sweep(path_id=6, times=90)
    sealing.seal_committed(at=AT)
    later = check_receipt(receipt.code)
    assert (later.state, later.seq, later.steps, later.seal_id) == ("unchanged", 3, 5, 2)
    assert receipt_for("path", 5, seq=3).code == receipt.code
    with pytest.raises(NotFound):
        receipt_for("path", 404)


def test_a_code_is_understood_as_people_type_it() -> None:
    sweep()
    code = receipt_for("path", 5).code
    head, letters = code.split("-", 3)[:3], code.split("-", 3)[3]
    for typed in (
        code.lower(), f"  {code}\n", code.replace("-", " — "), " ".join([*head, letters.replace("-", " ")]),
        "-".join([*head, letters.replace("-", "")]), code.replace("0", "O").replace("path", "PATH"),
    ):  # fmt: skip
        assert check_receipt(typed).state == "unsealed", typed


@hypothesis_settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 60), letter=st.sampled_from("023456789ABCDXYZ"))
def test_a_mistyped_code_is_unknown_and_never_an_alarm(place: int, letter: str) -> None:
    if not story("path", 5).exists():
        sweep(times=3)
    code = receipt_for("path", 5, seq=2).code
    place %= len(code)
    typed = code[:place] + letter + code[place + 1 :]
    if code[place] != "-" and typed.lower() != code.lower():
        assert check_receipt(typed).state == "unknown"


@pytest.mark.parametrize(
    "text", ["", "hello", "{}", "{", "case-1-1-", '{"code": 5}', "-" * 500, "case-9-9-" + "0" * 24]
)
def test_nonsense_is_unknown(text: str) -> None:
    assert check_receipt(text).state == "unknown"


TAMPERINGS = [
    "UPDATE kernel_journalrow SET by = 99 WHERE thing_id = 5 AND seq = 1",
    "UPDATE kernel_journalrow SET by = 99 WHERE thing_id = 5 AND seq = 3",
    "UPDATE kernel_journalrow SET hash = sha256('x') WHERE thing_id = 5 AND seq = 3",
    "DELETE FROM kernel_journalrow WHERE thing_id = 5 AND seq = 3",
    "DELETE FROM kernel_journalrow WHERE thing_id = 5 AND seq = 2",
    "DELETE FROM kernel_journalrow WHERE thing_id = 5",
    "UPDATE kernel_sealleaf SET leaf = sha256('x') WHERE position = 0",
    "DELETE FROM kernel_sealleaf WHERE position = 1",
    "UPDATE kernel_seal SET root = prev_root",
    "UPDATE kernel_seal SET mac = '1.sha256.00'",
]


@pytest.mark.parametrize("tampering", TAMPERINGS)
def test_a_receipt_shows_that_its_story_was_changed(tampering: str) -> None:
    sweep(times=3)
    sealing.seal_committed(at=AT)
    receipt = receipt_for("path", 5)
    assert check_receipt(receipt.as_json()).state == "unchanged"
    behind_the_back(tampering)
    short, full = check_receipt(receipt.code).state, check_receipt(receipt.as_json()).state
    assert "changed" in (short, full)
    assert full == "changed"


def test_a_long_receipt_proves_itself_without_us() -> None:
    sweep(times=2)
    sweep(path_id=6, times=75)
    sealing.seal_committed(at=AT)
    told = json.loads(receipt_for("path", 5).as_json())
    proof = told["proof"]
    leaf = merkle.leaf_hash(bytes.fromhex(told["hash"]))
    path = [bytes.fromhex(step) for step in proof["path"]]
    root = merkle.root_from_path(leaf, proof["position"], proof["seal"]["size"], path)
    assert root is not None
    assert root.hex() == proof["seal"]["root"]


def test_a_long_receipt_still_holds_when_the_tree_has_grown_but_not_when_its_past_was_made_anew() -> None:
    sweep(times=70)
    sealing.seal_committed(at=AT)
    receipt = receipt_for("path", 5, seq=2).as_json()
    sweep(path_id=6, times=70)
    sealing.seal_committed(at=AT)
    assert check_receipt(receipt).state == "unchanged"

    behind_the_back("DELETE FROM kernel_seal")
    behind_the_back("DELETE FROM kernel_sealleaf")
    behind_the_back("DELETE FROM kernel_sealnode")
    behind_the_back("DELETE FROM kernel_journalrow WHERE thing_id = 6 AND seq = 1")
    behind_the_back("DELETE FROM kernel_journalrow WHERE thing_id = 5 AND seq = 9")
    sealing.seal_committed(at=AT)
    assert check_receipt(receipt).state == "changed"


def test_a_forged_seal_on_a_receipt_is_unknown() -> None:
    sweep()
    sealing.seal_committed(at=AT)
    told = json.loads(receipt_for("path", 5).as_json())
    for forged in ({"root": "00" * 32}, {"size": 2}, {"at": "x"}):
        wrong = {**told, "proof": {**told["proof"], "seal": {**told["proof"]["seal"], **forged}}}
        assert check_receipt(json.dumps(wrong)).state == "unknown"
    assert check_receipt(json.dumps({**told, "thing_id": 6})).state == "unknown"
    assert check_receipt(json.dumps({**told, "hash": "00" * 32})).state == "unknown"


def test_anyone_checks_a_receipt_on_the_public_page(client: Client) -> None:
    sweep()
    code = receipt_for("path", 5).code
    page = client.get("/verify/")
    assert page.status_code == 200
    assert "核验回执" in page.content.decode()
    assert "尚未封存" in client.get("/verify/", {"receipt": code}).content.decode()
    sealing.seal_committed(at=AT)
    assert "没有被改动" in client.get("/verify/", {"receipt": code}).content.decode()
    assert "认不出这张回执" in client.get("/verify/", {"receipt": "case-1"}).content.decode()
    behind_the_back("DELETE FROM kernel_journalrow WHERE thing_id = 5")
    assert "与回执不符" in client.get("/verify/", {"receipt": code}).content.decode()
    assert client.get("/verify/", {"receipt": " "}).status_code == 422


def test_the_public_page_cannot_be_used_to_hammer(client: Client) -> None:
    answers = [client.get("/verify/", {"receipt": "x"}).status_code for _ in range(32)]
    assert answers[:29] == [200] * 29
    assert answers[-1] == 429


def test_whoever_holds_a_code_gets_the_long_receipt(client: Client) -> None:
    sweep(times=2)
    sealing.seal_committed(at=AT)
    code = receipt_for("path", 5).code
    told = client.get("/api/v1/kernel/receipts/full", {"receipt": code})
    assert told.json()["proof"]["seal"]["id"] == 1
    assert check_receipt(told.content.decode()).state == "unchanged"
    assert client.get("/api/v1/kernel/receipts/full", {"receipt": code[:-1] + "0"}).status_code == 404


def test_a_page_shows_the_receipt_of_its_thing() -> None:
    page = Template('{% load receipts %}{% receipt "path" 5 %}')
    assert page.render(Context()).strip() == ""
    sweep()
    code = receipt_for("path", 5).code
    shown = page.render(Context())
    assert code in shown
    assert f"/verify/?receipt={code}" in shown


def test_programs_check_receipts_and_watch_the_seals(client: Client) -> None:
    sweep(times=3)
    sealing.seal_committed(at=AT)
    code = receipt_for("path", 5).code
    sweep(times=70)
    sealing.seal_committed(at=AT)
    told = client.get("/api/v1/kernel/receipts/check", {"receipt": code}).json()
    assert (told["state"], told["seq"], told["seal_id"]) == ("unchanged", 3, 2)

    newest = client.get("/api/v1/kernel/seals/latest").json()
    assert newest["root"] == bytes(Seal.objects.get(id=2).root).hex()
    proof = client.get("/api/v1/kernel/seals/1/consistency", {"new": 2}).json()
    old, new = proof["old"], proof["new"]
    path = [bytes.fromhex(step) for step in proof["path"]]
    roots = bytes.fromhex(old["root"]), bytes.fromhex(new["root"])
    assert merkle.is_consistent(old["size"], new["size"], *roots, path)
    assert client.get("/api/v1/kernel/seals/2/consistency", {"new": 1}).status_code == 404
    assert client.get("/api/v1/kernel/seals/9").status_code == 404
