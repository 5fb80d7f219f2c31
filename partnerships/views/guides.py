"""Guides and the glossary."""

from typing import Any

from django.views.generic import ListView

from ..evidence import Evidence
from ..models import GlossaryTerm, Guide
from .reading import Reading, RecordPage


class GuideList(Reading, ListView):
    model = Guide
    template_name = "partnerships/guide_list.html"

    def get_queryset(self) -> Any:
        """All public guides."""
        return Guide.objects.published(self.at)


class GuidePage(RecordPage):
    model = Guide
    template_name = "partnerships/guide_page.html"

    def get_queryset(self) -> Any:
        """Only what is public."""
        return Guide.objects.published(self.at)


class Glossary(Reading, ListView):
    model = GlossaryTerm
    template_name = "partnerships/glossary.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the sources of the terms."""
        evidence = Evidence.of(self.object_list, self.at)
        return super().get_context_data(evidence=evidence, disagreements=[], **kwargs)
