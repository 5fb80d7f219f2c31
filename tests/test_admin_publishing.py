"""What editors may publish, withdraw and delete."""

import json
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from partnerships.models import (
    Agreement,
    AgreementAim,
    Citation,
    Guide,
    Partner,
    Person,
    Source,
    Topic,
)
from tests import factories as make

pytestmark = pytest.mark.django_db


def page(model: Any, name: str, *args: int) -> str:
    return reverse(f"admin:partnerships_{model._meta.model_name}_{name}", args=args)


def guide_form(**values: Any) -> dict[str, Any]:
    """What the browser sends for a published guide without citations."""
    return {
        "title_en": "Membership",
        "question_en": "Is a partner a member?",
        "answer_en": "No.",
        "slug": "membership",
        "status": "published",
        "paragraphs-TOTAL_FORMS": 0,
        "paragraphs-INITIAL_FORMS": 0,
        "citations-TOTAL_FORMS": 0,
        "citations-INITIAL_FORMS": 0,
        "addresses-TOTAL_FORMS": 0,
        "addresses-INITIAL_FORMS": 0,
        **values,
    }


def one_citation(source: Source, **values: Any) -> dict[str, Any]:
    """What the browser sends for one new citation."""
    row = {"source": source.pk, "field": "", "value": "", **values}
    return {
        "citations-TOTAL_FORMS": 1,
        **{f"citations-0-{name}": value for name, value in row.items()},
    }


def run(client: Any, action: str, *records: Any, **values: Any) -> Any:
    """Run an action on the records, and return the page that follows."""
    return client.post(
        page(type(records[0]), "changelist"),
        {"action": action, "_selected_action": [each.pk for each in records], **values},
        follow=True,
    )


def test_publishing_without_a_citation_is_refused_and_nothing_typed_is_lost(
    editor_client,
):
    response = editor_client.post(page(Guide, "add"), guide_form())
    assert response.status_code == 200
    form = response.context["adminform"].form
    assert "at least one citation of a source that" in form.errors["status"][0]
    assert "Is a partner a member?" in response.content.decode()
    assert not Guide.objects.exists()


def test_a_draft_needs_no_citation(editor_client):
    editor_client.post(page(Guide, "add"), guide_form(status="draft"))
    assert Guide.objects.get().status == "draft"


def test_a_record_is_published_together_with_its_first_citation(editor_client):
    data = guide_form() | one_citation(make.make_source(), field="answer")
    editor_client.post(page(Guide, "add"), data)
    assert Guide.objects.get().citations.get().field == "answer"


def test_the_last_citation_of_a_published_record_can_not_be_removed(editor_client):
    guide = make.make_guide()
    citation = make.make_citation(guide)
    data = guide_form() | one_citation(
        citation.source, id=citation.pk, guide=guide.pk, DELETE="on"
    )
    data["citations-INITIAL_FORMS"] = 1
    response = editor_client.post(page(Guide, "change", guide.pk), data)
    assert "at least one citation" in response.content.decode()
    url = page(Citation, "delete", citation.pk)
    assert (
        "left without a source that the public sees"
        in editor_client.get(url).content.decode()
    )
    editor_client.post(url, {"post": "yes"})
    assert guide.citations.exists()


def test_a_label_is_published_without_a_citation(editor_client):
    data = {
        "name_en": "Cyber defence",
        "summary_en": "A topic.",
        "slug": "cyber-defence",
        "status": "published",
    }
    editor_client.post(page(Topic, "add"), data)
    assert Topic.objects.get().status == "published"


def test_publishing_many_names_those_without_a_citation(editor_client):
    cited, uncited = (make.make_guide(status="draft") for _ in range(2))
    make.make_citation(cited)
    response = run(editor_client, "publish_selected", cited, uncited)
    cited.refresh_from_db()
    uncited.refresh_from_db()
    assert (cited.status, uncited.status) == ("published", "draft")
    html = response.content.decode()
    assert "1 record published." in html
    assert f"no source that the public sees is cited: {uncited}." in html


def test_publishing_many_is_kept_in_their_history(editor_client):
    guide = make.make_guide(status="draft")
    make.make_citation(guide)
    run(editor_client, "publish_selected", guide)
    html = editor_client.get(page(Guide, "history", guide.pk)).content.decode()
    assert "publishing status" in html.lower()


def test_withdrawing_many_leaves_drafts_as_they_are(editor_client):
    draft, published = make.make_guide(status="draft"), make.make_guide()
    run(editor_client, "withdraw_selected", draft, published)
    draft.refresh_from_db()
    published.refresh_from_db()
    assert (draft.status, published.status) == ("draft", "withdrawn")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("published", "Withdraw it instead"),
        ("withdrawn", "its address says that it is withdrawn"),
    ],
)
def test_only_a_draft_can_be_deleted(status, words, editor_client):
    guide = make.make_guide(status=status)
    url = page(Guide, "delete", guide.pk)
    assert words in editor_client.get(url).content.decode()
    editor_client.post(url, {"post": "yes"})
    run(editor_client, "delete_selected", guide, post="yes")
    assert Guide.objects.exists()


def test_a_draft_that_nothing_points_to_is_deleted(editor_client):
    first, second = (make.make_guide(status="draft") for _ in range(2))
    make.make_citation(first)
    editor_client.post(page(Guide, "delete", first.pk), {"post": "yes"})
    run(editor_client, "delete_selected", second, post="yes")
    assert not Guide.objects.exists()


def test_a_cited_source_stays_and_the_page_that_cites_it_is_named(editor_client):
    source = make.make_source(status="draft")
    agreement = make.make_agreement(title_en="Programme of 2017")
    make.make_citation(agreement, source=source)
    make.make_citation(make.make_area(agreement=agreement), source=source)
    url = page(Source, "delete", source.pk)
    html = editor_client.get(url).content.decode()
    assert html.count("Programme of 2017") == 1
    editor_client.post(url, {"post": "yes"})
    assert Source.objects.filter(pk=source.pk).exists()


def test_deleting_many_deletes_none_if_one_must_stay(editor_client):
    draft, published = make.make_guide(status="draft"), make.make_guide()
    response = run(editor_client, "delete_selected", draft, published, post="yes")
    assert "Nothing was deleted" in response.content.decode()
    assert Guide.objects.count() == 2


def test_a_draft_that_is_listed_by_another_record_stays(editor_client):
    person, topic = make.make_person(status="draft"), make.make_topic(status="draft")
    partner = make.make_partner(status="draft")
    event = make.make_event(people=[person], partners=[partner])
    make.make_centre(topics=[topic])
    for record in (person, topic, partner):
        url = page(type(record), "delete", record.pk)
        assert "names it under" in editor_client.get(url).content.decode()
        editor_client.post(url, {"post": "yes"})
        run(editor_client, "delete_selected", record, post="yes")
    assert Person.objects.exists()
    assert Topic.objects.exists()
    assert event.partners.exists()


def test_a_draft_that_another_record_depends_on_stays(editor_client):
    partner = make.make_partner(status="draft")
    agreement = make.make_agreement(partner=partner, status="draft")
    source = make.make_source(status="draft")
    make.make_citation(partner, source=source)
    for record in (partner, source):
        url = page(type(record), "delete", record.pk)
        assert "can't be deleted" in editor_client.get(url).content.decode().replace(
            "&#x27;", "'"
        )
        editor_client.post(url, {"post": "yes"})
    assert Partner.objects.exists()
    assert Source.objects.exists()
    assert Agreement.objects.get() == agreement


# Sources ---------------------------------------------------------------------


def source_form(source: Source, **values: Any) -> dict[str, Any]:
    """What the browser sends for a stored source."""
    return {
        "title": source.title,
        "publisher": source.publisher,
        "language": "en",
        "kind": "official",
        "slug": source.slug,
        "status": source.status,
        "addresses-TOTAL_FORMS": 0,
        "addresses-INITIAL_FORMS": 0,
        **values,
    }


HIDDEN: tuple[dict[str, Any], ...] = (
    {"status": "withdrawn"},
    {"status": "draft"},
    {"status": "published", "publish_at_0": "2099-01-01", "publish_at_1": "12:00"},
)
each_hiding = pytest.mark.parametrize("hidden", HIDDEN, ids=lambda each: each["status"])


def resting_on(source: Source, **values: Any) -> Guide:
    """A published guide that cites this source and no other."""
    guide = make.make_guide(**values)
    make.make_citation(guide, source=source)
    return guide


def status_of(record: Any) -> str:
    record.refresh_from_db()
    return record.status


def history(client: Any, record: Any) -> str:
    """What the page of the record's history says."""
    url = page(type(record), "history", record.pk)
    return client.get(url).content.decode().lower()


@each_hiding
def test_to_hide_a_source_is_refused_until_told_what_becomes_of_what_rests_on_it(
    hidden, editor_client
):
    source = make.make_source()
    guide = resting_on(source, title_en="Membership")
    data = source_form(source, title="A new title", **hidden)
    response = editor_client.post(page(Source, "change", source.pk), data)
    form = response.context["adminform"].form
    assert (
        "without a source that the public sees: Membership." in form.errors["status"][0]
    )
    html = response.content.decode()
    assert 'value="A new title"' in html
    assert "Withdraw them as well" in html
    assert "Make them drafts" in html
    assert (status_of(source), status_of(guide)) == ("published", "published")
    assert source.title != "A new title"
    assert not LogEntry.objects.exists()


@each_hiding
@pytest.mark.parametrize("choice", ["withdrawn", "draft"])
def test_what_was_chosen_is_done_and_stands_in_both_histories(
    choice, hidden, editor_client
):
    source = make.make_source()
    guide = resting_on(source)
    data = source_form(source, with_records=choice, **hidden)
    response = editor_client.post(page(Source, "change", source.pk), data)
    assert response.status_code == 302
    assert (status_of(source), status_of(guide)) == (hidden["status"], choice)
    assert "publishing status" in history(editor_client, guide)
    assert "records that rest on it alone" in history(editor_client, source)


def test_what_becomes_of_records_is_asked_only_where_a_source_is_hidden(editor_client):
    source = make.make_source()
    resting_on(source)
    url = page(Source, "change", source.pk)
    assert "with_records" not in editor_client.get(url).content.decode()
    assert editor_client.post(url, source_form(source)).status_code == 302


def test_a_record_with_two_sources_survives_the_withdrawal_of_one(editor_client):
    source = make.make_source()
    guide = resting_on(source)
    make.make_citation(guide)
    data = source_form(source, status="withdrawn")
    editor_client.post(page(Source, "change", source.pk), data)
    assert (status_of(source), status_of(guide)) == ("withdrawn", "published")


@each_hiding
def test_a_second_source_that_is_hidden_holds_nothing_up(hidden, editor_client):
    source, other = make.make_source(), make.make_source(status="draft")
    guide = resting_on(source)
    make.make_citation(guide, source=other)
    data = source_form(source, **hidden)
    response = editor_client.post(page(Source, "change", source.pk), data)
    assert "rest on it alone" in response.content.decode()


def test_a_source_may_be_scheduled_before_the_records_that_rest_on_it(editor_client):
    source = make.make_source()
    guide = resting_on(source, publish_at=datetime(2099, 1, 2, tzinfo=UTC))
    url = page(Source, "change", source.pk)
    late = {"publish_at_0": "2099-01-03", "publish_at_1": "12:00"}
    assert str(guide) in editor_client.post(url, source_form(source, **late)).text
    early = {"publish_at_0": "2099-01-01", "publish_at_1": "12:00"}
    assert editor_client.post(url, source_form(source, **early)).status_code == 302


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_a_source_that_only_hidden_records_cite_is_hidden_at_once(
    status, editor_client
):
    source = make.make_source()
    resting_on(source, status=status)
    run(editor_client, "withdraw_selected", source)
    assert status_of(source) == "withdrawn"


def test_an_uncited_draft_of_a_source_is_deleted(editor_client):
    sources = [make.make_source(status="draft") for _ in range(2)]
    editor_client.post(page(Source, "delete", sources[0].pk), {"post": "yes"})
    run(editor_client, "delete_selected", sources[1], post="yes")
    assert not Source.objects.exists()


def test_withdrawing_many_sources_asks_on_a_page_of_its_own(editor_client):
    sources = [make.make_source() for _ in range(3)]
    guides = [resting_on(source) for source in sources[:2]]
    response = run(editor_client, "withdraw_selected", *sources)
    assert "admin/partnerships/withdraw_sources.html" in [
        template.name for template in response.templates
    ]
    html = response.content.decode()
    for guide in guides:
        assert f'href="{page(Guide, "change", guide.pk)}"' in html
    assert {status_of(each) for each in [*sources, *guides]} == {"published"}
    assert not LogEntry.objects.exists()


@pytest.mark.parametrize("choice", ["withdrawn", "draft"])
def test_each_answer_of_the_page_withdraws_the_sources(choice, editor_client):
    sources = [make.make_source() for _ in range(3)]
    guides = [resting_on(source) for source in sources[:2]]
    page_sent = run(editor_client, "withdraw_selected", *sources).content.decode()
    assert f'name="with_records" value="{choice}"' in page_sent
    chosen = re.findall(r'name="_selected_action" value="(\d+)"', page_sent)
    data = {"action": "withdraw_selected", "_selected_action": chosen}
    url = page(Source, "changelist")
    response = editor_client.post(url, data | {"with_records": choice}, follow=True)
    assert "3 records withdrawn." in response.content.decode()
    assert {status_of(each) for each in sources} == {"withdrawn"}
    assert {status_of(each) for each in guides} == {choice}
    for record in [*sources, *guides]:
        assert "publishing status" in history(editor_client, record)


def test_the_page_asks_again_for_an_answer_that_it_did_not_offer(editor_client):
    source = make.make_source()
    guide = resting_on(source)
    response = run(editor_client, "withdraw_selected", source, with_records="published")
    assert "What becomes of the records" in response.content.decode()
    assert (status_of(source), status_of(guide)) == ("published", "published")


def test_the_page_leads_back_to_the_list_as_it_was_filtered(editor_client):
    source = make.make_source()
    resting_on(source)
    url = page(Source, "changelist") + "?kind__exact=official"
    data = {"action": "withdraw_selected", "_selected_action": [source.pk]}
    assert f'href="{url}">' in editor_client.post(url, data).content.decode()


def test_an_answer_after_the_session_has_lapsed_does_nothing(editor_client):
    source = make.make_source()
    guide = resting_on(source)
    editor_client.logout()
    url = page(Source, "changelist")
    data = {"action": "withdraw_selected", "_selected_action": [source.pk]}
    response = editor_client.post(url, data | {"with_records": "withdrawn"})
    assert response.url == f"{reverse('admin:login')}?next={url}"
    assert (status_of(source), status_of(guide)) == ("published", "published")


def test_all_sources_at_once_are_asked_about_at_a_fixed_number_of_queries(
    editor_client, django_assert_max_num_queries
):
    for _ in range(150):
        resting_on(make.make_source())
    url = page(Source, "changelist")
    data = {
        "action": "withdraw_selected",
        "_selected_action": ["1"],
        "select_across": 1,
    }
    with django_assert_max_num_queries(40):
        html = editor_client.post(url, data).content.decode()
    assert html.count('name="_selected_action"') == 150
    assert html.count("<li>Guide: ") == 150


def test_a_source_added_beside_a_citation_is_public_with_the_record(editor_client):
    url = page(Source, "add")
    beside = editor_client.get(f"{url}?_popup=1").context["adminform"].form
    assert beside["status"].value() == "published"
    alone = editor_client.get(url).context["adminform"].form
    assert alone["status"].value() == "draft"


# Citations -------------------------------------------------------------------


@pytest.mark.parametrize(
    "hidden",
    [{"status": "draft"}, {"publish_at": datetime(2099, 1, 1, tzinfo=UTC)}],
    ids=["draft", "scheduled"],
)
def test_a_citation_of_a_hidden_source_is_none(hidden, editor_client):
    source = make.make_source(**hidden)
    data = guide_form() | one_citation(source)
    response = editor_client.post(page(Guide, "add"), data)
    assert (
        "at least one citation"
        in response.context["adminform"].form.errors["status"][0]
    )
    assert f'value="{source.pk}" selected' in response.content.decode()
    assert not Guide.objects.exists()
    assert not Citation.objects.exists()
    guide = make.make_guide(status="draft")
    make.make_citation(guide, source=source)
    run(editor_client, "publish_selected", guide)
    assert status_of(guide) == "draft"


def test_a_record_may_be_scheduled_for_when_its_source_is_public(editor_client):
    source = make.make_source(publish_at=datetime(2099, 1, 1, 12, tzinfo=UTC))
    data = guide_form() | one_citation(source) | {"publish_at_0": "2099-01-01"}
    editor_client.post(page(Guide, "add"), data | {"publish_at_1": "11:59"})
    assert not Guide.objects.exists()
    editor_client.post(page(Guide, "add"), data | {"publish_at_1": "12:00"})
    assert Guide.objects.get().status == "published"


def test_the_last_citation_can_not_be_moved_to_a_hidden_source(editor_client):
    guide = make.make_guide()
    citation = make.make_citation(guide)
    hidden = make.make_source(status="draft")
    data = guide_form() | one_citation(hidden, id=citation.pk, guide=guide.pk)
    data["citations-INITIAL_FORMS"] = 1
    response = editor_client.post(page(Guide, "change", guide.pk), data)
    assert "at least one citation" in response.content.decode()
    url = page(Citation, "change", citation.pk)
    response = editor_client.post(url, {"source": hidden.pk, "locator_en": "page 3"})
    html = response.content.decode()
    assert f"without a source that the public sees: {guide}." in html
    assert 'value="page 3"' in html
    citation.refresh_from_db()
    assert citation.source != hidden


# Rights ----------------------------------------------------------------------


@pytest.fixture
def client_with(client, django_user_model):
    """Sign in somebody who has these rights and no others."""

    def sign_in(*rights: str) -> Any:
        user = django_user_model.objects.create_user("some", is_staff=True)
        user.user_permissions.set(Permission.objects.filter(codename__in=rights))
        client.force_login(user)
        return client

    return sign_in


def test_who_may_not_cite_can_not_publish_uncited(client_with):
    client = client_with("add_guide", "change_guide", "view_guide")
    response = client.post(page(Guide, "add"), guide_form())
    assert "citations" not in [
        each.formset.prefix for each in response.context["inline_admin_formsets"]
    ]
    assert (
        "at least one citation"
        in response.context["adminform"].form.errors["status"][0]
    )
    guide = make.make_guide(status="draft")
    client.post(page(Guide, "change", guide.pk), guide_form())
    run(client, "publish_selected", guide)
    assert status_of(guide) == "draft"
    make.make_citation(guide)
    client.post(page(Guide, "change", guide.pk), guide_form())
    assert status_of(guide) == "published"


@pytest.mark.parametrize("choice", ["", "withdrawn", "draft"])
def test_who_may_not_change_a_record_can_not_hide_its_source(choice, client_with):
    source = make.make_source()
    guide = resting_on(source)
    client = client_with("change_source", "view_source", "view_guide")
    data = source_form(source, status="withdrawn", with_records=choice)
    response = client.post(page(Source, "change", source.pk), data)
    error = response.context["adminform"].form.errors["status"][0]
    assert f"you may not change them: {guide}." in error
    html = run(
        client, "withdraw_selected", source, with_records=choice
    ).content.decode()
    assert f"you may not change them: {guide}." in html
    assert (status_of(source), status_of(guide)) == ("published", "published")
    assert not LogEntry.objects.exists()


def test_who_may_change_only_some_of_the_records_can_not_hide_the_source(client_with):
    source = make.make_source()
    guide, agreement = resting_on(source), make.make_agreement()
    make.make_citation(agreement, source=source)
    client = client_with("change_source", "view_source", "change_guide", "view_guide")
    data = source_form(source, status="withdrawn", with_records="withdrawn")
    response = client.post(page(Source, "change", source.pk), data)
    error = response.context["adminform"].form.errors["status"][0]
    assert str(agreement) in error
    assert str(guide) not in error
    assert status_of(guide) == "published"


def test_who_may_only_look_changes_nothing(client_with):
    source = make.make_source()
    resting_on(source)
    client = client_with("view_source", "view_guide")
    data = source_form(source, status="withdrawn", with_records="withdrawn")
    assert client.post(page(Source, "change", source.pk), data).status_code == 403
    run(client, "withdraw_selected", source, with_records="withdrawn")
    assert status_of(source) == "published"


# Many ------------------------------------------------------------------------


def test_two_hundred_are_published_at_once_and_what_waits_is_named(editor_client):
    guides = [make.make_guide(status="draft") for _ in range(200)]
    source = make.make_source()
    for guide in guides[:180]:
        make.make_citation(guide, source=source)
    data = {
        "action": "publish_selected",
        "_selected_action": [guides[0].pk],
        "select_across": 1,
    }
    url = page(Guide, "changelist")
    html = editor_client.post(url, data, follow=True).content.decode()
    assert "180 records published." in html
    assert "and 10 more" in html
    assert Guide.objects.filter(status="published").count() == 180
    assert LogEntry.objects.count() == 180


def test_the_log_of_an_editor_is_kept_in_no_language(editor_client):
    guide = make.make_guide()
    editor_client.cookies["django_language"] = "fr"
    run(editor_client, "withdraw_selected", guide)
    (entry,) = LogEntry.objects.all()
    assert json.loads(entry.change_message) == [
        {"changed": {"fields": ["publishing status"]}}
    ]


def test_the_form_of_a_part_says_what_is_wrong_with_its_record(editor_client):
    """The record came round the gate: nothing of it is changed before it is right."""
    agreement = make.make_agreement()
    aim = make.make_aim(agreement=agreement)
    data = {
        "agreement": agreement.pk,
        "aim_en": "Typed anew",
        "citations-TOTAL_FORMS": 0,
        "citations-INITIAL_FORMS": 0,
    }
    url = page(AgreementAim, "change", aim.pk)
    response = editor_client.post(url, data)
    (error,) = response.context["adminform"].form.non_field_errors()
    assert f"{agreement}. Cite another source first, or withdraw them." in error
    assert "Typed anew" in response.content.decode()
    response = editor_client.post(page(AgreementAim, "delete", aim.pk), {"post": "yes"})
    messages = editor_client.get(response.url).context["messages"]
    assert [str(each) for each in messages] == [error]
