"""The value: a date as its source gives it."""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
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
