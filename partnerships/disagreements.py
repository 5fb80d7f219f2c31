"""Where sources disagree: what each gives for one field, and what we give.

A citation with a value says what its source gives for the field that it names. It
disputes the record when that value can't be true together with the record's own, or
with the value of another citation of the same field. Dates are compared at the
precision of the coarser one ('2013' does not dispute '2013-06-25'); any other value
disputes when it is not the same text.

A citation that names a field without a value supports it as long as no source gives a
value that contradicts the record. Where one does, nobody can tell any more for which
of the two it stands: it then supports the record only if it has `words`, in which an
editor has noted what the source says. The record as a whole is no field: a citation
without one is on neither side of a disagreement.

So nobody may be left who gives the value that we show. The page then says so.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from .dates import PartialDate, display
from .models import Citation, Record
from .reading import Reading
from .translation import (
    LANGUAGE_OF_RECORD,
    Wording,
    collation_key,
    is_translated,
    wording,
)

CITED_AS: dict[type[models.Model], str] = {
    model: name for name, model in Citation.subject_models().items()
}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One field of a record, for which sources give values that exclude each other.

    `preferred` are the citations that agree with the record, `others` holds each
    other value with the citations that give it. `unsupported` tells that the record
    says what no source gives, not even less or more exactly.
    """

    record: Record
    field: str
    value: Wording
    preferred: list[Citation]
    others: list[tuple[str, list[Citation]]]
    unsupported: bool

    @property
    def label(self) -> Wording:
        """The name of the field, in words."""
        if self.field == "value" and hasattr(self.record, "label"):
            return wording(self.record, "label")
        return Wording(field_label(type(self.record), self.field), "")

    @property
    def disputing(self) -> list[Citation]:
        """The citations that give another value."""
        return [citation for _value, group in self.others for citation in group]

    @property
    def others_in_words(self) -> list[tuple[Wording, list[Citation], Wording | None]]:
        """What else is said, in words: the citations, and why it is not preferred."""
        return [
            (
                in_words(type(self.record), self.field, value),
                citations,
                next(filter(None, (wording(each, "note") for each in citations)), None),
            )
            for value, citations in self.others
        ]

    @property
    def anchor(self) -> str:
        """The fragment by which a page links to it: of names, which last."""
        kind = CITED_AS[type(self.record)]
        key = (slugify(name) for name in self.record.natural_key())
        return ".".join(("disagreement", kind, *key, self.field))


def find_disagreement(
    record: Record, name: str, citations: list[Citation], reading: Reading
) -> Disagreement | None:
    """Compare what the citations of one field of a record give; None if all agree."""
    valued = [each for each in citations if each.value]
    if not valued:
        return None
    stored = _stored(record, name, reading)
    others = [each for each in valued if _disputes(each, stored, valued)]
    if not others:
        return None
    agreeing = [each for each in valued if _agree(each.value, stored)]
    contradicted = len(agreeing) < len(valued)
    disputing = {each.source_id for each in others}
    preferred = [
        each
        for each in citations
        if each not in others
        and (
            each.value
            or (each.source_id not in disputing and (each.words or not contradicted))
        )
    ]
    # A document that gives both values is named with the other one; with ours only if
    # no other gives it.
    alone = [each for each in preferred if each.source_id not in disputing]
    preferred = alone or preferred
    by_value: dict[str, list[Citation]] = defaultdict(list)
    for citation in others:
        by_value[citation.value].append(citation)
    return Disagreement(
        record,
        name,
        record_value(record, name, reading),
        preferred,
        list(by_value.items()),
        unsupported=bool(stored) and not (preferred or agreeing),
    )


def repeats(record: Record, name: str, disputed: str, given: str) -> bool:
    """Tell whether a field repeats in passing what a source disputes of another one.

    As a title does that has the year in it, where the source gives another year. Read
    in the language of record, in which the value that is `given` is written.
    """
    kind = type(record)
    if name == disputed or is_link(kind, name) or is_link(kind, disputed):
        return False
    with override(LANGUAGE_OF_RECORD):
        said = str(getattr(record, name) or "")
        told = getattr(record, disputed)
        words = [str(told or "")]
        if isinstance(told, PartialDate):
            words.append(display(told))
            if not given.startswith(str(told.year)):
                words.append(str(told.year))
    return any(
        re.search(rf"(?<!\w){re.escape(each)}(?!\w)", said, re.IGNORECASE)
        for each in words
        if each
    )


def field_label(model: type[models.Model], name: str) -> str:
    """Return the name of a field, or of one in three languages, in words."""
    if is_translated(model, name):
        return str(getattr(model, name).short_description)
    field: Any = model._meta.get_field(name)
    return str(field.verbose_name)


def in_words(model: type[models.Model], name: str, value: str) -> Wording:
    """Return a value as a source gives it for a field, in words for a reader.

    Text that is neither a date nor a choice is in the language of record.
    """
    if not is_translated(model, name):
        choices = dict(getattr(model._meta.get_field(name), "flatchoices", None) or ())
        if value in choices:
            return Wording(str(choices[value]), "")
        if date := _as_date(value):
            return Wording(display(date), "")
    return Wording(value, LANGUAGE_OF_RECORD)


def record_value(record: Record, name: str, reading: Reading) -> Wording:
    """Return what a record itself says in a field, in words for a reader."""
    if is_translated(type(record), name):
        return wording(record, name)
    value = _value(record, name, reading)
    if value in ("", None):
        return Wording(_("not stated"), "")
    # The names of linked records are in the language of the page already.
    return Wording(in_words(type(record), name, str(value)).text, "")


def _stored(record: Record, name: str, reading: Reading) -> Any:
    """Return the comparable value of a field: a partial date, or text.

    Citations name records in the language of record, whatever the page is in.
    """
    with override(LANGUAGE_OF_RECORD):
        return _value(record, name, reading)


def _value(record: Record, name: str, reading: Reading) -> Any:
    """Return what a field says; of linked records, only what is public."""
    if is_translated(type(record), name):
        return getattr(record, name)
    if record._meta.get_field(name).many_to_many:
        names = [str(each) for each in reading.links(record, name)]
        return "; ".join(sorted(names, key=collation_key))
    value = getattr(record, name)
    if isinstance(value, Record):
        value = reading.link(record, name)
    if isinstance(value, PartialDate):
        return value
    return "" if value is None else str(value)


def is_link(model: type[models.Model], name: str) -> bool:
    """Tell whether a field leads to other records, to one or to several."""
    return not is_translated(model, name) and model._meta.get_field(name).is_relation


def _as_date(value: Any) -> PartialDate | None:
    if isinstance(value, PartialDate):
        return value
    try:
        return PartialDate.fromisoformat(str(value))
    except ValueError:
        return None


def _agree(one: Any, other: Any) -> bool:
    dates = _as_date(one), _as_date(other)
    if dates[0] and dates[1]:
        return dates[0].agrees_with(dates[1])
    return str(one).strip() == str(other).strip()


def _disputes(citation: Citation, stored: Any, siblings: Iterable[Citation]) -> bool:
    """Tell whether a citation can't be true together with the record or a sibling.

    A sibling that only repeats the record, however coarsely, is not in doubt
    because a third source disagrees with both.
    """
    if not _agree(citation.value, stored):
        return True
    return any(
        _agree(each.value, stored) and not _agree(each.value, citation.value)
        for each in siblings
    )
