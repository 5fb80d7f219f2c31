"""Guides and the glossary."""

from collections.abc import Iterable
from typing import Any

from django.views.generic import ListView

from ..evidence import Evidence
from ..models import GlossaryTerm, Guide
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

    def get_queryset(self) -> Any:
        """Only what is public."""
        return self.reading.public(Guide)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the answer with its language, and the other guides."""
        others = self.reading.public(Guide).exclude(pk=self.object.pk)
        return super().get_context_data(
            answer=wording(self.object, "answer"), guides=_by_title(others), **kwargs
        )


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
