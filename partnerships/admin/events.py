"""People, their offices, and events for editors."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import Appointment, Event, Person
from .evidence import CitationInline, StatementInline
from .publishing import PUBLISHING, PublishableAdmin
from .records import PartAdmin, PartInline, translations
from .site import AttentionFilter, YearFilter


class AppointmentInline(PartInline):
    """The offices that the person held."""

    model = Appointment
    autocomplete_fields = ("country",)
    fields = ("office_en", ("organisation", "country"), ("since", "until"))


@admin.register(Person)
class PersonAdmin(PublishableAdmin):
    """People with their offices."""

    list_display = ("name", "slug", "status", "public_now")
    search_fields = ("name", "slug")
    prepopulated_fields = {"slug": ("name",)}
    inlines = (AppointmentInline,)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "The head of the person's page. An event shows the office held on "
                    "its day, out of the appointments below."
                ),
                "fields": ("name", "wikidata"),
            },
        ),
        PUBLISHING,
    )


@admin.register(Appointment)
class AppointmentAdmin(PartAdmin):
    """One office of a person with its citations."""

    owner_field = "person"
    autocomplete_fields = ("person", "country")
    list_display = ("person", "office_en", "organisation", "since", "until")
    list_display_links = ("person", "office_en")
    list_select_related = ("person",)
    search_fields = ("person__name", "office_en", "organisation")
    inlines = (CitationInline,)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Shown on the person's page, and beside the name on the page of "
                    "an event of that time."
                ),
                "fields": (
                    "person",
                    "office_en",
                    ("organisation", "country"),
                    ("since", "until"),
                ),
            },
        ),
        *translations("office"),
    )


class DateFilter(YearFilter):
    """Only events of one year."""

    title = _("year")
    parameter_name = "year"
    field_name = "date"


@admin.register(Event)
class EventAdmin(PublishableAdmin):
    """Events, linked to all that they touch."""

    autocomplete_fields = (
        "country",
        "partners",
        "people",
        "agreement",
        "programme",
        "centre",
    )
    list_display = ("title_en", "date", "kind", "country", "status", "public_now")
    list_filter = ("status", AttentionFilter, "kind", DateFilter)
    list_select_related = ("country",)
    search_fields = ("title_en", "title_fr", "title_es", "slug", "place_en")
    prepopulated_fields = {"slug": ("title_en",)}
    inlines = (StatementInline, CitationInline)
    fieldsets = (
        (
            None,
            {
                "description": _("Shown on the event's page and in the calendar."),
                "fields": (
                    "title_en",
                    "kind",
                    "summary_en",
                    ("date", "end_date"),
                    ("place_en", "country"),
                ),
            },
        ),
        (
            _("Related"),
            {
                "description": _("The event is listed on the page of each of these."),
                "fields": ("partners", "people", "agreement", "programme", "centre"),
            },
        ),
        *translations("title", "place", "summary"),
        PUBLISHING,
    )
