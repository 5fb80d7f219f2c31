"""The evidence of a page: which sources say what, and where they disagree.

A citation with a value says what its source gives for one field. It disputes
the record when that value can't be true together with the record's own, or with
the value of another citation of the same field. Dates are compared at the
precision of the coarser one ('2013' does not dispute '2013-06-25'); any other
value disputes when it is not the same text. The rest of the citations support.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import override

from .dates import PartialDate, display
from .models import Citation, Record, Source
from .querysets import public
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
    other value with the citations that give it.
    """

    record: Record
    field: str
    value: Wording
    preferred: list[Citation]
    others: list[tuple[str, list[Citation]]]

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


def _is_link(model: type[models.Model], name: str) -> bool:
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


def _disputes(citation: Citation, stored: Any, siblings: list[Citation]) -> bool:
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


def _group(citations: Iterable[Citation]) -> dict[str, list[Citation]]:
    by_value: dict[str, list[Citation]] = defaultdict(list)
    for citation in citations:
        by_value[citation.value].append(citation)
    return by_value


@dataclass(slots=True)
class Cited:
    """A source with its number on the page, and the places cited in it."""

    number: int
    source: Source
    places: list[str] = field(default_factory=list)


@dataclass
class Evidence:
    """The citations of the records on one page.

    Sources are numbered in the order in which the page first refers to them;
    `sources` lists those that it has referred to so far.
    """

    citations: list[Citation]
    reading: Reading
    referred: set[int] = field(default_factory=set)
    _numbers: dict[int, Cited] = field(default_factory=dict)
    _found: dict[Record, list[Disagreement]] = field(default_factory=dict)

    @classmethod
    def of(cls, records: Iterable[Record], reading: Reading) -> "Evidence":
        """Gather the citations of `records` from public sources, in one query.

        The links for which one gives a value are loaded too; see `_load_links`.
        """
        records = list(records)
        ids: dict[str, set[int]] = defaultdict(set)
        for record in records:
            ids[CITED_AS[type(record)]].add(record.pk)
        wanted = Q(pk__in=[])
        for name, keys in ids.items():
            wanted |= Q((f"{name}_id__in", keys))
        found = from_public_sources(Citation.objects.filter(wanted), reading)
        evidence = cls(list(found), reading)
        evidence._load_links(records)
        return evidence

    def _load_links(self, records: Iterable[Record]) -> None:
        """Load the links for which a source gives a value, to compare it with.

        In a query a kind and field, or in none where the page has loaded them.
        """
        linked: dict[tuple[type[Record], str], list[Record]] = defaultdict(list)
        for record in records:
            kind = type(record)
            for name in {each.field for each in self.about(record) if each.value}:
                if _is_link(kind, name):
                    linked[kind, name].append(record)
        for (_kind, name), found in linked.items():
            self.reading.load_links(found, name)

    @cached_property
    def _by_record(self) -> dict[tuple[str, int], list[Citation]]:
        found: dict[tuple[str, int], list[Citation]] = defaultdict(list)
        for citation in self.citations:
            name = citation.subject_field
            found[name, getattr(citation, f"{name}_id")].append(citation)
        return found

    def about(self, record: Record) -> list[Citation]:
        """Return all citations of a record."""
        return self._by_record.get((CITED_AS[type(record)], record.pk), [])

    def disagreements(self, record: Record) -> list[Disagreement]:
        """Return the fields of a record about which its sources disagree.

        Worked out once a record: a page asks again with each reference.
        """
        if record not in self._found:
            self._found[record] = self._disagreements(record)
        return self._found[record]

    def _disagreements(self, record: Record) -> list[Disagreement]:
        by_field: dict[str, list[Citation]] = defaultdict(list)
        for citation in self.about(record):
            if citation.value:
                by_field[citation.field].append(citation)
        found = []
        for name, citations in by_field.items():
            stored = _stored(record, name, self.reading)
            others = [each for each in citations if _disputes(each, stored, citations)]
            if others:
                preferred = [each for each in citations if each not in others] or [
                    each
                    for each in self.about(record)
                    if not each.value and each.field in ("", name)
                ]
                value = record_value(record, name, self.reading)
                grouped = list(_group(others).items())
                found.append(Disagreement(record, name, value, preferred, grouped))
        return found

    def supporting(self, record: Record, name: str = "") -> list[Citation]:
        """Return the citations that support a record, or one field of it.

        A field that no source is cited for by name is supported by those that
        support the record as a whole.
        """
        found = self.disagreements(record)
        disputing = {citation for each in found for citation in each.disputing}
        support = [each for each in self.about(record) if each not in disputing]
        if name:
            by_name = [each for each in support if each.field == name]
            return by_name or [each for each in support if not each.field]
        return support

    def numbers(self, citations: Iterable[Citation]) -> list[Cited]:
        """Return the sources of `citations` with their numbers, each once, in order.

        A source that the page refers to for the first time gets the next number.
        """
        found = {}
        for citation in citations:
            cited = self._numbers.setdefault(
                citation.source_id, Cited(len(self._numbers) + 1, citation.source)
            )
            if citation.locator and citation.locator not in cited.places:
                cited.places.append(citation.locator)
            found[cited.number] = cited
        return [found[number] for number in sorted(found)]

    @property
    def sources(self) -> list[Cited]:
        """The sources that the page has referred to so far, in order."""
        return list(self._numbers.values())

    def all_disagreements(self, records: Iterable[Record]) -> list[Disagreement]:
        """Return the disagreements about any of `records`, in their order."""
        return [found for each in records for found in self.disagreements(each)]


def from_public_sources(citations: Any, reading: Reading) -> Any:
    """Return those of `citations` whose source the public sees, with the source."""
    return citations.filter(public(Source, reading.at, "source__")).select_related(
        "source"
    )


def subjects(
    citations: Iterable[Citation], reading: Reading
) -> Iterator[tuple[Citation, Record]]:
    """Yield each citation whose record the public may see, with that record.

    Records are loaded in a query a kind, with the record on whose page each is
    shown, however many citations there are.
    """
    citations = list(citations)
    ids: dict[str, set[int]] = defaultdict(set)
    for citation in citations:
        name = citation.subject_field
        ids[name].add(getattr(citation, f"{name}_id"))
    found: dict[str, dict[int, Record]] = {}
    for name, keys in ids.items():
        model = Citation.subject_models()[name]
        found[name] = reading.public(model).for_link().in_bulk(keys)
    for citation in citations:
        name = citation.subject_field
        record = found[name].get(getattr(citation, f"{name}_id"))
        if record is not None:
            yield citation, record
