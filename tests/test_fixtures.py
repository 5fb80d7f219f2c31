"""The content that a deploy begins with: it loads with stock Django, and it is true
to the site's own rules.
"""

import difflib
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models, transaction

from partnerships import fixtures, gate
from partnerships.disagreements import Disagreement
from partnerships.evidence import (
    Evidence,
    from_public_sources,
    subjects,
)
from partnerships.models import (
    Activity,
    Affiliation,
    Agreement,
    AgreementAim,
    AgreementArea,
    Appointment,
    BasisSaid,
    Citation,
    Country,
    Event,
    FormerRef,
    Framework,
    GlossaryTerm,
    Guide,
    GuideParagraph,
    Participation,
    Partner,
    Person,
    Priority,
    Programme,
    Publishable,
    Record,
    Source,
    Statement,
    Topic,
    TrainingCentre,
)
from partnerships.reading import Reading

PROJECT = Path(__file__).resolve().parent.parent
FIXTURES = sorted((PROJECT / "fixtures").glob("*.json"))
AT = datetime(2025, 12, 1, tzinfo=UTC)

COUNTS: dict[type[Record], int] = {
    Source: 950,
    Framework: 5,
    Country: 76,
    Partner: 46,
    Affiliation: 52,
    Agreement: 158,
    AgreementArea: 269,
    AgreementAim: 5,
    Topic: 36,
    Programme: 41,
    Priority: 35,
    Participation: 256,
    Activity: 111,
    TrainingCentre: 43,
    Event: 325,
    Person: 311,
    Appointment: 209,
    Statement: 253,
    Guide: 10,
    GuideParagraph: 43,
    GlossaryTerm: 44,
}
# Parts that state a fact: each needs a source of its own.
CITED = [
    Affiliation,
    AgreementAim,
    AgreementArea,
    Appointment,
    GlossaryTerm,
    GuideParagraph,
    Participation,
    Priority,
    Statement,
]
KINDS = list(fixtures.FILES.values())


def load_as_stock_django_does(*paths: Path) -> None:
    call_command("loaddata", *map(str, paths), verbosity=0)


def exported() -> dict[str, str]:
    return {name: fixtures.export(model) for name, model in fixtures.FILES.items()}


def row_counts() -> dict[str, int]:
    """Count the rows of each table of the app, links between records included.

    Apart from what is of this database only: the names that deleted parts had, and what
    the facts said when a summary was saved, which stock `loaddata` doesn't note.
    """
    tables = apps.get_app_config("partnerships").get_models(include_auto_created=True)
    return {
        table._meta.label: table._base_manager.count()
        for table in tables
        if table not in (BasisSaid, FormerRef)
    }


def delete_everything() -> None:
    """Delete all content, what points to a record before the record itself."""
    Agreement.objects.update(superseded_by=None)
    for kind in reversed(KINDS):
        kind.objects.all().delete()


@pytest.fixture(scope="module")
def loaded(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Load the fixtures into the empty database, in one stock `loaddata`."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            load_as_stock_django_does(*FIXTURES)
            yield
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture
def content(loaded, db) -> None:
    """The fixtures, loaded; what a test changes is rolled back after it."""


# Loading and writing back


def test_each_file_holds_the_kind_that_it_is_named_for():
    """And no other file lies beside them, which a load would take as well."""
    assert [path.name for path in FIXTURES] == list(fixtures.FILES)
    for path in FIXTURES:
        first = json.loads(path.read_text(encoding="utf-8"))[0]
        assert first["model"] == fixtures.FILES[path.name]._meta.label_lower


def test_no_fixture_names_a_row_by_a_number():
    """A number could be that of an editor's record in a database of its own."""
    for path in FIXTURES:
        for written in json.loads(path.read_text(encoding="utf-8")):
            assert set(written) == {"model", "fields"}, written
            for name, value in written["fields"].items():
                field = apps.get_model(written["model"])._meta.get_field(name)
                if field.related_model:
                    assert isinstance(value, list), (written, name)


def test_stock_loaddata_loads_every_record(content):
    """No more and no fewer than the facts were collected."""
    assert {model: model.objects.count() for model in COUNTS} == COUNTS


def test_loading_a_second_time_changes_nothing(content):
    """As a deploy does that runs `loaddata` again."""
    counts, text = row_counts(), exported()
    load_as_stock_django_does(*FIXTURES)
    assert row_counts() == counts
    assert exported() == text


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_what_was_loaded_is_written_back_to_the_byte(content, path):
    """So that an export shows in a diff what an editor changed, and nothing else."""
    assert fixtures.export(fixtures.FILES[path.name]) == path.read_text(
        encoding="utf-8"
    )


@pytest.mark.once
def test_a_stock_dump_with_natural_keys_restores_the_content(content, tmp_path):
    """Even into a database in which other rows had the same numbers."""
    counts, text = row_counts(), exported()
    dump = tmp_path / "dump.json"
    call_command(
        "dumpdata",
        "partnerships",
        natural_foreign=True,
        natural_primary=True,
        output=str(dump),
        verbosity=0,
    )
    delete_everything()
    assert not any(row_counts().values())
    load_as_stock_django_does(dump)
    assert row_counts() == counts
    assert exported() == text


def rows_by_number() -> dict[str, dict[int, tuple[object, ...]]]:
    """Every row of every table of the app, whole, by its number."""
    tables = apps.get_app_config("partnerships").get_models(include_auto_created=True)
    return {
        table._meta.label: {
            values[0]: values
            for values in table._base_manager.order_by("pk").values_list(
                "pk", *(each.attname for each in table._meta.concrete_fields)
            )
        }
        for table in tables
    }


def lines_changed(before: str, after: str) -> list[str]:
    """What a diff of the two texts shows to have gone and come."""
    diff = difflib.unified_diff(before.splitlines(), after.splitlines(), n=0)
    return [line for line in diff if line[:3] not in ("---", "+++") and line[0] in "-+"]


def another(field: models.Field, value: object) -> object:
    """Return another value that a field may hold, by which a part was known once."""
    if field.related_model:
        keys = field.related_model._default_manager.values_list("slug", flat=True)
        return [next(key for key in keys.order_by("slug") if [key] != value)]
    return f"{value}, corrected" if field.name.endswith("_en") else "1999-03"


# A field of a part of each kind; most were once among the names of the part.
CORRECTED = [
    ("affiliation", "since"),
    ("affiliation", "framework"),
    ("participation", "since"),
    ("participation", "programme"),
    ("agreementarea", "wording"),
    ("agreementaim", "aim_en"),
    ("priority", "wording"),
    ("appointment", "since"),
    ("appointment", "office_en"),
    ("statement", "label_en"),
    ("statement", "as_of"),
]


@pytest.mark.once
@pytest.mark.parametrize(("kind", "field"), CORRECTED)
def test_a_corrected_value_is_one_changed_row_and_one_changed_line(
    content, tmp_path, kind, field
):
    """Fault H15: it made a second fact of it, and both were cited."""
    model = apps.get_model("partnerships", kind)
    each = model._meta.get_field(field)
    text = ""
    for path in FIXTURES:
        written = json.loads(path.read_text(encoding="utf-8"))
        for row in written:
            if row["model"] == model._meta.label_lower and row["fields"].get(field):
                text = path.read_text(encoding="utf-8")
                break
        if text:
            break
    assert text, "no fixture holds such a field"
    before = rows_by_number()
    row["fields"][field] = another(each, row["fields"][field])
    corrected = tmp_path / path.name
    corrected.write_text(fixtures.to_json(written), encoding="utf-8")
    load_as_stock_django_does(corrected)
    after = rows_by_number()
    changed = [
        (table, number)
        for table in before
        for number in before[table].keys() | after[table].keys()
        if before[table].get(number) != after[table].get(number)
    ]
    assert len(changed) == 1
    ((table, number),) = changed
    assert table == model._meta.label
    assert number in before[table] and number in after[table]
    values = zip(before[table][number], after[table][number], strict=True)
    assert sum(was != now for was, now in values) == 1
    part = model.objects.get(pk=number)
    assert part.citations.exists()
    now = fixtures.export(fixtures.FILES[path.name])
    assert now == corrected.read_text(encoding="utf-8")
    gone, came = lines_changed(text, now)
    assert (gone[0], came[0]) == ("-", "+")


def test_an_export_after_any_load_changes_no_file(content, tmp_path):
    """After one stock load, and after another one over it."""
    for path in FIXTURES:
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for _time in range(2):
        said = StringIO()
        call_command("content", "export", str(tmp_path), stdout=said)
        assert said.getvalue() == "No change.\n"
        load_as_stock_django_does(*FIXTURES)


def test_our_own_load_makes_the_same_rows_as_stock_django(content, tmp_path):
    """It is faster, and nothing else, where nothing is wrong."""
    text, counts = exported(), row_counts()
    delete_everything()
    FormerRef.objects.all().delete()
    fixtures.load(FIXTURES)
    assert row_counts() == counts
    assert exported() == text


# What the records say


@pytest.mark.parametrize("model", [*COUNTS, Citation], ids=lambda model: model.__name__)
def test_every_object_would_pass_its_form(content, model):
    """`loaddata` asks no validator; what the database itself refuses, it refused."""
    keys = [field.name for field in model._meta.fields if field.is_relation]
    for row in model.objects.select_related(*keys):
        row.full_clean(validate_unique=False, validate_constraints=False)


@pytest.mark.parametrize(
    "model",
    [each for each in KINDS if issubclass(each, Publishable) and each.needs_citation],
    ids=lambda model: model.__name__,
)
def test_every_published_record_has_a_citation(content, model):
    """Of the kinds that state facts."""
    assert model.objects.published(AT).exists()
    assert not gate.refused(model, AT).exists()
    assert not model.objects.filter(status="published", citations=None).exists()


@pytest.mark.parametrize("model", CITED, ids=lambda model: model.__name__)
def test_every_part_that_states_a_fact_is_cited(content, model):
    """The citation of its page as a whole doesn't tell a reader where it is from."""
    assert list(model.objects.filter(citations=None)) == []


def test_a_source_that_nothing_cites_is_not_kept(content):
    """It would be a document without a fact; a few wait for theirs."""
    assert Source.objects.filter(citations=None).count() == 0


@pytest.mark.parametrize(
    ("model", "name"),
    [
        (Country, "name"),
        (Framework, "name"),
        (Programme, "name"),
        (Topic, "name"),
        (GlossaryTerm, "expansion"),
    ],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_names_that_recur_exist_in_all_three_languages(content, model, name):
    """They head pages and fill filters in French and Spanish too."""
    for language in ("en", "fr", "es"):
        missing = model.objects.filter(models.Q((f"{name}_{language}", "")))
        assert list(missing) == [], language


def test_no_partner_is_an_ally_and_no_ally_an_active_partner(content):
    """Being a partner is never called membership, and becoming a member ends it."""
    active = Affiliation.objects.filter(status__in=["active", "suspended"])
    assert not active.filter(until="").exclude(partner__country__ally_since="").exists()
    became = Affiliation.objects.filter(status="became-member")
    assert became.exists()
    for each in became.select_related("partner__country"):
        assert each.since == each.partner.country.ally_since, each


# What the sources disagree about


@pytest.fixture
def disagreements(content) -> list[Disagreement]:
    """All of them, found as the page that lists them finds them."""
    reading = Reading(AT, AT.date())
    claims = from_public_sources(Citation.objects.with_value(), reading)
    about = dict.fromkeys(record for _claim, record in subjects(claims, reading))
    return Evidence.of(about, reading).all_disagreements(about)


def test_every_second_value_that_was_collected_is_found(disagreements):
    """A record may have several values besides its own."""
    assert sum(len(each.others) for each in disagreements) == 85


def test_both_sides_of_a_disagreement_are_cited(disagreements):
    """And the page says for each side who says so."""
    for each in disagreements:
        assert each.preferred, each
        assert str(each.value) not in ("", "not stated"), each
        for value, citations in each.others:
            assert value, each
            assert citations, each
            sides = {citation.pk for citation in citations}
            assert sides.isdisjoint(citation.pk for citation in each.preferred)


def test_a_reader_is_told_why_one_value_is_preferred(disagreements):
    """By the note of one of the citations that are not preferred."""
    for each in disagreements:
        for value, _citations, note in each.others_in_words:
            assert note, (each.record, each.field, value)


def test_the_commandants_conference_of_2023_is_disputed(disagreements):
    """NATO's page on Colombia gives May 2022, three others May 2023."""
    (found,) = [
        each
        for each in disagreements
        if isinstance(each.record, Event)
        and each.field == "date"
        and "Commandants" in str(each.record)
    ]
    assert str(found.record.date).startswith("2023-05")
    assert [value for value, _citations in found.others] == ["2022-05"]


# The project by itself


def test_the_project_reads_nothing_beside_itself():
    """The content was collected elsewhere; the site needs only what is in here."""
    leads_out = []
    for top in ("config", "partnerships", "templates", "tests", "benchmarks", "static"):
        for path in (PROJECT / top).rglob("*"):
            if path.suffix not in {".py", ".html", ".css", ".js", ".json", ".txt"}:
                continue
            for up in re.findall(r"(?:\.\./)+[\w./-]*", path.read_text("utf-8")):
                if not (path.parent / up).resolve().is_relative_to(PROJECT):
                    leads_out.append(f"{path.relative_to(PROJECT)}: {up}")
    assert leads_out == []


def test_citations_of_all_kinds_of_records_exist(content):
    """Or a kind would be listed as citable that nobody cites, and go untested."""
    found = Counter(each.subject_field for each in Citation.objects.all())
    assert set(found) >= {
        *("affiliation", "agreement", "area", "aim", "activity", "appointment"),
        *("centre", "country", "event", "framework", "guide", "paragraph"),
        *("participation", "partner", "priority", "programme", "statement", "term"),
    }
