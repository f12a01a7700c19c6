"""From a wording and facts to the words that are sent: placeholders are checked before, optional parts fall away."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from huying.kernel import wording
from huying.kernel.kept import Kept, group
from huying.notices.errors import FactsMissing, WrongWords
from huying.notices.models import Template
from huying.notices.moments import PLACEHOLDER, SAMPLES, Moment, Words, moment

OPTIONAL = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
BRACES = re.compile(r"[{}]|\[\[|\]\]")
MAX_TEXT = 1000
NOON = time(12)


@dataclass(frozen=True, slots=True)
class InForce:
    """The wording in force; version 0 is the shipped one."""

    words: Words
    version: int


KEPT = group("wordings", "notices_template")
_wordings: Kept[tuple[str, str], tuple[Template, ...]] = Kept(KEPT)


def _versions(code: str, language: str) -> tuple[Template, ...]:
    """The place's own wordings of a moment, for every channel."""
    return _wordings.one((code, language), lambda: tuple(Template.objects.filter(code=code, language=language)))


def for_channel(code: str, *, language: str, channel: str) -> Words | None:
    """The place's own wording for one channel, when it has one."""
    rows = [row for row in _versions(code, language) if row.channel == channel]
    row = max(rows, key=lambda row: row.version, default=None)
    return Words(row.subject, row.text) if row is not None else None


def in_force(code: str, *, language: str, channel: str = "") -> InForce:
    """The newest version for this channel, else for every channel, else what was shipped."""
    rows = [row for row in _versions(code, language) if row.channel in (channel, "")]
    row = max(rows, key=lambda row: (row.channel != "", row.version), default=None)
    if row is not None:
        return InForce(Words(row.subject, row.text), row.version)
    return InForce(moment(code).words(language), 0)


def language_of(wanted: str) -> str:
    return "en" if wanted.startswith("en") else "zh-hans"


def composed(words: Words, facts: Mapping[str, str]) -> Words:
    return Words(_filled(words.subject, facts), _filled(words.text, facts))


def checked_facts(told: Moment, facts: Mapping[str, object], *, language: str, at: datetime) -> dict[str, str]:
    """Everything the moment needs, and nothing it does not know, said in the reader's language."""
    missing = [name for name in told.needs if not facts.get(name)]
    unknown = sorted(set(facts) - set(told.facts))
    if missing or unknown:
        raise FactsMissing(template=told.code, missing=missing, unknown=unknown)
    with translation.override(language):
        return {name: _said(value, at=at) for name, value in facts.items()}


def _said(value: object, *, at: datetime) -> str:
    """Times as people say them; 明天 never, since a message may be read tomorrow. Lazy words in the language of now."""
    if isinstance(value, datetime):
        near = wording.local(value).date() == wording.local(at).date()
        return wording.moment_words(value, at=at if near else _far(value, at))
    if isinstance(value, date):
        noon = datetime.combine(value, NOON, tzinfo=wording.local(at).tzinfo)
        return wording.day_words(noon, at=_far(noon, at))
    return "" if value is None else str(value)


def _far(value: datetime, at: datetime) -> datetime:
    """A moment from which the day is neither yesterday, today nor tomorrow, in the same year as now if it can be."""
    close = abs((wording.local(value).date() - wording.local(at).date()).days) <= 1
    return at - timedelta(days=3) if close else at


def check_words(told: Moment, words: Words) -> None:
    """A wording may use only the moment's facts, optional ones inside [[…]], and must hold what the reader needs."""
    wrong = {"subject": _trouble(told, words.subject), "text": _trouble(told, words.text)}
    must = [name for name in ("until", "reason", "route", "question") if name in told.needs]
    left_out = [name for name in must if f"{{{name}}}" not in words.text]
    if left_out and not wrong["text"]:
        wrong["text"] = _("少了必须写的内容：%(names)s") % {"names": "、".join(f"{{{name}}}" for name in left_out)}
    if not words.subject.strip() or not words.text.strip():
        wrong["text"] = _("标题和正文都要写。")
    if any(wrong.values()):
        raise WrongWords(fields={name: text for name, text in wrong.items() if text})


def preview(told: Moment, words: Words) -> Words:
    """The words with sample facts."""
    return composed(words, {name: SAMPLES.get(name, name) for name in told.facts})


def _filled(text: str, facts: Mapping[str, str]) -> str:
    def part(found: re.Match[str]) -> str:
        inside = found.group(1)
        return inside if all(facts.get(name) for name in PLACEHOLDER.findall(inside)) else ""

    # One pass over the placeholders: braces inside a fact are never read again.
    return PLACEHOLDER.sub(lambda found: facts.get(found.group(1), ""), OPTIONAL.sub(part, text))


def _trouble(told: Moment, text: str) -> str:
    unknown = [name for name in PLACEHOLDER.findall(text) if name not in told.facts]
    if unknown:
        names = "、".join(f"{{{name}}}" for name in unknown)
        return _("这个消息没有这些占位词：%(names)s。可用：%(known)s") % {
            "names": names,
            "known": " ".join(f"{{{name}}}" for name in told.facts),
        }
    if BRACES.search(OPTIONAL.sub(r"\1", PLACEHOLDER.sub("", text))):
        return _("花括号或双方括号没有成对，或占位词写错了。")
    bare = [name for name in PLACEHOLDER.findall(OPTIONAL.sub("", text)) if name in told.may]
    if bare:
        names = "、".join(f"{{{name}}}" for name in bare)
        return _("%(names)s 不一定有，请连同前后文字放进 [[ ]]。") % {"names": names}
    return _("太长了，请写短一些。") if len(text) > MAX_TEXT else ""
