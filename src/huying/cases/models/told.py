"""What was said in a confidential matter (class L4) lies sealed: nothing of it stands readable in the tables.

The row says `apart`; then its told columns hold ciphertexts bound to the row and the column, under the keys of
sensitive data. Python sees the clear words either way: they are opened when a row is read, sealed when it is written.
"""

import base64
import json
from functools import cache
from typing import Any, Self

from django.db import models

from huying.kernel import cipher
from huying.kernel.prepared import PreparedRow

MARK = "sealed:"


def closed(clear: str, context: str) -> str:
    """As a text column holds it."""
    return MARK + base64.b64encode(cipher.seal(clear.encode(), context, sensitive=True)).decode()


def ciphertext(kept: str) -> bytes:
    return base64.b64decode(kept.removeprefix(MARK))


def opened(kept: str, context: str) -> str:
    return cipher.unseal(ciphertext(kept), context).decode()


class Told(models.TextField):
    """Words. To migrations an ordinary column of text."""

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.TextField", args, options

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        clear = super().pre_save(model_instance, add)
        return closed(clear, model_instance.told_context(self.attname)) if clear and model_instance.apart else clear

    def open(self, kept: Any, context: str) -> Any:
        return opened(kept, context) if kept else kept


class ToldFacts(models.JSONField):
    """Words by name. To migrations an ordinary column of JSON."""

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.JSONField", args, options

    def pre_save(self, model_instance: Any, add: bool) -> Any:
        clear = super().pre_save(model_instance, add)
        if not clear or not model_instance.apart:
            return clear
        return {MARK: closed(json.dumps(clear, ensure_ascii=False), model_instance.told_context(self.attname))}

    def open(self, kept: Any, context: str) -> Any:
        return json.loads(opened(kept[MARK], context)) if kept else kept


@cache
def told_of(model: type[models.Model]) -> tuple[Told | ToldFacts, ...]:
    """The told columns of a table."""
    return tuple(field for field in model._meta.concrete_fields if isinstance(field, Told | ToldFacts))


class Telling(PreparedRow):
    """A row with told columns. `told_key` names a column that never changes: the seal is bound to it."""

    apart = models.BooleanField(default=False)
    told_key = "case_id"

    class Meta:
        abstract = True

    def save(self, **how: Any) -> None:
        """Whichever way it became confidential, it is kept apart from then on."""
        if how.get("update_fields") is None:
            self.apart = self.apart or self.is_confidential()
        super().save(**how)

    def is_confidential(self) -> bool:
        """What is written on a matter that is kept apart is kept apart itself."""
        return bool(self._state.adding and self.case.apart)  # type: ignore[attr-defined]

    def told_context(self, column: str) -> str:
        return f"cases.{self._meta.model_name}:{getattr(self, self.told_key)}:{column}"

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **how: Any) -> Self:
        row = super().from_db(db, field_names, values, **how)
        loaded = [field for field in told_of(cls) if field.attname in row.__dict__]
        if loaded and row.apart:
            for field in loaded:
                row.__dict__[field.attname] = field.open(row.__dict__[field.attname], row.told_context(field.attname))
        return row


def lies_sealed(*columns: str) -> models.Q:
    """For a constraint: in a row that is apart, each of these columns is empty or sealed."""
    found = models.Q()
    for column in columns:
        found &= models.Q(**{column: ""}) | models.Q(**{f"{column}__startswith": MARK})
    return models.Q(apart=False) | found
