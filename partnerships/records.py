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
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.core.serializers.python import Serializer
from django.db import models

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
