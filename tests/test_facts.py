"""Facts named by their addresses: found, required to be there, and watched."""

import datetime
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from partnerships import basis, facts, records
from partnerships.basis import Since
from partnerships.models import BasisSaid, Guide, Partner, Record
from tests import factories as make
from tests.posting import as_shown
from tests.test_admin import page
from tests.test_content_command import CONTENT, directory, load, refused, write

pytestmark = pytest.mark.django_db
__all__ = ["directory"]


# --- Found


def one_of_each() -> dict[str, Record]:
    """A record of every kind and a part of every kind, by their addresses."""
    partner, agreement = make.make_partner(), make.make_agreement()
    programme, person, guide = (
        make.make_programme(),
        make.make_person(),
        make.make_guide(),
    )
    roots: dict[str, Any] = {
        "partner": partner,
        "country": partner.country,
        "agreement": agreement,
        "programme": programme,
        "person": person,
        "guide": guide,
        "framework": make.make_framework(),
        "activity": make.make_activity(),
        "centre": make.make_centre(),
        "event": make.make_event(),
        "topic": make.make_topic(),
        "source": make.make_source(),
    }
    parts: list[tuple[str, str, Any]] = [
        ("partner", "affiliation", make.make_affiliation(partner=partner)),
        ("partner", "participation", make.make_participation(partner=partner)),
        ("agreement", "area", make.make_area(agreement=agreement)),
        ("agreement", "aim", make.make_aim(agreement=agreement)),
        ("programme", "priority", make.make_priority(programme=programme)),
        ("person", "appointment", make.make_appointment(person=person)),
        ("guide", "paragraph", make.make_paragraph(guide=guide)),
        *(
            (kind, "statement", make.make_statement(roots[kind]))
            for kind in facts.PARTS["statement"].subject_fields  # type: ignore[attr-defined]
        ),
    ]
    found = {f"{kind}/{record.slug}": record for kind, record in roots.items()}
    return found | {
        f"{kind}/{roots[kind].slug}/{name}/{part.ref}": part
        for kind, name, part in parts
    }


def test_every_kind_of_record_and_of_part_has_an_address():
    """Those of which a record may name one are those that a source may be cited for."""
    named = one_of_each()
    assert facts.find(named) == named
    kinds = {type(each) for each in named.values()}
    assert kinds == {*facts.ROOTS.values(), *facts.PARTS.values()}


def test_an_address_that_a_record_had_before_names_it_still():
    participation = make.make_participation()
    partner = participation.partner
    line = f"partner/{partner.slug}/participation/{participation.ref}"
    partner.slug = "renamed"
    partner.save()
    assert facts.find([line]) == {line: participation}


def test_what_names_nothing_is_left_out():
    area = make.make_area()
    other = make.make_agreement()
    lines = [
        "agreement/nowhere",
        "nothing/nowhere",
        "country/nowhere",
        f"partner/{area.agreement.slug}",
        f"agreement/{other.slug}/area/{area.ref}",
        f"agreement/{area.agreement.slug}/aim/{area.ref}",
        f"agreement/{area.agreement.slug}/priority/{area.ref}",
        f"agreement/{area.agreement.slug}/nothing/{area.ref}",
        "",
        "agreement",
        f"agreement/{area.agreement.slug}/area",
        f"agreement/{area.agreement.slug}/area/{area.ref}/more",
    ]
    assert facts.find(lines) == {}


def test_many_facts_cost_as_many_queries_as_one_of_each_kind():
    def asked(lines: list[str]) -> int:
        with CaptureQueriesContext(connection) as queries:
            found = facts.find(lines)
            now = timezone.now()
            assert all(each.is_public(now) and str(each) for each in found.values())
        assert len(found) == len(lines)
        return len(queries)

    first = [*one_of_each()]
    few = asked(first)
    assert asked([*first, *one_of_each(), *one_of_each()]) == few
    # The addresses, the countries, each kind; statements of each kind of subject.
    assert few <= 2 + len(facts.ROOTS) + len(facts.PARTS) - 1 + 6


# --- Required


NOTHING = "agreement/nowhere"
SAID = f"Nothing on record has this address: “{NOTHING}”."


def test_a_form_refuses_a_fact_that_is_not_there_on_its_field(editor_client):
    for record, field in (
        (make.make_partner(status="draft"), "basis"),
        (make.make_programme(status="draft"), "basis"),
        (make.make_guide(status="draft"), "related"),
    ):
        url = page(type(record), "change", record.pk)
        text = f"{NOTHING}\n{facts_of(record)}"
        data = as_shown(editor_client, url) | {field: text}
        response = editor_client.post(url, data)
        assert response.status_code == 200
        assert response.context["adminform"].form.errors == {field: [SAID]}
        assert NOTHING in response.content.decode()
        kept = data | {field: facts_of(record)}
        assert editor_client.post(url, kept).status_code == 302


def facts_of(record: Any) -> str:
    return f"{record.address_kind()}/{record.slug}"


def test_a_guide_relates_to_records_with_a_page_only(editor_client):
    guide, area = make.make_guide(status="draft"), make.make_area()
    url = page(Guide, "change", guide.pk)
    for line in (
        f"country/{make.make_country().slug}",
        f"agreement/{area.agreement.slug}/area/{area.ref}",
    ):
        data = as_shown(editor_client, url) | {"related": line}
        errors = editor_client.post(url, data).context["adminform"].form.errors
        assert errors == {
            "related": [f"This is no record with a page of its own: “{line}”."]
        }


def test_content_that_names_no_fact_is_not_loaded(directory):
    for name, number, kind in (
        ("08-partners.json", 0, "partner colombia"),
        ("06-programmes.json", 0, "programme science"),
    ):
        changed = [dict(row) for row in CONTENT[name]]
        fields = changed[number]["fields"]
        changed[number]["fields"] = {**fields, "basis": NOTHING}
        write(directory / name, changed)
        words = refused(directory)
        expected = f"{name}, row 1 (partnerships.{kind}): basis: {SAID}"
        assert words == expected
        write(directory / name, CONTENT[name])
    load(directory)


def test_a_form_that_names_no_fact_is_not_applied():
    partner = make.make_partner(status="draft")
    form = records.form(partner)
    form["rows"][0]["fields"]["basis"] = NOTHING
    with pytest.raises(records.FormError, match=rf"basis: {SAID}"):
        records.apply(form)
    assert not Partner.objects.exclude(basis="").exists()


def check() -> str:
    said = StringIO()
    with pytest.raises(CommandError, match="1 records name facts"):
        call_command("content", "check", stdout=said)
    return said.getvalue()


def test_the_check_names_what_came_round_every_form():
    call_command("content", "check", stdout=StringIO())
    partner = make.make_partner(status="draft", basis=NOTHING)
    assert check() == f"Partner {partner.slug}: basis: {SAID}\n"


# --- Watched


@pytest.fixture
def agreement() -> Any:
    agreement = make.make_agreement(signed="2013", title_fr="Accord")
    make.make_citation(agreement)
    return agreement


@pytest.fixture
def partner(agreement, editor_client) -> Partner:
    """A partner whose summary rests on an agreement, saved in the admin."""
    partner = make.make_partner()
    make.make_citation(partner)
    save(editor_client, partner, basis=f"agreement/{agreement.slug}")
    return partner


def save(client: Any, record: Any, **values: Any) -> None:
    url = page(type(record), "change", record.pk)
    response = client.post(url, as_shown(client, url) | values)
    assert response.status_code == 302, response.context["errors"]
    record.refresh_from_db()


def since(partner: Partner) -> list[Since]:
    found = basis.overtaken_of(Partner, timezone.now()).get(partner, [])
    return [each.since for each in found]


def test_a_fact_that_changes_is_seen_until_the_summary_is_written_anew(
    partner, agreement, editor_client
):
    assert since(partner) == []
    save(editor_client, agreement, signed="2014")
    assert since(partner) == [Since.CHANGED]
    save(editor_client, partner, official_name_en="Something else")
    assert since(partner) == [Since.CHANGED]
    save(editor_client, partner, summary_en="Written anew.")
    assert since(partner) == []


def test_an_editor_can_say_that_the_summary_holds_all_the_same(
    partner, agreement, editor_client
):
    save(editor_client, agreement, signed="2014")
    url = page(Partner, "change", partner.pk)
    assert "basis_holds" in editor_client.get(url).content.decode()
    save(editor_client, partner, basis_holds="on")
    assert since(partner) == []
    assert 'name="basis_holds"' not in editor_client.get(url).content.decode()


def test_a_review_and_a_translation_change_no_fact(partner, agreement, editor_client):
    save(editor_client, agreement, reviewed_on="2024-01-01", title_fr="Traité")
    agreement.slug = "renamed"
    agreement.save()
    assert since(partner) == []


def test_a_list_of_links_is_a_part_of_what_a_fact_says(editor_client):
    event, partner = make.make_event(date="2013"), make.make_partner()
    make.make_citation(partner)
    save(editor_client, partner, basis=f"event/{event.slug}")
    event.people.add(make.make_person())
    assert since(partner) == [Since.CHANGED]


def test_a_fact_that_the_public_does_not_see_any_more_is_seen(partner, agreement):
    agreement.status = "withdrawn"
    agreement.save()
    assert since(partner) == [Since.HIDDEN]
    agreement.delete()
    assert since(partner) == [Since.GONE]


def test_what_is_applied_or_loaded_is_noted_too(directory):
    rows = [dict(row) for row in CONTENT["08-partners.json"]]
    line = "partner/colombia/participation/science"
    rows[0]["fields"] = {**rows[0]["fields"], "basis": line}
    write(directory / "08-partners.json", rows)
    load(directory)
    partner = Partner.objects.get()
    assert BasisSaid.objects.get().lines.endswith(line)
    form = records.form(partner)
    form["rows"][1]["fields"]["since"] = "2014"
    records.apply(form)
    assert since(partner) == [Since.CHANGED]
    form["rows"][0]["fields"]["summary_en"] = "Written anew."
    records.apply(form)
    assert since(partner) == []


def test_what_is_noted_is_in_no_form_and_no_fixture(partner):
    assert BasisSaid.objects.exists()
    assert "basis_said" not in str(records.form(partner))


def test_the_desk_and_the_form_name_the_facts(partner, agreement, editor_client):
    url = page(Partner, "changelist") + "?attention=basis"
    title = "A fact on which the summary rests has changed or is withdrawn"
    assert url not in editor_client.get(reverse("admin:index")).content.decode()
    save(editor_client, agreement, signed="2014")
    html = editor_client.get(reverse("admin:index")).content.decode()
    assert title in html
    assert f'<a href="{url}">Partners: 1</a>' in html
    found = editor_client.get(url)
    assert [*found.context["cl"].queryset] == [partner]
    html = editor_client.get(page(Partner, "change", partner.pk)).content.decode()
    assert page(type(agreement), "change", agreement.pk) in html
    assert "has changed" in html


def test_many_summaries_are_looked_over_at_as_many_queries_as_few(editor_client):
    def one_more() -> None:
        partner = make.make_partner(basis="\n".join(one_of_each()))
        basis.note([partner])

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            basis.overtaken_of(Partner, timezone.now())
        return len(queries)

    one_more()
    few = asked()
    one_more()
    one_more()
    assert asked() == few


def test_a_draft_is_deleted_with_what_was_noted_of_it(partner, editor_client):
    partner.status = "draft"
    partner.save()
    url = page(Partner, "delete", partner.pk)
    assert "Basis" not in editor_client.get(url).content.decode()
    assert editor_client.post(url, {"post": "yes"}).status_code == 302
    assert not BasisSaid.objects.exists()


# --- The desk's other reasons


DAY = datetime.timedelta(days=1)


def listed(client: Any, model: Any, reason: str) -> set[Any]:
    response = client.get(page(model, "changelist"), {"attention": reason})
    return {*response.context["cl"].queryset}


def test_the_desk_lists_agreements_whose_term_is_over_within_90_days(editor_client):
    today = timezone.localdate()
    year_ago = f"{today.year - 2}{today:-%m}-28"

    def runs(until: Any, **values: Any) -> Any:
        return make.make_agreement(signed="2013", runs_until=str(until), **values)

    soon = {runs(today), runs(today + 90 * DAY)}
    usual = make.make_agreement(
        nature="programme",
        kind="ipcp",
        signed=year_ago if today.day <= 28 else str(today.year - 2),
    )
    runs(today - DAY)
    runs(today + 91 * DAY)
    runs(today + 9 * DAY, status="draft")
    runs(today + 9 * DAY, ended="2015")
    make.make_agreement(signed="2013")
    make.make_agreement(nature="programme", kind="ipcp", signed=str(today.year))
    found = listed(editor_client, type(usual), "term-soon-over")
    assert found == {*soon, usual}


def test_the_desk_lists_what_is_in_force_by_rule_and_never_confirmed(editor_client):
    binding = {"nature": "binding", "kind": "sofa", "signed": "2013"}
    never = make.make_agreement(**binding)
    make.make_agreement(**binding, confirmed="2014")
    make.make_agreement(**binding, ended="2014")
    make.make_agreement(**binding, status="draft")
    make.make_agreement(nature="political", kind="joint-declaration", signed="2013")
    make.make_agreement(nature="programme", signed="2013")
    assert listed(editor_client, type(never), "never-confirmed") == {never}


def test_the_desk_lists_people_at_events_with_an_office_without_dates(editor_client):
    person, dated, absent = (make.make_person() for _ in range(3))
    make.make_event(people=[person, dated])
    make.make_event(people=[person])
    make.make_appointment(person=person)
    make.make_appointment(person=dated, since="2013")
    make.make_appointment(person=absent)
    assert listed(editor_client, type(person), "undated-office") == {person}
