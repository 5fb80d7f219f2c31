"""What editors' forms refuse, in plain words, and what they survive."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from partnerships.models import (
    Affiliation,
    Agreement,
    Citation,
    Event,
    Guide,
    Participation,
    Partner,
    Source,
    Statement,
    Topic,
)
from tests import factories as make
from tests.html import Page
from tests.test_admin import MAKERS, each_model

pytestmark = pytest.mark.django_db


def page(model: Any, name: str, *args: int) -> str:
    return reverse(f"admin:partnerships_{model._meta.model_name}_{name}", args=args)


def rows(prefix: str, *new: dict[str, Any]) -> dict[str, Any]:
    """What the browser sends for an inline with these new rows."""
    data: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(new),
        f"{prefix}-INITIAL_FORMS": 0,
    }
    for number, row in enumerate(new):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def partner_form(partner: Partner, **values: Any) -> dict[str, Any]:
    return {
        "country": partner.country_id,
        "summary_en": "A partner.",
        "slug": partner.slug,
        "status": "draft",
        **rows("affiliations"),
        **rows("participations"),
        **rows("statements"),
        **rows("citations"),
        **rows("addresses"),
        **values,
    }


def agreement_form(agreement: Agreement, **values: Any) -> dict[str, Any]:
    return {
        "partner": agreement.partner_id,
        "kind": "itpp",
        "nature": "programme",
        "title_en": "Agreement",
        "summary_en": "An agreement.",
        "slug": agreement.slug,
        "status": "draft",
        **rows("areas"),
        **rows("aims"),
        **rows("statements"),
        **rows("citations"),
        **rows("addresses"),
        **values,
    }


def post(client: Any, url: str, data: dict[str, Any]) -> str:
    """Send a form that must be refused, and return the page's text."""
    response = client.post(url, data)
    assert response.status_code == 200, "It was accepted."
    return response.content.decode().replace("&#x27;", "'")


def test_an_agreement_can_not_be_superseded_by_an_older_one(editor_client):
    agreement = make.make_agreement(signed="2017")
    older = make.make_agreement(signed="2013", partner=agreement.partner)
    data = agreement_form(agreement, signed="2017", superseded_by=older.pk)
    html = post(editor_client, page(Agreement, "change", agreement.pk), data)
    assert "The superseding agreement is older than this one." in html


def test_an_agreement_can_not_end_before_it_is_signed(editor_client):
    agreement = make.make_agreement()
    data = agreement_form(agreement, signed="May 2017", ended="2016")
    html = post(editor_client, page(Agreement, "change", agreement.pk), data)
    assert "It ended before it was signed." in html


def test_a_date_that_is_none_is_answered_by_examples(editor_client):
    agreement = make.make_agreement()
    data = agreement_form(agreement, signed="12/05/2017")
    html = post(editor_client, page(Agreement, "change", agreement.pk), data)
    assert "Type a year, a month with its year" in html
    assert 'value="12/05/2017"' in html


@pytest.mark.parametrize(
    "title", ["\u200b\u200b", "\u2800", "\u3164", "\u00ad", "\ufe0f"]
)
def test_a_title_of_invisible_characters_is_refused_on_its_field(title, editor_client):
    agreement = make.make_agreement()
    url = page(Agreement, "change", agreement.pk)
    for field in ("title_en", "title_fr"):
        data = agreement_form(agreement, **{field: title})
        response = editor_client.post(url, data)
        assert response.context["adminform"].form.errors == {
            field: ["Type at least one visible character."]
        }


def test_a_title_of_spaces_alone_is_none(editor_client):
    """The form cuts spaces off, those that do not break among them."""
    agreement = make.make_agreement()
    data = agreement_form(agreement, title_en="\u00a0 \u3000")
    html = post(editor_client, page(Agreement, "change", agreement.pk), data)
    assert "This field is required." in html


@pytest.mark.parametrize("since", ["", "2013"])
def test_two_equal_affiliations_in_one_submission_are_refused(since, editor_client):
    partner = make.make_partner(status="draft")
    row = {"framework": make.make_framework().pk, "status": "ended", "since": since}
    data = partner_form(partner, **rows("affiliations", row, row))
    html = post(editor_client, page(Partner, "change", partner.pk), data)
    assert "already has an affiliation to this framework" in html


def test_two_active_affiliations_to_one_framework_are_refused(editor_client):
    partner = make.make_partner(status="draft")
    row = {"framework": make.make_framework().pk, "status": "active"}
    data = partner_form(partner, **rows("affiliations", row | {"since": "2013"}, row))
    html = post(editor_client, page(Partner, "change", partner.pk), data)
    assert "in this framework already" in html


def test_overlapping_affiliations_in_one_submission_are_refused(editor_client):
    partner = make.make_partner(status="draft")
    row = {"framework": make.make_framework().pk, "status": "ended"}
    data = partner_form(
        partner,
        **rows(
            "affiliations",
            row | {"since": "2010", "until": "2014"},
            row | {"since": "2012", "until": "2016"},
        ),
    )
    html = post(editor_client, page(Partner, "change", partner.pk), data)
    assert "overlap" in html


def spans(partner: Partner, *typed: dict[str, Any]) -> dict[str, Any]:
    """What the browser sends for the stored affiliations, changed, and for new ones."""
    stored = list(partner.affiliations.order_by("pk"))
    data = rows("affiliations")
    for number, row in enumerate(typed):
        known: dict[str, Any] = {"partner": partner.pk}
        if number < len(stored):
            known |= {"id": stored[number].pk, "framework": stored[number].framework_id}
        data |= {
            f"affiliations-{number}-{name}": value
            for name, value in (known | row).items()
        }
    data["affiliations-TOTAL_FORMS"] = len(typed)
    data["affiliations-INITIAL_FORMS"] = len(stored)
    return partner_form(partner, **data)


def told(partner: Partner) -> list[tuple[str, str, str]]:
    return [
        (each.status, str(each.since or ""), str(each.until or ""))
        for each in partner.affiliations.order_by("since")
    ]


def test_one_save_ends_a_status_and_begins_the_next(editor_client):
    """Each row is compared with the others as they will be."""
    partner = make.make_partner(status="draft")
    first = make.make_affiliation(partner=partner, since="1994-06-22")
    active = {"status": "active", "since": "1994-06-22", "until": "2014-04-01"}
    suspended: dict[str, Any] = {"status": "suspended", "since": "2014-04-01"}
    suspended |= {"framework": first.framework_id}
    url = page(Partner, "change", partner.pk)
    response = editor_client.post(url, spans(partner, active, suspended))
    assert response.status_code == 302
    assert told(partner) == [
        ("active", "1994-06-22", "2014-04-01"),
        ("suspended", "2014-04-01", ""),
    ]
    # The day between them moves, later and earlier: neither row is in the other's way.
    for day in ("2016-05-01", "2012-05-01"):
        both = (active | {"until": day}, suspended | {"since": day})
        assert editor_client.post(url, spans(partner, *both)).status_code == 302
        assert [span[1:] for span in told(partner)] == [("1994-06-22", day), (day, "")]
    first.refresh_from_db()
    assert first.framework and first.ref == first.framework.slug


def test_a_span_that_somebody_added_meanwhile_is_not_overlapped(editor_client):
    """It is in no row of the form."""
    partner = make.make_partner(status="draft")
    data = partner_form(partner)
    other = make.make_affiliation(partner=partner, since="1994")
    row = {"framework": other.framework_id, "status": "active", "since": "2001"}
    data |= rows("affiliations", row)
    html = post(editor_client, page(Partner, "change", partner.pk), data)
    assert "overlap" in html
    assert told(partner) == [("active", "1994", "")]


def test_two_equal_rows_without_a_date_are_refused_for_a_new_record_too(editor_client):
    country, programme = make.make_country(), make.make_programme()
    new: dict[str, dict[str, Any]] = {
        "participations": {"programme": programme.pk, "role": "participant"},
        "statements": {"label_en": "Centres", "value_en": "34"},
        "citations": {"source": make.make_source().pk},
    }
    for name, row in new.items():
        data = partner_form(
            Partner(country=country, slug="new"), **rows(name, row, row)
        )
        html = post(editor_client, page(Partner, "add"), data)
        assert "Two of these are the same" in html, name


def test_a_stored_row_without_a_date_can_not_be_made_twice(editor_client):
    stored = make.make_participation()
    data = {
        "partner": stored.partner_id,
        "programme": stored.programme_id,
        "role": "participant",
        **rows("citations"),
    }
    html = post(editor_client, page(Participation, "add"), data)
    assert "The partner has this role in the programme already." in html
    assert Participation.objects.count() == 1


def test_a_second_affiliation_without_a_date_is_refused(editor_client):
    stored = make.make_affiliation(status="ended")
    data = {
        "partner": stored.partner_id,
        "framework": stored.framework_id,
        "status": "ended",
        **rows("citations"),
    }
    html = post(editor_client, page(Affiliation, "add"), data)
    assert "already has an affiliation to this framework" in html


def test_a_citation_is_about_exactly_one_record(editor_client):
    source = make.make_source()
    partner, guide = make.make_partner(), make.make_guide()
    for subjects in ({}, {"partner": partner.pk, "guide": guide.pk}):
        data = {"source": source.pk, **subjects}
        html = post(editor_client, page(Citation, "add"), data)
        assert "A citation supports exactly one record: choose one." in html
    data = {"source": source.pk, "partner": partner.pk}
    assert editor_client.post(page(Citation, "add"), data).status_code == 302


def test_a_statement_is_about_exactly_one_record(editor_client):
    data = {"label_en": "Centres", "value_en": "34", **rows("citations")}
    html = post(editor_client, page(Statement, "add"), data)
    assert "Choose the one record that this is about." in html


def test_a_citation_can_not_be_changed_into_another_one(editor_client):
    partner = make.make_partner()
    first = make.make_citation(partner, locator_en="page 1")
    second = make.make_citation(partner, source=first.source, locator_en="page 2")
    data = {"source": first.source_id, "locator_en": "page 1"}
    html = post(editor_client, page(Citation, "change", second.pk), data)
    assert "This source is cited here already, for the same." in html


def test_a_citation_names_a_field_that_its_record_has(editor_client):
    partner = make.make_partner(status="draft")
    row = {"source": make.make_source().pk, "field": "signed", "value": "2013"}
    data = partner_form(partner, **rows("citations", row))
    post(editor_client, page(Partner, "change", partner.pk), data)
    new = {"source": row["source"], "partner": partner.pk, "field": "signed"}
    html = post(editor_client, page(Citation, "add"), new)
    assert "Partner has no field 'signed'" in html


def test_a_value_in_a_source_needs_its_field(editor_client):
    partner = make.make_partner(status="draft")
    row = {"source": make.make_source().pk, "field": "", "value": "2013"}
    data = partner_form(partner, **rows("citations", row))
    html = post(editor_client, page(Partner, "change", partner.pk), data)
    assert "Name the field that the value is for." in html


@each_model
def test_no_address_of_a_new_form_breaks_it(model, editor_client):
    names = [field.name for field in model._meta.get_fields()]
    for value in ("abc", "0", "9" * 18, "1,2", "-1", "²"):
        response = editor_client.get(page(model, "add"), dict.fromkeys(names, value))
        assert response.status_code == 200


@pytest.mark.parametrize(
    "text", ["\0", "\x01\x1b", "x" * 20_000, "9" * 30, "-1", "²", "🛡" * 300, " "]
)
@pytest.mark.parametrize(
    "model", [Agreement, Event, Guide, Partner, Source, Citation, Affiliation]
)
def test_a_form_survives_any_text_in_every_field(model, text, editor_client):
    record = MAKERS[model]()
    for url in (page(model, "add"), page(model, "change", record.pk)):
        form = editor_client.get(url).context["adminform"].form
        data: dict[str, Any] = dict.fromkeys(form.fields, text)
        data |= {"publish_at_0": text, "publish_at_1": text}
        for name in ("affiliations", "participations", "statements", "areas", "aims"):
            data |= rows(name)
        data |= rows("citations", dict.fromkeys(("source", "field", "value"), text))
        response = editor_client.post(url, data)
        assert response.status_code in {200, 302}


@each_model
def test_an_unknown_record_is_answered_by_the_index(model, editor_client):
    for number in ("0", "abc", "999999999"):
        for name in ("change", "delete", "history"):
            url = page(model, name, 1).replace("/1/", f"/{number}/")
            assert editor_client.get(url).status_code == 302


# --- Days and times: one meaning in every language of the interface


LANGUAGES = ("en", "fr", "es")
A_DAY = ["2024-05-12", "2024-5-12", "12 May 2024", "May 12, 2024"]
A_DAY += ["12 mai 2024", "le 12 mai 2024", "12 de mayo de 2024"]
NO_DAY = ["12/05/2024", "12.05.2024", "12-05-2024", "12/05/24", "May 2024", "2024-05"]
NO_DAY += ["2024", "2024-02-30", "31 April 2024", "1899-05-12", "tomorrow"]
TYPE_A_DAY = {
    "en": "Type a whole day from 1900 to 2100, such as 2027-05-12 or 12 May 2027.",
    "fr": "Saisissez un jour complet de 1900 à 2100, "
    "par exemple 2027-05-12 ou 12 mai 2027.",
    "es": "Escriba un día completo de 1900 a 2100, "
    "por ejemplo 2027-05-12 o 12 de mayo de 2027.",
}
DAY_FIELDS = ("publish_at", "reviewed_on", "review_due")
in_each_language = pytest.mark.parametrize("language", LANGUAGES)


def guide_form(guide: Guide, **values: Any) -> dict[str, Any]:
    return {
        "title_en": "Guide",
        "question_en": "Question?",
        "answer_en": "An answer.",
        "slug": guide.slug,
        "status": "draft",
        **rows("paragraphs"),
        **rows("citations"),
        **rows("addresses"),
        **values,
    }


@in_each_language
@pytest.mark.parametrize("text", A_DAY)
def test_a_day_in_figures_or_words_means_the_same_in_every_language(
    language, text, editor_client
):
    guide = make.make_guide(status="draft")
    url, speaks = page(Guide, "change", guide.pk), {"accept-language": language}
    times = {"publish_at_0": text, "publish_at_1": "18:30"}
    for days in ({"reviewed_on": text}, {"review_due": text}):
        response = editor_client.post(
            url, guide_form(guide, **times, **days), headers=speaks
        )
        assert response.status_code == 302
        guide.refresh_from_db()
        assert f"{guide.publish_at:%Y-%m-%d %H:%M}" == "2024-05-12 18:30"
        assert [str(getattr(guide, name)) for name in days] == ["2024-05-12"]


@in_each_language
@pytest.mark.parametrize("text", NO_DAY)
def test_what_is_not_one_day_is_refused_and_kept_as_it_was_typed(
    language, text, editor_client
):
    guide = make.make_guide(status="draft")
    inputs = ("publish_at_0", "reviewed_on", "review_due")
    response = editor_client.post(
        page(Guide, "change", guide.pk),
        guide_form(guide, publish_at_1="18:30", **dict.fromkeys(inputs, text)),
        headers={"accept-language": language},
    )
    assert response.status_code == 200
    form = response.context["adminform"].form
    assert form.errors == {name: [TYPE_A_DAY[language]] for name in DAY_FIELDS}
    html = response.content.decode()
    assert html.count(TYPE_A_DAY[language]) == 3
    for name in inputs:
        assert f'name="{name}" value="{text}"' in html


@in_each_language
def test_a_stored_day_is_shown_with_the_year_first_and_its_time_by_24_hours(
    language, editor_client
):
    guide = make.make_guide(
        reviewed_on="2024-05-12",
        review_due="2027-05-12",
        publish_at="2024-05-12T18:30:00Z",
    )
    guide.refresh_from_db()
    url, speaks = page(Guide, "change", guide.pk), {"accept-language": language}
    response = editor_client.get(url, headers=speaks)
    html = response.content.decode()
    assert 'name="reviewed_on" value="2024-05-12"' in html
    assert 'name="review_due" value="2027-05-12"' in html
    assert 'name="publish_at_0" value="2024-05-12"' in html
    assert 'name="publish_at_1" value="18:30:00"' in html
    # Sent back as it is shown, it has not changed.
    shown = {
        "reviewed_on": "2024-05-12",
        "review_due": "12 May 2027",
        "publish_at_0": "2024-05-12",
        "publish_at_1": "18:30:00",
    }
    form = type(response.context["adminform"].form)
    again = form(guide_form(guide, **shown), instance=guide)
    assert not {*again.changed_data} & {*DAY_FIELDS}


@in_each_language
def test_the_calendar_and_the_clock_write_what_the_fields_take(language, editor_client):
    catalogue = editor_client.get(
        reverse("admin:jsi18n"), headers={"accept-language": language}
    ).content.decode()
    found = {
        name: json.loads(
            re.search(rf'"{name}": (\[.*?\])', catalogue, re.S)[1]  # type: ignore[index]
        )
        for name in ("DATE_INPUT_FORMATS", "TIME_INPUT_FORMATS")
    }
    assert found["DATE_INPUT_FORMATS"] == ["%Y-%m-%d"]
    assert found["TIME_INPUT_FORMATS"][0] == "%H:%M:%S"


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        ("2024-05-12", "6:30 p.m.", "Type the time in the 24-hour form"),
        ("2024-05-12", "25:00", "Type the time in the 24-hour form"),
        ("2024-05-12", "", "Type the time in the 24-hour form"),
        ("", "18:30", "Type a whole day"),
    ],
)
def test_a_time_to_publish_is_a_day_and_a_time_by_24_hours(
    day, time, words, editor_client
):
    guide = make.make_guide(status="draft")
    data = guide_form(guide, publish_at_0=day, publish_at_1=time)
    html = post(editor_client, page(Guide, "change", guide.pk), data)
    assert words in html
    assert f'value="{day or time}"' in html


def test_the_days_of_a_form_may_stay_empty(editor_client):
    guide = make.make_guide(
        status="draft", reviewed_on="2024-05-12", publish_at="2024-05-12T18:30:00Z"
    )
    data = guide_form(guide, reviewed_on=" ", review_due="", publish_at_0="")
    response = editor_client.post(page(Guide, "change", guide.pk), data)
    assert response.status_code == 302
    guide.refresh_from_db()
    assert (guide.reviewed_on, guide.review_due, guide.publish_at) == (None,) * 3


# How the page calls the button in each language.
BACK = {"en": "back button", "fr": "bouton « Précédent »", "es": "botón «Atrás»"}


@pytest.mark.parametrize("language", BACK)
def test_a_refused_form_says_how_to_keep_what_was_typed(
    language, django_user_model, editor
):
    """With the browser's back button; reloading the form would empty it."""
    client = Client(enforce_csrf_checks=True, headers={"accept-language": language})
    client.force_login(editor)
    guest = django_user_model.objects.create_user("guest", is_staff=True)
    stale = client.post(page(Guide, "add"), {"title_en": "Typed for an hour"})
    client = Client(headers={"accept-language": language})
    client.force_login(guest)
    forbidden = client.post(page(Guide, "add"), {"title_en": "Typed for an hour"})
    for response in (stale, forbidden):
        assert response.status_code == 403
        html = Page(response.content.decode())
        assert html.language == language
        assert BACK[language] in html.text


@pytest.mark.parametrize(
    ("slug", "words"),
    [
        ("other", "belongs, or once belonged, to “Mines”"),
        ("other-before", "belongs, or once belonged, to “Mines”"),
        ("mine", "belongs, or once belonged, to “Own”"),
        ("mine-before", "belongs, or once belonged, to “Own”"),
        ("compare", "The site itself needs this address"),
        ("Not an address", "valid “slug”"),
    ],
)
@pytest.mark.parametrize("field", ["slug", "addresses-0-slug"])
def test_an_address_that_is_taken_is_refused_on_its_field(
    field, slug, words, editor_client
):
    """As that of today and as one of before; what was typed is kept."""
    other = make.make_topic(slug="other", name_en="Mines")
    mine = make.make_topic(slug="mine", name_en="Own", status="draft")
    make.make_address(other, "other-before")
    make.make_address(mine, "mine-before")
    data = {
        "name_en": "Own",
        "summary_en": "Typed.",
        "slug": "mine",
        "status": "draft",
        **(rows("addresses") if field == "slug" else rows("addresses", {"slug": ""})),
    }
    url = page(Topic, "change", mine.pk)
    response = editor_client.post(url, {**data, field: slug})
    if field == "slug" and slug.startswith("mine"):
        assert response.status_code == 302
        return
    assert response.status_code == 200
    html = response.content.decode()
    assert words in html
    assert "Typed." in html
    (formset,) = response.context["inline_admin_formsets"]
    form = response.context["adminform"].form
    assert "slug" in (form.errors if field == "slug" else formset.formset.errors[0])


def test_a_former_address_is_added_and_removed(editor_client):
    """Whoever frees one by mistake puts it back."""
    topic = make.make_topic(slug="mine", status="draft")
    data = {"name_en": "Own", "summary_en": "S.", "slug": "mine", "status": "draft"}
    url = page(Topic, "change", topic.pk)
    editor_client.post(url, {**data, **rows("addresses", {"slug": "before"})})
    (address,) = topic.former_addresses
    assert address.slug == "before"
    removed = {
        "addresses-TOTAL_FORMS": 1,
        "addresses-INITIAL_FORMS": 1,
        "addresses-0-id": address.pk,
        "addresses-0-topic": topic.pk,
        "addresses-0-slug": "before",
        "addresses-0-DELETE": "on",
    }
    editor_client.post(url, {**data, **removed})
    assert topic.addresses.get().slug == "mine"


def stored_address(topic: Topic, before: str, **values: Any) -> dict[str, Any]:
    """What the browser sends for the one former address that is stored."""
    number = topic.addresses.get(slug=before).pk
    row = {"id": number, "topic": topic.pk, "slug": before, **values}
    return rows("addresses", row) | {"addresses-INITIAL_FORMS": 1}


@pytest.mark.parametrize("slugs", [["new"], ["twice", "twice"]])
def test_an_address_typed_twice_in_one_submission_is_refused(slugs, editor_client):
    """Also where one of them is the new address of today."""
    topic = make.make_topic(slug="mine", status="draft")
    data = {"name_en": "Own", "summary_en": "S.", "slug": "new", "status": "draft"}
    data |= rows("addresses", *({"slug": slug} for slug in slugs))
    url = page(Topic, "change", topic.pk)
    html = post(editor_client, url, data)
    assert "Two of these are the same" in html
    assert "belongs, or once belonged, to “Own”" in html


@pytest.mark.parametrize("change", [{"DELETE": "on"}, {"slug": "other"}])
def test_a_former_address_that_is_that_of_today_again_is_not_lost(
    change, editor_client
):
    topic = make.make_topic(slug="mine", status="draft")
    make.make_address(topic, "before")
    data = {"name_en": "Own", "summary_en": "S.", "slug": "before", "status": "draft"}
    url = page(Topic, "change", topic.pk)
    refused = data | stored_address(topic, "before", **change)
    assert "is the page's address again" in post(editor_client, url, refused)
    kept = data | stored_address(topic, "before")
    assert editor_client.post(url, kept).status_code == 302
    topic.refresh_from_db()
    assert topic.slug == "before"
    assert {address.slug for address in topic.addresses.all()} == {"before", "mine"}


def test_two_citations_can_be_given_one_source_in_one_submission(editor_client):
    partner, source = make.make_partner(status="draft"), make.make_source()
    row = {"partner": partner.pk, "source": source.pk}
    stored = [
        {
            "id": make.make_citation(partner, locator_en=place).pk,
            "locator_en": place,
            **row,
        }
        for place in ("page 1", "page 2")
    ]
    data = partner_form(partner, **rows("citations", *stored))
    data["citations-INITIAL_FORMS"] = 2
    url = page(Partner, "change", partner.pk)
    assert editor_client.post(url, data).status_code == 302
    found = source.citations.values_list("locator_en", "ref")
    assert [*found.order_by("pk")] == [("page 1", ""), ("page 2", "2")]


def test_what_the_gate_refuses_is_not_said_of_how_a_partner_stands(editor_client):
    """An affiliation has a status too, which is not that of publishing."""
    affiliation = make.make_affiliation()
    data = {
        "partner": affiliation.partner_id,
        "framework": affiliation.framework_id,
        "status": "active",
        "since": "2013",
        **rows("citations"),
    }
    url = page(Affiliation, "change", affiliation.pk)
    response = editor_client.post(url, data)
    assert response.status_code == 200
    assert [*response.context["adminform"].form.errors] == ["__all__"]


@pytest.mark.parametrize(
    ("part", "owner", "field", "text"),
    [
        (make.make_area, make.make_agreement, "agreement", "wording"),
        (make.make_aim, make.make_agreement, "agreement", "aim_en"),
        (make.make_priority, make.make_programme, "programme", "wording"),
        (make.make_participation, make.make_partner, "partner", "summary_en"),
        (make.make_affiliation, make.make_partner, "partner", None),
        (make.make_appointment, make.make_person, "person", "office_en"),
    ],
)
def test_a_part_is_not_moved_to_another_record(part, owner, field, text, editor_client):
    """Its name and its citations are of the record that it is a part of."""
    stored = part()
    before = getattr(stored, field)
    data = {
        each.name: getattr(stored, each.attname)
        for each in stored._meta.concrete_fields
        if each.editable and getattr(stored, each.attname) is not None
    }
    data |= {field: owner().pk, **rows("citations")}
    if text:
        data[text] = "Typed for an hour"
    url = page(type(stored), "change", stored.pk)
    response = editor_client.post(url, data)
    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert "stays with its record" in errors[field][0]
    assert not text or "Typed for an hour" in response.content.decode()
    stored.refresh_from_db()
    assert getattr(stored, field) == before
