"""Guides and the glossary for editors."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import GlossaryTerm, Guide, GuideParagraph
from .basis import FactsForm
from .evidence import CitationInline
from .publishing import PUBLISHING, PublishableAdmin
from .records import PartAdmin, PartInline, RecordAdmin, translations


class ParagraphInline(PartInline):
    """The paragraphs below the answer, in their order."""

    model = GuideParagraph
    fields = ("position", "body_en")


@admin.register(Guide)
class GuideAdmin(PublishableAdmin):
    """Short explainers, each of one question."""

    form = FactsForm
    list_display = ("title_en", "question_en", "status", "public_now", "review_due")
    search_fields = ("title_en", "title_fr", "title_es", "question_en", "slug")
    prepopulated_fields = {"slug": ("title_en",)}
    inlines = (ParagraphInline, CitationInline)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "The head of the guide's page: the answer stands above the "
                    "paragraphs below."
                ),
                "fields": ("title_en", "question_en", "answer_en", "related"),
            },
        ),
        *translations("title", "question", "answer"),
        PUBLISHING,
    )


@admin.register(GuideParagraph)
class GuideParagraphAdmin(PartAdmin):
    """One paragraph of a guide with its citations."""

    owner_field = "guide"
    autocomplete_fields = ("guide",)
    list_display = ("__str__", "guide", "position")
    list_select_related = ("guide",)
    search_fields = ("body_en", "guide__title_en")
    inlines = (CitationInline,)
    fieldsets = (
        (
            None,
            {
                "description": _("Shown below the answer, with its sources."),
                "fields": ("guide", "position", "body_en"),
            },
        ),
        *translations("body"),
    )


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(RecordAdmin):
    """Terms: public as soon as they are saved."""

    list_display = ("term", "expansion_en", "meaning_en")
    search_fields = ("term", "expansion_en", "expansion_fr", "expansion_es")
    inlines = (CitationInline,)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Explained in place wherever the term stands, and in the glossary. "
                    "It is public as soon as it is saved."
                ),
                "fields": ("term", "expansion_en", "meaning_en"),
            },
        ),
        *translations("expansion", "meaning"),
    )
