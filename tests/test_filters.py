"""Lists find what people ask for, say how much, and explain what can't be read."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from tests import factories as make
from tests.everything import FILTERS, address, make_everything
from tests.html import Page, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Addresses are made in English, whatever was read before."""
    with translation.override("en"):
        yield


def read(client: Client, name: str, **query: str) -> Page:
    """A list under filters."""
    response = client.get(address(name), query)
    assert response.status_code == 200
    return Page(response.content.decode())


def rows(page: Page) -> set[str]:
    """The addresses that the rows of a list lead to by their titles."""
    titles = [*page.all("h3", "record__title"), *page.all("th")]
    return {
        str(link.get("href"))
        for title in titles
        for link in page.all("a", inside=title)
    }


def found(page: Page) -> int:
    """How many were found, as the list says."""
    heading = text_of(page.with_words("", "h2", "results__title"))
    number = re.match(r"\d+", heading)
    assert number, heading
    return int(number[0])


def errors(page: Page) -> list[str]:
    """What the list says of values that it could not read."""
    return [
        text_of(item)
        for summary in page.all("ul", "error-summary__list")
        for item in page.all("li", inside=summary)
    ]


Case = Callable[[], tuple[Any, Any, dict[str, str]]]
CASES: dict[str, Case] = {}


def case(list_name: str) -> Callable[[Case], Case]:
    """Register records for a filter: one to find, one to leave out, the query."""

    def register(function: Case) -> Case:
        CASES[f"{list_name} {function.__name__}"] = function
        return function

    return register


@case("partner-list")
def framework() -> tuple:
    """Partners by framework."""
    wanted = make.make_framework()
    inside = make.make_affiliation(framework=wanted, since="2017")
    return inside.partner, make.make_affiliation().partner, {"framework": wanted.slug}


@case("partner-list")
def status() -> tuple:
    """Partners by where they stand."""
    suspended = make.make_affiliation(status="suspended", since="2021-11")
    return suspended.partner, make.make_affiliation().partner, {"status": "suspended"}


@case("partner-list")
def a_partner() -> tuple:
    """Those that are partners, suspended or not, and not those that only were."""
    suspended = make.make_affiliation(status="suspended", since="2021-11")
    former = make.make_affiliation(since="1995", until="1996")
    return suspended.partner, former.partner, {"status": "partner"}


@case("partner-list")
def status_in_a_framework() -> tuple:
    """With a framework, the standing in that one counts."""
    framework = make.make_framework()
    left = make.make_affiliation(framework=framework, since="1995", until="1996")
    make.make_affiliation(partner=left.partner, since="1995")
    other = make.make_affiliation(framework=framework, since="1995")
    query = {"framework": framework.slug, "status": "ended"}
    return left.partner, other.partner, query


@case("partner-list")
def region() -> tuple:
    """Partners by region."""
    near = make.make_partner(country=make.make_country(region="latin-america"))
    return near, make.make_partner(), {"region": "latin-america"}


@case("partner-list")
def topic_of_an_agreement() -> tuple:
    """Partners by the topic of an agreement."""
    area, other = make.make_area(), make.make_area()
    return area.agreement.partner, other.agreement.partner, {"topic": area.topic.slug}


@case("partner-list")
def topic_of_an_activity() -> tuple:
    """Partners by the topic of an activity."""
    topic, partner, other = make.make_topic(), make.make_partner(), make.make_partner()
    make.make_activity(topics=[topic], partners=[partner])
    make.make_activity(partners=[other])
    return partner, other, {"topic": topic.slug}


@case("partner-list")
def programme_of_a_partner() -> tuple:
    """Partners by programme."""
    one, other = make.make_participation(), make.make_participation()
    return one.partner, other.partner, {"programme": one.programme.slug}


@case("agreement-list")
def kind_of_agreement() -> tuple:
    """Agreements by kind."""
    return make.make_agreement(kind="sofa"), make.make_agreement(), {"kind": "sofa"}


@case("agreement-list")
def partner_of_an_agreement() -> tuple:
    """Agreements by partner."""
    one = make.make_agreement()
    return one, make.make_agreement(), {"partner": one.partner.slug}


@case("agreement-list")
def topic_of_several_areas() -> tuple:
    """Agreements by topic; two areas on it do not make it two."""
    area = make.make_area()
    make.make_area(agreement=area.agreement, topic=area.topic)
    return area.agreement, make.make_area().agreement, {"topic": area.topic.slug}


@case("agreement-list")
def in_force() -> tuple:
    """Agreements in force."""
    ended = make.make_agreement(nature="binding", signed="2005", ended="2010")
    wanted = make.make_agreement(nature="binding", signed="2013")
    return wanted, ended, {"state": "in-force"}


@case("agreement-list")
def superseded() -> tuple:
    """Agreements in whose place a later one stands."""
    new = make.make_agreement(signed="2021")
    old = make.make_agreement(partner=new.partner, signed="2013", superseded_by=new)
    return old, new, {"state": "superseded"}


@case("agreement-list")
def adopted() -> tuple:
    """Political texts are found by themselves, and not among those in force."""
    adopted = make.make_agreement(nature="political", signed="2013")
    return adopted, make.make_agreement(signed="2013"), {"state": "adopted"}


@case("agreement-list")
def undated() -> tuple:
    """Agreements of which no source gives a date."""
    dated = make.make_agreement(signed="2021")
    return make.make_agreement(), dated, {"state": "undated"}


@case("agreement-list")
def year_signed() -> tuple:
    """Agreements by the year of signature; a day of it counts."""
    one = make.make_agreement(signed="2013-06-25")
    return one, make.make_agreement(signed="2014-06-25"), {"year": "2013"}


@case("agreement-list")
def month_signed() -> tuple:
    """A month finds its days, and not a year that may be another month."""
    one = make.make_agreement(signed="2013-06-25")
    return one, make.make_agreement(signed="2013"), {"year": "June 2013"}


@case("programme-list")
def kind_of_programme() -> tuple:
    """Programmes by kind."""
    operation = make.make_programme(kind="operation")
    return operation, make.make_programme(), {"kind": "operation"}


@case("programme-list")
def topic_of_a_priority() -> tuple:
    """Programmes by the topic of a priority."""
    one, other = make.make_priority(), make.make_priority()
    return one.programme, other.programme, {"topic": one.topic.slug}


@case("programme-list")
def partner_of_a_programme() -> tuple:
    """Programmes by partner."""
    one, other = make.make_participation(), make.make_participation()
    return one.programme, other.programme, {"partner": one.partner.slug}


@case("activity-list")
def programme_of_an_activity() -> tuple:
    """Activities by programme."""
    one = make.make_activity()
    return one, make.make_activity(), {"programme": one.programme.slug}


@case("activity-list")
def kind_of_activity() -> tuple:
    """Activities by kind."""
    return make.make_activity(kind="course"), make.make_activity(), {"kind": "course"}


@case("activity-list")
def partner_of_an_activity() -> tuple:
    """Activities by partner."""
    partner = make.make_partner()
    one = make.make_activity(partners=[partner, make.make_partner()])
    return one, make.make_activity(), {"partner": partner.slug}


@case("activity-list")
def topic_among_others() -> tuple:
    """Activities by topic."""
    topic = make.make_topic()
    one = make.make_activity(topics=[topic, make.make_topic()])
    return one, make.make_activity(), {"topic": topic.slug}


@case("centre-list")
def network() -> tuple:
    """Centres by network."""
    one = make.make_centre(network="centre-of-excellence")
    return one, make.make_centre(), {"network": "centre-of-excellence"}


@case("centre-list")
def host_country() -> tuple:
    """Centres by host country."""
    one = make.make_centre()
    return one, make.make_centre(), {"country": one.host_country.slug}


@case("centre-list")
def topic_of_a_centre() -> tuple:
    """Centres by topic."""
    topic = make.make_topic()
    return (
        make.make_centre(topics=[topic]), make.make_centre(), {"topic": topic.slug}
    )  # fmt: skip


@case("event-list")
def kind_of_event() -> tuple:
    """Events by kind."""
    return make.make_event(kind="summit"), make.make_event(), {"kind": "summit"}


@case("event-list")
def partner_of_an_event() -> tuple:
    """Events by partner."""
    partner = make.make_partner()
    one = make.make_event(partners=[make.make_partner(), partner])
    return one, make.make_event(), {"partner": partner.slug}


@case("event-list")
def year_of_an_event() -> tuple:
    """Events by year, however exact their date is."""
    return make.make_event(date="2017-05-18"), make.make_event(), {"year": "2017"}


@case("event-list")
def programme_of_an_event() -> tuple:
    """Events by programme."""
    programme = make.make_programme()
    one = make.make_event(programme=programme)
    return one, make.make_event(), {"programme": programme.slug}


@case("source-list")
def kind_of_source() -> tuple:
    """Sources by kind."""
    return make.make_source(kind="press"), make.make_source(), {"kind": "press"}


@case("source-list")
def publisher() -> tuple:
    """Sources by a part of the publisher's name, whatever the case."""
    one = make.make_source(publisher="El Tiempo")
    return one, make.make_source(), {"publisher": "tiempo"}


@case("source-list")
def language() -> tuple:
    """Sources by language."""
    return make.make_source(language="es"), make.make_source(), {"language": "es"}


@pytest.mark.parametrize("name", CASES)
def test_a_filter_finds_what_it_asks_for(client: Client, name: str) -> None:
    """One is found, the other is left out, and the list says how many."""
    wanted, unwanted, query = CASES[name]()
    list_name = name.split()[0]
    everything = read(client, list_name)
    assert {wanted.get_absolute_url(), unwanted.get_absolute_url()} <= rows(everything)

    page = read(client, list_name, **query)
    assert errors(page) == []
    assert rows(page) == {wanted.get_absolute_url()}
    assert found(page) == 1


def test_every_filter_has_a_test_of_what_it_finds() -> None:
    """No filter is added without one."""
    tried = {
        (name.split()[0], parameter)
        for name, function in CASES.items()
        for parameter in FILTERS[name.split()[0]]
        if f'"{parameter}":' in inspect.getsource(function)
    }
    assert tried == {
        (name, parameter) for name, names in FILTERS.items() for parameter in names
    }


@pytest.mark.parametrize("name", FILTERS)
def test_a_list_offers_exactly_its_filters(client: Client, name: str) -> None:
    """Each is a labelled control that works without a script."""
    make_everything(1)
    page = read(client, name)
    form = page.with_words("", "form", "filters")
    controls = [*page.all("select", inside=form), *page.all("input", inside=form)]
    assert {each.get("name") for each in controls} == set(FILTERS[name])
    assert form.get("method") == "get"
    labelled = {each.get("for") for each in page.all("label", inside=form)}
    assert {each.get("id") for each in controls} <= labelled
    assert page.all("button", inside=form)


@pytest.mark.parametrize("name", FILTERS)
def test_a_list_without_filters_finds_all(client: Client, name: str) -> None:
    """The number that it says is the number of its rows."""
    make_everything(2)
    page = read(client, name)
    assert found(page) == len(rows(page)) > 0
    assert page.problems == []


# A choice that is none, and a date that is none.
UNREADABLE = {
    (name, parameter): "the thirteenth of never"
    for name, names in FILTERS.items()
    for parameter in names
    if parameter != "publisher"
}


@pytest.mark.parametrize(("name", "parameter"), UNREADABLE)
def test_a_bad_value_is_explained(client: Client, name: str, parameter: str) -> None:
    """The list says which filter could not be read, and finds nothing by guessing."""
    make_everything(1)
    page = read(client, name, **{parameter: UNREADABLE[name, parameter]})
    (error,) = errors(page)
    label = text_of(
        next(each for each in page.all("label") if each.get("for") == f"id_{parameter}")
    )
    assert error.startswith(f"{label}: ")
    assert len(error) > len(label) + 12
    assert rows(page) == set()
    # The control tells assistive technology, too, and the fields stand open.
    control = next(
        each for each in page.main.iter() if each.get("id") == f"id_{parameter}"
    )
    assert control.get("aria-invalid") == "true"
    assert page.with_words("", "details", "filters__fold").get("open") is not None
    assert address(name) in page.links
    assert page.problems == []


@pytest.mark.parametrize("value", ["13/13/2017", "2017-13", "31 February 2017", "0"])
def test_a_bad_date_is_explained(client: Client, value: str) -> None:
    """A date is never guessed."""
    make.make_event(date="2017")
    page = read(client, "event-list", year=value)
    assert len(errors(page)) == 1
    assert rows(page) == set()


@pytest.mark.parametrize(
    ("language", "value"),
    [("en", "May 2017"), ("fr", "mai 2017"), ("es", "mayo de 2017")],
)
def test_a_month_is_read_in_the_language_of_the_page(
    client: Client, language: str, value: str
) -> None:
    """People write dates in their own words."""
    event = make.make_event(date="2017-05-18")
    make.make_event(date="2017-06")
    response = client.get(f"/{language}/events/", {"year": value})
    page = Page(response.content.decode())
    assert errors(page) == []
    assert rows(page) == {f"/{language}/events/{event.slug}/"}


@pytest.mark.parametrize("name", FILTERS)
def test_an_empty_list_says_so(client: Client, name: str) -> None:
    """Nothing published yet, and nothing that fits, are told apart."""
    page = read(client, name)
    assert found(page) == 0
    assert "No record of this kind is published yet." in page.text

    wanted, _unwanted, query = next(
        function() for key, function in CASES.items() if key.startswith(name)
    )
    type(wanted).objects.update(status="withdrawn")
    page = read(client, name, **query)
    assert errors(page) == []
    assert "No published record fits all the filters." in page.text
    assert address(name) in page.links


def test_filters_add_up(client: Client) -> None:
    """Two filters find what both find."""
    partner = make.make_partner()
    both = make.make_event(partners=[partner], kind="summit")
    make.make_event(partners=[partner])
    make.make_event(kind="summit")
    page = read(client, "event-list", partner=partner.slug, kind="summit")
    assert rows(page) == {both.get_absolute_url()}


def test_filters_stay_across_pages(client: Client) -> None:
    """Page 2 of a filtered list is of the same list, and says the same number."""
    partner = make.make_partner()
    wanted = {
        make.make_event(partners=[partner], date=f"{1960 + number}").get_absolute_url()
        for number in range(60)
    }
    make.make_event(date="1900")
    page = read(client, "event-list", partner=partner.slug)
    assert found(page) == 60
    onward = [link for link in page.links if "page=2" in link]
    assert onward
    response = client.get(address("event-list") + onward[0].replace("&amp;", "&"))
    second = Page(response.content.decode())
    assert found(second) == 60
    assert len(rows(page)) == 50
    assert rows(page) | rows(second) == wanted
    chosen = [
        each.get("value")
        for each in second.all("option")
        if each.get("selected") is not None
    ]
    assert partner.slug in chosen


def test_choices_are_sorted_as_a_reader_expects(client: Client) -> None:
    """By the name in the language of the page, accents or none."""
    for name in ("Zèbre", "École", "Étude", "Facile"):
        make.make_topic(name_en=name[::-1], name_fr=name)
    page = Page(client.get("/fr/agreements/").content.decode())
    names = [text_of(each) for each in page.all("option")]
    positions = [names.index(name) for name in ("École", "Étude", "Facile", "Zèbre")]
    assert positions == sorted(positions)


def test_lists_sort_partial_dates(client: Client) -> None:
    """The newest first: a year stands with its days, what has no date comes last."""
    partner = make.make_partner()
    dates = ["", "2013", "2013-06-25", "2017-05", "1999-12-31"]
    slugs = {
        date: make.make_agreement(partner=partner, signed=date).get_absolute_url()
        for date in dates
    }
    page = read(client, "agreement-list")
    order = [link for link in page.links if link in slugs.values()]
    assert order[0] == slugs["2017-05"]
    assert order[-2:] == [slugs["1999-12-31"], slugs[""]]


def options(page: Page, name: str) -> list[str]:
    """The values that a filter offers."""
    (select,) = (each for each in page.all("select") if each.get("name") == name)
    return [str(each.get("value")) for each in page.all("option", inside=select)]


def test_a_state_that_nothing_has_is_not_offered(client: Client) -> None:
    """A filter that would find nothing is no choice."""
    make.make_agreement(nature="binding", signed="2013")
    make.make_affiliation(status="suspended", since="2021-11")
    assert options(read(client, "agreement-list"), "state") == ["", "in-force"]
    expected = ["", "partner", "suspended"]
    assert options(read(client, "partner-list"), "status") == expected


def test_a_state_that_nothing_has_is_still_read(client: Client) -> None:
    """An address that was good when something had it finds nothing, without error."""
    make.make_agreement(nature="binding", signed="2013")
    page = read(client, "agreement-list", state="suspended")
    assert errors(page) == []
    assert found(page) == 0
    assert options(page, "state") == ["", "in-force", "suspended"]


@pytest.mark.parametrize(
    ("name", "query"),
    [("agreement-list", {"state": "in_force"}), ("partner-list", {"status": "member"})],
)
def test_an_unknown_state_is_explained(
    client: Client, name: str, query: dict[str, str]
) -> None:
    """Nothing is guessed, and nothing is found."""
    page = read(client, name, **query)
    assert len(errors(page)) == 1
