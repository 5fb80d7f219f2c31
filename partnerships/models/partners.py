"""Countries, partnership frameworks, and the partners' time in them."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..constraints import OVERLAPPING, AcrossRows, Once, RemembersAddress
from ..dates import PartialDateField, PeriodFields
from ..translation import in_three_languages
from .publishing import Publishable
from .record import (
    Part,
    Record,
    address_form,
    chosen_from,
    in_address_form,
    in_order,
    named_within,
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
    """A country that a record names. A label: it has no page and no citation."""

    key_fields = ("slug",)
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
    is_ally = models.BooleanField(
        _("is an Ally"),
        default=False,
        help_text=_("A member of the Alliance. A partner is never called a member."),
    )
    ally_since = PartialDateField(
        _("Ally since"),
        blank=True,
        help_text=_("Only where a source gives it, as in '1949-04-04'."),
    )

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
            models.CheckConstraint(
                condition=models.Q(ally_since="") | models.Q(is_ally=True),
                name="%(app_label)s_%(class)s_only_allies_have_a_date",
                violation_error_message=_(
                    "Only an Ally has a date from which it is one: tick 'is an Ally'."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Framework(Publishable):
    """A partnership framework, such as the Partnership for Peace."""

    parts = ("statements", "citations", "addresses")
    period_fields = PeriodFields(("launched",))

    name = in_three_languages(models.CharField(_("name"), max_length=120, unique=True))
    acronym = in_three_languages(
        models.CharField(_("acronym"), max_length=20, blank=True)
    )
    partner_term = in_three_languages(
        models.CharField(
            _("what a partner is called"),
            max_length=80,
            blank=True,
            help_text=_(
                "As in 'Global partner'. It begins the status line of each partner: "
                "'Global partner since 2017'. Blank: the name of the framework."
            ),
        )
    )
    launched = PartialDateField(_("launched"), blank=True)
    place = models.CharField(
        _("place"),
        max_length=100,
        blank=True,
        help_text=_("Where it was launched, as in 'Brussels'."),
    )
    summary = in_three_languages(
        models.TextField(
            _("summary"),
            help_text=_("One short sentence of our own, shown under the name."),
        )
    )

    class Meta(Publishable.Meta):
        verbose_name = _("framework")
        verbose_name_plural = _("frameworks")
        ordering = ("name_en",)
        constraints: ClassVar = [
            *Publishable.Meta.constraints,
            RemembersAddress(kind="framework", name="%(app_label)s_%(class)s_address"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:framework-page", args=[self.slug])


class Partner(Publishable):
    """A country that is, or was, in a framework or in dialogue with NATO.

    Being a partner is never called membership. Where it stands on a day is worked
    out from its affiliations; see `partnerships.standing`.
    """

    parts = ("affiliations", "participations", "statements", "citations", "addresses")
    for_link = ("country",)

    country = models.OneToOneField(
        Country,
        on_delete=models.PROTECT,
        related_name="partner",
        verbose_name=_("country"),
        help_text=_("Gives the page its name, flag and region."),
    )
    official_name = in_three_languages(
        models.CharField(
            _("official name"),
            max_length=120,
            blank=True,
            help_text=_("As in 'Republic of Colombia'."),
        )
    )
    summary = in_three_languages(
        models.TextField(
            _("summary"),
            help_text=_("One short sentence of our own, shown under the name."),
        )
    )

    class Meta(Publishable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ("slug",)
        constraints: ClassVar = [
            *Publishable.Meta.constraints,
            RemembersAddress(kind="partner", name="%(app_label)s_%(class)s_address"),
        ]

    def __str__(self) -> str:
        return self.country.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:partner-page", args=[self.slug])


class AffiliationStatus(models.TextChoices):
    """How a partner stands in a framework."""

    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")
    BECAME_MEMBER = "became-member", _("became a member of the Alliance")
    IN_DIALOGUE = "in-dialogue", _("in dialogue")


class Affiliation(Part):
    """A partner's time in a framework, or in dialogue outside of any.

    A partner stands in one framework at most once at a time. `until` of a
    suspended affiliation is the day on which practical cooperation was
    suspended; the country has not left the framework.
    """

    key_fields = ("partner", "ref")
    public_through = ("partner", "framework")
    parts = ("citations",)
    owner = "partner"
    for_link = ("partner__country", "framework")
    period_fields = PeriodFields(("since",), "until")

    partner = models.ForeignKey(
        Partner,
        on_delete=models.CASCADE,
        related_name="affiliations",
        verbose_name=_("partner"),
    )
    framework = models.ForeignKey(
        Framework,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="affiliations",
        verbose_name=_("framework"),
        help_text=_("Blank only for a country in dialogue, which is in none."),
    )
    status = models.CharField(
        _("status"),
        max_length=16,
        choices=AffiliationStatus,
        default=AffiliationStatus.ACTIVE,
    )
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(
        _("until"),
        blank=True,
        help_text=_(
            "The end, the accession, or for a suspended partner the day of "
            "suspension. Blank while it is active, or where no source says."
        ),
    )

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ("since", "pk")
        constraints: ClassVar = [
            *Part.Meta.constraints,
            *named_within("partner"),
            chosen_from("status", AffiliationStatus.values),
            in_order("since", "until"),
            Once(
                fields=["partner", "framework", "since"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_(
                    "This partner already has an affiliation to this framework "
                    "with the same start."
                ),
            ),
            Once(
                fields=["partner", "framework"],
                condition=models.Q(status__in=["active", "suspended"]),
                name="%(app_label)s_%(class)s_one_at_a_time",
                violation_error_message=_(
                    "This partner is in this framework already: end the other "
                    "affiliation first."
                ),
            ),
            Once(
                fields=["partner"],
                condition=models.Q(status="in-dialogue", until=""),
                name="%(app_label)s_%(class)s_one_dialogue",
                violation_error_message=_("This partner is in dialogue already."),
            ),
            AcrossRows(
                forbidden=OVERLAPPING,
                name="%(app_label)s_%(class)s_no_overlap",
                said_by="refuse_overlap",
            ),
            models.CheckConstraint(
                condition=models.Q(status="in-dialogue", framework__isnull=True)
                | (~models.Q(status="in-dialogue") & models.Q(framework__isnull=False)),
                name="%(app_label)s_%(class)s_framework_or_dialogue",
                violation_error_message=_(
                    "Name a framework, or choose the status 'in dialogue' for a "
                    "country that is in none."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(status="active") | models.Q(until=""),
                name="%(app_label)s_%(class)s_active_has_no_end",
                violation_error_message=_(
                    "An active affiliation has no end: remove 'until', or choose "
                    "another status."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} – {self.in_owner}"

    @property
    def in_owner(self) -> str:
        """The framework; beside the partner it says enough."""
        return str(self.framework or self.get_status_display())

    @property
    def words_of_ref(self) -> str:
        """The framework, or that it is a dialogue."""
        return self.framework.slug if self.framework else self.status

    def refuse_overlap(self) -> None:
        """Raise ValidationError where it overlaps another one in its framework."""
        if self.partner_id is None or self.framework_id is None:
            return
        same = self.siblings().filter(framework_id=self.framework_id)
        if any(self.overlaps(other) for other in same):
            raise ValidationError(
                {
                    "since": _(
                        "This overlaps another affiliation of the partner to the "
                        "same framework: correct the dates of one of them."
                    )
                }
            )

    def overlaps(self, other: "Affiliation") -> bool:
        """Tell whether both surely held on some day; unknown starts never do."""
        if not (self.since and other.since):
            return False
        first, second = sorted((self, other), key=lambda each: each.since.latest)
        if first.status == AffiliationStatus.SUSPENDED or not first.until:
            return True
        return first.until.earliest > second.since.latest
