"""Questions and writes that come again with every call: said in the ORM once, then asked by PostgreSQL's prepared form.

Building a query costs the ORM more than answering it costs the database. `Question` builds it once and keeps SQL and
column order; `PreparedRow` does the same for the INSERT and UPDATE of `save()`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Generic, Self, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection, connections, models
from django.db.models import Expression, Func, QuerySet
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable, get_related_populators
from django.db.models.sql import UpdateQuery
from psycopg.sql import Literal

from huying.kernel import reading
from huying.kernel.postgresql.base import DatabaseWrapper
from huying.kernel.postgresql.statements import Asking

R = TypeVar("R")


def cursor() -> Asking:
    """A cursor whose statements PostgreSQL keeps planned."""
    return _primary().prepared_cursor()


def _primary() -> DatabaseWrapper:
    """This thread's own. `django.db.connection` would look it up again for each thing that is asked of it."""
    return cast(DatabaseWrapper, connections[DEFAULT_DB_ALIAS])


def _reading() -> Asking:
    """The same, on whichever database reads are answered from just now."""
    return cast(DatabaseWrapper, connections[reading.source()]).prepared_cursor()


@dataclass(frozen=True, slots=True)
class _Slot:
    name: str


class Given(Expression):
    """Stands in a question for what is handed in each time."""

    def __init__(self, name: str) -> None:
        super().__init__(output_field=models.TextField())
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", (_Slot(self.name),)


class _Holds(Func):
    """Two expressions and what is said of them, as a condition."""

    arity, conditional = 2, True

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts, output_field=models.BooleanField())


class Like(_Holds):
    """`Like(F("area__path"), Given("path"))`, where the pattern is made by the asker."""

    template, arg_joiner = "(%(expressions)s)", " LIKE "


class Among(_Holds):
    """`Among(F("pk"), ArraySubquery(…))`: one of those that are found first, whatever the rest of the question says. An
    `IN` leaves the order to the planner, who may begin at the other end."""

    template, arg_joiner = "(%(expressions)s))", " = ANY("


@dataclass(frozen=True, slots=True)
class _Built:
    """What the ORM made of a question."""

    sql: str
    params: tuple[Any, ...]
    row: Callable[[Sequence[Any]], Any]
    converted: Callable[[list[Any]], Any]


class Question(Generic[R]):
    """`Question(lambda: Clock.objects.filter(case_id=Given("case_id")))`, asked by `.all(case_id=17)`.

    Rows are model instances, with what `select_related` and `annotate` say, or tuples after `values_list`. `fixed`:
    what is not handed in stands in the statement itself, so that the plan is made for it: a rare state and a common one
    want different indexes. Only for questions that differ little; each is a plan of its own.
    """

    def __init__(self, build: Callable[[], QuerySet[Any, Any]], *, fixed: bool = False) -> None:
        self._build, self._fixed = build, fixed
        self._built: _Built | None = None

    def all(self, **given: Any) -> list[R]:
        built = self._built or self._make()
        params = [given[one.name] if isinstance(one, _Slot) else one for one in built.params]
        with _reading() as asked:
            asked.execute(built.sql, params)
            rows = asked.fetchall()
        return [built.row(row) for row in built.converted(rows)]

    def first(self, **given: Any) -> R | None:
        return next(iter(self.all(**given)), None)

    def _make(self) -> _Built:
        rows = self._build()
        compiler = rows.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        if self._fixed:
            sql, params = _said_whole(sql, params)
        converters = compiler.get_converters([column for column, _sql, _alias in compiler.select or ()])
        self._built = _Built(
            sql=sql,
            params=tuple(params),
            row=_reader(compiler) if issubclass(rows._iterable_class, ModelIterable) else tuple,
            converted=(lambda found: compiler.apply_converters(found, converters)) if converters else iter,
        )
        return self._built


def _said_whole(sql: str, params: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
    """The statement with its constants written out, as literals that PostgreSQL reads by the place where they stand."""
    parts = sql.replace("%%", "%").split("%s")
    said = [parts[0]]
    for value, rest in zip(params, parts[1:], strict=True):
        said += ["%s" if isinstance(value, _Slot) else _literal(value), rest.replace("%", "%%")]
    return "".join(said), tuple(value for value in params if isinstance(value, _Slot))


def _literal(value: Any) -> str:
    return Literal(value).as_string(connection.connection).replace("%", "%%")


class Change:
    """`Change(lambda: WorkOrder.objects.filter(case_id=Given("case_id")), signed_at=Given("at"))`, made by
    `.make(case_id=17, at=…)`: what `update()` does, said in the ORM once. Says how many rows it changed."""

    def __init__(self, build: Callable[[], QuerySet[Any, Any]], **values: Any) -> None:
        self._build, self._values = build, values
        self._said: tuple[str, tuple[Any, ...]] | None = None

    def make(self, **given: Any) -> int:
        sql, params = self._said or self._make()
        with cursor() as asked:
            asked.execute(sql, [given[one.name] if isinstance(one, _Slot) else one for one in params])
            return int(asked.rowcount)

    def _make(self) -> tuple[str, tuple[Any, ...]]:
        query = cast(UpdateQuery, self._build().query.chain(UpdateQuery))
        query.add_update_values(self._values)
        sql, params = query.get_compiler(DEFAULT_DB_ALIAS).as_sql()
        self._said = sql, tuple(params)
        return self._said


def _reader(compiler: Any) -> Callable[[Sequence[Any]], Any]:
    """From a row to an instance, as Django's ModelIterable does it."""
    model, places = compiler.klass_info["model"], compiler.klass_info["select_fields"]
    start, end = places[0], places[-1] + 1
    names = [one[0].target.attname for one in compiler.select[start:end]]
    populators: Any = get_related_populators
    related = populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS)
    besides = dict(compiler.annotation_col_map or {})

    made = partial(_made, model) if _plain(model) else model.from_db

    def read(row: Sequence[Any]) -> Any:
        found = made(DEFAULT_DB_ALIAS, names, row[start:end])
        for populator in related:
            populator.populate(row, found)
        for name, place in besides.items():
            setattr(found, name, row[place])
        return found

    return read


def _plain(model: Any) -> bool:
    """Whether a row of this model is no more than its columns. (Signals of making one are not sent; nobody here hears
    them.)"""
    same: bool = model.from_db.__func__ is models.Model.from_db.__func__  # type: ignore[attr-defined]
    return same and model.__init__ is models.Model.__init__


def _made(model: type[models.Model], alias: str, names: Sequence[str], values: Sequence[Any]) -> models.Model:
    """What `from_db` makes, without asking for each column whether it is an expression or belongs to another row."""
    found = model.__new__(model)
    found._state = state = ModelState()
    state.adding, state.db = False, alias
    found.__dict__.update(zip(names, values, strict=True))
    return found


class PreparedRow(models.Model):
    """A model whose rows are read and written often: `save()` as everywhere, its statements kept."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Any, values: Any, **_how: Any) -> Self:
        return cast(Self, _made(cls, db or DEFAULT_DB_ALIAS, field_names, values))

    def _do_insert(self, manager: Any, using: Any, fields: Any, *returning: Any) -> Any:
        """`returning` is what Django hands on: the columns to give back, and whether values are taken as they are."""
        wanted, raw = returning
        values = [getattr(self, field.attname) if raw else field.pre_save(self, add=True) for field in fields]
        if any(hasattr(value, "resolve_expression") for value in values):
            return super()._do_insert(manager, using, fields, *returning)  # type: ignore[misc]
        sql, database = _insert(type(self), tuple(fields), tuple(wanted)), _primary()
        with database.prepared_cursor() as asked:
            asked.execute(sql, [_written(field, value, database) for field, value in zip(fields, values, strict=True)])
            return asked.fetchall() if wanted else []

    def _do_update(self, base_qs: Any, using: Any, pk_val: Any, values: Any, *how: Any) -> Any:
        if not values or any(hasattr(value, "resolve_expression") for _field, _model, value in values):
            return super()._do_update(base_qs, using, pk_val, values, *how)  # type: ignore[misc]
        sql, database = _update(type(self), tuple(field for field, _model, _value in values)), _primary()
        with database.prepared_cursor() as asked:
            asked.execute(sql, [*(_written(field, value, database) for field, _model, value in values), pk_val])
            return asked.rowcount > 0


def insert_unless_there(row: PreparedRow) -> bool:
    """Insert a new row; False, and nothing done, when a unique constraint already holds one like it."""
    fields = tuple(field for field in row._meta.concrete_fields if not field.primary_key)
    key, database = row._meta.pk, _primary()
    assert key is not None
    with database.prepared_cursor() as asked:
        asked.execute(
            _insert(type(row), fields, (key,), unless_there=True),
            [_written(field, field.pre_save(row, add=True), database) for field in fields],
        )
        made = asked.fetchone()
    if made is None:
        return False
    row.pk, row._state.adding, row._state.db = made[0], False, DEFAULT_DB_ALIAS
    return True


def insert_all(rows: Sequence[PreparedRow], *, again: tuple[str, ...] = (), update: tuple[str, ...] = ()) -> None:
    """Insert new rows of one model together; they get their keys. Where a row with the same values of `again` is there
    already, its columns of `update` are changed instead."""
    model = type(rows[0])
    fields = tuple(field for field in model._meta.concrete_fields if not field.primary_key)
    database = _primary()
    with database.prepared_cursor() as asked:
        asked.execute(
            _insert_many(model, len(rows), again, update),
            [_written(field, field.pre_save(row, add=True), database) for row in rows for field in fields],
        )
        for row, (key,) in zip(rows, asked.fetchall(), strict=True):
            row.pk, row._state.adding, row._state.db = key, False, DEFAULT_DB_ALIAS


def _written(field: Any, value: Any, database: DatabaseWrapper) -> Any:
    return field.get_db_prep_save(value, database)


def _place(field: Any) -> str:
    return field.get_placeholder(None, None, connection) if hasattr(field, "get_placeholder") else "%s"


@cache
def _insert(
    model: type[models.Model], fields: tuple[Any, ...], returned: tuple[Any, ...], *, unless_there: bool = False
) -> str:
    names = ", ".join(f'"{field.column}"' for field in fields)
    there = " ON CONFLICT DO NOTHING" if unless_there else ""
    places = ", ".join(_place(field) for field in fields)
    back = " RETURNING " + ", ".join(f'"{field.column}"' for field in returned) if returned else ""
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES ({places}){there}{back}'


@cache
def _insert_many(model: type[models.Model], count: int, again: tuple[str, ...], update: tuple[str, ...]) -> str:
    column = {field.name: f'"{field.column}"' for field in model._meta.concrete_fields}
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    places = "(" + ", ".join(_place(field) for field in fields) + ")"
    key = model._meta.pk
    assert key is not None
    changed = ", ".join(f"{column[name]} = EXCLUDED.{column[name]}" for name in update)
    there = f" ON CONFLICT ({', '.join(column[name] for name in again)}) DO UPDATE SET {changed}" if again else ""
    return (
        f'INSERT INTO "{model._meta.db_table}" ({", ".join(f"{column[field.name]}" for field in fields)}) VALUES '
        f'{", ".join([places] * count)}{there} RETURNING "{key.column}"'
    )


@cache
def _update(model: type[models.Model], fields: tuple[Any, ...]) -> str:
    pairs = ", ".join(f'"{field.column}" = {_place(field)}' for field in fields)
    key = model._meta.pk
    assert key is not None
    return f'UPDATE "{model._meta.db_table}" SET {pairs} WHERE "{key.column}" = %s'
