"""Topics and agreements for editors."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from ..models import Agreement, AgreementAim, AgreementArea, Topic
from .evidence import CitationInline, StatementInline
from .publishing import PUBLISHING, PublishableAdmin
from .records import PartAdmin, PartInline, translations
from .site import AttentionFilter, YearFilter


@admin.register(Topic)
class TopicAdmin(PublishableAdmin):
    """The controlled list of areas of cooperation."""

    list_display = ("name_en", "slug", "status", "public_now")
    search_fields = ("name_en", "name_fr", "name_es", "slug")
    prepopulated_fields = {"slug": ("name_en",)}
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "The head of the topic's page, which gathers all records that "
                    "carry the topic."
                ),
                "fields": ("name_en", "summary_en"),
            },
        ),
        *translations("name", "summary"),
        PUBLISHING,
    )


class AreaInline(PartInline):
    """The fields that the agreement covers."""

    model = AgreementArea
    autocomplete_fields = ("topic",)
    fields = (("topic", "wording"),)


class AimInline(PartInline):
    """The stated aims of the agreement."""

    model = AgreementAim
    fields = ("aim_en",)


class SignedFilter(YearFilter):
    """Only agreements signed in one year."""

    title = _("year of signature")
    parameter_name = "year"
    field_name = "signed"


@admin.register(Agreement)
class AgreementAdmin(PublishableAdmin):
    """Agreements with their areas, aims, statements and citations."""

    autocomplete_fields = ("partner", "superseded_by")
    list_display = ("title_en", "partner", "kind", "signed", "status", "public_now")
    list_filter = ("status", AttentionFilter, "kind", SignedFilter)
    list_select_related = ("partner__country",)
    search_fields = (
        "title_en",
        "title_fr",
        "title_es",
        "slug",
        "partner__country__name_en",
    )
    prepopulated_fields = {"slug": ("title_en",)}
    inlines = (AreaInline, AimInline, StatementInline, CitationInline)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Shown on the agreement's page and, while it is in force, first "
                    "among the agreements of its partner."
                ),
                "fields": (
                    "partner",
                    ("kind", "nature"),
                    "title_en",
                    "summary_en",
                    ("signed", "in_force"),
                    ("runs_until", "confirmed", "ended"),
                    "superseded_by",
                ),
            },
        ),
        *translations("title", "summary"),
        PUBLISHING,
    )


@admin.register(AgreementArea)
class AgreementAreaAdmin(PartAdmin):
    """One area of an agreement with its citations."""

    owner_field = "agreement"
    autocomplete_fields = ("agreement", "topic")
    list_display = ("wording", "topic", "agreement")
    list_select_related = ("topic", "agreement")
    search_fields = ("wording", "agreement__slug", "topic__name_en")
    inlines = (CitationInline,)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Shown among the areas of the agreement, and on the topic's page."
                ),
                "fields": ("agreement", "topic", "wording"),
            },
        ),
    )


@admin.register(AgreementAim)
class AgreementAimAdmin(PartAdmin):
    """One aim of an agreement with its citations."""

    owner_field = "agreement"
    autocomplete_fields = ("agreement",)
    list_display = ("aim_en", "agreement")
    list_select_related = ("agreement",)
    search_fields = ("aim_en", "agreement__slug")
    inlines = (CitationInline,)
    fieldsets = (
        (
            None,
            {
                "description": _("Shown among the aims of the agreement."),
                "fields": ("agreement", "aim_en"),
            },
        ),
        *translations("aim"),
    )
