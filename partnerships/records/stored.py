"""Forms written from the database, and read with the addresses of today."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.db.models import Prefetch

from ..models import Record
from ..querysets import part_paths
from .form import (
    Form,
    Place,
    Row,
    Rows,
    assembled,
    links_of,
    owner_keys,
    owner_of,
    place_in_words,
    place_of,
    root_key,
    rows_of,
)
from .values import FormError, is_empty, once, to_json


def form(root: Record) -> Form:
    """Return the form of a stored record, as it stands in the database now."""
    (found,) = forms(type(root), [root.pk])
    return found


def forms(model: type[Record], numbers: Iterable[int] | None = None) -> Iterator[Form]:
    """Yield the forms of all stored roots of a kind, or of those with these numbers.

    In the order of their keys, at a number of queries that depends on the kind only.
    """
    for rows in stored(model, numbers):
        yield assembled(rows)


def stored(model: type[Record], numbers: Iterable[int] | None = None) -> Iterator[Rows]:
    """Yield the rows of each stored root of a kind, with their numbers."""
    name = root_key(model)
    roots = model._default_manager.select_related(None).order_by()
    if numbers is not None:
        roots = roots.filter(pk__in=numbers)
    # Sorted here: each database has an order of its own for hyphens.
    loaded = sorted(
        roots.prefetch_related(*_all_of(model)),
        key=lambda each: str(getattr(each, name)),
    )
    keys = _Keys()
    for root in loaded:
        keys.note(root)
    for root in loaded:
        rows: Rows = {}
        _collect(root, (), keys, rows)
        yield rows


def _all_of(model: type[Record]) -> Iterator[Any]:
    """Yield the look-ups of all parts of a kind, and of its lists of links."""
    yield from part_paths(model)
    for linked in model._meta.many_to_many:
        related: Any = linked.related_model
        yield Prefetch(linked.name, related._default_manager.only(root_key(related)))


class _Keys:
    """The names of linked roots by their numbers, at one query a kind."""

    def __init__(self) -> None:
        self._wanted: dict[type[Record], set[int]] = {}
        self._names: dict[type[Record], dict[int, str]] = {}

    def note(self, row: Record) -> None:
        """Remember what a row and its parts link to."""
        for link in links_of(type(row)):
            number = getattr(row, link.attname)
            if number is not None:
                self._wanted.setdefault(link.related_model, set()).add(number)
        for name in row.parts:
            for part in getattr(row, name).all():
                self.note(part)

    def __call__(self, model: type[Record], number: int) -> list[str]:
        if model not in self._names:
            wanted = self._wanted[model]
            found = model._default_manager.order_by()
            # A long list of numbers takes longer than all names there are.
            if len(wanted) <= 500:
                found = found.filter(pk__in=wanted)
            self._names[model] = dict(found.values_list("pk", root_key(model)))
        return [self._names[model][number]]


def _collect(stored_row: Record, owner: Place, keys: _Keys, rows: Rows) -> None:
    row = Row(type(stored_row), _fields(stored_row, keys), stored_row.pk)
    is_root = not rows
    place = () if is_root else place_of(row, owner)
    rows[place] = row
    for name in stored_row.parts:
        for part in getattr(stored_row, name).all():
            _collect(part, place, keys, rows)


def _fields(row: Record, keys: _Keys) -> dict[str, Any]:
    model = type(row)
    written: dict[str, Any] = {}
    outside = owner_keys(model)
    each: Any
    for each in model._meta.concrete_fields:
        if each.primary_key or each.name in outside:
            continue
        value = getattr(row, each.attname)
        if each.related_model:
            if value is not None:
                written[each.name] = keys(each.related_model, value)
        elif not is_empty(each, value):
            written[each.name] = to_json(value)
    for each in model._meta.many_to_many:
        key = root_key(each.related_model)
        linked = sorted(
            [getattr(other, key)] for other in getattr(row, each.name).all()
        )
        if linked:
            written[each.name] = linked
    return written


# Keys of before -------------------------------------------------------------


def up_to_date(value: Form) -> Form:
    """Return the form with each linked record named by its address of today.

    A form may be older than the address of a record that it links to.
    """
    rows = rows_of(value)
    wanted: dict[type[Record], set[str]] = {}
    for row in rows.values():
        for model, key in _links_in(row):
            wanted.setdefault(model, set()).add(key)
    renamed: dict[tuple[type[Record], str], str] = {}
    for model, keys in wanted.items():
        name = root_key(model)
        there = set(
            model._default_manager.filter(models.Q((f"{name}__in", keys))).values_list(
                name, flat=True
            )
        )
        missing = keys - there
        if missing and "addresses" in model.parts:
            manager: Any = model._default_manager
            moved = manager.filter(addresses__slug__in=missing)
            renamed |= {
                (model, before): today
                for before, today in moved.values_list("addresses__slug", "slug")
            }
    if not renamed:
        return assembled(rows)
    for row in rows.values():
        for each in [*links_of(row.model), *row.model._meta.many_to_many]:
            if (found := row.fields.get(each.name)) is None:
                continue
            names = found if each.many_to_many else [found]
            names = [[renamed.get((each.related_model, key), key)] for (key,) in names]
            row.fields[each.name] = once(names) if each.many_to_many else names[0]
    # The place of a citation names its source, which may be among the renamed.
    moved_rows: Rows = {}
    for place, row in rows.items():
        now = place_of(row, owner_of(place, row)) if place else place
        if now in moved_rows:
            raise FormError(
                f"source: the same one is cited twice, once by an address that it had "
                f"before: {place_in_words(now)}. Take one of the two away.",
                row.position,
            )
        moved_rows[now] = row
    return assembled(moved_rows)


def _links_in(row: Row) -> Iterator[tuple[type[Record], str]]:
    for each in [*links_of(row.model), *row.model._meta.many_to_many]:
        if (found := row.fields.get(each.name)) is not None:
            for (key,) in found if each.many_to_many else [found]:
                yield each.related_model, key
