"""What no record can say: refused where it is said, by a file and by a form.

A file loads nothing, and is told the row and the field; a form keeps what was typed,
and has the reason on the field.
"""

from html import unescape
from typing import Any

import pytest

from partnerships import records
from partnerships.models import (
    Affiliation,
    Agreement,
    Country,
    Framework,
    Partner,
    Person,
    Programme,
)
from tests import factories as make
from tests.posting import as_shown, with_row
from tests.test_admin import page
from tests.test_content_command import (
    AGREEMENT,
    AGREEMENT_CITED,
    CONTENT,
    COUNTRY,
    PARTNER,
    PARTNER_CITED,
    PROGRAMME,
    PROGRAMME_CITED,
    Row,
    directory,
    load,
    refused,
    row,
    write,
)

pytestmark = pytest.mark.django_db
__all__ = ["directory"]

FRAMEWORK = row("framework", slug="pfp", name_en="Partnership", summary_en="It is.")
PERSON = row("person", slug="a-person", name="A person")


def span(ref: str, status: str, since: str = "", until: str = "") -> Row:
    given = {"since": since, "until": until}
    return row(
        "affiliation",
        partner=["colombia"],
        framework=["pfp"],
        ref=ref,
        status=status,
        **{name: value for name, value in given.items() if value},
    )


def with_fields(written: Row, **fields: Any) -> Row:
    return {**written, "fields": {**written["fields"], **fields}}


def with_spans(*spans: Row) -> dict[str, list[Row]]:
    return {"08-partners.json": [PARTNER, *spans, PARTNER_CITED]}


def agreement(**fields: Any) -> dict[str, list[Row]]:
    return {"09-agreements.json": [with_fields(AGREEMENT, **fields), AGREEMENT_CITED]}


ALLY = {"02-countries.json": [with_fields(COUNTRY, ally_since="2004-03-29")]}
WIKIDATA = {"wikidata": "q12"}
FILES: dict[str, tuple[dict[str, list[Row]], int, str, str]] = {
    "spans that overlap": (
        with_spans(span("a", "active", "1995", "2005"), span("b", "ended", "2000")),
        3,
        "since",
        "overlaps another affiliation",
    ),
    "confirmed before it was signed": (
        agreement(confirmed="2020"),
        1,
        "confirmed",
        "It was confirmed before signature.",
    ),
    "a term that is over before signature": (
        agreement(runs_until="2020"),
        1,
        "runs_until",
        "Its term is over before signature.",
    ),
    "a nature that is not in the list": (
        agreement(nature="treaty"),
        1,
        "nature",
        "'treaty' is not a valid choice.",
    ),
    "no nature": (agreement(nature=""), 1, "nature", "This field cannot be blank."),
    "an Ally that is an active partner": (
        {**ALLY, **with_spans(span("a", "active", "1995"))},
        2,
        "status",
        "The country is an Ally by then",
    ),
    "an Ally that is a partner after its accession": (
        {**ALLY, **with_spans(span("a", "active", "1995", "2005"))},
        2,
        "until",
        "The country is an Ally by then",
    ),
    "no item of Wikidata, for a country": (
        {"02-countries.json": [with_fields(COUNTRY, **WIKIDATA)]},
        1,
        "wikidata",
        "as in 'Q739'",
    ),
    "no item of Wikidata, for a framework": (
        {"04-frameworks.json": [with_fields(FRAMEWORK, **WIKIDATA)]},
        1,
        "wikidata",
        "as in 'Q739'",
    ),
    "no item of Wikidata, for a person": (
        {"05-people.json": [with_fields(PERSON, **WIKIDATA)]},
        1,
        "wikidata",
        "as in 'Q739'",
    ),
    "no item of Wikidata, for a programme": (
        {"06-programmes.json": [with_fields(PROGRAMME, **WIKIDATA), PROGRAMME_CITED]},
        1,
        "wikidata",
        "as in 'Q739'",
    ),
    "a basis that is no address": (
        {"08-partners.json": [with_fields(PARTNER, basis="Colombia"), PARTNER_CITED]},
        1,
        "basis",
        "“Colombia” is no address of a fact.",
    ),
    "a basis that names nothing": (
        {
            "08-partners.json": [
                with_fields(PARTNER, basis="event/an-event\nevent/nowhere"),
                PARTNER_CITED,
            ]
        },
        1,
        "basis",
        "Nothing on record has this address: “event/nowhere”.",
    ),
}


@pytest.mark.parametrize("what", FILES)
def test_a_file_is_refused_by_row_and_field(what, directory):
    files, number, field, words = FILES[what]
    write(directory / "04-frameworks.json", [FRAMEWORK])
    for name, rows in files.items():
        write(directory / name, rows)
    said = refused(directory)
    place, _colon, reason = said.partition("): ")
    assert place.startswith(f"{[*files][-1]}, row {number} (partnerships.")
    assert reason.startswith(f"{field}: ")
    assert words in reason
    # With that one thing mended, all of it is loaded.
    for name in files:
        write(directory / name, CONTENT.get(name, []))
    load(directory)


def changed(
    client: Any, record: Any, field: str, value: str, **others: Any
) -> tuple[Any, str]:
    """Send a form with that in its field; gives its errors, and the page."""
    url = page(type(record), "change", record.pk)
    response = client.post(url, as_shown(client, url) | {field: value, **others})
    assert response.status_code == 200, "It was accepted."
    html = unescape(response.content.decode())
    return response.context["adminform"].form.errors, html


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("confirmed", "2020", "It was confirmed before signature."),
        ("runs_until", "2020", "Its term is over before signature."),
        ("nature", "treaty", "Select a valid choice."),
        ("nature", "", "This field is required."),
        ("ended", "2020", "It ended before it was signed."),
    ],
)
def test_a_form_of_an_agreement_says_it_on_the_field(
    field, value, words, editor_client
):
    agreement = make.make_agreement(signed="2021", status="draft")
    typed = "Typed for an hour."
    data = {field: value, "summary_en": typed}
    errors, html = changed(editor_client, agreement, **data, value=value, field=field)
    assert [*errors] == [field]
    assert words in errors[field][0]
    assert typed in html
    if field != "nature":
        assert f'value="{value}"' in html
    assert not Agreement.objects.filter(summary_en=typed)


@pytest.mark.parametrize("model", [Country, Framework, Programme, Person])
def test_a_form_refuses_what_is_no_item_of_wikidata(model, editor_client):
    maker = getattr(make, f"make_{model._meta.model_name}")
    errors, html = changed(editor_client, maker(), "wikidata", "q12")
    assert [*errors] == ["wikidata"]
    assert "as in 'Q739'" in errors["wikidata"][0]
    assert 'value="q12"' in html


@pytest.mark.parametrize("line", ["Colombia", "event/nowhere"])
@pytest.mark.parametrize("maker", [make.make_partner, make.make_programme])
def test_a_form_refuses_a_basis_of_nothing(maker, line, editor_client):
    errors, html = changed(editor_client, maker(status="draft"), "basis", line)
    assert [*errors] == ["basis"]
    words = "no address of a fact" if line == "Colombia" else "Nothing on record"
    assert words in errors["basis"][0]
    assert f"{line}</textarea>" in html


def test_a_country_is_made_no_ally_while_it_is_an_active_partner(editor_client):
    partner = make.make_affiliation(since="1995").partner
    field, day = "ally_since", "2004-03-29"
    errors, html = changed(editor_client, partner.country, field, day)
    assert [*errors] == [field]
    assert "end its affiliation with the accession" in errors[field][0]
    assert f'value="{day}"' in html
    form = records.form(partner.country)
    form["rows"][0]["fields"][field] = day
    with pytest.raises(records.FormError, match=f"{field}: The country is a partner"):
        records.apply(form)


def test_an_ally_is_made_no_active_partner(editor_client):
    country = make.make_country(ally_since="2004-03-29")
    partner = make.make_partner(country=country, status="draft")
    ended = make.make_affiliation(partner=partner, since="1995", until="2004")
    for field, value, others in (
        ("status", "active", {"until": ""}),
        ("until", "2006", {}),
    ):
        errors, html = changed(editor_client, ended, field, value, **others)
        assert [*errors] == [field]
        assert "The country is an Ally by then" in errors[field][0]
        assert value in html
    ended.refresh_from_db()
    assert str(ended.until) == "2004"


def rows_refused(client: Any, partner: Partner, *spans: dict[str, Any]) -> Any:
    """Send rows of affiliations with the form of their partner; gives their errors."""
    url = page(Partner, "change", partner.pk)
    data = as_shown(client, url)
    for each in spans:
        data = with_row(data, "affiliations", **each)
    response = client.post(url, data)
    assert response.status_code == 200, "It was accepted."
    for each in spans:
        assert f'value="{each["since"]}"' in response.content.decode()
    return response.context["inline_admin_formsets"][0].formset.errors


def test_spans_that_overlap_are_refused_on_the_field(editor_client):
    stored = make.make_affiliation(since="1995", until="2005")
    partner = stored.partner
    Partner.objects.update(status="draft")
    new = {"framework": stored.framework_id, "status": "ended", "until": ""}
    errors = rows_refused(editor_client, partner, {**new, "since": "2000"})
    assert "overlap" in errors[1]["since"][0]
    both = ({**new, "since": "2006", "until": "2010"}, {**new, "since": "2008"})
    errors = rows_refused(editor_client, partner, *both)
    assert "overlap" in errors[2]["since"][0]
    assert Affiliation.objects.count() == 1


def test_what_ended_nobody_knows_when_blocks_no_later_span(directory, editor_client):
    """By a file, by a form, and beside it another framework."""
    write(directory / "04-frameworks.json", [FRAMEWORK])
    spans = span("a", "ended", "1995"), span("b", "active", "2000")
    for name, rows in with_spans(*spans).items():
        write(directory / name, rows)
    load(directory)
    partner = Partner.objects.get()
    partner.affiliations.get(ref="b").delete()
    url = page(Partner, "change", partner.pk)
    data = with_row(
        as_shown(editor_client, url),
        "affiliations",
        framework=Framework.objects.get().pk,
        status="active",
        since="2000",
        until="",
    )
    response = editor_client.post(url, data)
    assert response.status_code == 302
    found = partner.affiliations.values_list("status", "since")
    assert [(status, str(since)) for status, since in found] == [
        ("ended", "1995"),
        ("active", "2000"),
    ]
