"""Sources, and where they disagree."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.generic import ListView

from ..disagreements import Disagreement, field_label, in_words
from ..evidence import (
    Evidence,
    basis_in_words,
    dispute_in_words,
    from_public_sources,
    subjects,
)
from ..filters import SourceFilterSet, language_name
from ..models import Citation, Record, Source
from ..translation import (
    LANGUAGE_OF_RECORD,
    Wording,
    collation_key,
    is_translated,
    wording,
)
from .records import ReadingView, RecordList, RecordPage


class SourceList(RecordList):
    model = Source
    filterset_class = SourceFilterSet
    template_name = "partnerships/source_list.html"

    def get_queryset(self) -> Any:
        """Only what is public; how often each is cited is counted below."""
        return self.reading.public(Source)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add how many public facts each is cited for, in one query."""
        context = super().get_context_data(**kwargs)
        sources = list(context["page_obj"])
        counts = dict(
            self.reading.public(Citation)
            .filter(source__in=sources)
            .order_by()
            .values_list("source")
            .annotate(number=Count("pk"))
        )
        rows = [(each, counts.get(each.pk, 0)) for each in sources]
        return {**context, "rows": rows}


@dataclass(frozen=True, slots=True)
class SupportedFact:
    """What one citation supports, in words: a part of a record, a field, a value.

    `basis` says how little of the source was read for it, and `remark` why it supports
    less than it seems to.
    """

    kind: str
    part: Wording | None
    field: str
    value: Wording | None
    place: Wording
    basis: str
    remark: str

    @classmethod
    def of(
        cls, citation: Citation, subject: Record, evidence: Evidence
    ) -> "SupportedFact":
        """Read a citation of `subject`, which is a record or a part of one."""
        is_part = subject.page != subject
        field, value = citation.field, citation.value
        return cls(
            kind=str(subject._meta.verbose_name) if is_part else "",
            part=_part_in_words(subject) if is_part else None,
            field=field_label(type(subject), field) if field else "",
            value=in_words(type(subject), field, value) if value else None,
            place=wording(citation, "locator"),
            basis=basis_in_words({citation.basis}),
            remark=_remark(citation, subject, evidence),
        )


def _remark(citation: Citation, subject: Record, evidence: Evidence) -> str:
    """Say that a source gives another value, or that it can't be told which one."""
    if citation in evidence.supporting(subject, citation.field):
        return ""
    if fields := evidence.disputed_by(subject, citation.source):
        return dispute_in_words(type(subject), fields)
    return _("which value it gives is not on record") if citation.field else ""


def _part_in_words(part: Record) -> Wording:
    """Return the words of a part: its own text where it has one, or its name."""
    for name in ("label", "aim", "office", "wording"):
        if is_translated(type(part), name):
            return wording(part, name)
        if hasattr(part, name):
            return Wording(getattr(part, name), LANGUAGE_OF_RECORD)
    # The first words of a paragraph are in the language of its text.
    language = wording(part, "body").language if hasattr(part, "body") else ""
    return Wording(part.in_owner, language)


class SourcePage(RecordPage):
    """One source: every fact that it supports, and those that it disputes."""

    model = Source
    template_name = "partnerships/source_page.html"

    def get_queryset(self) -> Any:
        """The citations are loaded by kind, below."""
        return self.reading.public(Source)

    def shown(self, record: Source) -> list[Record]:
        """Every public record that the source is cited for."""
        self.citations = list(subjects(record.citations.all(), self.reading))
        return [subject for _citation, subject in self.citations]

    def reach(self, shown: Any, evidence: Evidence) -> None:
        """The page tells of one document, which has a date of its own."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell what it supports from what it disputes, by the page that shows it."""
        context = super().get_context_data(**kwargs)
        source = self.object
        disputes = [
            each
            for each in context["disagreements"]
            if any(citation.source_id == source.pk for citation in each.disputing)
        ]
        disputing = {citation for each in disputes for citation in each.disputing}
        supports: dict[str, dict[Record, list[SupportedFact]]] = defaultdict(
            lambda: defaultdict(list)
        )
        supporting = [each for each in self.citations if each[0] not in disputing]
        for citation, subject in supporting:
            page = subject.page
            fact = SupportedFact.of(citation, subject, context["evidence"])
            supports[_plural(type(page))][page].append(fact)
        return {
            **context,
            "disputes": disputes,
            "supports": [
                (kind, sorted(pages.items(), key=lambda pair: _name(pair[0])))
                for kind, pages in sorted(
                    supports.items(), key=lambda pair: collation_key(pair[0])
                )
            ],
            "support_count": len(supporting),
            "language": language_name(source.language),
        }


class DisagreementList(ReadingView, ListView):
    """Every open disagreement between sources."""

    template_name = "partnerships/disagreement_list.html"

    def get_queryset(self) -> Any:
        """Those about public records, by the page that shows them."""
        claims = from_public_sources(Citation.objects.with_value(), self.reading)
        found = subjects(claims, self.reading)
        records = dict.fromkeys(record for _claim, record in found)
        self.evidence = Evidence.of(records, self.reading)
        return sorted(
            self.evidence.all_disagreements(records),
            key=lambda each: _name(each.record.page),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add them by the kind of record, and the evidence for their sources."""
        kinds: dict[type[Record], list[Disagreement]] = defaultdict(list)
        for found in self.object_list:
            kinds[type(found.record.page)].append(found)
        sections = sorted(
            (
                (f"about-{kind._meta.model_name}", _plural(kind), found)
                for kind, found in kinds.items()
            ),
            key=lambda section: collation_key(section[1]),
        )
        return super().get_context_data(
            evidence=self.evidence,
            disagreements=self.object_list,
            kinds=sections,
            sections=[
                *((id, capfirst(title), len(found)) for id, title, found in sections),
                ("sources", _("Sources"), None),
            ],
            **kwargs,
        )


def _plural(kind: type[Record]) -> str:
    return str(kind._meta.verbose_name_plural)


def _name(record: Record) -> str:
    return collation_key(record.heading)
