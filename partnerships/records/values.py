"""What the fields of a form hold: plain JSON, each as its field can hold it."""

import datetime
import math
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.text import capfirst

from ..models import Record


class FormError(ValueError):
    """A form that can't be read or applied; says why, and in which of its rows."""

    def __init__(self, reason: str, position: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.position = position


def is_empty(each: models.Field, value: Any) -> bool:
    """Tell whether a field that holds this is left out of a form."""
    if each.has_default():
        # What is left out takes the default when it is read back.
        return bool(value == each.get_default() and each.blank)
    return value in ("", None) and (each.null or each.blank)


@cache
def defaults_of(model: type[Record]) -> dict[str, Any]:
    """Return what the fields of a kind hold, and a form says, if nothing is given."""
    return {
        each.name: to_json(each.get_default())
        for each in model._meta.concrete_fields
        if each.has_default() and not is_empty(each, each.get_default())
    }


def to_json(value: Any) -> Any:
    """Return what a field holds as plain JSON."""
    if value is None or isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, datetime.date):
        return DjangoJSONEncoder().default(value)
    return str(value)


def checked(model: type[Record], fields: dict[str, Any]) -> dict[str, Any]:
    """Return the fields as they are written, without what is empty.

    What is left out and has a default that means something is written out, so that
    one record has one form.
    """
    order = dict(defaults_of(model))
    for name, value in fields.items():
        try:
            each: Any = model._meta.get_field(name)
        except FieldDoesNotExist:
            each = None
        # A foreign key is found by the name of its column as well.
        if each is None or each.auto_created or each.primary_key or each.name != name:
            kind = capfirst(str(model._meta.verbose_name))
            raise FormError(f"{kind} has no field '{name}'.")
        if reason := malformed(each, value):
            raise FormError(f"{name}: {reason}")
        if each.many_to_many:
            value = once(value)
            empty = not value
        elif each.related_model:
            empty = value is None
        else:
            held = each.to_python(value)
            if isinstance(held, datetime.datetime):
                # As the database holds it, whatever its clock was.
                held = held.astimezone(datetime.UTC)
            empty = is_empty(each, held)
            value = to_json(held)
        if empty:
            order.pop(name, None)
        else:
            order[name] = value
    positions = {
        each.name: number
        for number, each in enumerate(
            [*model._meta.concrete_fields, *model._meta.many_to_many]
        )
    }
    return {name: order[name] for name in sorted(order, key=positions.__getitem__)}


def once(keys: list[list[str]]) -> list[list[str]]:
    """Return a list of links in its one order, each once."""
    return [list(key) for key in sorted({tuple(key) for key in keys})]


def malformed(each: Any, value: Any) -> str:
    """Say why `value` can't stand for what a field holds; '' if it can."""
    if each.related_model:
        keys = value if each.many_to_many else [value]
        if value is None and each.null:
            return ""
        if isinstance(keys, list) and all(fits(each.related_model, k) for k in keys):
            return ""
        return f"name each {each.related_model._meta.verbose_name} by its natural key."
    if isinstance(value, list | dict):
        return "this must be one value, not a list or an object."
    if isinstance(value, str) and (reason := no_text(value)):
        return reason
    try:
        held = each.to_python(value)
        if isinstance(held, datetime.datetime):
            if held.tzinfo is None:
                return "say in which time zone, as in '2025-01-31T09:00:00Z'."
            held.astimezone(datetime.UTC)
    except ValidationError as error:
        return " ".join(error.messages)
    except TypeError:
        # Django reads a date from a text only, and says nothing of a number.
        return "write this as a text, in quotation marks."
    except (OverflowError, ValueError) as error:
        return f"{error}."
    if any(isinstance(e, float) and not math.isfinite(e) for e in (value, held)):
        return "this must be a finite number."
    return ""


def no_text(value: str) -> str:
    """Say why no database could hold a text, or ask for one; '' if it could."""
    if "\0" in value:
        # SQLite would store it, and PostgreSQL would not.
        return "Null characters are not allowed."
    try:
        value.encode()
    except UnicodeEncodeError:
        return "this is not text: half of a character is missing."
    return ""


def fits(model: type[Record], key: Any) -> bool:
    """Tell whether `key` has the form of a natural key of `model`."""
    if not isinstance(key, list):
        return False
    if not all(isinstance(each, str) and not no_text(each) for each in key):
        return False
    values = iter(key)
    try:
        model.natural_key_lookup(values)
    except (KeyError, StopIteration, TypeError):
        return False
    return not list(values)
