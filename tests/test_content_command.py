"""`content load` and `content export`: all or nothing, and in words an editor knows."""

import json
from copy import deepcopy
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from partnerships import fixtures
from partnerships.models import Agreement, Framework, Partner, Source
from tests import factories as make

pytestmark = pytest.mark.django_db

Row = dict[str, Any]


def row(model_name: str, /, **fields: Any) -> Row:
    return {"model": f"partnerships.{model_name}", "fields": fields}


SOURCE = row(
    "source",
    slug="a-source",
    status="published",
    title="A source",
    publisher="NATO",
    published="2021-12",
    url="https://example.org/a",
    language="en",
    kind="official",
)
COUNTRY = row(
    "country",
    slug="colombia",
    name_en="Colombia",
    iso_alpha2="CO",
    iso_alpha3="COL",
    region="latin-america",
)
TOPIC = row("topic", slug="cyber", name_en="Cyber defence", summary_en="It is.")
PROGRAMME = row(
    "programme",
    slug="science",
    status="published",
    name_en="Science",
    kind="programme",
    summary_en="It is.",
)
PROGRAMME_CITED = row("citation", programme=["science"], source=["a-source"])
PARTNER = row(
    "partner",
    slug="colombia",
    status="published",
    country=["colombia"],
    summary_en="It is a partner.",
)
PARTICIPATION = row(
    "participation",
    partner=["colombia"],
    ref="science",
    programme=["science"],
    role="participant",
    since="2013",
    until="2019",
)
PARTNER_CITED = row("citation", partner=["colombia"], source=["a-source"])
AGREEMENT = row(
    "agreement",
    slug="colombia-itpp-2021",
    status="published",
    partner=["colombia"],
    kind="itpp",
    nature="programme",
    title_en="ITPP",
    signed="2021-12-06",
    in_force="2021-12",
    summary_en="It is one.",
)
AGREEMENT_CITED = row("citation", agreement=["colombia-itpp-2021"], source=["a-source"])
EVENT = row(
    "event",
    slug="an-event",
    status="published",
    title_en="An event",
    kind="visit",
    date="2021-12-06",
    summary_en="It was.",
    partners=[["colombia"]],
)
EVENT_CITED = row("citation", event=["an-event"], source=["a-source"])

CONTENT: dict[str, list[Row]] = {
    "01-sources.json": [SOURCE],
    "02-countries.json": [COUNTRY],
    "03-topics.json": [TOPIC],
    "06-programmes.json": [PROGRAMME, PROGRAMME_CITED],
    "08-partners.json": [PARTNER, PARTICIPATION, PARTNER_CITED],
    "09-agreements.json": [AGREEMENT, AGREEMENT_CITED],
    "11-events.json": [EVENT, EVENT_CITED],
}


@pytest.fixture
def directory(tmp_path) -> Path:
    """A small directory of fixtures in which nothing is wrong."""
    for name, rows in CONTENT.items():
        write(tmp_path / name, rows)
    return tmp_path


def write(path: Path, rows: Any) -> None:
    path.write_text(json.dumps(rows), encoding="utf-8")


def load(directory: Path) -> str:
    said = StringIO()
    call_command("content", "load", str(directory), stdout=said)
    return said.getvalue()


def export(directory: Path) -> str:
    said = StringIO()
    call_command("content", "export", str(directory), stdout=said)
    return said.getvalue()


def refused(directory: Path) -> str:
    """Load what is wrong; gives the words of the refusal, when nothing was loaded."""
    with pytest.raises(CommandError) as refusal:
        load(directory)
    tables = apps.get_app_config("partnerships").get_models(include_auto_created=True)
    assert [table for table in tables if table._base_manager.exists()] == []
    words = str(refusal.value)
    assert words.startswith("Nothing was loaded. ")
    return words.removeprefix("Nothing was loaded. ")


def changed(name: str, position: int, **fields: Any) -> list[Row]:
    """The rows of a file with other fields in one of them; None takes one away."""
    rows = deepcopy(CONTENT[name])
    for field, value in fields.items():
        if value is None:
            del rows[position - 1]["fields"][field]
        else:
            rows[position - 1]["fields"][field] = value
    return rows


def test_the_small_directory_loads(directory):
    """So that each refusal below is that of the one thing that is wrong."""
    said = load(directory)
    assert "12 rows loaded" in said
    assert "     1 agreements" in said
    assert "     4 citations" in said
    assert Agreement.objects.get().partner.country.slug == "colombia"


# What is wrong with one row: file, position and fields; then what is said besides
# the file and the row.
BROKEN: dict[str, tuple[tuple[str, int, dict[str, Any]], list[str]]] = {
    "an unknown field": (
        ("09-agreements.json", 1, {"colour": "red"}),
        ["colombia-itpp-2021", "colour"],
    ),
    "a partial date that is none": (
        ("09-agreements.json", 1, {"signed": "2013-5"}),
        ["colombia-itpp-2021", "signed", "“2013-5” is not a year, a month or a day"],
    ),
    "a day that the calendar does not have": (
        ("11-events.json", 1, {"date": "2021-02-30"}),
        ["an-event", "date", "“2021-02-30” is not"],
    ),
    "a source that is in no file": (
        ("09-agreements.json", 2, {"source": ["not-a-source"]}),
        ["citation", "source", "not-a-source"],
    ),
    "a partner of an event that is in no file": (
        ("11-events.json", 1, {"partners": [["colombia"], ["atlantis"]]}),
        ["an-event", "partners", "atlantis"],
    ),
    "an agreement that is in no file": (
        ("09-agreements.json", 1, {"superseded_by": ["colombia-itpp-2031"]}),
        ["colombia-itpp-2021", "superseded_by", "colombia-itpp-2031"],
    ),
    "a kind that is not in the list": (
        ("09-agreements.json", 1, {"kind": "treaty"}),
        ["colombia-itpp-2021", "kind", "treaty"],
    ),
    "a status that is not in the list": (
        ("08-partners.json", 1, {"status": "secret"}),
        ["colombia", "status", "secret"],
    ),
    "an address that is none": (
        ("11-events.json", 1, {"slug": "Not A Slug"}),
        ["Not A Slug", "slug", "hyphens"],
    ),
    "a path in place of an address": (
        ("11-events.json", 1, {"slug": "../not-a-slug"}),
        ["../not-a-slug", "slug", "hyphens"],
    ),
    "a citation of two records": (
        ("09-agreements.json", 2, {"partner": ["colombia"]}),
        ["citation", "A citation supports exactly one record: choose one."],
    ),
    "a citation of no record": (
        ("09-agreements.json", 2, {"agreement": None}),
        ["citation", "A citation supports exactly one record: choose one."],
    ),
    "a value without a field": (
        ("09-agreements.json", 2, {"value": "2020"}),
        ["citation", "Name the field that the value is for."],
    ),
    "a citation of a field that is none": (
        ("09-agreements.json", 2, {"field": "colour", "value": "red"}),
        ["citation", "field", "Agreement has no field 'colour'", "signed"],
    ),
    "an end before its start": (
        ("08-partners.json", 2, {"until": "2012-12"}),
        ["participation", "The end is before the start."],
    ),
    "an entry into force before signature": (
        ("09-agreements.json", 1, {"in_force": "2021-11"}),
        ["colombia-itpp-2021", "It entered into force before signature."],
    ),
    "an address that runs a script": (
        ("01-sources.json", 1, {"url": "javascript:alert(1)"}),
        ["a-source", "url", "valid URL"],
    ),
    "a text that is too long": (
        ("01-sources.json", 1, {"title": "T" * 500}),
        ["a-source", "title", "at most 250 characters"],
    ),
    "a NUL, which only one database would take": (
        ("01-sources.json", 1, {"title": "T\0"}),
        ["a-source", "title", "Null characters are not allowed."],
    ),
    "a text that is required and missing": (
        ("11-events.json", 1, {"summary_en": None}),
        ["an-event", "summary_en", "blank"],
    ),
    "a date that is required and missing": (
        ("11-events.json", 1, {"date": None}),
        ["an-event", "date", "blank"],
    ),
    "a key that is required and missing": (
        ("09-agreements.json", 1, {"partner": None}),
        ["colombia-itpp-2021", "partner"],
    ),
    "a number in place of a natural key": (
        ("09-agreements.json", 1, {"partner": 1}),
        ["colombia-itpp-2021", "partner"],
    ),
    "a natural key that is too short": (
        ("09-agreements.json", 1, {"partner": []}),
        ["colombia-itpp-2021", "partner"],
    ),
    "a natural key that is too long": (
        ("09-agreements.json", 1, {"partner": ["colombia", "itpp"]}),
        ["colombia-itpp-2021", "partner"],
    ),
    "the number of a row": (
        ("09-agreements.json", 1, {"id": 7}),
        ["colombia-itpp-2021", "id"],
    ),
    "half of a character": (
        ("01-sources.json", 1, {"title": "\ud83e"}),
        ["a-source", "title", "not text"],
    ),
    "parts inside their record": (
        ("08-partners.json", 1, {"citations": [["a-source"]]}),
        ["colombia", "citations"],
    ),
    "a list in place of a text": (
        ("01-sources.json", 1, {"title": ["A", "B"]}),
        ["a-source", "title"],
    ),
    "no date, but a number": (
        ("01-sources.json", 1, {"reviewed_on": 20210131}),
        ["a-source", "reviewed_on", "as a text, in quotation marks"],
    ),
    "a moment without a time zone": (
        ("01-sources.json", 1, {"publish_at": "2021-01-31T09:00:00"}),
        ["a-source", "publish_at", "time zone, as in '2025-01-31T09:00:00Z'"],
    ),
    "a moment before all moments": (
        ("01-sources.json", 1, {"publish_at": "0001-01-01T00:00:00+14:00"}),
        ["a-source", "publish_at", "out of range"],
    ),
    "a number that is none": (
        ("01-sources.json", 1, {"title": float("nan")}),
        ["a-source", "title", "this must be a finite number"],
    ),
    "a number without an end": (
        ("01-sources.json", 1, {"title": float("inf")}),
        ["a-source", "title", "this must be a finite number"],
    ),
    "the column of a key": (
        ("08-partners.json", 1, {"country_id": ["colombia"]}),
        ["colombia", "Partner has no field 'country_id'"],
    ),
    "a NUL in a natural key": (
        ("09-agreements.json", 1, {"partner": ["colombia\0"]}),
        ["colombia-itpp-2021", "partner", "natural key"],
    ),
    "half of a character in a natural key": (
        ("09-agreements.json", 1, {"partner": ["colombia\ud83e"]}),
        ["colombia-itpp-2021", "partner", "natural key"],
    ),
    "a part without its lasting name": (
        ("08-partners.json", 2, {"ref": None}),
        ["participation", "ref: give the part its lasting name, as in"],
    ),
    "a lasting name in another form": (
        ("08-partners.json", 2, {"ref": "Building_Integrity"}),
        ["participation", "ref: Use small letters and digits, with single hyphens"],
    ),
    "a lasting name that is too long": (
        ("08-partners.json", 2, {"ref": "r" * 51}),
        ["participation", "ref: ", "at most 50 characters"],
    ),
    "a part of another record": (
        ("08-partners.json", 2, {"partner": ["japan"]}),
        ["participation", "partner: this part stands under another record", "Move it"],
    ),
    "a part of no record": (
        ("08-partners.json", 2, {"partner": None}),
        ["participation", "partner: name the record that this is a part of"],
    ),
    "a citation without a source": (
        ("08-partners.json", 3, {"source": None}),
        ["citation", "source: name the source that is cited"],
    ),
    "a citation of a part without a source": (
        (
            "08-partners.json",
            3,
            {"partner": None, "participation": ["colombia", "science"], "source": None},
        ),
        ["citation", "source: name the source that is cited"],
    ),
    "a citation of a part that is in no file": (
        (
            "08-partners.json",
            3,
            {"partner": None, "participation": ["colombia", "isaf"]},
        ),
        ["citation", "participation: this part stands under another record", "Move it"],
    ),
    "a citation by a name in another form": (
        ("08-partners.json", 3, {"ref": "Summary"}),
        ["citation", "ref: Use small letters and digits"],
    ),
}


@pytest.mark.parametrize("fault", BROKEN)
def test_one_broken_field_stops_the_load_and_is_named(directory, fault):
    """Faults B6 to B9: nothing is loaded, and file, row and field are said."""
    (name, position, fields), said = BROKEN[fault]
    write(directory / name, changed(name, position, **fields))
    words = refused(directory)
    assert words.startswith(f"{name}, row {position} (partnerships.")
    for each in said:
        assert each in words
    assert "Traceback" not in words
    assert "constraint failed" not in words.lower()
    assert "violates" not in words


ROWS = {
    "a string": ("a-source", "not an object with 'model' and 'fields'"),
    "an object without fields": (
        {"model": "partnerships.source"},
        "not an object with 'model' and 'fields'",
    ),
    "fields that are a list": (
        {"model": "partnerships.source", "fields": ["slug"]},
        "not an object with 'model' and 'fields'",
    ),
    "an unknown model": (row("treaty", slug="x"), "treaty"),
    "a model of another part of the site": (
        {"model": "auth.user", "fields": {"username": "mallory", "password": "x"}},
        "auth.user",
    ),
    "a row by its number": (SOURCE | {"pk": 7}, "'model' and 'fields', nothing else"),
    "no model": ({"fields": {"slug": "x"}}, "x"),
    "a list of lists": ([[]], "not an object with 'model' and 'fields'"),
    "no number": (float("nan"), "not an object with 'model' and 'fields'"),
    "a model that is a list": (
        {"model": ["partnerships.source"], "fields": {"slug": "x"}},
        "there is no kind of record of this name",
    ),
}


@pytest.mark.parametrize("fault", ROWS)
def test_a_row_that_is_no_record_stops_the_load_and_is_named(directory, fault):
    """Fault B7: whatever stands in its place."""
    broken, said = ROWS[fault]
    write(directory / "01-sources.json", [SOURCE, broken])
    words = refused(directory)
    assert words.startswith("01-sources.json, row 2 (")
    assert said in words


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"model": "partnerships.sour', "01-sources.json can't be read: "),
        ("", "01-sources.json can't be read: "),
        ("{}", "01-sources.json must hold a list of objects."),
        ('"a-source"', "01-sources.json must hold a list of objects."),
        ("null", "01-sources.json must hold a list of objects."),
        ("\ufeff[]", "can't be read: it begins with a byte order mark. Save it as"),
        (f"[{'1' * 5000}]", "01-sources.json can't be read: "),
    ],
    ids=[
        *("truncated", "empty", "an object", "a string", "null"),
        *("a byte order mark", "a number of 5000 digits"),
    ],
)
def test_a_file_that_is_no_list_of_records_stops_the_load(directory, text, said):
    """Fault B7: stock `loaddata` says nothing at all of truncated JSON."""
    (directory / "01-sources.json").write_text(text, encoding="utf-8")
    assert said in refused(directory)


def test_a_file_in_another_encoding_stops_the_load(directory):
    """An editor's programme may write in Latin-1."""
    (directory / "13-glossary.json").write_bytes('["é"]'.encode("latin-1"))
    assert refused(directory).startswith("13-glossary.json can't be read: ")


def test_a_directory_in_place_of_a_file_stops_the_load(directory):
    """Its name ends as that of a file does."""
    (directory / "14-more.json").mkdir()
    assert refused(directory) == "14-more.json can't be read: Is a directory."


DEEP = {
    "in the file": "{deep}",
    "a row": '{{"model": "partnerships.source", "fields": {{"slug": {deep}}}}}',
    "its model": '{{"model": {deep}, "fields": {{"slug": "x"}}}}',
    "a field": '{{"model": "partnerships.source", "fields": {{"title": {deep}}}}}',
    "a natural key": '{{"model": "partnerships.partner", "fields": '
    '{{"slug": "x", "country": {deep}}}}}',
    "an owner": '{{"model": "partnerships.citation", "fields": {{"source": {deep}}}}}',
    "a list of links": '{{"model": "partnerships.event", "fields": '
    '{{"slug": "x", "partners": [{deep}]}}}}',
}


@pytest.mark.parametrize("depth", [10, 600, 1000, 100_000])
@pytest.mark.parametrize("place", DEEP)
@pytest.mark.parametrize("brackets", ["[]", "{}"], ids=["lists", "objects"])
def test_what_is_nested_deep_stops_the_load_wherever_it_stands(
    directory, place, depth, brackets
):
    """Python reads about a thousand levels of JSON, and writes fewer in a message."""
    opening, closing = ("[", "]") if brackets == "[]" else ('{"a":', "}")
    deep = opening * depth + "1" + closing * depth
    path = directory / "01-sources.json"
    path.write_text(
        f"[\n{json.dumps(SOURCE)},\n{DEEP[place].format(deep=deep)}\n]\n",
        encoding="utf-8",
    )
    words = refused(directory)
    assert words.startswith(("01-sources.json, row 2 (", "01-sources.json, line 3: "))
    assert len(words) < 500


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            '{"model": "partnerships.source", "fields": {"slug": "a", "slug": "b"}}',
            "slug",
        ),
        ('{"model": "x", "model": "partnerships.source", "fields": {}}', "model"),
        ('{"model": "partnerships.source", "fields": {}, "fields": {}}', "fields"),
    ],
    ids=["a field", "the model", "the fields"],
)
def test_a_name_twice_in_one_row_stops_the_load(directory, text, name):
    """JSON keeps the last of the two, and says nothing."""
    path = directory / "01-sources.json"
    path.write_text(f"[{json.dumps(SOURCE)}, {text}]", encoding="utf-8")
    words = refused(directory)
    assert words.startswith("01-sources.json, row 2 (")
    assert words.endswith(f": {name}: this stands twice. Take one of them away.")


@pytest.mark.parametrize("place", ["NaN", "Infinity", "-Infinity", "1e999", '"nan"'])
def test_no_place_on_the_map_is_not_a_number(directory, place):
    """A range excludes no NaN, which compares with nothing."""
    centre = row(
        "trainingcentre",
        slug="a-centre",
        status="draft",
        name_en="A centre",
        network="ptec",
        host_country=["colombia"],
        latitude="HERE",
        longitude=1,
        summary_en="It is.",
    )
    (directory / "07-centres.json").write_text(
        json.dumps([centre]).replace('"HERE"', place), encoding="utf-8"
    )
    words = refused(directory)
    assert words.startswith("07-centres.json, row 1 (partnerships.trainingcentre a-c")
    assert "latitude: this must be a finite number" in words


SIBLING = row("participation", **PARTICIPATION["fields"] | {"role": "host"})
FORMER = row("address", topic=["cyber"], kind="topic", slug="cyber-before")
OTHER_TOPIC = row("topic", slug="other", name_en="Other", summary_en="It is.")
ROWS_TOGETHER = {
    "a lasting name that a sibling has": (
        "08-partners.json",
        [PARTNER, PARTICIPATION, SIBLING, PARTNER_CITED],
        3,
        "ref: this name stands twice: participation science. Take one of the two away",
    ),
    "a citation twice": (
        "08-partners.json",
        [PARTNER, PARTNER_CITED, PARTNER_CITED],
        3,
        "ref: this name stands twice: citation a-source. Take one of the two away",
    ),
    "a part before its record": (
        "08-partners.json",
        [PARTICIPATION, PARTNER, PARTNER_CITED],
        1,
        "a part stands right after the record that it belongs to",
    ),
    "an address of before without the address": (
        "03-topics.json",
        [TOPIC, row("address", topic=["cyber"], kind="topic")],
        2,
        "slug: give the address that the record had before",
    ),
    "an address of before of another kind": (
        "03-topics.json",
        [TOPIC, row("address", topic=["cyber"], kind="partner", slug="before")],
        2,
        "An address leads to exactly one record",
    ),
    "an address of before that another record has": (
        "03-topics.json",
        [
            TOPIC,
            row("address", topic=["cyber"], kind="topic", slug="other"),
            OTHER_TOPIC,
        ],
        2,
        "belongs, or once belonged, to",
    ),
    "an address of before that another record had": (
        "03-topics.json",
        [
            TOPIC,
            FORMER,
            OTHER_TOPIC,
            row("address", **FORMER["fields"] | {"topic": ["other"]}),
        ],
        4,
        "belongs, or once belonged, to",
    ),
    "an agreement that supersedes itself": (
        "09-agreements.json",
        [
            row(
                "agreement",
                **AGREEMENT["fields"] | {"superseded_by": ["colombia-itpp-2021"]},
            ),
            AGREEMENT_CITED,
        ],
        1,
        "superse",
    ),
}


@pytest.mark.parametrize("fault", ROWS_TOGETHER)
def test_rows_that_do_not_go_together_stop_the_load(directory, fault):
    """Each of them alone would be right; the one that is named is to be changed."""
    name, rows, position, said = ROWS_TOGETHER[fault]
    write(directory / name, rows)
    words = refused(directory)
    assert words.startswith(f"{name}, row {position} (partnerships.")
    assert said in words
    assert "constraint" not in words.lower()


def test_a_link_that_is_named_twice_is_one_link(directory):
    """Nothing is lost by it, and a list of links has no order."""
    twice = {"partners": [["colombia"], ["colombia"]]}
    write(directory / "11-events.json", changed("11-events.json", 1, **twice))
    load(directory)
    assert Partner.objects.get().events.count() == 1


def test_a_broken_row_in_the_last_file_keeps_none_of_the_first(directory):
    """Fault B10: one load is one transaction."""
    write(directory / "13-glossary.json", ["no row"])
    assert refused(directory).startswith("13-glossary.json, row 1 ")


def test_a_record_twice_stops_the_load(directory):
    """Fault B7: the second would quietly win over the first."""
    write(directory / "01-sources.json", [SOURCE, SOURCE])
    words = refused(directory)
    assert words.startswith("01-sources.json, row 2 (partnerships.source a-source)")
    assert "twice" in words


def test_two_records_with_one_code_stop_the_load(directory):
    """The database refuses the second, and the field is named in words."""
    fields = COUNTRY["fields"] | {"slug": "other", "iso_alpha3": "OTH"}
    write(directory / "02-countries.json", [COUNTRY, row("country", **fields)])
    words = refused(directory)
    assert words.startswith("02-countries.json, row 2 (partnerships.country other)")
    assert "iso_alpha2: Country with this ISO 3166-1 alpha-2 code already" in words


def test_a_published_record_without_a_citation_stops_the_load(directory):
    """Stock Django knows no such rule."""
    write(directory / "09-agreements.json", [AGREEMENT])
    assert refused(directory) == (
        "09-agreements.json, colombia-itpp-2021: status is 'published', but the record "
        "cites no source that the public sees. Cite one, or make it a draft."
    )


def test_a_draft_without_a_citation_is_loaded(directory):
    """It is on no page, and an editor may still look for its source."""
    write(directory / "09-agreements.json", changed("09-agreements.json", 1)[:1])
    rows = [row("agreement", **AGREEMENT["fields"] | {"status": "draft"})]
    write(directory / "09-agreements.json", rows)
    load(directory)
    assert Agreement.objects.get().status == "draft"


def test_an_older_agreement_cannot_supersede_in_a_load(directory):
    """Also when it stands further down the file; and it is said in words."""
    fields = AGREEMENT["fields"]
    newer = row("agreement", **fields | {"superseded_by": ["colombia-older"]})
    older = row(
        "agreement",
        **fields | {"slug": "colombia-older", "signed": "2013", "in_force": ""},
    )
    older_cited = row("citation", agreement=["colombia-older"], source=["a-source"])
    first, second = [newer, AGREEMENT_CITED], [older, older_cited]
    for rows in ([*first, *second], [*second, *first]):
        write(directory / "09-agreements.json", rows)
        words = refused(directory)
        assert words.startswith(f"09-agreements.json, row {rows.index(newer) + 1} (")
        assert "The superseding agreement is older than this one." in words


def test_an_agreement_may_be_superseded_by_one_further_down_the_file(directory):
    """The file is sorted by address, not by age."""
    fields = AGREEMENT["fields"]
    older = row(
        "agreement",
        **fields
        | {
            "slug": "colombia-a",
            "signed": "2013",
            "in_force": "",
            "superseded_by": [fields["slug"]],
        },
    )
    cited = row("citation", agreement=["colombia-a"], source=["a-source"])
    rows = [older, cited, AGREEMENT, AGREEMENT_CITED]
    write(directory / "09-agreements.json", rows)
    load(directory)
    older_one = Agreement.objects.get(superseded_by__slug=fields["slug"])
    assert older_one.slug == "colombia-a"


def test_overlapping_affiliations_are_refused_in_words(directory):
    """The rule spans two rows, and the second of them is named."""
    framework = row(
        "framework", slug="globe", name_en="Globe", summary_en="It is.", status="draft"
    )
    write(directory / "04-frameworks.json", [framework])
    joined = {"partner": ["colombia"], "framework": ["globe"], "status": "ended"}
    rows = [
        PARTNER,
        row("affiliation", **joined, ref="globe", since="2010", until="2015"),
        row("affiliation", **joined, ref="globe-2013", since="2013", until="2017"),
        PARTNER_CITED,
    ]
    write(directory / "08-partners.json", rows)
    words = refused(directory)
    assert words.startswith("08-partners.json, row 3 (partnerships.affiliation")
    assert "since: This overlaps another affiliation" in words


# Where there is content already, or none to load


def test_a_database_with_content_is_left_as_it_is(directory):
    """A deploy never overwrites an editor's work."""
    load(directory)
    Partner.objects.update(summary_en="An editor's words.")
    before = fixtures.export(Partner)
    said = load(directory)
    assert said == "The database holds content already: nothing was loaded.\n"
    assert fixtures.export(Partner) == before


def test_of_two_deploys_at_once_the_second_finds_the_content_of_the_first(
    directory, monkeypatch
):
    """It waits for the first, and is then refused rows that are there already."""
    load_really = fixtures.load

    def load_after_another(paths: list[Path]) -> dict[str, int]:
        load_really(paths)
        return load_really(paths)

    monkeypatch.setattr(fixtures, "load", load_after_another)
    said = load(directory)
    assert said == "The database holds content already: nothing was loaded.\n"
    assert Partner.objects.count() == 1


def test_one_record_of_any_kind_is_content(directory):
    """An editor may have begun with a framework."""
    make.make_framework(slug="begun")
    assert "nothing was loaded" in load(directory)
    assert not Source.objects.exists()
    assert Framework.objects.get().slug == "begun"


def test_an_empty_directory_and_none_are_told_apart(tmp_path):
    """Neither is a success."""
    with pytest.raises(CommandError, match="There is no fixture"):
        load(tmp_path)
    with pytest.raises(CommandError, match="There is no directory"):
        load(tmp_path / "nowhere")


# Export


def test_export_writes_every_kind_and_load_reads_it_back(directory, tmp_path):
    """What is exported here can be loaded there."""
    load(directory)
    out = tmp_path / "out"
    out.mkdir()
    said = export(out)
    assert said == f"Written: {', '.join(fixtures.FILES)}\n"
    text = {path.name: path.read_text(encoding="utf-8") for path in out.iterdir()}
    assert list(text) and set(text) == set(fixtures.FILES)
    for kind in reversed(fixtures.FILES.values()):
        kind.objects.all().delete()
    load(out)
    assert {
        name: fixtures.export(kind) for name, kind in fixtures.FILES.items()
    } == text


def test_export_writes_only_the_files_that_change(directory):
    """So that a diff, and the time of a file, tell what an editor changed."""
    load(directory)
    export(directory)
    times = {path.name: path.stat().st_mtime_ns for path in directory.iterdir()}
    assert export(directory) == "No change.\n"
    Agreement.objects.update(title_en="Another title")
    assert export(directory) == "Written: 09-agreements.json\n"
    now = {path.name: path.stat().st_mtime_ns for path in directory.iterdir()}
    assert {name for name in now if now[name] != times[name]} == {"09-agreements.json"}


def test_export_writes_anew_what_is_not_the_same_to_the_byte(directory):
    """Another encoding, or other ends of lines, are a change."""
    load(directory)
    export(directory)
    path = directory / "02-countries.json"
    right = path.read_bytes()
    for wrong in (right.replace(b"\n", b"\r\n"), b"\xe9"):
        path.write_bytes(wrong)
        assert export(directory) == "Written: 02-countries.json\n"
        assert path.read_bytes() == right


def test_export_names_a_file_that_it_can_not_write(directory):
    """In words; a traceback says where in Django it happened."""
    load(directory)
    (directory / "13-glossary.json").mkdir()
    with pytest.raises(CommandError, match=r"13-glossary.json can't be written: Is a"):
        export(directory)


def test_export_changes_only_the_line_of_what_changed(directory):
    """A short object is one line of the file."""
    load(directory)
    export(directory)
    path = directory / "02-countries.json"
    before = path.read_text(encoding="utf-8").splitlines()
    make.make_country(slug="aaa")
    export(directory)
    after = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in before if line not in after] == []
    assert len(after) == len(before) + 1
