"""The category tree with what is inherited, and answers that can be given at once."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from huying.duties.actions.categories import CategoryFace, load_categories, save_category
from huying.duties.models import Category
from huying.duties.public import (
    NewKnowledge,
    categories,
    categories_sounding_like,
    category,
    category_tree,
    knowledge_for,
    leaf_choices,
    save_knowledge,
)
from huying.kernel.actor import SYSTEM
from huying.kernel.errors import Invalid, NotAllowed
from huying.kernel.reasons import changes_of
from huying.organisations.public import function_list, load_defaults
from tests.duties.makers import AT, SINCE, the_tree
from tests.organisations.makers import a_town, an_actor

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 2)


def test_the_shipped_tree_has_14_89_and_350_entries_and_loads_once():
    the_tree()
    counts = [Category.objects.filter(level=level).count() for level in (1, 2, 3)]
    assert counts == [14, 89, 350]
    assert load_categories(SYSTEM, at=AT) == 0


def test_every_entry_has_an_english_name_and_every_lead_is_a_known_function():
    the_tree()
    load_defaults(SYSTEM, at=AT)
    known = {function.code for function in function_list()}
    for entry in category_tree():
        assert entry.name_en, entry.code
        assert set(entry.leads) <= known, entry.code


def test_every_level_two_entry_has_a_class_and_keywords():
    the_tree()
    assert not [e.code for e in category_tree() if e.level == 2 and not (e.klass and e.keywords)]


def test_level_three_overrides_and_inherits():
    the_tree()
    trapped, broken = category("010202"), category("010201")
    assert (trapped.klass, broken.klass) == ("E", "U")
    assert trapped.leads == broken.leads == ("property", "housing", "market_regulation")
    assert (category("090404").confidential, category("090401").confidential) == (True, False)
    assert category("130801").confidential
    assert trapped.on_site
    assert category("9999") is None


def test_classes_confidential_ones_and_the_map_follow_the_specification():
    the_tree()
    by_code = categories(["0404", "0101", "0601", "110401", "070503"])
    assert (by_code["0404"].klass, by_code["070503"].klass) == ("E", "E")
    assert (by_code["0601"].citymgmt_map, by_code["0101"].citymgmt_map) == ("部件04", "")
    assert by_code["110401"].confidential


def test_choices_are_grouped_and_follow_the_language():
    the_tree()
    groups = leaf_choices(on=ON)
    assert len(groups) == 14
    assert groups[0][0] == "物业与小区"
    with translation.override("en"):
        assert leaf_choices(on=ON)[0][0] == "Property and estates"


def test_an_entry_taken_out_of_use_leaves_the_choices_but_stays_known():
    the_tree()
    face = CategoryFace("0107", "无物业与老旧小区", default_class="X", active_to=date(2026, 6, 1))
    save_category(SYSTEM, face=face, at=AT)
    assert not [e for e in category_tree(on=ON) if e.code.startswith("0107")]
    assert category("0107", on=date(2026, 5, 31)).active
    assert category("010701").name == "失管小区"


def test_only_keepers_of_the_tree_change_it():
    the_tree()
    town = a_town()
    face = CategoryFace("0701", "消防隐患", default_class="U")
    with pytest.raises(NotAllowed):
        save_category(an_actor("intake", town.county), face=face, at=AT)
    keeper = an_actor("list_keeper", town.county)
    with pytest.raises(Invalid, match="有内容需要修改"):
        save_category(keeper, face=face, at=AT)
    row = save_category(keeper, face=face, reason="年度调整", at=AT)
    assert [change.text for change in changes_of("category", row.pk)] == ["年度调整"]


@pytest.mark.constraint
def test_the_database_refuses_a_code_that_does_not_fit_its_level_and_a_level_two_without_a_class():
    for wrong in ({"code": "01", "level": 2, "default_class": "G"}, {"code": "0199", "level": 2, "default_class": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Category.objects.create(name="错", active_from=SINCE, parent=None, **wrong)


def test_words_of_a_text_suggest_categories():
    the_tree()
    guesses = categories_sounding_like("三楼楼道灯坏了，电梯也困人", on=ON)
    assert guesses[0].code == "0102"
    assert {"楼道灯", "电梯"} <= set(guesses[0].words)
    assert categories_sounding_like("", on=ON) == []


def an_answer(question: str, **rest) -> None:
    given = {"answer": "答", "source": "文件", "valid_from": SINCE} | rest
    save_knowledge(SYSTEM, entry=NewKnowledge(question=question, **given), at=AT)


def test_knowledge_is_found_by_category_and_by_words_and_only_while_it_holds():
    the_tree()
    an_answer("居住证怎么办", category="1205", keywords=("居住证",))
    an_answer("落户怎么办", category="120501", keywords=("落户", "户口"))
    an_answer("旧的居住证办法", category="1205", keywords=("居住证",), valid_to=date(2026, 3, 1))

    assert [k.question for k in knowledge_for(on=ON, category_code="120501")] == ["落户怎么办", "居住证怎么办"]
    assert [k.question for k in knowledge_for(on=ON, text="想问居住证在哪办")] == ["居住证怎么办"]
    both = knowledge_for(on=ON, category_code="1205", text="户口")
    assert [k.question for k in both] == ["落户怎么办", "居住证怎么办"]
    assert knowledge_for(on=ON, text="无关") == []


@pytest.mark.parametrize("field", ["question", "answer", "source", "category", "valid_to"])
def test_a_wrong_knowledge_entry_is_refused_at_its_field(field):
    the_tree()
    given = {"question": "问", "answer": "答", "source": "文件", "valid_from": SINCE, "category": "1205"}
    wrong = {"category": "9999", "valid_to": date(2025, 1, 1)}.get(field, " ")
    with pytest.raises(Invalid) as refused:
        save_knowledge(SYSTEM, entry=NewKnowledge(**given | {field: wrong}), at=AT)
    assert field in refused.value.fields
