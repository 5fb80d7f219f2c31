"""What a database can be asked of partial dates."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django.db import models

from .fields import PartialDateField
from .value import PartialDate

if TYPE_CHECKING:
    type_of_lookup = models.Lookup[Any]
else:
    # Django's classes take type arguments in the stubs only.
    type_of_lookup = models.Lookup


@PartialDateField.register_lookup
class Within(type_of_lookup):
    """The stored date lies inside a year, a month or a day, as precisely as that.

    2017 holds 2017, 2017-05 and 2017-05-22; 2017-05 holds the last two. It is one
    range of the column, which an index serves: nothing in a year sorts behind its
    ninety-ninth month, nor anything in a month behind its ninety-ninth day.
    """

    lookup_name = "within"

    def get_prep_lookup(self) -> Any:
        """Refuse to look inside no date; another column is taken as it is."""
        if hasattr(self.rhs, "resolve_expression"):
            return self.rhs
        if self.rhs is None or self.rhs == "":
            raise ValueError("“within” needs a year, a month or a day.")
        return self.lhs.output_field.get_prep_value(self.rhs)

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Compare with the text itself and the last text that can begin with it."""
        lhs, lhs_params = self.process_lhs(compiler, connection)
        rhs, rhs_params = self.process_rhs(compiler, connection)
        return (
            f"({lhs} >= {rhs} AND {lhs} <= {rhs} || '-99')",
            (*lhs_params, *rhs_params) * 2,
        )


class DayLookup(type_of_lookup):
    """A comparison of the bounds of the stored date with one whole day."""

    rhs: str

    def get_prep_lookup(self) -> str:
        """Take a day only: "by May" would need a guess at which end of May."""
        text = self.lhs.output_field.get_prep_value(self.rhs)
        if len(text) != len("2013-05-22"):
            raise ValueError(f"“{self.lookup_name}” needs a whole day.")
        return text


@PartialDateField.register_lookup
class StartedBy(DayLookup):
    """There is a date, and the first day that it can mean is not after the day.

    The text of a year or month sorts before that of its own first day, so this is a
    plain comparison of texts.
    """

    lookup_name = "started_by"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Compare as one range of the column."""
        lhs, params = self.process_lhs(compiler, connection)
        return f"({lhs} > '' AND {lhs} <= %s)", (*params, *params, self.rhs)


@PartialDateField.register_lookup
class LastsTo(DayLookup):
    """The last day that the date can mean is not before the day, or it is open."""

    lookup_name = "lasts_to"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Take later texts, and the year and the month that the day is in."""
        lhs, params = self.process_lhs(compiler, connection)
        sql = f"({lhs} >= %s OR {lhs} IN ('', %s, %s))"
        return sql, (*params, self.rhs, *params, self.rhs[:4], self.rhs[:7])


@PartialDateField.register_lookup
class SurelyStartedBy(DayLookup):
    """There is a date, and the last day that it can mean is not after the day.

    Of the texts up to that of the day, only its own year and month can mean a later
    day, unless it is their last.
    """

    lookup_name = "surely_started_by"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Compare as one range of the column, less the two; '' is outside anyway."""
        lhs, params = self.process_lhs(compiler, connection)
        unsure = [
            "" if str(PartialDate.fromisoformat(text).latest) == self.rhs else text
            for text in (self.rhs[:4], self.rhs[:7])
        ]
        sql = f"({lhs} > '' AND {lhs} <= %s AND {lhs} NOT IN (%s, %s))"
        return sql, (*params, *params, self.rhs, *params, *unsure)


@PartialDateField.register_lookup
class SurelyLastsTo(DayLookup):
    """The first day that the date can mean is not before the day, or it is open."""

    lookup_name = "surely_lasts_to"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        """Take later texts, and the year and the month that begin on the day."""
        lhs, params = self.process_lhs(compiler, connection)
        begun = [
            text if str(PartialDate.fromisoformat(text).earliest) == self.rhs else ""
            for text in (self.rhs[:4], self.rhs[:7])
        ]
        sql = f"({lhs} >= %s OR {lhs} IN ('', %s, %s))"
        return sql, (*params, self.rhs, *params, *begun)


def holds(start: str, end: str, day: datetime.date) -> models.Q:
    """Give the rule that the period of two fields surely holds on the day.

    It is ``Period.holds`` with the answer "yes". A period without a field for its
    end ("") never ends.
    """
    begun = models.Q(**{f"{start}__surely_started_by": day})
    return begun & models.Q(**{f"{end}__surely_lasts_to": day}) if end else begun


def may_hold(start: str, end: str, day: datetime.date) -> models.Q:
    """Give the rule that the period of two fields holds on the day, or possibly does.

    It is ``Period.holds`` with any answer but "no".
    """
    begun = models.Q(**{start: ""}) | models.Q(**{f"{start}__started_by": day})
    return begun & models.Q(**{f"{end}__lasts_to": day}) if end else begun


def not_before(start: str, end: str) -> models.Q:
    """Give the rule that the field ``end`` is not before the field ``start``.

    They are compared at the precision of the coarser one, and a missing one breaks
    no rule: an end in 2019 is not before a start in 2019-05.
    """
    return (
        models.Q(**{end: ""})
        | models.Q(**{start: ""})
        | models.Q(**{f"{end}__gte": models.F(start)})
        | models.Q(**{f"{start}__within": models.F(end)})
    )
