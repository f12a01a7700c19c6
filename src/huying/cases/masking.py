"""What many may read or find of a case: no number to call or of an identity card, no name, no home."""

import re
from collections.abc import Iterable

from huying.cases.models import Case, Reporter
from huying.cases.titles import without_introductions
from huying.language.public import mask, may_tell_numbers, private_spans
from huying.people.public import Telling, without_names_each

NUMBERS = re.compile(r"(?<!\d)(?:1[3-9]\d[ -]?\d{4}[ -]?\d{4}|\d{17}[\dXx]|\d{3,4}-\d{7,8})(?!\d)")
INSIDE = re.compile(r"[\s,，、·-]*(?:\d+|[一二三四五六七八九十]+)\s*(?:单元|层|楼|号?室|号?房|户).*$")
ROOM = re.compile(r"(?<=[栋幢座楼])[\s,，、·-]*\d{3,4}.*$")
HIDDEN = "＊＊＊"


def without_numbers(text: str) -> str:
    """Numbers by which somebody is reached or known, mail addresses and plates that were written into free text."""
    if not may_tell_numbers(text):
        return text
    return NUMBERS.sub(HIDDEN, mask(text, private_spans(text, sure=True), put=HIDDEN))


def to_building(place: str) -> str:
    """A place as far as its building: what is inside the building is somebody's home."""
    return ROOM.sub("", INSIDE.sub("", place)).strip()


def masked_texts(cases: Iterable[Case]) -> dict[int, tuple[str, str, str]]:
    """Title, words and place of each without its people, with two queries however many. Not for confidential ones."""
    cases = list(cases)
    who: dict[int, list[tuple[int | None, int | None]]] = {case.pk: [] for case in cases}
    reporters = Reporter.objects.filter(case__in=list(who)).values_list("case", "record_id", "account")
    for case_id, record_id, account_id in reporters:
        who[case_id].append((record_id, account_id))
    tellings = [
        Telling(
            texts=[_plain(text) for text in (case.title, case.words, to_building(case.place))],
            record_ids=[record for record, _account in who[case.pk]],
            owner_ids=[account for _record, account in who[case.pk]],
        )
        for case in cases
    ]
    found = without_names_each(tellings, put=HIDDEN)
    return {case.pk: (title, words, place) for case, (title, words, place) in zip(cases, found, strict=True)}


def _plain(text: str) -> str:
    return without_introductions(without_numbers(text), put=HIDDEN)
