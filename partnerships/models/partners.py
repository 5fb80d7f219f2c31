"""Partnership frameworks, and the partners' time in them."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..constraints import (
    COUNTRY_OF_A_PARTNER_ALREADY_ALLY,
    OVERLAPPING,
    PARTNER_AFTER_ACCESSION,
    AcrossRows,
    Once,
    RemembersAddress,
)
from ..dates import PartialDate, PartialDateField, PeriodFields
from ..translation import in_three_languages
from .countries import Country
from .facts import fact_addresses
from .publishing import Publishable
from .record import (
    Part,
    chosen_from,
    in_order,
    named_within,
    wikidata_item,
)

ALLY_BY_THEN = _(
    "The country is an Ally by then, and an Ally is no partner: end this with the "
    "accession, or correct the day of accession in the country."
)


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
    place = in_three_languages(
        models.CharField(
            _("place"),
            max_length=100,
            blank=True,
            help_text=_("Where it was launched, as in 'Brussels'."),
        )
    )
    wikidata = wikidata_item()
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
            help_text=_("40 to 60 words of our own, shown under the name."),
        )
    )
    basis = fact_addresses(_("basis"), _("The facts on which the summary rests."))

    class Meta(Publishable.Meta):
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ("slug",)
        constraints: ClassVar = [
            *Publishable.Meta.constraints,
            RemembersAddress(kind="partner", name="%(app_label)s_%(class)s_address"),
            AcrossRows(
                forbidden=COUNTRY_OF_A_PARTNER_ALREADY_ALLY,
                name="%(app_label)s_%(class)s_country_no_ally_by_then",
                said_by="refuse_ally_by_then",
            ),
        ]

    def __str__(self) -> str:
        return self.country.name

    def refuse_ally_by_then(self) -> None:
        """Raise ValidationError where its country is an Ally while it is a partner."""
        if self.pk and self.country_id and self.country.ally_since:
            found = self.affiliations.all()
            if any(each.outlasts(self.country.ally_since) for each in found):
                raise ValidationError({"country": ALLY_BY_THEN})

    def get_absolute_url(self) -> str:
        return reverse("partnerships:partner-page", args=[self.slug])


class AffiliationStatus(models.TextChoices):
    """How a partner stands in a framework."""

    ACTIVE = "active", _("active")
    SUSPENDED = "suspended", _("suspended")
    ENDED = "ended", _("ended")
    BECAME_MEMBER = "became-member", _("became a member of the Alliance")
    IN_DIALOGUE = "in-dialogue", _("in dialogue")


# What an Ally can't be any more.
BEFORE_ACCESSION = (
    AffiliationStatus.ACTIVE,
    AffiliationStatus.SUSPENDED,
    AffiliationStatus.IN_DIALOGUE,
)


class Affiliation(Part):
    """A partner's time in one status in a framework, or in dialogue outside of any.

    Each change of status begins another row: "suspended since 2014" does not rewrite
    the years before. A partner stands in one framework in one status at a time; a
    suspended one has not left it.
    """

    key_fields = ("partner", "ref")
    public_through = ("partner", "framework")
    parts = ("citations",)
    owner = "partner"
    for_link = ("partner__country", "framework")
    period_fields = PeriodFields(("since",), "until")
    # Set by the form of its partner.
    checked_together = False

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
    since = PartialDateField(
        _("since"),
        blank=True,
        help_text=_("Since when it has this status, as in '2014-04-01'."),
    )
    until = PartialDateField(
        _("until"),
        blank=True,
        help_text=_(
            "Until when it had this status. Another status then begins another row. "
            "Blank while it lasts, or where no source says."
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
                condition=models.Q(status__in=["active", "suspended"], until=""),
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
            AcrossRows(
                forbidden=PARTNER_AFTER_ACCESSION,
                name="%(app_label)s_%(class)s_not_after_accession",
                said_by="refuse_after_accession",
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
        ]

    def __str__(self) -> str:
        return f"{self.partner} – {self.in_owner}"

    def get_constraints(self) -> list[Any]:
        """Leave out what the form of the partner asks of all its rows together.

        One status ends and the next begins in one save: neither may be compared with
        what is stored of the other.
        """
        found: list[Any] = super().get_constraints()
        if not self.checked_together:
            return found
        across = ("no_overlap", "one_at_a_time")
        return [
            (model, [each for each in rules if not each.name.endswith(across)])
            for model, rules in found
        ]

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
        """Tell whether both surely held on some day; unknown starts never do.

        That one has ended, and no end is on record, speaks against no later one.
        """
        if not (self.since and other.since):
            return False
        return self._lasts_beyond(other) and other._lasts_beyond(self)

    def _lasts_beyond(self, other: "Affiliation") -> bool:
        """Tell whether it surely lasts beyond the start of another one.

        Dates are compared as the database does: '~' is behind every day of a month.
        """
        start = f"{other.since}~"
        if self.until:
            return str(self.until) > start
        return self.status != AffiliationStatus.ENDED or start <= f"{self.since}~"

    def outlasts(self, accession: PartialDate) -> bool:
        """Tell whether it surely goes on after its country became an Ally."""
        return self.status in BEFORE_ACCESSION and (
            not self.until or self.until.earliest > accession.latest
        )

    def refuse_after_accession(self) -> None:
        """Raise ValidationError where its country is an Ally by then."""
        partner: Partner | None = self.partner if self.partner_id else None
        accession = partner and partner.country.ally_since
        if accession and self.outlasts(accession):
            field = "until" if self.until else "status"
            raise ValidationError({field: ALLY_BY_THEN})
