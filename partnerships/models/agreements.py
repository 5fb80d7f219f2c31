"""Topics, and the agreements that cover them."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..constraints import (
    SUPERSEDED_BY_ANOTHERS,
    SUPERSEDED_BY_OLDER,
    AcrossRows,
    Once,
    RemembersAddress,
)
from ..dates import PartialDate, PartialDateField, PeriodFields
from ..translation import in_three_languages
from .partners import Partner
from .publishing import Publishable
from .record import Part, chosen_from, in_order, named_within


class Topic(Publishable):
    """An area of cooperation, of a controlled list. A label: it needs no source."""

    needs_citation = False
    parts = ("addresses",)

    name = in_three_languages(models.CharField(_("name"), max_length=100, unique=True))
    summary = in_three_languages(
        models.TextField(_("summary"), help_text=_("One short sentence of our own."))
    )

    class Meta(Publishable.Meta):
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        ordering = ("name_en",)
        constraints: ClassVar = [
            *Publishable.Meta.constraints,
            RemembersAddress(kind="topic", name="%(app_label)s_%(class)s_address"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:topic-page", args=[self.slug])


class AgreementKind(models.TextChoices):
    """The kinds of text that a partner and NATO conclude."""

    IPCP = "ipcp", _("Individual Partnership and Cooperation Programme")
    ITPP = "itpp", _("Individually Tailored Partnership Programme")
    IPAP = "ipap", _("Individual Partnership Action Plan")
    IPP = "ipp", _("Individual Partnership Programme")
    ICP = "icp", _("Individual Cooperation Programme")
    ANP = "anp", _("Annual National Programme")
    PFP_FRAMEWORK = "pfp-framework", _("Partnership for Peace Framework Document")
    SECURITY_OF_INFORMATION = (
        "security-of-information",
        _("Security of information agreement"),
    )
    SOFA = "sofa", _("Status of Forces Agreement")
    DCB_PACKAGE = "dcb-package", _("Defence capacity building package")
    JOINT_DECLARATION = "joint-declaration", _("Joint declaration")
    OTHER = "other", _("Other text")


# The programmes that set out a partner's cooperation as a whole, each known by its
# abbreviation; the newest in force stands in the partner's status line.
ABBREVIATED = ("itpp", "ipcp", "ipap", "ipp", "icp", "anp")


class AgreementNature(models.TextChoices):
    """What kind of act a text is: whether it can be in force at all, and how long."""

    BINDING = "binding", _("binding text")
    PROGRAMME = "programme", _("programme of cooperation")
    POLITICAL = "political", _("political text")
    DECISION = "decision", _("decision")
    ACCESSION = "accession", _("accession to the Treaty")


class Agreement(Publishable):
    """A signed or concluded text between a partner and NATO.

    Where it stands on a day is worked out from its nature and its dates; see
    `partnerships.states`.
    """

    public_through = ("partner",)
    parts = ("areas", "aims", "statements", "citations", "addresses")
    for_link = ("partner__country",)
    period_fields = PeriodFields(("in_force", "signed"), "ended")

    partner = models.ForeignKey(
        Partner,
        on_delete=models.PROTECT,
        related_name="agreements",
        verbose_name=_("partner"),
    )
    kind = models.CharField(_("kind"), max_length=24, choices=AgreementKind)
    nature = models.CharField(
        _("nature"),
        max_length=10,
        choices=AgreementNature,
        help_text=_(
            "Only a binding text and a programme can be in force. A political text, a "
            "decision and an accession are adopted."
        ),
    )
    title = in_three_languages(
        models.CharField(
            _("title"),
            max_length=200,
            help_text=_("As the text itself or the report of it gives it."),
        )
    )
    signed = PartialDateField(
        _("signed"),
        blank=True,
        help_text=_(
            "Where sources report only an agreement or an announcement, that day; "
            "say so in the summary."
        ),
    )
    in_force = PartialDateField(
        _("in force"),
        blank=True,
        help_text=_(
            "Only where a source gives it. Blank: the page counts from the signature."
        ),
    )
    runs_until = PartialDateField(
        _("runs until"),
        blank=True,
        help_text=_(
            "The term that the text itself or a report of it gives. Never one that "
            "is counted: the usual term of a kind is the page's business."
        ),
    )
    confirmed = PartialDateField(
        _("last confirmed"),
        blank=True,
        help_text=_("The latest day on which a source speaks of it as valid."),
    )
    ended = PartialDateField(_("ended"), blank=True)
    superseded_by = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="supersedes",
        verbose_name=_("superseded by"),
        help_text=_("A later agreement of the same partner."),
    )
    summary = in_three_languages(
        models.TextField(_("summary"), help_text=_("One short sentence of our own."))
    )

    class Meta(Publishable.Meta):
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ("partner__slug", "signed", "slug")
        indexes: ClassVar = [
            *Publishable.Meta.indexes,
            models.Index(fields=["signed"]),
            models.Index(fields=["partner", "kind", "signed"]),
        ]
        constraints: ClassVar = [
            *Publishable.Meta.constraints,
            RemembersAddress(kind="agreement", name="%(app_label)s_%(class)s_address"),
            chosen_from("kind", AgreementKind.values),
            chosen_from("nature", AgreementNature.values),
            in_order(
                "signed", "in_force", _("It entered into force before signature.")
            ),
            in_order("signed", "ended", _("It ended before it was signed.")),
            in_order("in_force", "ended", _("It ended before it entered into force.")),
            in_order("signed", "confirmed", _("It was confirmed before signature.")),
            in_order("signed", "runs_until", _("Its term is over before signature.")),
            in_order(
                "in_force",
                "runs_until",
                _("Its term is over before it entered into force."),
            ),
            in_order(
                "confirmed",
                "ended",
                _("It ended before a source last spoke of it as valid."),
            ),
            models.CheckConstraint(
                condition=models.Q(superseded_by__isnull=True)
                | ~models.Q(superseded_by=models.F("pk")),
                name="%(app_label)s_%(class)s_not_by_itself",
                violation_error_message=_("An agreement can't supersede itself."),
            ),
            AcrossRows(
                forbidden=SUPERSEDED_BY_OLDER,
                name="%(app_label)s_%(class)s_superseded_by_later",
                said_by="refuse_older_successor",
            ),
            AcrossRows(
                forbidden=SUPERSEDED_BY_ANOTHERS,
                name="%(app_label)s_%(class)s_superseded_by_own",
                said_by="refuse_successor_of_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.slug})"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:agreement-page", args=[self.slug])

    @property
    def heading(self) -> str:
        """Its title alone does not tell whose it is."""
        # Some languages set a space before the colon.
        return _("%(field)s: %(value)s") % {
            "field": self.partner,
            "value": self.title,
        }

    @property
    def short_name(self) -> str:
        """Its abbreviation and year, as in 'ITPP 2021', or its title."""
        if self.kind not in ABBREVIATED:
            return self.title
        year = f" {self.start.year}" if self.start else ""
        return f"{self.kind.upper()}{year}"

    @property
    def start(self) -> PartialDate | None:
        """The date from which it is in force."""
        return self.period.start

    def refuse_successor_of_another(self) -> None:
        """Raise ValidationError where another partner's text supersedes it."""
        later = self.superseded_by
        if later is not None and later.partner_id != self.partner_id:
            raise ValidationError(
                {"superseded_by": _("Choose an agreement of the same partner.")}
            )
        if self.pk and self.supersedes.exclude(partner_id=self.partner_id).exists():
            raise ValidationError(
                {"partner": _("It supersedes an agreement of another partner.")}
            )

    def refuse_older_successor(self) -> None:
        """Raise ValidationError where an older text supersedes a newer one."""
        later = self.superseded_by
        if self.pk and any(_is_older(self, each) for each in self.supersedes.all()):
            raise ValidationError(
                {"signed": _("This is older than an agreement that it supersedes.")}
            )
        if later is not None and _is_older(later, self):
            raise ValidationError(
                {
                    "superseded_by": _(
                        "The superseding agreement is older than this one."
                    )
                }
            )


def _is_older(one: Agreement, other: Agreement) -> bool:
    return bool(
        one.signed and other.signed and one.signed.latest < other.signed.earliest
    )


class AgreementArea(Part):
    """A field that an agreement covers, in the words of its text."""

    key_fields = ("agreement", "ref")
    public_through = ("agreement", "topic")
    parts = ("citations",)
    owner = "agreement"
    for_link = ("agreement__partner__country",)

    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.CASCADE,
        related_name="areas",
        verbose_name=_("agreement"),
    )
    topic = models.ForeignKey(
        Topic, on_delete=models.PROTECT, related_name="areas", verbose_name=_("topic")
    )
    wording = models.CharField(
        _("wording"),
        max_length=200,
        help_text=_("As in the text or in the report of it."),
    )

    class Meta:
        verbose_name = _("agreement area")
        verbose_name_plural = _("agreement areas")
        ordering = ("topic__slug", "wording")
        constraints: ClassVar = [
            *Part.Meta.constraints,
            *named_within("agreement"),
            Once(
                fields=["agreement", "topic", "wording"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The agreement has this area already."),
            ),
        ]

    def __str__(self) -> str:
        return self.wording

    @property
    def words_of_ref(self) -> str:
        """The wording."""
        return self.wording


class AgreementAim(Part):
    """A stated aim of an agreement."""

    key_fields = ("agreement", "ref")
    public_through = ("agreement",)
    parts = ("citations",)
    owner = "agreement"
    for_link = ("agreement__partner__country",)

    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.CASCADE,
        related_name="aims",
        verbose_name=_("agreement"),
    )
    aim = in_three_languages(models.CharField(_("aim"), max_length=200))

    class Meta:
        verbose_name = _("agreement aim")
        verbose_name_plural = _("agreement aims")
        ordering = ("aim_en",)
        constraints: ClassVar = [
            *Part.Meta.constraints,
            *named_within("agreement"),
            Once(
                fields=["agreement", "aim_en"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The agreement has this aim already."),
            ),
        ]

    def __str__(self) -> str:
        return self.aim

    @property
    def words_of_ref(self) -> str:
        """The aim in the language of record."""
        return str(self.aim_en)
