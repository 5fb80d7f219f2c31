"""Text of a record in English, French and Spanish.

A translated field is three plain columns (``summary_en``, ``summary_fr``,
``summary_es``). English is the language of record: it is asked for where the
text is required, and stands in for a translation that is missing. A page then
marks it as English (``lang="en"``), so that a screen reader does not read
English with a French voice.
"""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.utils.text import format_lazy
from django.utils.translation import get_language
from translated_fields import TranslatedField

LANGUAGE_OF_RECORD = "en"

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Wording:
    """A text together with the language that it is in."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)


def is_translated(model: type[models.Model], name: str) -> bool:
    """Tell whether `model` keeps the field in three languages."""
    return isinstance(getattr(model, name, None), TranslatedField)


def wording(record: models.Model, name: str) -> Wording:
    """Return the text of a translated field of `record`, and its language."""
    language = (get_language() or LANGUAGE_OF_RECORD)[:2]
    translated = getattr(record, f"{name}_{language}", "")
    if translated:
        return Wording(translated, language)
    return Wording(getattr(record, f"{name}_{LANGUAGE_OF_RECORD}"), LANGUAGE_OF_RECORD)


def _with_fallback(name: str, field: TranslatedField) -> Callable[[models.Model], str]:
    return lambda record: wording(record, name).text


def in_three_languages(field: models.Field) -> TranslatedField:
    """Give `field` a column a language; only the English one can be required.

    Read through its plain name, the field gives the text in the language in
    use, or else in English.
    """
    per_language: dict[str, dict[str, Any]] = {}
    for code, language in settings.LANGUAGES:
        per_language[code] = {
            "verbose_name": format_lazy("{} ({})", field.verbose_name, language)
        }
        if code != LANGUAGE_OF_RECORD:
            # Two records may both lack a translation.
            per_language[code] |= {"blank": True, "unique": False}
    return TranslatedField(field, per_language, attrgetter=_with_fallback)


def collation_key(text: str) -> str:
    """Return what sorts `text` as a reader expects: É beside E, whatever the case.

    The two databases would sort accents each in its own way.
    """
    bare = unicodedata.normalize("NFD", str(text).casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter))


def by_name(records: Iterable[Row]) -> list[Row]:
    """Sort records by the words that a reader sees, in the language in use.

    In memory: for kinds of which there are at most some hundreds.
    """
    return sorted(records, key=lambda record: collation_key(str(record)))
