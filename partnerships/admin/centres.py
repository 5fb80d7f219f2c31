"""Training centres for editors."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import TrainingCentre
from .evidence import CitationInline, StatementInline
from .publishing import PUBLISHING, PublishableAdmin
from .records import translations
from .site import AttentionFilter


@admin.register(TrainingCentre)
class TrainingCentreAdmin(PublishableAdmin):
    """Training centres with their statements and citations."""

    autocomplete_fields = ("host_country", "topics")
    list_display = (
        "name_en",
        "acronym",
        "host_country",
        "network",
        "joined",
        "status",
        "public_now",
    )
    list_filter = ("status", AttentionFilter, "network")
    list_select_related = ("host_country",)
    search_fields = (
        "name_en",
        "name_fr",
        "name_es",
        "native_name",
        "acronym",
        "city_en",
        "slug",
        "host_country__name_en",
    )
    prepopulated_fields = {"slug": ("name_en",)}
    inlines = (StatementInline, CitationInline)
    fieldsets = (
        (
            None,
            {
                "description": _("Shown at the head of the centre's page."),
                "fields": (
                    "name_en",
                    ("native_name", "native_language"),
                    "acronym",
                    "summary_en",
                    "focus_en",
                    ("network", "joined"),
                    "website",
                    "topics",
                ),
            },
        ),
        (
            _("Place"),
            {
                "description": _(
                    "Puts the centre on the map and on the page of its host country. "
                    "Without a position it is in the list only."
                ),
                "fields": ("host_country", "city_en", ("latitude", "longitude")),
            },
        ),
        *translations("name", "city", "summary", "focus"),
        PUBLISHING,
    )
