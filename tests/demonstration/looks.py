"""Reading a page as a machine does: is it well formed, labelled, large where that was asked for, and all in English?"""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, JSONField, TextField
from django.utils.translation import trans_real

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
SAYS_NOTHING = {"script", "style", "textarea", "code", "pre"}
NEEDS_NO_LABEL = {"hidden", "submit", "button", "image", "reset"}
SPOKEN = {"aria-label", "alt", "title", "placeholder", "data-confirm", "data-label", "content"}
CHINESE = re.compile(r"[\u3400-\u9fff]+")
NAMES = {"呼应", "中文", "简体中文", "天地图"}
"""Chinese that stays Chinese: the name of the product, the way back to the other language, a map."""


class Read(HTMLParser):
    """What a page is made of, and what is wrong with how it is written."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.page = bool(text)
        self.open: list[str] = []
        self.amiss: list[str] = []
        self.headings = 0
        self.elder = False
        self.ids: Counter[str] = Counter()
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str]] = []
        self.said: list[str] = []
        self.feed(text)
        self.close()
        self.amiss += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.open.append(tag)
        self.headings += tag == "h1"
        self.elder |= tag == "html" and "data-elder" in given
        if "id" in given:
            self.ids[given["id"]] += 1
        if tag == "label":
            self.labelled.add(given.get("for", ""))
        if tag in ("input", "select", "textarea"):
            self.fields.append({**given, "within": "label" if "label" in self.open[:-1] else ""})
        if given.get("lang", "en").startswith("en"):
            self.said += [value for name, value in given.items() if name in SPOKEN]

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.amiss.append(f"</{tag}> closes {self.open[-1:]} at line {self.getpos()[0]}")
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not SAYS_NOTHING & set(self.open):
            self.said.append(data)

    def faults(self) -> Iterator[str]:
        yield from self.amiss
        if self.headings != 1:
            yield f"{self.headings} headings of the first order"
        yield from (f"id {name} stands {count} times" for name, count in self.ids.items() if count > 1)
        for field in self.fields:
            named = field["within"] or field.get("aria-label") or field.get("aria-labelledby")
            if not named and field.get("type") not in NEEDS_NO_LABEL and field.get("id") not in self.labelled:
                yield f"field {field.get('name')} has no label"

    def chinese(self, rows: set[str], runs: str, known: set[str]) -> set[str]:
        """Words that have an English form and were said in Chinese, and Chinese that stands in no row."""
        said = {text.strip() for text in self.said}
        here = {run for text in said for run in CHINESE.findall(text)} - NAMES
        return {text for text in (said & known) - NAMES if text not in rows} | {
            run for run in here if len(run) > 1 and not made_of(run, runs)
        }


def made_of(run: str, data: str) -> bool:
    """Whether the run can be cut into pieces (names above one another) that each stand in the data."""
    reached = {0}
    for end in range(1, len(run) + 1):
        if any(run[start:end] in data for start in reached if end - start > 1):
            reached.add(end)
    return len(run) in reached


def words_of_the_world() -> tuple[set[str], str]:
    """Every text of every row: whole, and its runs of Chinese one below the other."""
    found: set[str] = set()
    for model in apps.get_models():
        fields = model._meta.concrete_fields
        names = [field.attname for field in fields if isinstance(field, (CharField, TextField, JSONField, ArrayField))]
        for row in model._default_manager.values_list(*names) if names else ():
            found |= {text for value in row if CHINESE.search(text := str(value))}
    runs = {run for text in found for run in CHINESE.findall(text)}
    return found | runs, "\n".join(runs)


def translated() -> set[str]:
    """Every Chinese word of the pages for which there is an English one."""
    catalogue: Any = trans_real.translation("en")
    return {text for text, _said in catalogue._catalog.items() if isinstance(text, str) and CHINESE.search(text)}
