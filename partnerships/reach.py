"""How far the facts of a page reach, which is not the day on which it is read."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from .dates import PartialDate
from .evidence import Evidence
from .models import Appointment, Record

# What a record says as of a day, beside the period in which it holds. The terms of an
# agreement (`runs_until`) and of an office are plans: nothing is known of that day yet.
DAYS = ("confirmed", "as_of", "edition")


@dataclass(frozen=True, slots=True)
class Reach:
    """The newest date among the facts of a page, and that of its newest source."""

    facts: PartialDate | None
    sources: PartialDate | None

    @classmethod
    def of(
        cls, records: Iterable[Record], evidence: Evidence, day: datetime.date
    ) -> "Reach":
        """Look through what a page shows; a fact that is to come later counts not."""
        records = list(records)
        facts = [
            date
            for record in records
            for date in _dates(record)
            if date.earliest <= day
        ]
        sources = [
            cited.source.dated
            for record in records
            for cited in evidence.about(record)
            if cited.source.dated
        ]
        return cls(max(facts, default=None), max(sources, default=None))


def _dates(record: Record) -> Iterator[PartialDate]:
    period = record.period_fields
    names = {*DAYS, *((*period.starts, period.end) if period else ())}
    if isinstance(record, Appointment):
        names.discard("until")
    for name in names:
        date = getattr(record, name, None) if name else None
        if isinstance(date, PartialDate):
            yield date
