"""The gate: what may be public, asked on every way in and nowhere else decided.

A record that states facts is public only with a source that the public sees. It is
written before its citations, so no constraint can say it: the gate is asked at the
end of the transaction (`check`). What came round it, `refused` finds.
"""

import datetime
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Attached, Citation, Publishable, PublishingStatus, Record, Source

# The kinds of records that the gate lets pass only with a source.
GATED: tuple[type[Publishable], ...] = tuple(
    model
    for model in apps.get_app_config("partnerships").get_models()
    if issubclass(model, Publishable) and model.needs_citation
)

# The gate's number among the advisory locks of a PostgreSQL database.
LOCK = 20_070_831


class NotPublic(Exception):
    """Records that are published, and may not be public as they are."""

    def __init__(self, records: list[Publishable]) -> None:
        self.records = records
        names = ", ".join(f"“{record}”" for record in records[:10])
        super().__init__(_("Not public as it is: %(records)s.") % {"records": names})


def why_not_public(record: Any, at: datetime.datetime) -> list[str]:
    """Return what speaks against the record's being public at that moment.

    Nothing, if the list is empty. The twin in SQL is `unfit`. A record that is to be
    public later needs a source that the public sees by then.
    """
    if not record.needs_citation:
        return []
    by_then = max(at, record.publish_at or at)
    citations = record.citations.select_related("source")
    if any(citation.source.is_public(by_then) for citation in citations):
        return []
    return [_("No source that the public sees is cited.")]


def unfit(
    model: Any,
    at: datetime.datetime,
    without: Collection[int] = (),
) -> Q:
    """Return the condition that something speaks against a record's being public.

    The twin in Python is `why_not_public`. `without` are the numbers of citations
    that don't count.
    """
    if not model.needs_citation:
        return Q(pk__in=[])
    name = model._meta.get_field("citations").remote_field.name
    seen = (
        Q(source__publish_at__isnull=True)
        | Q(source__publish_at__lte=at)
        | Q(source__publish_at__lte=OuterRef("publish_at"))
    )
    cited = Citation.objects.filter(
        seen, Q((name, OuterRef("pk"))), source__status=PublishingStatus.PUBLISHED
    )
    if without:
        cited = cited.exclude(pk__in=without)
    return Q(~Exists(cited))


def refused(
    model: type[Publishable],
    at: datetime.datetime,
    without: Collection[int] = (),
) -> models.QuerySet:
    """Return the records of a kind that are published and may not be public."""
    return model._default_manager.filter(
        unfit(model, at, without), status=PublishingStatus.PUBLISHED
    )


def held_up_by(
    citations: Iterable[Citation], at: datetime.datetime
) -> list[Publishable]:
    """Return the records that may not be public any more without these citations."""
    gone = list(citations)
    held: dict[Any, set[int]] = {}
    for citation in gone:
        model = Citation.subject_models().get(citation.subject_field)
        if model in GATED:
            number = getattr(citation, f"{citation.subject_field}_id")
            held.setdefault(model, set()).add(number)
    return [
        record
        for model, numbers in held.items()
        for record in refused(model, at, [citation.pk for citation in gone])
        .filter(pk__in=numbers)
        .select_related(*model.for_link)
    ]


def concerned(records: Iterable[Record]) -> Iterator[models.QuerySet]:
    """Yield those that a change of these records lets pass the gate anew, or not.

    Of a source, all records that cite it; of a citation or another part, the record
    that it belongs to.
    """
    sources: list[Source] = []
    numbers: dict[type[Publishable], list[int]] = {}
    for record in records:
        subject: Record | None = record
        while isinstance(subject, Attached) or (subject is not None and subject.owner):
            subject = getattr(subject, subject.owner)
        if subject is None or subject.pk is None:
            continue  # It is deleted: nothing can cite it, and nobody sees it.
        if isinstance(subject, Source):
            sources.append(subject)
        elif isinstance(subject, GATED):
            numbers.setdefault(type(subject), []).append(subject.pk)
    model: Any
    for model in GATED:
        found = Q(pk__in=numbers.get(model, []))
        if sources:
            name = model._meta.get_field("citations").remote_field.name
            citing = Citation.objects.filter(source__in=sources).exclude(
                Q((name, None))
            )
            found |= Q(pk__in=citing.values(name))
        elif model not in numbers:
            continue
        yield model._default_manager.filter(found)


def not_public(records: Iterable[Record]) -> list[Publishable]:
    """Return the records that a change of `records` would leave public unduly."""
    now = timezone.now()
    found: list[Publishable] = []
    for queryset in concerned(records):
        model: Any = queryset.model
        unduly = queryset.filter(unfit(model, now), status=PublishingStatus.PUBLISHED)
        found += unduly.select_related(*model.for_link)
    return found


def _one_at_a_time() -> None:
    """Let nobody else ask until the transaction ends.

    Of two people who publish a record and hide its source, or take one of its two
    sources each, the second then sees what the first did. Rows would have to be
    locked in one order by all, but a form has written some before it asks. SQLite
    lets one transaction write at a time anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def check(records: Iterable[Record]) -> None:
    """Raise `NotPublic` if a change of `records` leaves something public unduly.

    To be asked at the end of the transaction that made the change, once all is
    written: who asks holds the others up until then.
    """
    _one_at_a_time()
    if found := not_public(records):
        raise NotPublic(found)


def round_it() -> list[Publishable]:
    """Return all records that are public unduly, whatever way they came."""
    now = timezone.now()
    return [
        record
        for model in GATED
        for record in refused(model, now).select_related(*model.for_link)
    ]
