"""Programmes, participations and activities for editors."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import Activity, Participation, Priority, Programme
from .basis import SummedUpAdmin
from .evidence import CitationInline, StatementInline
from .publishing import PUBLISHING, PublishableAdmin
from .records import PartAdmin, PartInline, translations
from .site import AttentionFilter, YearFilter


class PriorityInline(PartInline):
    """The programme's priorities, edition by edition."""

    model = Priority
    autocomplete_fields = ("topic",)
    fields = (("edition", "topic"), "wording")


@admin.register(Programme)
class ProgrammeAdmin(SummedUpAdmin):
    """Programmes; which partners take part is edited with each partner."""

    list_display = ("name_en", "acronym_en", "kind", "since", "status", "public_now")
    list_filter = ("status", AttentionFilter, "kind")
    search_fields = ("name_en", "name_fr", "name_es", "acronym_en", "slug")
    prepopulated_fields = {"slug": ("name_en",)}
    inlines = (PriorityInline, StatementInline, CitationInline)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Shown at the head of the programme's page. Its partners come from "
                    "their own participations."
                ),
                "fields": (
                    "name_en",
                    "acronym_en",
                    "kind",
                    "summary_en",
                    ("since", "until"),
                    "lead_body",
                    ("website", "wikidata"),
                    "basis",
                ),
            },
        ),
        *translations("name", "acronym", "summary"),
        PUBLISHING,
    )


@admin.register(Priority)
class PriorityAdmin(PartAdmin):
    """One priority of a programme with its citations."""

    owner_field = "programme"
    autocomplete_fields = ("programme", "topic")
    list_display = ("wording", "edition", "topic", "programme")
    list_select_related = ("topic", "programme")
    search_fields = ("wording", "programme__name_en", "programme__slug")
    inlines = (CitationInline,)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Shown among the priorities of the programme, under its edition."
                ),
                "fields": ("programme", "edition", "topic", "wording"),
            },
        ),
    )


@admin.register(Participation)
class ParticipationAdmin(PartAdmin):
    """One partner's part in a programme with its citations."""

    owner_field = "partner"
    autocomplete_fields = ("partner", "programme")
    list_display = ("partner", "programme", "role", "since", "until")
    list_display_links = ("partner", "programme")
    list_filter = ("role",)
    list_select_related = ("partner__country", "programme")
    search_fields = ("partner__slug", "partner__country__name_en", "programme__name_en")
    inlines = (CitationInline,)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Shown among the programmes of the partner's page, and on the "
                    "programme's page."
                ),
                "fields": (
                    "partner",
                    "programme",
                    "role",
                    ("since", "until"),
                    "summary_en",
                ),
            },
        ),
        *translations("summary"),
    )


class StartedFilter(YearFilter):
    """Only activities that began in one year."""

    title = _("year of start")
    parameter_name = "year"
    field_name = "start"


@admin.register(Activity)
class ActivityAdmin(PublishableAdmin):
    """Projects, workshops and courses of the programmes."""

    autocomplete_fields = ("programme", "country", "partners", "topics")
    list_display = ("title_en", "programme", "kind", "start", "status", "public_now")
    list_filter = ("status", AttentionFilter, "kind", StartedFilter)
    list_select_related = ("programme",)
    search_fields = ("title_en", "title_fr", "title_es", "slug", "programme__name_en")
    prepopulated_fields = {"slug": ("title_en",)}
    inlines = (CitationInline,)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Shown on the activity's page, and listed on those of its "
                    "programme, partners and topics."
                ),
                "fields": (
                    "programme",
                    "kind",
                    "title_en",
                    "summary_en",
                    ("start", "end"),
                    ("country", "city_en"),
                    "partners",
                    "topics",
                ),
            },
        ),
        *translations("title", "city", "summary"),
        PUBLISHING,
    )
