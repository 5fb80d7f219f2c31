"""The addresses of all records with a page, those of today and those of before."""

from collections.abc import Collection
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from ..querysets import AddressQuerySet
from .agreements import Agreement, Topic
from .attached import Attached, exactly_one, one_of_several
from .centres import TrainingCentre
from .events import Event, Person
from .guides import Guide
from .partners import Framework, Partner
from .programmes import Activity, Programme
from .publishing import TAKEN, not_reserved
from .record import address_form, in_address_form
from .sources import Source

ONE_RECORD = _("An address leads to exactly one record.")
ADDRESSED = (
    "partner",
    "framework",
    "agreement",
    "programme",
    "activity",
    "centre",
    "event",
    "topic",
    "person",
    "source",
    "guide",
)


class Address(Attached):
    """An address that a record has, or had: each of a kind is one record's for good.

    That of today is kept in step by the database itself (`RemembersAddress`), so
    that an address that a record leaves goes on leading to it, whatever changed it.
    """

    key_fields = ("slug",)
    subject_fields = ADDRESSED
    choose_one = ONE_RECORD

    partner = one_of_several(Partner, "addresses", _("partner"))
    framework = one_of_several(Framework, "addresses", _("framework"))
    agreement = one_of_several(Agreement, "addresses", _("agreement"))
    programme = one_of_several(Programme, "addresses", _("programme"))
    activity = one_of_several(Activity, "addresses", _("activity"))
    centre = one_of_several(TrainingCentre, "addresses", _("training centre"))
    event = one_of_several(Event, "addresses", _("event"))
    topic = one_of_several(Topic, "addresses", _("topic"))
    person = one_of_several(Person, "addresses", _("person"))
    source = one_of_several(Source, "addresses", _("source"))
    guide = one_of_several(Guide, "addresses", _("guide"))
    kind = models.CharField(_("kind"), max_length=24, blank=True, editable=False)
    slug = models.SlugField(
        _("address"),
        max_length=80,
        db_index=False,
        validators=[address_form, not_reserved],
        help_text=_("The last part of an address that the page had before."),
    )

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address")
        verbose_name_plural = _("addresses")
        ordering = ("kind", "slug")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=exactly_one(ADDRESSED),
                name="%(app_label)s_%(class)s_one_record",
                violation_error_message=ONE_RECORD,
            ),
            models.CheckConstraint(
                condition=models.Q(
                    *(
                        models.Q(("kind", name), (f"{name}__isnull", False))
                        for name in ADDRESSED
                    ),
                    _connector=models.Q.OR,
                ),
                name="%(app_label)s_%(class)s_kind_of_record",
                violation_error_message=ONE_RECORD,
            ),
            models.CheckConstraint(
                condition=in_address_form("slug"),
                name="%(app_label)s_%(class)s_slug_form",
                violation_error_message=address_form.message,
            ),
            models.UniqueConstraint(
                fields=["kind", "slug"],
                name="%(app_label)s_%(class)s_once",
            ),
            *(
                models.UniqueConstraint(
                    fields=[name, "slug"],
                    condition=models.Q((f"{name}__isnull", False)),
                    name=f"partnerships_address_of_a_{name}",
                )
                for name in ADDRESSED
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    def natural_key(self) -> tuple[str, ...]:
        """Return the kind and the address, which name one record, now or once."""
        return (self.kind, self.slug)

    @classmethod
    def natural_key_lookup(cls, key: Any) -> dict[str, Any]:
        """Return the filter that finds the address."""
        return {"kind": next(key), "slug": next(key)}

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Refuse an address that is taken, on its field: no form shows the kind."""
        self.kind = self.kind or self.subject_field
        same = Address.objects.filter(kind=self.kind, slug=self.slug)
        if taken := same.exclude(pk=self.pk).first():
            message = TAKEN % {"record": taken.subject}
            raise ValidationError({"slug": message})
        super().validate_constraints(exclude=exclude)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Say of which kind the address is, whoever makes it."""
        self.kind = self.kind or self.subject_field
        super().save(*args, **kwargs)
