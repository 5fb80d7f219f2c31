"""The one form of a record: written, read, compared, merged and applied."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from partnerships import fixtures, gate, records
from partnerships.models import (
    Address,
    Attached,
    Citation,
    Country,
    Participation,
    Partner,
    Programme,
    Record,
    Source,
    Topic,
)
from partnerships.records.form import (
    assembled,
    owner_key_of,
    owner_keys,
    rows_of,
)
from partnerships.records.stored import stored
from tests import factories as make
from tests.forms import NAME, forms, make_pool

pytestmark = pytest.mark.django_db

EXAMPLES = settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
WRITES = ("INSERT", "UPDATE", "DELETE")
each_kind = pytest.mark.parametrize(
    "model", records.KINDS, ids=lambda model: model.__name__
)


def applied(form: records.Form) -> records.Applied:
    """Apply a form; one that the database or the gate refuses is no example."""
    try:
        with transaction.atomic():
            return records.apply(form)
    except (records.FormError, gate.NotPublic):
        assume(False)
        raise


def now(model: type[Record]) -> records.Form:
    """The form of the record under test, as it stands in the database."""
    key = (
        {"term": NAME} if "addresses" not in model.parts else {"addresses__slug": NAME}
    )
    if model.__name__ == "Country":
        key = {"slug": NAME}
    return records.form(model._default_manager.get(**key))


def numbers(model: type[Record]) -> dict[records.Place, int | None]:
    """The number of each row of the record under test, by its place."""
    for rows in stored(model):
        if now(model)["rows"][0]["fields"] == assembled(rows)["rows"][0]["fields"]:
            return {place: row.number for place, row in rows.items()}
    raise LookupError


def written_rows(done: records.Applied) -> dict[records.Place, tuple[bool, bool]]:
    """Which rows were written, addresses apart; and whether each was, and is, none."""
    kinds = {
        (True, False): done.added,
        (False, False): done.changed,
        (False, True): done.removed,
    }
    return {
        place: kind
        for kind, places in kinds.items()
        for place in places
        if place[:1] != ("address",)
    }


def remembering(form: records.Form, *before: records.Form) -> records.Form:
    """The form with the addresses that the record had besides, which it keeps."""
    rows = rows_of(form)
    for each in before:
        name = each["rows"][0]["fields"].get("slug")
        if name and "addresses" in rows[()].model.parts:
            kind = owner_key_of(Address, rows[()].model)
            row = records.Row(Address, {"kind": kind, "slug": name})
            rows["address", name] = row
    return assembled(rows)


@each_kind
def test_what_a_form_says_is_what_the_record_becomes(db, model):
    """Of every kind, over rows that are there already; only what differs is written.

    Each row keeps its number, and the form is plain JSON.
    """
    pool = make_pool()

    @EXAMPLES
    @given(data=st.data())
    def over_what_is_there(data: Any) -> None:
        first, second = data.draw(forms(model, pool)), data.draw(forms(model, pool))
        with transaction.atomic():
            applied(first)
            assert now(model) == first
            assert json.loads(json.dumps(now(model))) == first
            kept = numbers(model)
            done = applied(second)
            assert now(model) == remembering(second, first)
            after = numbers(model)
            assert all(kept[place] == after[place] for place in kept.keys() & after)
            assert written_rows(done) == {
                change.place: (change.before is None, change.after is None)
                for change in records.diff(first, second)
                if change.place[:1] != ("address",)
            }
            with CaptureQueriesContext(connection) as queries:
                assert not records.apply(second)
            assert not [
                query["sql"] for query in queries if query["sql"].startswith(WRITES)
            ]
            transaction.set_rollback(True)

    over_what_is_there()


@pytest.mark.once
@each_kind
def test_a_merge_drops_nothing_and_finds_exactly_the_conflicts(db, model):
    """Held against the rule itself, row by row and field by field."""
    pool = make_pool()

    @settings(EXAMPLES, max_examples=25)
    @given(data=st.data())
    def merging(data: Any) -> None:
        base, mine, theirs = (data.draw(forms(model, pool)) for _side in range(3))
        if data.draw(st.booleans()):
            # Sides that have much in common, as they mostly have.
            mine, theirs = partly(data, base, mine), partly(data, base, theirs)
        merged = records.merge(base, mine, theirs)
        assert records.read(merged.form) == merged.form
        assert records.merge(base, base, theirs) == records.Merge(theirs, [])
        assert records.merge(base, mine, base) == records.Merge(mine, [])
        assert records.merge(base, mine, mine) == records.Merge(mine, [])
        check_merge(base, mine, theirs, merged)

    merging()


def partly(data: Any, base: records.Form, other: records.Form) -> records.Form:
    """Some rows of `other` in the form of `base`, and some of its own taken out."""
    rows, others = rows_of(base), rows_of(other)
    for place, row in others.items():
        owned = place[:-3] if row.model is Citation else place[:-2]
        if place and owned in rows and data.draw(st.booleans()):
            rows[place] = row
    for place in sorted(rows, key=len, reverse=True):
        owns = any(other[: len(place)] == place for other in rows if other != place)
        if place and not owns and data.draw(st.integers(0, 3)) == 0:
            del rows[place]
    return assembled(rows)


def check_merge(
    base: records.Form, mine: records.Form, theirs: records.Form, merged: records.Merge
) -> None:
    """The rule, said another way: what each row and field of the result must be."""
    old, one, other, result = (
        {place: row.fields for place, row in rows_of(form).items()}
        for form in (base, mine, theirs, merged.form)
    )
    conflicts = {(each.place, each.field) for each in merged.conflicts}
    assert len(conflicts) == len(merged.conflicts)
    today = result[()].get("slug")
    expected: set[tuple[records.Place, str]] = set()
    for place in {*old, *one, *other}:
        if place == ("address", today):
            continue
        b, m, t = old.get(place), one.get(place), other.get(place)
        if m is not None and t is not None:
            for field in {*(b or {}), *m, *t}:
                was, is_mine, is_theirs = ((f or {}).get(field) for f in (b, m, t))
                got = result[place].get(field)
                if is_mine == is_theirs or is_theirs == was:
                    assert got == is_mine
                elif is_mine == was:
                    assert got == is_theirs
                else:
                    expected.add((place, field))
                    assert got == is_mine
        elif m is None and t is None:
            assert place not in result
        elif b is None:
            assert result[place] == (m if m is not None else t)
        else:
            kept, side = (m, one) if m is not None else (t, other)
            added_below = any(
                below[: len(place)] == place and below not in old
                for below in side
                if below != place
            )
            changed_below = any(
                below[: len(place)] == place and old[below] != side[below]
                for below in side
                if below != place and below in old
            )
            if kept != b or added_below:
                expected.add((place, ""))
            assert (place in result) is (kept != b or added_below or changed_below)
    assert conflicts == expected


# Examples, to be read


def a_record() -> tuple[Partner, Participation]:
    """A partner with one participation, which a source is cited for."""
    partner = make.make_partner(slug="colombia")
    make.make_citation(partner, source=make.make_source(slug="a-source"))
    part = make.make_participation(
        partner=partner,
        programme=make.make_programme(slug="isaf"),
        since="2001",
        until="2003",
    )
    make.make_citation(part, source=make.make_source(slug="b-source"))
    return partner, part


PART = ("participation", "isaf")
CITED = (*PART, "citation", "b-source", "")


def changed(form: records.Form, place: records.Place, **values: Any) -> records.Form:
    """The form with other values in one row; None takes a field out."""
    rows = rows_of(deepcopy(form))
    rows[place].fields |= values
    rows[place].fields = {
        name: value for name, value in rows[place].fields.items() if value is not None
    }
    return assembled(rows)


def without(form: records.Form, *places: records.Place) -> records.Form:
    """The form without these rows."""
    return assembled(
        {place: row for place, row in rows_of(form).items() if place not in places}
    )


def test_a_corrected_date_is_one_changed_row_and_no_new_one():
    partner, part = a_record()
    before = records.form(partner)
    after = changed(before, PART, since="2002-05")
    (change,) = records.diff(before, after)
    assert change == records.Change(PART, {"since": "2001"}, {"since": "2002-05"})
    assert records.apply(after) == records.Applied(changed=[PART])
    part.refresh_from_db()
    assert str(part.since) == "2002-05"
    assert Participation.objects.count() == 1
    assert part.citations.count() == 1


def test_two_parts_may_change_places():
    """Neither can be written first, since each takes a value that the other has."""
    event = make.make_event()
    make.make_citation(event)
    one = make.make_statement(event, label_en="A", value_en="1")
    two = make.make_statement(event, label_en="B", value_en="2")
    cited = make.make_citation(one)
    form = records.form(event)
    swapped = changed(form, ("statement", "a"), label_en="B")
    swapped = changed(swapped, ("statement", "b"), label_en="A")
    records.apply(swapped)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (str(one.label), str(two.label)) == ("B", "A")
    assert one.citations.get() == cited


def test_an_affiliation_may_end_where_the_next_begins():
    """The rule across rows holds for what both become, not for a state between."""
    partner, framework = make.make_partner(status="draft"), make.make_framework()
    for since, until in (("2001", "2005"), ("2005", "2009")):
        make.make_affiliation(
            partner=partner,
            framework=framework,
            status="ended",
            since=since,
            until=until,
        )
    first, second = (("affiliation", each.ref) for each in partner.affiliations.all())
    form = records.form(partner)
    later = changed(changed(form, first, until="2007"), second, since="2007")
    records.apply(later)
    assert records.form(partner) == later
    with pytest.raises(records.FormError, match="overlaps another affiliation"):
        records.apply(changed(later, first, until="2008-05"))
    assert records.form(partner) == later


def test_what_one_side_alone_changed_is_kept():
    partner, _part = a_record()
    base = records.form(partner)
    mine = changed(base, PART, since="2002")
    theirs = changed(base, PART, until="2004")
    both = records.merge(base, mine, theirs)
    assert both.conflicts == []
    assert rows_of(both.form)[PART].fields["since"] == "2002"
    assert rows_of(both.form)[PART].fields["until"] == "2004"


def test_what_both_changed_differently_is_a_conflict_and_mine_is_held():
    partner, _part = a_record()
    base = records.form(partner)
    both = records.merge(
        base, changed(base, PART, since="2002"), changed(base, PART, since=None)
    )
    assert both.conflicts == [records.Conflict(PART, "since", "2001", "2002", None)]
    assert rows_of(both.form)[PART].fields["since"] == "2002"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda form: changed(form, PART, since="2002"), PART),
        (lambda form: changed(form, CITED, locator_en="page 3"), CITED),
        (lambda form: with_citation(form), PART),
    ],
    ids=["itself", "what is cited for it", "one more citation"],
)
@pytest.mark.parametrize("mine_removes", [True, False])
def test_a_row_that_one_side_removed_and_the_other_changed_is_kept(
    change, where, mine_removes
):
    """And said, since one of the two did not want that."""
    partner, _part = a_record()
    make.make_source(slug="c-source")
    base = records.form(partner)
    sides = [without(base, PART, CITED), change(base)]
    both = records.merge(base, *(sides if mine_removes else reversed(sides)))
    assert [(each.place, each.field) for each in both.conflicts] == [(where, "")]
    assert PART in rows_of(both.form)
    assert where in rows_of(both.form)


def with_citation(form: records.Form) -> records.Form:
    """The form with one more source of the part."""
    rows = rows_of(deepcopy(form))
    row = records.Row(Citation, {"source": ["c-source"]})
    rows[(*PART, "citation", "c-source", "")] = row
    return assembled(rows)


def test_a_form_of_before_is_read_with_the_addresses_of_today():
    """What it links to may have moved since."""
    partner, part = a_record()
    form = records.form(partner)
    Programme.objects.update(slug="isaf-mission")
    Source.objects.filter(slug="b-source").update(slug="d-source")
    Partner.objects.update(slug="colombie")
    assert not records.apply(changed(records.up_to_date(form), (), slug="colombie")), (
        "only the addresses differ"
    )
    assert rows_of(records.up_to_date(form))[PART].fields["programme"] == [
        "isaf-mission"
    ]
    records.apply(form)
    partner.refresh_from_db()
    assert partner.slug == "colombia"
    assert [each.slug for each in partner.former_addresses] == ["colombie"]
    assert list(partner.participations.all()) == [part]


def test_a_record_that_is_not_there_is_made():
    partner, _part = a_record()
    form = records.form(partner)
    partner.delete()
    assert records.apply(form).added == list(rows_of(form))
    assert records.form(Partner.objects.get(slug="colombia")) == form


def test_the_gate_is_asked_and_nothing_stays_of_what_it_refuses():
    """A form may take away the last source that the public sees."""
    partner, _part = a_record()
    form = records.form(partner)
    with pytest.raises(gate.NotPublic):
        records.apply(without(form, ("citation", "a-source", "")))
    assert records.form(partner) == form


REFUSED: dict[str, tuple[Callable[[Any], Any], int, str]] = {
    "another shape": (lambda form: form | {"shape": 7}, 0, "has the shape 7"),
    "no rows": (lambda form: form | {"rows": []}, 0, "begins with its record"),
    "a list": (lambda form: form["rows"], 0, "'shape' and 'rows'"),
    "a part first": (
        lambda form: form | {"rows": form["rows"][1:]},
        0,
        "right after the record",
    ),
    "two records": (
        lambda form: form | {"rows": [*form["rows"], form["rows"][0]]},
        4,
        "one record only",
    ),
    "a part twice": (
        lambda form: form | {"rows": [*form["rows"], form["rows"][1]]},
        4,
        "ref: this name stands twice: participation isaf",
    ),
    "a part without a name": (
        lambda form: with_field(form, 1, ref=None),
        1,
        "ref: give the part its lasting name",
    ),
    "a name in another form": (
        lambda form: with_field(form, 1, ref="Not A Name"),
        1,
        "Use small letters",
    ),
    "a part of another record": (
        lambda form: with_field(form, 1, partner=["japan"]),
        1,
        "partner: this part stands under another record",
    ),
    "a citation of a part that is not there": (
        lambda form: with_field(form, 2, participation=["colombia", "kfor"]),
        2,
        "participation: this part stands under another record",
    ),
    "a citation of a source that is not there": (
        lambda form: with_field(form, 2, source=["nowhere"]),
        2,
        "source: there is no source “nowhere”",
    ),
    "a link by a number": (
        lambda form: with_field(form, 1, programme=[7]),
        1,
        "programme: name each programme by its natural key",
    ),
    "an unknown field": (
        lambda form: with_field(form, 1, colour="red"),
        1,
        "has no field 'colour'",
    ),
    "a date that is none": (
        lambda form: with_field(form, 1, since="2013-5"),
        1,
        "since: “2013-5” is not a year",
    ),
    "an end before its start": (
        lambda form: with_field(form, 1, until="1999"),
        1,
        "The end is before the start",
    ),
}


def with_field(form: Any, position: int, **values: Any) -> Any:
    """The form with a row as somebody may have typed it."""
    form = deepcopy(form)
    form["rows"][position]["fields"] |= values
    if values.get("ref", "") is None:
        del form["rows"][position]["fields"]["ref"]
        del form["rows"][2]
    elif "ref" in values:
        form["rows"][2]["fields"]["participation"][1] = values["ref"]
    return form


@pytest.mark.parametrize("fault", REFUSED)
def test_what_is_no_form_is_refused_with_its_row_and_changes_nothing(fault):
    break_it, position, words = REFUSED[fault]
    partner, _part = a_record()
    form = records.form(partner)
    with pytest.raises(records.FormError) as refusal:
        records.apply(break_it(form))
    assert words in refusal.value.reason
    assert refusal.value.position == position
    assert records.form(partner) == form


@pytest.mark.parametrize("number", [1, 5], ids=["one of each", "five of each"])
def test_forms_cost_the_same_number_of_questions_however_many_there_are(
    number, django_assert_num_queries
):
    """One a kind of part, and one a kind of record that they link to."""
    for _number in range(number):
        partner, part = make.make_partner(), None
        make.make_citation(partner)
        for _part in range(number):
            part = make.make_participation(partner=partner)
            make.make_citation(part)
            make.make_citation(make.make_affiliation(partner=partner))
            make.make_citation(make.make_statement(partner))
    # Affiliations, participations, statements and their citations; those of the
    # partner; addresses. Then countries, frameworks, programmes, sources.
    with django_assert_num_queries(1 + 3 * 2 + 1 + 1 + 4):
        assert len(list(records.forms(Partner))) == number


def test_everything_is_exported_with_a_bounded_number_of_questions(
    django_assert_num_queries,
):
    """Whatever there is of it; the number of kinds of rows decides."""
    counts = []
    for number in (1, 4):
        with transaction.atomic():
            from tests.everything import make_everything

            make_everything(number)
            with CaptureQueriesContext(connection) as queries:
                for model in fixtures.FILES.values():
                    fixtures.export(model)
            counts.append(len(queries))
            transaction.set_rollback(True)
    assert counts[0] == counts[1]
    assert counts[0] == 91


# Written down


def written(root: Record) -> str:
    """The text of a record as it stands in the database now."""
    return fixtures.to_json(records.form(root)["rows"])


def load(text: str) -> None:
    """Make the record that a text says."""
    records.apply({"shape": records.SHAPE, "rows": json.loads(text)})


def test_the_order_of_the_parts_does_not_depend_on_the_order_of_typing(db):
    """Two databases with the same content are written as the same file."""
    source = make.make_source(slug="source")
    framework, dialogue = make.make_framework(slug="f"), make.make_framework(slug="d")
    programme, other = make.make_programme(slug="p"), make.make_programme(slug="o")
    country = make.make_country(slug="c")
    topics = [make.make_topic(slug=slug) for slug in ("b", "a")]

    def type_in(order: list[int]) -> str:
        partner = make.make_partner(slug="partner", country=country)
        steps = [
            lambda: make.make_affiliation(
                partner=partner,
                framework=framework,
                status="ended",
                since="1990",
                until="1999",
            ),
            lambda: make.make_affiliation(
                partner=partner, framework=dialogue, since="2000-05"
            ),
            lambda: make.make_participation(
                partner=partner, programme=programme, role="host"
            ),
            lambda: make.make_participation(
                partner=partner, programme=other, role="donor", since="2001"
            ),
            lambda: make.make_statement(partner, label_en="B", value_en="1"),
            lambda: make.make_statement(partner, label_en="A", value_en="1"),
            lambda: make.make_citation(partner, source=source, field="summary"),
            lambda: make.make_citation(partner, source=source),
        ]
        for number in order:
            steps[number]()
        activity = make.make_activity(
            slug="x",
            programme=programme,
            title_en="X",
            summary_en="X.",
            topics=[topics[number % 2] for number in order[:2]],
        )
        text = written(partner) + written(activity)
        partner.delete()
        activity.delete()
        return text

    forwards = type_in([0, 1, 2, 3, 4, 5, 6, 7])
    assert type_in([7, 6, 5, 4, 3, 2, 1, 0]) == forwards
    assert type_in([1, 4, 7, 2, 5, 0, 3, 6]) == forwards


def test_each_part_stands_right_after_what_it_belongs_to(db):
    """So that a diff reads as a record."""
    partner = make.make_partner()
    joined = make.make_affiliation(partner=partner)
    make.make_citation(joined)
    said = make.make_statement(partner)
    make.make_citation(said)
    make.make_citation(partner)
    models = [
        each["model"].removeprefix("partnerships.")
        for each in records.form(partner)["rows"]
    ]
    assert models == [
        *("partner", "affiliation", "citation", "statement", "citation", "citation")
    ]


def test_an_empty_field_is_left_out(db):
    """A reader of the file sees what is known."""
    source = make.make_source(slug="s", title="T", publisher="P")
    assert records.form(source)["rows"] == [
        {
            "model": "partnerships.source",
            "fields": {
                "slug": "s",
                "status": "published",
                "title": "T",
                "publisher": "P",
                "language": "en",
                "kind": "official",
            },
        }
    ]


@pytest.mark.parametrize("since", ["1949-04-04", ""])
def test_what_is_left_out_is_read_back_as_what_it_was(db, since):
    """A country that is no Ally says nothing of it."""
    country = make.make_country(ally_since=since)
    text = written(country)
    country.delete()
    load(text)
    again = Country.objects.get(slug=country.slug)
    assert str(again.ally_since or "") == since
    assert written(again) == text


@pytest.mark.parametrize("status", ["active", "suspended", "ended"])
def test_a_status_survives_the_one_that_is_the_default_too(db, status):
    """'draft' and 'active' are defaults, and both mean something."""
    partner = make.make_partner(status="draft")
    joined = make.make_affiliation(partner=partner, status=status)
    assert joined.framework
    make.make_citation(joined.framework)
    make.make_citation(partner)
    text = written(partner)
    partner.delete()
    load(text)
    again = Partner.objects.get(slug=partner.slug)
    assert again.status == "draft"
    assert again.affiliations.get().status == status


def test_former_addresses_survive(db):
    """They are written down with the record; that of today is its own field."""
    topic = make.make_topic(slug="three")
    for slug in ("one", "two"):
        make.make_address(topic, slug)
    text = written(topic)
    assert text.count('"slug": "three"') == 1
    topic.delete()
    load(text)
    former = Topic.objects.get().former_addresses
    assert sorted(each.slug for each in former) == ["one", "two"]


def test_a_zero_is_not_an_empty_field(db):
    """A centre on the equator has a position."""
    centre = make.make_centre(latitude=0.0, longitude=0.0)
    fields = records.form(centre)["rows"][0]["fields"]
    assert fields["latitude"] == fields["longitude"] == 0.0


def test_a_short_object_takes_one_line_and_a_long_one_a_line_a_field(db):
    """A diff then shows the field that changed."""
    short = make.make_source(title="T")
    long = make.make_source(title="T" * 200)
    rows = [*records.form(short)["rows"], *records.form(long)["rows"]]
    lines = fixtures.to_json(rows).splitlines()
    assert lines[0] == "["
    assert lines[1].startswith('{"model": "partnerships.source", "fields": {"slug"')
    assert lines[1].endswith("}},")
    assert lines[2:5] == ["{", '  "model": "partnerships.source",', '  "fields": {']
    assert lines[-1] == "]"


def test_a_date_that_becomes_more_precise_is_one_changed_line(db):
    """Wherever the length of the object lies."""
    for length in range(20, 120):
        source = make.make_source(title="T" * length, published="2013")
        (before,) = records.form(source)["rows"]
        source.delete()
        after = {**before, "fields": before["fields"] | {"published": "2013-05-18"}}
        one, other = (fixtures.to_json([row]).splitlines() for row in (before, after))
        assert sum(a != b for a, b in zip(one, other, strict=True)) == 1


def test_text_is_written_as_it_reads(db):
    """An accent is an accent, not an escape."""
    assert "“été 🤝”" in written(make.make_source(title="“été 🤝”"))


# Natural keys


def one_of_each() -> list[Record]:
    """A row of every model, and of every kind of thing that a citation is about."""
    partner = make.make_partner()
    agreement = make.make_agreement(partner=partner, signed="2019-06-25")
    programme = make.make_programme()
    centre, event = make.make_centre(), make.make_event()
    framework = make.make_framework()
    affiliation = make.make_affiliation(partner=partner, since="2017-05")
    dialogue = make.make_affiliation(status="in-dialogue", since="2018")
    topic = make.make_topic()
    facts: list[Record] = [
        framework,
        partner,
        affiliation,
        dialogue,
        agreement,
        make.make_area(agreement=agreement, topic=topic),
        make.make_aim(agreement=agreement),
        programme,
        make.make_priority(programme=programme, topic=topic),
        make.make_participation(partner=partner, programme=programme),
        make.make_participation(
            partner=partner, programme=programme, since="2013-05-22"
        ),
        make.make_activity(programme=programme),
        centre,
        event,
        make.make_appointment(since="2020", organisation="NATO"),
        make.make_appointment(),
        make.make_paragraph(),
        make.make_guide(),
        partner.country,
        make.make_term(),
        *(
            make.make_statement(subject, as_of=day)
            for subject in (partner, framework, programme, centre, event, agreement)
            for day in ("2019", "")
        ),
    ]
    citations = [
        make.make_citation(fact, field=field, value=value, locator_en=locator)
        for fact in facts
        for field, value, locator in [("", "", ""), ("since", "2013", "page 3")]
    ]
    labels = [topic, make.make_person(), make.make_source()]
    return [*labels, *facts, *citations]


def test_every_row_is_found_by_its_natural_key(db):
    """By its own and by no other row's, also after a trip through JSON."""
    rows = one_of_each()
    assert {type(row) for row in rows} >= set(fixtures.FILES.values())
    assert {row.subject_field for row in rows if isinstance(row, Citation)} == set(
        Citation.subject_fields
    )
    for row in rows:
        key = json.loads(json.dumps(row.natural_key()))
        found = type(row).objects.get_by_natural_key(*key)
        assert found == row, key
    for model in {type(row) for row in rows}:
        keys = [row.natural_key() for row in model.objects.all()]
        assert len(keys) == len(set(keys)), model


def test_a_part_is_a_part_of_one_kind_of_record_only():
    """Or the written forms of two records would both hold it."""
    holders: dict[type, set[str]] = {}
    for kind in apps.get_app_config("partnerships").get_models():
        for name in getattr(kind, "parts", ()):
            relation: Any = kind._meta.get_field(name)
            assert relation.one_to_many, (kind, name)
            holders.setdefault(relation.related_model, set()).add(relation.field.name)
    for part, keys in holders.items():
        assert part not in records.KINDS
        # A row has one of these keys, which the database sees to.
        assert keys == set(owner_keys(part)), part
        assert len(keys) == 1 or issubclass(part, Attached), part
    assert set(holders) | set(records.KINDS) == {
        model
        for model in apps.get_app_config("partnerships").get_models()
        if issubclass(model, Record)
    }
