"""One hub of each kind, and as many records around it as a test asks for."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.urls import reverse

from partnerships.models import (
    Activity,
    Agreement,
    Event,
    Framework,
    Guide,
    Partner,
    Person,
    Programme,
    Record,
    Source,
    Topic,
    TrainingCentre,
    citable_fields,
)
from tests import factories as make

# Every list, with its filters. The others have none.
FILTERS = {
    "partner-list": ("framework", "status", "region", "topic", "programme"),
    "agreement-list": ("kind", "partner", "topic", "state", "year"),
    "programme-list": ("kind", "topic", "partner"),
    "activity-list": ("programme", "kind", "partner", "topic"),
    "centre-list": ("network", "country", "topic"),
    "event-list": ("kind", "partner", "year", "programme"),
    "source-list": ("kind", "publisher", "language"),
}
PLAIN_LISTS = (
    "home",
    "ally-list",
    "framework-list",
    "topic-list",
    "guide-list",
    "glossary",
    "disagreement-list",
    "method",
)
LISTS = (*PLAIN_LISTS, *FILTERS)


def address(name: str, *args: str) -> str:
    """The address of a page, by its name."""
    return reverse(f"partnerships:{name}", args=args)


def linked_fields(kind: type[Record]) -> list[str]:
    """The fields in which a record links to others, of those that may be cited."""
    fields = (*kind._meta.concrete_fields, *kind._meta.many_to_many)
    linked = {field.name for field in fields if field.is_relation}
    return [name for name in citable_fields(kind) if name in linked]


@dataclass(frozen=True)
class Everything:
    """The record of each kind that all others are related to."""

    partner: Partner
    framework: Framework
    agreement: Agreement
    topic: Topic
    programme: Programme
    activity: Activity
    centre: TrainingCentre
    event: Event
    person: Person
    source: Source
    guide: Guide

    def records(self) -> dict[str, Any]:
        """The hubs by their kind, as in the names of their pages."""
        return {each.name: getattr(self, each.name) for each in fields(self)}

    def addresses(self) -> dict[str, str]:
        """The address of every list and of the page of every hub, by its name."""
        return {name: address(name) for name in LISTS} | {
            f"{kind}-page": record.get_absolute_url()
            for kind, record in self.records().items()
        }


def make_everything(number: int) -> Everything:
    """Make `number` of everything, each related to the first of all other kinds.

    Every list then has that many rows, and so has every section of the page of a
    hub; every record has a citation, and a source that disagrees with it on a
    date or a text, and on each of its links to others.
    """
    numbers = range(number)
    frameworks = [make.make_framework(launched="1994-01-10") for _ in numbers]
    topics = [make.make_topic() for _ in numbers]
    partners = [make.make_partner(official_name_en="Official") for _ in numbers]
    programmes = [make.make_programme(since="2001", until="2030") for _ in numbers]
    people = [make.make_person() for _ in numbers]
    sources = [make.make_source(url="https://example.org/") for _ in numbers]
    opponents = [make.make_source() for _ in numbers]
    guides = [make.make_guide() for _ in numbers]
    paragraphs = [make.make_paragraph(guide=guides[0]) for _ in numbers]
    terms = [make.make_term() for _ in numbers]

    # Each partner in the first framework, and the first partner in each framework.
    pairs = {(partner, frameworks[0]) for partner in partners}
    pairs |= {(partners[0], framework) for framework in frameworks}
    affiliations = [
        make.make_affiliation(partner=partner, framework=framework, since="1995-05")
        for partner, framework in sorted(pairs, key=lambda pair: pair[0].pk)
    ]
    allies = [make.make_country(ally_since="1999-03-12") for _ in numbers]
    former = [make.make_partner(country=each) for each in allies]
    affiliations += [
        make.make_affiliation(
            partner=partner, framework=frameworks[0], since="1994", until="1999-03-12"
        )
        for partner in former
    ]
    hub = make.make_agreement(partner=partners[0], signed="2013-06-25")
    hub.superseded_by = make.make_agreement(partner=partners[0], signed="2021-12")
    hub.save()
    agreements = [
        hub,
        *(
            make.make_agreement(partner=partners[0], signed="2005", superseded_by=hub)
            for _ in numbers
        ),
    ]
    areas = [
        make.make_area(agreement=agreement, topic=topic)
        for agreement in agreements
        for topic in topics
    ]
    aims = [make.make_aim(agreement=hub) for _ in numbers]
    participations = [
        make.make_participation(partner=partner, programme=programme, since="2009")
        for partner in partners
        for programme in programmes
    ]
    priorities = [
        make.make_priority(programme=programmes[0], topic=topic, edition=edition)
        for topic in topics
        for edition in ("2017", "2021")
    ]
    activities = [
        make.make_activity(
            programme=programmes[0],
            start="2019",
            partners=partners,
            topics=topics,
            country=partners[0].country,
        )
        for _ in numbers
    ]
    centres = [
        make.make_centre(host_country=partners[0].country, joined="2014", topics=topics)
        for _ in numbers
    ]
    events = [
        make.make_event(
            date="2022-05",
            partners=partners,
            people=people,
            agreement=hub,
            programme=programmes[0],
            centre=centres[0],
            country=partners[0].country,
        )
        for _ in numbers
    ]
    appointments = [
        make.make_appointment(
            person=person, since=f"{2000 + year}", country=partners[0].country
        )
        for person in people
        for year in numbers
    ]
    stated: list[Record] = [
        partners[0], frameworks[0], programmes[0], centres[0], events[0], hub
    ]  # fmt: skip
    statements = [
        make.make_statement(subject, as_of="2021")
        for subject in stated
        for _ in numbers
    ]
    supported = [
        *frameworks, *partners, *affiliations, *agreements, *areas, *aims, *programmes,
        *participations, *priorities, *activities, *centres, *events, *appointments,
        *statements, *guides, *paragraphs, *terms, *allies,
    ]  # fmt: skip
    for each in supported:
        make.make_citation(each, source=sources[0])
    disputed: dict[str, Sequence[Record]] = {
        "official_name": partners,
        "since": affiliations,
        "signed": agreements,
        "launched": frameworks,
        "until": programmes,
        "start": activities,
        "joined": centres,
        "date": events,
        "value": statements,
    }
    claims: list[tuple[Record, str, str]] = [
        *((each, name, "1987") for name in disputed for each in disputed[name]),
        *(
            (each, name, "Another")
            for each in supported
            for name in linked_fields(type(each))
        ),
    ]
    for index, (each, name, value) in enumerate(claims):
        # The first opponent disputes all, so that its page is a hub too.
        for opponent in {opponents[0], opponents[index % number]}:
            make.make_citation(each, source=opponent, field=name, value=value)
    for source in sources[1:]:
        make.make_citation(partners[0], source=source, field="summary")
    hubs = Everything(
        partner=partners[0],
        framework=frameworks[0],
        agreement=hub,
        topic=topics[0],
        programme=programmes[0],
        activity=activities[0],
        centre=centres[0],
        event=events[0],
        person=people[0],
        source=sources[0],
        guide=guides[0],
    )
    # The first guide is related to the hub of each kind.
    guides[0].related = "\n".join(
        f"{kind}/{record.slug}" for kind, record in hubs.records().items()
    )
    guides[0].save()
    return hubs
