"""The evidence of a page: which sources stand behind what it says.

A source stands behind a field only if a citation names that field, and what it gives
there can be true together with what the record says (`partnerships.disagreements`).
A source that gives another value supports neither that field nor, without a value of
its own, another one that repeats the value, as a title does with a year in it. All
other sources of a record stand once, for the record; one that gives another value for
some field says so there.

Best first: the text itself, official, press, analysis, reference work; the earlier of
two before the later, and what is undated last. So sources get their numbers, in the
order in which the page first refers to them. A mark is written in ascending order: a
source that has its number already may stand there before a better one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from .dates import PartialDateField
from .disagreements import (
    CITED_AS,
    Disagreement,
    field_label,
    find_disagreement,
    is_link,
    repeats,
)
from .models import Citation, CitationBasis, Record, Source
from .querysets import public
from .reading import Reading
from .translation import Wording, is_translated, wording


@dataclass(slots=True)
class Cited:
    """A source with its number on the page, and where and how it was read for that."""

    number: int
    source: Source
    places: list[Wording] = field(default_factory=list)
    bases: set[str] = field(default_factory=set)

    @property
    def basis(self) -> str:
        """How little of it was read, in words; '' where it was the whole text."""
        return basis_in_words(self.bases)


def basis_in_words(bases: set[str]) -> str:
    """Say how little of a source was read for what is cited from it.

    Nothing is said where it was the whole text, or where that is not noted.
    """
    if not bases or bases & {"", CitationBasis.TEXT}:
        return ""
    if CitationBasis.EXCERPT in bases:
        return _("read in excerpt")
    return _("only its title was read")


@dataclass(frozen=True, slots=True)
class _Weighed:
    """The citations of one record, judged: which fields they support or dispute.

    `disputed` holds by source the fields for which it gives another value, and that.
    """

    disagreements: list[Disagreement]
    supporting: list[Citation]
    disputed: dict[int, dict[str, str]]


@dataclass
class Evidence:
    """The citations of the records on one page, the best first."""

    citations: list[Citation]
    reading: Reading
    referred: set[int] = field(default_factory=set)
    _numbers: dict[int, Cited] = field(default_factory=dict)
    _weighed: dict[Record, _Weighed] = field(default_factory=dict)
    _in_row: dict[Record, set[int]] = field(default_factory=dict)

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
        evidence = cls(sorted(found, key=best_first), reading)
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
                if is_link(kind, name):
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

    def _weigh(self, record: Record) -> _Weighed:
        """Judge the citations of a record, once: a page asks with each reference."""
        if record not in self._weighed:
            self._weighed[record] = _weigh(record, self.about(record), self.reading)
        return self._weighed[record]

    def disagreements(self, record: Record) -> list[Disagreement]:
        """Return the fields of a record about which its sources disagree."""
        return self._weigh(record).disagreements

    def all_disagreements(self, records: Iterable[Record]) -> list[Disagreement]:
        """Return the disagreements about any of `records`, in their order."""
        return [found for each in records for found in self.disagreements(each)]

    def supporting(self, record: Record, *names: str) -> list[Citation]:
        """Return the citations that support one of these fields of a record."""
        return [each for each in self._weigh(record).supporting if each.field in names]

    def disputed_by(self, record: Record, source: Source) -> list[str]:
        """Return the fields of a record for which a source gives another value."""
        return list(self._weigh(record).disputed.get(source.pk, ()))

    def behind(self, record: Record, *names: str, in_row: bool) -> list[Cited]:
        """Return the sources behind fields of a record, with their numbers.

        In a row, what the row has referred to already is left out.
        """
        found = self.numbers(self.supporting(record, *names))
        seen = self._in_row.setdefault(record, set())
        new = [each for each in found if not (in_row and each.number in seen)]
        seen |= {each.number for each in found}
        return new

    def others(self, record: Record, *later: str) -> list[Cited]:
        """Return the sources of a record to which nothing has referred so far.

        Asked once, at the end of its row; on its own page, where some fields stand
        `later`, what supports those is left to them. A source that only gives another
        value stands with the disagreement instead.
        """
        weighed = self._weigh(record)
        seen = self._in_row.pop(record, set())
        disputing = {
            each for found in weighed.disagreements for each in found.disputing
        }
        left = [
            each
            for each in self.about(record)
            if each not in disputing
            and not (each.field in later and each in weighed.supporting)
        ]
        return [each for each in self.numbers(left) if each.number not in seen]

    def numbers(self, citations: Iterable[Citation]) -> list[Cited]:
        """Return the sources of `citations` with their numbers, each once, ascending.

        Those that the page refers to for the first time get the next numbers.
        """
        found = {}
        for citation in sorted(citations, key=best_first):
            cited = self._numbers.setdefault(
                citation.source_id, Cited(len(self._numbers) + 1, citation.source)
            )
            place = wording(citation, "locator")
            if place and place not in cited.places:
                cited.places.append(place)
            cited.bases.add(citation.basis)
            found[cited.number] = cited
        return [found[number] for number in sorted(found)]

    @property
    def sources(self) -> list[Cited]:
        """The sources that the page has referred to so far, in order."""
        return list(self._numbers.values())


def best_first(citation: Citation) -> tuple[int, bool, str]:
    """Return by what citations are sorted: how good their source is, and how early."""
    dated = citation.source.dated
    return citation.source.rank, dated is None, str(dated)


def _weigh(record: Record, citations: list[Citation], reading: Reading) -> _Weighed:
    by_field: dict[str, list[Citation]] = defaultdict(list)
    for citation in citations:
        if citation.field:
            by_field[citation.field].append(citation)
    found = {
        name: find_disagreement(record, name, of_field, reading)
        for name, of_field in by_field.items()
    }
    disputed: dict[int, dict[str, str]] = defaultdict(dict)
    for name, disagreement in found.items():
        for citation in disagreement.disputing if disagreement else ():
            disputed[citation.source_id][name] = citation.value

    def supports(citation: Citation) -> bool:
        given = disputed.get(citation.source_id, {})
        if citation.field in given:
            return False
        disagreement = found[citation.field]
        if disagreement and citation not in disagreement.preferred:
            return False
        return bool(citation.value) or not any(
            repeats(record, citation.field, name, value)
            for name, value in given.items()
        )

    return _Weighed(
        [each for each in found.values() if each],
        [each for each in citations if each.field and supports(each)],
        disputed,
    )


def dispute_in_words(kind: type[Record], names: Iterable[str]) -> str:
    """Say that a source gives another value for these fields of a record."""
    names = list(names)
    if names and all(_is_date(kind, name) for name in names):
        return _("gives another date")
    labels = ", ".join(field_label(kind, name) for name in names)
    return _("gives another value (%(field)s)") % {"field": labels} if labels else ""


def _is_date(kind: type[Record], name: str) -> bool:
    return not is_translated(kind, name) and isinstance(
        kind._meta.get_field(name), PartialDateField
    )


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
