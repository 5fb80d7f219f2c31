"""Load fixtures into an empty database: all of them, or nothing.

Stock `loaddata` checks neither choices nor validators, and names a faulty row by
what the database says of it. This names file, row and field.
"""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.base import DeserializationError, DeserializedObject
from django.db import Error as DatabaseError
from django.db import models, transaction
from django.utils.text import capfirst

from .models import Publishable, PublishingStatus, Record
from .records import FILES


class ContentError(Exception):
    """Content that can't be loaded; says the file, the row and the field."""


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
            f"{where}: {field.name}: there is no {model._meta.verbose_name} "
            f"{json.dumps(key, ensure_ascii=False)}."
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
