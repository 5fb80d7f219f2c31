"""Countries, and since when they are Allies."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..constraints import ALLY_WHILE_PARTNER, AcrossRows
from ..dates import PartialDateField, PeriodFields
from ..translation import in_three_languages
from .record import Record, address_form, chosen_from, in_address_form, wikidata_item

STILL_A_PARTNER = _(
    "The country is a partner after that day: end its affiliation with the accession."
)


class Region(models.TextChoices):
    """The site's own regions."""

    EUROPE = "europe", _("Europe")
    SOUTH_CAUCASUS = "south-caucasus", _("South Caucasus")
    CENTRAL_ASIA = "central-asia", _("Central Asia")
    MIDDLE_EAST_AND_GULF = "middle-east-and-gulf", _("Middle East and Gulf")
    NORTH_AFRICA = "north-africa", _("North Africa")
    INDO_PACIFIC = "indo-pacific", _("Indo-Pacific")
    SOUTH_ASIA = "south-asia", _("South Asia")
    LATIN_AMERICA = "latin-america", _("Latin America")
    NORTH_AMERICA = "north-america", _("North America")
    AFRICA = "africa", _("Africa")


class Country(Record):
    """A country that a record names. It has no page of its own: an Ally has a row among
    the Allies, with the sources of the day of its accession.

    Whether it is an Ally is a date and not a flag, so that it can be asked of any day.
    """

    key_fields = ("slug",)
    parts = ("citations",)
    period_fields = PeriodFields(("ally_since",))

    slug = models.SlugField(
        _("short name"), max_length=80, unique=True, validators=[address_form]
    )
    name = in_three_languages(models.CharField(_("name"), max_length=100))
    iso_alpha2 = models.CharField(
        _("ISO 3166-1 alpha-2 code"),
        max_length=2,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{2}\Z")],
        help_text=_("Two capital letters, as in 'CO'. It chooses the flag."),
    )
    iso_alpha3 = models.CharField(
        _("ISO 3166-1 alpha-3 code"),
        max_length=3,
        unique=True,
        validators=[RegexValidator(r"^[A-Z]{3}\Z")],
    )
    region = models.CharField(
        _("region"),
        max_length=24,
        choices=Region,
        help_text=_("One of this site's own regions."),
    )
    ally_since = PartialDateField(
        _("Ally since"),
        blank=True,
        help_text=_(
            "The accession to the Alliance, as in '1949-04-04'. A partner is never "
            "called a member. Blank: not an Ally."
        ),
    )
    wikidata = wikidata_item()

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("name_en",)
        constraints: ClassVar = [
            chosen_from("region", Region.values),
            models.CheckConstraint(
                condition=in_address_form("slug"),
                name="%(app_label)s_%(class)s_slug_form",
                violation_error_message=address_form.message,
            ),
            AcrossRows(
                forbidden=ALLY_WHILE_PARTNER,
                name="%(app_label)s_%(class)s_no_ally_while_partner",
                said_by="refuse_ally_while_partner",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Lead to its row among the Allies; another country has no place of its own."""
        if not self.ally_since:
            return reverse("partnerships:partner-list")
        return f"{reverse('partnerships:ally-list')}#country-{self.slug}"

    def refuse_ally_while_partner(self) -> None:
        """Raise ValidationError where it would join while it is still a partner."""
        if self.pk and self.ally_since:
            spans = self.partner.affiliations.all() if hasattr(self, "partner") else ()
            if any(each.outlasts(self.ally_since) for each in spans):
                raise ValidationError({"ally_since": STILL_A_PARTNER})
