"""Guides and the glossary."""

from collections.abc import Iterable
from typing import Any

from django.utils.text import capfirst
from django.views.generic import ListView

from .. import facts
from ..evidence import Evidence
from ..models import GlossaryTerm, Guide, Record
from ..translation import collation_key, wording
from .records import ReadingView, RecordPage


class GuideList(ReadingView, ListView):
    model = Guide
    template_name = "partnerships/guide_list.html"
    context_object_name = "guides"

    def get_queryset(self) -> Any:
        """All public guides, by title."""
        return _by_title(self.reading.public(Guide))


class GuidePage(RecordPage):
    model = Guide
    template_name = "partnerships/guide_page.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the paragraphs with their language, what is related, the other guides."""
        guide = self.object
        others = self.reading.public(Guide).exclude(pk=guide.pk)
        return super().get_context_data(
            paragraphs=[
                (each, wording(each, "body")) for each in guide.paragraphs.all()
            ],
            related=self._related(guide),
            guides=_by_title(others),
            **kwargs,
        )

    def _related(self, guide: Guide) -> list[tuple[str, Record]]:
        """Return the related records that are public, each with its kind, in order."""
        lines = guide.related.splitlines()
        found = facts.find(lines)
        return [
            (capfirst(str(record._meta.verbose_name)), record)
            for line in dict.fromkeys(lines)
            if (record := found.get(line)) is not None
            and record != guide
            and self.reading.sees(record)
        ]


def _by_title(guides: Iterable[Guide]) -> list[Guide]:
    return sorted(guides, key=lambda guide: collation_key(guide.title))


class Glossary(ReadingView, ListView):
    model = GlossaryTerm
    template_name = "partnerships/glossary.html"
    context_object_name = "terms"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sources of the terms."""
        evidence = Evidence.of(self.object_list, self.reading)
        return super().get_context_data(
            evidence=evidence,
            disagreements=evidence.all_disagreements(self.object_list),
            **kwargs,
        )
