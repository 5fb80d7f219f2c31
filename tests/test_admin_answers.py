"""What the admin says after a save: what the change does to the evidence."""

from html import unescape
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.utils.html import strip_tags

from partnerships.models import Affiliation, Agreement, Event, Partner
from tests import factories as make
from tests.posting import as_shown
from tests.test_admin import page

pytestmark = pytest.mark.django_db


def answers(client: Any, record: Any, **values: Any) -> list[str]:
    """Save a record with these values; gives what is said of its evidence."""
    url = page(type(record), "change", record.pk)
    response = client.post(url, as_shown(client, url) | values)
    assert response.status_code == 302, response.context["errors"]
    said = [str(message) for message in get_messages(response.wsgi_request)]
    return [text for text in said if "changed successfully" not in text]


def words(html: str) -> str:
    return unescape(strip_tags(html))


@pytest.fixture
def event() -> Event:
    """The 22nd conference of commandants: three sources for 2023, NATO's for 2022."""
    event = make.make_event(slug="ptec-commandants-22", date="2023-05")
    for number, value in enumerate(["2023-05", "2023-05", "2023-05-23", "2022-05"]):
        source = make.make_source(publisher=f"P{number}", title="T")
        make.make_citation(event, source=source, field="date", value=value)
    return event


def test_a_day_that_no_source_gives_is_answered_with_all_who_give_another(
    event, editor_client
):
    (html,) = answers(editor_client, event, date="18 June 2021")
    assert words(html) == (
        "Date: 3 sources now give another date: P0: T (May 2023); P1: T (May 2023); "
        "P2: T (23 May 2023). No source gives the new value."
    )
    for citation in event.citations.exclude(value="2022-05"):
        assert f'href="{page(type(citation), "change", citation.pk)}"' in html


def test_the_value_of_the_other_source_is_answered_with_both_sides(
    event, editor_client
):
    (html,) = answers(editor_client, event, date="2022-05")
    assert "3 sources now give another date" in words(html)
    assert "1 source that gave another value now agrees: P3: T (May 2022)." in words(
        html
    )
    assert "No source" not in html


def test_a_save_that_changes_nothing_that_sources_speak_of_is_not_answered(
    event, editor_client
):
    assert answers(editor_client, event) == []
    assert answers(editor_client, event, place_en="Bogotá", title_fr="Titre") == []
    # As exact as a source that agreed already.
    assert answers(editor_client, event, date="2023") == []


def test_a_source_that_is_cited_without_what_it_says_is_to_be_read_again(
    editor_client,
):
    agreement = make.make_agreement(signed="2013")
    make.make_citation(agreement, field="signed")
    make.make_citation(agreement, field="signed")
    make.make_citation(agreement)
    (html,) = answers(editor_client, agreement, signed="2014")
    assert words(html).startswith(
        "Signed: 2 sources are cited for this field without what they say: look again"
    )
    assert answers(editor_client, agreement, ended="2020") == []


def test_what_a_source_and_a_value_say_is_escaped(editor_client):
    partner = make.make_partner(official_name_en="One")
    source = make.make_source(title="<b>bold</b>")
    field = {"field": "official_name", "value": "<i>One</i>"}
    make.make_citation(partner, source=source, **field)
    make.make_citation(partner, field="official_name", value="One")
    (html,) = answers(editor_client, partner, official_name_en="<i>One</i>")
    assert "<b>" not in html
    assert "<i>" not in html
    assert "1 source now gives another value" in words(html)


def test_a_part_is_answered_in_its_own_form_and_in_that_of_its_record(editor_client):
    affiliation = make.make_affiliation(since="2013")
    make.make_citation(affiliation.partner)
    make.make_citation(affiliation, field="since", value="2013-05")
    (html,) = answers(editor_client, affiliation, since="2014")
    assert words(html).startswith("Since: 1 source now gives another date")
    inline = {"affiliations-0-since": "2013"}
    (html,) = answers(editor_client, affiliation.partner, **inline)
    assert words(html).startswith("Affiliation, Since: 1 source that gave another")


def test_a_value_that_is_taken_away_is_no_value_that_a_source_could_give(
    editor_client,
):
    agreement = make.make_agreement(signed="2013")
    make.make_citation(agreement)
    make.make_citation(agreement, field="signed", value="2013")
    (html,) = answers(editor_client, agreement, signed="")
    assert "1 source now gives another date" in html
    assert "No source" not in html


def test_a_draft_source_counts_for_nothing(editor_client):
    agreement = make.make_agreement(signed="2013")
    make.make_citation(agreement)
    source = make.make_source(status="draft")
    make.make_citation(agreement, source=source, field="signed", value="2013")
    assert answers(editor_client, agreement, signed="2014") == []


def test_a_list_of_links_is_answered_too(editor_client):
    one, other = make.make_partner(), make.make_partner()
    event = make.make_event(partners=[one])
    make.make_citation(event, field="partners", value=str(one))
    (html,) = answers(editor_client, event, partners=[other.pk])
    assert "1 source now gives another value" in words(html)


def test_a_new_record_is_not_answered(editor_client):
    for model in (Agreement, Affiliation, Partner):
        assert editor_client.get(page(model, "add")).status_code == 200
    partner = make.make_partner()
    data = {
        "partner": partner.pk,
        "framework": make.make_framework().pk,
        "status": "active",
        "since": "2013",
        "citations-TOTAL_FORMS": 0,
        "citations-INITIAL_FORMS": 0,
    }
    make.make_citation(partner)
    response = editor_client.post(page(Affiliation, "add"), data)
    assert response.status_code == 302
    assert len([*get_messages(response.wsgi_request)]) == 1
