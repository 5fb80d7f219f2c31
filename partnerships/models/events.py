"""Events, and the people who took part with the office that they held."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..constraints import Once, RemembersAddress
from ..dates import PartialDateField, PeriodFields
from ..translation import in_three_languages
from .agreements import Agreement
from .centres import TrainingCentre
from .countries import Country
from .partners import Partner
from .programmes import Programme
from .publishing import Publishable
from .record import Part, chosen_from, in_order, named_within, wikidata_item


class Person(Publishable):
    """A person named by a record. A label: what is said of people has sources."""

    needs_citation = False
    parts = ("appointments", "addresses")

    name = models.CharField(_("name"), max_length=120)
    wikidata = wikidata_item()

    class Meta(Publishable.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ("name",)
        constraints: ClassVar = [
            *Publishable.Meta.constraints,
            RemembersAddress(kind="person", name="%(app_label)s_%(class)s_address"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("partnerships:person-page", args=[self.slug])


class Appointment(Part):
    """An office that a person holds, or held."""

    key_fields = ("person", "ref")
    public_through = ("person",)
    parts = ("citations",)
    owner = "person"
    for_link = ("person",)
    period_fields = PeriodFields(("since",), "until")

    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        related_name="appointments",
        verbose_name=_("person"),
    )
    office = in_three_languages(
        models.CharField(
            _("office"), max_length=160, help_text=_("As in 'Minister of Defence'.")
        )
    )
    organisation = models.CharField(_("organisation"), max_length=160, blank=True)
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="appointments",
        verbose_name=_("country"),
        help_text=_("For a national office."),
    )
    since = PartialDateField(_("since"), blank=True)
    until = PartialDateField(
        _("until"), blank=True, help_text=_("Blank while in office, or when not known.")
    )

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ("-since", "pk")
        constraints: ClassVar = [
            *Part.Meta.constraints,
            *named_within("person"),
            in_order("since", "until"),
            Once(
                fields=["person", "office_en", "organisation", "since"],
                name="%(app_label)s_%(class)s_once",
                violation_error_message=_("The person has this office already."),
            ),
        ]

    def __str__(self) -> str:
        return self.office

    @property
    def words_of_ref(self) -> str:
        """The office in the language of record."""
        return str(self.office_en)


class EventKind(models.TextChoices):
    """What an event is."""

    VISIT = "visit", _("visit")
    TALKS = "talks", _("talks")
    CONFERENCE = "conference", _("conference")
    SUMMIT = "summit", _("summit")
    EXERCISE = "exercise", _("exercise")
    SIGNING = "signing", _("signing")
    WORKSHOP = "workshop", _("workshop")
    COURSE = "course", _("course")
    MINISTERIAL = "ministerial", _("ministerial")
    MILESTONE = "milestone", _("milestone")
    OTHER = "other", _("other")


class Event(Publishable):
    """A dated happening. It is told once; records that it touches link to it."""

    parts = ("statements", "citations", "addresses")
    period_fields = PeriodFields(("date",), "end_date", one_date=True)

    title = in_three_languages(models.CharField(_("title"), max_length=200))
    kind = models.CharField(_("kind"), max_length=16, choices=EventKind)
    date = PartialDateField(
        _("date"),
        help_text=_("As exact as the sources are: '2013' or 'May 2013' will do."),
    )
    end_date = PartialDateField(
        _("end date"), blank=True, help_text=_("Blank for an event of one day.")
    )
    place = in_three_languages(models.CharField(_("place"), max_length=120, blank=True))
    country = models.ForeignKey(
        Country,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("country"),
        help_text=_("Where it took place."),
    )
    summary = in_three_languages(
        models.TextField(_("summary"), help_text=_("One short sentence of our own."))
    )
    partners = models.ManyToManyField(
        Partner, blank=True, related_name="events", verbose_name=_("partners")
    )
    people = models.ManyToManyField(
        Person, blank=True, related_name="events", verbose_name=_("people")
    )
    agreement = models.ForeignKey(
        Agreement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("agreement"),
        help_text=_("Only where the event is plainly about one."),
    )
    programme = models.ForeignKey(
        Programme,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("programme"),
    )
    centre = models.ForeignKey(
        TrainingCentre,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="events",
        verbose_name=_("training centre"),
    )

    class Meta(Publishable.Meta):
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ("-date", "slug")
        indexes: ClassVar = [
            *Publishable.Meta.indexes,
            models.Index(models.F("date").desc(), "slug", name="%(class)s_newest"),
        ]
        constraints: ClassVar = [
            *Publishable.Meta.constraints,
            RemembersAddress(kind="event", name="%(app_label)s_%(class)s_address"),
            chosen_from("kind", EventKind.values),
            in_order("date", "end_date"),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:event-page", args=[self.slug])

    @property
    def heading(self) -> str:
        """Its title; a page writes the date beside it."""
        return self.title
