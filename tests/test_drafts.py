"""A record that is not public is nowhere: no page, list, choice, count or source.

The same pages are read twice: before anything hidden exists, and after there is a
hidden record of every kind beside every public one. Not a byte may differ.
"""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone, translation

from tests import factories as make
from tests.everything import FILTERS, Everything, address, make_everything

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Addresses are made in English, whatever was read before."""
    with translation.override("en"):
        yield


# In every name and sentence of every hidden record, and in no other.
WORD = "zyxwv"
LANGUAGES = ("en", "fr", "es")

HIDDEN: dict[str, Callable[[], dict]] = {
    "a draft": lambda: {"status": "draft"},
    "withdrawn": lambda: {"status": "withdrawn"},
    "published tomorrow": lambda: {
        "status": "published",
        "publish_at": timezone.now() + datetime.timedelta(days=1),
    },
}


def words(*names: str) -> dict[str, str]:
    """The word in three languages, in each of these fields."""
    return {
        f"{name}_{language}": f"{WORD} {name} {language}"
        for name in names
        for language in LANGUAGES
    }


def hide_everything(public: Everything, how: dict) -> dict[str, Any]:
    """Make a hidden record of each kind, and tie it to public ones in every way.

    What hangs on a hidden record is hidden with it, even where it is published
    itself; and a public record that names a hidden one stays silent about it.
    """
    slugs = (f"{WORD}-{number}" for number in range(1, 99))

    def own(**values: object) -> dict:
        return {**how, "slug": next(slugs), **values}

    def published(**values: object) -> dict:
        return {"slug": next(slugs), **values}

    source = make.make_source(**own(title=WORD, publisher=WORD, language="eo"))
    topic = make.make_topic(**own(**words("name", "summary")))
    framework = make.make_framework(
        **own(**words("name", "summary", "acronym", "partner_term"))
    )
    programme = make.make_programme(**own(**words("name", "summary", "acronym")))
    partner = make.make_partner(
        **own(**words("official_name", "summary")),
        country=make.make_country(region="africa"),
    )
    person = make.make_person(**own(name=WORD))
    guide = make.make_guide(**own(**words("title", "question", "answer")))
    agreement = make.make_agreement(
        **own(**words("title", "summary")), partner=public.partner, signed="2020"
    )
    linked = {"partners": [public.partner], "topics": [public.topic]}
    activity = make.make_activity(
        **own(**words("title", "summary")),
        programme=public.programme,
        start="2020",
        **linked,
    )
    centre = make.make_centre(
        **own(**words("name", "summary")),
        acronym=WORD,
        host_country=public.partner.country,
        topics=[public.topic],
    )
    event = make.make_event(
        **own(**words("title", "summary")),
        date="2099",
        partners=[public.partner],
        people=[public.person],
        agreement=public.agreement,
        programme=public.programme,
        centre=public.centre,
    )
    hidden = {
        "source": source, "topic": topic, "framework": framework,
        "programme": programme, "partner": partner, "person": person, "guide": guide,
        "agreement": agreement, "activity": activity, "centre": centre, "event": event,
    }  # fmt: skip

    # Published, but about something hidden.
    through = [
        make.make_agreement(**published(**words("title", "summary")), partner=partner),
        make.make_activity(
            **published(**words("title", "summary")), programme=programme, **linked
        ),
    ]
    hidden |= {"agreement of a hidden partner": through[0]}
    hidden |= {"activity of a hidden programme": through[1]}

    # Parts of hidden records, and ties between hidden and public ones.
    make.make_affiliation(partner=partner, framework=public.framework, since="1999")
    make.make_affiliation(partner=public.partner, framework=framework, since="1999")
    make.make_area(agreement=agreement, topic=public.topic, wording=WORD)
    make.make_area(agreement=public.agreement, topic=topic, wording=WORD)
    make.make_area(agreement=through[0], topic=public.topic, wording=WORD)
    make.make_aim(agreement=agreement, **words("aim"))
    make.make_priority(programme=programme, topic=public.topic, wording=WORD)
    make.make_priority(programme=public.programme, topic=topic, wording=WORD)
    make.make_participation(
        partner=partner, programme=public.programme, **words("summary")
    )
    make.make_participation(
        partner=public.partner, programme=programme, **words("summary")
    )
    make.make_appointment(person=person, **words("office"))
    for subject in (partner, framework, programme, centre, event, agreement):
        make.make_statement(subject, **words("label", "value"))
    public.event.partners.add(partner)
    public.event.people.add(person)
    public.activity.partners.add(partner)
    public.activity.topics.add(topic)
    public.centre.topics.add(topic)

    # A hidden source speaks of public records, a public one of hidden records.
    for record in public.records().values():
        if record.needs_citation:
            make.make_citation(record, source=source, locator_en=WORD)
    make.make_citation(
        public.agreement, source=source, field="signed", value="1901", locator_en=WORD
    )
    for record in hidden.values():
        if record.needs_citation:
            make.make_citation(record, source=public.source, locator_en=WORD)
    make.make_citation(
        agreement, source=public.source, field="signed", value="1901", locator_en=WORD
    )
    return hidden


def addresses(public: Everything) -> list[str]:
    """Every list, every page, the lists under each filter that names a record."""
    chosen = {
        "framework": public.framework.slug,
        "topic": public.topic.slug,
        "programme": public.programme.slug,
        "partner": public.partner.slug,
        "country": public.partner.country.slug,
        "status": "active",
        "in_force": "over",
        "kind": "other",
        "year": "2099",
        "publisher": WORD[:3],
    }
    found = list(public.addresses().values())
    found += [
        f"{address(name)}?{filter_name}={chosen[filter_name]}"
        for name, filter_names in FILTERS.items()
        for filter_name in filter_names
        if filter_name in chosen
    ]
    return [
        url.replace("/en/", f"/{language}/", 1)
        for url in found
        for language in LANGUAGES
    ] + [
        "/sitemap.xml",
        *(f"/sitemap-{kind}.xml" for kind in ("lists", *public.records())),
    ]


@pytest.mark.once
@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_hidden_changes_no_public_byte(client: Client, state: str) -> None:
    """No list, page, filter, count, number of a source or site map tells of it."""
    public = make_everything(1)
    urls = addresses(public)
    before = {url: client.get(url).content for url in urls}
    hide_everything(public, HIDDEN[state]())
    for url in urls:
        after = client.get(url).content
        assert WORD not in after.decode().lower(), url
        assert after == before[url], url


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_hidden_has_no_page(client: Client, state: str) -> None:
    """Its own address answers 404, without a word of it, in every language.

    Where it is withdrawn itself, its address says that, and its name (test_withdrawn).
    """
    hidden = hide_everything(make_everything(1), HIDDEN[state]())
    for kind, record in hidden.items():
        if record.status == "withdrawn":
            continue
        for language in LANGUAGES:
            url = record.get_absolute_url().replace("/en/", f"/{language}/", 1)
            response = client.get(url)
            assert response.status_code == 404, (kind, url)
            html = response.content.decode().replace(record.slug, "").lower()
            assert WORD not in html, kind


@pytest.mark.parametrize("state", HIDDEN)
def test_what_is_hidden_is_no_choice(client: Client, state: str) -> None:
    """To filter by its slug is the same mistake as by a slug that never was."""
    public = make_everything(1)
    hidden = hide_everything(public, HIDDEN[state]())
    for name, filter_names in FILTERS.items():
        for filter_name in {"framework", "topic", "programme", "partner"} & {
            *filter_names
        }:
            answers = []
            for slug in (hidden[filter_name].slug, "no-such-thing"):
                html = client.get(address(name), {filter_name: slug}).content.decode()
                answers.append(html.replace(slug, ""))
            assert answers[0] == answers[1], (name, filter_name)


@pytest.mark.parametrize("state", HIDDEN)
def test_a_hidden_record_has_no_former_address(client: Client, state: str) -> None:
    """An address that it had before leads nowhere, not to where it is."""
    centre = make.make_centre(**HIDDEN[state](), slug=WORD)
    make.make_address(centre, "old-name")
    status = client.get(address("centre-page", "old-name")).status_code
    assert status == (410 if state == "withdrawn" else 404)
    centre.status, centre.publish_at = "published", None
    centre.save()
    response = client.get(address("centre-page", "old-name"))
    assert response.status_code == 301
    assert response.headers["Location"] == address("centre-page", WORD)


def test_a_record_is_there_once_its_time_has_come(client: Client) -> None:
    """The same record, an hour before and an hour after."""
    now = timezone.now()
    guide = make.make_guide(publish_at=now + datetime.timedelta(hours=1))
    assert client.get(guide.get_absolute_url()).status_code == 404
    guide.publish_at = now - datetime.timedelta(hours=1)
    guide.save()
    assert client.get(guide.get_absolute_url()).status_code == 200


def test_a_successor_that_is_a_draft_is_not_named(client: Client) -> None:
    """An agreement that a draft supersedes names neither the draft nor its date."""
    draft = make.make_agreement(
        status="draft", slug=WORD, signed="1999-07-13", **words("title", "summary")
    )
    public = make.make_agreement(
        partner=draft.partner, signed="1993", superseded_by=draft
    )
    for url in (
        public.get_absolute_url(),
        public.partner.get_absolute_url(),
        address("agreement-list"),
        address("home"),
    ):
        html = client.get(url).content.decode()
        assert WORD not in html.lower(), url
        assert "13 July 1999" not in html, url
        assert "status--superseded" not in html, url
    over = client.get(address("agreement-list"), {"state": "superseded"})
    assert public.get_absolute_url() not in over.content.decode()


@pytest.mark.parametrize("state", HIDDEN)
@pytest.mark.parametrize("link", ["agreement", "programme", "centre", "people"])
def test_a_disputed_link_does_not_name_what_is_hidden(
    client: Client, state: str, link: str
) -> None:
    """A citation may dispute a link to a record that the public can't see."""
    partner = make.make_partner()
    hidden = {
        "agreement": lambda: make.make_agreement(
            title_en=WORD, slug=WORD, partner=partner, **HIDDEN[state]()
        ),
        "programme": lambda: make.make_programme(
            name_en=WORD, slug=WORD, **HIDDEN[state]()
        ),
        "centre": lambda: make.make_centre(name_en=WORD, slug=WORD, **HIDDEN[state]()),
        "people": lambda: make.make_person(name=WORD, slug=WORD, **HIDDEN[state]()),
    }[link]()
    event = make.make_event()
    event.partners.add(partner)
    if link == "people":
        event.people.add(hidden.pk)
    else:
        setattr(event, link, hidden)
        event.save()
    source = make.make_source()
    make.make_citation(event, source=source)
    make.make_citation(event, source=source, field=link, value="Another one")

    for page in (partner, event, source):
        response = client.get(page.get_absolute_url())
        assert response.status_code == 200
        assert WORD not in response.content.decode(), page
    disputed = client.get("/en/disagreements/").content.decode()
    assert "Another one" in disputed
    assert WORD not in disputed
