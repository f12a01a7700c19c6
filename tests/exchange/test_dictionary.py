"""The data dictionary is read from the product itself; developers find how to ask and to post."""

import re
from collections.abc import Callable

import pytest
from django.apps import apps
from django.conf import settings
from django.test import Client
from django.utils import translation

from huying.exchange import dictionary
from huying.exchange.lexicon import FACTS, SHAPES, TABLES
from huying.kernel.journal import events
from tests.people.makers import with_role

pytestmark = pytest.mark.django_db
CHINESE = re.compile("[\u4e00-\u9fff]")


def test_every_table_fact_and_shape_is_in_it_and_says_what_it_is() -> None:
    names = [code for code, _label in dictionary.contexts()]
    tables = {one.name: one for name in names for one in dictionary.tables(name)}
    assert set(tables) == {row._meta.label for row in apps.get_models() if row.__module__.startswith("huying.")}
    assert [name for name, one in tables.items() if not one.said] == []
    facts = {one.name for name in names for one in dictionary.facts(name)}
    assert facts == {code for code, kind in events().items() if kind.__module__.startswith("huying.")}
    assert [one.name for name in names for one in dictionary.shapes(name) if not one.columns and not one.said] == []


def test_tables_and_facts_have_a_line_in_the_readers_language(client_as: Callable[..., Client]) -> None:
    names = [code for code, _label in dictionary.contexts()]
    shown = [one for name in names for one in (*dictionary.tables(name), *dictionary.facts(name))]
    assert {*TABLES, *FACTS} - {one.name for one in shown} == set(), "words for what is no more"
    shapes = [(f"{name}.{one.name}", one) for name in names for one in dictionary.shapes(name)]
    assert set(SHAPES) - {name for name, _one in shapes} == set(), "words for what is no more"
    shown += [one for _name, one in shapes]
    assert len([one.name for one in shown if not one.word]) <= 10, "a new one may wait for its line, not many"
    with translation.override("en"):
        assert [one.name for one in shown if CHINESE.search(str(one.word))] == []
    admin = client_as(with_role("system_admin"))
    page = admin.get("/manage/dictionary/").content.decode()
    assert "诉求件：从来件到归档的一件事" in page
    assert "文字(24)" in page
    assert "One matter that somebody brought" not in page
    admin.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    page = admin.get("/manage/dictionary/").content.decode()
    assert "One matter that somebody brought" in page
    assert "text(24)" in page


def test_classes_of_data_stand_at_each_column() -> None:
    case = {one.name: one for one in dictionary.tables("cases") if one.name == "cases.Case"}["cases.Case"]
    klass = {column.name: column.klass for column in case.columns}
    assert (klass["words"], klass["filed_by_id"], klass["lon"], klass["state"]) == ("L4", "L3", "L3", "L2")
    sealed = [column for one in dictionary.tables("people") for column in one.columns if column.sealed]
    assert "ciphertext" in {column.name for column in sealed}
    assert {column.klass for column in sealed} == {"L3"}


def test_the_pages_open_and_show_how_to_post(client_as: Callable[..., Client]) -> None:
    said = Client().get("/developers/").content.decode()
    assert len(re.findall("curl ", said)) == 5
    admin = client_as(with_role("system_admin"))
    for code, _label in dictionary.contexts():
        assert admin.get("/manage/dictionary/", {"context": code}).status_code == 200
    assert "cases.case_filed" in admin.get("/manage/dictionary/").content.decode()
    assert admin.get("/manage/dictionary/", {"context": "nothing"}).status_code == 404
    assert client_as(with_role("dispatcher")).get("/manage/dictionary/").status_code == 403
