"""Rows about exactly one record out of several kinds."""

import datetime
from collections.abc import Iterator
from functools import reduce
from operator import add
from typing import Any, ClassVar

from django.db import models
from django.db.models.lookups import Exact

from .record import Record


def exactly_one(names: tuple[str, ...]) -> models.Expression:
    """Return the condition that one of these foreign keys is set, and no other."""
    given = (
        models.Case(
            models.When(models.Q((f"{name}__isnull", False)), then=1), default=0
        )
        for name in names
    )
    return Exact(reduce(add, given), 1)


def one_of_several(
    model: type[Record], related_name: str, verbose_name: Any
) -> models.ForeignKey:
    """Make one of the foreign keys; its index comes with a unique constraint."""
    return models.ForeignKey(
        model,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name=related_name,
        db_index=False,
        verbose_name=verbose_name,
    )


class Attached(Record):
    """A row about exactly one record out of several kinds.

    There is one nullable foreign key a kind, named in `subject_fields`: a real
    key, which fixtures can carry and the database guards. In the natural key
    the subject stands as its kind and then its own natural key.
    """

    owner = "subject"
    subject_fields: ClassVar[tuple[str, ...]] = ()
    # Said where no subject is named, or several are.
    choose_one: ClassVar[Any] = ""

    class Meta:
        abstract = True

    @classmethod
    def subject_models(cls) -> dict[str, type[Record]]:
        """Return the model that each of `subject_fields` points to."""
        found: dict[str, Any] = {
            name: cls._meta.get_field(name).related_model for name in cls.subject_fields
        }
        return found

    @property
    def subject_field(self) -> str:
        """The name of the foreign key that is set; '' if none is yet."""
        for name in self.subject_fields:
            if getattr(self, f"{name}_id") is not None:
                return name
        return ""

    @property
    def owner_field(self) -> str:
        """The name of the foreign key to the record that the row belongs to."""
        return self.subject_field

    @property
    def subject(self) -> Record | None:
        """The record that this row is about."""
        return getattr(self, self.subject_field) if self.subject_field else None

    def is_public(self, at: datetime.datetime) -> bool:
        """Tell whether the public may see it: only together with its subject."""
        subject = self.subject
        return subject is not None and subject.is_public(at) and super().is_public(at)

    def natural_key(self) -> tuple[str, ...]:
        """Return the kind of the subject, its natural key, and what follows it."""
        subject = self.subject.natural_key() if self.subject else ()
        return (self.subject_field, *subject, *super().natural_key())

    @classmethod
    def natural_key_lookup(cls, key: Iterator[Any]) -> dict[str, Any]:
        """Return the filter that finds the row with this natural key."""
        name = next(key)
        if not name:
            # No row is about nothing; one that is being read may be, until checked.
            return {"pk__in": [], **super().natural_key_lookup(key)}
        subject = cls.subject_models()[name].natural_key_lookup(key)
        return {
            **{f"{name}__{path}": value for path, value in subject.items()},
            **super().natural_key_lookup(key),
        }
