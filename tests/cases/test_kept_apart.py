"""What was said in a confidential matter lies under the keys of class L4, uploads too; nothing stands in clear."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.db import IntegrityError, connection, transaction

from huying.cases import actions as do
from huying.cases.models import Case, Note, Question
from huying.cases.models.told import MARK, ciphertext
from huying.documents import storage
from huying.documents.models import Document, Variant
from huying.documents.public import Box, mask, take_in
from huying.kernel import actions as keys
from huying.kernel import cipher, sealed_columns
from huying.kernel.actor import SYSTEM, Actor
from huying.kernel.ciphersuites import Unreadable
from tests.cases.makers import MONDAY, RUBBISH, Life, Settled, filed, fresh, on, settle
from tests.documents.conftest import a_photo

pytestmark = pytest.mark.django_db
WORDS, PLACE, WISH, COURSE = "楼下的麻将馆又在收钱分红", "七单元的地下室", "查一查是谁在护着", "每个周五夜里都来"
SAID = (WORDS, PLACE, WISH, COURSE)
TABLES = (
    "case", "reporter", "note", "question", "objection", "rating", "voice", "refusal", "workorder", "orderpart",
    "contactlog", "result", "sitecheck", "whistle", "termination",
)  # fmt: skip


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    backend = "django.core.files.storage.FileSystemStorage"
    settings.STORAGES = {**settings.STORAGES, "documents": {"BACKEND": backend, "OPTIONS": {"location": tmp_path}}}
    storages._storages.clear()


def lying(*, of: tuple[str, ...] = TABLES) -> str:
    """Everything that the tables of cases hold, as somebody with a copy of the database sees it."""
    with connection.cursor() as cursor:
        return "\n".join(
            row[0] for table in of for row in cursor.execute(f"SELECT t::text FROM cases_{table} t").fetchall()
        )


def classes() -> set[bool]:
    """Whether files lie as sensitive ones; a file in clear raises."""
    found = set()
    for variant in Variant.objects.all():
        with storage.files().open(variant.key) as source:
            found.add(cipher.is_sensitive(storage._body(source)))
    return found


def photo(actor: Actor) -> str:
    return take_in(actor, file=a_photo(), name="a.jpg", purpose="case.report", at=MONDAY).handle


def told(town: Settled, **given: Any) -> Life:
    """Said with a photo, accepted with what intake heard, added to."""
    handle = photo(town.resident)
    case = filed(town, words=WORDS, place=PLACE, handles=(handle,), **given).case
    life = Life(town, case.pk, MONDAY)
    life.ask()
    do.answer_question(town.resident, text=f"{COURSE}，第二层", **life.next())
    elements = {"who": "保密", "when": "夜里", "where": PLACE, "cause": "赌", "course": COURSE}
    acceptance = do.Acceptance(elements=elements, wish=WISH)
    do.accept(town.actor("受理员"), acceptance=acceptance, **life.next())
    do.add_words(town.resident, text=f"{COURSE}，门从里面锁", **life.next())
    return life


@pytest.mark.parametrize("given", [{"confidentiality": "P1"}, {"kind": "report"}], ids=["P1", "report"])
def test_a_copy_of_the_tables_says_nothing_and_who_may_see_reads_it_all(given, client_as):
    town = settle()
    life = told(town, **given)

    assert [said for said in SAID if said in lying()] == []
    case = life.case
    assert (case.words, case.place, case.wish, case.elements["course"]) == (WORDS, PLACE, WISH, COURSE)
    shown = client_as(town.actor("派单员")).get(f"/desk/cases/{case.number}/").content.decode()
    assert [said for said in (WORDS, PLACE, WISH) if said not in shown] == []
    own = client_as(town.resident).get(f"/c/{case.number}/").content.decode()
    assert WORDS in own
    assert "门从里面锁" in own
    assert classes() == {True}


def test_an_ordinary_matter_lies_as_before_until_it_becomes_confidential():
    town = settle()
    life = told(town)
    assert [said in lying() for said in SAID] == [True] * 4
    assert classes() == {False}

    do.change_confidentiality(town.actor("信息官"), level="P1", **life.next())

    assert [said for said in SAID if said in lying()] == []
    assert (life.case.apart, life.case.words) == (True, WORDS)
    assert {note.apart for note in Note.objects.all()} == {True}
    assert Question.objects.get().answer == f"{COURSE}，第二层"
    assert classes() == {True}


def test_a_split_off_part_the_offices_words_and_the_archive_stay_sealed():
    town = settle()
    life = told(town, confidentiality="P1")
    second = do.SecondMatter(words=f"还有{COURSE}占着过道", category_code=RUBBISH)
    child = Life(town, do.split(town.actor("派单员"), second=second, **life.next()).pk, life.at)
    assert (child.case.words, child.case.place, child.case.apart) == (second.words, PLACE, True)
    for step in ("accept", "dispatch", "sign"):
        getattr(child, step)()
    call = do.Call(
        "W1", "departments", PLACE, COURSE, "条例第五条", (town.body("住建"),), child.at + timedelta(hours=3)
    )
    do.whistle(town.actor("统筹员"), call=call, **child.next())
    assert child.case.whistles.get().place == PLACE

    for step in ("dispatch", "sign"):
        getattr(life, step)()
    life.hand_in(text=f"{WORDS}，已查处", done=f"{PLACE}已清空", talk=f"电话里说了：{COURSE}")
    assert life.case.results.get().done == f"{PLACE}已清空"
    for step in ("approve", "solved", "archive"):
        getattr(life, step)()
    assert life.case.identity_closed_at
    assert life.case.words == WORDS
    assert [said for said in SAID if said in lying()] == []


def test_what_is_masked_of_a_confidential_matter_lies_sealed_too():
    town = settle()
    life = told(town, confidentiality="P1")
    life.dispatch()
    life.sign()
    document = Document.objects.get()
    mask(town.actor("城管经办"), document_id=document.pk, boxes=[Box(0, 0, 0.5, 0.5)], at=life.at)
    assert Variant.objects.filter(kind__startswith="masked").count() == 2
    assert classes() == {True}


@pytest.mark.constraint
def test_clear_words_in_a_row_that_is_apart_are_refused_by_the_database():
    case = told(settle(), confidentiality="P1").case
    for change in ({"words": "读得出来"}, {"place": "七单元"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Case.objects.filter(pk=case.pk).update(**change)


def test_a_seal_moved_to_another_case_or_column_cannot_be_opened():
    town = settle()
    one, other = told(town, confidentiality="P1").case, filed(town, words="另外一件事", confidentiality="P1").case
    kept = Case.objects.filter(pk=one.pk).values_list("words", flat=True)[0]
    assert kept.startswith(MARK)
    for change in ({"pk": other.pk, "column": "words"}, {"pk": one.pk, "column": "wish"}):
        with transaction.atomic():
            Case.objects.filter(pk=change["pk"]).update(**{change["column"]: kept})
            with pytest.raises(Unreadable):
                Case.objects.get(pk=change["pk"])
            transaction.set_rollback(True)
    ordinary = filed(town, words=kept).case
    assert fresh(ordinary).words == kept


def as_it_was_before(case: Case) -> None:
    """In clear, and its files under ordinary keys, as an older version left them."""
    for model, names in (
        (Case, ("words", "place", "wish", "elements")),
        (Note, ("text",)),
        (Question, ("text", "answer")),
    ):
        for row in model.objects.filter(**({"pk": case.pk} if model is Case else {"case": case})):
            clear = {name: getattr(row, name) for name in names}
            model.objects.filter(pk=row.pk).update(apart=False, **clear)
    Document.objects.update(apart=False)
    sealed_columns.reseal("documents files")


def test_what_lay_there_before_is_moved_and_stays_readable_and_new_keys_reach_it():
    town = settle()
    case = told(town, confidentiality="P1").case
    case.reporters.update(apart=False)
    as_it_was_before(case)
    assert [said in lying() for said in SAID] == [True] * 4
    assert classes() == {False}
    assert fresh(case).words == WORDS

    assert sealed_columns.reseal("cases told") == 1

    assert [said for said in SAID if said in lying()] == []
    assert classes() == {True}
    assert sealed_columns.reseal("cases told") == 0

    def under() -> set[int]:
        rows = Case.objects.filter(pk=case.pk).values_list("words", "place", "elements__sealed:")
        return {cipher.key_of(ciphertext(kept))[1] for row in rows for kept in row}

    before = under()
    keys.rotate_keys(SYSTEM, reason="每年更换", at=on(20))
    assert fresh(case).words == WORDS
    assert sealed_columns.reseal("cases told") >= 3
    assert not under() & before
    assert (fresh(case).words, fresh(case).elements["course"]) == (WORDS, COURSE)
    assert sealed_columns.reseal("cases told") == 0
