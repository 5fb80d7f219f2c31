"""Programmes, their priorities, the partners' part in them, and activities."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..constraints import Once, RemembersAddress
from ..dates import PartialDateField, PeriodFields
from ..translation import in_three_languages
from .agreements import Topic
from .countries import Country
from .facts import fact_addresses
from .partners import Partner
from .publishing import Publishable
from .record import (
    Part,
    chosen_from,
    in_order,
    named_within,
    web_address,
    wikidata_item,
)


class ProgrammeKind(models.TextChoices):
    """The kinds of standing frames for cooperation."""

    PROGRAMME = "programme", _("Programme")
    INITIATIVE = "initiative", _("Initiative")
    OPERATION = "operation", _("Operation")
    FRAMEWORK_TOOL = "framework-tool", _("Partnership tool")
    POLICY = "policy", _("Policy")


class Programme(Publishable):
    """A standing programme, initiative, policy, tool or operation."""

    parts = ("priorities", "statements", "citations", "addresses")
    period_fields = PeriodFields(("since",), "until")

    name = in_three_languages(models.CharField(_("name"), max_length=160, unique=True))
    acronym = in_three_languages(
        models.CharField(_("acronym"), max_length=20, blank=True)
    )
    kind = models.CharField(_("kind"), max_length=16, choices=ProgrammeKind)
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(
        _("until"), blank=True, help_text=_("Blank while it runs, or when not known.")
    )
    lead_body = models.CharField(_("lead body"), max_length=120, blank=True)
    website = models.URLField(_("website"), blank=True)
    wikidata = wikidata_item()
    summary = in_three_languages(
        models.TextField(
            _("summary"),
            help_text=_("40 to 60 words of our own, shown under the name."),
        )
    )
    basis = fact_addresses(_("basis"), _("The facts on which the summary rests."))

    class Meta(Publishable.Meta):
        verbose_name = _("programme")
        verbose_name_plural = _("programmes")
        ordering = ("name_en",)
        constraints: ClassVar = [
            *Publishable.Meta.constraints,
            RemembersAddress(kind="programme", name="%(app_label)s_%(class)s_address"),
            chosen_from("kind", ProgrammeKind.values),
            web_address("website"),
            in_order("since", "until"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:programme-page", args=[self.slug])


class Priority(Part):
    """A priority of a programme in one edition of its list."""

    key_fields = ("programme", "ref")
    public_through = ("programme", "topic")
    parts = ("citations",)
    owner = "programme"
    for_link = ("programme",)

    programme = models.ForeignKey(
        Programme,
        on_delete=models.CASCADE,
        related_name="priorities",
        verbose_name=_("programme"),
    )
    edition = PartialDateField(_("edition"), help_text=_("The year of the list."))
    topic = models.ForeignKey(
        Topic,
        on_delete=models.PROTECT,
        related_name="priorities",
        verbose_name=_("topic"),
    )
    wording = models.CharField(
        _("wording"), max_length=200, help_text=_("As in the list itself.")
    )

    class Meta:
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        ordering = ("-edition", "topic__slug", "wording")
        constraints: ClassVar = [
            *Part.Meta.constraints,
            *named_within("programme"),
            Once(
                fields=["programme", "edition", "wording"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("This edition has this priority already."),
            ),
        ]

    def __str__(self) -> str:
        return self.wording

    @property
    def words_of_ref(self) -> str:
        """The edition and the wording."""
        return f"{self.edition} {self.wording}"


class ParticipationRole(models.TextChoices):
    """What a partner does in a programme."""

    PARTICIPANT = "participant", _("participant")
    BENEFICIARY = "beneficiary", _("beneficiary")
    CONTRIBUTOR = "contributor", _("contributor")
    TROOP_CONTRIBUTOR = "troop-contributor", _("troop contributor")
    DONOR = "donor", _("donor")
    HOST = "host", _("host")
    TRANSIT_PROVIDER = "transit-provider", _("transit provider")
    SUPPORTER = "supporter", _("supporter")
    ASSOCIATED = "associated", _("associated")
    ALIGNED = "aligned", _("aligned")
    ELIGIBLE = "eligible", _("eligible")
    OBSERVER = "observer", _("observer")
    OPERATIONAL_PARTNER = "operational-partner", _("operational partner")
    EXERCISE_PARTNER = "exercise-partner", _("exercise partner")
    LIAISON_OFFICER = "liaison-officer", _("liaison officer")


class Participation(Part):
    """A partner's part in a programme. It is kept with the partner."""

    key_fields = ("partner", "ref")
    public_through = ("partner", "programme")
    parts = ("citations",)
    owner = "partner"
    for_link = ("partner__country", "programme")
    period_fields = PeriodFields(("since",), "until")

    partner = models.ForeignKey(
        Partner,
        on_delete=models.CASCADE,
        related_name="participations",
        verbose_name=_("partner"),
    )
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        related_name="participations",
        verbose_name=_("programme"),
    )
    role = models.CharField(_("role"), max_length=24, choices=ParticipationRole)
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(_("until"), blank=True)
    summary = in_three_languages(
        models.TextField(
            _("summary"), blank=True, help_text=_("One short sentence of our own.")
        )
    )

    class Meta:
        verbose_name = _("participation")
        verbose_name_plural = _("participations")
        ordering = ("partner__slug", "programme__slug", "since")
        constraints: ClassVar = [
            *Part.Meta.constraints,
            *named_within("partner"),
            chosen_from("role", ParticipationRole.values),
            in_order("since", "until"),
            Once(
                fields=["partner", "programme", "role", "since"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_(
                    "The partner has this role in the programme already."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme} – {self.get_role_display()}"

    @property
    def words_of_ref(self) -> str:
        """The programme."""
        return self.programme.slug


class ActivityKind(models.TextChoices):
    """What an activity of a programme is."""

    PROJECT = "project", _("project")
    MULTI_YEAR_PROJECT = "multi-year-project", _("multi-year project")
    ADVANCED_RESEARCH_WORKSHOP = (
        "advanced-research-workshop",
        _("advanced research workshop"),
    )
    ADVANCED_TRAINING_COURSE = (
        "advanced-training-course",
        _("advanced training course"),
    )
    INFORMATION_DAY = "information-day", _("information day")
    WORKSHOP = "workshop", _("workshop")
    COURSE = "course", _("course")
    TRAINING = "training", _("training")
    CONFERENCE = "conference", _("conference")
    EVALUATION = "evaluation", _("evaluation")
    TRUST_FUND = "trust-fund", _("trust fund")
    EQUIPMENT = "equipment", _("equipment")
    DEPLOYMENT = "deployment", _("deployment")


class Activity(Publishable):
    """One project, workshop or course of a programme."""

    public_through = ("programme",)
    parts = ("citations", "addresses")
    period_fields = PeriodFields(("start",), "end", one_date=True)

    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        related_name="activities",
        verbose_name=_("programme"),
    )
    kind = models.CharField(_("kind"), max_length=32, choices=ActivityKind)
    title = in_three_languages(models.CharField(_("title"), max_length=200))
    start = PartialDateField(_("start"), blank=True)
    end = PartialDateField(
        _("end"), blank=True, help_text=_("Blank for one day, or when not known.")
    )
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("country"),
        help_text=_("Where it took place."),
    )
    city = in_three_languages(models.CharField(_("city"), max_length=100, blank=True))
    summary = in_three_languages(
        models.TextField(_("summary"), help_text=_("One short sentence of our own."))
    )
    partners = models.ManyToManyField(
        Partner, blank=True, related_name="activities", verbose_name=_("partners")
    )
    topics = models.ManyToManyField(
        Topic, blank=True, related_name="activities", verbose_name=_("topics")
    )

    class Meta(Publishable.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ("-start", "slug")
        indexes: ClassVar = [
            *Publishable.Meta.indexes,
            models.Index(fields=["start"]),
        ]
        constraints: ClassVar = [
            *Publishable.Meta.constraints,
            RemembersAddress(kind="activity", name="%(app_label)s_%(class)s_address"),
            chosen_from("kind", ActivityKind.values),
            in_order("start", "end"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("partnerships:activity-page", args=[self.slug])
