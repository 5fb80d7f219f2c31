"""What Django's constraints can't say: across rows and tables, and unique with no date.

A CHECK sees one row. A rule such as "the superseding agreement is not older" needs
another one, so it is a trigger, on SQLite and on PostgreSQL alike. Like other
constraints it lives in `Meta.constraints` and goes through migrations.

The triggers of many tables write to those of addresses and of former names. SQLite
changes a table by making it anew, and then looks at all triggers while it is gone: a
migration that changes one of these two must begin with
``RunSQL("PRAGMA legacy_alter_table = ON")`` on SQLite, and end by switching it off.
"""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Statement, Table

from .dates import PartialDateField


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


class InOrder(models.CheckConstraint):
    """A CHECK on two dates, whose refusal stands on the field of the later one.

    In migrations it is a plain CHECK: the database knows no field to say it on.
    """

    def __init__(self, *, field: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field = field

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        """Leave out what only forms and files need."""
        _path, args, kwargs = super().deconstruct()
        return "django.db.models.CheckConstraint", args, kwargs

    def clone(self) -> "InOrder":
        """Keep the field."""
        _path, _args, kwargs = self.deconstruct()
        return InOrder(field=self.field, **kwargs)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Raise the refusal on the field."""
        try:
            super().validate(*args, **kwargs)
        except ValidationError as error:
            raise ValidationError({self.field: error}) from error


@dataclass(frozen=True, slots=True)
class Trigger:
    """One trigger: the event after which it runs, and the statement that it runs.

    The statement names the row as NEW or OLD, and the table as {table}.
    """

    event: str
    statement: str


class Triggers(models.BaseConstraint):
    """A rule that the database keeps by triggers.

    `arguments` are the names of what a rule is made with; `triggers()` returns what
    it is made of.
    """

    arguments: ClassVar[tuple[str, ...]] = ()

    def triggers(self, model: Any, vendor: str) -> list[Trigger]:
        """Return the triggers that keep the rule for the table of `model`."""
        raise NotImplementedError

    def deconstruct(self) -> tuple[str, Any, dict[str, Any]]:
        """Carry the arguments in migrations."""
        path, args, kwargs = super().deconstruct()
        return path, args, {**kwargs, **self._given}

    @property
    def _given(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.arguments}

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return (self.name, self._given) == (other.name, other._given)

    __hash__ = models.BaseConstraint.__hash__

    # The schema editor takes a Statement where it takes text; the stubs don't say so.
    def constraint_sql(
        self, model: type[models.Model] | None, schema_editor: Any
    ) -> Any:
        """Add the triggers once the table that is being made is there."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def create_sql(self, model: type[models.Model] | None, schema_editor: Any) -> Any:
        """Return what adds the rule to a table; SQLite makes its table anew instead."""
        first, *others = self._statements(model, schema_editor)
        schema_editor.deferred_sql.extend(others)
        return first

    def remove_sql(self, model: type[models.Model] | None, schema_editor: Any) -> Any:
        """Return what takes the rule away again."""
        drop = "; ".join(
            f"DROP TRIGGER {name} ON %(table)s; DROP FUNCTION {name}()"
            for name, _trigger in self._named(model, schema_editor.connection.vendor)
        )
        return _statement(drop, model, schema_editor)

    def validate(self, *args: Any, **kwargs: Any) -> None:
        """Say in words what the database would refuse; nothing to say by default."""

    def _named(self, model: Any, vendor: str) -> list[tuple[str, Trigger]]:
        return [
            (f"{self.name}_on_{trigger.event.partition(' ')[0].lower()}", trigger)
            for trigger in self.triggers(model, vendor)
        ]

    def _statements(self, model: Any, schema_editor: Any) -> list[Statement]:
        vendor = schema_editor.connection.vendor
        form = POSTGRESQL if vendor == "postgresql" else SQLITE
        return [
            _statement(
                form.format(
                    name=name,
                    event=trigger.event,
                    statement=trigger.statement.replace("{table}", "%(table)s"),
                ),
                model,
                schema_editor,
            )
            for name, trigger in self._named(model, vendor)
        ]


SQLITE = "CREATE TRIGGER {name} AFTER {event} ON %(table)s BEGIN {statement}; END"
POSTGRESQL = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  {statement};
  RETURN NULL;
END $$;
CREATE TRIGGER {name} AFTER {event} ON %(table)s
  FOR EACH ROW EXECUTE FUNCTION {name}()
"""


def _statement(
    sql: str, model: Any, schema_editor: BaseDatabaseSchemaEditor
) -> Statement:
    # A Table follows the table's name, when SQLite makes a table anew.
    return Statement(sql, table=Table(model._meta.db_table, schema_editor.quote_name))


class AcrossRows(Triggers):
    """Refuse a row for which `forbidden` holds once it is written.

    `forbidden` is a condition in SQL that both databases read alike; it names the
    row as NEW and the table as {table}. `said_by` names the model's method that
    raises ValidationError with the same rule in words, on the field concerned.
    """

    arguments = ("forbidden",)

    def __init__(self, *, forbidden: str, name: str, said_by: str = "") -> None:
        super().__init__(name=name)
        self.forbidden = forbidden
        self.said_by = said_by

    def clone(self) -> "AcrossRows":
        """Keep who says the rule in words, which migrations need not know."""
        return AcrossRows(
            forbidden=self.forbidden, name=self.name, said_by=self.said_by
        )

    def triggers(self, model: Any, vendor: str) -> list[Trigger]:
        """Refuse with the words of a CHECK that fails."""
        if vendor == "postgresql":
            refuse = (
                f"IF {self.forbidden} THEN RAISE EXCEPTION "
                f"'new row violates check constraint \"{self.name}\"' "
                f"USING ERRCODE = 'check_violation', CONSTRAINT = '{self.name}'; "
                "END IF"
            )
        else:
            refuse = (
                f"SELECT RAISE(ABORT, 'CHECK constraint failed: {self.name}') "
                f"WHERE {self.forbidden}"
            )
        return [Trigger("INSERT", refuse), Trigger("UPDATE", refuse)]

    def validate(
        self, model: Any, instance: Any, exclude: Any = None, using: str = "default"
    ) -> None:
        """Raise ValidationError where the database would refuse the row."""
        if self.said_by:
            getattr(instance, self.said_by)()


class RemembersAddress(Triggers):
    """Keep every address that a record has, and once had, in the table of addresses.

    `kind` is the name of the foreign key from an address to the record, and the kind
    of address. The table holds each address of a kind once: what one record has, or
    had, no other one can take. With the record go the names that its parts had.
    """

    arguments = ("kind",)

    def __init__(self, *, kind: str, name: str) -> None:
        super().__init__(name=name)
        self.kind = kind

    def triggers(self, model: Any, vendor: str) -> list[Trigger]:
        """Add the address, unless the record had it already."""
        key = f"kind = '{self.kind}' AND slug = NEW.slug AND {self.kind}_id = NEW.id"
        add = (
            f"INSERT INTO partnerships_address (kind, slug, {self.kind}_id) "
            f"SELECT '{self.kind}', NEW.slug, NEW.id WHERE NOT EXISTS "
            f"(SELECT 1 FROM partnerships_address WHERE {key})"
        )
        forget = (
            "DELETE FROM partnerships_formerref "
            f"WHERE owner_kind = '{self.kind}' AND owner = OLD.id"
        )
        return [
            Trigger("INSERT", add),
            Trigger("UPDATE OF slug", add),
            Trigger("DELETE", forget),
        ]

    def validate(
        self, model: Any, instance: Any, exclude: Any = None, using: str = "default"
    ) -> None:
        """Refuse an address that another record has or had, on its field."""
        if "slug" not in (exclude or ()):
            instance.refuse_address_of_another()


class RemembersRefs(Triggers):
    """Keep the name of a part that is deleted, so that no other one gets it.

    `owners` are the foreign keys to the record that it belongs to; one is set.
    """

    arguments = ("owners",)

    def __init__(self, *, owners: tuple[str, ...], name: str) -> None:
        super().__init__(name=name)
        self.owners = tuple(owners)

    def triggers(self, model: Any, vendor: str) -> list[Trigger]:
        """Add the name when the part goes; drop it when the same part comes back."""
        kind = model._meta.model_name
        keep, drop = [], []
        for name in self.owners:
            keep.append(
                "INSERT INTO partnerships_formerref (owner_kind, owner, kind, ref) "
                f"SELECT '{name}', OLD.{name}_id, '{kind}', OLD.ref "
                f"WHERE OLD.{name}_id IS NOT NULL ON CONFLICT DO NOTHING"
            )
            drop.append(
                f"DELETE FROM partnerships_formerref WHERE owner_kind = '{name}' "
                f"AND owner = NEW.{name}_id AND kind = '{kind}' AND ref = NEW.ref"
            )
        return [
            Trigger("DELETE", "; ".join(keep)),
            Trigger("INSERT", "; ".join(drop)),
        ]


# A partial date as text sorts by its first day; with '~' behind it, by its last.
SUPERSEDED_BY_OLDER = """EXISTS (
  SELECT 1 FROM {table} later WHERE later.id = NEW.superseded_by_id
    AND NEW.signed <> '' AND later.signed <> ''
    AND later.signed || '~' < NEW.signed)
OR EXISTS (
  SELECT 1 FROM {table} earlier WHERE earlier.superseded_by_id = NEW.id
    AND earlier.signed <> '' AND NEW.signed <> ''
    AND NEW.signed || '~' < earlier.signed)"""

SUPERSEDED_BY_ANOTHERS = """EXISTS (
  SELECT 1 FROM {table} later WHERE later.id = NEW.superseded_by_id
    AND later.partner_id <> NEW.partner_id)
OR EXISTS (
  SELECT 1 FROM {table} earlier WHERE earlier.superseded_by_id = NEW.id
    AND earlier.partner_id <> NEW.partner_id)"""

# One lasts beyond the start of the other, and the other beyond its own. That one has
# ended, and no end is on record, speaks against no later one.
_LASTS_BEYOND = """({one}.until > {other}.since || '~'
      OR {one}.until = '' AND ({one}.status <> 'ended'
        OR {other}.since || '~' <= {one}.since || '~'))"""

OVERLAPPING = f"""NEW.since <> '' AND EXISTS (
  SELECT 1 FROM {{table}} other
  WHERE other.partner_id = NEW.partner_id AND other.framework_id = NEW.framework_id
    AND other.id <> NEW.id AND other.since <> ''
    AND {_LASTS_BEYOND.format(one="NEW", other="other")}
    AND {_LASTS_BEYOND.format(one="other", other="NEW")})"""

# An Ally is no partner: its last status before accession ends with that.
_OUTLASTS = """{span}.status IN ('active', 'suspended', 'in-dialogue')
    AND {country}.ally_since <> ''
    AND ({span}.until = '' OR {span}.until > {country}.ally_since || '~')"""

PARTNER_AFTER_ACCESSION = f"""EXISTS (
  SELECT 1 FROM partnerships_partner partner
  JOIN partnerships_country country ON country.id = partner.country_id
  WHERE partner.id = NEW.partner_id
    AND {_OUTLASTS.format(span="NEW", country="country")})"""

ALLY_WHILE_PARTNER = f"""EXISTS (
  SELECT 1 FROM partnerships_affiliation span
  JOIN partnerships_partner partner ON partner.id = span.partner_id
  WHERE partner.country_id = NEW.id
    AND {_OUTLASTS.format(span="span", country="NEW")})"""

COUNTRY_OF_A_PARTNER_ALREADY_ALLY = f"""EXISTS (
  SELECT 1 FROM partnerships_affiliation span
  JOIN partnerships_country country ON country.id = NEW.country_id
  WHERE span.partner_id = NEW.id
    AND {_OUTLASTS.format(span="span", country="country")})"""
