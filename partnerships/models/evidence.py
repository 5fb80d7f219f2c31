"""What ties sources to the records: citations and dated statements."""

from collections.abc import Container
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from ..constraints import Once
from ..dates import PartialDateField, PeriodFields
from ..querysets import CitationQuerySet
from ..translation import in_three_languages
from .agreements import Agreement, AgreementAim, AgreementArea
from .attached import Attached, exactly_one, one_of_several
from .centres import TrainingCentre
from .citable import citable_fields, written_value
from .countries import Country
from .events import Appointment, Event
from .guides import GlossaryTerm, Guide, GuideParagraph
from .partners import Affiliation, Framework, Partner
from .programmes import Activity, Participation, Priority, Programme
from .record import (
    Part,
    address_form,
    chosen_from,
    in_address_form,
    named_within,
)
from .sources import Source

ONE_STATED = _("Choose the one record that this is about.")
STATED = ("partner", "framework", "programme", "centre", "event", "agreement")


class Statement(Attached, Part):
    """Any other dated fact about a record: a label, and a value or short text."""

    key_fields = ("ref",)
    parts = ("citations",)
    period_fields = PeriodFields(("as_of",), one_date=True)
    for_link = (
        "partner__country",
        "framework",
        "programme",
        "centre",
        "event",
        "agreement__partner__country",
    )
    subject_fields = STATED
    choose_one = ONE_STATED

    partner = one_of_several(Partner, "statements", _("partner"))
    framework = one_of_several(Framework, "statements", _("framework"))
    programme = one_of_several(Programme, "statements", _("programme"))
    centre = one_of_several(TrainingCentre, "statements", _("training centre"))
    event = one_of_several(Event, "statements", _("event"))
    agreement = one_of_several(Agreement, "statements", _("agreement"))
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
            *Part.Meta.constraints,
            *named_within(*STATED),
            models.CheckConstraint(
                condition=exactly_one(STATED),
                name="%(app_label)s_%(class)s_one_subject",
                violation_error_message=ONE_STATED,
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

    @property
    def words_of_ref(self) -> str:
        """The label in the language of record."""
        return str(self.label_en)


ONE_CITED = _("A citation supports exactly one record: choose one.")
CITABLE = (
    "country",
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
    "paragraph",
    "term",
)


class CitationBasis(models.TextChoices):
    """How much of a source was read for what is cited from it."""

    TEXT = "text", _("the whole text")
    EXCERPT = "excerpt", _("an excerpt")
    TITLE = "title", _("the title alone")


class Citation(Attached, Part):
    """A source, and the record that it supports or disputes.

    Without a field it supports the record as a whole. With a field and a value
    it says what the source gives for that field; where that can't be true
    together with what the record says, it is a disagreement and is shown as
    one (see `partnerships.evidence`).

    Its lasting name is made of the field that it names: '' for the record as a
    whole, 'signed' for that field, 'signed-2' for the same field again.
    """

    key_fields = ("source", "ref")
    subject_fields = CITABLE
    choose_one = ONE_CITED

    country = one_of_several(Country, "citations", _("country"))
    framework = one_of_several(Framework, "citations", _("framework"))
    partner = one_of_several(Partner, "citations", _("partner"))
    affiliation = one_of_several(Affiliation, "citations", _("affiliation"))
    agreement = one_of_several(Agreement, "citations", _("agreement"))
    area = one_of_several(AgreementArea, "citations", _("agreement area"))
    aim = one_of_several(AgreementAim, "citations", _("agreement aim"))
    programme = one_of_several(Programme, "citations", _("programme"))
    priority = one_of_several(Priority, "citations", _("priority"))
    participation = one_of_several(Participation, "citations", _("participation"))
    activity = one_of_several(Activity, "citations", _("activity"))
    centre = one_of_several(TrainingCentre, "citations", _("training centre"))
    event = one_of_several(Event, "citations", _("event"))
    appointment = one_of_several(Appointment, "citations", _("appointment"))
    statement = one_of_several(Statement, "citations", _("statement"))
    guide = one_of_several(Guide, "citations", _("guide"))
    paragraph = one_of_several(GuideParagraph, "citations", _("paragraph"))
    term = one_of_several(GlossaryTerm, "citations", _("glossary term"))

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
    words = models.CharField(
        _("words of the source"),
        max_length=250,
        blank=True,
        help_text=_(
            "What the source says for this field where it can't be compared, as in "
            "'in place by June'. For editors."
        ),
    )
    basis = models.CharField(
        _("read"),
        max_length=8,
        choices=CitationBasis,
        blank=True,
        help_text=_("How much of the source was read for this. Blank: not noted."),
    )
    locator = in_three_languages(
        models.CharField(
            _("place in the document"),
            max_length=160,
            blank=True,
            help_text=_("As in 'page 3' or 'Wider cooperation'."),
        )
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
                condition=exactly_one(CITABLE),
                name="%(app_label)s_%(class)s_one_record",
                violation_error_message=ONE_CITED,
            ),
            models.CheckConstraint(
                condition=models.Q(ref="") | in_address_form("ref"),
                name="%(app_label)s_%(class)s_ref_form",
                violation_error_message=address_form.message,
            ),
            models.CheckConstraint(
                condition=models.Q(value="") | ~models.Q(field=""),
                name="%(app_label)s_%(class)s_value_has_field",
                violation_error_message=_("Name the field that the value is for."),
            ),
            chosen_from("basis", ["", *CitationBasis.values]),
            *[
                Once(
                    fields=[name, "source", "field", "value", "locator_en"],
                    condition=models.Q((f"{name}__isnull", False)),
                    name=f"partnerships_citation_once_a_{name}",
                    violation_error_message=_(
                        "This source is cited here already, for the same."
                    ),
                )
                for name in CITABLE
            ],
            *[
                models.UniqueConstraint(
                    fields=[name, "source", "ref"],
                    condition=models.Q((f"{name}__isnull", False)),
                    name=f"partnerships_citation_ref_a_{name}",
                    violation_error_message=_(
                        "Another citation of this source has this lasting name."
                    ),
                )
                for name in CITABLE
            ],
        ]

    def __str__(self) -> str:
        return f"{self.source} ({self.field})" if self.field else str(self.source)

    @property
    def needs_ref(self) -> bool:
        """Whether it has no name yet, or one that its new source knows already."""
        if self._state.adding or not self.subject_field:
            return super().needs_ref
        same = self.siblings().filter(source_id=self.source_id, ref=self.ref)
        return same.exists()

    def taken_refs(self) -> set[str]:
        """Return the names of the other citations of the source for the same."""
        same = self.siblings().filter(source_id=self.source_id)
        return set(same.values_list("ref", flat=True))

    def make_ref(self, taken: Container[str]) -> str:
        """Return the name of the field, numbered from 2 if it is taken."""
        base = self.field.replace("_", "-")
        name, number = base, 2
        while name in taken:
            name, number = f"{base}-{number}".lstrip("-"), number + 1
        return name

    def clean(self) -> None:
        """Refuse a field that the record doesn't have, and a value that can't be its.

        A date in words is kept in the written form, so that it can be compared.
        Other words stay as the source has them: 'in place by June 2012'.
        """
        super().clean()
        if not (self.field and self.subject_field):
            return
        subject = self.subject_models()[self.subject_field]
        if self.field not in citable_fields(subject):
            raise ValidationError(
                {
                    "field": _("%(kind)s has no field '%(field)s'. It has: %(fields)s.")
                    % {
                        "kind": capfirst(str(subject._meta.verbose_name)),
                        "field": self.field,
                        "fields": ", ".join(citable_fields(subject)),
                    }
                }
            )
        if self.value:
            try:
                self.value = written_value(subject, self.field, self.value)
            except ValidationError as error:
                raise ValidationError({"value": error.messages}) from error
