"""Training centres."""

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..constraints import RemembersAddress
from ..dates import PartialDateField, PeriodFields
from ..translation import in_three_languages
from .agreements import Topic
from .countries import Country
from .publishing import Publishable
from .record import chosen_from, web_address


class Network(models.TextChoices):
    """The networks that training centres belong to."""

    PTEC = "ptec", _("Partnership Training and Education Centre")
    PTEC_UNCONFIRMED = (
        "ptec-unconfirmed",
        _("Partnership Training and Education Centre, not confirmed"),
    )
    NATO_EDUCATION_FACILITY = "nato-education-facility", _("NATO education facility")
    NATO_PARTNER_CENTRE = "nato-partner-centre", _("Centre of NATO and a partner")
    CENTRE_OF_EXCELLENCE = "centre-of-excellence", _("Centre of excellence")


class TrainingCentre(Publishable):
    """A PTEC, a NATO education facility, or another centre that trains partners."""

    parts = ("statements", "citations", "addresses")
    period_fields = PeriodFields(("joined",))

    name = in_three_languages(models.CharField(_("name"), max_length=160))
    native_name = models.CharField(
        _("name in its own language"), max_length=160, blank=True
    )
    native_language = models.CharField(
        _("language of that name"),
        max_length=7,
        blank=True,
        help_text=_("Code such as 'es', so that it is read aloud correctly."),
    )
    acronym = models.CharField(_("acronym"), max_length=24, blank=True)
    network = models.CharField(_("network"), max_length=24, choices=Network)
    joined = PartialDateField(
        _("joined"),
        blank=True,
        help_text=_("When a PTEC joined the network; for the others, the opening."),
    )
    host_country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        related_name="centres",
        verbose_name=_("host country"),
    )
    city = in_three_languages(models.CharField(_("city"), max_length=100, blank=True))
    latitude = models.FloatField(
        _("latitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
        help_text=_("Of the town, in degrees; south is negative."),
    )
    longitude = models.FloatField(
        _("longitude"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
        help_text=_("Of the town, in degrees; west is negative."),
    )
    focus = in_three_languages(models.CharField(_("focus"), max_length=200, blank=True))
    website = models.URLField(_("website"), blank=True)
    summary = in_three_languages(
        models.TextField(_("summary"), help_text=_("One short sentence of our own."))
    )
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="centres", verbose_name=_("topics")
    )

    class Meta(Publishable.Meta):
        verbose_name = _("training centre")
        verbose_name_plural = _("training centres")
        ordering = ("name_en",)
        constraints: ClassVar = [
            *Publishable.Meta.constraints,
            RemembersAddress(kind="centre", name="%(app_label)s_%(class)s_address"),
            chosen_from("network", Network.values),
            web_address("website"),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                # A comparison with NULL is not false, so a check would let it pass.
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__gte=-90,
                    latitude__lte=90,
                    longitude__gte=-180,
                    longitude__lte=180,
                ),
                name="%(app_label)s_%(class)s_whole_position",
                violation_error_message=_(
                    "Give both latitude (−90 to 90) and longitude (−180 to 180), "
                    "or neither."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:centre-page", args=[self.slug])
