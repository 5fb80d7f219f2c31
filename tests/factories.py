"""Valid, minimal records for tests.

Each call gives a new record that differs from all others by a counter. Records
with a page are published, so that a test of what visitors see need not say so;
`status="draft"` makes a draft. Every field can be given by its name.
"""

from itertools import count
from typing import Any

from partnerships.dates import PartialDate
from partnerships.models import (
    Activity,
    Address,
    Affiliation,
    Agreement,
    AgreementAim,
    AgreementArea,
    Appointment,
    Attached,
    Citation,
    Country,
    Event,
    Framework,
    GlossaryTerm,
    Guide,
    GuideParagraph,
    Participation,
    Partner,
    Person,
    Priority,
    Programme,
    Record,
    Source,
    Statement,
    Topic,
    TrainingCentre,
)

_numbers = count(1)


def _letters(number: int, length: int) -> str:
    """Write a number in capital letters, as a code of that length."""
    letters = ""
    for _ in range(length):
        number, rest = divmod(number, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _with_dates(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """Let a test write its dates as text: '2013', '2013-05', '2013-05-22'."""
    for name in names:
        if isinstance(values.get(name), str):
            text = values[name]
            values[name] = PartialDate.fromisoformat(text) if text else None
    return values


def make_country(**values: Any) -> Country:
    """Make a country that is no Ally. More than 676 in one test are too many."""
    number = next(_numbers)
    defaults = {
        "slug": f"country-{number}",
        "name_en": f"Country {number}",
        "iso_alpha2": _letters(number, 2),
        "iso_alpha3": _letters(number, 3),
        "region": "europe",
    }
    return Country.objects.create(**defaults | _with_dates(values, "ally_since"))


def make_framework(**values: Any) -> Framework:
    """Make a framework without partners."""
    number = next(_numbers)
    defaults = {
        "slug": f"framework-{number}",
        "name_en": f"Framework {number}",
        "name_fr": f"Framework {number} (fr)",
        "name_es": f"Framework {number} (es)",
        "summary_en": "A framework.",
        "status": "published",
    }
    return Framework.objects.create(**defaults | _with_dates(values, "launched"))


def make_partner(**values: Any) -> Partner:
    """Make a partner with a country of its own, in no framework yet."""
    number = next(_numbers)
    defaults = {
        "slug": f"partner-{number}",
        "summary_en": "A partner.",
        "status": "published",
    }
    if "country" not in values:
        values["country"] = make_country()
    return Partner.objects.create(**defaults | values)


def make_affiliation(**values: Any) -> Affiliation:
    """Make an active affiliation; with status 'in-dialogue' it has no framework."""
    if "partner" not in values:
        values["partner"] = make_partner()
    if "framework" not in values and values.get("status") != "in-dialogue":
        values["framework"] = make_framework()
    return Affiliation.objects.create(**_with_dates(values, "since", "until"))


def make_topic(**values: Any) -> Topic:
    """Make a topic."""
    number = next(_numbers)
    defaults = {
        "slug": f"topic-{number}",
        "name_en": f"Topic {number}",
        "name_fr": f"Topic {number} (fr)",
        "name_es": f"Topic {number} (es)",
        "summary_en": "A topic.",
        "status": "published",
    }
    return Topic.objects.create(**defaults | values)


def make_agreement(**values: Any) -> Agreement:
    """Make a programme of cooperation without any date."""
    number = next(_numbers)
    defaults = {
        "slug": f"agreement-{number}",
        "title_en": f"Agreement {number}",
        "kind": "itpp",
        "nature": "programme",
        "summary_en": "An agreement.",
        "status": "published",
    }
    if "partner" not in values:
        values["partner"] = make_partner()
    dates = ("signed", "in_force", "runs_until", "confirmed", "ended")
    values = _with_dates(values, *dates)
    return Agreement.objects.create(**defaults | values)


def make_area(**values: Any) -> AgreementArea:
    """Make an area of an agreement."""
    if "agreement" not in values:
        values["agreement"] = make_agreement()
    if "topic" not in values:
        values["topic"] = make_topic()
    return AgreementArea.objects.create(
        **{"wording": f"Area {next(_numbers)}"} | values
    )


def make_aim(**values: Any) -> AgreementAim:
    """Make an aim of an agreement."""
    if "agreement" not in values:
        values["agreement"] = make_agreement()
    return AgreementAim.objects.create(**{"aim_en": f"Aim {next(_numbers)}"} | values)


def make_programme(**values: Any) -> Programme:
    """Make a programme without any date."""
    number = next(_numbers)
    defaults = {
        "slug": f"programme-{number}",
        "name_en": f"Programme {number}",
        "name_fr": f"Programme {number} (fr)",
        "name_es": f"Programme {number} (es)",
        "kind": "programme",
        "summary_en": "A programme.",
        "status": "published",
    }
    return Programme.objects.create(**defaults | _with_dates(values, "since", "until"))


def make_priority(**values: Any) -> Priority:
    """Make a priority of a programme's list of 2021."""
    if "programme" not in values:
        values["programme"] = make_programme()
    if "topic" not in values:
        values["topic"] = make_topic()
    values = {"edition": "2021", "wording": f"Priority {next(_numbers)}"} | values
    return Priority.objects.create(**_with_dates(values, "edition"))


def make_participation(**values: Any) -> Participation:
    """Make a partner a participant of a programme, from an unknown date."""
    if "partner" not in values:
        values["partner"] = make_partner()
    if "programme" not in values:
        values["programme"] = make_programme()
    values = {"role": "participant"} | _with_dates(values, "since", "until")
    return Participation.objects.create(**values)


def _make_with_links(
    model: type[Activity] | type[Event] | type[TrainingCentre],
    values: dict[str, Any],
    *names: str,
) -> Any:
    """Make a record and then its links to several others."""
    links = {name: values.pop(name) for name in names if name in values}
    record = model._default_manager.create(**values)
    for name, linked in links.items():
        getattr(record, name).set(linked)
    return record


def make_activity(**values: Any) -> Activity:
    """Make an activity; `partners` and `topics` are lists."""
    number = next(_numbers)
    defaults = {
        "slug": f"activity-{number}",
        "title_en": f"Activity {number}",
        "kind": "workshop",
        "summary_en": "An activity.",
        "status": "published",
    }
    if "programme" not in values:
        values["programme"] = make_programme()
    values = defaults | _with_dates(values, "start", "end")
    activity: Activity = _make_with_links(Activity, values, "partners", "topics")
    return activity


def make_centre(**values: Any) -> TrainingCentre:
    """Make a training centre without a position; `topics` is a list."""
    number = next(_numbers)
    defaults = {
        "slug": f"centre-{number}",
        "name_en": f"Centre {number}",
        "network": "ptec",
        "summary_en": "A centre.",
        "status": "published",
    }
    if "host_country" not in values:
        values["host_country"] = make_country()
    values = defaults | _with_dates(values, "joined")
    centre: TrainingCentre = _make_with_links(TrainingCentre, values, "topics")
    return centre


def make_event(**values: Any) -> Event:
    """Make an event of May 2022; `partners` and `people` are lists."""
    number = next(_numbers)
    defaults = {
        "slug": f"event-{number}",
        "title_en": f"Event {number}",
        "kind": "visit",
        "date": "2022-05",
        "summary_en": "An event.",
        "status": "published",
    }
    values = _with_dates(defaults | values, "date", "end_date")
    event: Event = _make_with_links(Event, values, "partners", "people")
    return event


def make_person(**values: Any) -> Person:
    """Make a person without an office."""
    number = next(_numbers)
    defaults = {
        "slug": f"person-{number}",
        "name": f"Person {number}",
        "status": "published",
    }
    return Person.objects.create(**defaults | values)


def make_appointment(**values: Any) -> Appointment:
    """Make an undated appointment."""
    if "person" not in values:
        values["person"] = make_person()
    values = {"office_en": f"Office {next(_numbers)}"} | values
    return Appointment.objects.create(**_with_dates(values, "since", "until"))


def make_source(**values: Any) -> Source:
    """Make an official source in English, without URL or date."""
    number = next(_numbers)
    defaults = {
        "slug": f"source-{number}",
        "title": f"Source {number}",
        "publisher": "Publisher",
        "language": "en",
        "kind": "official",
        "status": "published",
    }
    values = defaults | _with_dates(values, "published", "updated")
    return Source.objects.create(**values)


def _subject(model: type[Attached], record: Record) -> dict[str, Any]:
    """Name the key of `model` that points to a record of this kind."""
    for name, kind in model.subject_models().items():
        if isinstance(record, kind):
            return {name: record}
    raise ValueError(f"A {model._meta.verbose_name} can't be about {record!r}.")


def make_citation(record: Record, **values: Any) -> Citation:
    """Make a citation of a record as a whole, from a source of its own."""
    if "source" not in values:
        values["source"] = make_source()
    return Citation.objects.create(**_subject(Citation, record), **values)


def make_address(record: Record, slug: str = "") -> Address:
    """Make an address that a record had before."""
    slug = slug or f"former-{next(_numbers)}"
    return Address.objects.create(**_subject(Address, record), slug=slug)


def make_statement(subject: Record, **values: Any) -> Statement:
    """Make an undated statement about a record."""
    number = next(_numbers)
    values = {"label_en": f"Label {number}", "value_en": f"Value {number}"} | values
    values = _with_dates(values, "as_of")
    return Statement.objects.create(**_subject(Statement, subject), **values)


def make_guide(**values: Any) -> Guide:
    """Make a guide."""
    number = next(_numbers)
    defaults = {
        "slug": f"guide-{number}",
        "title_en": f"Guide {number}",
        "question_en": f"Question {number}?",
        "answer_en": "An answer.",
        "status": "published",
    }
    return Guide.objects.create(**defaults | values)


def make_paragraph(**values: Any) -> GuideParagraph:
    """Make the next paragraph of a guide."""
    if "guide" not in values:
        values["guide"] = make_guide()
    number = next(_numbers)
    defaults = {
        "position": values["guide"].paragraphs.count() + 1,
        "body_en": f"Paragraph {number}.",
    }
    return GuideParagraph.objects.create(**defaults | values)


def make_term(**values: Any) -> GlossaryTerm:
    """Make a glossary term."""
    number = next(_numbers)
    defaults = {
        "term": f"TERM{number}",
        "expansion_en": f"Expansion {number}",
        "meaning_en": "A meaning.",
    }
    return GlossaryTerm.objects.create(**defaults | values)
