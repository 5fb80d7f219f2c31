"""What is deleted together with a record, and what keeps it from being deleted."""

from collections.abc import Sequence
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.utils import NestedObjects
from django.db import models, router
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from ..models import BasisSaid


def change_url(record: models.Model) -> str:
    """Return the address of the form of a record."""
    name = f"admin:{record._meta.app_label}_{record._meta.model_name}_change"
    return reverse(name, args=[record.pk])


def link_to(record: models.Model, name: Any = None) -> str:
    """Name a record, with the way to its form."""
    kind = capfirst(record._meta.verbose_name)
    return format_html(
        '{}: <a href="{}">{}</a>', kind, change_url(record), name or record
    )


class Collected(NestedObjects):
    """The rows that go with the records, or that protect them, with their names.

    Django's class loads what a name is made of row by row; here each kind has its
    names in the query that finds its rows.
    """

    def __init__(self, records: Sequence[models.Model], site: AdminSite) -> None:
        """Begin with the records themselves."""
        self.site = site
        using = router.db_for_write(type(records[0]))
        super().__init__(using=using, origin=records)
        self.collect(records)

    def related_objects(
        self, related_model: Any, related_fields: Any, objs: Any
    ) -> QuerySet:
        """Find the rows that point to `objs`; a row of a list of links has no name.

        What the site keeps for itself is no loss that anybody need be told of.
        """
        rows = super().related_objects(related_model, related_fields, objs)
        if related_model is BasisSaid:
            return rows.none()
        if not self.site.is_registered(related_model):
            return rows
        model_admin: Any = self.site.get_model_admin(related_model)
        named: QuerySet = model_admin.with_names(rows)
        return named


def deleted_objects(
    records: Sequence[models.Model], request: HttpRequest, site: AdminSite
) -> tuple[list[Any], dict[Any, int], set[Any], list[Any]]:
    """Return what Django's function of the admin does, at one query a relation.

    These are the nested names of all that is deleted, how many rows of each kind,
    the kinds that the user may not delete, and the names of what is in the way.
    """
    if not records:
        return [], {}, set(), []
    collected = Collected(records, site)
    lacking = set()

    def name(row: models.Model) -> str:
        kind = row._meta.verbose_name
        if not site.is_registered(type(row)):
            return f"{capfirst(kind)}: {row}"
        if not site.get_model_admin(type(row)).has_delete_permission(request, row):
            lacking.add(kind)
        return link_to(row)

    rows_by_kind: Any = collected.model_objs
    counts = {
        model._meta.verbose_name_plural: len(rows)
        for model, rows in rows_by_kind.items()
    }
    protecting = [name(row) for row in collected.protected]
    return collected.nested(name), counts, lacking, protecting
