"""What the form of a record is, and how one is read.

A form is plain JSON: ``{"shape": 1, "rows": [...]}``. Its rows are Django's own
serialization with natural keys: the root first, its parts right after what they
belong to, in an order that does not depend on how they were typed. A field that
holds what an empty one holds is left out, so that a diff shows what somebody said.
`shape` is the number of this agreement, so that a form can still be read after the
models have changed.
"""

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError

from ..models import (
    Activity,
    Address,
    Agreement,
    Attached,
    Citation,
    Country,
    Event,
    Framework,
    GlossaryTerm,
    Guide,
    Partner,
    Person,
    Programme,
    Record,
    Source,
    Topic,
    TrainingCentre,
)
from .values import FormError, checked, malformed

SHAPE = 1

# The roots, in an order in which nothing points forward.
KINDS: tuple[type[Record], ...] = (
    Source,
    Country,
    Topic,
    Framework,
    Person,
    Programme,
    TrainingCentre,
    Partner,
    Agreement,
    Activity,
    Event,
    Guide,
    GlossaryTerm,
)

Form = dict[str, Any]
# Where a row stands in its record: () for the root, ("participation", "isaf") for
# that part, and its own parts after it. No value of the row, nor the record's
# address, has a part in it.
Place = tuple[str, ...]


@dataclass(slots=True)
class Row:
    """One row of a form: its model, and its fields less the key of its owner.

    `number` is its primary key where it was read from the database, and `position`
    where it stood in a form that was read.
    """

    model: type[Record]
    fields: dict[str, Any] = field(default_factory=dict)
    number: int | None = None
    position: int = 0


Rows = dict[Place, Row]


def root_key(model: Any) -> str:
    """Return the one field that names a root."""
    (name,) = model.key_fields
    return name


def place_of(row: Row, owner: Place) -> Place:
    """Return where a part stands, that belongs to the row at `owner`."""
    kind = str(row.model._meta.model_name)
    if row.model is Citation:
        return (*owner, kind, *row.fields.get("source", []), row.fields.get("ref", ""))
    if row.model is Address:
        return (*owner, kind, row.fields.get("slug", ""))
    return (*owner, kind, row.fields.get("ref", ""))


def owner_of(place: Place, row: Row) -> Place:
    """Return where that stands which the part at `place` belongs to."""
    return place[:-3] if row.model is Citation else place[:-2]


def place_in_words(place: Place) -> str:
    """Write a place for a message; the root is 'the record itself'."""
    return " ".join(word for word in place if word) or "the record itself"


def owner_key_of(model: type[Record], owner: type[Record]) -> str:
    """Return the name of the foreign key from a part to this kind of owner."""
    if not issubclass(model, Attached):
        return model.owner
    for name, kind in model.subject_models().items():
        if kind is owner:
            return name
    raise LookupError(f"{model} is no part of {owner}")


# Fields ---------------------------------------------------------------------


def owner_keys(model: type[Record]) -> tuple[str, ...]:
    """Return the foreign keys of a part that lead to its owner."""
    return model.subject_fields if issubclass(model, Attached) else (model.owner,)


@cache
def links_of(model: type[Record]) -> list[Any]:
    """Return the foreign keys of a kind that lead out of its record."""
    return [
        each
        for each in model._meta.concrete_fields
        if each.related_model and each.name not in owner_keys(model)
    ]


# Put in order ---------------------------------------------------------------


def assembled(rows: Rows) -> Form:
    """Return the form that holds these rows.

    The address of today is a field of the root; only addresses of before are rows.
    """
    children: dict[Place, list[Place]] = {}
    today = rows[()].fields.get("slug")
    for place, row in rows.items():
        if place and not (row.model is Address and row.fields.get("slug") == today):
            children.setdefault(owner_of(place, row), []).append(place)
    written: list[dict[str, Any]] = []
    root = rows[()]
    key = [str(root.fields.get(root_key(root.model), ""))]

    def write(place: Place, owner: dict[str, Any], key: list[str]) -> None:
        row = rows[place]
        label = row.model._meta.label_lower
        written.append({"model": label, "fields": {**owner, **row.fields}})
        order = [
            row.model._meta.get_field(name).related_model for name in row.model.parts
        ]
        for child in sorted(
            children.get(place, []),
            key=lambda each: (order.index(rows[each].model), each),
        ):
            part = rows[child]
            name = owner_key_of(part.model, row.model)
            named = [*key, str(part.fields.get("ref", ""))]
            if issubclass(part.model, Attached):
                named = [name, *named]
            write(child, {name: key}, named)

    write((), {}, key)
    return {"shape": SHAPE, "rows": written}


# Read -----------------------------------------------------------------------


def read(value: Any) -> Form:
    """Return the form that `value` is, in its one order, with each field checked.

    Raises `FormError`, with the row and the field, for what is no form: another
    shape, an unknown kind or field, a value that its field can't hold, a part of
    another record, and the same part twice.
    """
    return assembled(rows_of(value))


def rows_of(value: Any) -> Rows:
    """Return the rows of what is said to be a form, by their places; see `read`."""
    if not isinstance(value, dict) or set(value) != {"shape", "rows"}:
        raise FormError("A form has 'shape' and 'rows', nothing else.")
    shape = value["shape"]
    if type(shape) is not int:
        raise FormError("The shape of a form is a number.")
    if shape != SHAPE:
        raise FormError(
            f"This form has the shape {shape}, and can't be read: "
            f"the shape {SHAPE} is known."
        )
    if not isinstance(value["rows"], list) or not value["rows"]:
        raise FormError("The rows of a form are a list that begins with its record.")
    rows: Rows = {}
    # The places of the rows that can own others, by model and natural key.
    owners: dict[tuple[type[Record], tuple[str, ...]], Place] = {}
    for position, written in enumerate(value["rows"]):
        try:
            _add(rows, owners, written, position)
        except FormError as error:
            error.position = position
            raise
    return rows


def _add(rows: Rows, owners: dict[Any, Place], written: Any, position: int) -> None:
    model = model_of(written)
    fields = dict(written["fields"])
    row = Row(model, position=position)
    if not rows:
        if model not in KINDS:
            raise FormError("a part stands right after the record that it belongs to.")
        row.fields = checked(model, fields)
        key: Any = model._meta.get_field(root_key(model))
        name = str(row.fields.get(key.name, ""))
        try:
            key.clean(name, None)
        except ValidationError as error:
            reason = " ".join(error.messages)
            raise FormError(f"{key.name}: {reason}") from error
        rows[()], owners[model, (name,)] = row, ()
        return
    if model in KINDS:
        raise FormError("a form holds one record only.")
    name, owner_key = _owner(model, fields)
    row.fields = checked(model, fields)
    related = model._meta.get_field(name).related_model
    owner = owners.get((related, owner_key))
    if owner is None:
        raise FormError(
            f"{name}: this part stands under another record than it names, or above "
            "the part that it belongs to. Move it below what it is a part of."
        )
    if model is Citation:
        if "source" not in row.fields:
            raise FormError("source: name the source that is cited.")
    elif model is Address:
        if "slug" not in row.fields:
            raise FormError("slug: give the address that the record had before.")
    elif "ref" not in row.fields:
        raise FormError(
            "ref: give the part its lasting name, as in 'building-integrity'."
        )
    place = place_of(row, owner)
    if place in rows:
        key = "slug" if model is Address else "ref"
        raise FormError(
            f"{key}: this name stands twice: {place_in_words(place)}. Take one of the "
            "two away, or give it another name."
        )
    prefix = (name,) if issubclass(model, Attached) else ()
    owners[model, (*prefix, *owner_key, str(row.fields.get("ref", "")))] = place
    rows[place] = row


def model_of(written: Any) -> type[Record]:
    """Return the model that a written row names; it has 'model' and 'fields' only."""
    if not isinstance(written, dict) or set(written) != {"model", "fields"}:
        raise FormError("a row has 'model' and 'fields', nothing else.")
    if not isinstance(written["fields"], dict):
        raise FormError("'fields' must be an object.")
    try:
        model = apps.get_model(written["model"])
    except (AttributeError, LookupError, ValueError, TypeError):
        model = None
    if model is None or not issubclass(model, Record):
        raise FormError("there is no kind of record of this name.")
    return model


def _owner(model: type[Record], fields: dict[str, Any]) -> tuple[str, tuple[str, ...]]:
    """Take out of the fields which owner a part names, and by which foreign key."""
    given = [
        name for name in owner_keys(model) if fields.get(name) not in (None, [], "")
    ]
    if len(given) != 1:
        if issubclass(model, Attached):
            raise FormError(str(model.choose_one))
        name = model.owner
        raise FormError(f"{name}: name the record that this is a part of.")
    (name,) = given
    if reason := malformed(model._meta.get_field(name), fields[name]):
        raise FormError(f"{name}: {reason}")
    key = tuple(fields[name])
    for each in owner_keys(model):
        fields.pop(each, None)
    return name, key
