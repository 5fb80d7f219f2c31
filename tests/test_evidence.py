"""Which sources support a fact, and which ones give another value."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from partnerships.evidence import Evidence, subjects
from partnerships.models import Citation, Record
from partnerships.reading import Reading
from tests import factories as make

pytestmark = pytest.mark.django_db

AT = datetime(2025, 12, 1, tzinfo=UTC)
READING = Reading(AT, AT.date())


def others(record: Record) -> dict[str, list[str]]:
    """The other values of a record, by field."""
    found = Evidence.of([record], READING).disagreements(record)
    return {each.field: [value for value, _citations in each.others] for each in found}


def cite(record: Record, field: str, *values: str) -> list[Citation]:
    return [make.make_citation(record, field=field, value=value) for value in values]


# When a source disagrees


@pytest.mark.parametrize(
    ("recorded", "cited", "disputes"),
    [
        ("2013-06-25", "2013-06-25", False),
        ("2013-06-25", "2013-06", False),
        ("2013-06-25", "2013", False),
        ("2013", "2013-06-25", False),
        ("2013-06", "2013", False),
        ("2013-06-25", "2013-06-26", True),
        ("2013-06-25", "2013-07", True),
        ("2013-06", "2012", True),
        ("2013", "2014-01-01", True),
        ("2013-06-25", "summer 2013", True),
        ("", "2013", True),
    ],
)
def test_dates_are_compared_at_the_precision_of_the_coarser_one(
    recorded, cited, disputes
):
    """'2013' does not dispute '2013-06-25', nor the other way round."""
    agreement = make.make_agreement(signed=recorded)
    cite(agreement, "signed", cited)
    assert others(agreement) == ({"signed": [cited]} if disputes else {})


def test_two_finer_values_that_exclude_each_other_are_both_disputed():
    """Each may be true together with the record, but not with the other."""
    agreement = make.make_agreement(signed="2018-01")
    cite(agreement, "signed", "2018-01-17", "2018-01-18")
    assert others(agreement) == {"signed": ["2018-01-17", "2018-01-18"]}


def test_a_source_that_only_repeats_the_record_is_not_in_doubt():
    """Because two others disagree with each other, or one with it."""
    agreement = make.make_agreement(signed="2018-01")
    cite(agreement, "signed", "2018-01", "2018", "2018-01-17", "2018-01-18", "2019")
    assert others(agreement) == {"signed": ["2018-01-17", "2018-01-18", "2019"]}


def test_two_finer_values_that_agree_are_no_disagreement():
    """The second source only says it less exactly."""
    agreement = make.make_agreement(signed="2018")
    cite(agreement, "signed", "2018-01", "2018-01-18")
    assert others(agreement) == {}


def test_a_text_is_disputed_by_any_other_text_but_not_by_white_space():
    """Words are compared as they are written, blanks around them aside."""
    centre = make.make_centre(city="Bogotá")
    cite(centre, "city", "Bogotá", " Bogotá ", "Cartagena")
    assert others(centre) == {"city": ["Cartagena"]}


def test_a_text_in_three_languages_is_compared_in_english():
    """The sources are quoted in the language of record, whatever the page is in."""
    statement = make.make_statement(
        make.make_programme(), value_en="Iraq; Jordan", value_fr="Irak ; Jordanie"
    )
    cite(statement, "value", "Iraq; Jordan", "Iraq")
    for language in ("en", "fr", "es"):
        with override(language):
            assert others(statement) == {"value": ["Iraq"]}


def test_a_choice_is_compared_by_its_stored_value_and_shown_in_words():
    """The stored value of a list is for the database."""
    event = make.make_event(kind="talks")
    cite(event, "kind", "talks", "visit")
    (found,) = Evidence.of([event], READING).disagreements(event)
    assert str(found.value) == "talks"
    ((words, _citations, _note),) = found.others_in_words
    assert str(words) == "visit"
    assert str(found.label) == "kind"


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_links_to_several_records_are_compared_by_their_names(language):
    """In the language of record, though the page writes them in its own."""
    names = [("Egypt", "Égypte"), ("Jordan", "Jordanie")]
    partners = [
        make.make_partner(country=make.make_country(name_en=en, name_fr=fr))
        for en, fr in names
    ]
    activity = make.make_activity(partners=reversed(partners))
    cite(activity, "partners", "Egypt; Jordan", "Egypt; Jordan; Oman")
    with override(language):
        (found,) = Evidence.of([activity], READING).disagreements(activity)
        assert [value for value, _citations in found.others] == ["Egypt; Jordan; Oman"]
        shown = "Égypte; Jordanie" if language == "fr" else "Egypt; Jordan"
        assert str(found.value) == shown


def test_a_link_to_one_record_is_compared_by_its_name():
    """As an editor writes it in a citation."""
    country = make.make_country(name_en="Germany", name_es="Alemania")
    event = make.make_event(country=country)
    cite(event, "country", "Germany", "Estonia")
    with override("es"):
        assert others(event) == {"country": ["Estonia"]}


def test_a_citation_of_the_whole_record_disputes_nothing():
    """It has no value that could differ."""
    agreement = make.make_agreement(signed="2018")
    make.make_citation(agreement)
    make.make_citation(agreement, field="signed")
    assert others(agreement) == {}


# What a disagreement shows


def test_both_sides_are_shown_with_their_sources():
    """Each other value once, with all who give it."""
    event = make.make_event(date="2023-05")
    mine = cite(event, "date", "2023-05", "2023-05-09")
    theirs = cite(event, "date", "2022-05", "2022-05", "2022")
    (found,) = Evidence.of([event], READING).disagreements(event)
    assert found.preferred == mine
    assert found.others == [("2022-05", theirs[:2]), ("2022", theirs[2:])]
    assert str(found.value) == "May 2023"
    assert [str(words) for words, *_rest in found.others_in_words] == [
        "May 2022",
        "2022",
    ]
    assert str(found.label) == "date"


def test_the_record_as_a_whole_supports_what_no_source_is_cited_for_by_name():
    """There is a preferred side even if only the other one names the field."""
    event = make.make_event(date="2023-05")
    whole = make.make_citation(event)
    make.make_citation(event, field="place")
    cite(event, "date", "2022-05")
    (found,) = Evidence.of([event], READING).disagreements(event)
    assert found.preferred == [whole]


def test_what_the_record_does_not_say_is_said_to_be_missing():
    """A source may give what the editors don't believe."""
    agreement = make.make_agreement()
    cite(agreement, "ended", "2019")
    (found,) = Evidence.of([agreement], READING).disagreements(agreement)
    assert str(found.value) == "not stated"


def test_a_note_tells_why_one_value_is_preferred():
    """In the language of the page where there is one, or in English."""
    agreement = make.make_agreement(signed="2013")
    make.make_citation(agreement, field="signed", value="2012")
    make.make_citation(
        agreement, field="signed", value="2012", note_en="A slip.", note_fr="Erreur."
    )
    (found,) = Evidence.of([agreement], READING).disagreements(agreement)
    for language, text, written_in in [
        ("en", "A slip.", "en"),
        ("fr", "Erreur.", "fr"),
        ("es", "A slip.", "en"),
    ]:
        with override(language):
            ((_words, _citations, note),) = found.others_in_words
            assert note is not None
            assert (note.text, note.language) == (text, written_in)


def test_a_statement_is_headed_by_its_label():
    """'Value' would tell a reader nothing."""
    statement = make.make_statement(make.make_programme(), label_en="Centres")
    cite(statement, "value", "34")
    (found,) = Evidence.of([statement], READING).disagreements(statement)
    assert str(found.label) == "Centres"


def test_each_disagreement_has_an_address_of_its_own_on_the_page():
    """Two records, and two fields of one."""
    records = [make.make_agreement(signed="2013", ended="2019") for _number in "ab"]
    for record in records:
        cite(record, "signed", "2012")
        cite(record, "ended", "2018")
    found = Evidence.of(records, READING).all_disagreements(records)
    assert [each.record for each in found] == [records[0]] * 2 + [records[1]] * 2
    assert len({each.anchor for each in found}) == 4


# What supports a fact


def test_a_source_that_disputes_does_not_support():
    """Its number stands beside the disagreement, not beside the fact."""
    event = make.make_event(date="2023-05")
    whole = make.make_citation(event)
    (dated,) = cite(event, "date", "2023")
    cite(event, "date", "2022-05")
    evidence = Evidence.of([event], READING)
    assert evidence.supporting(event) == [whole, dated]
    assert evidence.supporting(event, "date") == [dated]
    assert evidence.supporting(event, "place") == [whole]


def test_evidence_of_one_record_is_not_that_of_another():
    """Also if they have the same number in tables of their own."""
    term, guide = make.make_term(), make.make_guide()
    about_term = make.make_citation(term)
    about_guide = make.make_citation(guide)
    evidence = Evidence.of([term, guide], READING)
    assert evidence.about(term) == [about_term]
    assert evidence.about(guide) == [about_guide]
    assert Evidence.of([term], READING).about(guide) == []


@pytest.mark.parametrize(
    "hidden",
    [
        {"status": "draft"},
        {"status": "withdrawn"},
        {"publish_at": AT + timedelta(seconds=1)},
    ],
    ids=["a draft", "withdrawn", "not yet"],
)
def test_a_source_that_is_not_public_is_not_shown(hidden):
    """Neither as support nor as the other side."""
    agreement = make.make_agreement(signed="2013")
    source = make.make_source(**hidden)
    make.make_citation(agreement, source=source)
    make.make_citation(agreement, source=source, field="signed", value="2012")
    evidence = Evidence.of([agreement], READING)
    assert evidence.about(agreement) == []
    assert evidence.disagreements(agreement) == []


def test_a_source_is_public_from_the_moment_that_was_set():
    """And not a second earlier, which the test above shows."""
    agreement = make.make_agreement()
    citation = make.make_citation(agreement, source=make.make_source(publish_at=AT))
    assert Evidence.of([agreement], READING).about(agreement) == [citation]


# Numbers


def test_sources_are_numbered_in_the_order_of_their_first_use():
    """A source keeps its number, and a fact shows each source once, in order."""
    event, agreement = make.make_event(), make.make_agreement()
    one, two, three = (make.make_source() for _number in range(3))
    for source in (two, one):
        make.make_citation(event, source=source)
    for source in (three, one, two):
        make.make_citation(agreement, source=source)
    evidence = Evidence.of([event, agreement], READING)
    assert evidence.sources == []

    def numbers(record: Record) -> list[int]:
        return [each.number for each in evidence.numbers(evidence.supporting(record))]

    assert numbers(event) == [1, 2]
    assert [each.source for each in evidence.sources] == [two, one]
    assert numbers(agreement) == [1, 2, 3]
    assert [each.source for each in evidence.sources] == [two, one, three]
    assert numbers(event) == [1, 2]


def test_the_places_in_a_source_are_gathered_each_once():
    """The list of sources says where to look in the document."""
    event, source = make.make_event(), make.make_source()
    for field, locator in [("", "page 3"), ("date", "page 9"), ("place", "page 3")]:
        make.make_citation(event, source=source, field=field, locator_en=locator)
    evidence = Evidence.of([event], READING)
    (cited,) = evidence.numbers(evidence.about(event))
    assert cited.places == ["page 3", "page 9"]
    evidence.numbers(evidence.about(event))
    assert cited.places == ["page 3", "page 9"]


# Queries


@pytest.mark.parametrize("size", [1, 12])
def test_the_evidence_of_a_page_takes_one_query(size, django_assert_num_queries):
    """However many records and kinds of records it shows."""
    records: list[Record] = []
    for _number in range(size):
        agreement = make.make_agreement(signed="2013")
        records += [agreement, make.make_area(agreement=agreement), make.make_term()]
    for record in records:
        make.make_citation(record)
    cite(records[0], "signed", "2012")
    with django_assert_num_queries(1):
        evidence = Evidence.of(records, READING)
        assert len(evidence.all_disagreements(records)) == 1
        for record in records:
            assert evidence.numbers(evidence.supporting(record))


@pytest.mark.parametrize("size", [1, 12])
def test_the_records_of_citations_take_a_query_a_kind(size, django_assert_num_queries):
    """With what the words of a link to each of them need."""
    for _number in range(size):
        make.make_citation(make.make_agreement())
        make.make_citation(make.make_participation())
    citations = list(Citation.objects.all())
    with django_assert_num_queries(2):
        found = list(subjects(citations, READING))
        assert all(str(record.page.heading) for _citation, record in found)
    assert [citation for citation, _record in found] == citations


def test_a_citation_of_a_record_that_is_not_public_is_left_out():
    """A source page lists public facts only."""
    shown = make.make_citation(make.make_agreement())
    make.make_citation(make.make_agreement(status="draft"))
    make.make_citation(make.make_area(agreement=make.make_agreement(status="draft")))
    found = subjects(Citation.objects.all(), READING)
    assert [citation for citation, _record in found] == [shown]
