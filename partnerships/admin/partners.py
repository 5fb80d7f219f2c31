"""Countries, frameworks, partners and affiliations for editors."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from ..dates import PartialDate
from ..flags import flag_file
from ..models import (
    Affiliation,
    AffiliationStatus,
    Country,
    Framework,
    Participation,
    Partner,
)
from ..states import STILL_IN
from .basis import SummedUpAdmin
from .evidence import CitationInline, StatementInline
from .forms import PartFormSet
from .publishing import PUBLISHING, PublishableAdmin
from .records import PartAdmin, PartInline, RecordAdmin, translations
from .site import AttentionFilter

# When rows that change wait, apart from each other and from what any row can say.
WAITING = 1900


class AffiliationFormSet(PartFormSet):
    """A partner's time in frameworks: rows of one framework don't overlap.

    One save can end a status and begin the next: the rows are compared as they will
    be, and not with what is stored of each other.
    """

    def _construct_form(self, i: int, **kwargs: Any) -> Any:
        form = super()._construct_form(i, **kwargs)  # type: ignore[misc]
        form.instance.checked_together = True
        return form

    def save_existing_objects(self, commit: bool = True) -> Any:
        """Move the rows that change out of each other's way, and then write them."""
        for number, form in enumerate(self.initial_forms):
            stored = Affiliation.objects.filter(pk=form.instance.pk)
            if commit and (form.has_changed() or form in self.deleted_forms):
                day = PartialDate(WAITING + number % 80)
                stored.exclude(framework=None).update(
                    status=AffiliationStatus.ENDED, since=day, until=day
                )
        return super().save_existing_objects(commit=commit)

    def clean(self) -> None:
        """Refuse overlaps, also with a row that somebody added meanwhile."""
        super().clean()
        submitted = [form.instance.pk for form in self.initial_forms]
        others = Affiliation.objects.filter(partner=self.instance.pk)
        earlier = list(others.exclude(pk__in=submitted).select_related("framework"))
        for form in self.kept_forms():
            if not form.is_valid():
                continue
            other = form.instance
            for one in earlier:
                if one.framework_id != other.framework_id or not other.framework_id:
                    continue
                if one.overlaps(other) or _both_open(one, other):
                    overlap = ValidationError(
                        _("Two affiliations to “%(framework)s” overlap."),
                        params={"framework": other.framework},
                    )
                    form.add_error("since", overlap)
                    raise overlap
            earlier.append(other)


def _both_open(one: Affiliation, other: Affiliation) -> bool:
    """Tell whether a partner would be in one framework twice with no end."""
    return all(each.status in STILL_IN and not each.until for each in (one, other))


class AffiliationInline(PartInline):
    """The partner's time in frameworks."""

    model = Affiliation
    formset = AffiliationFormSet
    autocomplete_fields = ("framework",)
    fields = ("framework", "status", ("since", "until"))


class ParticipationInline(PartInline):
    """The partner's part in programmes."""

    model = Participation
    autocomplete_fields = ("programme",)
    fields = ("programme", "role", ("since", "until"), "summary_en")


@admin.register(Country)
class CountryAdmin(RecordAdmin):
    """Countries: they have no page, but every name and flag comes from here."""

    list_display = (
        "name_en",
        "iso_alpha2",
        "iso_alpha3",
        "region",
        "ally_since",
    )
    list_filter = (("ally_since", admin.EmptyFieldListFilter), "region")
    search_fields = (
        "name_en",
        "name_fr",
        "name_es",
        "slug",
        "=iso_alpha2",
        "=iso_alpha3",
    )
    prepopulated_fields = {"slug": ("name_en",)}
    inlines = (CitationInline,)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Gives every page that names the country its name, flag and region."
                ),
                "fields": (
                    "name_en",
                    "slug",
                    ("iso_alpha2", "iso_alpha3"),
                    "region",
                    "ally_since",
                    "wikidata",
                ),
            },
        ),
        *translations("name"),
    )

    def view_on_site(self, obj: Country) -> str | None:
        """Return where an Ally stands; another country has no place of its own."""
        return obj.get_absolute_url() or None

    def save_model(
        self, request: HttpRequest, obj: Country, form: Any, change: bool
    ) -> None:
        """Save the country, and warn where no flag can stand beside its name."""
        super().save_model(request, obj, form, change)
        if flag_file(obj) is None:
            text = gettext("There is no flag for %(code)s: pages show the name alone.")
            self.message_user(
                request, text % {"code": obj.iso_alpha2}, messages.WARNING
            )


@admin.register(Framework)
class FrameworkAdmin(PublishableAdmin):
    """Partnership frameworks; who is in them is edited with each partner."""

    list_display = ("name_en", "acronym_en", "launched", "status", "public_now")
    search_fields = ("name_en", "name_fr", "name_es", "acronym_en", "slug")
    prepopulated_fields = {"slug": ("name_en",)}
    inlines = (StatementInline, CitationInline)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Shown at the head of the framework's page. Its partners come from "
                    "their own affiliations."
                ),
                "fields": (
                    "name_en",
                    "acronym_en",
                    "partner_term_en",
                    "summary_en",
                    ("launched", "place_en"),
                    "wikidata",
                ),
            },
        ),
        *translations("name", "acronym", "partner_term", "place", "summary"),
        PUBLISHING,
    )


@admin.register(Partner)
class PartnerAdmin(SummedUpAdmin):
    """Partners with their affiliations, participations, statements and citations."""

    autocomplete_fields = ("country",)
    list_display = (
        "__str__",
        "region",
        "status",
        "public_now",
        "reviewed_on",
        "review_due",
    )
    list_filter = (
        "status",
        AttentionFilter,
        "affiliations__framework",
        "country__region",
    )
    list_select_related = ("country",)
    search_fields = ("slug", "country__name_en", "country__name_fr", "country__name_es")
    inlines = (AffiliationInline, ParticipationInline, StatementInline, CitationInline)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Shown at the head of the partner's page, with the country's name "
                    "and flag. The status line comes from the affiliations below."
                ),
                "fields": ("country", "official_name_en", "summary_en", "basis"),
            },
        ),
        *translations("official_name", "summary"),
        PUBLISHING,
    )

    @admin.display(description=_("region"), ordering="country__region")
    def region(self, partner: Partner) -> str:
        """The region, in words."""
        return partner.country.get_region_display()


@admin.register(Affiliation)
class AffiliationAdmin(PartAdmin):
    """One affiliation with its citations."""

    owner_field = "partner"
    autocomplete_fields = ("partner", "framework")
    list_display = ("partner", "framework", "status", "since", "until")
    list_display_links = ("partner", "framework")
    list_filter = ("framework", "status")
    list_select_related = ("partner__country", "framework")
    search_fields = ("partner__slug", "partner__country__name_en", "framework__name_en")
    inlines = (CitationInline,)
    fieldsets = (
        (
            None,
            {
                "description": _(
                    "Shown in the status line and the timeline of the partner's page, "
                    "and on the framework's page."
                ),
                "fields": ("partner", "framework", "status", ("since", "until")),
            },
        ),
    )
