"""Records with a page: their address, and who sees them when."""

import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..querysets import PublishableQuerySet
from ..translation import in_three_languages
from .record import Record, address_form, chosen_from, in_address_form


class PublishingStatus(models.TextChoices):
    """Where a record with a page stands."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def not_after_today(day: datetime.date) -> None:
    """Refuse a day that has not come yet."""
    if day > timezone.now().date():
        raise ValidationError(_("This day has not come yet."), code="later")


TAKEN = _("This address belongs, or once belonged, to “%(record)s”.")
# What addresses of the site itself need, or will: they can be no record's.
RESERVED = frozenset({"calendar", "changes", "compare", "data", "feed", "search"})


def not_reserved(slug: str) -> None:
    """Refuse an address that the site itself needs."""
    if slug in RESERVED:
        raise ValidationError(_("The site itself needs this address."), code="reserved")


class Publishable(Record):
    """A record with a page of its own, at an address made of its slug.

    The public sees it when its status is published and its time has come.
    Kinds that state facts set `needs_citation`: those are published only with
    a citation. The others (topics, people, sources) are labels or evidence.
    """

    key_fields = ("slug",)
    needs_citation: ClassVar[bool] = True

    slug = models.SlugField(
        _("address"),
        max_length=80,
        unique=True,
        validators=[address_form, not_reserved],
        help_text=_(
            "The last part of the page's address. People link to it: "
            "change it only when it is wrong."
        ),
    )
    status = models.CharField(
        _("publishing status"),
        max_length=10,
        choices=PublishingStatus,
        default=PublishingStatus.DRAFT,
        help_text=_(
            "A draft is nowhere on the public site. At the address of a withdrawn "
            "record, readers see that it is withdrawn, and why. Publishing needs at "
            "least one citation."
        ),
    )
    publish_at = models.DateTimeField(
        _("publish at"),
        null=True,
        blank=True,
        help_text=_("A published record stays hidden until this time. Blank: at once."),
    )
    reviewed_on = models.DateField(
        _("last reviewed"),
        null=True,
        blank=True,
        validators=[not_after_today],
        help_text=_(
            "The day on which an editor last compared the record with its sources. "
            "Shown on the page. Blank: not reviewed yet."
        ),
    )
    review_due = models.DateField(
        _("review due"),
        null=True,
        blank=True,
        help_text=_("After this day the page says that its review is overdue."),
    )
    withdrawal_reason = in_three_languages(
        models.CharField(
            _("reason of the withdrawal"),
            max_length=250,
            blank=True,
            help_text=_(
                "Readers who open the address of a withdrawn record see it there."
            ),
        )
    )

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["status", "publish_at"], name="%(class)s_public")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            chosen_from("status", PublishingStatus.values),
            models.CheckConstraint(
                condition=in_address_form("slug"),
                name="%(app_label)s_%(class)s_slug_form",
                violation_error_message=address_form.message,
            ),
            models.CheckConstraint(
                condition=~models.Q(slug__in=sorted(RESERVED)),
                name="%(app_label)s_%(class)s_slug_not_reserved",
                violation_error_message=_("The site itself needs this address."),
            ),
            models.CheckConstraint(
                condition=models.Q(reviewed_on__isnull=True)
                | models.Q(review_due__isnull=True)
                | models.Q(review_due__gt=models.F("reviewed_on")),
                name="%(app_label)s_%(class)s_due_after_review",
                violation_error_message=_(
                    "The next review must be due after the last one."
                ),
            ),
        ]

    @property
    def former_addresses(self) -> list[Any]:
        """The addresses that the page had before; each still leads to it."""
        return [each for each in self.addresses.all() if each.slug != self.slug]

    def refuse_address_of_another(self) -> None:
        """Raise ValidationError, on the field, where the address isn't free.

        What one record has, or had, leads to it for good.
        """
        relation: Any = self._meta.get_field("addresses")
        addresses = relation.related_model.objects
        taken = addresses.filter(kind=self.address_kind(), slug=self.slug)
        for address in taken.exclude(**{self.address_kind(): self.pk}):
            raise ValidationError({"slug": TAKEN % {"record": address.subject}})

    @classmethod
    def address_kind(cls) -> str:
        """Return what addresses of this kind of record are called among all."""
        relation: Any = cls._meta.get_field("addresses")
        return str(relation.remote_field.name)

    def is_public(self, at: datetime.datetime) -> bool:
        """Tell whether the public may see it, and what it is public through."""
        published = self.status == PublishingStatus.PUBLISHED and (
            self.publish_at is None or self.publish_at <= at
        )
        return published and super().is_public(at)
