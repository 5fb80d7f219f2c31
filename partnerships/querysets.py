"""Reading rules that need only their own model, as chainable verbs.

Rules that depend on time take it as an argument: `at` is the moment of the
request, which decides what is published; `day` is the day as of which the
records are read, which decides what is in force. What needs other models too
stands above them, in `partnerships.reading`.
"""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.db import models
from django.db.models import F, Q


def public(model: Any, at: datetime.datetime, path: str = "") -> Q:
    """Return the condition under which a row of `model` is public at that moment.

    A record with a page is public when it is published and its time has come. A
    row is public only together with the records named in its `public_through`:
    an agreement of a partner that is a draft is as hidden as the draft; and a
    row about one of several kinds, only together with what it is about. `path`
    leads from the queried model to `model`, as in ``"agreement__"``.
    """
    condition = Q()
    if any(field.name == "publish_at" for field in model._meta.fields):
        condition &= Q((f"{path}status", "published")) & (
            Q((f"{path}publish_at__isnull", True)) | Q((f"{path}publish_at__lte", at))
        )
    for name in getattr(model, "public_through", ()):
        field = model._meta.get_field(name)
        through = public(field.related_model, at, f"{path}{name}__")
        if field.null:
            through |= Q((f"{path}{name}__isnull", True))
        condition &= through
    if subjects := getattr(model, "subject_fields", ()):
        about = Q()
        for name in subjects:
            related = model._meta.get_field(name).related_model
            about |= Q((f"{path}{name}__isnull", False)) & public(
                related, at, f"{path}{name}__"
            )
        condition &= about
    return condition


class RecordQuerySet(models.QuerySet):
    """Reading rules of every record and part of a record."""

    # A record of one kind: what it declares, the checker can't know.
    model: Any

    def get_by_natural_key(self, *key: Any) -> Any:
        """Return the row with this natural key; see `Record.natural_key`.

        A key that names a record by an address of before finds the same row.
        """
        lookup = self.model.natural_key_lookup(iter(key))
        try:
            return self.get(**lookup)
        except self.model.DoesNotExist:
            before = {_by_address(self.model, path): lookup[path] for path in lookup}
            if before.keys() == lookup.keys():
                raise
            return self.get(**before)

    def published(self, at: datetime.datetime) -> Self:
        """Only what the public may see at that moment."""
        return self.filter(public(self.model, at))

    def for_link(self) -> Self:
        """With what the words of a link to each row need."""
        # Without a name, Django would join every link that a row must have.
        joined = self.model.for_link
        return self.select_related(*joined) if joined else self

    def with_parts(self) -> Self:
        """Load the parts of each record, and their parts, in a query a kind."""
        return self.prefetch_related(*part_paths(self.model))

    def holding(self, day: datetime.date) -> Self:
        """Those whose period surely holds on `day`."""
        return self.filter(self.model.period_fields.hold(day))

    def possibly_holding(self, day: datetime.date) -> Self:
        """Those whose period holds on `day`, or may."""
        return self.filter(self.model.period_fields.may_hold(day))


def _by_address(model: Any, path: str) -> str:
    """Return the path to any address of a record, for one to its address of today."""
    *steps, last = path.split("__")
    if last != "slug":
        return path
    for step in steps:
        model = model._meta.get_field(step).related_model
    if "addresses" not in getattr(model, "parts", ()):
        return path
    return "__".join([*steps, "addresses", "slug"])


def part_paths(model: Any) -> list[str]:
    """Return the look-ups of all parts of `model`, parts of parts included."""
    paths = []
    for name in getattr(model, "parts", ()):
        related = model._meta.get_field(name).related_model
        paths += [name, *(f"{name}__{path}" for path in part_paths(related))]
    return paths


class PublishableQuerySet(RecordQuerySet):
    """Reading rules of records with a page."""

    def formerly_at(self, slug: str) -> Self:
        """The one whose page has, or once had, the address made of `slug`."""
        return self.filter(
            addresses__kind=self.model.address_kind(), addresses__slug=slug
        )


class CitationQuerySet(RecordQuerySet):
    """Which citations say a value."""

    def with_value(self) -> Self:
        """Those that say what their source gives for a field."""
        return self.exclude(value="")


class AddressQuerySet(RecordQuerySet):
    """Which addresses are of today, and which of before."""

    def former(self, kind: str) -> Self:
        """Those of this kind that are no record's address of today."""
        return self.filter(kind=kind).exclude(slug=F(f"{kind}__slug"))
