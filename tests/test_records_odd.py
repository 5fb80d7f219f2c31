"""Odd forms: what somebody may send, or two people may do, that no example shows.

Whatever it is, a form is refused with `FormError` or `NotPublic`, or it is applied.
"""

from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from typing import Any

import pytest
from django.db import transaction

from partnerships import gate, records
from partnerships.models import Address, Agreement, Citation, FormerRef, Source, Topic
from partnerships.records.form import assembled, rows_of
from tests import factories as make
from tests.test_records import CITED, PART, a_record, changed, without

pytestmark = pytest.mark.django_db


def renamed(form: records.Form, slug: str) -> records.Form:
    """The form after its record got another address, and kept that of before."""
    rows = rows_of(deepcopy(form))
    root: Any = rows[()]
    kind = root.model.address_kind()
    before = root.fields["slug"]
    rows["address", before] = records.Row(Address, {"kind": kind, "slug": before})
    root.fields["slug"] = slug
    return assembled(rows)


# Two sides


def test_a_record_that_both_sides_renamed_is_found_and_keeps_every_address():
    partner, _part = a_record()
    base = records.form(partner)
    mine, theirs = renamed(base, "colombie"), renamed(base, "colombia-republic")
    both = records.merge(base, mine, theirs)
    assert both.conflicts == [
        records.Conflict((), "slug", "colombia", "colombie", "colombia-republic")
    ]
    records.apply(theirs)
    records.apply(both.form)
    partner.refresh_from_db()
    assert partner.slug == "colombie"
    assert {each.slug for each in partner.former_addresses} == {
        "colombia",
        "colombia-republic",
    }
    assert records.form(partner) == renamed(
        renamed(base, "colombia-republic"), "colombie"
    )


def test_a_citation_that_moved_to_another_source_and_was_edited_is_kept_twice():
    """Nobody can tell which was meant, and the conflict says so."""
    partner, part = a_record()
    make.make_source(slug="c-source")
    base = records.form(partner)
    rows = rows_of(without(base, CITED))
    moved = (*PART, "citation", "c-source", "")
    rows[moved] = records.Row(Citation, {"source": ["c-source"]})
    mine, theirs = assembled(rows), changed(base, CITED, note_en="Another note.")
    both = records.merge(base, mine, theirs)
    assert [(each.place, each.field) for each in both.conflicts] == [(CITED, "")]
    records.apply(both.form)
    assert {each.source.slug for each in part.citations.all()} == {
        "b-source",
        "c-source",
    }


def test_swapped_names_are_two_changed_rows_that_keep_their_numbers():
    """A name is the part's own: who swaps two, swaps what they say."""
    event = make.make_event(status="draft")
    one: Any = make.make_statement(event, label_en="A", value_en="1")
    two: Any = make.make_statement(event, label_en="B", value_en="2")
    form = records.form(event)
    first, second = ("statement", "a"), ("statement", "b")
    rows = rows_of(form)
    rows[first].fields, rows[second].fields = (
        rows[second].fields | {"ref": "a"},
        rows[first].fields | {"ref": "b"},
    )
    swapped = assembled(rows)
    assert len(records.diff(form, swapped)) == 2
    assert records.apply(swapped).changed == [first, second]
    one.refresh_from_db()
    assert (one.ref, one.label_en) == ("a", "B")
    two.refresh_from_db()
    assert (two.ref, two.label_en) == ("b", "A")


def test_a_part_that_comes_back_has_its_name_again_and_leaves_no_trace():
    partner, _part = a_record()
    form = records.form(partner)
    records.apply(without(form, PART, CITED))
    assert FormerRef.objects.get().ref == "isaf"
    records.apply(form)
    assert records.form(partner) == form
    assert not FormerRef.objects.exists()


def test_a_list_of_links_that_both_sides_changed_is_a_conflict():
    """It is one field; what both made the same is none."""
    topics = [make.make_topic(slug=slug) for slug in ("a", "b", "c")]
    event = make.make_activity(topics=topics[:1])
    make.make_citation(event)
    base = records.form(event)
    mine = changed(base, (), topics=[["a"], ["b"]])
    theirs = changed(base, (), topics=[["a"], ["c"]])
    both = records.merge(base, mine, theirs)
    assert [each.field for each in both.conflicts] == ["topics"]
    assert rows_of(both.form)[()].fields["topics"] == [["a"], ["b"]]
    same = records.merge(base, mine, changed(base, (), topics=[["b"], ["a"], ["b"]]))
    assert same == records.Merge(mine, [])
    records.apply(changed(base, (), topics=None))
    assert not event.topics.exists()


def test_forms_of_two_kinds_of_records_are_not_brought_together():
    """A merge of them would be of neither."""
    partner, _part = a_record()
    one, other = records.form(partner), records.form(make.make_topic())
    for sides in ((one, other, one), (other, one, one), (one, one, other)):
        with pytest.raises(records.FormError, match="different kinds"):
            records.merge(*sides)
    with pytest.raises(records.FormError, match="different kinds"):
        records.diff(one, other)


def test_one_source_by_two_of_its_addresses_is_refused():
    """Or the second citation would silently take the place of the first."""
    partner, _part = a_record()
    source = Source.objects.get(slug="a-source")
    rows = rows_of(records.form(partner))
    rows["citation", "d-source", ""] = records.Row(Citation, {"source": ["d-source"]})
    form = assembled(rows)
    source.slug = "d-source"
    source.save()
    for use in (records.up_to_date, records.apply):
        with pytest.raises(records.FormError, match="cited twice, once by an address"):
            use(form)


def test_a_link_by_two_addresses_of_one_record_is_one_link():
    topic = make.make_topic(slug="a")
    activity = make.make_activity(topics=[topic])
    make.make_citation(activity)
    topic.slug = "b"
    topic.save()
    form = changed(records.form(activity), (), topics=[["a"], ["b"]])
    assert rows_of(records.up_to_date(form))[()].fields["topics"] == [["b"]]
    assert not records.apply(form)


# One form


def test_an_address_that_another_record_had_is_refused_to_this_one():
    """It leads there for good."""
    partner, _part = a_record()
    other = make.make_partner(slug="japan", status="draft")
    other.slug = "nippon"
    other.save()
    form = records.form(partner)
    with pytest.raises(
        records.FormError, match="to different records: “colombia”, “ni"
    ):
        records.apply(renamed(form, "japan"))
    rows = rows_of(form)
    row = records.Row(Address, {"kind": "partner", "slug": "nippon"})
    rows["address", "nippon"] = row
    with pytest.raises(records.FormError, match="lead to different records"):
        records.apply(assembled(rows))
    assert records.form(partner) == form
    other.refresh_from_db()
    assert other.slug == "nippon"


def test_a_new_record_can_not_take_an_address_of_before():
    topic = make.make_topic(slug="a")
    topic.slug = "b"
    topic.save()
    form = records.form(topic)
    new = changed(without(form, ("address", "a")), (), slug="fresh", name_en="New")
    records.apply(new)
    with pytest.raises(records.FormError, match="different records: “b”, “fresh”"):
        records.apply(renamed(new, "a"))
    assert records.form(topic) == form
    assert records.form(Topic.objects.get(slug="fresh")) == new


def test_words_for_a_record_that_is_changed_name_what_it_may_not_become():
    """And not its own address, which it has already."""
    make.make_topic(name_en="Taken")
    topic = make.make_topic(slug="a")
    with pytest.raises(records.FormError) as refusal:
        records.apply(changed(records.form(topic), (), name_en="Taken"))
    assert refusal.value.reason == (
        "name_en: Topic with this Name (English) already exists."
    )


def agreement() -> records.Form:
    """The form of an agreement with a second one of the same partner beside it."""
    one = make.make_agreement(slug="one", signed="2013")
    make.make_citation(one, source=make.make_source(slug="a-source"))
    make.make_agreement(slug="two", partner=one.partner, signed="2013")
    return records.form(one)


def with_row(form: Any, position: int, **values: Any) -> Any:
    """The form with a row as somebody may have typed it; None takes a field out."""
    form = deepcopy(form)
    fields = form["rows"][position]["fields"] | values
    form["rows"][position]["fields"] = {
        name: value for name, value in fields.items() if value is not ...
    }
    return form


def deep(levels: int) -> Any:
    """Return a list in a list in a list …"""
    made: Any = 1
    for _level in range(levels):
        made = [made]
    return made


ODD: dict[str, tuple[Callable[[Any], Any], str]] = {
    "that supersedes itself": (
        lambda form: with_row(form, 0, superseded_by=["one"]),
        "superse",
    ),
    "that is superseded by none": (
        lambda form: with_row(form, 0, superseded_by=["nowhere"]),
        "superseded_by: there is no agreement “nowhere”",
    ),
    "without an address": (lambda form: with_row(form, 0, slug=...), "slug: "),
    "with the address null": (lambda form: with_row(form, 0, slug=None), "slug: "),
    "with a reserved address": (
        lambda form: with_row(form, 0, slug="compare"),
        "slug: The site itself needs this address",
    ),
    "with a null where there is none": (
        lambda form: with_row(form, 0, status=None),
        "status: This field cannot be null",
    ),
    "with the column of a key": (
        lambda form: with_row(form, 0, partner_id=form["rows"][0]["fields"]["partner"]),
        "Agreement has no field 'partner_id'",
    ),
    "with a field that is a number": (
        lambda form: with_row(form, 0, **{"1": 1}),
        "has no field '1'",
    ),
    "with the way back": (
        lambda form: with_row(form, 0, citations=[["a-source"]]),
        "has no field 'citations'",
    ),
    "with a key of bytes that are no text": (
        lambda form: with_row(form, 1, source=["\ud83e"]),
        "source: name each source by its natural key",
    ),
    "with a NUL in a key": (
        lambda form: with_row(form, 1, source=["a\0"]),
        "source: name each source by its natural key",
    ),
    "with a NUL in its owner": (
        lambda form: with_row(form, 1, agreement=["one\0"]),
        "agreement: name each agreement by its natural key",
    ),
    "with a NUL in its address": (
        lambda form: with_row(form, 0, slug="one\0"),
        "slug: Null characters",
    ),
    "with no source": (
        lambda form: with_row(form, 1, source=...),
        "source: name the source",
    ),
    "with a source that is null": (
        lambda form: with_row(form, 1, source=None),
        "source: name each source by its natural key",
    ),
    "with a date that is a number": (
        lambda form: with_row(form, 0, signed=2013),
        "signed: ",
    ),
    "with a day that is a number": (
        lambda form: with_row(form, 0, reviewed_on=1),
        "reviewed_on: write this as a text",
    ),
    "with a moment that no clock shows": (
        lambda form: with_row(form, 0, publish_at="9999-12-31T23:59:59-14:00"),
        "publish_at: ",
    ),
    "with a title that is no number": (
        lambda form: with_row(form, 0, title_en=float("nan")),
        "title_en: this must be a finite number",
    ),
    "with a huge number for a link": (
        lambda form: with_row(form, 0, partner=[10**30]),
        "partner: name each partner by its natural key",
    ),
    "with a deep value": (
        lambda form: with_row(form, 0, title_en=deep(5000)),
        "title_en: this must be one value",
    ),
    "with a deep key": (
        lambda form: with_row(form, 0, partner=deep(5000)),
        "partner: name each partner by its natural key",
    ),
    "of a deep shape": (lambda form: form | {"shape": deep(5000)}, "shape"),
    "of the shape true": (lambda form: form | {"shape": True}, "shape"),
    "of a deep model": (
        lambda form: form | {"rows": [{"model": deep(5000), "fields": {}}]},
        "there is no kind of record of this name",
    ),
    "of no model": (
        lambda form: (
            form | {"rows": [{"model": "partnerships.formerref", "fields": {}}]}
        ),
        "there is no kind of record of this name",
    ),
    "of an abstract model": (
        lambda form: form | {"rows": [{"model": "partnerships.record", "fields": {}}]},
        "there is no kind of record of this name",
    ),
    "with an address of before that is empty": (
        lambda form: (
            form
            | {
                "rows": [
                    *form["rows"],
                    {"model": "partnerships.address", "fields": {"agreement": ["one"]}},
                ]
            }
        ),
        "slug: give the address",
    ),
    "with an address of before of another kind": (
        lambda form: (
            form
            | {
                "rows": [
                    *form["rows"],
                    {
                        "model": "partnerships.address",
                        "fields": {"agreement": ["one"], "kind": "topic", "slug": "b"},
                    },
                ]
            }
        ),
        "An address leads to exactly one record",
    ),
    "with a part of a citation": (
        lambda form: (
            form
            | {
                "rows": [
                    *form["rows"],
                    {
                        "model": "partnerships.statement",
                        "fields": {"agreement": ["one", "a-source"], "ref": "x"},
                    },
                ]
            }
        ),
        "agreement: name each agreement by its natural key",
    ),
    "with a part of another kind of record": (
        lambda form: (
            form
            | {
                "rows": [
                    *form["rows"],
                    {
                        "model": "partnerships.participation",
                        "fields": {"partner": ["one"], "ref": "x"},
                    },
                ]
            }
        ),
        "partner: this part stands under another record",
    ),
}


@pytest.mark.parametrize("fault", ODD)
def test_an_odd_form_is_refused_in_words_and_changes_nothing(fault):
    form = agreement()
    break_it, words = ODD[fault]
    with transaction.atomic(), pytest.raises(records.FormError) as refusal:
        records.apply(break_it(form))
    assert words in refusal.value.reason
    assert "constraint" not in refusal.value.reason.lower()
    assert records.form(Agreement.objects.get(slug="one")) == form


def test_a_new_record_can_not_link_to_itself():
    """It isn't there yet when the link is looked up."""
    form = with_row(with_row(agreement(), 0, slug="three"), 1, agreement=["three"])
    form["rows"][0]["fields"]["superseded_by"] = ["three"]
    with pytest.raises(records.FormError, match="there is no agreement “three”"):
        records.apply(form)
    assert not Agreement.objects.filter(slug="three").exists()


def test_a_default_that_is_left_out_is_the_default():
    """Or the same record would be another one in a diff, and be written again."""
    topic = make.make_topic(status="draft")
    form = records.form(topic)
    short = with_row(form, 0, status=...)
    assert records.read(short) == form
    assert records.diff(form, short) == []
    assert records.merge(form, short, form) == records.Merge(form, [])
    assert not records.apply(short)


def test_a_moment_is_kept_by_one_clock():
    """Whichever it was written by, the form says it as the database does."""
    topic = make.make_topic()
    form = changed(records.form(topic), (), publish_at="2021-01-31T09:00:00+02:00")
    records.apply(form)
    topic.refresh_from_db()
    assert records.form(topic)["rows"][0]["fields"]["publish_at"] == (
        "2021-01-31T07:00:00Z"
    )
    assert records.form(topic) == records.read(form)
    assert not records.apply(form)


def test_the_same_place_twice_on_one_side_of_a_merge_is_refused():
    partner, _part = a_record()
    base = records.form(partner)
    twice = base | {"rows": [*base["rows"], base["rows"][1]]}
    for sides in ((twice, base, base), (base, twice, base), (base, base, twice)):
        with pytest.raises(records.FormError, match="stands twice"):
            records.merge(*sides)


def test_a_merge_may_be_what_the_gate_refuses():
    """Each side left one source, and not the same."""
    partner, _part = a_record()
    make.make_citation(partner, source=make.make_source(slug="c-source"))
    base = records.form(partner)
    both = records.merge(
        base,
        without(base, ("citation", "a-source", "")),
        without(base, ("citation", "c-source", "")),
    )
    assert both.conflicts == []
    with pytest.raises(gate.NotPublic):
        records.apply(both.form)
    assert records.form(partner) == base


# Whatever somebody changes in a form

VALUES: list[Any] = [
    *(None, True, False, 0, -1, 10**30, 1.5, float("nan"), float("inf"), 1e308),
    *("", " ", "\0", "\ud83e", "é", "2013", "2013-02-30", "x" * 10_000, "\u202e"),
    *("compare", "one", "Not A Slug", "-", "2021-01-01T00:00", "nan", "true"),
    *([], {}, [[]], ["one"], [["one"]], [["one"], ["one"]], [None], [1], ["", ""]),
    *(["agreement", "one", "a-source"], {"a": 1}, [{}], ["\0"], [[["one"]]]),
]


def places_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Yield the way to everything inside a form."""
    if isinstance(value, dict | list):
        inside = value.items() if isinstance(value, dict) else enumerate(value)
        for name, each in inside:
            yield (*path, name)
            yield from places_in(each, (*path, name))


def a_large_form() -> records.Form:
    """The form of a record with parts, lists of links, and an address of before."""
    partner, part = a_record()
    make.make_affiliation(partner=partner, since="1999")
    make.make_citation(make.make_statement(partner), source=part.citations.get().source)
    partner.slug = "one"
    partner.save()
    return records.form(partner)


def an_event() -> records.Form:
    event = make.make_event(
        slug="an-event",
        partners=[make.make_partner(slug="one")],
        publish_at="2021-01-01T00:00:00Z",
        reviewed_on="2021-01-01",
    )
    make.make_citation(event, source=make.make_source(slug="a-source"))
    return records.form(event)


def a_centre() -> records.Form:
    centre = make.make_centre(slug="a-centre", latitude=1, longitude=2, joined="2001")
    make.make_citation(centre, source=make.make_source(slug="a-source"))
    return records.form(centre)


@pytest.mark.parametrize("make_form", [a_large_form, agreement, an_event, a_centre])
def test_whatever_is_changed_in_a_form_is_refused_in_words_or_applied(make_form):
    """Each thing in it takes each odd value in turn, and is taken away."""
    form = make_form()
    for path in list(places_in(form)):
        for value in [*VALUES, ...]:
            odd: Any = deepcopy(form)
            holder = odd
            for step in path[:-1]:
                holder = holder[step]
            if value is ...:
                del holder[path[-1]]
            else:
                holder[path[-1]] = value
            check_odd(form, odd)


def check_odd(form: records.Form, odd: Any) -> None:
    """Compare, merge and apply a form that may be none; nothing else comes of it."""
    for use in (
        lambda: records.diff(form, odd),
        lambda: records.merge(form, odd, form),
        lambda: records.merge(odd, form, odd),
    ):
        with suppress(records.FormError):
            use()
    with transaction.atomic():
        with suppress(records.FormError, gate.NotPublic):
            records.apply(odd)
            assert not records.apply(odd), "what was applied is what it says"
        transaction.set_rollback(True)
