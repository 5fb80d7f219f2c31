"""What every record and every part of one shares: its key, its name, its period."""

import datetime
import re
from collections.abc import Collection, Container, Iterable, Iterator
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models.lookups import Exact
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from ..constraints import InOrder, Once, RemembersRefs
from ..dates import Period, PeriodFields, not_before
from ..querysets import RecordQuerySet
from ..text import has_visible_character

address_form = RegexValidator(
    r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
    _(
        "Use small letters and digits, with single hyphens between words, as in "
        "'ocean-shield'."
    ),
)


def in_address_form(field: str) -> models.Q:
    """Return the rule of `address_form` for the database.

    Without a regular expression: plain SQLite has none, so that a dump could be
    neither restored nor checked outside Django.
    """
    allowed = models.Value("abcdefghijklmnopqrstuvwxyz0123456789-")
    rest = models.Func(
        models.F(field), allowed, function="LTRIM", output_field=models.CharField()
    )
    return (
        models.Q(Exact(rest, models.Value("")))
        & ~models.Q((field, ""))
        & ~models.Q((f"{field}__startswith", "-"))
        & ~models.Q((f"{field}__endswith", "-"))
        & ~models.Q((f"{field}__contains", "--"))
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
    """Make the database refuse an end before its start; said on the field of the end.

    Partial dates are compared at the precision of the coarser one.
    """
    return InOrder(
        field=end,
        condition=not_before(start, end),
        name=f"%(app_label)s_%(class)s_{end}_not_before_{start}",
        violation_error_message=message or _("The end is before the start."),
    )


def web_address(field: str) -> models.CheckConstraint:
    """Make the database refuse an address that a browser would not open as a page."""
    return models.CheckConstraint(
        condition=models.Q((field, ""))
        | models.Q((f"{field}__istartswith", "https://"))
        | models.Q((f"{field}__istartswith", "http://")),
        name=f"%(app_label)s_%(class)s_{field}_on_the_web",
        violation_error_message=_("The URL must begin with https:// or http://."),
    )


wikidata_form = RegexValidator(
    r"^Q[1-9][0-9]*\Z", _("The item's own number, as in 'Q739'.")
)


def wikidata_item() -> models.CharField:
    """Make the field that names the same thing in Wikidata."""
    return models.CharField(
        _("Wikidata item"),
        max_length=12,
        blank=True,
        validators=[wikidata_form],
        help_text=_("As in 'Q739': by it others find the same thing. Blank: unknown."),
    )


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
    `period_fields` are the dates between which what the row says holds, where it
    has any.
    """

    key_fields: ClassVar[tuple[str, ...]] = ()
    public_through: ClassVar[tuple[str, ...]] = ()
    owner: ClassVar[str] = ""
    for_link: ClassVar[tuple[str, ...]] = ()
    parts: ClassVar[tuple[str, ...]] = ()
    period_fields: ClassVar[PeriodFields | None] = None

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

    def natural_key(self) -> tuple[str, ...]:
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

    @property
    def period(self) -> Period:
        """The time in which what the row says holds; without dates, any time."""
        return self.period_fields.of(self) if self.period_fields else Period()

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
            lookup |= {f"{name}__{path}": value for path, value in related.items()}
        return lookup


def _flatten(record: models.Model, names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        value = getattr(record, name)
        if isinstance(value, Record):
            yield from value.natural_key()
        else:
            yield str(value)


LONGEST_REF = 50


class Part(Record):
    """A row that belongs to one record, its owner, and has a name of its own there.

    The name, `ref`, is to the owner what a slug is to the site. It is made once,
    of the part's own words, and never again: addresses, citations and fixtures
    name the part by it, whatever its values become. A name that a part leaves
    behind when it is deleted is given to no other one (`FormerRef`).
    """

    ref = models.SlugField(
        _("lasting name"),
        max_length=LONGEST_REF,
        blank=True,
        editable=False,
        db_index=False,
        validators=[address_form],
        help_text=_(
            "By this name links, citations and files know it, whatever its values "
            "become. It is made once, and never changes."
        ),
    )

    class Meta:
        abstract = True
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=in_address_form("ref"),
                name="%(app_label)s_%(class)s_ref_form",
                violation_error_message=address_form.message,
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give a new part its name."""
        with transaction.atomic(using=kwargs.get("using")):
            if self.needs_ref:
                self.ref = self.make_ref(self.taken_refs())
            super().save(*args, **kwargs)

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Leave out a name that saving will make."""
        if self.needs_ref:
            exclude = {*(exclude or ()), "ref"}
        super().validate_constraints(exclude=exclude)

    @property
    def needs_ref(self) -> bool:
        """Whether saving gives it a name."""
        return self._state.adding and not self.ref

    @property
    def words_of_ref(self) -> str:
        """The words that the part's lasting name is made of."""
        raise NotImplementedError

    @property
    def owner_field(self) -> str:
        """The name of the foreign key to the owner; '' where none is set yet."""
        return self.owner

    def siblings(self) -> models.QuerySet:
        """Return the other parts of this kind that belong to the same owner."""
        same = {self.owner_field: getattr(self, f"{self.owner_field}_id")}
        return type(self)._default_manager.filter(**same).exclude(pk=self.pk)

    def taken_refs(self) -> set[str]:
        """Return the names that this part can't have: of a sibling, now or once.

        Until the transaction ends nobody else makes a name for the same owner.
        """
        name = self.owner_field
        owner: Any = self._meta.get_field(name).related_model
        number = getattr(self, f"{name}_id")
        list(owner.objects.select_for_update(of=("self",)).filter(pk=number))
        former = FormerRef.objects.filter(
            owner_kind=name, owner=number, kind=self._meta.model_name
        )
        taken = {*self.siblings().values_list("ref", flat=True)}
        return taken.union(former.values_list("ref", flat=True))

    def make_ref(self, taken: Container[str]) -> str:
        """Return a name for this part that is not among `taken`.

        It is the part's words; if those are taken, with the year of its start; if
        that is taken too, with the first number from 2 that makes it free.
        """
        words = slugify(self.words_of_ref).replace("_", "-").strip("-")
        base = _shortened(re.sub("-+", "-", words)) or str(self._meta.model_name)
        if base not in taken:
            return base
        if start := self.period.start:
            dated = _with_ending(base, str(start)[:4])
            if dated not in taken:
                return dated
        number = 2
        while _with_ending(base, str(number)) in taken:
            number += 1
        return _with_ending(base, str(number))


def named_within(*owners: str) -> list[models.BaseConstraint]:
    """Make the database keep a part's name its own within any of its `owners`.

    For the constraints of a part: the foreign keys to its owner, of which one is set.
    """
    return [
        *(
            Once(
                fields=[owner, "ref"],
                name=f"%(app_label)s_%(class)s_ref_in_{owner}",
                violation_error_message=_("Another part has this lasting name."),
            )
            for owner in owners
        ),
        RemembersRefs(owners=owners, name="%(app_label)s_%(class)s_refs"),
    ]


def _shortened(words: str, longest: int = LONGEST_REF) -> str:
    """Cut a name to its first words, at most `longest` characters."""
    if len(words) <= longest:
        return words
    whole, separator, _rest = words[: longest + 1].rpartition("-")
    return whole if separator else words[:longest]


def _with_ending(base: str, ending: str) -> str:
    return f"{_shortened(base, LONGEST_REF - len(ending) - 1)}-{ending}"


class FormerRef(models.Model):
    """The name of a part that was deleted, which no other one of its owner gets.

    Written by triggers (`RemembersRefs`), so that no way of deleting goes round it.
    """

    owner_kind = models.CharField(max_length=24)
    owner = models.BigIntegerField()
    kind = models.CharField(max_length=24)
    ref = models.CharField(max_length=LONGEST_REF)

    class Meta:
        default_permissions = ()
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["owner_kind", "owner", "kind", "ref"],
                name="%(app_label)s_%(class)s_once",
            )
        ]

    def __str__(self) -> str:
        return self.ref
