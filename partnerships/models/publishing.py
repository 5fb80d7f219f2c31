"""What every record shares: its natural key, its parts, and its publishing."""

import datetime
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..dates import not_before
from ..querysets import PublishableQuerySet, RecordQuerySet
from ..text import has_visible_character

address_form = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
    _(
        "Use small letters and digits, with single hyphens between words, as in "
        "'ocean-shield'."
    ),
)

former_slugs_form = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*(\r?\n[a-z0-9]+(-[a-z0-9]+)*)*\Z",
    _("Write one address a line, of small letters, digits and single hyphens."),
)


def chosen_from(field: str, values: Iterable[str]) -> models.CheckConstraint:
    """Make the database refuse a value of `field` that is not in its list.

    Forms check choices, `loaddata` does not.
    """
    return models.CheckConstraint(
        condition=models.Q((f"{field}__in", list(values))),
        name=f"%(app_label)s_%(class)s_{field}_listed",
        violation_error_message=_("Choose a value from the list."),
    )


def in_order(start: str, end: str, message: Any = None) -> models.CheckConstraint:
    """Make the database refuse an end before its start.

    Partial dates are compared at the precision of the coarser one.
    """
    return models.CheckConstraint(
        condition=not_before(start, end),
        name=f"%(app_label)s_%(class)s_{end}_not_before_{start}",
        violation_error_message=message or _("The end is before the start."),
    )


def web_address(field: str) -> models.CheckConstraint:
    """Make the database refuse an address that a browser would not open as a page."""
    return models.CheckConstraint(
        condition=models.Q((field, "")) | models.Q((f"{field}__regex", r"^https?://")),
        name=f"%(app_label)s_%(class)s_{field}_on_the_web",
        violation_error_message=_("The URL must begin with https:// or http://."),
    )


class PublishingStatus(models.TextChoices):
    """Where a record with a page stands."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


def not_after_today(day: datetime.date) -> None:
    """Refuse a day that has not come yet."""
    if day > timezone.now().date():
        raise ValidationError(_("This day has not come yet."), code="later")


# What no page can show: control characters, marks that turn the text around, and
# code points that are no characters. Feeds with them can't be read at all.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff]"
)


class Record(models.Model):
    """A row that fixtures name by its natural key, never by a number.

    `key_fields` are the fields that identify the row; a foreign key among them
    stands for the natural key of the row that it points to. `parts` are the
    related names of the rows that belong to this one alone: they are shown,
    kept, copied and deleted with it. `public_through` names the records without
    which the public does not see this one (`partnerships.querysets.public`).
    `owner` names the foreign key to the record that a part belongs to, and
    `for_link` the relations that the words of a link to the row need.
    """

    key_fields: ClassVar[tuple[str, ...]] = ()
    public_through: ClassVar[tuple[str, ...]] = ()
    owner: ClassVar[str] = ""
    for_link: ClassVar[tuple[str, ...]] = ()
    parts: ClassVar[tuple[str, ...]] = ()

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Refuse text that can't be shown or has nothing to see, on its field."""
        errors: dict[str, Any] = {}
        try:
            super().clean_fields(exclude=exclude)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname)
            if (
                not isinstance(value, str)
                or field.name in (exclude or ())
                or field.name in errors
            ):
                continue
            if UNPRINTABLE.search(value):
                errors[field.name] = [
                    ValidationError(
                        _("Remove the invisible control character, and type it anew."),
                        code="unprintable",
                    )
                ]
            elif value and not has_visible_character(value):
                errors[field.name] = [
                    ValidationError(
                        _("Type at least one visible character."), code="invisible"
                    )
                ]
        if errors:
            raise ValidationError(errors)

    def natural_key(self) -> tuple[str | int, ...]:
        """Return the values that identify this row, for use in fixtures."""
        return tuple(_flatten(self, self.key_fields))

    def is_public(self, at: datetime.datetime) -> bool:
        """Tell whether the public may see it at that moment; see `querysets.public`."""
        through = (getattr(self, name) for name in self.public_through)
        return all(each is None or each.is_public(at) for each in through)

    @property
    def page(self) -> "Record":
        """The record on whose page this one is shown: itself, unless it is a part."""
        return getattr(self, self.owner).page if self.owner else self

    @property
    def heading(self) -> str:
        """The words of a link to the record's page, wherever the link stands."""
        return str(self)

    @property
    def in_owner(self) -> str:
        """The words for a part beside the record that it belongs to."""
        return str(self)

    @classmethod
    def natural_key_lookup(cls, key: Iterator[Any]) -> dict[str, Any]:
        """Return the filter that finds the row with this natural key.

        `key` is consumed value by value, since a foreign key takes as many
        values as the key of the row that it points to has.
        """
        lookup: dict[str, Any] = {}
        for name in cls.key_fields:
            field = cls._meta.get_field(name)
            if field.related_model is None:
                lookup[name] = next(key)
                continue
            related = field.related_model.natural_key_lookup(key)
            if field.null and set(related.values()) == {""}:
                lookup[f"{name}__isnull"] = True
            else:
                lookup |= {f"{name}__{path}": value for path, value in related.items()}
        return lookup


def _flatten(record: models.Model, names: tuple[str, ...]) -> Iterator[str | int]:
    for name in names:
        value = getattr(record, name)
        if isinstance(value, Record):
            yield from value.natural_key()
        elif value is None:
            yield ""
        elif isinstance(value, (str, int)):
            yield value
        else:
            yield str(value)


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
        validators=[address_form],
        help_text=_(
            "The last part of the page's address. People link to it: "
            "change it only when it is wrong."
        ),
    )
    former_slugs = models.TextField(
        _("former addresses"),
        blank=True,
        validators=[former_slugs_form],
        help_text=_(
            "Addresses that the page had before, one a line. Each still leads to it. "
            "Filled in when the address is changed."
        ),
    )
    status = models.CharField(
        _("publishing status"),
        max_length=10,
        choices=PublishingStatus,
        default=PublishingStatus.DRAFT,
        help_text=_(
            "A draft and a withdrawn record are nowhere on the public site. "
            "Publishing needs at least one citation."
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

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            chosen_from("status", PublishingStatus.values),
            models.CheckConstraint(
                condition=models.Q(slug__regex=r"^[a-z0-9]+(-[a-z0-9]+)*\Z"),
                name="%(app_label)s_%(class)s_slug_form",
                violation_error_message=address_form.message,
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

    def leave_address(self, slug: str) -> None:
        """Remember that the page once had the address made of `slug`."""
        former = set(self.former_slugs.split())
        self.former_slugs = "\n".join(sorted((former | {slug}) - {self.slug}))

    def is_public(self, at: datetime.datetime) -> bool:
        """Tell whether the public may see it, and what it is public through."""
        published = self.status == PublishingStatus.PUBLISHED and (
            self.publish_at is None or self.publish_at <= at
        )
        return published and super().is_public(at)
