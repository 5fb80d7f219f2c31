"""The partial date: a year, a month or a day, kept exactly as its source gives it.

The written form is that of ISO 8601 with reduced precision, which is also level 0 of
the Extended Date/Time Format (EDTF): ``2013``, ``2013-05`` or ``2013-05-22``. Nothing
is filled up on the way: the database, the admin, the fixtures and the pages all carry
the date with the precision that it came with.

Sorting, searching and comparing work on that text. Its byte order puts a year before
its months and a month before its days, so a plain index on the column serves them all.
"""

from __future__ import annotations

import calendar
import datetime
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache, total_ordering
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    # Read, it is a PartialDate, or None where blank is allowed; the type can't tell.
    type_of_field = models.Field["PartialDate | str | None", Any]
    type_of_lookup = models.Lookup[Any]
else:
    # Django's classes take type arguments in the stubs only.
    type_of_field = models.Field
    type_of_lookup = models.Lookup

FIRST_YEAR, LAST_YEAR = 1900, 2100
CANONICAL = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")

MONTHS = {
    "en": "January February March April May June July August September October"
    " November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre"
    " novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre"
    " noviembre diciembre",
}
# A bar separates the months; where a language has no short name, nothing stands.
# No short name means another month in another of the languages (a test proves it).
SHORT_MONTHS = {
    "en": "jan|feb|mar|apr|may|jun|jul|aug|sep sept|oct|nov|dec",
    "fr": "janv|févr fév||avr|||juil||sept|oct|nov|déc",
    "es": "ene|feb|mar|abr|may|jun|jul|ago|sep sept|oct|nov|dic",
}
# (before a year or a month, before a day)
SINCE = {
    "en": ("since ", "since "),
    "fr": ("depuis ", "depuis le "),
    "es": ("desde ", "desde el "),
}
UNTIL = {
    "en": ("until ", "until "),
    "fr": ("jusqu'en ", "jusqu'au "),
    "es": ("hasta ", "hasta el "),
}

EXAMPLES = _("For example: 2013, May 2013, 18 May 2013, 2013-05 or 2013-05-18.")
NOT_A_DATE = _(
    "Type a year, a month with its year, or a day with its month in letters and its "
    "year, such as 2013, May 2013 or 18 May 2013; or in figures 2013-05 or 2013-05-18."
)
NO_SUCH_DAY = _(
    "There is no such date in the calendar of the years 1900 to 2100. Type one such as "
    "2013, May 2013, 18 May 2013, 2013-05 or 2013-05-18."
)
NOT_CANONICAL = _(
    "“%(value)s” is not a year, a month or a day from 1900 to 2100, written as 2013, "
    "2013-05 or 2013-05-18."
)


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


def display(date: PartialDate | None, language: str | None = None) -> str:
    """Write a date in words, in English, French or Spanish; no date gives no words."""
    if date is None:
        return ""
    language = _known(language)
    return _joint(language).join(_words(date, language))


def display_range(
    start: PartialDate | None, end: PartialDate | None, language: str | None = None
) -> str:
    """Write a time from start to end, each end with the precision that it has.

    What both ends share is written once if both are equally precise. Without an end
    it is "since", without a start "until", and the same date twice is one date.
    """
    language = _known(language)
    if start is None or end is None or start == end:
        date = start or end
        if start == end or date is None:
            return display(date, language)
        lead_in = (UNTIL if start is None else SINCE)[language]
        return lead_in[date.precision == "day"] + display(date, language)
    first, last = _words(start, language), _words(end, language)
    shared: list[str] = []
    if start.precision == end.precision:
        while first[-1] == last[-1]:
            shared.insert(0, last.pop())
            first.pop()
    joint = _joint(language)
    dash = "–" if len(first) == len(last) == 1 else " – "
    return joint.join([f"{joint.join(first)}{dash}{joint.join(last)}", *shared])


def _known(language: str | None) -> str:
    code = (language or get_language() or "en").split("-")[0]
    return code if code in MONTHS else "en"


def _joint(language: str) -> str:
    return " de " if language == "es" else " "


def _words(date: PartialDate, language: str) -> list[str]:
    words = [str(date.year)]
    if date.month:
        words.insert(0, MONTHS[language].split()[date.month - 1])
    if date.day:
        first_in_french = language == "fr" and date.day == 1
        words.insert(0, "1er" if first_in_french else str(date.day))
    return words


# "18 de", "1er" and "de 2013" belong to one language each; parse() sees to that.
WORDED = re.compile(
    r"(?:(?P<day>[1-9]|[12][0-9]|3[01])(?P<er>er)? (?P<day_de>de )?)?"
    r"(?P<month>[^\W\d_]+)(?P<stop>\.)? (?P<year_de>de )?(?P<year>[0-9]{4})"
)


@lru_cache
def _month_names(languages: tuple[str, ...]) -> dict[str, tuple[int, set[str], bool]]:
    """Give the month, the languages and "may take a full stop" for each known name."""
    known: dict[str, tuple[int, set[str], bool]] = {}
    for language in languages:
        full = MONTHS[language].lower().split()
        short = [names.split() for names in SHORT_MONTHS[language].split("|")]
        for number in range(1, 13):
            for name in (full[number - 1], *short[number - 1]):
                bare = "".join(
                    letter
                    for letter in unicodedata.normalize("NFD", name)
                    if not unicodedata.combining(letter)
                )
                for spelling in {name, bare}:
                    month, used_in, stop = known.get(spelling, (number, set(), False))
                    if month != number:
                        raise ValueError(f"“{spelling}” means two months.")
                    stop = stop or name in short[number - 1]
                    known[spelling] = (number, used_in | {language}, stop)
    return known


def parse(text: str, languages: tuple[str, ...] = ("en", "fr", "es")) -> PartialDate:
    """Read a date as an editor or a visitor types it, and never guess.

    The canonical form, or a month in letters with its year and, before it, its day.
    Upper and lower case, left-out accents and extra white space don't matter.
    Everything else is a ValidationError that says what to type.
    """
    text = " ".join(unicodedata.normalize("NFC", text).lower().split())
    try:
        if CANONICAL.fullmatch(text):
            return PartialDate.fromisoformat(text)
        match = WORDED.fullmatch(text)
        name = match and _month_names(tuple(languages)).get(match["month"])
        if not match or not name:
            raise ValidationError(NOT_A_DATE, code="invalid")
        month, used_in, may_stop = name
        if (
            (match["stop"] and not may_stop)
            or (match["er"] and not (match["day"] == "1" and "fr" in used_in))
            or ((match["day_de"] or match["year_de"]) and "es" not in used_in)
        ):
            raise ValidationError(NOT_A_DATE, code="invalid")
        day = int(match["day"]) if match["day"] else None
        return PartialDate(int(match["year"]), month, day)
    except ValueError as error:
        raise ValidationError(NO_SUCH_DAY, code="invalid") from error


class PartialDateFormField(forms.Field):
    """A line of text that takes what ``parse`` reads; empty means no date."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        """Give the examples as help where the model says nothing of its own."""
        kwargs["help_text"] = kwargs.get("help_text") or EXAMPLES
        super().__init__(**kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask for the keyboard with letters, and for no suggestions of old dates."""
        return {"inputmode": "text", "autocomplete": "off"}

    def prepare_value(self, value: Any) -> Any:
        """Show a date in its canonical form, and a rejected text as it was typed."""
        return str(value) if isinstance(value, PartialDate) else value

    def to_python(self, value: Any) -> PartialDate | None:
        """Read the typed text."""
        if value is None or isinstance(value, PartialDate):
            return value
        text = str(value)
        return parse(text) if text.strip() else None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the date is another one: a date typed in another form is not."""
        if self.disabled:
            return False
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class PartialDateField(type_of_field):
    """A column with a partial date, or with '' where none is known (never NULL)."""

    description = _("A year, a month or a day")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fix the length to that of a whole day, and refuse a second kind of empty."""
        if kwargs.get("null"):
            raise ValueError("A partial date is never NULL: leave null out.")
        kwargs["max_length"] = 10
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Leave the fixed length out of migrations."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        """Store as text of limited length."""
        return "CharField"

    def db_parameters(self, connection: Any) -> Any:
        """Sort by bytes everywhere: PostgreSQL needs to be told, SQLite does so."""
        parameters: dict[str, Any] = {**super().db_parameters(connection)}
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters

    def db_check(self, connection: Any) -> str | None:
        """Let the database itself refuse what is not '' or a date in canonical form.

        A day that the calendar doesn't have would otherwise break the page it is
        read for, so the check knows the months and the leap years from 1900 to 2100.
        """
        column = connection.ops.quote_name(self.column)
        if connection.vendor == "postgresql":
            return f"{column} ~ '{POSTGRESQL_FORM}'"
        if connection.vendor != "sqlite":
            return None
        year = "[0-9]" * 4
        pair = "-[0-9][0-9]"
        return (
            f"{column} = '' OR {column} >= '{FIRST_YEAR}'"
            f" AND {column} < '{LAST_YEAR + 1}' AND ({column} GLOB '{year}'"
            f" OR {column} GLOB '{year}{pair}'"
            f" AND substr({column}, 6) BETWEEN '01' AND '12'"
            f" OR {column} GLOB '{year}{pair}{pair}'"
            # Only a sum makes SQLite carry a 30 February over into March.
            f" AND date({column}, '+0 days') IS {column})"
        )

    def get_default(self) -> Any:
        """Start a new record without a date; Django would start it with ''."""
        value = super().get_default()
        return None if value == "" else value

    def from_db_value(self, value: Any, *args: Any) -> PartialDate | None:
        """Read the column; an outer join can give NULL for a missing row."""
        return PartialDate.fromisoformat(value) if value else None

    def to_python(self, value: Any) -> PartialDate | None:
        """Take a partial date, canonical text, or nothing; refuse all else."""
        if value is None or value == "":
            return None
        if isinstance(value, PartialDate):
            return value
        try:
            if isinstance(value, str):
                return PartialDate.fromisoformat(value)
        except ValueError:
            pass  # The same sentence answers every wrong value, below.
        raise ValidationError(NOT_CANONICAL, code="invalid", params={"value": value})

    def get_prep_value(self, value: Any) -> str:
        """Give the stored text of a partial date, a day or canonical text."""
        if isinstance(value, datetime.date):
            value = PartialDate.of(value)
        return str(self.to_python(value) or "")

    def value_to_string(self, obj: models.Model) -> str:
        """Serialize to the canonical form (Django writes null for no date)."""
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Answer a missing date as a missing text: it may not be blank."""
        if value is not None:
            super().validate(value, model_instance)
        elif not self.blank:
            raise ValidationError(self.error_messages["blank"], code="blank")

    def formfield(self, **kwargs: Any) -> Any:
        """Edit as one line of text."""
        return super().formfield(**{"form_class": PartialDateFormField, **kwargs})


def _postgresql_form() -> str:
    year = "(19[0-9][0-9]|20[0-9][0-9]|2100)"
    day_28, day_30 = "(0[1-9]|1[0-9]|2[0-8])", "(0[1-9]|[12][0-9]|30)"
    leap = "((19|20)(0[48]|[2468][048]|[13579][26])|2000)"
    days = f"(0[1-9]|1[0-2])(-{day_28})?|(0[13-9]|1[0-2])-{day_30}"
    return f"^({year}(-({days}|(0[13578]|1[02])-31))?|{leap}-02-29)?$"


POSTGRESQL_FORM = _postgresql_form()


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
