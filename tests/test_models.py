"""What a record can't be: the database refuses it, and a form says why in words."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError

from partnerships.dates import PartialDate
from partnerships.models import (
    CITABLE,
    Address,
    Affiliation,
    Agreement,
    Citation,
    Country,
    Event,
    Partner,
    Publishable,
    Record,
    Statement,
)
from partnerships.models import evidence as evidence_models
from tests import factories as make
from tests.test_querysets import FACTORIES

pytestmark = pytest.mark.django_db

MODELS = [
    model
    for model in apps.get_app_config("partnerships").get_models()
    if issubclass(model, Record)
]
PAGES = [model for model in MODELS if issubclass(model, Publishable)]
MAKERS: dict[type[Record], Callable[..., Any]] = {
    Address: lambda **values: make.make_address(make.make_topic(), **values),
    **FACTORIES,
    Country: make.make_country,
    Statement: lambda **values: make.make_statement(make.make_programme(), **values),
    Citation: lambda **values: make.make_citation(make.make_programme(), **values),
}


def name_of(value: Any) -> str:
    return getattr(value, "__name__", str(value))


def assert_refused(row: Any, wrong: dict[str, Any], rule: str, words: str) -> None:
    """The row is right, and with the wrong values nothing takes it."""
    row.full_clean()
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**wrong)
    if rule:
        assert f"partnerships_{row._meta.model_name}_{rule}" in str(refusal.value)
    for name, value in wrong.items():
        setattr(row, name, value)
    assert words in " ".join(says(row))


def says(row: Any) -> list[str]:
    """What a form would say against a row."""
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    return refusal.value.messages


# Every record with a page


@pytest.mark.parametrize("model", PAGES, ids=name_of)
@pytest.mark.parametrize(
    "slug",
    ["Not A Slug", "under_score", "-a", "a-", "a--b", "é", "a/b", "a\n", "../a"],
)
def test_an_address_is_made_of_small_letters_digits_and_hyphens(model, slug):
    """It stands in the address of the page, and in the links of others."""
    assert_refused(model and MAKERS[model](), {"slug": slug}, "slug_form", "hyphens")


@pytest.mark.parametrize("model", PAGES, ids=name_of)
@pytest.mark.parametrize("due", [date(2024, 1, 1), date(2023, 12, 31)])
def test_the_next_review_is_due_after_the_last_one(model, due):
    """On the same day it would be due at once."""
    row = MAKERS[model](reviewed_on=date(2024, 1, 1), review_due=date(2024, 1, 2))
    words = "The next review must be due after the last one."
    assert_refused(row, {"review_due": due}, "due_after_review", words)


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (model, field.name)
        for model in MODELS
        for field in model._meta.fields
        if field.choices
    ],
    ids=name_of,
)
def test_a_value_with_a_list_is_one_of_the_list(model, name):
    """`loaddata` asks no form; the database holds every list."""
    row = MAKERS[model]()
    field = row._meta.get_field(name)
    wrong = {"nonsense", "", field.choices[0][0].upper()}
    for value in wrong - {""} if field.blank else wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.filter(pk=row.pk).update(**{name: value})
    setattr(row, name, "nonsense")
    with pytest.raises(ValidationError) as refusal:
        row.full_clean()
    assert name in refusal.value.message_dict


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_a_row_as_the_factories_make_it_is_right(model):
    """Or the refusals here could be of something else."""
    MAKERS[model]().full_clean()


# In order of time

SPANS = [
    (model, start, end)
    for model, start, end in [
        (Affiliation, "since", "until"),
        (Agreement, "signed", "in_force"),
        (Agreement, "signed", "ended"),
        (Agreement, "in_force", "ended"),
        *(
            (model, start, end)
            for model in MODELS
            for start, end in [
                ("since", "until"),
                ("start", "end"),
                ("date", "end_date"),
            ]
            if model is not Affiliation
            and {start, end} <= {field.name for field in model._meta.fields}
        ),
    ]
]


def make_span(model: type[Record], **values: Any) -> Any:
    if model is Affiliation:
        values["status"] = "ended"
    return MAKERS[model](**values)


@pytest.mark.parametrize(("model", "start", "end"), SPANS, ids=name_of)
@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2013-06-25", "2013-06-24"),
        ("2013-06-25", "2013-05"),
        ("2013-06-25", "2012"),
        ("2013-06", "2013-05-31"),
        ("2013-06", "2012"),
        ("2013", "2012-12-31"),
        ("2013", "2012"),
    ],
)
def test_an_end_is_not_before_its_start(model, start, end, first, last):
    """At the precision of the coarser of the two."""
    row = make_span(model, **{start: first})
    wrong = {end: PartialDate.fromisoformat(last)}
    assert_refused(row, wrong, f"{end}_not_before_{start}", "before")


@pytest.mark.parametrize(("model", "start", "end"), SPANS, ids=name_of)
@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2013-06-25", "2013-06-25"),
        ("2013-06-25", "2013-06"),
        ("2013-06-25", "2013"),
        ("2013-06", "2013-06-01"),
        ("2013", "2013-01-01"),
        ("2013", "2013"),
        ("", "2013"),
        ("2013", ""),
    ],
)
def test_an_end_that_may_be_after_its_start_is_taken(model, start, end, first, last):
    """'2013' may be the day itself; and what is not known breaks no rule."""
    values = {start: first, end: last}
    if values.get("date") == "":
        values["date"] = "2013"
    make_span(model, **values).full_clean()


# Partners and their time in frameworks


def test_a_partner_is_in_a_framework_once_at_a_time():
    """One that is suspended is still in it."""
    one = make.make_affiliation(status="suspended")
    two = Affiliation(partner=one.partner, framework=one.framework, status="active")
    assert "This partner is in this framework already" in " ".join(says(two))
    with pytest.raises(IntegrityError), transaction.atomic():
        Affiliation.objects.bulk_create([two])


def test_a_partner_has_one_affiliation_with_the_same_start():
    """Also where no source gives the start."""
    for since in ("", "1994"):
        one = make.make_affiliation(status="ended", since=since)
        two = Affiliation(
            partner=one.partner,
            framework=one.framework,
            status="became-member",
            since=one.since,
        )
        words = "overlaps another affiliation" if since else "with the same start"
        assert words in " ".join(says(two))
        with pytest.raises(IntegrityError), transaction.atomic():
            Affiliation.objects.bulk_create([two])


def test_a_country_is_in_dialogue_once():
    """Until that ended; after it, there may be another time."""
    one = make.make_affiliation(status="in-dialogue", since="2010")
    two = Affiliation(
        partner=one.partner,
        status="in-dialogue",
        since=PartialDate(2015),
    )
    assert says(two) == ["This partner is in dialogue already."]
    with pytest.raises(IntegrityError), transaction.atomic():
        Affiliation.objects.bulk_create([two])
    Affiliation.objects.filter(pk=one.pk).update(until="2012")
    two.full_clean()
    two.save()


@pytest.mark.parametrize("status", ["active", "suspended", "ended", "became-member"])
def test_an_affiliation_is_to_a_framework_unless_it_is_a_dialogue(status):
    """A country in dialogue is no partner of any framework."""
    words = "Name a framework, or choose the status 'in dialogue'"
    joined = make.make_affiliation(status=status)
    assert_refused(joined, {"framework": None}, "framework_or_dialogue", words)
    dialogue = make.make_affiliation(status="in-dialogue")
    assert_refused(dialogue, {"status": status}, "framework_or_dialogue", words)
    framework = make.make_framework()
    dialogue = make.make_affiliation(status="in-dialogue")
    assert_refused(dialogue, {"framework": framework}, "framework_or_dialogue", words)


def test_an_overlap_in_one_framework_is_refused_on_its_field():
    """An editor learns which date to look at."""
    one = make.make_affiliation(status="ended", since="2000", until="2010")
    two = make.make_affiliation(partner=one.partner, status="ended", since="2005")
    two.full_clean()
    assert_refused(
        two,
        {"framework": one.framework},
        "no_overlap",
        "This overlaps another affiliation of the partner to the same framework",
    )


@pytest.mark.parametrize("status", ["active", "suspended"])
@pytest.mark.parametrize("until", ["", "2023-04-05"])
def test_an_ally_is_no_partner_any_more(status, until):
    """Whichever of the three is written last, and without them the database."""
    country = make.make_country(ally_since="2023-04-04")
    span = make.make_affiliation(
        partner=make.make_partner(country=country),
        **{"status": status, "since": "1994", "until": "2023-04-04"},
    )
    span.full_clean()
    after = {"until": PartialDate.fromisoformat(until) if until else None}
    words = "The country is an Ally by then, and an Ally is no partner"
    assert_refused(span, after, "not_after_accession", words)
    partner = make.make_partner()
    make.make_affiliation(
        partner=partner, **{"status": status, "since": "1994", "until": until}
    )
    wrong: dict[str, Any] = {"ally_since": PartialDate(2023, 4, 4)}
    said = "The country is a partner after that day"
    assert_refused(partner.country, wrong, "no_ally_while_partner", said)
    Partner.objects.filter(country=country).delete()
    wrong = {"country": country}
    partner = Partner.objects.get(pk=partner.pk)
    assert_refused(partner, wrong, "country_no_ally_by_then", words)


def test_an_end_that_nobody_knows_blocks_no_later_affiliation():
    """That one ended is on record; only when is not."""
    partner, framework = make.make_partner(), make.make_framework()
    where = {"partner": partner, "framework": framework}
    make.make_affiliation(**where, status="ended", since="1996").full_clean()
    make.make_affiliation(**where, status="active", since="2008").full_clean()


@pytest.mark.parametrize(
    ("name", "code"),
    [("iso_alpha2", "co"), ("iso_alpha2", "C"), ("iso_alpha3", "C0L")],
)
def test_a_country_code_is_of_capital_letters(name, code):
    """It chooses the flag, whose file has that name."""
    country = make.make_country()
    setattr(country, name, code)
    assert says(country)


# Agreements


def test_an_agreement_does_not_supersede_itself():
    """It would be over on the day on which it began."""
    agreement = make.make_agreement()
    words = "An agreement can't supersede itself."
    assert_refused(agreement, {"superseded_by": agreement}, "not_by_itself", words)


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("2017-05-18", "2017-05-17"), ("2017-05", "2016"), ("2017", "2016-12-31")],
)
def test_an_agreement_is_not_superseded_by_an_older_one(earlier, later):
    """Whichever of the two an editor changes."""
    partner = make.make_partner()
    older = make.make_agreement(partner=partner, signed=later)
    agreement = make.make_agreement(partner=partner, signed=earlier)
    words = "The superseding agreement is older than this one."
    wrong: dict[str, Any] = {"superseded_by": older}
    assert_refused(agreement, wrong, "superseded_by_later", words)

    newer = make.make_agreement(partner=partner, signed="2020")
    Agreement.objects.filter(pk=agreement.pk).update(superseded_by=newer)
    words = "This is older than an agreement that it supersedes."
    wrong = {"signed": PartialDate.fromisoformat(later)}
    assert_refused(newer, wrong, "superseded_by_later", words)


def test_an_agreement_is_superseded_by_one_of_the_same_partner():
    """A form says so; another partner's text has nothing to do with it."""
    wrong: dict[str, Any] = {"superseded_by": make.make_agreement()}
    words = "Choose an agreement of the same partner."
    agreement = make.make_agreement()
    assert_refused(agreement, wrong, "superseded_by_own", words)
    agreement.refresh_from_db()
    make.make_agreement(partner=agreement.partner, superseded_by=agreement)
    wrong = {"partner": make.make_partner()}
    words = "It supersedes an agreement of another partner."
    assert_refused(agreement, wrong, "superseded_by_own", words)


# Exactly one subject


@pytest.mark.parametrize("name", CITABLE)
def test_a_citation_supports_exactly_one_record(name):
    """Not none, and not a second one of any other kind."""
    words = "A citation supports exactly one record: choose one."
    about = MAKERS[Citation.subject_models()[name]]()
    citation = make.make_citation(about)
    assert citation.subject == about
    assert_refused(citation, {name: None}, "one_record", words)
    for other in CITABLE:
        if other != name:
            second = MAKERS[Citation.subject_models()[other]]()
            citation = make.make_citation(about)
            assert_refused(citation, {other: second}, "one_record", words)
            break


@pytest.mark.parametrize("name", evidence_models.STATED)
def test_a_statement_is_about_exactly_one_record(name):
    """Not none, and not two."""
    words = "Choose the one record that this is about."
    statement = make.make_statement(MAKERS[Statement.subject_models()[name]]())
    assert_refused(statement, {name: None}, "one_subject", words)
    other = next(each for each in evidence_models.STATED if each != name)
    second = MAKERS[Statement.subject_models()[other]]()
    statement = make.make_statement(MAKERS[Statement.subject_models()[name]]())
    assert_refused(statement, {other: second}, "one_subject", words)


@pytest.mark.parametrize("name", CITABLE)
def test_a_source_is_cited_for_the_same_only_once(name):
    """Another field, value or place in it is something else."""
    one = make.make_citation(MAKERS[Citation.subject_models()[name]]())
    two = Citation(source=one.source, **{name: one.subject})
    assert says(two) == ["This source is cited here already, for the same."]
    with pytest.raises(IntegrityError), transaction.atomic():
        Citation.objects.bulk_create([two])
    two = Citation(source=one.source, locator_en="page 3", **{name: one.subject})
    two.full_clean()


@pytest.mark.parametrize("as_of", ["", "2019"])
def test_a_statement_is_made_once_for_a_day(as_of):
    """Also for no day."""
    one = make.make_statement(make.make_programme(), as_of=as_of)
    same = {"programme": one.programme, "as_of": one.as_of}
    two = Statement(**same, label_en=str(one.label), value_en="x")
    assert says(two) == ["There is a statement with this label and day already."]
    with pytest.raises(IntegrityError), transaction.atomic():
        Statement.objects.bulk_create([two])


def test_a_value_in_a_source_is_that_of_a_field():
    """Or nothing could be compared with it."""
    citation = make.make_citation(make.make_agreement())
    words = "Name the field that the value is for."
    assert_refused(citation, {"value": "2013"}, "value_has_field", words)


@pytest.mark.parametrize("name", ["colour", "slug", "status", "id", "partner_id"])
def test_a_citation_names_a_field_that_states_a_fact(name):
    """A form lists those that the record has."""
    citation = make.make_citation(make.make_agreement())
    citation.field = name
    (words,) = says(citation)
    assert words.startswith(f"Agreement has no field '{name}'. It has: ")
    assert "signed" in words
    assert "title" in words


# Parts, once


@pytest.mark.parametrize(
    ("model", "names"),
    [
        (make.make_area, ["agreement", "topic", "wording"]),
        (make.make_aim, ["agreement", "aim_en"]),
        (make.make_priority, ["programme", "edition", "wording"]),
        (make.make_participation, ["partner", "programme", "role", "since"]),
        (make.make_appointment, ["person", "office_en", "organisation", "since"]),
    ],
    ids=["area", "aim", "priority", "participation", "appointment"],
)
def test_a_part_stands_in_its_record_once(model, names):
    """Also where no source gives a date."""
    one, two = model(), model()
    same = {name: getattr(one, name) for name in names}
    if same.get("since", "") is None:
        same["since"] = ""
    row = type(two).objects.filter(pk=two.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        row.update(**same)
    for name in names:
        setattr(two, name, getattr(one, name))
    assert "already" in " ".join(says(two))


# Places on the map, and addresses


@pytest.mark.parametrize(
    "wrong",
    [
        {"latitude": 4.6},
        {"longitude": -74.1},
        {"latitude": 91.0, "longitude": 0.0},
        {"latitude": 0.0, "longitude": -181.0},
    ],
    ids=["no longitude", "no latitude", "too far north", "too far west"],
)
def test_a_position_is_whole_and_on_the_globe(wrong):
    """Half of one could only be drawn in the wrong place."""
    assert_refused(make.make_centre(), wrong, "whole_position", "")
    centre: Any = make.make_centre()
    for name, value in wrong.items():
        setattr(centre, name, value)
    centre.clean_fields = lambda exclude=None: None
    assert says(centre)[0].startswith("Give both latitude (−90 to 90) and longitude")


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "//example.org", "ftp://example.org"],
)
def test_a_source_is_on_the_web(url):
    """Its address becomes a link."""
    source = make.make_source(url="https://example.org")
    assert_refused(source, {"url": url}, "url_on_the_web", "URL")


@pytest.mark.parametrize("maker", [make.make_programme, make.make_centre])
def test_a_website_is_on_the_web(maker):
    assert_refused(
        maker(), {"website": "javascript:alert(1)"}, "website_on_the_web", "URL"
    )


@pytest.mark.parametrize("character", ["\x07", "\x0b", "\u202e", "\ufffe"])
def test_text_holds_no_character_that_can_not_be_shown(character):
    """C12: one of them in a title takes a whole feed down."""
    event = make.make_event(summary_en=f"One{character}two")
    with pytest.raises(ValidationError) as refusal:
        event.full_clean()
    assert "control character" in refusal.value.message_dict["summary_en"][0]


@pytest.mark.parametrize("model", MODELS, ids=name_of)
def test_no_text_of_a_record_is_invisible_as_a_whole(model):
    """A name of it would be a link without words."""
    row = MAKERS[model]()
    texts = {
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField))
    }
    for name in texts:
        setattr(row, name, "\u200b\u2800")
    with pytest.raises(ValidationError) as refusal:
        row.clean_fields()
    assert texts <= set(refusal.value.message_dict)


def test_text_in_any_script_is_taken():
    """Only what shows nothing is refused."""
    for words in ("Україна", "الناتو", "🇺🇦", "e\u0301"):
        make.make_topic(name_en=words).full_clean()


def test_a_record_is_not_reviewed_in_the_future():
    topic = make.make_topic(reviewed_on=date(2099, 1, 1))
    with pytest.raises(ValidationError) as refusal:
        topic.full_clean()
    assert refusal.value.message_dict["reviewed_on"] == ["This day has not come yet."]


@pytest.mark.parametrize(
    ("field", "typed", "kept"),
    [
        ("signed", "May 2013", "2013-05"),
        ("signed", "18 mai 2013", "2013-05-18"),
        ("signed", "in place by June 2012", "in place by June 2012"),
        ("kind", "IPCP", "ipcp"),
        ("kind", "joint declaration", "joint-declaration"),
        ("title", "Any words", "Any words"),
    ],
)
def test_a_value_in_a_source_is_kept_as_its_field_would_write_it(field, typed, kept):
    """Else 'May 2013' would dispute 18 May 2013."""
    citation = make.make_citation(make.make_agreement(), field=field, value=typed)
    citation.full_clean()
    assert citation.value == kept


@pytest.mark.parametrize(
    ("field", "typed"), [("signed", "05/06/2013"), ("kind", "nonsense")]
)
def test_a_value_that_its_field_can_not_have_is_refused(field, typed):
    citation = make.make_citation(make.make_agreement(), field=field, value=typed)
    with pytest.raises(ValidationError) as refusal:
        citation.full_clean()
    assert "value" in refusal.value.message_dict


def test_a_partial_date_is_one_in_the_database_too():
    """A row that a page can't read would take the page down."""
    event = make.make_event()
    for text in ("2013-5", "2013-13", "2013-02-29", "1899", "May 2013"):
        with pytest.raises(IntegrityError), transaction.atomic():
            # The field itself would refuse the text before the database sees it.
            value = models.Value(text, output_field=models.CharField())
            Event.objects.filter(pk=event.pk).update(date=value)


# What stands in the way of deleting

PROTECTED: list[tuple[str, Callable[[], tuple[Any, Any]]]] = [
    ("a source that is cited", lambda: _cited_source()),
    ("the country of a partner", lambda: _pair(make.make_partner(), "country")),
    ("a partner with agreements", lambda: _pair(make.make_agreement(), "partner")),
    ("a framework with partners", lambda: _pair(make.make_affiliation(), "framework")),
    ("a topic with areas", lambda: _pair(make.make_area(), "topic")),
    ("a topic with priorities", lambda: _pair(make.make_priority(), "topic")),
    ("a programme with activities", lambda: _pair(make.make_activity(), "programme")),
    ("a programme with parts", lambda: _pair(make.make_participation(), "programme")),
    ("the host of a centre", lambda: _pair(make.make_centre(), "host_country")),
    ("the agreement of an event", lambda: _event_about("agreement")),
    ("the programme of an event", lambda: _event_about("programme")),
    ("the centre of an event", lambda: _event_about("centre")),
    ("the country of an event", lambda: _event_about("country")),
    ("an agreement that supersedes", lambda: _superseded()),
    ("the country of an office", lambda: _office()),
]


def _pair(row: Any, name: str) -> tuple[Any, Any]:
    return getattr(row, name), row


def _cited_source() -> tuple[Any, Any]:
    return _pair(make.make_citation(make.make_term()), "source")


def _event_about(name: str) -> tuple[Any, Any]:
    model: Any = Event._meta.get_field(name).related_model
    return _pair(make.make_event(**{name: MAKERS[model]()}), name)


def _superseded() -> tuple[Any, Any]:
    later = make.make_agreement(signed="2020")
    values = {"partner": later.partner, "signed": "2013", "superseded_by": later}
    return _pair(make.make_agreement(**values), "superseded_by")


def _office() -> tuple[Any, Any]:
    return _pair(make.make_appointment(country=make.make_country()), "country")


@pytest.mark.parametrize(
    "build", [build for _name, build in PROTECTED], ids=[name for name, _ in PROTECTED]
)
def test_what_other_facts_rest_on_is_not_deleted(build):
    """They would go along, or stand there without it."""
    record, resting = build()
    with pytest.raises(ProtectedError), transaction.atomic():
        record.delete()
    assert type(resting).objects.filter(pk=resting.pk).exists()


def test_every_key_protects_or_leads_to_what_a_part_belongs_to():
    """What goes along when a record is deleted is part of it, and nothing else."""
    for model in MODELS:
        for field in model._meta.fields:
            if not isinstance(field, models.ForeignKey):
                continue
            on_delete = field.remote_field.on_delete
            whole = field.name == model.owner
            whole |= field.name in getattr(model, "subject_fields", ())
            expected = models.CASCADE if whole else models.PROTECT
            assert on_delete is expected, (model, field.name)


def test_parts_go_with_their_record():
    """And their citations with them."""
    partner = make.make_partner()
    for part in (
        make.make_affiliation(partner=partner),
        make.make_participation(partner=partner),
        make.make_statement(partner),
        partner,
    ):
        make.make_citation(part)
    partner.delete()
    assert not Citation.objects.exists()
    assert not Statement.objects.exists()
    assert not Partner.objects.exists()


# People
