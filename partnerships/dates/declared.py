"""How a model declares the dates between which what its rows say holds."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from .lookups import holds, may_hold
from .value import Period

Rule = Callable[[str, str, datetime.date], models.Q]


@dataclass(frozen=True, slots=True)
class PeriodFields:
    """The names of the fields of which a row's period is made.

    Of several `starts` the first that is given counts. `one_date` says what it means
    that no end is given: that there was only the one date, and not that it lasts.
    """

    starts: tuple[str, ...]
    end: str = ""
    one_date: bool = False

    def of(self, record: Any) -> Period:
        """Return the period of a row."""
        dates = (getattr(record, name) for name in self.starts)
        start = next((date for date in dates if date), None)
        end = getattr(record, self.end) if self.end else None
        return Period(start, end or (start if self.one_date else None))

    def hold(self, day: datetime.date) -> models.Q:
        """Return the condition that the period surely holds on `day`."""
        return self._by(holds, day)

    def may_hold(self, day: datetime.date) -> models.Q:
        """Return the condition that the period holds on `day`, or may."""
        return self._by(may_hold, day)

    def _by(self, rule: Rule, day: datetime.date) -> models.Q:
        found, earlier_are_blank = models.Q(), models.Q()
        *first, last = self.starts
        for start in first:
            given = earlier_are_blank & ~models.Q((start, ""))
            found |= given & self._with_end(rule, start, day)
            earlier_are_blank &= models.Q((start, ""))
        return found | (earlier_are_blank & self._with_end(rule, last, day))

    def _with_end(self, rule: Rule, start: str, day: datetime.date) -> models.Q:
        if not self.one_date:
            return rule(start, self.end, day)
        if not self.end:
            return rule(start, start, day)
        alone = models.Q((self.end, ""))
        return (alone & rule(start, start, day)) | (~alone & rule(start, self.end, day))
