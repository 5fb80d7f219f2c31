"""The editors' lists and forms: all open, none is slower for more records."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from partnerships import models
from tests import factories as make

pytestmark = pytest.mark.django_db

ADMINS = {
    model: model_admin
    for model, model_admin in admin.site._registry.items()
    if model._meta.app_label == "partnerships"
}

MAKERS: dict[type, Callable] = {
    models.Country: make.make_country,
    models.Framework: make.make_framework,
    models.Partner: make.make_partner,
    models.Affiliation: make.make_affiliation,
    models.Topic: make.make_topic,
    models.Agreement: lambda: make.make_agreement(signed="2013-05"),
    models.AgreementArea: make.make_area,
    models.AgreementAim: make.make_aim,
    models.Programme: make.make_programme,
    models.Priority: make.make_priority,
    models.Participation: make.make_participation,
    models.Activity: lambda: make.make_activity(start="2019"),
    models.TrainingCentre: make.make_centre,
    models.Event: make.make_event,
    models.Person: make.make_person,
    models.Appointment: make.make_appointment,
    models.Source: make.make_source,
    models.Citation: lambda: make.make_citation(make.make_partner()),
    models.Statement: lambda: make.make_statement(make.make_partner()),
    models.Guide: make.make_guide,
    models.GuideParagraph: make.make_paragraph,
    models.GlossaryTerm: make.make_term,
}

# These stand in the index; all others are reached from the record they belong to.
IN_INDEX = set(MAKERS) - {
    models.Affiliation,
    models.AgreementArea,
    models.AgreementAim,
    models.Priority,
    models.Participation,
    models.Appointment,
    models.GuideParagraph,
}

each_model = pytest.mark.parametrize(
    "model", MAKERS, ids=[model.__name__ for model in MAKERS]
)


def page(model: Any, name: str, *args: int) -> str:
    return reverse(f"admin:partnerships_{model._meta.model_name}_{name}", args=args)


def queries(client: Client, url: str) -> int:
    """How many queries a page needs when everything that can be cached is."""
    client.get(url)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        response = client.get(url)
    assert response.status_code == 200
    return len(captured)


def add_parts(record, number: int) -> None:
    """Give a record that many more parts and links of every kind that it can have."""
    for _ in range(number):
        match record:
            case models.Partner():
                make.make_affiliation(partner=record)
                make.make_participation(partner=record)
            case models.Agreement():
                make.make_area(agreement=record)
                make.make_aim(agreement=record)
            case models.Programme():
                make.make_priority(programme=record)
            case models.Person():
                make.make_appointment(person=record, country=make.make_country())
            case models.Activity():
                record.partners.add(make.make_partner())
                record.topics.add(make.make_topic())
            case models.TrainingCentre():
                record.topics.add(make.make_topic())
            case models.Event():
                record.partners.add(make.make_partner())
                record.people.add(make.make_person())
            case models.Guide():
                make.make_paragraph(guide=record)
            case models.Source():
                make.make_citation(make.make_partner(), source=record)
        if hasattr(record, "statements"):
            make.make_statement(record)
        if hasattr(record, "citations") and not isinstance(record, models.Source):
            make.make_citation(record)


def test_every_model_can_be_edited():
    assert set(ADMINS) == set(MAKERS)


@each_model
def test_an_editor_opens_list_search_add_change_and_delete_pages(model, editor_client):
    record = MAKERS[model]()
    add_parts(record, 2)
    for url in (
        page(model, "changelist"),
        page(model, "changelist") + "?q=a",
        page(model, "add"),
        page(model, "change", record.pk),
        page(model, "history", record.pk),
        page(model, "delete", record.pk),
    ):
        assert editor_client.get(url).status_code == 200, url


@each_model
def test_no_option_of_an_admin_class_is_misspelt(model):
    model_admin = ADMINS[model]
    inlines = [inline(model, admin.site) for inline in model_admin.inlines]
    for options in (model_admin, *inlines):
        stock = (
            admin.ModelAdmin
            if options is model_admin
            else admin.options.InlineModelAdmin
        )
        assert isinstance(options, BaseModelAdmin)
        unknown = {
            name
            for kind in type(options).__mro__
            if kind.__module__.startswith("partnerships.") and kind is not stock
            for name in vars(kind)
            if not name.startswith("_")
            and not hasattr(stock, name)
            and name not in OUR_OWN
            and name not in options.__dict__
        }
        assert not unknown, f"{type(options).__name__}: {unknown}"


# What our classes have beyond Django's: each is used in `partnerships.admin`.
OUR_OWN = {
    "about",
    "basis_now",
    "cited",
    "owner",
    "owner_field",
    "public_now",
    "protecting",
    "publish_selected",
    "region",
    "subject_fieldset",
    "template",
    "with_names",
    "withdraw_selected",
    # Options of inlines that the base class of all inlines sets on instances.
    "model",
    "formset",
    "extra",
}


@each_model
def test_links_are_searched_and_never_a_list_of_all_records(model, rf, editor):
    request = rf.get("/")
    request.user = editor
    model_admin = ADMINS[model]
    options: Any
    for options in (model_admin, *model_admin.get_inline_instances(request)):
        searched = options.get_autocomplete_fields(request)
        form = (
            options.get_form(request)
            if options is model_admin
            else options.get_formset(request).form
        )
        for field in options.model._meta.get_fields():
            name = field.name
            if field.is_relation and name in form.base_fields:
                assert name in searched, f"{type(options).__name__}.{name}"


@each_model
def test_every_field_that_may_be_edited_is_in_the_form(model, rf, editor):
    """What no form shows can't be corrected; a part's owner is chosen once."""
    request = rf.get("/")
    request.user = editor
    record = MAKERS[model]()
    shown: set[str] = set()
    for stored in (None, record):
        fieldsets = ADMINS[model].get_fieldsets(request, stored)
        shown |= set(flatten_fieldsets(fieldsets))
    editable = {
        field.name
        for field in [*model._meta.concrete_fields, *model._meta.many_to_many]
        if field.editable and not field.primary_key
    }
    assert editable <= shown


@each_model
def test_a_list_needs_as_many_queries_for_30_records_as_for_3(model, editor_client):
    for _ in range(3):
        MAKERS[model]()
    url = page(model, "changelist")
    few = queries(editor_client, url)
    for _ in range(27):
        MAKERS[model]()
    assert queries(editor_client, url) == few
    # Session, user, two kinds of permission, three counts, the rows, filters.
    assert few <= 10


@each_model
def test_a_form_needs_as_many_queries_for_9_parts_of_a_kind_as_for_2(
    model, editor_client
):
    record = MAKERS[model]()
    add_parts(record, 2)
    url = page(model, "change", record.pk)
    few = queries(editor_client, url)
    add_parts(record, 7)
    assert queries(editor_client, url) == few


def test_the_index_lists_all_records_but_no_parts(editor_client):
    response = editor_client.get(reverse("admin:index"))
    listed = {
        entry["model"]
        for app in response.context["app_list"]
        for entry in app["models"]
    }
    assert listed == IN_INDEX


def test_the_index_counts_what_needs_attention_and_links_to_it(editor_client):
    cited = make.make_partner(reviewed_on="2024-01-01")
    make.make_citation(cited, field="summary", value="Another summary")
    uncited = make.make_partner(reviewed_on="2024-01-01")
    make.make_partner(status="draft")
    html = editor_client.get(reverse("admin:index")).content.decode()
    assert "Published without a source that the public sees" in html
    url = page(models.Partner, "changelist") + "?attention=uncited"
    assert f'<a href="{url}">Partners: 1</a>' in html
    response = editor_client.get(url)
    assert list(response.context["cl"].queryset) == [uncited]
    disputing = page(models.Citation, "changelist") + "?attention=disputing"
    assert f'<a href="{disputing}">Citations: 1</a>' in html


def test_each_reason_for_attention_lists_its_records_only(editor_client):
    older = make.make_agreement(signed="2013", reviewed_on="2024-01-01")
    newer = make.make_agreement(signed="2017", partner=older.partner)
    undated = make.make_agreement(status="withdrawn")
    placed = make.make_centre(latitude=1.0, longitude=1.0, reviewed_on="2020-01-01")
    overdue = make.make_centre(reviewed_on="2020-01-01", review_due="2021-01-01")
    bare = make.make_source()
    full = make.make_source(url="https://example.org/", published="2020")
    draft = make.make_guide(status="draft")
    make.make_guide()
    for model, key, expected in (
        (models.Agreement, "overtaken", {older}),
        (models.Agreement, "undated", {undated}),
        (models.Agreement, "unreviewed", {newer}),
        (models.TrainingCentre, "no-position", {overdue}),
        (models.TrainingCentre, "overdue", {overdue}),
        (models.TrainingCentre, "uncited", {placed, overdue}),
        (models.Source, "no-url", {bare}),
        (models.Source, "undated-source", {bare}),
        (models.Guide, "draft", {draft}),
    ):
        response = editor_client.get(page(model, "changelist"), {"attention": key})
        assert set(response.context["cl"].queryset) == expected, key
    assert full.url


def test_an_agreement_is_overtaken_by_a_later_one_of_its_partner_and_kind(
    editor_client,
):
    """A date without its day is no later than a day in it; no date is not earlier."""
    partner = make.make_partner()

    def signed(*dates: str, **values: Any) -> list[Any]:
        return [
            make.make_agreement(**{"partner": partner, "signed": date} | values)
            for date in dates
        ]

    overtaken = signed("2012", "2013", "2013-05", "2013-05-21", kind="ipcp")
    signed("2013-05-22", "2013-05-22", "", kind="ipcp")
    overtaken += signed("2020-12-31", kind="sofa")
    signed("2021", "", kind="sofa")
    # Neither another kind nor another partner counts; nor do blank dates.
    signed("2005", kind="ipap")
    signed("2005", partner=make.make_partner())
    signed("", "", kind="other")
    # One that ended or is superseded needs nobody's attention.
    later = signed("2019", kind="anp")[0]
    signed("2001", kind="anp", ended="2002")
    signed("2001", kind="anp", superseded_by=later)

    url = page(models.Agreement, "changelist") + "?attention=overtaken"
    response = editor_client.get(url)
    assert set(response.context["cl"].queryset) == set(overtaken)
    html = editor_client.get(reverse("admin:index")).content.decode()
    assert f'<a href="{url}">Agreements: {len(overtaken)}</a>' in html


def test_the_index_needs_as_many_queries_for_30_records_as_for_3(editor_client):
    url = reverse("admin:index")
    for maker in MAKERS.values():
        maker()
    few = queries(editor_client, url)
    for maker in MAKERS.values():
        for _ in range(5):
            maker()
    assert queries(editor_client, url) == few
    # Session, user, two kinds of permission, recent actions, one a kind of record, and
    # what the summaries of partners and of programmes rest on.
    assert few <= 5 + 12 + 2


def test_the_list_says_whether_the_public_sees_a_record_now(editor_client):
    make.make_agreement(slug="seen")
    make.make_agreement(slug="later", publish_at="2199-01-01T00:00Z")
    make.make_agreement(slug="hidden", partner=make.make_partner(status="draft"))
    response = editor_client.get(page(models.Agreement, "changelist"))
    assert {row.slug: row.seen_now for row in response.context["cl"].result_list} == {
        "seen": True,
        "later": False,
        "hidden": False,
    }


def test_a_list_is_filtered_by_the_year_of_a_partial_date(editor_client):
    events = [make.make_event(date=date) for date in ("2013", "2013-05-22", "2014-01")]
    response = editor_client.get(page(models.Event, "changelist"), {"year": "2013"})
    assert set(response.context["cl"].queryset) == set(events[:2])


def test_saving_a_part_leads_back_to_its_record(editor_client):
    aim = make.make_aim()
    make.make_citation(aim.agreement)
    response = editor_client.post(
        page(models.AgreementAim, "change", aim.pk),
        {
            "agreement": aim.agreement_id,
            "aim_en": "Another aim",
            "citations-TOTAL_FORMS": 0,
            "citations-INITIAL_FORMS": 0,
        },
    )
    assert response.url == page(models.Agreement, "change", aim.agreement_id)
    aim.refresh_from_db()
    assert str(aim) == "Another aim"


def test_a_link_is_found_by_name(editor_client):
    partner = make.make_partner(country=make.make_country(name_en="Colombia"))
    make.make_partner()
    response = editor_client.get(
        reverse("admin:autocomplete"),
        {
            "app_label": "partnerships",
            "model_name": "agreement",
            "field_name": "partner",
            "term": "colom",
        },
    )
    assert response.json()["results"] == [{"id": str(partner.pk), "text": "Colombia"}]


def test_a_date_is_explained_by_examples(editor_client):
    html = editor_client.get(page(models.Agreement, "add")).content.decode()
    assert html.count("18 May 2013, 2013-05 or 2013-05-18") >= 3


def test_a_citation_offers_the_fields_of_its_record(editor_client):
    html = editor_client.get(page(models.Agreement, "add")).content.decode()
    assert '<option value="signed">Signed</option>' in html
    assert '<option value="" selected>the record as a whole</option>' in html
    assert 'value="launched"' not in html


def test_no_page_for_editors_has_inline_script_or_style(editor_client):
    partner = make.make_partner()
    add_parts(partner, 1)
    for url in (
        reverse("admin:index"),
        page(models.Partner, "changelist"),
        page(models.Partner, "change", partner.pk),
        page(models.Partner, "delete", partner.pk),
    ):
        html = editor_client.get(url).content.decode()
        assert "<script>" not in html
        assert " style=" not in html
        assert "<style" not in html
        assert " onclick=" not in html


@each_model
def test_somebody_who_may_only_look_opens_list_and_record(
    model, client, django_user_model
):
    record = MAKERS[model]()
    add_parts(record, 1)
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client.force_login(reader)
    assert client.get(page(model, "changelist")).status_code == 200
    assert client.get(page(model, "change", record.pk)).status_code == 200
    assert client.get(page(model, "add")).status_code == 403
    assert client.get(page(model, "delete", record.pk)).status_code == 403


def test_the_index_shows_nobody_what_they_may_not_see(client, django_user_model):
    make.make_partner()
    client.force_login(django_user_model.objects.create_user("guest", is_staff=True))
    html = client.get(reverse("admin:index")).content.decode()
    assert "Partners" not in html
