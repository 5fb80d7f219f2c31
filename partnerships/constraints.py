"""Constraints that Django has not: across rows, and unique with an empty date.

A CHECK sees one row. A rule such as "the superseding agreement is not older" needs
another one, so it is a trigger, on SQLite and on PostgreSQL alike. Like other
constraints it lives in `Meta.constraints` and goes through migrations.
"""

from typing import Any

from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table

from .dates import PartialDateField

SQLITE = (
    "CREATE TRIGGER %(name)s AFTER {event} ON %(table)s WHEN {condition} "
    "BEGIN SELECT RAISE(ABORT, 'CHECK constraint failed: {rule}'); END"
)
POSTGRESQL = """
CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {condition} THEN
    RAISE EXCEPTION 'new row violates check constraint "{rule}"'
      USING ERRCODE = 'check_violation', CONSTRAINT = '{rule}';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER %(name)s AFTER INSERT OR UPDATE ON %(table)s
  FOR EACH ROW EXECUTE FUNCTION %(name)s()
"""


class Once(models.UniqueConstraint):
    """Unique, also among rows that lack a partial date.

    Such a row holds None in Python and '' in the database, which compares equal.
    Django takes the None for a NULL, and would leave the refusal to the database.
    """

    def validate(
        self, model: Any, instance: Any, exclude: Any = None, using: str = "default"
    ) -> None:
        """Raise ValidationError where the database would refuse the row."""
        empty = [
            name
            for name in self.fields
            if isinstance(model._meta.get_field(name), PartialDateField)
            and getattr(instance, name) is None
        ]
        for name in empty:
            setattr(instance, name, "")
        try:
            super().validate(model, instance, exclude=exclude, using=using)
        finally:
            for name in empty:
                setattr(instance, name, None)


class AcrossRows(models.BaseConstraint):
    """Refuse a row for which `forbidden` holds once it is written.

    `forbidden` is a condition in SQL that both databases read alike; it names the
    row as NEW and the table as {table}. The model's `clean()` says the same on the
    field that it belongs to, so `validate()` has nothing to add.
    """

    def __init__(self, *, forbidden: str, name: str) -> None:
        super().__init__(name=name)
        self.forbidden = forbidden

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        """Carry the condition in migrations."""
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, "forbidden": self.forbidden}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, AcrossRows):
            return NotImplemented
        return (self.name, self.forbidden) == (other.name, other.forbidden)

    __hash__ = models.BaseConstraint.__hash__

    # The schema editor takes a Statement where it takes text; the stubs don't say so.
    def constraint_sql(
        self, model: type[models.Model] | None, schema_editor: Any
    ) -> Any:
        """Add the triggers once the table that is being made is there."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def create_sql(self, model: type[models.Model] | None, schema_editor: Any) -> Any:
        """Return what adds the rule to a table; SQLite makes its table anew instead."""
        (statement,) = self._statements(model, schema_editor)
        return statement

    def remove_sql(self, model: type[models.Model] | None, schema_editor: Any) -> Any:
        """Return what takes the rule away again."""
        return self._statement(
            "DROP TRIGGER %(name)s ON %(table)s; DROP FUNCTION %(name)s()",
            self.name,
            model,
            schema_editor,
        )

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Leave the words to the model's `clean()`."""

    def _statements(self, model: Any, schema_editor: Any) -> list[Statement]:
        condition = self.forbidden.replace("{table}", "%(table)s")
        if schema_editor.connection.vendor == "postgresql":
            sql = POSTGRESQL.format(condition=condition, rule=self.name)
            return [self._statement(sql, self.name, model, schema_editor)]
        return [
            self._statement(
                SQLITE.format(event=event, condition=condition, rule=self.name),
                f"{self.name}_on_{event.lower()}",
                model,
                schema_editor,
            )
            for event in ("INSERT", "UPDATE")
        ]

    def _statement(
        self,
        sql: str,
        name: str,
        model: Any,
        schema_editor: BaseDatabaseSchemaEditor,
    ) -> Statement:
        quote = schema_editor.quote_name
        # A Table follows the table's name, when SQLite makes a table anew.
        return Statement(
            sql, name=quote(name), table=Table(model._meta.db_table, quote)
        )


# A partial date as text sorts by its first day; with '~' behind it, by its last.
SUPERSEDED_BY_OLDER = """EXISTS (
  SELECT 1 FROM {table} earlier
  JOIN {table} later ON earlier.superseded_by_id = later.id
  WHERE NEW.id IN (earlier.id, later.id)
    AND earlier.signed <> '' AND later.signed <> ''
    AND later.signed || '~' < earlier.signed)"""

OVERLAPPING = """EXISTS (
  SELECT 1 FROM {table} one
  JOIN {table} next ON one.partner_id = next.partner_id
    AND one.framework_id = next.framework_id AND one.id <> next.id
  WHERE NEW.id IN (one.id, next.id)
    AND one.since <> '' AND next.since <> ''
    AND one.since || '~' <= next.since || '~'
    AND (one.until = '' OR one.status = 'suspended'
      OR one.until > next.since || '~'))"""
