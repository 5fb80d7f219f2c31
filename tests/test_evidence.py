"""Which sources support a fact, and which ones give another value."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from partnerships.evidence import Evidence, dispute_in_words, subjects
from partnerships.models import Citation, Event, Record
from partnerships.reading import Reading
from partnerships.translation import Wording
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
    centre = make.make_centre(city_en="Bogotá")
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


def test_the_record_as_a_whole_is_on_no_side_of_a_disagreement():
    """Nobody can tell what its source gives for the field: nobody gives our value."""
    event = make.make_event(date="2023-05")
    make.make_citation(event)
    make.make_citation(event, field="place")
    cite(event, "date", "2022-05")
    (found,) = Evidence.of([event], READING).disagreements(event)
    assert found.preferred == []
    assert found.unsupported


@pytest.mark.parametrize(
    ("given", "unsupported"),
    [
        (["2022-05"], True),
        (["2022-05", "2023"], False),
        # Each can be true together with the record, but not with the other.
        (["2023-05-17", "2023-05-18"], False),
    ],
)
def test_a_value_is_unsupported_if_it_agrees_with_none_that_is_given(
    given, unsupported
):
    """A coarser or finer date gives it, too."""
    event = make.make_event(date="2023-05")
    cite(event, "date", *given)
    (found,) = Evidence.of([event], READING).disagreements(event)
    assert found.unsupported == unsupported


def test_what_the_record_does_not_state_needs_no_source():
    """That nobody gives it would be no news."""
    agreement = make.make_agreement()
    cite(agreement, "ended", "2019")
    (found,) = Evidence.of([agreement], READING).disagreements(agreement)
    assert not found.unsupported


def test_a_source_without_a_value_is_in_doubt_once_another_one_contradicts():
    """Unless an editor has noted its words; then it still speaks for the record."""
    event = make.make_event(date="2023-05")
    silent = make.make_citation(event, field="date")
    worded = make.make_citation(event, field="date", words="in the spring of 2023")
    evidence = Evidence.of([event], READING)
    assert evidence.supporting(event, "date") == [silent, worded]
    cite(event, "date", "2022-05")
    evidence = Evidence.of([event], READING)
    assert evidence.supporting(event, "date") == [worded]
    (found,) = evidence.disagreements(event)
    assert found.preferred == [worded]
    # It stands with the record as a whole, so that it is not lost.
    assert silent.source in [each.source for each in evidence.others(event)]


def test_a_source_that_gives_another_value_is_not_preferred_by_its_words():
    """It can't speak for both sides at once."""
    event, source = make.make_event(date="2023-05"), make.make_source()
    make.make_citation(event, source=source, field="date", value="2022-05")
    make.make_citation(event, source=source, field="date", words="last spring")
    (found,) = Evidence.of([event], READING).disagreements(event)
    assert found.preferred == []


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
    make.make_citation(event)
    (dated,) = cite(event, "date", "2023")
    cite(event, "date", "2022-05")
    evidence = Evidence.of([event], READING)
    assert evidence.supporting(event, "date") == [dated]


def test_a_source_stands_behind_a_field_only_if_it_is_cited_for_that():
    """Not one that is cited for the record as a whole, nor for another field."""
    event = make.make_event(date="2023-05")
    make.make_citation(event)
    named = make.make_citation(event, field="place")
    evidence = Evidence.of([event], READING)
    assert evidence.supporting(event, "date") == []
    assert evidence.supporting(event, "date", "place") == [named]


@pytest.mark.parametrize(
    ("title", "given", "supports"),
    [
        ("Conference 2023", "2022-05", False),
        ("Conference of May 2023", "2022-05", False),
        ("Conference of May 2023", "2023-06", False),
        ("Conference 2023", "2023-06", True),
        ("22nd conference", "2022-05", True),
    ],
)
def test_a_source_supports_no_title_that_repeats_what_it_disputes(
    title, given, supports
):
    """A title with the year in it is as disputed as the date."""
    event = make.make_event(date="2023-05", title_en=title)
    source = make.make_source()
    make.make_citation(event, source=source, field="date", value=given)
    titled = make.make_citation(event, source=source, field="title")
    evidence = Evidence.of([event], READING)
    assert evidence.supporting(event, "title") == ([titled] if supports else [])
    make.make_citation(event, source=source, field="title", value=title)
    evidence = Evidence.of([event], READING)
    assert len(evidence.supporting(event, "title")) == 1 + supports


# The other sources of a record


def test_a_source_to_which_a_row_has_referred_is_not_among_its_others():
    """No number stands twice in a row, and none in two rows for the same reason."""
    agreement, source = make.make_agreement(signed="2013"), make.make_source()
    for field in ("", "signed", "kind"):
        make.make_citation(agreement, source=source, field=field)
    other = make.make_citation(agreement)
    evidence = Evidence.of([agreement], READING)
    for _row in range(2):
        (behind,) = evidence.behind(agreement, "signed", in_row=True)
        assert behind.source == source
        assert evidence.behind(agreement, "kind", in_row=True) == []
        assert [each.source for each in evidence.others(agreement)] == [other.source]


def test_on_its_own_page_each_field_of_a_record_names_its_sources():
    """Each key fact is a line of its own."""
    agreement, source = make.make_agreement(signed="2013"), make.make_source()
    for field in ("signed", "kind"):
        make.make_citation(agreement, source=source, field=field)
    evidence = Evidence.of([agreement], READING)
    for field in ("signed", "kind"):
        (behind,) = evidence.behind(agreement, field, in_row=False)
        assert behind.source == source
    assert evidence.others(agreement) == []


def test_a_field_that_stands_further_down_keeps_its_sources():
    """What is not shown at all is left to the record as a whole."""
    event = make.make_event()
    for field in ("people", "agreement"):
        make.make_citation(event, field=field)
    evidence = Evidence.of([event], READING)
    (left,) = evidence.others(event, "people")
    assert [left.source] == [
        each.source for each in evidence.about(event) if each.field == "agreement"
    ]


def test_a_source_of_the_whole_record_says_what_it_disputes():
    """One that only gives another value stands with the disagreement instead."""
    event, source = make.make_event(date="2023-05"), make.make_source()
    make.make_citation(event, source=source)
    make.make_citation(event, source=source, field="date", value="2022-05")
    cite(event, "date", "2021")
    evidence = Evidence.of([event], READING)
    (left,) = evidence.others(event)
    assert left.source == source
    assert evidence.disputed_by(event, source) == ["date"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ([], ""),
        (["date", "end_date"], "gives another date"),
        (["date", "kind"], "gives another value (date, kind)"),
    ],
)
def test_what_a_source_disputes_is_said_in_words(fields, words):
    """A number with a sign would tell a reader nothing."""
    assert dispute_in_words(Event, fields) == words


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


def test_the_best_source_comes_first_and_the_earlier_of_two():
    """The text itself before a report of it, and what is undated last."""
    event = make.make_event()
    kinds = ["reference", "press", "text", "official", "analysis"]
    for kind in kinds:
        for published in ("", "2019-05", "2018"):
            source = make.make_source(kind=kind, published=published)
            make.make_citation(event, source=source)
    evidence = Evidence.of([event], READING)
    cited = evidence.numbers(evidence.about(event))
    assert [each.number for each in cited] == list(range(1, 16))
    assert [(each.source.kind, str(each.source.dated or "")) for each in cited] == [
        (kind, dated)
        for kind in ("text", "official", "press", "analysis", "reference")
        for dated in ("2018", "2019-05", "")
    ]


def test_a_mark_is_written_in_ascending_order():
    """A source that has its number already may stand before a better one."""
    event, agreement = make.make_event(), make.make_agreement()
    press, text = make.make_source(kind="press"), make.make_source(kind="text")
    make.make_citation(event, source=press)
    for source in (press, text):
        make.make_citation(agreement, source=source)
    evidence = Evidence.of([event, agreement], READING)
    evidence.numbers(evidence.about(event))
    cited = evidence.numbers(evidence.about(agreement))
    assert [(each.number, each.source) for each in cited] == [(1, press), (2, text)]


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
        return [each.number for each in evidence.numbers(evidence.about(record))]

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
    assert [str(each) for each in cited.places] == ["page 3", "page 9"]
    evidence.numbers(evidence.about(event))
    assert [str(each) for each in cited.places] == ["page 3", "page 9"]


def test_a_place_is_named_in_the_language_of_the_page():
    """Or in English, which is then said to be English."""
    event = make.make_event()
    make.make_citation(event, locator_en="page 3", locator_fr="p. 3 du texte")
    for language, words, written_in in [
        ("en", "page 3", "en"),
        ("fr", "p. 3 du texte", "fr"),
        ("es", "page 3", "en"),
    ]:
        with override(language):
            evidence = Evidence.of([event], READING)
            (cited,) = evidence.numbers(evidence.about(event))
            assert cited.places == [Wording(words, written_in)]


@pytest.mark.parametrize(
    ("bases", "words"),
    [
        (["text", "title"], ""),
        (["excerpt", ""], ""),
        (["excerpt", "title"], "read in excerpt"),
        (["title"], "only its title was read"),
    ],
)
def test_a_source_that_was_not_read_as_a_whole_says_so(bases, words):
    """Nothing is said where the text was read, or where that is not noted."""
    event, source = make.make_event(), make.make_source()
    for basis, field in zip(bases, ("date", "kind"), strict=False):
        make.make_citation(event, source=source, field=field, basis=basis)
    evidence = Evidence.of([event], READING)
    (cited,) = evidence.numbers(evidence.about(event))
    assert cited.basis == words


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
            assert evidence.others(record)


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


def test_a_document_that_gives_both_values_is_no_support_beside_another():
    """It stands with the other value; with ours only if nobody else gives it."""
    event, source = make.make_event(date="2022-05"), make.make_source()
    for value in ("2022-05", "2023-05"):
        make.make_citation(event, source=source, field="date", value=value)
    (alone,) = Evidence.of([event], READING).disagreements(event)
    assert [each.value for each in alone.preferred] == ["2022-05"]
    assert not alone.unsupported
    other = make.make_citation(event, field="date", value="2022-05")
    (found,) = Evidence.of([event], READING).disagreements(event)
    assert found.preferred == [other]
    assert [value for value, _citations in found.others] == ["2023-05"]
