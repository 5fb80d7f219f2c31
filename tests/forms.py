"""Forms of records of every kind, drawn by hypothesis: all that each may hold."""

import unicodedata
from datetime import UTC, date, datetime
from typing import Any

from django.db import models
from hypothesis import strategies as st

from partnerships import records
from partnerships.dates import PartialDate, PartialDateField
from partnerships.models import (
    UNPRINTABLE,
    Address,
    Affiliation,
    Attached,
    Citation,
    Country,
    GlossaryTerm,
    GuideParagraph,
    Record,
    Source,
    TrainingCentre,
)
from partnerships.records.form import owner_key_of, owner_keys
from tests import factories as make

AWKWARD = st.sampled_from(
    [
        'She said "no"',
        "one\ntwo\r\nthree",
        "back\\slash",
        "\u2028 and \u2029",
        "e\u0301 é",
        "مرحبا",
        "🤝🏽 👨‍👩‍👧",
        "</script>",
        "null",
        "2013",
        "[1, 2]",
        "\ufeffmark",
    ]
)


def can_be_seen(text: str) -> bool:
    """Whether a record may hold the text: nothing unprintable, something visible."""
    return not UNPRINTABLE.search(text) and any(
        unicodedata.category(character) in ("Ll", "Lu", "Nd", "Po")
        for character in text
    )


# PostgreSQL holds no NUL, and no lone surrogate is text.
CHARACTERS = st.characters(exclude_categories=["Cs", "Cc"])


def text(longest: int) -> st.SearchStrategy[str]:
    """A text that is not empty."""
    free = st.text(CHARACTERS, min_size=1, max_size=min(longest, 40))
    fitting = (AWKWARD | free).filter(can_be_seen)
    return fitting.filter(lambda value: len(value) <= longest)


def partial(first: int, last: int) -> st.SearchStrategy[str]:
    """A partial date, as it is written."""
    days = st.dates(date(first, 1, 1), date(last, 12, 31)).map(PartialDate.of)
    months = st.builds(PartialDate, st.integers(first, last), st.integers(1, 12))
    years = st.builds(PartialDate, st.integers(first, last))
    return (days | months | years).map(str)


# Years for the fields of a period, so that no end stands before its start.
YEARS = {
    "in_force": (2001, 2004),
    "confirmed": (2001, 2004),
    **dict.fromkeys(("until", "ended", "end", "end_date", "runs_until"), (2005, 2020)),
}
KEYS: dict[type[Record], str] = {
    model: "term" if model is GlossaryTerm else "slug" for model in records.KINDS
}
NAME = "subject"
NAMES = (NAME, "subject-two")


def make_pool() -> dict[type[Record], list[str]]:
    """Make what records can link to, two of each kind; gives the keys."""
    partner = make.make_partner()
    made: list[Record] = [partner]
    for _number in range(2):
        made += [
            make.make_source(),
            make.make_country(),
            make.make_topic(),
            make.make_framework(),
            make.make_person(),
            make.make_programme(),
            make.make_centre(),
            make.make_agreement(partner=partner, signed="2025"),
        ]
    made.append(make.make_partner())
    pool: dict[type[Record], list[str]] = {}
    for each in made:
        pool.setdefault(type(each), []).append(getattr(each, KEYS[type(each)]))
    # Countries that have no partner yet, of which the form can be one.
    pool[Country] = [make.make_country().slug for _number in range(2)]
    for kind in (made[4], *made):
        if type(kind)._meta.model_name in ("framework", "programme", "centre"):
            make.make_citation(kind)
    return pool


def of_field(each: Any, pool: dict[type[Record], list[str]]) -> Any:
    """What a field may hold as it is written; None where it may be left out."""
    drawn: st.SearchStrategy[Any]
    if each.many_to_many:
        return st.sets(st.sampled_from(pool[each.related_model])).map(
            lambda keys: [[key] for key in sorted(keys)]
        )
    if each.related_model:
        drawn = st.sampled_from(pool[each.related_model]).map(lambda key: [key])
    elif isinstance(each, PartialDateField):
        drawn = partial(*YEARS.get(each.name, (1990, 2000)))
    elif each.choices:
        drawn = st.sampled_from([code for code, _label in each.flatchoices])
    elif isinstance(each, models.URLField):
        drawn = st.sampled_from(["https://example.org/", "http://example.org/a?b=%C3"])
    elif isinstance(each, models.PositiveSmallIntegerField):
        drawn = st.integers(1, 9)
    elif isinstance(each, models.BooleanField):
        drawn = st.booleans()
    elif isinstance(each, models.DateTimeField):
        moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1))
        drawn = moments.map(
            lambda moment: moment.replace(tzinfo=UTC).isoformat(timespec="milliseconds")
        ).map(lambda moment: moment.replace(".000", "").replace("+00:00", "Z"))
    elif isinstance(each, models.DateField):
        drawn = st.dates(date(2020, 1, 1), date(2024, 1, 1)).map(date.isoformat)
    else:
        drawn = text(each.max_length or 80)
    return st.none() | drawn if each.blank or each.null else drawn


# Names that are made with the form, and codes that have a form of their own.
SET_BELOW = (
    *("ref", "slug", "term", "superseded_by"),
    *("iso_alpha2", "iso_alpha3", "language", "latitude", "longitude"),
)


@st.composite
def fields(draw: Any, model: type[Record], pool: dict[type[Record], list[str]]) -> Any:
    """The fields of a row of `model`, less the key of its owner and its own name."""
    drawn = {
        each.name: draw(of_field(each, pool))
        for each in [*model._meta.concrete_fields, *model._meta.many_to_many]
        if not each.primary_key and each.name not in (*owner_keys(model), *SET_BELOW)
    }
    if drawn.get("review_due"):
        drawn["review_due"] = "2029-01-01"
    if model is Country:
        drawn |= {"iso_alpha2": "QQ", "iso_alpha3": "QQQ"}
    if drawn.get("wikidata"):
        drawn["wikidata"] = draw(st.sampled_from(["Q1", "Q739"]))
    for name in ("basis", "related"):
        if model is not Citation and drawn.get(name):
            key = draw(st.sampled_from(pool[Source]))
            drawn[name] = f"source/{key}"
    if model is Source:
        drawn["language"] = draw(st.sampled_from(["en", "es"]))
    if model is TrainingCentre:
        places = st.floats(-90, 90, allow_nan=False)
        drawn["latitude"] = draw(st.none() | places)
        drawn["longitude"] = None if drawn["latitude"] is None else draw(places)
    if model is Affiliation:
        if drawn["status"] == "in-dialogue":
            drawn["framework"] = None
        else:
            drawn["framework"] = [draw(st.sampled_from(pool[_framework()]))]
    if model is Citation:
        drawn |= {"field": draw(st.sampled_from(["", "summary"])), "value": None}
    return {name: value for name, value in drawn.items() if value is not None}


def _framework() -> type[Record]:
    from partnerships.models import Framework

    return Framework


def rows_below(
    draw: Any,
    owner: type[Record],
    key: list[str],
    pool: dict[type[Record], list[str]],
) -> list[dict[str, Any]]:
    """Draw the parts of a row, each followed by its own."""
    rows: list[dict[str, Any]] = []
    for name in owner.parts:
        model: Any = owner._meta.get_field(name).related_model
        if model is Address:
            continue
        link = owner_key_of(model, owner)
        cited = model is Citation and owner in records.KINDS
        refs = ["", "2"] if model is Citation else ["one", "two", "three"]
        for ref in sorted(draw(st.sets(st.sampled_from(refs), max_size=2))) or (
            [""] if cited else []
        ):
            drawn = draw(fields(model, pool))
            if model is Citation:
                drawn["field"] = ""
                drawn["locator_en"] = f"page {ref or 1}"
                drawn["source"] = [pool[Source][0]]
            if model is GuideParagraph:
                drawn["position"] = refs.index(ref) + 1
            if model is Affiliation and drawn.get("framework"):
                # A partner is in a framework once at a time.
                drawn["framework"] = [pool[_framework()][ref == "two"]]
                if ref == "three":
                    continue
            named = [*key, ref]
            if issubclass(model, Attached):
                named = [link, *named]
            rows.append(
                {
                    "model": model._meta.label_lower,
                    "fields": {link: key, **({"ref": ref} if ref else {}), **drawn},
                }
            )
            rows += rows_below(draw, model, named, pool)
    return rows


@st.composite
def forms(draw: Any, model: type[Record], pool: dict[type[Record], list[str]]) -> Any:
    """The form of a record of this kind, named `NAME` now or before."""
    name = draw(st.sampled_from(NAMES)) if "addresses" in model.parts else NAME
    root = {KEYS[model]: name, **draw(fields(model, pool))}
    rows = [
        {"model": model._meta.label_lower, "fields": root},
        *rows_below(draw, model, [name], pool),
    ]
    if name != NAME:
        kind = owner_key_of(Address, model)
        former = {kind: [name], "kind": kind, "slug": NAME}
        rows.append({"model": "partnerships.address", "fields": former})
    return records.read({"shape": records.SHAPE, "rows": rows})
