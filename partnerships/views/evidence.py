"""Sources, and where they disagree."""

from collections import defaultdict
from typing import Any

from django.views.generic import ListView

from ..evidence import CITED_AS, Disagreement, Evidence, subjects
from ..filters import SourceFilterSet, language_name
from ..models import Citation, Record, Source
from ..translation import collation_key
from .reading import Reading, RecordList, RecordPage


class SourceList(RecordList):
    model = Source
    filterset_class = SourceFilterSet
    template_name = "partnerships/source_list.html"

    def get_queryset(self) -> Any:
        """With how often each is cited."""
        return Source.objects.published(self.at).with_counts()


class SourcePage(RecordPage):
    """One source: every fact that it supports, and those that it disputes."""

    model = Source
    template_name = "partnerships/source_page.html"

    def get_queryset(self) -> Any:
        """The citations are loaded by kind, below."""
        return Source.objects.published(self.at)

    def shown(self, record: Source) -> list[Record]:
        """Every public record that the source is cited for."""
        found = subjects(record.citations.all(), self.at)
        self.citations = list(found)
        return [subject for _citation, subject in self.citations]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Tell what it supports from what it disputes, by the page that shows it."""
        context = super().get_context_data(**kwargs)
        source = self.object
        disputes = [
            each
            for each in context["disagreements"]
            if any(c.source_id == source.pk for _v, group in each.others for c in group)
        ]
        disputing = {
            citation.pk
            for each in disputes
            for _value, group in each.others
            for citation in group
        }
        supports: dict[str, dict[Record, list[tuple[Citation, Record]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for citation, subject in self.citations:
            if citation.pk not in disputing:
                page = subject.page
                kind = str(page._meta.verbose_name_plural)
                supports[kind][page].append((citation, subject))
        return {
            **context,
            "disputes": disputes,
            "supports": [
                (
                    kind,
                    sorted(
                        pages.items(), key=lambda pair: collation_key(pair[0].heading)
                    ),
                )
                for kind, pages in sorted(supports.items())
            ],
            "support_count": len(self.citations) - len(disputing & {
                citation.pk for citation, _subject in self.citations
            }),
            "language": language_name(source.language),
        }


class DisagreementList(Reading, ListView):
    """Every open disagreement between sources."""

    template_name = "partnerships/disagreement_list.html"

    def get_queryset(self) -> list[Disagreement]:
        """Those about public records, by the page that shows them."""
        claims = Citation.objects.with_value().of_public_sources(self.at)
        records = dict.fromkeys(subject for _claim, subject in subjects(claims, self.at))
        self.evidence = Evidence.of(records, self.at)
        return sorted(
            self.evidence.all_disagreements(records),
            key=lambda each: (
                CITED_AS[type(each.record.page)],
                collation_key(each.record.page.heading),
            ),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the evidence, for the numbers of the sources."""
        return super().get_context_data(
            evidence=self.evidence, disagreements=self.object_list, **kwargs
        )
