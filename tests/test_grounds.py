"""An agreement's page tells by which rule its state was worked out."""

from datetime import UTC, date, datetime, time

import pytest
from django.test import Client

from partnerships import grounds
from partnerships.models import Agreement
from partnerships.reading import Reading
from partnerships.states import AgreementState, agreement_state
from tests import factories as make
from tests.html import Page

pytestmark = pytest.mark.django_db

TODAY = date(2025, 12, 1)
READING = Reading(datetime.combine(TODAY, time(), UTC), TODAY)


def binding(**values) -> Agreement:
    return make.make_agreement(nature="binding", **values)


def superseded() -> Agreement:
    later = make.make_agreement(signed="2021")
    return make.make_agreement(
        partner=later.partner, signed="2013", superseded_by=later
    )


def suspended() -> Agreement:
    held = make.make_affiliation(status="suspended", since="2014-04-01")
    return binding(partner=held.partner, signed="1994")


def acceded() -> Agreement:
    country = make.make_country(ally_since="2023-04-04")
    return make.make_agreement(
        partner=make.make_partner(country=country), signed="2021"
    )


CASES = {
    "in-force": (
        lambda: binding(signed="2013", confirmed="2021-06"),
        "until a source says otherwise; none does. Last confirmed: June 2021.",
    ),
    "possibly": (lambda: binding(signed="2025"), "known only to the month or the year"),
    "last-confirmed": (
        lambda: make.make_agreement(signed="2013", confirmed="2021"),
        "what came after is not on record. Last confirmed: 2021.",
    ),
    "adopted": (
        lambda: make.make_agreement(nature="political", signed="2013"),
        "never in force",
    ),
    "signed": (lambda: binding(signed="2025-01-01", in_force="2030"), "has not come"),
    "suspended": (suspended, "Suspended: 1 April 2014."),
    "term-over": (
        lambda: make.make_agreement(kind="ipap", signed="2013"),
        "2 years, by NATO’s own word. Term over: 2015.",
    ),
    "undated": (binding, "No source gives a day"),
    "later": (lambda: binding(signed="2030"), "has not come"),
    "superseded": (superseded, "A later text took its place. Superseded: 2021."),
    "acceded": (acceded, "became an Ally. Accession: 4 April 2023."),
    "ended": (lambda: binding(signed="2013", ended="2019"), "on which it ended"),
}


@pytest.mark.parametrize("state", AgreementState.values)
def test_each_state_has_its_ground(state: str) -> None:
    """With the dates on which it rests."""
    made, words = CASES[state]
    agreement = made()
    assert agreement_state(agreement, READING) == state
    assert words in grounds.of_state(agreement, READING)


def test_the_page_tells_nature_term_confirmation_and_ground(client: Client) -> None:
    agreement = binding(signed="2013", confirmed="2021-06")
    text = Page(client.get(agreement.get_absolute_url()).content.decode()).text
    for words in (
        "Binding text",
        "no term on record",
        "Last confirmed June 2021",
        "until a source says otherwise",
    ):
        assert words in text


def test_the_page_of_an_adopted_text_gives_no_entry_into_force(client: Client) -> None:
    agreement = make.make_agreement(nature="political", signed="2013")
    text = Page(client.get(agreement.get_absolute_url()).content.decode()).text
    assert "none: it was adopted" in text
    assert "In force" not in text
