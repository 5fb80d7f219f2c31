"""The values: a date as its source gives it, and the time between two of them."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import total_ordering

FIRST_YEAR, LAST_YEAR = 1900, 2100
CANONICAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


@total_ordering
@dataclass(frozen=True, slots=True)
class PartialDate:
    """A year, a month or a day from 1900 to 2100; equal only at the same precision."""

    year: int
    month: int | None = None
    day: int | None = None

    def __post_init__(self) -> None:
        """Refuse what the calendar doesn't have, and a day without its month."""
        if not FIRST_YEAR <= self.year <= LAST_YEAR:
            raise ValueError(f"The year {self.year} is not from 1900 to 2100.")
        if self.day is not None and self.month is None:
            raise ValueError("A day needs its month.")
        month = 1 if self.month is None else self.month
        day = 1 if self.day is None else self.day
        datetime.date(self.year, month, day)

    @classmethod
    def fromisoformat(cls, text: str) -> PartialDate:
        """Read the canonical form only: ``2013``, ``2013-05`` or ``2013-05-22``."""
        match = CANONICAL.fullmatch(text)
        if match is None:
            raise ValueError(
                f"{text!r} is not a date: write a year, a month or a day as 2013, "
                "2013-05 or 2013-05-22."
            )
        try:
            return cls(*(int(part) for part in match.groups() if part is not None))
        except ValueError as error:
            raise ValueError(f"{text!r} is not a date: {error}") from error

    @classmethod
    def of(cls, day: datetime.date) -> PartialDate:
        """Give a whole day as a partial date."""
        return cls(day.year, day.month, day.day)

    def __str__(self) -> str:
        """Give the canonical form, which is also the stored one."""
        return "-".join(f"{part:02}" for part in self._key if part)

    @property
    def _key(self) -> tuple[int, int, int]:
        return self.year, self.month or 0, self.day or 0

    def __lt__(self, other: object) -> bool:
        """Sort by the canonical text: a year stands before its months and days."""
        if not isinstance(other, PartialDate):
            return NotImplemented
        return self._key < other._key

    @property
    def precision(self) -> str:
        """Say which of "year", "month" and "day" is the smallest known part."""
        if self.month is None:
            return "year"
        return "month" if self.day is None else "day"

    @property
    def earliest(self) -> datetime.date:
        """The first day that the date can mean."""
        return datetime.date(self.year, self.month or 1, self.day or 1)

    @property
    def latest(self) -> datetime.date:
        """The last day that the date can mean."""
        month = self.month or 12
        last = calendar.monthrange(self.year, month)[1]
        return datetime.date(self.year, month, self.day or last)

    def covers(self, day: datetime.date) -> bool:
        """Whether the date can mean that day."""
        return self.earliest <= day <= self.latest

    def agrees_with(self, other: PartialDate) -> bool:
        """Whether both are equal at the precision of the coarser one."""
        mine, theirs = str(self), str(other)
        return mine.startswith(theirs) or theirs.startswith(mine)


class Holds(StrEnum):
    """Whether something holds on a day, as far as its dates can tell."""

    YES = "yes"
    NO = "no"
    POSSIBLY = "possibly"


@dataclass(frozen=True, slots=True)
class Period:
    """The time from one date to another, its last day included.

    Without an end no end is on record: it lasts. Without a start it may have begun
    on any day. A vague date proves to its bounds only: what began in 2013 had surely
    begun by the last day of 2013, and possibly by the first.
    """

    start: PartialDate | None = None
    end: PartialDate | None = None

    def holds(self, day: datetime.date) -> Holds:
        """Tell whether the day lies in the period."""
        possibly_begun = self.start is None or self.start.earliest <= day
        possibly_lasting = self.end is None or self.end.latest >= day
        if not (possibly_begun and possibly_lasting):
            return Holds.NO
        surely_begun = self.start is not None and self.start.latest <= day
        surely_lasting = self.end is None or self.end.earliest >= day
        return Holds.YES if surely_begun and surely_lasting else Holds.POSSIBLY

    def may_meet(self, other: Period) -> bool:
        """Whether nothing that is known speaks against a day in both periods.

        What happens on a vague date is a period too: ``Period(date, date)``.
        """
        return all(
            start is None or end is None or start.earliest <= end.latest
            for start, end in self._crosswise(other)
        )

    def surely_meets(self, other: Period) -> bool:
        """Whether there is a day in both, whatever days their dates mean.

        Which day it is need not be known: an office from 2010 to 2015 surely met
        what happened in 2013.
        """
        return all(
            start is not None and (end is None or start.latest <= end.earliest)
            for start, end in self._crosswise(other)
        )

    def _crosswise(
        self, other: Period
    ) -> tuple[tuple[PartialDate | None, PartialDate | None], ...]:
        """Give each start with the end of the other: two periods meet by these."""
        return (self.start, other.end), (other.start, self.end)
