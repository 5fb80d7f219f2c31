"""A form written to the database: only what differs, or many rows at once."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import Error as DatabaseError
from django.db import models, router, transaction

from .. import basis, facts, gate
from ..models import Address, Record
from .form import (
    Form,
    Place,
    Row,
    Rows,
    owner_key_of,
    owner_of,
    root_key,
    rows_of,
)
from .stored import stored, up_to_date
from .values import FormError

# Finds the number of the row of this kind that has this name; None if there is none.
Find = Callable[[type[Record], str], int | None]


@dataclass(frozen=True, slots=True)
class Applied:
    """The places of the rows that were written; nothing was if all are empty."""

    added: list[Place] = field(default_factory=list)
    changed: list[Place] = field(default_factory=list)
    removed: list[Place] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@transaction.atomic
def apply(value: Form) -> Applied:
    """Make the stored record what its form says, and tell which rows that changed.

    A row that is the same is not touched, and one that differs keeps its number. No
    address that the record had is forgotten. Raises `FormError`, with the row and the
    field, for what the record can't be, and `gate.NotPublic` for what the public may
    not see; the database is then as before.
    """
    form = up_to_date(value)
    rows = rows_of(form)
    root = rows[()]
    before = [row.fields["slug"] for row in rows.values() if row.model is Address]
    there = _stored_rows(root, [str(root.fields[root_key(root.model)]), *before])
    addresses = {place for place, row in there.items() if row.model is Address}
    # Those of the form that the record has already need no writing.
    rows = {place: row for place, row in rows.items() if place not in addresses}
    applied = Applied(
        added=[place for place in rows if place not in there],
        changed=[
            place
            for place, row in rows.items()
            if place in there and row.fields != there[place].fields
        ],
        removed=[
            place for place in there if place not in rows and place not in addresses
        ],
    )
    if not applied:
        return applied
    find = _finder(rows[place] for place in [*applied.added, *applied.changed])
    _remove(there[place] for place in [*applied.removed, *applied.changed] if place)
    for place, row in rows.items():
        row.number = there[place].number if place in there else None
    for level in _levels(rows, {*applied.added, *applied.changed}):
        records = []
        for place in level:
            row = rows[place]
            owner = rows[owner_of(place, row)] if place else None
            records.append((row.position, instance(row, find, owner)))
        if () in level and root.number is not None:
            _update(records[0][1], root.position)
        else:
            insert(records, FormError)
        for place, (position, record) in zip(level, records, strict=True):
            rows[place].number = record.pk
            link_lists(record, rows[place], find, position)
    record = root.model._default_manager.get(pk=root.number)
    for _root, refused in facts.refusals([(root, root.model, root.fields)]):
        raise FormError(refused, root.position)
    if _says_anew(root, there.get(())):
        basis.note([record])
    gate.check([record])
    return applied


def _says_anew(root: Row, before: Row | None) -> bool:
    """Tell whether the summary, or what it rests on, is another one now."""
    was = before.fields if before else {}
    return any(was.get(name) != root.fields.get(name) for name in basis.SAID_BY)


def _stored_rows(root: Row, keys: list[str]) -> Rows:
    """Return the rows of the record as it is stored; none if it is not.

    It is found by its address, or by one that the form says it had before: all of
    them lead to one record, or the form would mix two.
    """
    name = root_key(root.model)
    path = "addresses__slug" if "addresses" in root.model.parts else name
    records = root.model._default_manager.select_related(None).order_by()
    found = dict(
        records.filter(models.Q((f"{path}__in", keys))).values_list("pk", name)
    )
    if not found:
        return {}
    if len(found) > 1:
        others = ", ".join(f"“{key}”" for key in sorted(found.values()))
        raise FormError(
            f"{name}: the addresses of this form lead to different records: {others}. "
            "Name one of them only."
        )
    (number,) = found
    list(records.select_for_update(of=("self",)).filter(pk=number))
    (rows,) = stored(root.model, [number])
    root.number = number
    return rows


def _finder(rows: Iterable[Row]) -> Find:
    """Look up all records that these rows link to, at one query a kind."""
    wanted: dict[type[Record], set[str]] = {}
    for row in rows:
        for name, value in row.fields.items():
            each: Any = row.model._meta.get_field(name)
            if each.related_model:
                keys = value if each.many_to_many else [value]
                wanted.setdefault(each.related_model, set()).update(k for (k,) in keys)
    found: dict[tuple[type[Record], str], int] = {}
    for model, keys in wanted.items():
        name = root_key(model)
        rows_found = model._default_manager.filter(models.Q((f"{name}__in", keys)))
        found |= {
            (model, key): number
            for key, number in rows_found.order_by().values_list(name, "pk")
        }
    return lambda model, key: found.get((model, key))


def _remove(rows: Iterable[Row]) -> None:
    """Take rows out as they are: what they own is removed, or comes back, as well."""
    numbers: dict[type[Record], list[int]] = {}
    for row in rows:
        numbers.setdefault(row.model, []).append(row.number or 0)
    for model, found in numbers.items():
        using = router.db_for_write(model)
        # Not `delete()`, which would take along what stays and belongs to them.
        model._base_manager.using(using).filter(pk__in=found)._raw_delete(using)


def _levels(rows: Rows, places: set[Place]) -> list[list[Place]]:
    """Arrange places by kind, what belongs to something behind that."""
    by_kind: dict[tuple[int, str], list[Place]] = {}
    for place in rows:
        if place in places:
            model = rows[place].model
            key = (len(place), str(model._meta.model_name))
            by_kind.setdefault(key, []).append(place)
    return [by_kind[key] for key in sorted(by_kind, key=lambda each: each[0])]


# Rows to instances ----------------------------------------------------------


def instance(row: Row, find: Find, owner: Row | None) -> Record:
    """Return the record that a row says, checked as its form would check it.

    Links are looked up with `find`, so that no row costs a query. Raises `FormError`.
    """
    record = row.model()
    record.pk = row.number
    links = []
    each: Any
    for each in row.model._meta.concrete_fields:
        if each.related_model:
            links.append(each.name)
        if each.primary_key or each.name not in row.fields:
            continue
        if each.related_model:
            (key,) = row.fields[each.name]
            setattr(record, each.attname, _found(each, key, find, row.position))
        else:
            setattr(record, each.attname, each.to_python(row.fields[each.name]))
    if owner is not None:
        name = owner_key_of(row.model, owner.model)
        setattr(record, f"{name}_id", owner.number)
    for name in links:
        each = row.model._meta.get_field(name)
        if not each.null and getattr(record, each.attname) is None:
            raise FormError(f"{name}: {each.error_messages['null']}", row.position)
    try:
        record.clean_fields(exclude=links)
        record.clean()
    except ValidationError as error:
        raise FormError(explained(error), row.position) from error
    return record


def _found(each: Any, key: str, find: Find, position: int) -> int:
    number = find(each.related_model, key)
    if number is None:
        raise FormError(
            f"{each.name}: there is no {each.related_model._meta.verbose_name} "
            f"“{key}”.",
            position,
        )
    return number


def link_lists(record: Record, row: Row, find: Find, position: int) -> None:
    """Make the lists of links of a stored record what its row says."""
    for each in row.model._meta.many_to_many:
        numbers = [
            _found(each, key, find, position)
            for (key,) in row.fields.get(each.name, [])
        ]
        getattr(record, each.name).set(numbers)


# Written --------------------------------------------------------------------


def insert(
    records: Sequence[tuple[Any, Record]], refused: Callable[[str, Any], Exception]
) -> None:
    """Insert rows of one kind at once.

    What the database refuses is found again row by row: `refused` makes the
    exception from the reason, in words, and what stands beside the row.
    """
    if not records:
        return
    model = type(records[0][1])
    numbers = [record.pk for _where, record in records]
    try:
        with transaction.atomic():
            model._default_manager.bulk_create([record for _where, record in records])
    except (DatabaseError, ValueError):
        for (where, record), number in zip(records, numbers, strict=True):
            record.pk, record._state.adding = number, True
            try:
                with transaction.atomic():
                    record.save_base(force_insert=True)
            except (DatabaseError, ValueError) as error:
                raise refused(reason(record, error), where) from error


def _update(record: Record, position: int) -> None:
    try:
        with transaction.atomic():
            record.save_base(force_update=True)
    except DatabaseError as error:
        # Or its own number and address would be said to be taken.
        record._state.adding = False
        raise FormError(reason(record, error), position) from error


def reason(record: Record, refusal: Exception) -> str:
    """Return in words why the database refused a row."""
    try:
        record.validate_unique()
        record.validate_constraints()
    except ValidationError as error:
        return explained(error)
    return str(refusal)


def explained(error: ValidationError) -> str:
    """Write an error in one line, each field's own with its name."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    return " ".join(
        f"{name}: {' '.join(messages)}" if name != "__all__" else " ".join(messages)
        for name, messages in error.message_dict.items()
    )
