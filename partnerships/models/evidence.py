"""Sources, and what ties them to the records: citations and dated statements."""

from collections.abc import Iterator
from functools import reduce
from operator import add
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..constraints import Once
from ..dates import PartialDate, PartialDateField
from ..querysets import CitationQuerySet, SourceQuerySet
from ..translation import in_three_languages
from .agreements import Agreement, AgreementAim, AgreementArea
from .centres import TrainingCentre
from .citable import citable_fields, is_field_of, written_value
from .events import Appointment, Event
from .guides import GlossaryTerm, Guide
from .partners import Affiliation, Framework, Partner
from .programmes import Activity, Participation, Priority, Programme
from .publishing import Publishable, Record, chosen_from, web_address


class SourceKind(models.TextChoices):
    """Who speaks in a source."""

    OFFICIAL = "official", _("official")
    PRESS = "press", _("press")
    ANALYSIS = "analysis", _("analysis")
    REFERENCE = "reference", _("reference work")


class Source(Publishable):
    """A document, or one dated edition of a web page."""

    needs_citation = False

    title = models.CharField(
        _("title"),
        max_length=250,
        help_text=_("In the language of the document. Editions of a page name theirs."),
    )
    author = models.CharField(_("author"), max_length=160, blank=True)
    publisher = models.CharField(_("publisher"), max_length=160)
    published = PartialDateField(
        _("published"), blank=True, help_text=_("As the document gives it.")
    )
    updated = PartialDateField(
        _("updated"), blank=True, help_text=_("As the document gives it.")
    )
    url = models.URLField(
        _("URL"),
        max_length=500,
        blank=True,
        help_text=_("Without tracking parts. Blank when the document has none."),
    )
    language = models.CharField(
        _("language"),
        max_length=2,
        validators=[RegexValidator(r"^[a-z]{2}\Z")],
        help_text=_("Two letters, as in 'en'."),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=SourceKind)

    objects = SourceQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ("publisher", "title", "slug")
        constraints: ClassVar = [
            *Publishable.Meta.constraints,
            chosen_from("kind", SourceKind.values),
            web_address("url"),
        ]

    def __str__(self) -> str:
        return f"{self.publisher}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("partnerships:source-page", args=[self.slug])

    @property
    def dated(self) -> PartialDate | None:
        """The date by which a reader knows it: of its last change, if it gives one."""
        return self.updated or self.published


def _exactly_one(names: tuple[str, ...]) -> models.Expression:
    given = (
        models.Case(
            models.When(models.Q((f"{name}__isnull", False)), then=1), default=0
        )
        for name in names
    )
    return Exact(reduce(add, given), 1)


class Attached(Record):
    """A row about exactly one record out of several kinds.

    There is one nullable foreign key a kind, named in `subject_fields`: a real
    key, which fixtures can carry and the database guards. In the natural key
    the subject stands as its kind and then its own natural key.
    """

    subject_fields: ClassVar[tuple[str, ...]] = ()

    class Meta:
        abstract = True

    @classmethod
    def subject_models(cls) -> dict[str, type[Record]]:
        """Return the model that each of `subject_fields` points to."""
        return {
            name: cls._meta.get_field(name).related_model for name in cls.subject_fields
        }

    @property
    def subject_field(self) -> str:
        """The name of the foreign key that is set; '' if none is yet."""
        for name in self.subject_fields:
            if getattr(self, f"{name}_id") is not None:
                return name
        return ""

    @property
    def subject(self) -> Record | None:
        """The record that this row is about."""
        return getattr(self, self.subject_field) if self.subject_field else None

    def natural_key(self) -> tuple[str | int, ...]:
        subject = self.subject.natural_key() if self.subject else ()
        return (self.subject_field, *subject, *super().natural_key())

    @classmethod
    def natural_key_lookup(cls, key: Iterator[Any]) -> dict[str, Any]:
        name = next(key)
        if not name:
            # No row is about nothing; one that is being read may be, until checked.
            return {"pk__in": [], **super().natural_key_lookup(key)}
        subject = cls.subject_models()[name].natural_key_lookup(key)
        return {
            **{f"{name}__{path}": value for path, value in subject.items()},
            **super().natural_key_lookup(key),
        }


def _one_of_several(
    model: type[Record], related_name: str, verbose_name: Any
) -> models.ForeignKey:
    # Each key has its index through a unique constraint.
    return models.ForeignKey(
        model,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name=related_name,
        db_index=False,
        verbose_name=verbose_name,
    )


STATED = ("partner", "framework", "programme", "centre", "event", "agreement")


class Statement(Attached):
    """Any other dated fact about a record: a label, and a value or short text."""

    key_fields = ("label_en", "as_of")
    parts = ("citations",)
    owner = "subject"
    for_link = (
        "partner__country",
        "framework",
        "programme",
        "centre",
        "event",
        "agreement__partner__country",
    )
    subject_fields = STATED

    partner = _one_of_several(Partner, "statements", _("partner"))
    framework = _one_of_several(Framework, "statements", _("framework"))
    programme = _one_of_several(Programme, "statements", _("programme"))
    centre = _one_of_several(TrainingCentre, "statements", _("training centre"))
    event = _one_of_several(Event, "statements", _("event"))
    agreement = _one_of_several(Agreement, "statements", _("agreement"))
    label = in_three_languages(
        models.CharField(
            _("label"), max_length=120, help_text=_("As in 'Number of centres'.")
        )
    )
    value = in_three_languages(
        models.CharField(
            _("value"), max_length=250, help_text=_("As in '34', or a short text.")
        )
    )
    as_of = PartialDateField(
        _("as of"),
        blank=True,
        help_text=_(
            "The day to which the fact belongs, which is not that of its publication."
        ),
    )

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ("label_en", "-as_of", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_exactly_one(STATED),
                name="%(app_label)s_%(class)s_one_subject",
                violation_error_message=_("Choose the one record that this is about."),
            ),
            *[
                Once(
                    fields=[name, "label_en", "as_of"],
                    condition=models.Q((f"{name}__isnull", False)),
                    name=f"partnerships_statement_once_a_{name}",
                    violation_error_message=_(
                        "There is a statement with this label and day already."
                    ),
                )
                for name in STATED
            ],
        ]

    def __str__(self) -> str:
        return f"{self.label}: {self.value}"


CITABLE = (
    "framework",
    "partner",
    "affiliation",
    "agreement",
    "area",
    "aim",
    "programme",
    "priority",
    "participation",
    "activity",
    "centre",
    "event",
    "appointment",
    "statement",
    "guide",
    "term",
)


class Citation(Attached):
    """A source, and the record that it supports or disputes.

    Without a field it supports the record as a whole. With a field and a value
    it says what the source gives for that field; where that can't be true
    together with what the record says, it is a disagreement and is shown as
    one (see `partnerships.evidence`).
    """

    key_fields = ("source", "field", "value", "locator")
    subject_fields = CITABLE

    framework = _one_of_several(Framework, "citations", _("framework"))
    partner = _one_of_several(Partner, "citations", _("partner"))
    affiliation = _one_of_several(Affiliation, "citations", _("affiliation"))
    agreement = _one_of_several(Agreement, "citations", _("agreement"))
    area = _one_of_several(AgreementArea, "citations", _("agreement area"))
    aim = _one_of_several(AgreementAim, "citations", _("agreement aim"))
    programme = _one_of_several(Programme, "citations", _("programme"))
    priority = _one_of_several(Priority, "citations", _("priority"))
    participation = _one_of_several(Participation, "citations", _("participation"))
    activity = _one_of_several(Activity, "citations", _("activity"))
    centre = _one_of_several(TrainingCentre, "citations", _("training centre"))
    event = _one_of_several(Event, "citations", _("event"))
    appointment = _one_of_several(Appointment, "citations", _("appointment"))
    statement = _one_of_several(Statement, "citations", _("statement"))
    guide = _one_of_several(Guide, "citations", _("guide"))
    term = _one_of_several(GlossaryTerm, "citations", _("glossary term"))

    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="citations",
        verbose_name=_("source"),
    )
    field = models.CharField(
        _("field"),
        max_length=40,
        blank=True,
        help_text=_(
            "The field that the source speaks of, such as 'signed'. Blank: it "
            "supports the record as a whole."
        ),
    )
    value = models.CharField(
        _("value in the source"),
        max_length=250,
        blank=True,
        help_text=_(
            "What the source gives for this field. If it differs from the record, "
            "both are shown side by side. Dates as '2013', '2013-05' or '2013-05-18'."
        ),
    )
    locator = models.CharField(
        _("place in the document"),
        max_length=160,
        blank=True,
        help_text=_("As in 'page 3' or 'Wider cooperation'."),
    )
    note = in_three_languages(
        models.CharField(
            _("note"),
            max_length=250,
            blank=True,
            help_text=_("Tells a reader why the record prefers another value."),
        )
    )

    objects = CitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ("pk",)
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=_exactly_one(CITABLE),
                name="%(app_label)s_%(class)s_one_record",
                violation_error_message=_(
                    "A citation supports exactly one record: choose one."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(value="") | ~models.Q(field=""),
                name="%(app_label)s_%(class)s_value_has_field",
                violation_error_message=_("Name the field that the value is for."),
            ),
            *[
                Once(
                    fields=[name, "source", "field", "value", "locator"],
                    condition=models.Q((f"{name}__isnull", False)),
                    name=f"partnerships_citation_once_a_{name}",
                    violation_error_message=_(
                        "This source is cited here already, for the same."
                    ),
                )
                for name in CITABLE
            ],
        ]

    def __str__(self) -> str:
        return f"{self.source} ({self.field})" if self.field else str(self.source)

    def clean(self) -> None:
        """Refuse a field that the record doesn't have, and a value that can't be its.

        A date in words is kept in the written form, so that it can be compared.
        Other words stay as the source has them: 'in place by June 2012'.
        """
        if not (self.field and self.subject):
            return
        if not is_field_of(self.subject, self.field):
            raise ValidationError(
                {
                    "field": _("%(kind)s has no field '%(field)s'. It has: %(fields)s.")
                    % {
                        "kind": capfirst(str(self.subject._meta.verbose_name)),
                        "field": self.field,
                        "fields": ", ".join(citable_fields(type(self.subject))),
                    }
                }
            )
        if self.value:
            try:
                self.value = written_value(type(self.subject), self.field, self.value)
            except ValidationError as error:
                raise ValidationError({"value": error.messages}) from error
