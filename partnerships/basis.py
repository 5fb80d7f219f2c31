"""The facts on which a summary rests: whether they still say what they said.

What they said is noted when the summary or its basis is saved (`note`), never when a
fact is, so that a later change of a fact is seen (`overtaken`).
"""

import datetime
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext_lazy as _

from . import facts
from .models import (
    BasisSaid,
    Partner,
    Programme,
    PublishingStatus,
    Record,
    citable_fields,
)
from .translation import LANGUAGE_OF_RECORD, is_translated

# The kinds whose summary rests on facts, by what `BasisSaid` calls them.
SUMMED_UP: dict[type[Any], str] = {Partner: "partner", Programme: "programme"}
# What is said anew where one of these is: a translation says the same.
SAID_BY = frozenset({f"summary_{LANGUAGE_OF_RECORD}", "basis"})


class Since(models.TextChoices):
    """What became of a fact since a summary was saved that rests on it."""

    CHANGED = "changed", _("has changed")
    HIDDEN = "hidden", _("is not public")
    GONE = "gone", _("is not on record any more")


@dataclass(frozen=True, slots=True)
class Overtaken:
    """A fact of a basis that is not any more what it was; `fact` is None if gone."""

    address: str
    since: Since
    fact: Record | None


def note(records: Iterable[Record]) -> None:
    """Keep what the facts say now on which the summaries of these records rest."""
    records = [record for record in records if type(record) in SUMMED_UP]
    if not records:
        return
    said = _digests(_found(records))
    for model, name in SUMMED_UP.items():
        of_kind = [record for record in records if type(record) is model]
        key = f"{name}_id"
        rows = []
        for record in of_kind:
            lines = [f"{said[line]} {line}" for line in _lines(record) if line in said]
            rows.append(BasisSaid(**{key: record.pk, "lines": "\n".join(lines)}))
        if rows:
            numbers = [record.pk for record in of_kind]
            BasisSaid.objects.filter(**{f"{key}__in": numbers}).delete()
            BasisSaid.objects.bulk_create([row for row in rows if row.lines])


def note_all() -> None:
    """Note it for all records that there are."""
    for model in SUMMED_UP:
        note(model.objects.exclude(basis=""))


def overtaken(
    records: Iterable[Record], at: datetime.datetime
) -> dict[Record, list[Overtaken]]:
    """Return the facts that are not what they were, of the records that have any.

    What a fact said is unknown where the summary came round every form; then it is
    overtaken only if it is gone, or not public beside a summary that is.
    """
    records = list(records)
    found = _found(records)
    now = _digests(found)
    result: dict[Record, list[Overtaken]] = {}
    for record in records:
        noted = getattr(record, "basis_said", None)
        pairs = (line.split(" ") for line in noted.lines.splitlines()) if noted else ()
        then = {address: digest for digest, address in pairs}
        public = record.is_public(at)
        for line in _lines(record):
            fact, since = found.get(line), None
            if fact is None:
                since = Since.GONE
            elif public and not fact.is_public(at):
                since = Since.HIDDEN
            elif then.get(line, now[line]) != now[line]:
                since = Since.CHANGED
            if since:
                result.setdefault(record, []).append(Overtaken(line, since, fact))
    return result


def overtaken_of(model: Any, at: datetime.datetime) -> dict[Record, list[Overtaken]]:
    """Return the published records of a kind whose summary may be wrong by now."""
    needed = ("basis_said", *model.for_link, *model.public_through)
    published = model.objects.filter(status=PublishingStatus.PUBLISHED)
    return overtaken(published.exclude(basis="").select_related(*needed), at)


def _lines(record: Any) -> list[str]:
    lines: list[str] = record.basis.splitlines()
    return lines


def _found(records: Sequence[Record]) -> dict[str, Record]:
    return facts.find({line for record in records for line in _lines(record)})


def _digests(found: dict[str, Record]) -> dict[str, str]:
    """Return what facts say, in short, at one query for each list of links.

    Only what a source could speak of, in the language of record: no review, nor a
    translation, changes a fact. Links count by number: a new address changes nothing.
    """
    by_model: dict[type[Record], list[Record]] = {}
    for fact in found.values():
        by_model.setdefault(type(fact), []).append(fact)
    for model, same in by_model.items():
        for each in model._meta.many_to_many:
            linked: Any = each.related_model
            numbers = linked._default_manager.order_by().only("pk")
            prefetch_related_objects(same, Prefetch(each.name, numbers))
    return {address: _digest(fact) for address, fact in found.items()}


def _digest(fact: Record) -> str:
    said = []
    for name in citable_fields(type(fact)):
        if is_translated(type(fact), name):
            value = getattr(fact, f"{name}_{LANGUAGE_OF_RECORD}")
        elif (field := fact._meta.get_field(name)).many_to_many:
            value = sorted(linked.pk for linked in getattr(fact, name).all())
        else:
            value = getattr(fact, getattr(field, "attname", name))
        if value not in (None, "", []):
            said.append(f"{name}={value}")
    return hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]
