"""What differs between two forms, and two changed forms brought together."""

from dataclasses import dataclass
from typing import Any

from .form import Form, Place, Row, Rows, assembled, owner_of, rows_of
from .values import FormError


@dataclass(frozen=True, slots=True)
class Change:
    """One row that differs between two forms.

    `before` and `after` hold the fields that differ; a field that one of them lacks
    is empty there. One of the two is None for a row that was added or removed.
    """

    place: Place
    before: dict[str, Any] | None
    after: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Conflict:
    """One thing that two sides changed, each in its own way.

    `field` is '' where one side removed the row (its value is None) and the other
    changed it, or something that belongs to it (its value is the row's fields).
    """

    place: Place
    field: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Merge:
    """Both sides in one form. Where they are in conflict, it holds `mine`.

    A row that one side removed and the other changed is kept as it was changed.
    """

    form: Form
    conflicts: list[Conflict]


def diff(before: Form, after: Form) -> list[Change]:
    """Return the rows that differ, in the order of `after` and then of `before`.

    A row is known by its place: where it stands in the record, by its lasting name.
    Raises `FormError` for what is no form, and for forms of two kinds of records.
    """
    old, new = _of_one_kind(before, after)
    changes = []
    for place, row in new.items():
        if place not in old:
            changes.append(Change(place, None, row.fields))
        elif differing := _differing(old[place].fields, row.fields):
            was, now = (
                {name: fields[name] for name in differing if name in fields}
                for fields in (old[place].fields, row.fields)
            )
            changes.append(Change(place, was, now))
    removed = (place for place in old if place not in new)
    return [*changes, *(Change(place, old[place].fields, None) for place in removed)]


def _differing(one: dict[str, Any], other: dict[str, Any]) -> list[str]:
    names = dict.fromkeys([*one, *other])
    return [name for name in names if one.get(name) != other.get(name)]


def merge(base: Form, mine: Form, theirs: Form) -> Merge:
    """Bring together what two sides made of `base`, field by field.

    What only one side touched is as that side has it. Conflicts are the fields that
    both changed differently, and the rows that one removed and the other changed.
    Raises `FormError` for what is no form, and for forms of two kinds of records.
    """
    sides = _of_one_kind(base, mine, theirs)
    merged: Rows = {}
    conflicts: list[Conflict] = []
    for place in dict.fromkeys([*sides[0], *sides[1], *sides[2]]):
        old, one, other = (side.get(place) for side in sides)
        if one is not None and other is not None:
            merged[place] = _merged(place, old, one, other, conflicts)
        elif (there := one or other) is None:
            continue
        elif old is None:
            # Added by one side: the other could not touch it.
            merged[place] = there
        elif there.fields != old.fields:
            merged[place] = there
            conflicts.append(_removed(place, old, one, other))
    _keep_owners(merged, sides, conflicts)
    return Merge(assembled(merged), conflicts)


def _of_one_kind(*forms: Form) -> list[Rows]:
    read = [rows_of(form) for form in forms]
    if len({rows[()].model for rows in read}) > 1:
        raise FormError("These are forms of different kinds of records.")
    return read


def _merged(
    place: Place, old: Row | None, one: Row, other: Row, conflicts: list[Conflict]
) -> Row:
    base = old.fields if old else {}
    row = Row(one.model)
    for name in dict.fromkeys([*base, *one.fields, *other.fields]):
        was, mine, theirs = (
            fields.get(name) for fields in (base, one.fields, other.fields)
        )
        value = theirs if mine == was else mine
        if mine != theirs and was not in (mine, theirs):
            conflicts.append(Conflict(place, name, was, mine, theirs))
        if value is not None:
            row.fields[name] = value
    return row


def _removed(place: Place, old: Row, one: Row | None, other: Row | None) -> Conflict:
    mine, theirs = (row.fields if row else None for row in (one, other))
    return Conflict(place, "", old.fields, mine, theirs)


def _keep_owners(merged: Rows, sides: list[Rows], conflicts: list[Conflict]) -> None:
    """Keep what a kept part belongs to, though one side removed it.

    Where the other side added the part, that was a change of its owner.
    """
    base, mine, theirs = sides
    lacking: dict[Place, bool] = {}
    for place, row in merged.items():
        if place and (owner := owner_of(place, row)) not in merged:
            lacking[owner] = lacking.get(owner, False) or place not in base
    for owner, is_changed in lacking.items():
        one, other = mine.get(owner), theirs.get(owner)
        merged[owner] = one or other or base[owner]
        if is_changed:
            conflicts.append(_removed(owner, base[owner], one, other))
