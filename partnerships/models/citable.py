"""What a citation may say of a record: the fields that it names, and their values."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from ..dates import PartialDateField, parse
from ..translation import is_translated
from .publishing import Publishable
from .record import Record

# Names, places in a list, and what editors note about a text: no source speaks of them.
NO_FACTS = ("id", "ref", "position", "basis", "related", "withdrawal_reason")
# Figures with strokes or dots between them: a date that could be read in two ways.
UNCLEAR_DATE = re.compile(r"\d\s*[/.]\s*\d")


def written_value(model: type[Record], name: str, value: str) -> str:
    """Return what a source gives for a field as the field itself would be written.

    Raises ValidationError for a date that could be read in two ways, and for a
    value that is not in the field's list.
    """
    if is_translated(model, name):
        return value
    field = model._meta.get_field(name)
    if isinstance(field, PartialDateField):
        try:
            return str(parse(value))
        except ValidationError:
            if UNCLEAR_DATE.search(value):
                raise
            return value
    choices = {
        str(code): str(label)
        for code, label in getattr(field, "flatchoices", None) or ()
    }
    for code, label in choices.items():
        if value.strip().casefold() in (code.casefold(), label.casefold()):
            return code
    if choices:
        raise ValidationError(
            _("Choose one of these: %(values)s."),
            params={"values": ", ".join(choices.values())},
        )
    return value


def citable_fields(model: type[Record]) -> list[str]:
    """Return the names that a citation of a `model` may give as its field.

    A field in three languages is named without the language.
    """
    not_facts = {*NO_FACTS, model.owner, *getattr(model, "subject_fields", ())}
    if issubclass(model, Publishable):
        not_facts |= {field.name for field in Publishable._meta.fields}
    names: dict[str, None] = {}
    for field in [*model._meta.concrete_fields, *model._meta.many_to_many]:
        name = field.name
        if hasattr(field, "_translated_field_language_code"):
            name = name.rpartition("_")[0]
        if name not in not_facts:
            names[name] = None
    return list(names)
