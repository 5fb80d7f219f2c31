"""The one written form of a record.

A record is a root (a model that is nobody's part) with its parts. Written, it is
Django's own JSON serialization with natural keys: the root first, its parts
right after it, in an order that does not depend on how they were typed. A field
that holds what an empty one holds is left out, so that a citation is one line
and a diff shows what somebody changed.

Fixtures are made of it. Anything else that keeps or compares records (history,
working copies, the content deploy) uses this form and no other.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.base import DeserializationError, DeserializedObject
from django.core.serializers.json import DjangoJSONEncoder
from django.core.serializers.python import Serializer
from django.db import Error as DatabaseError
from django.db import models, transaction
from django.utils.text import capfirst

from .models import (
    Activity,
    Agreement,
    Country,
    Event,
    Framework,
    GlossaryTerm,
    Guide,
    Partner,
    Person,
    Programme,
    Publishable,
    PublishingStatus,
    Record,
    Source,
    Topic,
    TrainingCentre,
)

# A file a kind. The number keeps them in an order in which nothing points
# forward, so that `loaddata fixtures/*.json` finds what each record needs.
FILES: dict[str, type[Record]] = {
    "01-sources.json": Source,
    "02-countries.json": Country,
    "03-topics.json": Topic,
    "04-frameworks.json": Framework,
    "05-people.json": Person,
    "06-programmes.json": Programme,
    "07-centres.json": TrainingCentre,
    "08-partners.json": Partner,
    "09-agreements.json": Agreement,
    "10-activities.json": Activity,
    "11-events.json": Event,
    "12-guides.json": Guide,
    "13-glossary.json": GlossaryTerm,
}
ONE_LINE = 180


class ContentError(Exception):
    """Content that can't be loaded; says the file, the row and the field."""


class _RecordSerializer(Serializer):
    """Django's serialization, less what an empty field holds anyway."""

    def handle_field(self, obj: models.Model, field: models.Field) -> None:
        if not _is_empty(field, getattr(obj, field.attname)):
            super().handle_field(obj, field)

    def handle_fk_field(self, obj: models.Model, field: models.ForeignKey) -> None:
        if getattr(obj, field.attname) is not None:
            super().handle_fk_field(obj, field)

    def handle_m2m_field(
        self, obj: models.Model, field: models.ManyToManyField
    ) -> None:
        keys = sorted(
            list(related.natural_key()) for related in getattr(obj, field.name).all()
        )
        if keys:
            self._current[field.name] = keys


def _is_empty(field: models.Field, value: Any) -> bool:
    if field.has_default():
        # What is left out takes the default when it is read back.
        return bool(value == field.get_default() and field.blank)
    return value in ("", None) and (field.null or field.blank)


def rows(root: Record) -> Iterator[Record]:
    """Yield `root` and all its parts, each right after what it belongs to."""
    yield root
    for name in root.parts:
        parts = getattr(root, name).all()
        for part in sorted(parts, key=lambda part: _sort_key(part.natural_key())):
            yield from rows(part)


def _sort_key(key: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(value) for value in key)


def form(root: Record) -> list[dict[str, Any]]:
    """Return the written form of a record: the root, then its parts."""
    return _RecordSerializer().serialize(
        rows(root), use_natural_foreign_keys=True, use_natural_primary_keys=True
    )


def to_json(objects: Iterable[dict[str, Any]]) -> str:
    """Return the text of a fixture: a short object a line, a long one a field a line.

    The same objects give the same text, to the byte.
    """
    return "[\n" + ",\n".join(_object_to_json(each) for each in objects) + "\n]\n"


def _object_to_json(written: dict[str, Any]) -> str:
    line = _json(written)
    if len(line) <= ONE_LINE:
        return line
    fields = ",\n".join(
        f"    {_json(name)}: {_json(value)}"
        for name, value in written["fields"].items()
    )
    return (
        f'{{\n  "model": {_json(written["model"])},\n  "fields": {{\n{fields}\n  }}\n}}'
    )


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def export(model: type[Record]) -> str:
    """Return the fixture of all records of one kind, in the order of their keys."""
    objects = model.objects.with_parts().select_related(None)
    roots = sorted(objects, key=lambda root: _sort_key(root.natural_key()))
    return to_json(written for root in roots for written in form(root))


def is_empty() -> bool:
    """Tell whether the database holds no content at all."""
    return not any(model.objects.exists() for model in FILES.values())


def load(paths: Iterable[Path]) -> dict[str, int]:
    """Load fixtures into an empty database: all of them, or nothing.

    Every object is checked as a form would check it, which `loaddata` does not
    do. Returns the number of rows by kind. Raises `ContentError`, naming file,
    row and field, when something is wrong; the database is then as before.
    """
    counts: dict[str, int] = {}
    deferred: list[tuple[str, DeserializedObject]] = []
    with transaction.atomic():
        for path in paths:
            for position, written in enumerate(_read(path), start=1):
                where = f"{path.name}, row {position} ({_name(written)})"
                loaded = _save(written, where)
                if loaded.deferred_fields:
                    deferred.append((where, loaded))
                kind = str(loaded.object._meta.verbose_name_plural)
                counts[kind] = counts.get(kind, 0) + 1
        for where, loaded in deferred:
            _save_deferred(loaded, where)
        _refuse_uncited()
    return counts


def uncited(model: type[Publishable]) -> models.QuerySet:
    """Return the published records of a kind that lack the citation they need."""
    published = model.objects.filter(status=PublishingStatus.PUBLISHED)
    if not model.needs_citation:
        return published.none()
    return published.filter(citations__isnull=True)


def _refuse_uncited() -> None:
    for name, model in FILES.items():
        if issubclass(model, Publishable) and (record := uncited(model).first()):
            raise ContentError(
                f"{name}, {record.slug}: status is 'published', but the record has no "
                "citation. Add one, or make it a draft."
            )


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ContentError(f"{path.name} can't be read: {error}") from error
    if not isinstance(content, list):
        raise ContentError(f"{path.name} must hold a list of objects.")
    return content


def _name(written: Any) -> str:
    """Return words by which an editor finds a row in its file."""
    if not isinstance(written, dict) or not isinstance(written.get("fields"), dict):
        return "not an object with 'model' and 'fields'"
    fields = written["fields"]
    name = fields.get("slug") or fields.get("term")
    if not name:
        name = ", ".join(f"{key} {value}" for key, value in list(fields.items())[:3])
    return f"{written.get('model')} {name}"


def _refuse_malformed(written: Any, where: str) -> None:
    """Refuse what stock deserialization would take, or refuse without the field.

    It would take a row of any model, a number for a record, and a list for a text.
    """
    if not isinstance(written, dict) or set(written) != {"model", "fields"}:
        raise ContentError(f"{where}: a row has 'model' and 'fields', nothing else.")
    if not isinstance(written["fields"], dict):
        raise ContentError(f"{where}: 'fields' must be an object.")
    try:
        model = apps.get_model(written["model"])
    except (AttributeError, LookupError, ValueError):
        model = None
    if model is None or not issubclass(model, Record):
        raise ContentError(f"{where}: there is no kind of record of this name.")
    for name, value in written["fields"].items():
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            field = None
        if field is None or field.auto_created:
            kind = capfirst(str(model._meta.verbose_name))
            raise ContentError(f"{where}: {kind} has no field '{name}'.")
        if reason := _malformed(field, value):
            raise ContentError(f"{where}: {name}: {reason}")


def _malformed(field: Any, value: Any) -> str:
    """Say why `value` can't stand for what a field holds; '' if it can."""
    if field.related_model:
        keys = value if field.many_to_many else [value]
        if value is None and field.null:
            return ""
        if isinstance(keys, list) and all(_fits(field.related_model, k) for k in keys):
            return ""
        return f"name each {field.related_model._meta.verbose_name} by its natural key."
    if isinstance(value, list | dict):
        return "this must be one value, not a list or an object."
    if isinstance(value, str) and "\0" in value:
        # SQLite would store it, and PostgreSQL would not.
        return "Null characters are not allowed."
    try:
        str(value).encode()
        field.to_python(value)
    except UnicodeEncodeError:
        return "this is not text: half of a character is missing."
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _fits(model: type[Record], key: Any) -> bool:
    """Tell whether `key` has the form of a natural key of `model`."""
    if not isinstance(key, list):
        return False
    values = iter(key)
    try:
        model.natural_key_lookup(values)
    except (KeyError, StopIteration, TypeError):
        return False
    return not list(values)


def _save(written: dict[str, Any], where: str) -> DeserializedObject:
    _refuse_malformed(written, where)
    try:
        loaded = next(
            serializers.deserialize("python", [written], handle_forward_references=True)
        )
    except (DeserializationError, AttributeError, KeyError, TypeError) as error:
        raise ContentError(f"{where}: {error}") from error
    row = loaded.object
    if row.pk is not None:
        twice = ContentError("the same record stands in the files twice.")
        raise ContentError(f"{where}: {_reason(row, twice)}")
    waiting = set()
    for field, key in (loaded.deferred_fields or {}).items():
        if not field.many_to_many and not field.null:
            _refuse_missing(field, key, where)
        waiting.add(field.name)
    try:
        # The database holds the constraints. Asking them of each row first would
        # take four times as long; asked after a refusal, they say why in words.
        row.full_clean(
            exclude=waiting, validate_unique=False, validate_constraints=False
        )
        with transaction.atomic():
            loaded.save()
    except ValidationError as error:
        raise ContentError(f"{where}: {_explain(error)}") from error
    except (DatabaseError, ValueError) as error:
        raise ContentError(f"{where}: {_reason(row, error)}") from error
    return loaded


def _reason(row: models.Model, refusal: Exception) -> str:
    """Return in words why the database refused a row."""
    try:
        row.clean()
        if row.pk is None:
            row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        return _explain(error)
    return str(refusal)


def _refuse_missing(field: Any, key: list[Any], where: str) -> None:
    """Refuse a natural key that no row has."""
    model = field.related_model
    try:
        model.objects.get_by_natural_key(*key)
    except model.DoesNotExist as error:
        raise ContentError(
            f"{where}: {field.name}: there is no {model._meta.verbose_name} {_json(key)}."
        ) from error


def _save_deferred(loaded: DeserializedObject, where: str) -> None:
    for field, keys in (loaded.deferred_fields or {}).items():
        for key in keys if field.many_to_many else [keys]:
            _refuse_missing(field, key, where)
    try:
        with transaction.atomic():
            loaded.save_deferred_fields()
        loaded.object.full_clean()
    except ValidationError as error:
        raise ContentError(f"{where}: {_explain(error)}") from error
    except DatabaseError as error:
        raise ContentError(f"{where}: {_reason(loaded.object, error)}") from error


def _explain(error: ValidationError) -> str:
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(
        f"{field}: {' '.join(messages)}" if field != "__all__" else " ".join(messages)
        for field, messages in error.message_dict.items()
    )
