"""The fields: lines of text in a form, and a column of the database."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from .value import FIRST_YEAR, LAST_YEAR, PartialDate
from .words import EXAMPLES, parse

if TYPE_CHECKING:
    # Read, it is a PartialDate, or None where blank is allowed; the type can't tell.
    type_of_field = models.Field["PartialDate | str | None", Any]
else:
    # Django's classes take type arguments in the stubs only.
    type_of_field = models.Field

DAY_EXAMPLES = _("For example: 2027-05-12 or 12 May 2027.")
NOT_A_DAY = _("Type a whole day from 1900 to 2100, such as 2027-05-12 or 12 May 2027.")
NOT_CANONICAL = _(
    "“%(value)s” is not a year, a month or a day from 1900 to 2100, written as 2013, "
    "2013-05 or 2013-05-18."
)


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


class DayField(forms.DateField):
    """A line of text that takes a whole day as ``parse`` reads it; empty means none.

    Django reads 12/05/2027 by the language of the interface: one editor would mean
    a day in May, and another one in December.
    """

    default_error_messages = {"invalid": NOT_A_DAY}

    def to_python(self, value: Any) -> datetime.date | None:
        """Read the typed text."""
        if not isinstance(value, str):
            return super().to_python(value)
        if not value.strip():
            return None
        try:
            date = parse(value)
        except ValidationError:
            date = None
        if date is None or date.precision != "day":
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return date.earliest


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
        """Leave the fixed length and the module out of migrations: both may move."""
        name, _path, args, kwargs = super().deconstruct()
        del kwargs["max_length"]
        return name, "partnerships.dates.PartialDateField", args, kwargs

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
