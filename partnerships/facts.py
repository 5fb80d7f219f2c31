"""Facts by their addresses: the records, and the parts of them, that a text names.

An address is ``kind/slug``, or ``kind/slug/part/name`` for a part of that record, as in
'partner/colombia/participation/building-integrity'. The slug may be one that the record
had before.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar

from django.db.models import Q
from django.utils.translation import gettext as _

from .models import (
    Address,
    Citation,
    Country,
    Guide,
    Part,
    Partner,
    Programme,
    Publishable,
    Record,
)

Named = TypeVar("Named")

# Where records name facts, a line each.
FIELDS: dict[type[Any], str] = {
    Partner: "basis",
    Programme: "basis",
    Guide: "related",
}
ROOTS: dict[str, type[Record]] = {**Address.subject_models(), "country": Country}
PARTS: dict[str, type[Record]] = {
    name: model
    for name, model in Citation.subject_models().items()
    if issubclass(model, Part)
}


def find(addresses: Iterable[str]) -> dict[str, Record]:
    """Return the facts at these addresses; an address that names nothing is left out.

    Each comes with what its name, and whether it is public, are made of. However many
    there are, it is one query for the addresses and one for each kind.
    """
    named = {
        each: words for each in addresses if len(words := each.split("/")) in (2, 4)
    }
    numbers = _numbers_of_roots({(words[0], words[1]) for words in named.values()})
    roots: dict[str, set[int]] = {}
    parts: dict[tuple[str, str], set[tuple[int, str]]] = {}
    for kind, slug, *part in named.values():
        number = numbers.get((kind, slug))
        if number is None:
            continue
        if not part:
            roots.setdefault(kind, set()).add(number)
        elif kind in _owners(part[0]):
            parts.setdefault((kind, part[0]), set()).add((number, part[1]))
    found: dict[tuple[Any, ...], Record] = {}
    for kind, wanted in roots.items():
        for record in _loaded(ROOTS[kind], Q(pk__in=wanted)):
            found[kind, record.pk] = record
    for (kind, part_kind), pairs in parts.items():
        owners, refs = zip(*pairs, strict=True)
        named_so = Q((f"{kind}__in", owners), ("ref__in", refs))
        for record in _loaded(PARTS[part_kind], named_so):
            found[kind, getattr(record, f"{kind}_id"), part_kind, record.ref] = record
    return {
        address: found[key]
        for address, (kind, slug, *part) in named.items()
        if (key := (kind, numbers.get((kind, slug), 0), *part)) in found
    }


def _numbers_of_roots(named: set[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Return the numbers of records by their kind and any address that they had."""
    slugs: dict[str, set[str]] = {}
    for kind, slug in named:
        if kind in ROOTS:
            slugs.setdefault(kind, set()).add(slug)
    countries = slugs.pop("country", set())
    numbers: dict[tuple[str, str], int] = {}
    if slugs:
        wanted = Q(
            *(Q(kind=kind, slug__in=found) for kind, found in slugs.items()),
            _connector=Q.OR,
        )
        for address in Address.objects.filter(wanted).order_by():
            number = getattr(address, f"{address.kind}_id")
            numbers[address.kind, address.slug] = number
    if countries:
        rows = Country.objects.filter(slug__in=countries).order_by()
        for slug, number in rows.values_list("slug", "pk"):
            numbers["country", slug] = number
    return numbers


def _owners(part: str) -> tuple[str, ...]:
    """Return the kinds that have parts of this kind; none if there is no such kind."""
    model = PARTS.get(part)
    if model is None:
        return ()
    return getattr(model, "subject_fields", ()) or (model.owner,)


def _loaded(model: type[Any], wanted: Q) -> Iterable[Any]:
    needed = (*model.for_link, *model.public_through)
    found = model._default_manager.filter(wanted).order_by()
    return found.select_related(*needed) if needed else found


def refusal(model: type[Any], text: str, found: Mapping[str, Record]) -> str:
    """Say what is wrong with the facts that a record of this kind names; '' if nothing.

    `found` is what `find` made of its lines, and may hold more. The related records of
    a guide are links, so that each must have a page.
    """
    lines = text.splitlines()
    if unknown := [line for line in lines if line not in found]:
        return _("Nothing on record has this address: %(lines)s.") % {
            "lines": ", ".join(f"“{line}”" for line in unknown)
        }
    if model is not Guide:
        return ""
    without_page = [line for line in lines if not isinstance(found[line], Publishable)]
    if without_page:
        return _("This is no record with a page of its own: %(lines)s.") % {
            "lines": ", ".join(f"“{line}”" for line in without_page)
        }
    return ""


def refusals(
    named: Iterable[tuple[Named, type[Any], Mapping[str, Any]]],
) -> Iterator[tuple[Named, str]]:
    """Yield what names facts that are not there, with the field and what is wrong.

    Asked of many at once: whatever stands for each, its kind, and its fields.
    """
    texts = [
        (each, model, text)
        for each, model, fields in named
        if (text := fields.get(FIELDS.get(model, ""), ""))
    ]
    found = find(line for _e, _m, text in texts for line in text.splitlines())
    for each, model, text in texts:
        if reason := refusal(model, text, found):
            yield each, f"{FIELDS[model]}: {reason}"


def dangling() -> list[tuple[Publishable, str]]:
    """Return the stored records that name facts which are not there; see `refusals`."""
    naming = (
        (record, model, {field: getattr(record, field)})
        for model, field in FIELDS.items()
        for record in model.objects.exclude(**{field: ""})
    )
    return list(refusals(naming))
