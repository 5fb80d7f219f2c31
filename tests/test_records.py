"""The one written form of a record: what goes in comes out, to the byte."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from partnerships import loading, records
from partnerships.dates import PartialDate
from partnerships.models import (
    Affiliation,
    Agreement,
    Citation,
    Country,
    Framework,
    Participation,
    Partner,
    Person,
    Programme,
    Record,
    Source,
    Statement,
    Topic,
)
from partnerships.models.publishing import UNPRINTABLE
from partnerships.text import has_visible_character
from tests import factories as make

pytestmark = pytest.mark.django_db

# PostgreSQL holds no NUL, and no lone surrogate is text.
# All that a record may hold: what can't be shown is refused before it is written.
CHARACTERS = st.characters(exclude_categories=["Cs"]).filter(
    lambda character: not UNPRINTABLE.match(character)
)
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
        " spaces around ",
    ]
)


def text(longest: int, shortest: int = 1) -> st.SearchStrategy[str]:
    any_text = st.text(CHARACTERS, min_size=shortest, max_size=longest)
    return AWKWARD | any_text.filter(has_visible_character)


def maybe(longest: int) -> st.SearchStrategy[str]:
    return st.just("") | text(longest)


def partial(first: int, last: int) -> st.SearchStrategy[PartialDate]:
    days = st.dates(date(first, 1, 1), date(last, 12, 31)).map(PartialDate.of)
    months = st.builds(PartialDate, st.integers(first, last), st.integers(1, 12))
    return days | months | st.builds(PartialDate, st.integers(first, last))


SINCE = st.none() | partial(1990, 2000)
UNTIL = st.none() | partial(2001, 2020)

CITATIONS = st.fixed_dictionaries(
    {
        "value": maybe(40),
        "locator": maybe(40),
        "note_en": maybe(40),
        "note_fr": maybe(9),
    }
)
STATEMENTS = st.fixed_dictionaries(
    {
        "label_en": text(40),
        "label_fr": maybe(20),
        "value_en": text(60),
        "as_of": SINCE,
        "citations": st.lists(CITATIONS, max_size=2, unique_by=lambda c: c["locator"]),
    }
)
PARTICIPATIONS = st.fixed_dictionaries(
    {
        "role": st.sampled_from(["participant", "donor", "host"]),
        "since": SINCE,
        "until": UNTIL,
        "summary_en": maybe(60),
        "citations": st.lists(CITATIONS, max_size=2, unique_by=lambda c: c["locator"]),
    }
)
PARTNERS = st.fixed_dictionaries(
    {
        "summary_en": text(80),
        "summary_es": maybe(40),
        "official_name_fr": maybe(40),
        "status": st.sampled_from(["draft", "published", "withdrawn"]),
        "reviewed_on": st.none() | st.dates(date(2020, 1, 1), date(2024, 1, 1)),
        "publish_at": st.none()
        | st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)).map(
            lambda moment: moment.replace(microsecond=0, tzinfo=UTC)
        ),
    }
)


def cite(record: Record, source: Source, written: dict[str, Any]) -> None:
    field = "summary" if written["value"] else ""
    if isinstance(record, Statement):
        field = "value" if written["value"] else ""
    make.make_citation(record, source=source, field=field, **written)


def written(root: Record) -> str:
    """The text of a record as it stands in the database now."""
    found = type(root).objects.with_parts().get(pk=root.pk)
    return records.to_json(records.form(found))


def delete(root: Record) -> None:
    """Delete a record with its parts."""
    root.delete()


def load(text: str) -> dict[str, int]:
    """Load the text of a fixture."""
    with TemporaryDirectory() as directory:
        path = Path(directory) / "08-partners.json"
        path.write_text(text, encoding="utf-8")
        return loading.load([path])


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    partner=PARTNERS,
    time=st.tuples(SINCE, UNTIL),
    participations=st.lists(
        PARTICIPATIONS, max_size=3, unique_by=lambda p: (p["role"], str(p["since"]))
    ),
    statements=st.lists(
        STATEMENTS, max_size=3, unique_by=lambda s: (s["label_en"], str(s["as_of"]))
    ),
    citations=st.lists(
        CITATIONS, min_size=1, max_size=3, unique_by=lambda c: c["locator"]
    ),
)
def test_a_partner_that_is_written_deleted_and_loaded_is_the_same(
    db, partner, time, participations, statements, citations
):
    """With its parts, whatever its editors typed and however exact its dates are."""
    source, programme = make.make_source(), make.make_programme()
    make.make_citation(programme)
    framework = make.make_framework()
    make.make_citation(framework)
    root = make.make_partner(**partner)
    since, until = time
    status = "ended" if until else "active"
    joined = make.make_affiliation(
        partner=root, framework=framework, since=since, until=until, status=status
    )
    cite_whole = {"value": "", "locator": "", "note_en": "", "note_fr": ""}
    cite(joined, source, cite_whole)
    for row in participations:
        values = {**row}
        cited = values.pop("citations")
        part = make.make_participation(partner=root, programme=programme, **values)
        for each in cited:
            cite(part, source, each)
    for row in statements:
        values = {**row}
        cited = values.pop("citations")
        said = make.make_statement(root, **values)
        for each in cited:
            cite(said, source, each)
    for each in citations:
        cite(root, source, each)

    before = written(root)
    slug, rows = root.slug, len(json.loads(before))
    delete(root)
    assert sum(load(before).values()) == rows
    again = Partner.objects.get(slug=slug)
    assert written(again) == before
    delete(again)


def test_the_order_of_the_parts_does_not_depend_on_the_order_of_typing(db):
    """Two databases with the same content are written as the same file."""
    source = make.make_source(slug="source")
    framework, programme = make.make_framework(slug="f"), make.make_programme(slug="p")
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
                partner=partner, framework=framework, since="2000-05"
            ),
            lambda: make.make_participation(
                partner=partner, programme=programme, role="host"
            ),
            lambda: make.make_participation(
                partner=partner, programme=programme, role="donor", since="2001"
            ),
            lambda: make.make_statement(partner, label_en="B", value_en="1"),
            lambda: make.make_statement(partner, label_en="A", value_en="1"),
            lambda: make.make_citation(partner, source=source, locator="page 2"),
            lambda: make.make_citation(partner, source=source, locator="page 1"),
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
        for each in records.form(Partner.objects.with_parts().get())
    ]
    assert models == [
        *("partner", "affiliation", "citation", "statement", "citation", "citation")
    ]


def test_an_empty_field_is_left_out(db):
    """A reader of the file sees what is known."""
    source = make.make_source(slug="s", title="T", publisher="P")
    assert records.form(source) == [
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


@pytest.mark.parametrize(
    ("is_ally", "since"), [(True, "1949-04-04"), (True, ""), (False, "")]
)
def test_a_default_survives_whether_it_was_chosen_or_not(db, is_ally, since):
    """What is left out is read back as what it was."""
    country = make.make_country(is_ally=is_ally, ally_since=since)
    text = written(country)
    delete(country)
    load(text)
    again = Country.objects.get(slug=country.slug)
    assert again.is_ally is is_ally
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
    delete(partner)
    load(text)
    again = Partner.objects.get(slug=partner.slug)
    assert again.status == "draft"
    assert again.affiliations.get().status == status


def test_former_addresses_survive_one_a_line(db):
    """However the browser of the editor ended its lines."""
    topic = make.make_topic(former_slugs="one\r\ntwo")
    text = written(topic)
    delete(topic)
    load(text)
    assert Topic.objects.get().former_slugs == "one\r\ntwo"


def test_a_zero_is_not_an_empty_field(db):
    """A centre on the equator has a position."""
    centre = make.make_centre(latitude=0.0, longitude=0.0)
    fields = records.form(centre)[0]["fields"]
    assert fields["latitude"] == fields["longitude"] == 0.0


def test_a_short_object_takes_one_line_and_a_long_one_a_line_a_field(db):
    """A diff then shows the field that changed."""
    short = make.make_source(title="T")
    long = make.make_source(title="T" * 200)
    lines = records.to_json([*records.form(short), *records.form(long)]).splitlines()
    assert lines[0] == "["
    assert lines[1].startswith('{"model": "partnerships.source", "fields": {"slug"')
    assert lines[1].endswith("}},")
    assert lines[2:5] == ["{", '  "model": "partnerships.source",', '  "fields": {']
    assert lines[-1] == "]"


def test_text_is_written_as_it_reads(db):
    """An accent is an accent, not an escape."""
    assert "“été 🤝”" in written(make.make_source(title="“été 🤝”"))


def test_an_agreement_may_be_superseded_by_one_further_down_the_file(db, tmp_path):
    """The file is sorted by address, not by age."""
    partner = make.make_partner()
    make.make_citation(partner)
    later = make.make_agreement(slug="z", partner=partner, signed="2020")
    earlier = make.make_agreement(
        slug="a", partner=partner, signed="2010", superseded_by=later
    )
    for each in (later, earlier):
        make.make_citation(each)
    text = records.export(Agreement)
    earlier.delete()
    later.delete()
    load(text)
    assert Agreement.objects.get(superseded_by__slug="z").slug == "a"
    assert records.export(Agreement) == text


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
        make.make_guide(),
        make.make_term(),
        *(
            make.make_statement(subject, as_of=day)
            for subject in (partner, framework, programme, centre, event, agreement)
            for day in ("2019", "")
        ),
    ]
    citations = [
        make.make_citation(fact, field=field, value=value, locator=locator)
        for fact in facts
        for field, value, locator in [("", "", ""), ("since", "2013", "page 3")]
    ]
    labels = [partner.country, topic, make.make_person(), make.make_source()]
    return [*labels, *facts, *citations]


def test_every_row_is_found_by_its_natural_key(db):
    """By its own and by no other row's, also after a trip through JSON."""
    rows = one_of_each()
    assert {type(row) for row in rows} >= set(records.FILES.values())
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
    for model in (Affiliation, Participation, Statement, Citation):
        for root in records.FILES.values():
            assert model is not root
    for root in (Framework, Partner, Person, Programme):
        for name in root.parts:
            assert root._meta.get_field(name).one_to_many
