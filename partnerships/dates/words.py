"""A date in words, in three languages: how it is shown, and how it is read."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from .value import PartialDate

MONTHS = {
    "en": "January February March April May June July August September October"
    " November December",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre"
    " novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre"
    " noviembre diciembre",
}
# A bar separates the months; where a language has no short name, nothing stands.
# No name means another month in another of the languages (a test proves it).
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
    "fr": ("jusqu’en ", "jusqu’au "),
    "es": ("hasta ", "hasta el "),
}
# When something happened, after the verb: "signed in 2013", "signed 25 June 2013".
ON = {
    "en": ("in ", ""),
    "fr": ("en ", "le "),
    "es": ("en ", "el "),
}
# The date of a fact that was counted or seen then.
AS_OF = {
    "en": ("as of ", "as of "),
    "fr": ("en ", "au "),
    "es": ("en ", "al "),
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


def display(date: PartialDate | None, language: str | None = None) -> str:
    """Write a date in words, in English, French or Spanish; no date gives no words."""
    if date is None:
        return ""
    language = _known(language)
    return _joint(language).join(_words(date, language))


def lead_in(
    words: dict[str, tuple[str, str]], date: PartialDate, language: str | None = None
) -> str:
    """Return what a language writes before a date, which depends on its precision."""
    return words[_known(language)][date.precision == "day"]


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
        words = UNTIL if start is None else SINCE
        return lead_in(words, date, language) + display(date, language)
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


# The days that a language also writes as an ordinal.
ORDINALS = {
    "en": {"1st": 1, "21st": 21, "31st": 31, "2nd": 2, "22nd": 22, "3rd": 3, "23rd": 23}
    | {f"{day}th": day for day in (*range(4, 21), *range(24, 31))},
    "fr": {"1er": 1},
    "es": {"1º": 1, "1.º": 1},
}

# In figures the year stands first, so that month and day can't be mixed up.
FIGURES = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?")

_DAY, _MONTH, _YEAR = (
    "(?P<day>[0-9][^ ,]*)",
    "(?P<month>[^ ,0-9]+)",
    "(?P<year>[0-9]{4})",
)
# How each language puts the parts together, with its own small words.
WORDED = [
    (language, re.compile(form))
    for language, form in (
        ("en", rf"(?:{_DAY} )?{_MONTH},? {_YEAR}"),
        ("en", rf"{_MONTH} {_DAY},? {_YEAR}"),
        ("fr", rf"(?:(?:le )?{_DAY} )?{_MONTH} {_YEAR}"),
        ("es", rf"(?:(?:el )?{_DAY} (?:de )?)?{_MONTH} (?:del? )?{_YEAR}"),
    )
]


@lru_cache
def _days(language: str) -> dict[str, int]:
    """Give the number of each day by every spelling that the language has for it."""
    return {
        spelling: day for day in range(1, 32) for spelling in (str(day), f"{day:02}")
    } | ORDINALS[language]


@lru_cache
def _months(language: str) -> dict[str, int]:
    """Give the number of each month by every spelling that the language has for it.

    Accents may be left out; a short name may take a full stop.
    """
    known: dict[str, int] = {}
    full = MONTHS[language].lower().split()
    short = SHORT_MONTHS[language].split("|")
    for number in range(1, 13):
        abbreviated = short[number - 1].split()
        stopped = [f"{name}." for name in abbreviated]
        for name in (full[number - 1], *abbreviated, *stopped):
            bare = "".join(
                letter
                for letter in unicodedata.normalize("NFD", name)
                if not unicodedata.combining(letter)
            )
            known |= {name: number, bare: number}
    return known


def parse(text: str, languages: tuple[str, ...] = ("en", "fr", "es")) -> PartialDate:
    """Read a date as an editor or a visitor types it, and never guess.

    In figures with the year first, or a month in letters with its year and its day,
    as one of the languages puts them together. Upper and lower case, left-out accents
    and extra white space don't matter. Everything else is a ValidationError that says
    what to type.
    """
    text = " ".join(unicodedata.normalize("NFC", text).lower().split())
    try:
        if figures := FIGURES.fullmatch(text):
            return PartialDate(*(int(part) for part in figures.groups() if part))
        for language, form in WORDED:
            match = form.fullmatch(text)
            if match is None or language not in languages:
                continue
            month = _months(language).get(match["month"])
            day = _days(language).get(match["day"]) if match["day"] else None
            if month and (day or not match["day"]):
                return PartialDate(int(match["year"]), month, day)
    except ValueError as error:
        raise ValidationError(NO_SUCH_DAY, code="invalid") from error
    raise ValidationError(NOT_A_DATE, code="invalid")
