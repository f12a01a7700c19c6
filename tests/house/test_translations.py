"""Every Chinese sentence of ours has an English one; catalogues are compiled without GNU gettext."""

import ast
import gettext
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils.translation import templatize

from huying.config.launcher import translations
from tests.house.places import CONTEXTS, SOURCE, python_files, short, tree

FUNCTIONS = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
    "npgettext",
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
QUOTE = r"u?(\"\"\".*?\"\"\"|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
CALL = re.compile(rf"\b(?:_|gettext|ngettext|pgettext|npgettext)\((?:{QUOTE}[, ]*)+", re.DOTALL)
QUOTED = re.compile(QUOTE, re.DOTALL)

CATALOGUE = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
#: pages.py
msgid "你好"
msgstr "Hello"

msgid "一件"
msgid_plural "%d 件"
msgstr[0] "one"
msgstr[1] "%d"

msgctxt "开关"
msgid "开"
msgstr "on"

msgid ""
"长"
"句"
msgstr "long\n"
"sentence"

#, fuzzy
msgid "猜"
msgstr "guess"

msgid "空"
msgstr ""

#~ msgid "旧"
#~ msgstr "old"
"""


def said_in_python(module: ast.Module) -> Iterator[str]:
    """First words of every call of a gettext function; a context (pgettext) does not count."""
    for node in ast.walk(module):
        name = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if name in FUNCTIONS and isinstance(node, ast.Call):
            texts = [a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            texts = texts[1:] if "pgettext" in name else texts
            yield from texts[:1]


def said_in_template(text: str) -> Iterator[str]:
    for call in CALL.finditer(templatize(text)):
        texts = [ast.literal_eval(quoted) for quoted in QUOTED.findall(call[0])]
        texts = texts[1:] if "pgettext(" in call[0].split("'")[0] else texts
        yield from texts[:1]


def said(context: str) -> dict[str, str]:
    """Every sentence of a context, and where it was first found."""
    found: dict[str, str] = {}
    for path in python_files(f"src/huying/{context}"):
        for text in said_in_python(tree(path)):
            found.setdefault(text, short(path))
    for path in sorted((SOURCE / context).rglob("templates/**/*.*")):
        for text in said_in_template(path.read_text(encoding="utf-8")):
            found.setdefault(text, short(path))
    return found


def catalogue(context: str) -> Path:
    return SOURCE / context / "locale" / "en" / "LC_MESSAGES" / "django.po"


@pytest.mark.parametrize("context", [*CONTEXTS, "config"])
def test_every_sentence_has_an_english_one(context: str) -> None:
    path = catalogue(context)
    known = {entry.text for entry in translations.read(path) if entry.translated} if path.exists() else set()
    missing = {text: where for text, where in said(context).items() if CHINESE.search(text) and text not in known}
    assert missing == {}


def test_sentences_are_found_in_code_and_in_templates() -> None:
    code = ast.parse("_('你好'); ngettext('一件', '%d 件', n); pgettext('开关', '开'); print('不算')")
    template = (
        "{% load i18n %}{% translate '你好' %}{% blocktranslate %}第 {{ n }} 件{% endblocktranslate %}"
        "{% blocktranslate count n=n %}一件{% plural %}{{ n }} 件{% endblocktranslate %}<p>不算</p>"
        "{% translate '开' context '开关' %}"
    )
    assert list(said_in_python(code)) == ["你好", "一件", "开"]
    assert list(said_in_template(template)) == ["你好", "第 %(n)s 件", "一件", "开"]


def test_english_sentences_keep_every_placeholder() -> None:
    holder = re.compile(r"%\((\w+)\)s|\{(\w*)\}")
    wrong = []
    for context in (*CONTEXTS, "config"):
        entries = translations.read(catalogue(context)) if catalogue(context).exists() else []
        for entry in entries:
            allowed = {str(match) for text in (entry.text, entry.plural or "") for match in holder.findall(text)}
            if entry.text and any({str(m) for m in holder.findall(t)} - allowed for t in entry.translations.values()):
                wrong.append((context, entry.text))
    assert wrong == []


def differing(catalogues: list[Path]) -> dict[tuple[str, str | None, str], dict[str, tuple[str, ...]]]:
    """Language, context and words that are translated in more than one way, and how every part has them."""
    found: dict[tuple[str, str | None, str], dict[str, tuple[str, ...]]] = {}
    for path in catalogues:
        part, _, language = path.parts[-5:-2]
        for entry in (entry for entry in translations.read(path) if entry.text and entry.translated):
            found.setdefault((language, entry.context, entry.text), {})[part] = tuple(entry.translations.values())
    return {key: ways for key, ways in found.items() if len(set(ways.values())) > 1}


def test_no_sentence_is_translated_in_two_ways() -> None:
    """Django merges all catalogues, and the first part wins everywhere; a second meaning needs a msgctxt."""
    catalogues = sorted(SOURCE.glob("*/locale/*/LC_MESSAGES/django.po"))
    assert {catalogue(context) for context in CONTEXTS if catalogue(context).exists()} <= set(catalogues)
    assert differing(catalogues) == {}


def test_two_ways_are_told_unless_a_context_sets_them_apart(tmp_path: Path) -> None:
    paths = []
    for part, words in (
        ("one", 'msgid "退出"\nmsgstr "Sign out"\n\nmsgid "到"\nmsgstr "To"\n\nmsgid "全部"\nmsgstr "All"\n'),
        ("two", 'msgid "退出"\nmsgstr "Step back"\n\nmsgctxt "a place"\nmsgid "全部"\nmsgstr "The whole place"\n'),
        ("three", 'msgid "到"\nmsgstr "To"\n'),
    ):
        paths.append(tmp_path / part / "locale" / "en" / "LC_MESSAGES" / "django.po")
        paths[-1].parent.mkdir(parents=True)
        paths[-1].write_text(words, encoding="utf-8")
    assert differing(paths) == {("en", None, "退出"): {"one": ("Sign out",), "two": ("Step back",)}}


def test_a_catalogue_compiled_by_us_is_read_by_gettext(tmp_path: Path) -> None:
    source = tmp_path / "django.po"
    source.write_text(CATALOGUE, encoding="utf-8")
    read = gettext.GNUTranslations(io.BytesIO(translations.compiled_bytes(translations.read(source))))
    assert [read.gettext(text) for text in ("你好", "长句", "猜", "空", "旧")] == [
        "Hello",
        "long\nsentence",
        "猜",
        "空",
        "旧",
    ]
    assert [read.ngettext("一件", "%d 件", n) for n in (1, 2)] == ["one", "%d"]
    assert read.pgettext("开关", "开") == "on"
