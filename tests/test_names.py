"""Names that never follow values: lasting names of parts, and addresses."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from partnerships.models import (
    Address,
    Affiliation,
    AgreementAim,
    AgreementArea,
    Appointment,
    Citation,
    FormerRef,
    Part,
    Participation,
    Partner,
    Priority,
    Statement,
    Topic,
)
from partnerships.models.publishing import RESERVED
from partnerships.models.record import LONGEST_REF
from tests import factories as make

pytestmark = pytest.mark.django_db

# How to make a part of the record that is given, whose words are the same each time.
PARTS: dict[type[Part], tuple[Callable[[], Any], Callable[..., Part]]] = {
    Affiliation: (
        make.make_partner,
        lambda owner, **values: make.make_affiliation(
            partner=owner,
            framework=values.pop("link"),
            status="ended",
            **{"until": values["since"]} | values,
        ),
    ),
    Participation: (
        make.make_partner,
        lambda owner, **values: make.make_participation(
            partner=owner, programme=values.pop("link"), **values
        ),
    ),
    Appointment: (
        make.make_person,
        lambda owner, **values: make.make_appointment(
            person=owner,
            office_en="Minister of Defence",
            **{name: value for name, value in values.items() if name != "link"},
        ),
    ),
}
LINKS: dict[type[Part], Callable[[], Any]] = {
    Affiliation: lambda: make.make_framework(slug="a-link"),
    Participation: lambda: make.make_programme(slug="a-link"),
    Appointment: lambda: None,
}
BASES = {Affiliation: "a-link", Participation: "a-link"}


@pytest.mark.parametrize("model", PARTS, ids=lambda model: model.__name__)
def test_a_name_is_the_words_then_the_year_then_a_number(model):
    """The first of them that no sibling has."""
    new_owner, new_part = PARTS[model]
    owner, link = new_owner(), LINKS[model]()
    base = BASES.get(model, "minister-of-defence")
    made = [
        new_part(owner, link=link, since=since)
        for since in ("2001-05", "2003", "2003-12")
    ]
    assert [part.ref for part in made] == [base, f"{base}-2003", f"{base}-2"]
    assert new_part(new_owner(), link=link, since="2003").ref == base


@pytest.mark.parametrize(
    ("part", "ref"),
    [
        (lambda: make.make_affiliation(status="in-dialogue"), "in-dialogue"),
        (lambda: make.make_area(wording="Cyber defence & AI"), "cyber-defence-ai"),
        (lambda: make.make_aim(aim_en="To talk."), "to-talk"),
        (lambda: make.make_priority(edition="2017", wording="Mines"), "2017-mines"),
        (lambda: make.make_statement(make.make_event(), label_en="Ports"), "ports"),
        (lambda: make.make_aim(aim_en="Élan vital"), "elan-vital"),
        (lambda: make.make_aim(aim_en="مرحبا"), "agreementaim"),
        (lambda: make.make_aim(aim_en="under_score"), "under-score"),
        (lambda: make.make_aim(aim_en="word " * 20), "-".join(["word"] * 10)),
        (lambda: make.make_aim(aim_en="w" * 60), "w" * 50),
    ],
)
def test_a_name_is_made_of_the_words_of_the_part(part, ref):
    """In small letters, at whole words, at most fifty characters."""
    made = part()
    assert made.ref == ref
    assert len(made.ref) <= LONGEST_REF
    made.full_clean()


def test_a_long_name_leaves_room_for_what_tells_it_apart():
    agreement = make.make_agreement()
    refs = [
        make.make_area(agreement=agreement, wording="w" * 60).ref
        for _number in range(2)
    ]
    assert refs == ["w" * 50, "w" * 48 + "-2"]


def test_a_name_stays_whatever_the_values_become():
    """A corrected date or programme makes no other fact."""
    part = make.make_participation(since="2001")
    ref = part.ref
    part.programme = make.make_programme()
    part.since = None
    part.save()
    part.refresh_from_db()
    assert part.ref == ref


@pytest.mark.parametrize("way", ["delete", "queryset", "raw"])
def test_a_name_that_was_left_is_given_to_no_other(way):
    """Links and citations elsewhere may still mean the part that is gone."""
    person = make.make_person()
    gone = make.make_appointment(person=person, office_en="Envoy")
    if way == "delete":
        gone.delete()
    elif way == "queryset":
        Appointment.objects.all().delete()
    else:
        Appointment.objects.all()._raw_delete("default")
    assert make.make_appointment(person=person, office_en="Envoy").ref == "envoy-2"
    assert make.make_appointment(office_en="Envoy").ref == "envoy"


def test_a_part_that_comes_back_has_its_name_again():
    """It is the same fact, restored."""
    statement = make.make_statement(make.make_event(), label_en="Ports")
    statement.delete()
    assert FormerRef.objects.get().ref == "ports"
    Statement.objects.bulk_create([statement])
    assert not FormerRef.objects.exists()


@pytest.mark.parametrize(
    "part",
    [
        make.make_affiliation,
        make.make_participation,
        make.make_area,
        make.make_aim,
        make.make_priority,
        make.make_appointment,
        lambda: make.make_statement(make.make_centre()),
    ],
)
def test_the_database_keeps_a_name_to_one_part_and_in_its_form(part):
    """Whatever way a row comes."""
    one, other = part(), part()
    owner = {f"{one.owner_field}_id": getattr(one, f"{one.owner_field}_id")}
    rows = type(one).objects.filter(pk=other.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(ref=one.ref, **owner)
    for ref in ("", "A", "a_b", "-a", "a-", "a--b", "é"):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(ref=ref)


@pytest.mark.parametrize(
    ("fields", "refs"),
    [
        (["", "signed", "signed"], ["", "signed", "signed-2"]),
        (["in_force", ""], ["in-force", ""]),
        (["", ""], ["", "2"]),
    ],
)
def test_a_citation_is_named_by_the_field_that_it_names(fields, refs):
    """Of one source; each source begins anew."""
    agreement, source = make.make_agreement(), make.make_source()
    made = [
        make.make_citation(
            agreement, source=source, field=field, locator_en=f"page {page}"
        )
        for page, field in enumerate(fields)
    ]
    assert [citation.ref for citation in made] == refs
    assert make.make_citation(agreement, field=fields[0]).ref == refs[0]
    made[0].field = "kind"
    made[0].save()
    made[0].refresh_from_db()
    assert made[0].ref == refs[0]


def test_a_citation_that_is_given_another_source_is_given_a_free_name_there():
    """Its name tells it apart from those of one source; without need it stays."""
    partner, source = make.make_partner(), make.make_source()
    first, second = (make.make_citation(partner, locator_en=page) for page in "12")
    for citation in (first, second):
        citation.source = source
        citation.full_clean()
        citation.save()
    assert [first.ref, second.ref] == ["", "2"]
    second.words = "Another"
    second.save()
    assert second.ref == "2"


def test_a_citation_is_known_by_subject_source_and_name():
    part = make.make_participation()
    citation = make.make_citation(part, field="since")
    assert citation.natural_key() == (
        *("participation", part.partner.slug, part.ref),
        *(citation.source.slug, "since"),
    )


@pytest.mark.parametrize(
    "model", [AgreementArea, AgreementAim, Priority, *PARTS], ids=lambda m: m.__name__
)
def test_a_part_is_known_by_its_owner_and_its_name(model):
    assert model.key_fields == (model.owner, "ref")


# Addresses


def test_an_address_that_is_left_leads_to_the_page_for_good(client):
    """Whatever changed it; and the question behind it is kept."""
    topic = make.make_topic(slug="one")
    Topic.objects.filter(pk=topic.pk).update(slug="two")
    topic.refresh_from_db()
    topic.slug = "three"
    topic.save()
    assert sorted(each.slug for each in topic.former_addresses) == ["one", "two"]
    for slug in ("one", "two"):
        answer = client.get(f"/fr/topics/{slug}/?as_of=2018&x=%C3%A9")
        assert answer.status_code == 301
        assert answer.url == "/fr/topics/three/?as_of=2018&x=%C3%A9"
    assert client.get("/en/topics/one/").url == "/en/topics/three/"


def test_no_browser_keeps_where_an_address_of_before_led(client):
    """A page that went back there would lead it in a circle."""
    topic = make.make_topic(slug="now")
    make.make_address(topic, "before")
    response = client.get("/en/topics/before/?a=%0d%0ab")
    assert response.headers["Location"] == "/en/topics/now/?a=%0d%0ab"
    assert response.headers["Cache-Control"] == "no-cache"


def test_an_address_is_of_today_once_the_page_is_back_there():
    topic = make.make_topic(slug="one")
    for slug in ("two", "one"):
        topic.slug = slug
        topic.save()
    assert [each.slug for each in topic.former_addresses] == ["two"]


def test_a_record_does_not_take_the_address_of_another_one():
    """Not that of today, nor one of before; and the field says whose it is."""
    owner, other = make.make_topic(slug="one", name_en="Mines"), make.make_topic()
    owner.slug = "two"
    owner.save()
    for slug in ("one", "two"):
        other.slug = slug
        with pytest.raises(ValidationError) as refusal:
            other.full_clean()
        assert "slug" in refusal.value.message_dict
        with pytest.raises(IntegrityError), transaction.atomic():
            Topic.objects.filter(pk=other.pk).update(slug=slug)
        with pytest.raises(IntegrityError), transaction.atomic():
            make.make_topic(slug=slug)
    other.slug = "one"
    with pytest.raises(ValidationError, match="once belonged, to “Mines”"):
        other.full_clean()


def test_a_former_address_is_not_one_that_another_record_has():
    """The other way round."""
    other = make.make_topic(slug="one")
    address = Address(topic=make.make_topic(), slug="one")
    with pytest.raises(ValidationError, match="belongs, or once belonged"):
        address.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        address.save()
    assert other.former_addresses == []


def test_the_same_address_may_be_of_two_kinds():
    """A partner's page and a topic's page have different beginnings."""
    make.make_topic(slug="one")
    make.make_programme(slug="one")
    assert Address.objects.filter(slug="one").count() == 2


@pytest.mark.parametrize("slug", ["Not A Slug", "a b", "../a", "a\n", "a--b", ""])
def test_a_former_address_has_the_form_of_one(slug):
    """It is compared with what visitors ask for."""
    address = make.make_address(make.make_topic())
    address.slug = slug
    with pytest.raises(ValidationError) as refusal:
        address.full_clean()
    assert "slug" in refusal.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        Address.objects.filter(pk=address.pk).update(slug=slug)


@pytest.mark.parametrize("slug", sorted(RESERVED))
def test_what_the_site_needs_itself_is_no_address(slug):
    """`/partners/compare/` can't be a partner's page."""
    partner = make.make_partner()
    partner.slug = slug
    with pytest.raises(ValidationError, match="site itself needs this address"):
        partner.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.filter(pk=partner.pk).update(slug=slug)


def test_a_key_of_before_still_finds_its_record():
    """And its parts, and what is cited for them: fixtures may be older."""
    partner = make.make_partner(slug="one")
    part = make.make_participation(partner=partner)
    citation = make.make_citation(part)
    keys = [row.natural_key() for row in (partner, part, citation)]
    Partner.objects.update(slug="two")
    found = [
        model.objects.get_by_natural_key(*key)
        for model, key in zip((Partner, Participation, Citation), keys, strict=True)
    ]
    assert found == [partner, part, citation]
    with pytest.raises(Participation.DoesNotExist):
        Participation.objects.get_by_natural_key("three", part.ref)


def test_addresses_go_with_their_record():
    """A draft that nobody saw leaves its address to another one."""
    topic = make.make_topic(slug="one", status="draft")
    make.make_address(topic)
    topic.delete()
    assert not Address.objects.exists()
    make.make_topic(slug="one")
