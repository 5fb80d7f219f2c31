"""Guides and the glossary for editors."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import GlossaryTerm, Guide
from .evidence import CitationInline
from .publishing import PUBLISHING, PublishableAdmin
from .records import RecordAdmin, translations


@admin.register(Guide)
class GuideAdmin(PublishableAdmin):
    """Short explainers, each of one question."""

    list_display = ("title_en", "question_en", "status", "public_now", "review_due")
    search_fields = ("title_en", "title_fr", "title_es", "question_en", "slug")
    prepopulated_fields = {"slug": ("title_en",)}
    inlines = (CitationInline,)
    fieldsets = (
        (
            None,
            {
                "description": _("The whole text of the guide's page."),
                "fields": ("title_en", "question_en", "answer_en"),
            },
        ),
        *translations("title", "question", "answer"),
        PUBLISHING,
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
