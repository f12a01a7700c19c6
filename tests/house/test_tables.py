"""What imports cannot show: foreign keys point down only, and nobody looks up through them."""

from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import ForeignObject, ManyToManyField

from tests.house.places import CONTEXTS, STOREY_OF, imported, python_files, short, tree


def links() -> list[tuple[str, str, Any]]:
    """(from context, to context, field) for every foreign key and many-to-many of ours."""
    found = []
    for label in CONTEXTS:
        for model in apps.get_app_config(label).get_models():
            for field in (*model._meta.local_fields, *model._meta.local_many_to_many):
                if isinstance(field, ForeignObject | ManyToManyField):
                    found.append((label, field.related_model._meta.app_label, field))
    return found


def test_foreign_keys_point_down_only() -> None:
    assert [
        str(field)
        for label, target, field in links()
        if target in STOREY_OF and target != label and STOREY_OF[target] >= STOREY_OF[label]
    ] == []


def test_across_contexts_there_is_no_way_back() -> None:
    assert [
        str(field)
        for label, target, field in links()
        if target in STOREY_OF and target != label and not field.remote_field.hidden
    ] == []


def test_there_are_links_to_judge() -> None:
    assert any(label != target for label, target, _ in links())


def test_migrations_import_nothing_of_the_product_but_choices() -> None:
    found = {}
    for path in python_files("src/huying", migrations=True):
        if "migrations" in path.parts:
            names = [n for n in imported(tree(path)) if n.startswith("huying.") and ".states" not in n]
            if names:
                found[short(path)] = names
    assert found == {}


def test_migrations_carry_a_name_that_says_something() -> None:
    files = [path for path in python_files("src/huying", migrations=True) if path.parent.name == "migrations"]
    assert [short(path) for path in files if "_auto_" in path.name or "_alter_" in path.name] == []


@pytest.mark.django_db
def test_the_tables_are_as_the_models_say() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
